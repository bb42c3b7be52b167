//! What each panel shows, and which role has which.

use chrono::NaiveDate;
use diesel::dsl::{count, count_star, exists};
use diesel::prelude::*;

use crate::appraisals;
use crate::calendar::{Month, monday_of};
use crate::clock::Moment;
use crate::customers::targets;
use crate::customers::targets::queries::{Mine, Which};
use crate::duties;
use crate::duties::model::Duty;
use crate::duties::rules::Level;
use crate::error::Result;
use crate::projects::alerts::pages::{Line as AlertLine, few};
use crate::projects::model::{Holder, TaskState};
use crate::projects::pipeline::{Move, Stage, State};
use crate::projects::queries::visible;
use crate::projects::steps::Step;
use crate::store::schema::{
    acting_periods, focuses, moves, opinions, packages, people, plan_versions, plans, projects, proposals, sessions,
    special_days, tasks, trail_head,
};
use crate::tasks::queries::{Part, Waiting, waiting};
use crate::web::Reading;
use crate::web::list::PAGE;
use crate::words::Role;

/// The panels there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What waits for the reader: decisions, moves, steps.
    Mine,
    /// Late projects and who holds them.
    Late,
    /// Late projects of the coordinator's packages.
    LateOfMine,
    /// What others owe and has gone up to the commander, or to the coordinator.
    GoneUp,
    GoneUpToMe,
    Stages,
    /// Deviation alerts that nobody has answered: all of them, or those of the reader's projects and packages.
    Alerts,
    AlertsOfMine,
    /// This week's moves.
    Moves,
    Packages,
    OwnProjects,
    /// Next steps with customers that are due, and customers without one.
    MyDay,
    Deliberations,
    Opinions,
    /// Steps that others answer for, with the planning assistant's information.
    Advice,
    Ideas,
    /// Probations to be decided, months to be evaluated, rewards to be paid.
    Appraisals,
    People,
    Health,
}

/// Which panels each role sees, in their order.
pub const DESKS: [(Role, &[Kind]); Role::ALL.len()] = [
    (Role::Commander, &[Kind::Mine, Kind::Stages, Kind::GoneUp, Kind::Alerts, Kind::Late, Kind::Moves, Kind::Appraisals]),
    (Role::Planner, &[Kind::Mine, Kind::Stages, Kind::Deliberations, Kind::Advice, Kind::Ideas]),
    (Role::Coordinator, &[Kind::Mine, Kind::Packages, Kind::GoneUpToMe, Kind::AlertsOfMine, Kind::LateOfMine, Kind::Ideas]),
    (Role::Sales, &[Kind::MyDay, Kind::Mine, Kind::OwnProjects, Kind::AlertsOfMine, Kind::Ideas]),
    (Role::Specialist, &[Kind::Mine, Kind::Opinions, Kind::Deliberations, Kind::Ideas]),
    (Role::Admin, &[Kind::People, Kind::Health]),
];

/// A project in a panel.
#[derive(Clone, Debug, Queryable)]
pub struct Card {
    pub number: String,
    pub name: String,
    pub stage: State,
    pub round: i32,
    pub holder: Holder,
    pub holder_since: Moment,
    pub due_on: Option<NaiveDate>,
    pub owner: String,
}

/// A coordinator's package: number, name, running projects, late ones.
pub type PackageCount = (String, String, i64, i64);

/// A step that is supported with information: project number and name, the step, until when.
pub type Asked = (String, String, String, Option<NaiveDate>);

/// A panel with what it shows.
pub enum Panel {
    Mine(Vec<Waiting>),
    Late(Vec<Card>),
    /// Who owes what, how many there are, up to a bound, and how far it has gone up.
    GoneUp(Vec<Duty>, String, Level),
    Alerts(Vec<AlertLine>),
    Stages(Vec<(Stage, i64)>),
    Moves(Vec<(Moment, Move, String, String, String)>),
    Packages(Vec<PackageCount>),
    OwnProjects {
        focus: Vec<Card>,
        alongside: Vec<Card>,
    },
    MyDay(Vec<Mine>),
    Deliberations(Vec<(Card, String)>),
    Opinions(Vec<(String, String, i32, bool)>),
    Advice(Vec<Asked>),
    Ideas(Vec<(String, String)>),
    Appraisals(appraisals::queries::Waiting),
    People {
        active: i64,
        without_password: i64,
        probation: i64,
        acting: i64,
        signed_in: i64,
    },
    Health {
        trail: i64,
        projects: i64,
        special_days: i64,
        missing_year: Option<i32>,
    },
    /// Nothing is set up yet: what to do first.
    First(Role),
}

