//! The department's hearings (3.4): those of plans that were heard last, as they were held, and one that is arranged.

use chrono::{Duration, NaiveTime};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Result;
use crate::meetings::changes::{Special, convene};
use crate::meetings::model::{ItemKind, Matter, Presence};
use crate::meetings::queries::{self, Subject};
use crate::meetings::schedule::{Occasion, find};
use crate::meetings::session::changes::{Noted, call, close, note, note_attendance, open, publish, read};
use crate::people;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::records;
use crate::projects::steps::Step;
use crate::store::schema::projects;
use crate::store::{Actor, Store, Tx};
use crate::words::Role;

/// Where hearings are held, as their records say.
const PLACE: &str = "三楼会议室";

/// Tells the hearings of the projects that are deliberated: a meeting that was held where the hearing is put down, one in three
/// working days for the first of the others.
pub fn tell(store: &Store, everybody: &[Actor], now: Moment) -> Result<()> {
    let [_, planner, ..] = everybody else { return Ok(()) };
    let deliberated: Vec<Project> = store.read(|conn| {
        let all = projects::table.filter(projects::stage.eq(State::Deliberation)).order(projects::number);
        Ok(all.select(Project::as_select()).load(conn)?)
    })?;
    let mut waits = Vec::new();
    for project in deliberated {
        let heard = store.read(|conn| records::queries::of_step(conn, &project.id, Step::S3_4))?;
        match heard.into_iter().find(|it| it.round == project.round) {
            Some(it) => held(store, (planner, everybody), &project, it.recorded_at, now)?,
            None => waits.push(project),
        }
    }
    let Some(next) = waits.into_iter().next() else { return Ok(()) };
    store.write(planner.clone(), now - Duration::minutes(35), |tx| {
        let day = tx.office.calendar.add_working_days(tx.today(), 3);
        let at = tx.office.zone.moment(day.and_time(NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default()));
        arrange(tx, next, at).map(|_| ())
    })
}

/// The planner convenes the hearing of a project's plan.
fn arrange(tx: &mut Tx, project: Project, starts_at: Moment) -> Result<String> {
    let mut due = people::queries::ids_with_role(tx, Role::Specialist)?;
    due.extend(people::queries::ids_with_role(tx, Role::Commander)?);
    due.push(project.owner_id.clone());
    let special = Special {
        matter: Matter::Plan,
        title: format!("计划论证：{}", project.name),
        starts_at,
        minutes: 60,
        place: PLACE.into(),
        people: due,
        about: "听取专业人员的意见和负责人的答辩。".into(),
    };
    let row = convene(tx, &Subject { project: Some(project), proposal: None }, special)?;
    Ok(row.number)
}

/// A hearing as it was held before its record: convened and called on the same day, published with the record, and read.
fn held(
    store: &Store,
    (planner, everybody): (&Actor, &[Actor]),
    project: &Project,
    recorded_at: Moment,
    now: Moment,
) -> Result<()> {
    let starts_at = recorded_at - Duration::minutes(70);
    let number = store.write(planner.clone(), starts_at - Duration::hours(2), |tx| arrange(tx, project.clone(), starts_at))?;
    let again = |tx: &mut Tx| {
        let (who, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
        find(tx, &who, &office, today, &number)
    };
    store.write(planner.clone(), starts_at - Duration::hours(1), |tx| again(tx).and_then(|it| call(tx, &it)))?;
    store.write(planner.clone(), starts_at, |tx| {
        let it = again(tx)?;
        let it = Occasion { meeting: open(tx, &it)?, ..it };
        let there = queries::attendances(tx, &it.meeting.id)?;
        let present = |person: String| Noted { person, state: Presence::Present, reason: String::new(), seen: String::new() };
        let noted: Vec<Noted> = there.into_iter().map(|(it, _)| present(it.person_id)).collect();
        note_attendance(tx, &it, &noted)
    })?;
    store.write(planner.clone(), starts_at + Duration::minutes(60), |tx| {
        let it = again(tx)?;
        if let Some(item) = queries::items(tx, &it.meeting.id)?.into_iter().find(|it| it.kind == ItemKind::Subject) {
            note(tx, &it, &item, item.version, "多数赞成；试用范围与让步幅度须受控。".into())?;
        }
        close(tx, &it).map(|_| ())
    })?;
    store.write(planner.clone(), recorded_at, |tx| again(tx).and_then(|it| publish(tx, &it)))?;
    let due = store.write(planner.clone(), recorded_at, |tx| {
        let it = again(tx)?;
        queries::attendances(tx, &it.meeting.id)
    })?;
    // Who is not due does not see it.
    let readers = everybody.iter().filter(|who| who.id != planner.id && due.iter().any(|it| it.0.person_id == who.id));
    for (who, minutes) in readers.zip(5..) {
        let at = (recorded_at + Duration::minutes(minutes)).min(now);
        store.write(who.clone(), at, |tx| again(tx).and_then(|it| read(tx, &it)))?;
    }
    Ok(())
}
