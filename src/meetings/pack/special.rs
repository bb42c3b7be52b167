//! What a special meeting deliberates: a plan or a proposal, each with its evidence.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::content::{Evidence, Named, Opinion, Plan, Proposal, Target};
use crate::error::Result;
use crate::meetings::model::Meeting;
use crate::people;
use crate::projects::deliberation;
use crate::projects::model::{Indicator, Project};
use crate::projects::planning;
use crate::projects::records;
use crate::projects::steps::Step;
use crate::proposals::model::Proposal as ProposalRow;
use crate::store::Conn;
use crate::store::schema::{indicators, metrics, plan_versions, projects, proposals};

/// The newest submitted version of the plan of a meeting's project, with what it rests on and the opinions given on it.
pub fn plan(conn: &mut Conn, meeting: &Meeting) -> Result<Option<Plan>> {
    let Some(project) = &meeting.project_id else { return Ok(None) };
    let project: Project = projects::table.find(project).select(Project::as_select()).first(conn)?;
    let Some(version) = planning::queries::sealed(conn, &project.id)? else { return Ok(None) };
    let names = people::queries::names(conn)?;
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let opinions = opinions(conn, &project.id, (&version.id, project.round), &names)?;
    type Row = (Indicator, (String, String), (String, String));
    let rows: Vec<Row> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(&project.id))
        .order((indicators::position, indicators::id))
        .select((Indicator::as_select(), (metrics::name, metrics::name_en), (metrics::unit, metrics::unit_en)))
        .load(conn)?;
    let target = |(it, metric, unit): Row| Target { metric, unit, value: it.value, due_on: it.due_on };
    let plan = planning::queries::plan(conn, version)?;
    Ok(Some(Plan {
        owner: name(&project.owner_id),
        number: plan.version.number,
        round: project.round,
        seal: plan.version.seal.clone().unwrap_or_default(),
        goal: plan.version.goal,
        strategy: plan.version.strategy,
        division: plan.version.division,
        focus: plan.version.focus,
        indicators: rows.into_iter().map(target).collect(),
        steps: plan.steps.into_iter().map(|it| (it.title, it.who, it.ends_on)).collect(),
        budget: plan.budget.into_iter().map(|it| (it.title, it.fen)).collect(),
        evidence: evidence(conn, &project)?,
        opinions,
        project: Named { number: project.number, name: project.name },
    }))
}

/// The opinions given on a version of a project's plan, dissent first, with the owner's defence.
fn opinions(
    conn: &mut Conn,
    project: &str,
    (version, round): (&str, i32),
    names: &BTreeMap<String, String>,
) -> Result<Vec<Opinion>> {
    let one = |it: deliberation::model::Opinion| Opinion {
        who: names.get(&it.person_id).cloned().unwrap_or_default(),
        stance: it.stance.code().to_owned(),
        reason: it.reason,
        condition: it.condition,
        defence: it.defence.unwrap_or_default(),
    };
    let all = deliberation::queries::opinions(conn, project)?;
    Ok(all.into_iter().filter(|it| it.plan_version_id == version && it.round == round).map(one).collect())
}

/// The opinions given on the version of a plan that was laid before a meeting, as they are now: they are the deliberation's, given
/// and answered there until the hearing is closed.
pub fn heard(conn: &mut Conn, meeting: &Meeting, seal: &str, round: i32) -> Result<Vec<Opinion>> {
    let Some(project) = &meeting.project_id else { return Ok(Vec::new()) };
    let version: Option<String> = plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .filter(plan_versions::seal.eq(seal))
        .order(plan_versions::number.desc())
        .select(plan_versions::id)
        .first(conn)
        .optional()?;
    let Some(version) = version else { return Ok(Vec::new()) };
    let names = people::queries::names(conn)?;
    opinions(conn, project, (&version, round), &names)
}

/// The sources that a project's plan rests on (2.1), with the grade that each was given last (3.1).
fn evidence(conn: &mut Conn, project: &Project) -> Result<Vec<Evidence>> {
    let all = records::queries::of_steps(conn, &project.id, &[Step::S2_1, Step::S3_1])?;
    let grade = |id: &str| {
        let graded = all.iter().find(|it| it.step == Step::S3_1.code() && it.subject == id);
        graded.map(|it| it.value("grade")).unwrap_or_default()
    };
    let sources = all.iter().rev().filter(|it| it.step == Step::S2_1.code());
    let one = |it: &records::model::StepRecord| Evidence {
        source: it.value("source"),
        grade: grade(&it.id),
        finding: it.value("finding"),
    };
    Ok(sources.map(one).collect())
}

/// The proposal of a meeting.
pub fn proposal(conn: &mut Conn, meeting: &Meeting) -> Result<Option<Proposal>> {
    let Some(id) = &meeting.proposal_id else { return Ok(None) };
    let row: ProposalRow = proposals::table.find(id).select(ProposalRow::as_select()).first(conn)?;
    let author = people::queries::by_id(conn, &row.author_id)?;
    let project: Option<(String, String)> = match &row.project_id {
        Some(id) => projects::table.find(id).select((projects::number, projects::name)).first(conn).optional()?,
        None => None,
    };
    Ok(Some(Proposal {
        number: row.number,
        title: row.title,
        author: author.name,
        project: project.map(|(number, name)| Named { number, name }),
        background: row.background,
        content: row.content,
        effect: row.effect,
        needs: row.needs,
    }))
}