/// How many rows a panel shows.
const ROWS: i64 = 8;
/// How many a day's customers take.
const DAY: i64 = 12;

type CardColumns = (
    projects::number,
    projects::name,
    projects::stage,
    projects::round,
    projects::holder,
    projects::holder_since,
    projects::due_on,
    people::name,
);

const CARD: CardColumns = (
    projects::number,
    projects::name,
    projects::stage,
    projects::round,
    projects::holder,
    projects::holder_since,
    projects::due_on,
    people::name,
);

/// Reads a panel.
pub fn read(r: &mut Reading, kind: Kind) -> Result<Panel> {
    let (me, today) = (r.me.clone(), r.today);
    Ok(match kind {
        Kind::Mine => {
            let office = r.office.clone();
            let mut all = waiting(r, &me, &office, today, Part::All, ROWS)?;
            all.truncate(usize::try_from(ROWS).unwrap_or(8));
            Panel::Mine(all)
        }
        Kind::GoneUp => gone_up(r, Level::Commander)?,
        Kind::GoneUpToMe => gone_up(r, Level::Coordinator)?,
        Kind::Alerts => Panel::Alerts(few(r, true, ROWS)?),
        Kind::AlertsOfMine => Panel::Alerts(few(r, false, ROWS)?),
        Kind::Late => Panel::Late(
            projects::table
                .inner_join(people::table)
                .filter(projects::due_on.lt(today))
                .filter(projects::ended_at.is_null())
                .order((projects::due_on, projects::number))
                .limit(ROWS)
                .select(CARD)
                .load(&mut **r)?,
        ),
        Kind::LateOfMine => {
            let mine = packages::table.filter(packages::coordinator_id.eq(&me.id)).select(packages::id);
            Panel::Late(
                projects::table
                    .inner_join(people::table)
                    .filter(projects::package_id.eq_any(mine))
                    .filter(projects::due_on.lt(today))
                    .filter(projects::ended_at.is_null())
                    .filter(projects::issued_at.is_not_null())
                    .order((projects::due_on, projects::number))
                    .limit(ROWS)
                    .select(CARD)
                    .load(&mut **r)?,
            )
        }
        Kind::Stages => stages(r)?,
        Kind::Moves => {
            let week = r.office.zone.moment(monday_of(today).and_time(chrono::NaiveTime::MIN));
            Panel::Moves(
                moves::table
                    .inner_join(projects::table)
                    .inner_join(people::table.on(people::id.eq(moves::person_id)))
                    .filter(moves::at.ge(week))
                    .order((moves::at.desc(), moves::id.desc()))
                    .limit(ROWS)
                    .select((moves::at, moves::code, projects::number, projects::name, people::name))
                    .load(&mut **r)?,
            )
        }
        Kind::Packages => packages_of(r)?,
        Kind::OwnProjects => own_projects(r)?,
        Kind::MyDay => Panel::MyDay(targets::queries::mine(r, &me.id, Which::Due(today), "", DAY)?),
        Kind::Deliberations => deliberations(r)?,
        Kind::Opinions => opinions_of(r)?,
        Kind::Advice => Panel::Advice(asked(r)?),
        Kind::Ideas => Panel::Ideas(
            tasks::table
                .inner_join(projects::table)
                .filter(tasks::state.eq(TaskState::Open))
                .filter(tasks::role.eq("all"))
                .filter(tasks::step.eq(Step::S7_2.code()))
                .order((tasks::due_on, tasks::id))
                .limit(4)
                .select((projects::number, projects::name))
                .load(&mut **r)?,
        ),
        Kind::Appraisals => {
            let office = r.office.clone();
            Panel::Appraisals(appraisals::queries::waiting(r, &me, &office, today)?)
        }
        Kind::People => people_counts(r)?,
        Kind::Health => Panel::Health {
            trail: trail_head::table.select(trail_head::seq).first(&mut **r)?,
            projects: projects::table.count().get_result(&mut **r)?,
            special_days: special_days::table.count().get_result(&mut **r)?,
            missing_year: r.office.calendar.missing_year(today),
        },
    })
}

