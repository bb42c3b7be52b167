//! The list of activities, one activity with its correction, and the choice of whom to record one with.

use std::collections::BTreeMap;

use askama::Template;

use super::forms;
use super::periods::Period;
use super::queries::{self, COUNTED, Filter, Line};
use crate::customers::meant::Meant;
use crate::customers::model::{Activity, ActivityKind, Contact, Customer, Outcome};
use crate::customers::queries::people_of;
use crate::customers::targets;
use crate::customers::targets::pages::quick_days;
use crate::customers::targets::queries::{Mine, Which};
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::people;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::projects::queries::{by_id, find as find_project};
use crate::store::schema::customers;
use crate::web::list::{PAGE, Pager, link, sort_link};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;
use chrono::NaiveDate;
use diesel::prelude::*;

/// How a badge of a result looks.
pub fn tone(result: Outcome) -> &'static str {
    match result {
        Outcome::Advanced => "good",
        Outcome::Objection | Outcome::Refused => "late",
        Outcome::Unchanged | Outcome::NotReached => "",
    }
}

/// What an address asks for.
struct Sifted {
    filter: Filter,
    period: Period,
    /// The names of the project and of the customer that it is limited to.
    project: Option<String>,
    customer: Option<String>,
}

impl Sifted {
    /// Reads what an address asks for, as far as the reader may see it.
    fn of(r: &mut Reading, query: &Fields) -> Result<Sifted> {
        r.may_see(Deed::SeeCustomers)?;
        let me = r.me.clone();
        queries::sees(&me).or_not_found()?;
        let period = Period::from_code(query.get("period")).unwrap_or(Period::Month);
        let mut filter = Filter { meant: Meant::if_asked(r, query.get("q"))?, ..Filter::over(period, r.today) };
        filter.kind = ActivityKind::from_code(query.get("kind"));
        filter.result = Outcome::from_code(query.get("result"));
        let everybody = people::queries::everybody(r)?;
        filter.person = match query.get("person") {
            "" => None,
            "me" => Some(me.id.clone()),
            // Nobody of that name has done anything.
            name => Some(everybody.iter().find(|(_, it)| it.0 == name).map_or(String::new(), |(id, _)| id.clone())),
        };
        let project = match query.get("project").trim() {
            "" => None,
            number => Some(find_project(r, &me, &number.replace('\0', ""))?),
        };
        filter.project = project.as_ref().map(|it| it.id.clone());
        let customer: Option<(String, String)> = match query.get("customer").trim() {
            "" => None,
            number => Some(
                customers::table
                    .filter(customers::number.eq(number.replace('\0', "")))
                    .select((customers::id, customers::name))
                    .first(&mut **r)
                    .optional()?
                    .or_not_found()?,
            ),
        };
        filter.customer = customer.as_ref().map(|it| it.0.clone());
        Ok(Sifted { filter, period, project: project.map(|it| it.name), customer: customer.map(|it| it.1) })
    }
}

/// The most rows of a workbook.
const MOST: i64 = 20_000;

/// The list as a workbook.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    let Sifted { filter, .. } = Sifted::of(r, query)?;
    let lines = queries::list(r, &filter, query.get("sort") == "day", 0, MOST)?;
    let lang = r.me.lang;
    let name = lang.of("客户活动", "Activities");
    let head = [
        lang.of("日期", "Date"),
        lang.of("客户", "Customers"),
        lang.of("项目", "Projects"),
        lang.of("项目编号", "Project number"),
        lang.of("方式", "How"),
        lang.of("对方人员", "Whom"),
        lang.of("谈了什么", "What was said"),
        lang.of("结果", "Outcome"),
        lang.of("下一步", "Next"),
        lang.of("下一步日期", "Day of the next step"),
        lang.of("记录人", "Recorded by"),
    ];
    let mut sheet = Sheet::new(name, &head);
    for Line { activity, customer_name, project, project_name, person, contact, .. } in lines {
        let with = contact.into_iter().chain([activity.with_whom]).filter(|it| !it.is_empty()).collect::<Vec<_>>();
        sheet.row(vec![
            Cell::from(activity.on_day),
            Cell::from(customer_name),
            Cell::from(project_name),
            Cell::from(project),
            Cell::from(lang.say(activity.kind.name())),
            Cell::from(with.join(lang.of("、", ", "))),
            Cell::from(activity.said),
            Cell::from(lang.say(activity.result.name())),
            Cell::from(activity.next_step),
            Cell::from(activity.next_on),
            Cell::from(person),
        ]);
    }
    Ok(Workbook::of(name, "activities", sheet))
}

/// The department's activities.
#[derive(Template)]
#[template(path = "activities/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    totals: BTreeMap<ActivityKind, i64>,
    pager: Pager,
    query: Fields,
    period: Period,
    /// Account name and name of those who record.
    people: Vec<(String, String)>,
    /// The customer and the project that the list is limited to.
    customer: Option<String>,
    project: Option<String>,
}

