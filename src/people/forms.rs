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

/// Where somebody is written to; none: nowhere. `own` is the domain that this program itself writes from, where it does.
pub fn email(form: &mut Form, own: Option<&str>) -> Option<String> {
    let typed: String = form.optional_line("email", 120).chars().map(narrow).collect();
    if !typed.is_empty() && !is_address(&typed, own) {
        let said =
            Pair("请填写完整的邮箱地址，如 liwei@example.com。", "Please give a whole address, such as liwei@example.com.");
        form.complain("email", Complaint::Said(said));
    }
    Some(typed).filter(|it| !it.is_empty())
}

/// Whether an address is whole: nothing of it is blank, and its domain has at least two parts, the last one a word.
///
/// Inside a house there may be a mail server without a dot in its name (`liwei@mailhost`). Such an address is taken only where the
/// program itself writes from that very domain: then the server that takes its mail knows the name. Everywhere else it is half an
/// address, and the digest would come back every morning without anybody seeing it.
fn is_address(typed: &str, own: Option<&str>) -> bool {
    let Ok(address) = typed.parse::<lettre::Address>() else { return false };
    let domain = address.domain();
    if typed.contains(char::is_whitespace) {
        return false;
    }
    let mut parts = domain.split('.');
    let last = parts.next_back().unwrap_or_default();
    let of_several = last.chars().count() > 1 && last.chars().any(char::is_alphabetic) && parts.next().is_some();
    of_several || own.is_some_and(|own| own.eq_ignore_ascii_case(domain))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_or_of_the_house_that_writes_to_it() {
        // (what is typed, from where the program writes, whether it is taken)
        let table = [
            ("liwei@example.com", None, true),
            ("li.wei+kit@mail.example.com.cn", None, true),
            ("李伟@例子.公司", None, true),
            ("ｌｉｗｅｉ＠example.com", None, true),
            ("", None, true),
            ("a@b", None, false),
            ("a@b.", None, false),
            ("a@b.c", None, false),
            ("a@.com", None, false),
            ("a@b..com", None, false),
            ("a@10.0.0.1", None, false),
            ("liwei", None, false),
            ("@example.com", None, false),
            ("li wei@example.com", None, false),
            ("\"li wei\"@example.com", None, false),
            ("liwei@exam ple.com", None, false),
            ("liwei@example.com, wang@example.com", None, false),
            ("liwei@mailhost", Some("mailhost"), true),
            ("liwei@MailHost", Some("mailhost"), true),
            ("liwei@otherhost", Some("mailhost"), false),
            ("liwei@mailhost", Some("example.com"), false),
        ];
        for (typed, own, taken) in table {
            let mut form = Form::typed(Fields::default().with("email", typed));
            let address = email(&mut form, own);
            assert_eq!(form.check().is_ok(), taken, "{typed} to {own:?}");
            assert_eq!(form.value("email"), typed, "what was typed stays");
            assert!(!taken || address.is_some() != typed.is_empty(), "{typed}");
        }
    }
}