/// What somebody should do first where there is nothing yet; whoever sees running projects is not asked.
pub fn first(r: &mut Reading, panels: &[Panel]) -> Result<Option<Panel>> {
    let runs = |it: &Panel| matches!(it, Panel::Stages(counts) if counts.iter().any(|it| it.1 > 0));
    if panels.iter().any(runs) {
        return Ok(None);
    }
    let role = r.me.roles.iter().copied().find(|role| matches!(role, Role::Commander | Role::Admin));
    Ok(match role {
        Some(Role::Commander) if plans::table.count().get_result::<i64>(&mut **r)? == 0 => Some(Panel::First(Role::Commander)),
        Some(Role::Admin) if people::table.count().get_result::<i64>(&mut **r)? <= 2 => Some(Panel::First(Role::Admin)),
        _ => None,
    })
}

fn stages(r: &mut Reading) -> Result<Panel> {
    let me = r.me.clone();
    let counts: Vec<(State, i64)> = projects::table
        .filter(visible(&me))
        .filter(projects::ended_at.is_null())
        .group_by(projects::stage)
        .select((projects::stage, count_star()))
        .load(&mut **r)?;
    let of = |stage: Stage| counts.iter().filter(|(state, _)| state.stage() == stage).map(|(_, count)| count).sum();
    Ok(Panel::Stages(Stage::ALL.iter().map(|stage| (*stage, of(*stage))).collect()))
}

fn packages_of(r: &mut Reading) -> Result<Panel> {
    let (me, today) = (r.me.id.clone(), r.today);
    let mine: Vec<(String, String, String)> = packages::table
        .filter(packages::coordinator_id.eq(&me))
        .filter(packages::closed.eq(false))
        .order(packages::number)
        .select((packages::id, packages::number, packages::name))
        .load(&mut **r)?;
    let late = count(projects::due_on).aggregate_filter(projects::due_on.lt(today).assume_not_null());
    let counted: Vec<(String, i64, i64)> = projects::table
        .filter(projects::ended_at.is_null())
        .filter(projects::issued_at.is_not_null())
        .filter(projects::package_id.eq_any(mine.iter().map(|it| &it.0)))
        .group_by(projects::package_id)
        .select((projects::package_id, count_star(), late))
        .load(&mut **r)?;
    let line = |(id, number, name): &(String, String, String)| {
        let (running, late) = counted.iter().find(|(package, ..)| package == id).map_or((0, 0), |it| (it.1, it.2));
        (number.clone(), name.clone(), running, late)
    };
    Ok(Panel::Packages(mine.iter().map(line).collect()))
}

fn own_projects(r: &mut Reading) -> Result<Panel> {
    let (me, month) = (r.me.id.clone(), Month::of(r.today).to_string());
    let in_focus: Vec<String> = focuses::table
        .inner_join(projects::table)
        .filter(focuses::month.eq(month))
        .filter(projects::owner_id.eq(&me))
        .order(projects::number)
        .select(projects::number)
        .load(&mut **r)?;
    let all: Vec<Card> = projects::table
        .inner_join(people::table)
        .filter(projects::owner_id.eq(&me))
        .filter(projects::ended_at.is_null())
        .filter(projects::issued_at.is_not_null())
        .order((projects::due_on.is_null(), projects::due_on, projects::number))
        .limit(60)
        .select(CARD)
        .load(&mut **r)?;
    let (focus, alongside) = all.into_iter().partition(|card| in_focus.contains(&card.number));
    Ok(Panel::OwnProjects { focus, alongside })
}

/// Steps in which the planning assistant's information is asked for (1.1, 2.1, 7.1), first due first.
fn asked(r: &mut Reading) -> Result<Vec<Asked>> {
    const STAGES: [State; 3] = [State::DirectiveDraft, State::Planning, State::Proposal];
    const STEPS: [Step; 3] = [Step::S1_1, Step::S2_1, Step::S7_1];
    Ok(projects::table
        .inner_join(tasks::table)
        .filter(projects::ended_at.is_null())
        .filter(projects::stage.eq_any(STAGES))
        .filter(tasks::step.eq_any(STEPS.map(Step::code)))
        .filter(tasks::state.eq(TaskState::Open))
        .order((tasks::due_on.is_null(), tasks::due_on, projects::number))
        .limit(ROWS)
        .select((projects::number, projects::name, tasks::step, tasks::due_on))
        .load(&mut **r)?)
}

