//! The pages of a supply notice: its form, and the notice itself as it is printed.

use std::collections::BTreeMap;

use askama::Template;

use super::model::Notice;
use super::queries;
use crate::contracts::deliveries::model::Delivery;
use crate::contracts::model::Contract;
use crate::contracts::orders;
use crate::contracts::orders::model::{Order, OrderLine};
use crate::contracts::orders::progress::Progress;
use crate::contracts::orders::queries::{Asked, Whole};
use crate::contracts::pages::may;
use crate::contracts::road::ContractState;
use crate::error::Result;
use crate::people;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::quantity::Quantity;
use crate::web::{Fields, Form, Reading, Shell};

/// The form.
#[derive(Template)]
#[template(path = "supply/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    order: Order,
    contract: Contract,
    whole: Whole,
}

impl New {
    /// For an order of which something is not notified yet; all of that is filled in.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<New> {
        let me = r.me.clone();
        let (order, contract, project) = orders::queries::find(r, &me, number)?;
        may(r, &project, Deed::IssueNotice)?;
        let whole = Whole::read(r, &order.id)?;
        let form = typed.unwrap_or_else(|| {
            let supplier = whole.notices.last().map_or("", |(it, _)| it.supplier.as_str());
            let mut fields = Fields::default()
                .with("supplier", supplier)
                .with("deliver_by", order.wanted_on.max(r.today).to_string())
                .with("receiver", order.receiver.as_str())
                .with("phone", order.phone.as_str())
                .with("place", order.place.as_str());
            for (line, progress) in whole.progress() {
                fields = fields.with(&format!("quantity-{}", line.id), number_of(progress.to_notify()));
            }
            Form { fields, ..Form::blank() }
        });
        Ok(New { s: r.shell()?, form, order, contract, whole })
    }

    fn lines(&self) -> Vec<(&OrderLine, Progress)> {
        self.whole.progress()
    }
}

/// A quantity as a field takes it; nothing is left blank.
pub fn number_of(hundredths: i64) -> String {
    if hundredths > 0 { Quantity(hundredths).to_string().replace(',', "") } else { String::new() }
}

/// The notice.
#[derive(Template)]
#[template(path = "supply/show.html")]
pub struct Show {
    s: Shell,
    notice: Notice,
    order: Order,
    contract: Contract,
    project: Project,
    lines: Vec<Asked>,
    deliveries: Vec<Delivery>,
    names: BTreeMap<String, String>,
    settles: bool,
    notifies: bool,
}

impl Show {
    /// Reads a notice that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        let me = r.me.clone();
        let (notice, order, contract, project) = queries::find(r, &me, number)?;
        let whole = Whole::read(r, &order.id)?;
        let coordinator = crate::projects::tasks::coordinator(r, &project)?;
        let standing = project.standing(&me, &coordinator);
        let may = |deed: Deed| me.may(deed, standing).is_some() && Work::Settle.is_on(&project);
        let (settles, notifies) = (may(Deed::Settle), may(Deed::IssueNotice));
        let lines = whole.asked(&notice.id);
        let deliveries = whole.deliveries.into_iter().map(|(it, _)| it).filter(|it| it.notice_id == notice.id).collect();
        let names = people::queries::names(r)?;
        Ok(Show { s: r.shell()?, notice, order, contract, project, lines, deliveries, names, settles, notifies })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    /// What it comes to, in fen.
    fn total(&self) -> i64 {
        self.lines.iter().map(Asked::fen).sum()
    }

    fn daxie(&self) -> String {
        crate::money::Money(self.total()).daxie()
    }

    fn is_done(&self) -> bool {
        self.lines.iter().all(|it| it.left() == 0)
    }

    fn may_deliver(&self) -> bool {
        self.settles && self.notice.stands() && !self.is_done() && self.contract.state == ContractState::Running
    }

    fn may_withdraw(&self) -> bool {
        self.notifies && self.notice.stands() && !self.deliveries.iter().any(Delivery::stands)
    }

    fn late(&self) -> Option<String> {
        let late = self.notice.stands() && !self.is_done() && self.notice.deliver_by < self.s.today;
        late.then(|| late_for(&self.s, self.s.days_late(self.notice.deliver_by)))
    }
}
