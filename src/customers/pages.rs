//! The pages of customers.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::forms;
use super::model::{Activity, Contact, Customer, Grade, Objection, Part, Source};
use super::queries::{self, ACTIVITIES, Account, Alike, InProject, Line, Twin};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::people::queries::everybody;
use crate::policy::{Deed, Standing};
use crate::web::list::{PAGE, Pager, link, sort_link, sorted};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Form, Reading, Shell};

/// Regions that are offered to choose from; others can be typed.
pub const REGIONS: [&str; 34] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
];
/// The same of industries.
pub const INDUSTRIES: [&str; 18] = [
    "展览展示",
    "会展策划",
    "装备制造",
    "机电设备",
    "设备成套",
    "安装工程",
    "设计咨询",
    "广告传媒",
    "标识制作",
    "电子信息",
    "仪器仪表",
    "物流仓储",
    "建材陶瓷",
    "家具制造",
    "纺织服装",
    "商业零售",
    "文化旅游",
    "外贸",
];
/// The most lines of a workbook.
const WHOLE: i64 = 100_000;

/// Account name and name of everybody, by id.
type People = BTreeMap<String, (String, String)>;

fn name_of<'a>(people: &'a People, id: &str) -> &'a str {
    people.get(id).map_or("", |(_, name)| name)
}

/// Codes and names to choose from.
fn named<T: Copy>(s: &Shell, all: &[T], code: fn(T) -> &'static str, name: fn(T) -> Pair) -> Vec<(&'static str, &'static str)> {
    all.iter().map(|it| (code(*it), s.lang.say(name(*it)))).collect()
}

fn grades(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Grade::ALL, Grade::code, Grade::name)
}

fn sources(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Source::ALL, Source::code, Source::name)
}

fn parts(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Part::ALL, Part::code, Part::name)
}

/// The list.
#[derive(Template)]
#[template(path = "customers/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
    people: People,
    keepers: Vec<(String, String)>,
    form: Form,
}

impl Index {
    /// Reads one page of the list. Those who are found are counted only where they fill more than a page: a search reads all
    /// there is once, not twice.
    pub fn of(r: &mut Reading, query: &Fields, form: Form) -> Result<Index> {
        r.may_see(Deed::SeeCustomers)?;
        let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
        let asked = || queries::filtered(&me, query, today, zone);
        let page = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
        let read = |r: &mut Reading, page: i64| {
            queries::lines(r, queries::ordered(asked(), query.get("sort")).offset((page - 1) * PAGE).limit(PAGE))
        };
        let mut lines = read(r, page)?;
        let found = lines.len() as i64;
        let total = match page == 1 && found < PAGE {
            true => found,
            false => asked().count().get_result(&mut **r)?,
        };
        let pager = Pager::of("/customers", query, total);
        if pager.page != page {
            lines = read(r, pager.page)?;
        }
        let people = everybody(r)?;
        let keepers = queries::keepers(r)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone(), people, keepers, form })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/customers", &self.query.set("page", "").set(name, value))
    }

    fn chips(&self, name: &str, all: &[(&'static str, &'static str)]) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get(name);
        let first = (self.set(name, ""), self.s.t("全部", "All"), now.is_empty());
        std::iter::once(first).chain(all.iter().map(|(code, text)| (self.set(name, code), *text, now == *code))).collect()
    }

    fn grade_chips(&self) -> Vec<(String, &'static str, bool)> {
        self.chips("grade", &grades(&self.s))
    }

    fn source_choices(&self) -> Vec<(&'static str, &'static str)> {
        sources(&self.s)
    }

    /// The chips that can be set each by itself.
    fn switches(&self) -> Vec<(String, &'static str, bool)> {
        let all = [
            ("mine", "1", Pair("我维护的", "Mine")),
            ("next", "late", Pair("下一步已逾期", "Next step overdue")),
            ("next", "none", Pair("没有下一步", "No next step")),
            ("idle", "30", Pair("30 天未联系", "Not contacted for 30 days")),
            ("idle", "60", Pair("60 天未联系", "Not contacted for 60 days")),
            ("idle", "90", Pair("90 天未联系", "Not contacted for 90 days")),
        ];
        let all = all.iter().map(|(name, value, pair)| {
            let on = self.query.get(name) == *value;
            (self.set(name, if on { "" } else { value }), self.s.lang.say(*pair), on)
        });
        all.collect()
    }

    fn asks(&self, name: &str, value: &str) -> bool {
        self.query.get(name) == value
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/customers", &self.query, key), sorted(&self.query, key))
    }

    /// What the fields beside the search keep of the address.
    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["grade", "mine", "next", "idle", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 家客户", self.pager.total),
            Lang::En => format!("{} customers in all", self.pager.total),
        }
    }

    fn workbook(&self) -> String {
        link("/customers.xlsx", &self.query.set("page", ""))
    }

    fn is_sifted(&self) -> bool {
        self.query.0.iter().any(|(name, value)| !value.is_empty() && !matches!(name.as_str(), "sort" | "page"))
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn industries(&self) -> &'static [&'static str] {
        &INDUSTRIES
    }

    fn keeper(&self, line: &Line) -> &str {
        name_of(&self.people, &line.customer.keeper_id)
    }

    fn is_late(&self, line: &Line) -> bool {
        line.next.as_ref().is_some_and(|(day, _)| *day < self.s.today)
    }

    fn assigns(&self) -> bool {
        self.s.may(Deed::AssignKeeper)
    }
}