/// Projects in deliberation, each with the step that is next.
fn deliberations(r: &mut Reading) -> Result<Panel> {
    let cards: Vec<Card> = projects::table
        .inner_join(people::table)
        .filter(projects::stage.eq(State::Deliberation))
        .order((projects::due_on.is_null(), projects::due_on, projects::number))
        .limit(ROWS)
        .select(CARD)
        .load(&mut **r)?;
    let numbers: Vec<String> = cards.iter().map(|it| it.number.clone()).collect();
    let open: Vec<(String, String)> = tasks::table
        .inner_join(projects::table)
        .filter(projects::number.eq_any(numbers))
        .filter(tasks::state.eq(TaskState::Open))
        .filter(tasks::step.like("3.%"))
        .order((projects::number, tasks::step))
        .select((projects::number, tasks::step))
        .load(&mut **r)?;
    let next = |number: &str| open.iter().find(|(of, _)| of == number).map_or(String::new(), |(_, step)| step.clone());
    Ok(Panel::Deliberations(cards.into_iter().map(|card| (card.clone(), next(&card.number))).collect()))
}

/// Plans under deliberation and whether the reader has given an opinion on the newest version: number, name, version, given.
fn opinions_of(r: &mut Reading) -> Result<Panel> {
    let me = r.me.id.clone();
    let asked: Vec<(String, String, i32, String)> = plan_versions::table
        .inner_join(projects::table)
        .filter(projects::stage.eq(State::Deliberation))
        .filter(plan_versions::sealed_at.is_not_null())
        .filter(plan_versions::round.le(projects::round))
        // Nobody is asked about a project of their own, or once the hearing is closed.
        .filter(projects::owner_id.ne(&me))
        .filter(exists(
            tasks::table
                .filter(tasks::project_id.eq(projects::id))
                .filter(tasks::round.eq(projects::round))
                .filter(tasks::step.eq(Step::S3_4.code()))
                .filter(tasks::state.eq(TaskState::Open)),
        ))
        .order((projects::due_on.is_null(), projects::due_on, projects::number, plan_versions::number.desc()))
        .limit(60)
        .select((projects::number, projects::name, plan_versions::number, plan_versions::id))
        .load(&mut **r)?;
    let given: Vec<String> = opinions::table
        .filter(opinions::person_id.eq(&me))
        .order(opinions::given_at.desc())
        .limit(500)
        .select(opinions::plan_version_id)
        .load(&mut **r)?;
    let mut lines: Vec<(String, String, i32, bool)> = Vec::new();
    for (number, name, version, id) in asked {
        if !lines.iter().any(|it| it.0 == number) {
            lines.push((number, name, version, given.contains(&id)));
        }
    }
    lines.sort_by_key(|it| it.3);
    lines.truncate(usize::try_from(ROWS).unwrap_or(8));
    Ok(Panel::Opinions(lines))
}

/// What others owe the reader's attention to, the longest overdue first.
fn gone_up(r: &mut Reading, level: Level) -> Result<Panel> {
    let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
    let mut all = duties::queries::gone_up(r, &me, &office, today, level, PAGE + 1)?;
    let count = match i64::try_from(all.len()) {
        Ok(count) if count <= PAGE => count.to_string(),
        _ => format!("{PAGE}+"),
    };
    all.truncate(6);
    Ok(Panel::GoneUp(all, count, level))
}

fn people_counts(r: &mut Reading) -> Result<Panel> {
    let (now, today) = (r.now, r.today);
    let active = || people::table.filter(people::active.eq(true));
    Ok(Panel::People {
        active: active().count().get_result(&mut **r)?,
        without_password: active().filter(people::password_hash.is_null()).count().get_result(&mut **r)?,
        probation: active().filter(people::probation.eq(true)).count().get_result(&mut **r)?,
        acting: acting_periods::table
            .filter(acting_periods::ended_at.is_null())
            .filter(acting_periods::starts_on.le(today))
            .filter(acting_periods::ends_on.ge(today))
            .count()
            .get_result(&mut **r)?,
        signed_in: sessions::table.filter(sessions::expires_at.gt(now)).count().get_result(&mut **r)?,
    })
}

/// Proposals that wait for the commander; shown beside the decisions.
pub fn proposals_waiting(r: &mut Reading) -> Result<Vec<(String, String)>> {
    Ok(proposals::table
        .filter(proposals::state.eq("submitted"))
        .order((proposals::submitted_at, proposals::number))
        .limit(ROWS)
        .select((proposals::number, proposals::title))
        .load(&mut **r)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_desk() {
        for (index, role) in Role::ALL.iter().enumerate() {
            assert_eq!(DESKS[index].0, *role);
            assert!(!DESKS[index].1.is_empty());
        }
    }
}
