//! What was typed about people, checked.

use chrono::NaiveDate;

use super::changes::Account;
use super::model::Person;
use super::secrets::weakness;
use crate::error::Complaint;
use crate::lang::{Pair, narrow};
use crate::web::{Fields, Form};
use crate::words::Role;

/// What the fields of an account are called, for the page of a late writer.
pub const ACCOUNT: &[(&str, Pair)] = &[
    ("name", Pair("姓名", "Name")),
    ("phone", Pair("电话", "Phone")),
    ("roles", Pair("角色", "Roles")),
    ("active", Pair("在职", "Active")),
];

/// An account name as it is kept and looked for: without spaces at its ends, Latin letters small, full-width signs narrow; so
/// that nobody is `SALES1` beside `sales1`.
pub fn folded(name: &str) -> String {
    name.trim().chars().map(narrow).map(|it| it.to_ascii_lowercase()).collect()
}

/// An account name: letters and digits of any script, `.`, `-`, `_`.
pub fn username(form: &mut Form, field: &str) -> String {
    let name = folded(&form.line(field, 30));
    let fine = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_');
    if matches!(name.as_str(), "new" | "." | "..") {
        form.complain(
            field,
            Complaint::Said(Pair("这个账号名另有用处，请换一个。", "This account name is reserved; choose another.")),
        );
    } else if !name.chars().all(fine) {
        form.complain(
            field,
            Complaint::Said(Pair(
                "只能用文字、数字、点、横线和下划线。",
                "Only letters, digits, dots, hyphens and underscores.",
            )),
        );
    }
    name
}

/// A new person's account.
pub fn new_account(form: &mut Form) -> Account {
    let username = username(form, "username");
    Account { username, active: true, ..account(form) }
}

/// An account that is kept; the account name never changes.
pub fn account(form: &mut Form) -> Account {
    let mut roles: Vec<Role> = form.fields.all("roles").filter_map(Role::from_code).collect();
    roles.sort();
    roles.dedup();
    if roles.is_empty() && form.fields.has("roles") {
        form.complain("roles", Complaint::NotAChoice);
    }
    Account {
        username: String::new(),
        name: form.line("name", 40),
        phone: form.optional_line("phone", 40),
        roles,
        probation: form.ticked("probation"),
        active: form.ticked("active"),
    }
}

/// An account as its form shows it.
pub fn filled(person: &Person, roles: &[Role]) -> Fields {
    let mut fields = Fields::default().with("name", &person.name).with("phone", &person.phone);
    for role in roles {
        fields = fields.with("roles", role.code());
    }
    if person.active {
        fields = fields.with("active", "1");
    }
    fields
}

/// Where somebody is written to; none: nowhere.
pub fn email(form: &mut Form) -> Option<String> {
    let typed: String = form.optional_line("email", 120).chars().map(narrow).collect();
    if !typed.is_empty() && typed.parse::<lettre::Address>().is_err() {
        let said =
            Pair("请填写完整的邮箱地址，如 liwei@example.com。", "Please give a whole address, such as liwei@example.com.");
        form.complain("email", Complaint::Said(said));
    }
    Some(typed).filter(|it| !it.is_empty())
}

/// A new password, typed twice.
pub fn new_password(form: &mut Form, about: &[&str]) -> String {
    let password = form.value("password").to_owned();
    if let Some(complaint) = weakness(&password, about) {
        form.complain("password", complaint);
    } else if form.value("again") != password {
        form.complain("again", Complaint::Said(Pair("两次填写的密码不同。", "The two passwords differ.")));
    }
    password
}

/// The first two accounts.
pub struct SetUp {
    pub admin: Account,
    pub password: String,
    pub commander: Account,
}

/// What the first set-up asks for.
pub fn set_up(form: &mut Form) -> SetUp {
    let one = |form: &mut Form, name: &str, username_field: &str, role: Role| Account {
        username: username(form, username_field),
        name: form.line(name, 40),
        phone: String::new(),
        roles: vec![role],
        probation: false,
        active: true,
    };
    let admin = one(form, "name", "username", Role::Admin);
    let password = new_password(form, &[&admin.username]);
    let commander = one(form, "commander_name", "commander_username", Role::Commander);
    SetUp { admin, password, commander }
}

/// An absence of the commander.
pub struct Absence {
    pub acting: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub reason: String,
}

/// Who stands in, from when to when, and why.
pub fn absence(form: &mut Form) -> Absence {
    Absence {
        acting: form.line("acting", 30),
        starts_on: form.date("starts_on"),
        ends_on: form.date("ends_on"),
        reason: form.line("reason", 200),
    }
}