/// The list as a workbook: the same rows, in the same order.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeCustomers)?;
    let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
    let rows = queries::ordered(queries::filtered(&me, query, today, zone), query.get("sort")).limit(WHOLE);
    let (lines, people, s) = (queries::lines(r, rows)?, everybody(r)?, r.shell()?);
    let mut sheet = Sheet::new(
        s.t("客户", "Customers"),
        &[
            s.t("编号", "Number"),
            s.t("客户名称", "Customer's name"),
            s.t("统一社会信用代码", "Credit code"),
            s.t("等级", "Grade"),
            s.t("地区", "Region"),
            s.t("行业", "Industry"),
            s.t("来源", "Source"),
            s.t("电话", "Phone"),
            s.t("联系人", "Person there"),
            s.t("作用", "Part played"),
            s.t("联系人电话", "Their phone"),
            s.t("维护人", "Looked after by"),
            s.t("最近联系", "Last contact"),
            s.t("下一步", "Next"),
            s.t("下一步日期", "Day of the next step"),
            s.t("登记日期", "Entered on"),
            s.t("地址", "Address"),
            s.t("备注", "Note"),
        ],
    );
    for line in &lines {
        let (it, person) = (&line.customer, line.person.as_ref());
        sheet.row(vec![
            it.number.as_str().into(),
            it.name.as_str().into(),
            it.credit_code.clone().into(),
            s.lang.say(it.grade.name()).into(),
            it.region.as_str().into(),
            it.industry.as_str().into(),
            s.lang.say(it.source.name()).into(),
            it.phone.as_str().into(),
            person.map(|it| it.name.clone()).into(),
            person.map(|it| s.lang.say(it.part.name())).into(),
            person.map(|it| it.phone.clone()).into(),
            name_of(&people, &it.keeper_id).into(),
            line.last_on.into(),
            line.next.as_ref().map(|(_, what)| what.clone()).into(),
            line.next.as_ref().map(|(day, _)| *day).into(),
            Cell::Day(zone.day(it.added_at)),
            it.address.as_str().into(),
            it.note.as_str().into(),
        ]);
    }
    Ok(Workbook::of(s.t("客户", "Customers"), "customers", sheet))
}

/// One customer.
#[derive(Template)]
#[template(path = "customers/show.html")]
pub struct Show {
    s: Shell,
    customer: Customer,
    contacts: Vec<Contact>,
    targets: Vec<InProject>,
    activities: Vec<(Activity, String)>,
    objections: Vec<(Objection, String)>,
    account: Account,
    people: People,
    kept_since: Moment,
    keepers: Vec<(String, String)>,
    /// Which page of the activities.
    page: i64,
    more: bool,
    keeps: bool,
    assigns: bool,
    merges: bool,
}

