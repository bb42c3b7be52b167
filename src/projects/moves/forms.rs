//! What somebody says with a move, as typed. Whether enough was said, the move itself judges.

use diesel::prelude::*;

use super::changes::{NewMeasure, Said};
use crate::error::{Complaint, Result};
use crate::people;
use crate::projects::model::Project;
use crate::projects::pipeline::{Ask, Way};
use crate::store::Conn;
use crate::store::schema::indicators;
use crate::web::Form;

/// The columns of the table of measures.
pub const MEASURES: &[&str] = &["measure_what", "measure_person", "measure_due"];

/// Reads what a way asks for. Fields of other ways are passed over.
pub fn said(form: &mut Form, conn: &mut Conn, project: &Project, way: &Way) -> Result<Said> {
    let mut said = Said { seen: stale(form.value("seen")), seen_version: stale(form.value("seen_version")), ..Said::default() };
    for ask in way.asks {
        match ask {
            Ask::Reason | Ask::Comment | Ask::Changes => said.reason = form.optional_text("reason", 1000),
            Ask::Observation => {
                said.reason = form.optional_text("reason", 1000);
                said.finished = form.ticked("finished");
            }
            Ask::Statement => said.statement = form.optional_text("statement", 2000),
            Ask::Version => said.plan_version = whole(form.value("plan_version")),
            Ask::Measures => {
                said.reason = form.optional_text("reason", 1000);
                said.measures = measures(form, conn)?;
            }
            Ask::Resources => resources(form, conn, &mut said)?,
            Ask::FailedPoint => said.failed_points = form.fields.all("points").filter_map(whole).collect(),
        }
        if *ask == Ask::Changes {
            said.indicators = new_targets(form, conn, project)?;
        }
    }
    Ok(said)
}

/// What a page was shown with: none where nothing is said, and nothing that there is where it is no number.
fn stale(text: &str) -> Option<i32> {
    (!text.trim().is_empty()).then(|| whole(text).unwrap_or(-1))
}

fn whole(text: &str) -> Option<i32> {
    text.trim().parse().ok()
}

fn measures(form: &mut Form, conn: &mut Conn) -> Result<Vec<NewMeasure>> {
    let mut all = Vec::new();
    for row in form.filled_rows(MEASURES) {
        let what = form.line_in("measures", row.at(0), 200);
        let due_on = form.date_in("measures", row.at(2));
        match people::queries::by_username(conn, &row.key(1))?.filter(|it| it.active) {
            Some(person) => all.push(NewMeasure { what, person_id: person.id, due_on }),
            None => form.complain("measures", Complaint::NotAChoice),
        }
    }
    Ok(all)
}

fn resources(form: &mut Form, conn: &mut Conn, said: &mut Said) -> Result<()> {
    said.reason = form.optional_text("reason", 1000);
    said.people = form.optional_text("people", 500);
    if !form.value("budget").trim().is_empty() {
        said.budget = Some(form.money("budget").0);
    }
    let owner = form.optional_line("new_owner", 30);
    if !owner.is_empty() {
        match people::queries::by_username(conn, &owner)? {
            Some(person) => said.new_owner = Some(person.id),
            None => form.complain("new_owner", Complaint::NotAChoice),
        }
    }
    if !said.people.is_empty() {
        said.reason = [said.reason.as_str(), said.people.as_str()].join("\n").trim().to_owned();
    }
    Ok(())
}

/// New values of the indicators, in the order of the page; an empty one stays as it is.
fn new_targets(form: &mut Form, conn: &mut Conn, project: &Project) -> Result<Vec<(String, i64)>> {
    let ids: Vec<String> = indicators::table
        .filter(indicators::project_id.eq(&project.id))
        .order((indicators::position, indicators::id))
        .select(indicators::id)
        .load(conn)?;
    let typed: Vec<String> = form.fields.all("target").map(str::to_owned).collect();
    let mut all = Vec::new();
    for (id, text) in ids.into_iter().zip(typed) {
        if !text.trim().is_empty() {
            all.push((id, form.quantity_in("indicators", &text).0));
        }
    }
    Ok(all)
}
