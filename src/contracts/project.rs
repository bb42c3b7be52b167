//! A project's contracts, with their sums.

use askama::Template;

use super::model::{Contract, PaymentTerm};
use super::pages::tone;
use super::queries;
use crate::error::Result;
use crate::money::settlement::Settlement;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::{Head, Tab, late_for};
use crate::web::{Reading, Shell};

/// A contract and how it stands.
pub struct Line {
    pub contract: Contract,
    pub customer: String,
    pub customer_number: String,
    pub settlement: Settlement,
}

/// The sums of the contracts in force, in fen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub amount: i64,
    pub invoiced: i64,
    pub received: i64,
    pub outstanding: i64,
    pub overdue: i64,
}

/// The tab of a project.
#[derive(Template)]
#[template(path = "contracts/project.html")]
pub struct OfProject {
    s: Shell,
    h: Head,
    lines: Vec<Line>,
    sums: Sums,
    partners: bool,
}

impl OfProject {
    /// Reads the contracts of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<OfProject> {
        let h = Head::of(r, number, Tab::Contracts)?;
        let rows = queries::of_project(r, &h.project.id)?;
        let terms = if rows.is_empty() { Vec::new() } else { queries::terms_of_project(r, &h.project.id)? };
        let of = |id: &str| terms.iter().filter(|it| it.contract_id == id).cloned().collect::<Vec<PaymentTerm>>();
        let lines: Vec<Line> = rows
            .into_iter()
            .rev()
            .map(|(contract, customer, customer_number)| Line {
                settlement: contract.settlement(&of(&contract.id)),
                contract,
                customer,
                customer_number,
            })
            .collect();
        let mut sums = Sums::default();
        for it in lines.iter().filter(|it| it.contract.state.in_force()) {
            sums.amount += it.settlement.amount;
            sums.invoiced += it.settlement.invoiced;
            sums.received += it.settlement.received;
            sums.outstanding += it.settlement.outstanding();
            sums.overdue += it.settlement.overdue(r.today);
        }
        let partners = !queries::partners(r, &h.project.id)?.is_empty();
        Ok(OfProject { s: r.shell()?, h, lines, sums, partners })
    }

    /// Whether a contract can be drafted by the reader now.
    fn may_draft(&self) -> bool {
        let me = self.s.me.as_ref();
        me.is_some_and(|me| me.may(Deed::Execute, self.h.standing).is_some()) && Work::Undertake.is_on(&self.h.project)
    }

    fn tone(&self, it: &Line) -> &'static str {
        tone(it.contract.state)
    }

    fn overdue(&self, it: &Line) -> i64 {
        if it.contract.state.in_force() { it.settlement.overdue(self.s.today) } else { 0 }
    }

    fn late(&self, it: &Line) -> String {
        let due = it.contract.overdue_on.and_then(|on| on.pred_opt());
        due.map_or(String::new(), |due| late_for(&self.s, self.s.days_late(due)))
    }

    fn is_care_due(&self, it: &Line) -> bool {
        it.contract.state.in_force() && it.contract.care_on.is_some_and(|on| on <= self.s.today)
    }

    fn percent(&self) -> i64 {
        crate::money::share(self.sums.received, self.sums.amount).map_or(0, |share| share / 100)
    }
}