impl Show {
    /// Reads what belongs to one customer.
    pub fn of(r: &mut Reading, customer: Customer, query: &Fields) -> Result<Show> {
        let me = r.me.clone();
        let page = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 10_000);
        let mut activities = queries::done_with(r, &me, &customer.id, (page - 1) * ACTIVITIES)?;
        let more = activities.len() as i64 > ACTIVITIES;
        activities.truncate(usize::try_from(ACTIVITIES).unwrap_or_default());
        let assigns = me.may(Deed::AssignKeeper, Standing::NONE).is_some();
        Ok(Show {
            contacts: queries::people_of(r, &customer.id)?,
            targets: queries::in_projects(r, &me, &customer.id)?,
            activities,
            objections: queries::objections_of(r, &me, &customer.id)?,
            account: queries::account(r, &me, &customer.id)?,
            people: everybody(r)?,
            kept_since: queries::kept_since(r, &customer)?,
            keepers: if assigns { queries::keepers(r)? } else { Vec::new() },
            page,
            more,
            keeps: me.may(Deed::ChangeCustomer, customer.standing(&me)).is_some(),
            assigns,
            merges: me.may(Deed::MergeCustomers, Standing::NONE).is_some(),
            s: r.shell()?,
            customer,
        })
    }

    fn name(&self, id: &str) -> &str {
        name_of(&self.people, id)
    }

    fn username(&self, id: &str) -> &str {
        self.people.get(id).map_or("", |(username, _)| username)
    }

    fn keeper(&self) -> &str {
        self.name(&self.customer.keeper_id)
    }

    fn kept_for(&self) -> String {
        let since = self.s.office.zone.day(self.kept_since);
        let days = (self.s.today - since).num_days().max(0);
        match self.s.lang {
            Lang::Zh => format!("自 {} 起，已 {days} 天", self.s.day(since)),
            Lang::En => format!("since {}, {days} days", self.s.day(since)),
        }
    }

    /// Who was there and has left comes last.
    fn has_left(&self, it: &Contact) -> bool {
        it.left_at.is_some()
    }

    /// The nearest next step: its day, what it is, the project's number.
    fn next(&self) -> Option<(chrono::NaiveDate, &str, &str)> {
        let open = self.targets.iter().filter(|it| it.0.step != super::model::TargetStep::Dropped);
        let all = open.filter_map(|(it, number, ..)| Some((it.next_on?, it.next_step.as_str(), number.as_str())));
        all.min_by_key(|(day, ..)| *day)
    }

    fn is_late(&self, day: &chrono::NaiveDate) -> bool {
        *day < self.s.today
    }

    fn who_spoke(&self, it: &Activity) -> String {
        let known = it.contact_id.as_ref().and_then(|id| self.contacts.iter().find(|it| it.id == *id));
        known.map_or_else(|| it.with_whom.clone(), |it| it.name.clone())
    }

    fn target_href(&self, number: &str) -> String {
        format!("/projects/{number}/customers/{}", self.customer.number)
    }

    fn newer(&self) -> Option<String> {
        (self.page > 1).then(|| format!("{}?page={}#activities", self.customer.href(), self.page - 1))
    }

    fn older(&self) -> Option<String> {
        self.more.then(|| format!("{}?page={}#activities", self.customer.href(), self.page + 1))
    }

    fn leaving(&self, it: &Contact) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 已离职？记录仍保留。", it.name),
            Lang::En => format!("Has {} left? The record stays.", it.name),
        }
    }
}

/// A new customer, or one that is changed.
#[derive(Template)]
#[template(path = "customers/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new one.
    customer: Option<Customer>,
    twins: Vec<Twin>,
    people: People,
    keepers: Vec<(String, String)>,
    /// Whether it was asked who may be the same.
    asked: bool,
}

