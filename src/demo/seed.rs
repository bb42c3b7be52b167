//! A department as large as one likes, for measuring: people, packages, and projects that have run for almost two years, most of
//! them ended. Everything is told through the same changes as real use; the same size and random seed tell the same story.

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use diesel::prelude::*;
use fastrand::Rng;

use super::market::{GIVEN, Market, PLACES, SURNAMES, TRADES};
use super::story::{Detour, Until, directive, hire, live, own_metric, theme};
use super::trade::Trade;
use super::walk::{Cast, Theme, Walk};
use super::{consultations, meetings, reports};
use crate::appraisals::changes::evaluate;
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::{Error, Kind, Result};
use crate::handovers::changes::{Plan as HandoverPlan, confirm, hand_over};
use crate::handovers::queries::find as handover;
use crate::people::queries::by_id;
use crate::plans::changes::{Draft as PlanDraft, Wanted, draw_up};
use crate::plans::packages::changes::{Share, divide};
use crate::plans::queries::metric;
use crate::projects::directive::changes::{amend, draft};
use crate::projects::evaluation::changes::NewEvaluation;
use crate::projects::focus::changes::set as set_focus;
use crate::projects::model::{Project, Sort};
use crate::projects::pipeline::State;
use crate::store::schema::{people, projects};
use crate::store::{Actor, Store};
use crate::words::Role;

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// At least [`FEWEST`]: one of each role.
    pub people: usize,
    pub projects: usize,
    /// Activities with customers, spread over the projects that came so far.
    pub activities: usize,
    pub random_seed: u64,
}

/// The fewest people with whom every role is filled.
pub const FEWEST: usize = 6;

/// How many days ago the first project began.
const DAYS: i64 = 640;
/// The last day on which one that has ended by now may have begun, in days ago.
const ENDED: i64 = 80;

/// How a project ended, and how often out of a hundred.
const ENDS: [(Until, usize); 4] = [(Until::Completed, 78), (Until::Terminated, 8), (Until::Revoked, 7), (Until::Abolished, 7)];

/// How far a running project got, how often out of a hundred, and how many days that takes at least.
const RUNNING: [(Until, usize, i64); 15] = [
    (Until::Drafted, 4, 1),
    (Until::Issued, 4, 1),
    (Until::Asked, 2, 2),
    (Until::Planned, 12, 4),
    (Until::Submitted, 6, 7),
    (Until::Examined, 6, 10),
    (Until::Heard, 4, 11),
    (Until::Returned, 5, 14),
    (Until::Executing, 34, 18),
    (Until::Controlled, 8, 19),
    (Until::Improved, 4, 20),
    (Until::Adjusted, 3, 23),
    (Until::Passed, 4, 24),
    (Until::Closed, 3, 28),
    (Until::StopRequested, 1, 22),
];

const AIMS: [&str; 10] =
    ["经销商开发", "客户走访", "标杆试用", "直销", "配套试制", "展会推介", "年度框架", "老客户回访", "样板工程", "渠道整理"];

