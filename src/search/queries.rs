//! What is found: by the same conditions as in the lists, so that nothing is found here that is not seen there.

use diesel::prelude::*;
use memchr::memmem::Finder;

use crate::contracts;
use crate::contracts::list::queries::Asked;
use crate::customers;
use crate::customers::activities::queries::sees;
use crate::customers::meant::Meant;
use crate::customers::search::words;
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::projects::list::queries::{Asked as AskedProjects, filtered};
use crate::projects::pipeline::State;
use crate::store::Conn;
use crate::store::schema::{activities, contacts, customers as customers_table, people, projects};
use crate::web::{Fields, Reading};

/// The most lines of one kind.
pub const MOST: i64 = 8;
/// So many of the newest activities are looked through.
pub const LATELY: i64 = 2_000;

/// A project: number, name, owner, where it stands.
pub type Project = (String, String, String, State);

/// Projects by number, name, owner; also those that have ended.
pub fn projects(r: &mut Reading, asked: &str) -> Result<Vec<Project>> {
    let query = Fields::default().with("q", asked).with("stage", "all");
    let (me, today) = (r.me.clone(), r.today);
    let asked = AskedProjects::of(r, &query)?;
    Ok(filtered(&me, &asked, today)
        .inner_join(people::table)
        .order(projects::number.desc())
        .limit(MOST + 1)
        .select((projects::number, projects::name, people::name, projects::stage))
        .load(&mut **r)?)
}

/// A customer by everything that it can be found by, and those of its people who are meant.
pub struct Customer {
    pub line: customers::queries::Line,
    pub people: Vec<(String, String)>,
}

/// Customers that are meant.
pub fn customers(r: &mut Reading, asked: &str, meant: &Meant) -> Result<Vec<Customer>> {
    if r.me.may(Deed::SeeCustomers, Standing::NONE).is_none() || words(asked).is_empty() {
        return Ok(Vec::new());
    }
    let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
    let rows = customers::queries::filtered(&me, &Fields::default(), Some(meant), today, zone);
    let lines = customers::queries::lines(r, customers::queries::ordered(rows, "").limit(MOST + 1))?;
    let people = named(r, asked, &lines)?;
    let of = |id: &str| people.iter().filter(|it| it.0 == id).map(|it| (it.1.clone(), it.2.clone())).collect();
    Ok(lines.into_iter().map(|line| Customer { people: of(&line.customer.id), line }).collect())
}

/// The people of these customers whose name or phone was asked for: the customer's id, name, phone.
fn named(conn: &mut Conn, asked: &str, lines: &[customers::queries::Line]) -> Result<Vec<(String, String, String)>> {
    let ids: Vec<&String> = lines.iter().map(|it| &it.customer.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let there: Vec<(String, String, String)> = contacts::table
        .filter(contacts::customer_id.eq_any(ids))
        .filter(contacts::left_at.is_null())
        .order((contacts::customer_id, contacts::part, contacts::name, contacts::id))
        .select((contacts::customer_id, contacts::name, contacts::phone))
        .load(conn)?;
    let words = words(asked);
    let is_meant = |name: &str, phone: &str| {
        let text = customers::search::searched("", "", None, [phone].into_iter(), [name].into_iter());
        words.iter().any(|word| text.contains(word.as_str()))
    };
    Ok(there.into_iter().filter(|(_, name, phone)| is_meant(name, phone)).collect())
}

/// Contracts by title, number, buyer and customer.
pub fn contracts(r: &mut Reading, asked: &str, meant: Meant) -> Result<Vec<contracts::list::queries::Line>> {
    if words(asked).is_empty() {
        return Ok(Vec::new());
    }
    let query = Fields::default().with("q", asked);
    let (me, today) = (r.me.clone(), r.today);
    let asked = Asked::meaning(r, &query, meant)?;
    let rows = contracts::list::queries::filtered(&me, &asked, today);
    contracts::list::queries::page(r, rows, "-number", 0, MOST + 1)
}

/// What was said with customers: the activity's id, its day, what was said, the customer, the project's name.
pub type Said = (String, chrono::NaiveDate, String, String, String);

/// What was said in the newest activities.
pub fn said(r: &mut Reading, asked: &str) -> Result<Vec<Said>> {
    let me = r.me.clone();
    if sees(&me).is_none() {
        return Ok(Vec::new());
    }
    // The index has what was said: no row is read but those that are shown.
    let lately: Vec<(String, String)> = activities::table
        .order((activities::on_day.desc(), activities::id.desc()))
        .limit(LATELY)
        .select((activities::id, activities::said))
        .load(&mut **r)?;
    // As the database would compare: without the case of Latin letters.
    let asked = asked.to_ascii_lowercase();
    let (asked, most) = (Finder::new(&asked), usize::try_from(MOST + 1).unwrap_or(0));
    let told = lately.into_iter().filter_map(|(id, mut said)| {
        said.make_ascii_lowercase();
        asked.find(said.as_bytes()).map(|_| id)
    });
    let ids: Vec<String> = told.take(most).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(activities::table
        .filter(activities::id.eq_any(ids))
        .inner_join(customers_table::table)
        .inner_join(projects::table)
        .order((activities::on_day.desc(), activities::id.desc()))
        .select((activities::id, activities::on_day, activities::said, customers_table::name, projects::name))
        .load(&mut **r)?)
}
