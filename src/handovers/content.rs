//! What was handed over, as it stood: written down once and never again, so that the sheet prints the same a year later. Words
//! stand in it by their codes, so that it reads in both languages; amounts are fen.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::store::trail::sha256;

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The number of the hand-over.
    pub handover: String,
    pub number: String,
    pub name: String,
    pub stage: String,
    pub round: i32,
    pub tasks: Vec<OpenTask>,
    pub customers: Vec<Held>,
    pub contracts: Vec<Due>,
    pub orders: Vec<ToDeliver>,
    pub objections: Vec<Open>,
    pub solutions: Vec<Offered>,
    pub requests: Vec<Asked>,
    pub alerts: Vec<Fired>,
    pub files: Vec<Kept>,
}

/// What goes over besides projects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besides {
    pub customers: Vec<Customer>,
    pub tasks: Vec<OpenTask>,
}

/// An open task of the giver's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTask {
    /// The code of a step, or the word of another task.
    pub step: String,
    pub what: String,
    pub due_on: Option<NaiveDate>,
    /// The project, where it is another's: number and name.
    pub project: Option<(String, String)>,
}

/// A customer in a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub number: String,
    pub name: String,
    pub step: String,
    /// The person in charge there: name and phone.
    pub contact: Option<(String, String)>,
    pub last_on: Option<NaiveDate>,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub number: String,
    pub title: String,
    pub customer: String,
    pub state: String,
    pub fen: i64,
    pub invoiced: i64,
    pub received: i64,
    pub outstanding: i64,
    pub overdue: i64,
    /// Until when the next part is to be paid.
    pub next_due: Option<NaiveDate>,
    pub care_on: Option<NaiveDate>,
}

/// An order that is not wholly delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDeliver {
    pub number: String,
    pub contract: String,
    pub state: String,
    pub fen: i64,
    pub wanted_on: NaiveDate,
}

/// An objection that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub customer: String,
    pub kind: String,
    pub weight: String,
    pub state: String,
    pub said: String,
    pub raised_on: NaiveDate,
}

/// The newest edition of a solution that the customer has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub number: String,
    pub title: String,
    pub customer: String,
    pub edition: i32,
    pub state: String,
    pub price_fen: i64,
    pub valid_until: NaiveDate,
}

/// A request that is not closed; it stays its asker's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub number: String,
    pub title: String,
    pub state: String,
    pub asker: String,
    pub due_on: NaiveDate,
}

/// A deviation alert that nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    pub rule: String,
    pub title: String,
    pub fires_on: NaiveDate,
}

/// An attached file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub subject: String,
    pub name: String,
    pub size: i64,
}

/// A customer whom the giver looked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub number: String,
    pub name: String,
    pub grade: String,
    pub region: String,
    pub phone: String,
}

impl Content {
    /// What was outstanding of its contracts, in fen.
    pub fn outstanding(&self) -> i64 {
        self.contracts.iter().map(|it| it.outstanding).sum()
    }

    /// What of that was overdue, in fen.
    pub fn overdue(&self) -> i64 {
        self.contracts.iter().map(|it| it.overdue).sum()
    }

    /// As it is kept.
    pub fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// As it was kept.
    pub fn read(text: &str) -> Result<Content> {
        Ok(serde_json::from_str(text)?)
    }
}

impl Besides {
    /// As it is kept.
    pub fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// As it was kept.
    pub fn read(text: &str) -> Result<Besides> {
        Ok(serde_json::from_str(text)?)
    }
}

/// The seal of a sheet: of its number, of what goes over besides projects, and of the projects in their order.
pub fn seal<'a>(number: &'a str, besides: &'a str, projects: impl Iterator<Item = &'a str>) -> String {
    sha256(&[number, besides].into_iter().chain(projects).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_as_it_was() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24);
        let task = OpenTask { step: "2.1".into(), what: String::new(), due_on: day, project: None };
        let content = Content { name: "华东渠道".into(), tasks: vec![task], ..Content::default() };
        assert_eq!(Content::read(&content.written().unwrap()).unwrap(), content);
    }

    #[test]
    fn the_seal_is_broken_by_any_other_content_number_or_order() {
        let of = |number, besides, projects: [&'static str; 2]| seal(number, besides, projects.into_iter());
        let whole = of("YJ-2026-001", "{}", ["一", "二"]);
        assert_eq!(of("YJ-2026-001", "{}", ["一", "二"]), whole);
        for other in [
            of("YJ-2026-002", "{}", ["一", "二"]),
            of("YJ-2026-001", "{ }", ["一", "二"]),
            of("YJ-2026-001", "{}", ["二", "一"]),
            of("YJ-2026-001", "{}", ["一", "二 "]),
        ] {
            assert_ne!(other, whole);
        }
    }
}
