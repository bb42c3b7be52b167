//! The one function that moves a project, for pages and for the command line alike.

use chrono::NaiveDate;

use super::effects;
use crate::error::{Complaint, Error, Kind, Missing, Result};
use crate::lang::Pair;
use crate::projects::deliberation::changes::tell_convener;
use crate::projects::model::{MoveRow, Project};
use crate::projects::pipeline::{Ask, Move, State, Way};
use crate::projects::tasks::{coordinator, drop_steps, open_steps};
use crate::projects::{alerts, facts, holder, tasks, telling};
use crate::store::Tx;
use crate::web::form::too_far;

/// What somebody says with a move. Which of it is asked for stands in the move's row of the road.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The reason, the comment, what was seen, what changes and why.
    pub reason: String,
    /// The closing statement of a termination.
    pub statement: String,
    /// How many moves the project had made when its page was shown; none: not said.
    pub seen: Option<i32>,
    /// The version of the project's row when its page was shown; asked only where the directive is issued as it stands.
    pub seen_version: Option<i32>,
    /// The plan version that the decision is about, by number; none: the newest sealed one.
    pub plan_version: Option<i32>,
    /// The execution is finished.
    pub finished: bool,
    pub measures: Vec<NewMeasure>,
    /// The id of a new owner.
    pub new_owner: Option<String>,
    /// New people, in words.
    pub people: String,
    /// A new budget limit, in fen.
    pub budget: Option<i64>,
    /// New values of indicators by id, in hundredths.
    pub indicators: Vec<(String, i64)>,
    /// The positions of the acceptance points that failed.
    pub failed_points: Vec<i32>,
}

/// A measure to be resolved.
#[derive(Clone, Debug)]
pub struct NewMeasure {
    pub what: String,
    /// The id of the person who carries it out.
    pub person_id: String,
    pub due_on: NaiveDate,
}

impl Said {
    /// Only a reason.
    pub fn because(reason: &str) -> Said {
        Said { reason: reason.to_owned(), ..Said::default() }
    }

    /// What a way asks for and was not said; a new owner who owns the project already is none.
    fn complaints(&self, way: &Way, project: &Project, today: NaiveDate) -> Vec<(String, Complaint)> {
        let past = self.measures.iter().any(|it| it.due_on < today);
        let new_owner = self.new_owner.as_ref().is_some_and(|id| *id != project.owner_id);
        let budget = self.budget.is_some() && self.budget != project.limit_budget;
        let missing = |ask: &Ask| match ask {
            Ask::Reason | Ask::Changes => self.reason.is_empty().then_some("reason"),
            Ask::Observation => (self.reason.is_empty() && !self.finished).then_some("reason"),
            Ask::Statement => self.statement.is_empty().then_some("statement"),
            Ask::Measures => self.measures.is_empty().then_some("measures"),
            Ask::Resources => (!new_owner && self.people.is_empty() && !budget).then_some("resources"),
            Ask::FailedPoint => self.failed_points.is_empty().then_some("points"),
            Ask::Comment | Ask::Version => None,
        };
        let mut all: Vec<_> =
            way.asks.iter().filter_map(missing).map(|field| (field.to_owned(), Complaint::Required)).collect();
        if way.asks.contains(&Ask::Measures) && past {
            all.push((
                "measures".into(),
                Complaint::Said(Pair("措施的期限不能早于今天。", "A measure is due today or later.")),
            ));
        }
        if way.asks.contains(&Ask::Measures)
            && let Some(complaint) = self.measures.iter().find_map(|it| too_far(it.due_on, today))
        {
            all.push(("measures".into(), complaint));
        }
        all
    }
}

/// Moves a project, if there is a way, the person may, everything is there, and nobody else has.
pub fn carry_out(tx: &mut Tx, project: &Project, code: Move, said: &Said) -> Result<Project> {
    // Is there a way?
    let Some(way) = project.stage.way(code) else {
        return Err(Error::refused(
            "项目现在所处的阶段没有这一步。请重新打开项目页面，看看现状。",
            "From where the project stands there is no such move. Open its page again to see.",
        ));
    };
    // May this person?
    let coordinator = coordinator(tx, project)?;
    let standing = project.standing(&tx.who, &coordinator);
    let role = tx.may(code.deed(), standing)?;
    // Has somebody else been faster?
    if said.seen.is_some_and(|seen| seen != project.moves) {
        return Err(Error::refused(
            "有人先走了一步：项目已不在您打开页面时的阶段。请重新打开项目页面。",
            "Somebody was faster: the project has moved since you opened its page. Open it again.",
        ));
    }
    let issues = matches!(code, Move::Issue | Move::Reissue);
    if issues && said.seen_version.is_some_and(|seen| seen != project.version) {
        return Err(Error::refused(
            "您打开页面之后，指令内容已有改动。请重新看过再下达。",
            "The directive was amended since you opened the page. Look at it again before you issue it.",
        ));
    }
    // Is everything there?
    let tasks = tasks::all(tx, &project.id)?;
    let missing = way.missing(&facts::gather(tx, project, &tasks)?);
    if !missing.is_empty() {
        let missing = missing.iter().map(|lack| Missing { what: lack.name(), href: project.at(&lack.place()) }).collect();
        return Err(Error::new(Kind::Refused(Pair("条件还不齐备，暂不能这样做。", "Not everything is there yet."), missing)));
    }
    let complaints = said.complaints(way, project, tx.today());
    if !complaints.is_empty() {
        return Err(Error::new(Kind::Invalid(complaints)));
    }
    // Move, and note it.
    let mut after = project.clone();
    let plan_version_id = effects::before(tx, way, said, &mut after)?;
    let row = MoveRow {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        seq: project.moves + 1,
        code,
        from_stage: way.from,
        to_stage: way.to,
        round: project.round + i32::from(way.opens_round),
        person_id: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone().filter(|_| role == crate::words::Role::Commander),
        role,
        reason: said.reason.clone(),
        statement: said.statement.clone(),
        plan_version_id,
        at: tx.now,
    };
    drop_steps(tx, project, way.to)?;
    tx.add(code.code(), &row)?;
    after.stage = way.to;
    after.round = row.round;
    after.moves = row.seq;
    after.entered_at = tx.now;
    after.holder_since = tx.now;
    after.due_on = None;
    if way.to.ended() {
        after.ended_at = Some(tx.now);
    }
    let after = tx.change(code.code(), project, after)?;
    open_steps(tx, &after)?;
    effects::after(tx, way, said, project, &after, &row.id)?;
    alerts::changes::settle(tx, &after)?;
    if project.stage == State::Deliberation {
        tell_convener(tx, &after, false)?;
    }
    telling::tell_both(tx, telling::moved(code), &after, &project.owner_id, after.href())?;
    holder::settle(tx, &after)
}

/// The first move of a project that has just been added: its directive is being drafted.
pub fn begin(tx: &mut Tx, project: &Project) -> Result<Project> {
    let role = tx.may(Move::Draft.deed(), crate::policy::Standing::NONE)?;
    let row = MoveRow {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        seq: 1,
        code: Move::Draft,
        from_stage: None,
        to_stage: project.stage,
        round: project.round,
        person_id: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        role,
        reason: String::new(),
        statement: String::new(),
        plan_version_id: None,
        at: tx.now,
    };
    tx.add(Move::Draft.code(), &row)?;
    let after = Project { moves: 1, ..project.clone() };
    let after = tx.change(Move::Draft.code(), project, after)?;
    open_steps(tx, &after)?;
    holder::settle(tx, &after)
}