/// Fills an empty store. `told` hears of each project as it is told.
pub fn sow(store: &Store, zone: Zone, now: Moment, size: &Size, mut told: impl FnMut(usize)) -> Result<()> {
    if store.read(|conn| Ok(people::table.count().get_result::<i64>(conn)?))? > 0 {
        return Err(Error::broken("the database has people in it already; a data set for measuring goes into an empty one"));
    }
    // Nobody will ever read what thousands of projects had to tell.
    let store = &store.quietly();
    let mut rng = Rng::with_seed(size.random_seed);
    let today = zone.day(now);
    let office = store.office()?;
    let at = |days: i64| {
        let day = office.calendar.previous_working(today - Duration::days(days));
        zone.moment(day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default())).min(now)
    };
    let crew = Crew::hired(hire(store, zone, at(DAYS + 20), &accounts(size.people, &mut rng))?);
    let packages = packages(store, &crew, at(DAYS + 15), size.projects)?;
    let fates = fates(size.projects, &mut rng);
    let executed = fates.iter().filter(|fate| fate.executes()).count().max(1);
    // The draft that grew out of the last proposal accepted: the next project is its.
    let mut grown_from: Option<Project> = None;
    let mut market = Market::default();
    let mut contacts_left = size.activities;
    let mut executed_left = executed;
    for (index, fate) in fates.iter().enumerate() {
        let (package, coordinator) = &packages[index % packages.len()];
        let cast = crew.cast(coordinator, &mut rng);
        let name = title(index, size.random_seed);
        let mut about = theme(&name);
        about.contacts = Vec::new();
        if fate.executes() {
            let share = contacts_left / executed_left;
            about.contacts = market.contacts(share, &mut rng);
            (contacts_left, executed_left) = (contacts_left - share, executed_left - 1);
        }
        vary(&mut about, &mut rng);
        // What the last of them proposed would wait for nobody.
        about.accepted = index % 10 == 0 && index + 1 < fates.len();
        let sort = if rng.u8(..4) == 0 { Sort::Division } else { Sort::Line };
        let began = at(fate.days + i64::try_from(about.contacts.len()).unwrap_or(0) * 2 / 7 * i64::from(fate.runs()));
        let grown = grown_from.take();
        let tenths = rng.i64(4..=20);
        let project = store.write(cast.commander.clone(), began, |tx| {
            let mut directive = directive(tx, &name, package, &cast.owner.id, sort)?;
            for (_, value, _) in &mut directive.indicators {
                // In whole units, one at least.
                *value = (*value * tenths / 1000).max(1) * 100;
            }
            match &grown {
                Some(grown) => amend(tx, grown, grown.version, &directive),
                None => draft(tx, &directive, None),
            }
        })?;
        let mut walk = Walk::new(store, &cast, &about, project.id.clone(), began + Duration::hours(1)).up_to(now);
        if fate.executes() {
            walk = walk.with_contracts(&trades(fate, &mut rng));
        }
        live(&mut walk, fate.until, fate.detour)?;
        if fate.until == Until::Executing && rng.u8(..6) == 0 {
            let month = Month::of(today);
            store.write(cast.commander.clone(), now, |tx| {
                let project = crate::projects::queries::find(tx, &cast.commander, &project.number)?;
                set_focus(tx, &project, month, true)
            })?;
        }
        if fate.until == Until::Completed && about.accepted {
            grown_from = store.read(|conn| {
                let drafts = projects::table.filter(projects::stage.eq(State::DirectiveDraft));
                let grown = drafts.filter(projects::proposal_id.is_not_null()).order(projects::number.desc());
                Ok(grown.select(Project::as_select()).first(conn).optional()?)
            })?;
        }
        told(index + 1);
    }
    change_hands(store, &crew, now)?;
    evaluate_months(store, &crew, now, today)?;
    converse(store, &crew, now)?;
    store.take_stock()
}

/// Every third project that is carried out goes to another member with its customers; most of the takers confirm it.
fn change_hands(store: &Store, crew: &Crew, now: Moment) -> Result<()> {
    let carried_out = projects::table.filter(projects::stage.eq(State::Implementation)).order(projects::number);
    let all: Vec<(String, String)> =
        store.read(|conn| Ok(carried_out.select((projects::number, projects::owner_id)).load(conn)?))?;
    for (index, (number, owner)) in all.into_iter().step_by(3).enumerate() {
        let Some(taker) = crew.sales.iter().cycle().skip(index).find(|it| it.id != owner).filter(|_| crew.sales.len() > 1)
        else {
            continue;
        };
        let plan = HandoverPlan {
            projects: vec![(number, taker.id.clone())],
            along: true,
            reason: "片区调整，由熟悉当地客户的同事接手。".into(),
            note: "先与客户见一面。".into(),
            ..HandoverPlan::default()
        };
        let sheets = store.write(crew.commander.clone(), now, |tx| {
            let giver = by_id(tx, &owner)?;
            hand_over(tx, &giver, &plan)
        })?;
        for sheet in sheets.iter().filter(|_| index % 5 > 0) {
            store.write(taker.clone(), now, |tx| {
                let sheet = handover(tx, taker, &sheet.number)?;
                confirm(tx, &sheet)
            })?;
        }
    }
    Ok(())
}

/// The department talks: everybody's weeks, the regular meetings, what is asked of the planner once in a month and a half.
fn converse(store: &Store, crew: &Crew, now: Moment) -> Result<()> {
    let planner = std::slice::from_ref(&crew.planner);
    let reporters: Vec<Actor> = [planner, &crew.coordinators, &crew.sales].concat();
    let everybody = [std::slice::from_ref(&crew.commander), &reporters, &crew.specialists].concat();
    reports::weeks(store, &crew.commander, &reporters, now)?;
    reports::read_stages(store, &crew.commander, now)?;
    meetings::held_for(store, &crew.coordinators[0], &everybody, &crew.sales, DAYS, now)?;
    consultations::ask_for(store, &crew.planner, &crew.sales, DAYS, 45, now)
}

