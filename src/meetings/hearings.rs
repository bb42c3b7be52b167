//! Where a plan or a proposal is deliberated: who has to be there, and whether a plan can be heard (step 3.4).

use diesel::prelude::*;

use super::model::{Matter, Meeting, MeetingState};
use super::pack::content::Pack;
use super::queries;
use crate::clock::Moment;
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::people;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::projects::tasks::done_steps;
use crate::projects::{deliberation, planning};
use crate::store::schema::{projects, proposals};
use crate::store::{Conn, Tx};
use crate::web::Form;
use crate::words::Role;

/// A plan is heard while it is deliberated and its hearing is not closed, at one meeting at a time, with its owner.
pub fn heard(tx: &mut Tx, form: &mut Form, project: Option<&Project>, people: &[String]) -> Result<()> {
    let Some(project) = project.filter(|it| it.stage == State::Deliberation) else {
        let said = Pair("请填写正在论证的项目的编号。", "Give the number of a project whose plan is deliberated.");
        form.complain("project", Complaint::Said(said));
        return Ok(());
    };
    if done_steps(tx, project)?.contains(&Step::S3_4) {
        let said = Pair("这个项目的论证会已经结束。", "The hearing of this project is closed.");
        form.complain("project", Complaint::Said(said));
    }
    if let Some(number) = deliberation::queries::hearing_ahead(tx, &project.id)? {
        let said = Pair("这个项目已经安排了论证会：{}。", "Its hearing is arranged already: {}.");
        form.complain("project", Complaint::Named(said, number));
    }
    attended(tx, form, &project.owner_id, people)?;
    examined(tx, form, people)
}

/// Whoever defends a plan or a proposal is due where it is deliberated, and the commander, who decides.
pub fn attended(tx: &mut Tx, form: &mut Form, defends: &str, people: &[String]) -> Result<()> {
    if form.is_wrong("people") {
        return Ok(());
    }
    let is_due = |id: &String, me: &str| people.contains(id) || id == me;
    let me = tx.who.id.clone();
    if !is_due(&defends.to_owned(), &me) {
        let name = people::queries::by_id(tx, defends)?.name;
        let said = Pair("负责答辩的人应到会：{}。", "Whoever defends it is due as well: {}.");
        form.complain("people", Complaint::Named(said, name));
        return Ok(());
    }
    let commanders = people::queries::ids_with_role(tx, Role::Commander)?;
    if !commanders.iter().any(|id| is_due(id, &me)) {
        let said = Pair("论证要有总指挥到会。", "A deliberation needs the commander.");
        form.complain("people", Complaint::Said(said));
    }
    Ok(())
}

/// A plan is examined by professionals: one of them is due at least, if there are any.
fn examined(tx: &mut Tx, form: &mut Form, people: &[String]) -> Result<()> {
    let professionals = people::queries::ids_with_role(tx, Role::Specialist)?;
    if !form.is_wrong("people") && !professionals.is_empty() && !people.iter().any(|id| professionals.contains(id)) {
        let said = Pair("论证计划要有市场专业人员到会。", "A plan is deliberated with a specialist at least.");
        form.complain("people", Complaint::Said(said));
    }
    Ok(())
}

/// Who has to be due at a meeting that is there already, by what it deliberates. Complains at `people`.
pub fn still_attended(tx: &mut Tx, form: &mut Form, meeting: &Meeting, people: &[String]) -> Result<()> {
    let mut people = people.to_vec();
    people.extend(meeting.convened_by.clone());
    match meeting.matter() {
        Some(Matter::Plan) => {
            let Some(id) = &meeting.project_id else { return Ok(()) };
            let owner: String = projects::table.find(id).select(projects::owner_id).first(&mut **tx)?;
            attended(tx, form, &owner, &people)?;
            examined(tx, form, &people)
        }
        Some(Matter::Proposal) => {
            let Some(id) = &meeting.proposal_id else { return Ok(()) };
            let author: String = proposals::table.find(id).select(proposals::author_id).first(&mut **tx)?;
            attended(tx, form, &author, &people)
        }
        _ => Ok(()),
    }
}

/// Why a hearing that is ahead or going on cannot be held as it was convened: the project is not deliberated any more, or its plan was revised
/// since the pack was written down. None of any other meeting.
pub fn stale(conn: &mut Conn, meeting: &Meeting) -> Result<Option<Pair>> {
    let goes_on = meeting.state.is_ahead() || meeting.state == MeetingState::InSession;
    let (Some(Matter::Plan), Some(id), true) = (meeting.matter(), &meeting.project_id, goes_on) else {
        return Ok(None);
    };
    let (stage, entered_at): (State, Moment) =
        projects::table.find(id).select((projects::stage, projects::entered_at)).first(conn)?;
    let sits = meeting.state == MeetingState::InSession;
    if stage != State::Deliberation {
        return Ok(Some(match sits {
            true => Pair("项目已经不在论证，请散会。", "The project is not deliberated any more; close this hearing."),
            false => {
                Pair("项目已经不在论证，请取消这次论证会。", "The project is not deliberated any more; cancel this hearing.")
            }
        }));
    }
    if meeting.called_at.is_some_and(|called| called < entered_at) {
        return Ok(Some(Pair(
            "召集之后项目又报送过，材料是上一轮的；这次论证会不算，请重新召开。",
            "The project came here anew after the meeting was called; it does not count, convene another.",
        )));
    }
    let Some(pack) = queries::pack(conn, &meeting.id)? else { return Ok(None) };
    let laid = Pack::read(&pack.content)?.plan.map(|it| it.seal);
    let newest = planning::queries::sealed(conn, id)?.and_then(|it| it.seal);
    Ok((laid != newest).then_some(Pair(
        "召集之后计划又修订过，材料已不是现行的一版；这次论证会不算，请重新召开。",
        "The plan was revised after the meeting was called; it does not count, convene another.",
    )))
}