impl Edit {
    /// A form for a new customer, with what was typed and who may be the same.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may_see(Deed::SeeCustomers)?;
        r.may(Deed::AddCustomer, Standing::NONE)?;
        let assigns = r.me.may(Deed::AssignKeeper, Standing::NONE).is_some();
        let keepers = if assigns { queries::keepers(r)? } else { Vec::new() };
        Edit::with(r, form, None, keepers)
    }

    /// An empty form, or one filled in by an address.
    pub fn blank(r: &mut Reading, query: &Fields) -> Result<Edit> {
        let mut fields = query.clone();
        for (name, value) in
            [("grade", "c"), ("source", "visit"), ("person_part", "handles"), ("keeper", r.me.username.as_str())]
        {
            if !fields.has(name) {
                fields = fields.with(name, value);
            }
        }
        Edit::new(r, Form { fields, ..Form::blank() })
    }

    /// The form of a customer; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::ChangeCustomer, customer.standing(&me))?;
        let filled = forms::filled(&customer);
        let form = match typed {
            Some(form) => form.against(&filled, customer.version, forms::FACTS),
            None => Form::showing(filled, customer.version),
        };
        Edit::with(r, form, Some(customer), Vec::new())
    }

    fn with(r: &mut Reading, form: Form, customer: Option<Customer>, keepers: Vec<(String, String)>) -> Result<Edit> {
        let typed = form.key("name");
        let code = super::codes::credit_code(&form.key("credit_code")).unwrap_or_default();
        let except = customer.as_ref().map_or("", |it| it.id.as_str());
        let asked = !typed.is_empty() && typed.chars().count() <= forms::NAME;
        let renamed = customer.as_ref().is_none_or(|it| it.name != typed || it.credit_code != code);
        let twins = match asked && renamed {
            true => queries::twins(r, &typed, code.as_deref(), except, true)?,
            false => Vec::new(),
        };
        let people = everybody(r)?;
        Ok(Edit { s: r.shell()?, form, customer, twins, people, keepers, asked })
    }

    fn title(&self) -> &'static str {
        match self.customer {
            Some(_) => self.s.t("修改客户资料", "Change a customer"),
            None => self.s.t("登记客户", "Add a customer"),
        }
    }

    fn back(&self) -> String {
        self.customer.as_ref().map_or_else(|| "/customers".to_owned(), Customer::href)
    }

    fn keeper(&self, twin: &Twin) -> &str {
        name_of(&self.people, &twin.keeper_id)
    }

    fn why(&self, twin: &Twin) -> &'static str {
        match twin.why {
            Alike::Code => self.s.t("代码相同", "Same code"),
            Alike::Name => self.s.t("同名", "Same name"),
            Alike::Near => self.s.t("名称相近", "Similar name"),
        }
    }

    /// Whoever enters it is none of those who usually look after customers.
    fn keeps_none(&self) -> bool {
        !self.keepers.iter().any(|(username, _)| username == self.s.my_username())
    }

    fn has_namesake(&self) -> bool {
        self.twins.iter().any(|it| it.why == Alike::Name)
    }

    fn grades(&self) -> Vec<(&'static str, &'static str)> {
        grades(&self.s)
    }

    fn sources(&self) -> Vec<(&'static str, &'static str)> {
        sources(&self.s)
    }

    fn parts(&self) -> Vec<(&'static str, &'static str)> {
        parts(&self.s)
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn industries(&self) -> &'static [&'static str] {
        &INDUSTRIES
    }
}

/// Somebody on a customer's side: new, or changed.
#[derive(Template)]
#[template(path = "customers/person.html")]
pub struct PersonPage {
    s: Shell,
    form: Form,
    customer: Customer,
    /// None: somebody new.
    person: Option<Contact>,
}

impl PersonPage {
    /// The form; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, id: Option<&str>, typed: Option<Form>) -> Result<PersonPage> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::ChangeCustomer, customer.standing(&me))?;
        let person = id.map(|id| queries::person(r, &customer.id, id)).transpose()?;
        let form = match (&person, typed) {
            (Some(it), Some(form)) => form.against(&forms::filled_person(it), it.version, forms::PERSON),
            (Some(it), None) => Form::showing(forms::filled_person(it), it.version),
            (None, Some(form)) => form,
            (None, None) => Form { fields: Fields::default().with("part", "handles"), ..Form::blank() },
        };
        Ok(PersonPage { s: r.shell()?, form, customer, person })
    }

    fn title(&self) -> &'static str {
        match self.person {
            Some(_) => self.s.t("修改联系人", "Change a person there"),
            None => self.s.t("添加联系人", "Add a person there"),
        }
    }

    fn action(&self) -> String {
        match &self.person {
            Some(it) => format!("{}/people/{}", self.customer.href(), it.id),
            None => format!("{}/people", self.customer.href()),
        }
    }

    fn parts(&self) -> Vec<(&'static str, &'static str)> {
        parts(&self.s)
    }
}

