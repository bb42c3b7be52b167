//! What was typed about customers and their people, checked.

use super::changes::{Facts, PersonFacts};
use super::codes::{self, Wrong};
use super::model::{Contact, Customer, Grade, Part, Source};
use crate::error::Complaint;
use crate::lang::{Lang, Pair};
use crate::web::{Fields, Form};

/// The most characters of a customer's name.
pub const NAME: usize = 100;
/// The most characters of a region, an industry, a post and the like.
pub const SHORT: usize = 40;
/// The most characters of an address.
pub const ADDRESS: usize = 200;
/// The most characters of a remark.
pub const NOTE: usize = 500;

/// What is said of a name by which nobody knows which customer it is.
pub const NAMELESS: Pair = Pair(
    "除「有限公司」等字样外，名称至少两个字，不能只有数字。",
    "Beside “Ltd.” and the like a name has at least two characters, and not digits alone.",
);

/// What the fields are called, for the page of a late writer.
pub const FACTS: &[(&str, Pair)] = &[
    ("name", Pair("客户名称", "Customer's name")),
    ("credit_code", Pair("统一社会信用代码", "Credit code")),
    ("region", Pair("地区", "Region")),
    ("industry", Pair("行业", "Industry")),
    ("source", Pair("来源", "Source")),
    ("grade", Pair("等级", "Grade")),
    ("phone", Pair("电话", "Phone")),
    ("address", Pair("地址", "Address")),
    ("note", Pair("备注", "Note")),
];

/// The same of somebody on a customer's side.
pub const PERSON: &[(&str, Pair)] = &[
    ("name", Pair("姓名", "Name")),
    ("part", Pair("作用", "Part played")),
    ("post", Pair("职务", "Post")),
    ("phone", Pair("电话", "Phone")),
    ("wechat", Pair("微信", "WeChat")),
    ("note", Pair("备注", "Note")),
];

/// What is said of a wrong code or phone.
pub fn complaint(wrong: Wrong) -> Complaint {
    Complaint::Named(wrong.said(), wrong.right())
}

fn phone(form: &mut Form, field: &str) -> String {
    let typed = form.optional_line(field, SHORT);
    codes::phone(&typed).unwrap_or_else(|wrong| {
        form.complain(field, complaint(wrong));
        String::new()
    })
}

/// What is known of a customer.
pub fn facts(form: &mut Form) -> Facts {
    let name = form.line("name", NAME);
    if !name.is_empty() && !super::search::says_which(&name) {
        form.complain("name", Complaint::Said(NAMELESS));
    }
    let code = form.optional_line("credit_code", SHORT);
    let credit_code = codes::credit_code(&code).unwrap_or_else(|wrong| {
        form.complain("credit_code", complaint(wrong));
        None
    });
    Facts {
        name,
        credit_code,
        region: form.optional_line("region", SHORT),
        industry: form.optional_line("industry", SHORT),
        source: form.choice("source", Source::from_code).unwrap_or(Source::Other),
        grade: form.choice("grade", Grade::from_code).unwrap_or(Grade::C),
        phone: phone(form, "phone"),
        address: form.optional_line("address", ADDRESS),
        note: form.optional_text("note", NOTE),
    }
}

/// The first person of a new customer, if anything is said of them.
pub fn first_person(form: &mut Form) -> Option<PersonFacts> {
    const FIELDS: [&str; 4] = ["person_name", "person_post", "person_phone", "person_wechat"];
    if FIELDS.iter().all(|field| form.value(field).trim().is_empty()) {
        return None;
    }
    Some(PersonFacts {
        name: form.line("person_name", SHORT),
        part: form.choice("person_part", Part::from_code).unwrap_or(Part::Handles),
        post: form.optional_line("person_post", SHORT),
        phone: phone(form, "person_phone"),
        wechat: form.optional_line("person_wechat", SHORT),
        note: String::new(),
    })
}

/// Somebody on a customer's side.
pub fn person(form: &mut Form) -> PersonFacts {
    PersonFacts {
        name: form.line("name", SHORT),
        part: form.choice("part", Part::from_code).unwrap_or(Part::Handles),
        post: form.optional_line("post", SHORT),
        phone: phone(form, "phone"),
        wechat: form.optional_line("wechat", SHORT),
        note: form.optional_line("note", NOTE),
    }
}

/// A customer as its form shows it.
pub fn filled(it: &Customer) -> Fields {
    Fields::default()
        .with("name", &it.name)
        .with("credit_code", it.credit_code.as_deref().unwrap_or_default())
        .with("region", &it.region)
        .with("industry", &it.industry)
        .with("source", it.source.code())
        .with("grade", it.grade.code())
        .with("phone", &it.phone)
        .with("address", &it.address)
        .with("note", &it.note)
}

/// Somebody on a customer's side as their form shows them.
pub fn filled_person(it: &Contact) -> Fields {
    Fields::default()
        .with("name", &it.name)
        .with("part", it.part.code())
        .with("post", &it.post)
        .with("phone", &it.phone)
        .with("wechat", &it.wechat)
        .with("note", &it.note)
}

/// A value of a customer's form, or of that of its people, in words.
pub fn spoken(lang: Lang, field: &str, value: &str) -> String {
    let word = match field {
        "source" => Source::from_code(value).map(Source::name),
        "grade" => Grade::from_code(value).map(Grade::name),
        "part" => Part::from_code(value).map(Part::name),
        _ => None,
    };
    word.map_or_else(|| value.to_owned(), |it| lang.say(it).to_owned())
}

/// The version to write over: that of the row as it is where only what the program keeps has changed since the form was
/// opened, as when somebody was entered among the customer's people.
pub fn version(form: &Form, now: &Customer) -> i32 {
    let same = !form.was.is_empty() && form.was == filled(now).to_query();
    if same { now.version } else { form.version }
}