/// The commander has evaluated every member's months but the last two.
fn evaluate_months(store: &Store, crew: &Crew, now: Moment, today: NaiveDate) -> Result<()> {
    let mut month = Month::of(today).previous().previous();
    for _ in 0..DAYS / 31 {
        for member in &crew.sales {
            let new = NewEvaluation {
                cooperation: 70 + i32::try_from(member.username.bytes().map(usize::from).sum::<usize>() % 30).unwrap_or(0),
                comment: "记录及时，与同事配合顺利。".into(),
                reason: String::new(),
                seen: None,
            };
            let done = store.write(crew.commander.clone(), now, |tx| {
                let person = by_id(tx, &member.id)?;
                evaluate(tx, &person, month, 0, new)
            });
            match done {
                // They had no project in that month.
                Err(Error { kind: Kind::Refused(..), .. }) => {}
                done => done?,
            }
        }
        month = month.previous();
    }
    Ok(())
}

/// Who is there, by role.
struct Crew {
    commander: Actor,
    planner: Actor,
    coordinators: Vec<Actor>,
    sales: Vec<Actor>,
    specialists: Vec<Actor>,
}

impl Crew {
    fn hired(people: Vec<Actor>) -> Crew {
        let with = |role: Role| people.iter().filter(|it| it.is(role)).cloned().collect::<Vec<_>>();
        Crew {
            // Two accounts that are always there, and stand first.
            commander: people[0].clone(),
            planner: people[1].clone(),
            coordinators: with(Role::Coordinator),
            sales: with(Role::Sales),
            specialists: with(Role::Specialist),
        }
    }

    fn cast(&self, coordinator: &Actor, rng: &mut Rng) -> Cast {
        Cast {
            commander: self.commander.clone(),
            planner: self.planner.clone(),
            coordinator: coordinator.clone(),
            owner: self.sales[rng.usize(..self.sales.len())].clone(),
            specialists: self.specialists.iter().take(3).cloned().collect(),
        }
    }
}

/// One commander, planner and administrator; a coordinator for each fifteen, a specialist for each ten; the rest sells.
fn accounts(count: usize, rng: &mut Rng) -> Vec<(String, String, Vec<Role>)> {
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let mut names: Vec<usize> = (0..surnames.len() * GIVEN.len()).collect();
    rng.shuffle(&mut names);
    let name = |index: usize| {
        let at = names[index % names.len()];
        format!("{}{}", surnames[at % surnames.len()], GIVEN[at / surnames.len()])
    };
    let count = count.max(FEWEST);
    let (coordinators, specialists) = ((count / 15).max(1), (count / 10).max(1));
    let sales = count.saturating_sub(3 + coordinators + specialists).max(1);
    let numbered = |code: &str, count: usize| match count {
        1 => vec![code.to_owned()],
        count => (1..=count).map(|number| format!("{code}{number}")).collect(),
    };
    let roles = [
        (Role::Commander, 1),
        (Role::Planner, 1),
        (Role::Coordinator, coordinators),
        (Role::Sales, sales),
        (Role::Specialist, specialists),
        (Role::Admin, 1),
    ];
    let accounts = roles.iter().flat_map(|(role, count)| numbered(role.code(), *count).into_iter().map(|code| (code, *role)));
    accounts.enumerate().map(|(index, (code, role))| (code, name(index), vec![role])).collect()
}

/// One plan, divided into packages, each with its coordinator.
fn packages(store: &Store, crew: &Crew, at: Moment, projects: usize) -> Result<Vec<(String, Actor)>> {
    let count = (projects / 400).clamp(3, 12);
    store.write(crew.commander.clone(), at, |tx| {
        let share = i64::try_from(projects).unwrap_or(i64::MAX).saturating_mul(60_000_000);
        let wanted = |tx: &mut crate::store::Tx, value| -> Result<Vec<Wanted>> {
            Ok(vec![Wanted { metric_id: metric(tx, "signed_amount")?.id, value, due_on: None }])
        };
        let draft = PlanDraft {
            name: "曙光行动计划".into(),
            purpose: "开拓新市场，建立自己的客户与渠道。".into(),
            starts_on: tx.today(),
            ends_on: tx.today() + Days::new(u64::try_from(DAYS + 200).unwrap_or(0)),
            targets: wanted(tx, share)?,
            closed: false,
        };
        let plan = draw_up(tx, &draft)?;
        own_metric(tx)?;
        let mut packages = Vec::new();
        for index in 0..count {
            let coordinator = &crew.coordinators[index % crew.coordinators.len()];
            let share = Share {
                name: format!("{}片区", PLACES[index * 3 % PLACES.len()]),
                scope: "本片区的经销商与终端客户。".into(),
                coordinator_id: coordinator.id.clone(),
                targets: wanted(tx, share / i64::try_from(count).unwrap_or(1))?,
                closed: false,
            };
            packages.push((divide(tx, &plan, &share)?.id, coordinator.clone()));
        }
        Ok(packages)
    })
}

