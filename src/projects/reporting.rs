//! What is reported of a project (汇报): a stage that ended is told of by its owner, and so is the project's completion. The move
//! itself prompts for it; a project that comes back to a stage owes the report anew once that stage ends again.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::Project;
use super::pipeline::{Move, Stage, State, Way};
use super::queries::{coordinated_by, owned_by};
use super::steps::Responsible;
use super::tasks::{self, REPORT};
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::office::Setting;
use crate::store::schema::reports;
use crate::store::{Actor, Tx};

/// The stage that a move brings to its end, if its owner has to tell of it: whatever leads on, from planning to the completed
/// project. Control is opened at any time; only where execution is `finished` does it end a stage.
pub fn ends(way: &Way, finished: bool) -> Option<Stage> {
    let from = way.from?.stage();
    let on = way.to.stage().number() > from.number() || way.to == State::Completed;
    let whole = way.code != Move::OpenControl || finished;
    (on && whole && from != Stage::Directive).then_some(from)
}

/// The owner owes the report on a stage that the move `row` has ended.
pub fn prompt(tx: &mut Tx, project: &Project, stage: Stage, row: &str) -> Result<()> {
    let days = u32::try_from(tx.office.setting(Setting::DaysReport)).unwrap_or(0);
    let due_on = tx.office.calendar.add_working_days(tx.today(), days);
    let (step, owner) = (format!("{REPORT}{stage}"), project.owner_id.clone());
    let (row, role) = (Some(row.to_owned()), Responsible::Owner);
    tasks::open(tx, project, &step, row, String::new(), role, Some(owner), Some(due_on)).map(|_| ())
}

/// A condition over the reports' table.
pub type Seen = Box<dyn BoxableExpression<reports::table, Db, SqlType = Bool>>;

/// The reports that somebody may see: all with that power; otherwise their own, those about a project that they own, and those of a
/// package that they look after. Weekly reports are laid before the meeting, and seen by whoever may be told of the week.
pub fn seen(me: &Actor) -> Seen {
    if me.may(Deed::SeeReports, Standing::NONE).is_some() {
        return Box::new(reports::number.is_not_null());
    }
    let mine = || reports::author_id.eq(me.id.clone());
    if me.may(Deed::SeeReports, Standing { coordinates: true, ..Standing::OWNER }).is_none() {
        return Box::new(mine().and(reports::number.is_null()));
    }
    let about = reports::project_id.eq_any(owned_by(me)).or(reports::project_id.eq_any(coordinated_by(me))).assume_not_null();
    match me.may(Deed::SeeWeeklyReports, Standing::NONE) {
        Some(_) => Box::new(mine().or(about).or(reports::kind.eq("weekly"))),
        None => Box::new(mine().or(about)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::pipeline::WAYS;

    #[test]
    fn what_leads_on_ends_a_stage_and_what_leads_back_does_not() {
        let ended: Vec<String> =
            WAYS.iter().filter_map(|way| ends(way, true).map(|stage| format!("{} {stage}", way.code))).collect();
        let expected = [
            "submit planning",
            "approve deliberation",
            "open_control implementation",
            "pass control",
            "close_monitoring monitoring",
            "close_cycle proposal",
        ];
        assert_eq!(ended, expected);
    }

    #[test]
    fn control_that_is_opened_on_the_way_ends_nothing() {
        let opens = WAYS.iter().find(|way| way.code == Move::OpenControl).unwrap();
        assert_eq!(ends(opens, false), None);
    }
}
