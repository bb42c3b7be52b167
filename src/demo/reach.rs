//! Figures are reached as in real use: what is computed by contracts that are signed and paid, every other by being typed in.

use chrono::Days;

use super::trade::target;
use super::walk::Walk;
use crate::contracts::changes::{Draft, Payment, Said, carry_out, draft};
use crate::contracts::model::Contract;
use crate::contracts::money::changes::{NewReceipt, receive};
use crate::contracts::money::model::ReceiptWay;
use crate::contracts::queries;
use crate::contracts::road::Turn;
use crate::error::Result;
use crate::plans::model::Computed;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::execution::changes::record_actual;
use crate::store::schema::customers;
use diesel::prelude::*;

/// What a contract is over where only their number counts, in fen.
const USUAL: i64 = 3_000_000;

/// Every indicator of the project comes to so many percent of its target, where it is not there yet.
pub fn reach(walk: &mut Walk, percent: i64) -> Result<()> {
    let all = walk.store.read(|conn| figures(conn, &walk.project))?;
    let to_go = |it: &Figure| (it.indicator.value * percent / 100 - it.indicator.actual).max(0) / 100 * 100;
    let of = |computed| all.iter().filter(|it| it.computed() == Some(computed)).map(to_go).sum::<i64>();
    let fen = of(Computed::SignedAmount);
    let limit = walk.project()?.limit_contract.unwrap_or(i64::MAX).max(1);
    let count = (of(Computed::Contracts) / 100).max(of(Computed::NewCustomers) / 100).max((fen + limit - 1) / limit);
    for nth in 0..count {
        let each = if fen == 0 { USUAL.min(limit) } else { fen / count + if nth == 0 { fen % count } else { 0 } };
        let contract = sign(walk, each)?;
        let first = each / 100 * 30;
        pay(walk, &contract, if percent < 100 { first } else { each })?;
    }
    money(walk, of(Computed::MoneyReceived))?;
    for it in all.iter().filter(|it| it.computed().is_none() && to_go(it) > 0) {
        walk.write(&walk.cast.owner, |tx, project| {
            let today = tx.today();
            record_actual(tx, project, &it.indicator.id, today, to_go(it), "按验收记录登记".into())
        })?;
    }
    Ok(())
}

/// A contract over so much, signed today.
fn sign(walk: &Walk, fen: i64) -> Result<Contract> {
    walk.write(&walk.cast.owner, |tx, project| {
        let so_far = queries::of_project(tx, &project.id)?.len();
        let target = target(tx, project, so_far)?;
        let buyer: String = customers::table.find(&target.customer_id).select(customers::name).first(&mut **tx)?;
        let today = tx.today();
        let in_days = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
        let first = fen / 100 * 30;
        let parts = [("预付款", 3, first), ("到货款", 45, fen - first)];
        let payments = parts.map(|(title, days, fen)| Payment { title: title.into(), due_on: in_days(days), fen });
        let terms = Draft {
            target_id: target.id,
            edition_id: None,
            // Two that say the same would be one button pressed twice.
            title: format!("{}合同（{}）", project.name, so_far + 1),
            buyer,
            seller: "曙光展览设备有限公司".into(),
            list_fen: fen,
            fen,
            terms: "按样品验收，质保十二个月。".into(),
            starts_on: today,
            ends_on: in_days(180),
            payments: payments.into_iter().filter(|it| it.fen > 0).collect(),
        };
        let contract = draft(tx, project, &terms)?;
        carry_out(tx, project, &contract, Turn::Sign, &Said { day: Some(today), ..Said::default() })
    })
}

fn pay(walk: &Walk, contract: &Contract, fen: i64) -> Result<()> {
    if fen == 0 {
        return Ok(());
    }
    walk.write(&walk.cast.owner, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let new = NewReceipt { on: tx.today(), fen, way: ReceiptWay::Transfer, note: "银行回单已核对".into() };
        receive(tx, project, &contract, new)
    })
}

/// So much more comes in for what is still owed.
fn money(walk: &Walk, wanted: i64) -> Result<()> {
    let mut left = wanted;
    for (contract, ..) in walk.store.read(|conn| queries::of_project(conn, &walk.project))? {
        let part = left.min(contract.outstanding);
        pay(walk, &contract, part)?;
        left -= part;
    }
    Ok(())
}
