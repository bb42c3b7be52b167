//! What is laid before a meeting, as it stands or stood: drawn from what happened, written down when the meeting is called and
//! never again, so that it prints the same a year later. Words stand in it by their codes, so that it reads in both languages;
//! amounts are fen, figures hundredths of their unit.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::error::Result;
use crate::lang::Lang;
use crate::projects::deliberation::model::Stance;
pub use crate::reports::week::content::{Fired, Member, Moved, Named, Signed, Step};
use crate::store::trail::sha256;

/// The pack (会议材料).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pack {
    /// The number of the meeting,
    pub meeting: String,
    /// when it is to begin and where, and how many minutes it takes; none in a pack of before these were kept.
    pub starts_at: Option<Moment>,
    pub minutes: i32,
    pub place: String,
    /// The days that it reports on, both included.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The day by which what is late is late, and until when what is due is due.
    pub today: NaiveDate,
    pub until: NaiveDate,
    pub resolutions: Vec<Carried>,
    pub members: Vec<Member>,
    /// Those who have nothing to be told of: their names.
    pub silent: Vec<String>,
    /// Those who have not reported on the week: their names.
    pub unreported: Vec<String>,
    pub requests: Vec<Asked>,
    pub matters: Vec<Matter>,
    pub month: Option<Figures>,
    pub plan: Option<Plan>,
    pub proposal: Option<Proposal>,
}

/// A resolution that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Carried {
    pub number: String,
    /// The meeting that resolved it.
    pub meeting: String,
    pub kind: String,
    pub content: String,
    pub person: String,
    pub due_on: Option<NaiveDate>,
    /// At how many meetings since it was open already.
    pub times: i32,
    /// Whether the minutes that it stands in are still written.
    pub draft: bool,
}

/// A request that was put before the meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub number: String,
    pub title: String,
    pub asker: String,
    pub question: String,
    pub proposal: String,
    pub due_on: NaiveDate,
    pub minutes: i32,
}

/// A matter to be discussed, or the subject of a special meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matter {
    pub title: String,
    pub about: String,
    pub person: String,
    pub minutes: i32,
}

/// A month of the department beside the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// `2026-10`.
    pub month: String,
    pub this: Sums,
    pub last: Sums,
    /// Whose: name and sums of the month.
    pub members: Vec<(String, Sums)>,
    /// Package by package: number, name and sums of the month.
    pub packages: Vec<(Named, Sums)>,
    /// Projects that are under way, by the code of their state.
    pub stages: Vec<(String, i64)>,
    /// What moved in it.
    pub moves: Vec<Moved>,
    /// Deviations that nobody has answered.
    pub alerts: Vec<Fired>,
    /// Meetings of the month: number, who came, who was due.
    pub meetings: Vec<(String, i64, i64)>,
    /// Requests: asked in the month; of those answered in it, how many, and how many of them after their day.
    pub asked: i64,
    pub answered: i64,
    pub answered_late: i64,
}

/// What is counted of some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sums {
    /// Contracts that were signed: how many, and fen.
    pub contracts: i64,
    pub signed: i64,
    /// Money received, in fen.
    pub received: i64,
    pub activities: i64,
    /// Stage moves.
    pub moves: i64,
}

/// A plan that is deliberated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub project: Named,
    pub owner: String,
    pub number: i32,
    pub round: i32,
    /// A hash of what was submitted; empty for a draft.
    pub seal: String,
    pub goal: String,
    pub strategy: String,
    pub division: String,
    pub focus: String,
    /// Metric in both languages, unit in both, target, its day.
    pub indicators: Vec<Target>,
    /// Milestones: title, who, until when.
    pub steps: Vec<(String, String, NaiveDate)>,
    /// Budget: title and fen.
    pub budget: Vec<(String, i64)>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Opinions given already, dissent first.
    pub opinions: Vec<Opinion>,
}

/// An opinion on a plan, and what its owner answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opinion {
    pub who: String,
    /// The code of the stance.
    pub stance: String,
    pub reason: String,
    pub condition: String,
    pub defence: String,
}

/// A source of a plan: which, the code of its grade (empty until it has one), what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    pub source: String,
    pub grade: String,
    pub finding: String,
}

/// An indicator of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    pub metric: (String, String),
    pub unit: (String, String),
    pub value: i64,
    pub due_on: NaiveDate,
}

/// A proposal that is deliberated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    pub number: String,
    pub title: String,
    pub author: String,
    pub project: Option<Named>,
    pub background: String,
    pub content: String,
    pub effect: String,
    pub needs: String,
}

impl Opinion {
    /// What the stance is called.
    pub fn named(&self, lang: &Lang) -> &'static str {
        Stance::from_code(&self.stance).map_or("", |it| lang.say(it.name()))
    }
}

impl Pack {
    /// As it is kept.
    pub fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// As it was kept.
    pub fn read(text: &str) -> Result<Pack> {
        Ok(serde_json::from_str(text)?)
    }
}

/// The seal of a pack that was written down.
pub fn seal(written: &str) -> String {
    sha256(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_as_it_was_and_any_other_breaks_its_seal() {
        let fired = Fired { title: "签约额".into(), rule: "behind".into(), ..Fired::default() };
        let member = Member { name: "李伟".into(), alerts: vec![fired], ..Member::default() };
        let pack = Pack { meeting: "2026-W49".into(), members: vec![member], ..Pack::default() };
        let written = pack.written().unwrap();
        assert_eq!(Pack::read(&written).unwrap(), pack);
        assert_ne!(seal(&written), seal(&Pack { silent: vec!["赵强".into()], ..pack }.written().unwrap()));
    }

    #[test]
    fn a_pack_of_an_earlier_program_is_still_read() {
        assert_eq!(Pack::read(r#"{"meeting":"2026-W49"}"#).unwrap().meeting, "2026-W49");
    }
}