impl Index {
    /// Reads one page of the list, this month's newest first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let Sifted { filter, period, project, customer } = Sifted::of(r, query)?;
        let (totals, count) = queries::totals(r, &filter)?;
        let pager = Pager::of("/activities", query, count);
        let lines = match count {
            0 => Vec::new(),
            _ => queries::list(r, &filter, query.get("sort") == "day", pager.offset(), PAGE)?,
        };
        let mut people = people::queries::with_role(r, Role::Sales)?;
        people.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Index { s: r.shell()?, lines, totals, pager, query: query.clone(), period, people, customer, project })
    }

    fn periods(&self) -> Vec<(String, &'static str, bool)> {
        let href = |it: &Period| link("/activities", &self.query.set("period", it.code()).set("page", ""));
        Period::ALL.iter().map(|it| (href(it), self.s.lang.say(it.name()), *it == self.period)).collect()
    }

    /// The kinds: address, name, how many where they were counted, whether it is the one chosen.
    fn kinds(&self) -> Vec<(String, &'static str, Option<i64>, bool)> {
        let now = self.query.get("kind");
        let href = |code: &str| link("/activities", &self.query.set("kind", code).set("page", ""));
        let count = |kind: &ActivityKind| self.totals.get(kind).copied().filter(|_| now.is_empty());
        let all = (href(""), self.s.lang.say(Pair("全部", "All")), None, now.is_empty());
        let each =
            ActivityKind::ALL.iter().map(|it| (href(it.code()), self.s.lang.say(it.name()), count(it), now == it.code()));
        std::iter::once(all).chain(each).collect()
    }

    fn results(&self) -> Vec<(&'static str, &'static str)> {
        Outcome::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn is_chosen(&self, name: &str, code: &str) -> bool {
        self.query.get(name) == code
    }

    fn xlsx(&self) -> String {
        link("/activities.xlsx", &self.query.set("page", ""))
    }

    fn is_filtered(&self) -> bool {
        ["person", "project", "customer", "kind", "result", "q"].iter().any(|it| !self.query.get(it).is_empty())
    }

    fn total(&self) -> String {
        match (self.s.lang, self.pager.total > COUNTED) {
            (Lang::Zh, false) => format!("共 {} 次活动", self.pager.total),
            (Lang::En, false) => format!("{} activities", self.pager.total),
            (Lang::Zh, true) => format!("超过 {COUNTED} 次活动，请缩小范围"),
            (Lang::En, true) => format!("More than {COUNTED} activities; please narrow the list"),
        }
    }

    fn day_sort(&self) -> (String, &'static str) {
        let aria = if self.query.get("sort") == "day" { "ascending" } else { "descending" };
        (sort_link("/activities", &self.query, "day"), if self.query.get("sort").is_empty() { "descending" } else { aria })
    }

    fn tone(&self, it: &Activity) -> &'static str {
        tone(it.result)
    }

    fn may_record(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.is(Role::Sales))
    }
}

/// With whom to record an activity: the reader's own targets.
#[derive(Template)]
#[template(path = "activities/new.html")]
pub struct New {
    s: Shell,
    question: String,
    targets: Vec<Mine>,
}

impl New {
    /// Reads the reader's targets, those worked on last first.
    pub fn of(r: &mut Reading, question: &str) -> Result<New> {
        r.may_see(Deed::SeeCustomers)?;
        let me = r.me.id.clone();
        let targets = targets::queries::mine(r, &me, Which::Newest, question, 40)?;
        Ok(New { s: r.shell()?, question: question.to_owned(), targets })
    }

    fn late(&self, it: &Mine) -> Option<String> {
        let day = it.next_on.filter(|day| *day < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(day)))
    }
}

/// One activity.
#[derive(Template)]
#[template(path = "activities/show.html")]
pub struct Show {
    s: Shell,
    activity: Activity,
    project: Project,
    customer: Customer,
    contacts: Vec<Contact>,
    person: String,
    form: Option<Form>,
    was_corrected: bool,
}

impl Show {
    /// Reads an activity that the reader may see; `typed` is a correction that was refused.
    pub fn of(r: &mut Reading, id: &str, typed: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let activity = queries::find(r, &me, id)?;
        let project = by_id(r, &me, &activity.project_id)?;
        let customer: Customer = customers::table.find(&activity.customer_id).select(Customer::as_select()).first(&mut **r)?;
        let contacts = targets::queries::contacts_of(r, &customer.id)?;
        let person = people::queries::by_id(r, &activity.person_id)?.name;
        let filled = forms::filled(&activity);
        let mine = activity.person_id == me.id && project.owner_id == me.id && Work::Carry.is_on(&project);
        let form = match typed {
            Some(form) => {
                let form = form.against(&filled, activity.version, forms::FIELDS);
                // Who is not there any more may have been there when it was recorded.
                let people = if form.late { people_of(r, &customer.id)? } else { Vec::new() };
                Some(form.in_words(|field, value| forms::spoken(me.lang, &people, field, value)))
            }
            None => mine.then(|| Form::showing(filled, activity.version)),
        };
        let was_corrected = !queries::corrected(r, std::slice::from_ref(&activity))?.is_empty();
        Ok(Show { s: r.shell()?, activity, project, customer, contacts, person, form, was_corrected })
    }

    fn back(&self) -> String {
        self.project.at(&format!("customers/{}", self.customer.number))
    }

    fn tone(&self) -> &'static str {
        tone(self.activity.result)
    }

    fn with(&self) -> String {
        let known = self.activity.contact_id.as_ref().and_then(|id| self.contacts.iter().find(|it| it.id == *id));
        let name = known.map_or("", |it| &it.name);
        let parts = [name, self.activity.with_whom.as_str()];
        parts.iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(self.s.t("、", ", "))
    }

    fn contact_choices(&self) -> Vec<(String, String)> {
        self.contacts.iter().map(|it| (it.id.clone(), format!("{}（{}）", it.name, self.s.lang.say(it.part.name())))).collect()
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ActivityKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn results(&self) -> Vec<(&'static str, &'static str)> {
        Outcome::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn quick_days(&self) -> Vec<(&'static str, NaiveDate)> {
        quick_days(&self.s)
    }
}
