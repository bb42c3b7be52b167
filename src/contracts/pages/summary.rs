//! The contract's summary, to be printed.

use std::collections::BTreeMap;

use askama::Template;

use crate::contracts::model::PaymentTerm;
use crate::contracts::orders;
use crate::contracts::orders::model::Order;
use crate::contracts::queries::{self, Opened};
use crate::error::Result;
use crate::money::settlement::{Paid, Settlement};
use crate::people;
use crate::web::shell::Given;
use crate::web::{Reading, Shell};

/// The contract's summary (合同摘要), to be printed.
#[derive(Template)]
#[template(path = "contracts/summary.html")]
pub struct Summary {
    s: Shell,
    o: Opened,
    names: BTreeMap<String, String>,
    terms: Vec<PaymentTerm>,
    settlement: Settlement,
    orders: Vec<Order>,
}

impl Summary {
    /// Reads the summary of a contract that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<Summary> {
        let me = r.me.clone();
        let o = queries::open(r, &me, number)?;
        let terms = queries::terms(r, &o.contract.id)?;
        let orders = orders::queries::of_contract(r, &o.contract.id)?;
        let names = people::queries::names(r)?;
        Ok(Summary { s: r.shell()?, settlement: o.contract.settlement(&terms), o, names, terms, orders })
    }

    fn daxie(&self, fen: impl Given<i64>) -> String {
        crate::money::Money(fen.given()).daxie()
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn paid(&self) -> Vec<(&PaymentTerm, Paid)> {
        self.terms.iter().zip(self.settlement.paid()).collect()
    }

    fn in_force(&self) -> bool {
        self.o.contract.state.in_force()
    }

    fn overdue(&self) -> i64 {
        if self.in_force() { self.settlement.overdue(self.s.today) } else { 0 }
    }
}