/// What becomes of a project.
struct Fate {
    until: Until,
    detour: Detour,
    /// How many days ago it began.
    days: i64,
}

impl Fate {
    fn executes(&self) -> bool {
        use Until::*;
        matches!(
            self.until,
            Executing | Controlled | Improved | Adjusted | Passed | Closed | Completed | StopRequested | Terminated
        )
    }

    fn runs(&self) -> bool {
        !ENDS.iter().any(|(end, _)| *end == self.until)
    }
}

/// Those that have ended come first, in the order in which they began; a fifth of a large department's projects run, of a small
/// one's most.
fn fates(projects: usize, rng: &mut Rng) -> Vec<Fate> {
    let running = (projects / 5).max(projects.min(30));
    let ended = projects - running;
    let mut all = Vec::new();
    for index in 0..ended {
        let passed = i64::try_from(index * 10_000 / ended.max(1)).unwrap_or(0);
        let days = DAYS - (DAYS - ENDED) * passed / 10_000;
        let detour = match rng.u8(..5) {
            0 => Detour::Returned,
            1 => Detour::Improved,
            _ => Detour::Straight,
        };
        all.push(Fate { until: drawn(rng, &ENDS).unwrap_or(Until::Completed), detour, days });
    }
    let weights = RUNNING.map(|(until, weight, _)| (until, weight));
    for _ in 0..running {
        let until = drawn(rng, &weights).unwrap_or(Until::Executing);
        let least = RUNNING.iter().find(|it| it.0 == until).map_or(0, |it| it.2);
        let slack = if until == Until::Executing { rng.i64(0..40) } else { rng.i64(0..5) };
        all.push(Fate { until, detour: Detour::Straight, days: least + slack });
    }
    all
}

fn drawn<T: Copy>(rng: &mut Rng, weights: &[(T, usize)]) -> Option<T> {
    let mut at = rng.usize(..weights.iter().map(|it| it.1).sum::<usize>().max(1));
    for (it, weight) in weights {
        match at.checked_sub(*weight) {
            Some(rest) => at = rest,
            None => return Some(*it),
        }
    }
    None
}

/// A name that no other project has.
fn title(index: usize, seed: u64) -> String {
    let all = PLACES.len() * TRADES.len() * AIMS.len();
    let start = usize::try_from(seed % 1009).unwrap_or(0);
    // A step that has no factor in common with the number of all names.
    let at = (start + index * 3571) % all;
    let name = format!(
        "{}{}{}",
        PLACES[at % PLACES.len()],
        TRADES[at / PLACES.len() % TRADES.len()],
        AIMS[at / PLACES.len() / TRADES.len()]
    );
    match index / all {
        0 => name,
        again => format!("{name}（第 {} 期）", again + 1),
    }
}

/// The contracts that come of a project: most of an ended one's are finished, a running one's stand anywhere.
fn trades(fate: &Fate, rng: &mut Rng) -> Vec<Trade> {
    use Trade::*;
    const ENDED: [(Trade, usize); 5] = [(Finished, 74), (Service, 8), (Partly, 6), (Cancelled, 6), (Late, 6)];
    const RUNS: [(Trade, usize); 7] =
        [(Partly, 28), (Signed, 16), (Drafted, 16), (Finished, 12), (Late, 12), (Service, 8), (Cancelled, 8)];
    let weights: &[(Trade, usize)] = if fate.runs() { &RUNS } else { &ENDED };
    let mut all: Vec<Trade> = (0..rng.usize(0..3)).map(|_| drawn(rng, weights).unwrap_or(Finished)).collect();
    // Two services would be one contract signed twice.
    all.dedup_by(|one, other| *one == Service && *other == Service);
    all
}

/// No two plans cost the same, and none more than its directive allows.
fn vary(theme: &mut Theme, rng: &mut Rng) {
    for (_, fen) in &mut theme.budget {
        *fen = *fen * rng.i64(5..=13) / 10;
    }
}
