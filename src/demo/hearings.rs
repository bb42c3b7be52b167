//! The department's hearings (3.4): a special meeting for each plan, as it was held, and one that is arranged.

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
pub const PLACE: &str = "三楼会议室";
/// How long they take.
pub const MINUTES: i32 = 60;
/// What comes out of them.
pub const CONCLUSION: &str = "多数赞成；试用范围与让步幅度须受控。";

/// The planner convenes the hearing of the first plan that is deliberated and was not heard yet, in three working days.
pub fn tell(store: &Store, planner: &Actor, now: Moment) -> Result<()> {
    let deliberated: Vec<Project> = store.read(|conn| {
        let all = projects::table.filter(projects::stage.eq(State::Deliberation)).order(projects::number);
        Ok(all.select(Project::as_select()).load(conn)?)
    })?;
    for project in deliberated {
        let heard = store.read(|conn| records::queries::of_step(conn, &project.id, Step::S3_4))?;
        if heard.iter().any(|it| it.round == project.round) {
            continue;
        }
        return store.write(planner.clone(), now - Duration::minutes(35), |tx| {
            let day = tx.office.calendar.add_working_days(tx.today(), 3);
            let at = tx.office.zone.moment(day.and_time(NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default()));
            let mut due = people::queries::ids_with_role(tx, Role::Specialist)?;
            due.extend(people::queries::ids_with_role(tx, Role::Commander)?);
            arrange(tx, project, due, at).map(|_| ())
        });
    }
    Ok(())
}

/// The planner convenes the hearing of a project's plan; its owner is due beside these people.
fn arrange(tx: &mut Tx, project: Project, mut due: Vec<String>, starts_at: Moment) -> Result<String> {
    due.push(project.owner_id.clone());
    let special = Special {
        matter: Matter::Plan,
        title: format!("计划论证：{}", project.name),
        starts_at,
        minutes: MINUTES,
        place: PLACE.into(),
        people: due,
        about: "听取专业人员的意见和负责人的答辩。".into(),
    };
    let row = convene(tx, &Subject { project: Some(project), proposal: None }, special)?;
    Ok(row.number)
}

fn again(tx: &mut Tx, number: &str) -> Result<Occasion> {
    let (who, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
    find(tx, &who, &office, today, number)
}

/// The planner convenes the hearing of a project's plan among these people and its owner, and calls it. Its number.
pub fn prepare(tx: &mut Tx, project: &Project, people: &[&Actor], starts_at: Moment) -> Result<String> {
    let due = people.iter().map(|it| it.id.clone()).collect();
    let number = arrange(tx, project.clone(), due, starts_at)?;
    let it = again(tx, &number)?;
    call(tx, &it)?;
    Ok(number)
}

/// A hearing that was called is held from now on, and published and read by these people as it closes.
pub fn hold(tx: &mut Tx, number: &str, people: &[&Actor], closes_at: Moment) -> Result<()> {
    let planner = tx.who.clone();
    let it = again(tx, number)?;
    let it = Occasion { meeting: open(tx, &it)?, ..it };
    let present = |person: String| Noted { person, state: Presence::Present, reason: String::new(), seen: String::new() };
    let noted: Vec<Noted> =
        queries::attendances(tx, &it.meeting.id)?.into_iter().map(|(it, _)| present(it.person_id)).collect();
    note_attendance(tx, &it, &noted)?;
    tx.turn(planner, closes_at);
    if let Some(item) = queries::items(tx, &it.meeting.id)?.into_iter().find(|it| it.kind == ItemKind::Subject) {
        note(tx, &it, &item, item.version, CONCLUSION.into())?;
    }
    let it = Occasion { meeting: close(tx, &it)?, ..it };
    let it = Occasion { meeting: publish(tx, &it)?, ..it };
    for who in people {
        tx.turn((*who).clone(), closes_at);
        read(tx, &it)?;
    }
    Ok(())
}