/// One field of two customers beside each other.
pub struct Beside {
    pub name: &'static str,
    pub label: &'static str,
    pub mine: String,
    pub theirs: String,
    /// Which one the form chose: `mine`, `theirs`, or not yet.
    pub chosen: String,
}

/// Two customers that are to become one.
#[derive(Template)]
#[template(path = "customers/merger.html")]
pub struct Merger {
    s: Shell,
    form: Form,
    customer: Customer,
    other: Option<Customer>,
    beside: Vec<Beside>,
    candidates: Vec<Twin>,
    people: People,
}

impl Merger {
    /// Which other one, or both side by side.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Merger> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::MergeCustomers, Standing::NONE)?;
        let wanted = form.key("other");
        let other = match queries::any(r, &me, wanted.trim()) {
            Ok(it) if it.id != customer.id && it.merged_into.is_none() => Some(it),
            _ => None,
        };
        let candidates = match &other {
            Some(_) => Vec::new(),
            None => candidates(r, &customer, &wanted)?,
        };
        let people = everybody(r)?;
        let s = r.shell()?;
        let beside = other.as_ref().map_or(Vec::new(), |other| beside(&s, &form, &customer, other));
        Ok(Merger { s, form, customer, other, beside, candidates, people })
    }

    fn keeper(&self, id: &str) -> &str {
        name_of(&self.people, id)
    }

    fn is_nobody(&self) -> bool {
        !self.form.value("other").trim().is_empty() && self.candidates.is_empty()
    }

    fn asking(&self, other: &Customer) -> String {
        match self.s.lang {
            Lang::Zh => format!("把 {} 并入 {}？合并后不能自动拆开。", other.name, self.customer.name),
            Lang::En => format!("Make {} a part of {}? It cannot be undone.", other.name, self.customer.name),
        }
    }
}

/// Those with a similar name, or whom a search finds.
fn candidates(r: &mut Reading, customer: &Customer, wanted: &str) -> Result<Vec<Twin>> {
    if wanted.trim().is_empty() {
        return queries::twins(r, &customer.name, None, &customer.id, true);
    }
    let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
    let asked = queries::filtered(&me, &Fields::default().with("q", wanted), today, zone);
    let found: Vec<Customer> = queries::ordered(asked, "name").limit(10).select(Customer::as_select()).load(&mut **r)?;
    let others = found.into_iter().filter(|it| it.id != customer.id);
    Ok(others.map(|it| Twin { number: it.number, name: it.name, keeper_id: it.keeper_id, why: Alike::Near }).collect())
}

/// The fields in which two customers differ; what is known of only one is chosen at once, different codes must be.
fn beside(s: &Shell, form: &Form, mine: &Customer, theirs: &Customer) -> Vec<Beside> {
    let (own, other) = (forms::filled(mine), forms::filled(theirs));
    let spoken = |name: &str, value: &str| match name {
        "grade" => Grade::from_code(value).map_or(String::new(), |it| s.lang.say(it.name()).to_owned()),
        "source" => Source::from_code(value).map_or(String::new(), |it| s.lang.say(it.name()).to_owned()),
        _ => value.to_owned(),
    };
    let differing = forms::FACTS.iter().filter(|(name, _)| own.get(name) != other.get(name));
    differing
        .map(|(name, label)| {
            let typed = form.value(name);
            let chosen = match typed {
                "mine" | "theirs" => typed,
                _ if own.get(name).is_empty() => "theirs",
                _ if *name == "credit_code" && !other.get(name).is_empty() => "",
                _ => "mine",
            };
            Beside {
                name,
                label: s.lang.say(*label),
                mine: spoken(name, own.get(name)),
                theirs: spoken(name, other.get(name)),
                chosen: chosen.to_owned(),
            }
        })
        .collect()
}
