//! What comes of the talks with customers: contracts in every state, orders, notices, partial deliveries, counts, invoices,
//! money that comes in and money that does not, care after delivery.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::walk::Walk;
use crate::contracts::cares::changes::{NewCare, record};
use crate::contracts::changes::{Draft, Payment, Said, carry_out, draft};
use crate::contracts::deliveries::changes::{Counted, NewDelivery, count, deliver};
use crate::contracts::model::Contract;
use crate::contracts::money::changes::{NewInvoice, NewReceipt, invoice, receive, void_receipt};
use crate::contracts::money::model::ReceiptWay;
use crate::contracts::notices::changes::{NewNotice, issue};
use crate::contracts::orders::changes::{NewLine, NewOrder, take};
use crate::contracts::orders::model::Order;
use crate::contracts::orders::queries::Whole;
use crate::contracts::road::Turn;
use crate::contracts::{deliveries, money, orders, queries};
use crate::customers::model::{Customer, Grade, Source, TargetCustomer, TargetStep};
use crate::customers::search::{likeness, names, searched};
use crate::error::{Error, Result};
use crate::projects::execution::attention;
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::{customers, target_customers};

/// How far a contract's story goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    Drafted,
    Signed,
    /// Signed, and the first payment is late.
    Late,
    /// Delivered and paid in part.
    Partly,
    /// Without goods: a service that runs.
    Service,
    Finished,
    Cancelled,
}

/// The goods of the department's product lines: name, specification, unit, hundredths, fen for one.
const GOODS: [(&str, &str, &str, i64, i64); 4] = [
    ("拼装展台", "3×6 米 铝型材", "套", 400, 1_930_000),
    ("LED 显示屏", "P2.5 室内", "平方米", 1_200, 437_500),
    ("移动展柜", "1.2 米 带锁", "个", 800, 165_000),
    ("洽谈桌椅", "一桌四椅", "套", 800, 73_500),
];

/// Lives the contracts' stories, one after the other.
pub fn trade(walk: &mut Walk, trades: &[Trade]) -> Result<()> {
    for (index, trade) in trades.iter().enumerate() {
        one(walk, *trade, index)?;
    }
    Ok(())
}

fn one(walk: &mut Walk, trade: Trade, index: usize) -> Result<()> {
    let owner = walk.cast.owner.clone();
    let title = match (trade, index) {
        (Trade::Service, _) => "网站建设与年度维护合同",
        (_, 0) => "展台设备采购合同",
        _ => "展柜与桌椅采购合同",
    };
    let contract = walk.write(&owner, |tx, project| {
        let target = target(tx, project, index)?;
        let draft_of = terms(tx, &target, title, trade, index)?;
        draft(tx, project, &draft_of)
    })?;
    let turn = |walk: &Walk, turn: Turn, said: Said| {
        walk.write(&owner, |tx, project| {
            let (contract, _) = queries::by_id(tx, &contract.id)?;
            carry_out(tx, project, &contract, turn, &said)
        })
    };
    if trade == Trade::Drafted {
        return Ok(());
    }
    walk.after(1);
    let signed_on = walk.today()?;
    turn(walk, Turn::Sign, Said { day: Some(signed_on), ..Said::default() })?;
    match trade {
        Trade::Signed | Trade::Drafted => Ok(()),
        Trade::Cancelled => {
            walk.after(3);
            turn(walk, Turn::Cancel, Said { reason: "客户改由集团统一采购，双方同意取消。".into(), ..Said::default() })
                .map(|_| ())
        }
        Trade::Service => {
            turn(walk, Turn::Start, Said::default())?;
            bill(walk, &contract, 40, "技术服务")?;
            pay(walk, &contract, 40)
        }
        Trade::Late => {
            let order = ordered(walk, &contract, index)?;
            notified(walk, &order, 100).map(|_| ())
        }
        Trade::Partly => {
            let order = ordered(walk, &contract, index)?;
            let notice = notified(walk, &order, 100)?;
            walk.after(2);
            delivered(walk, &order, &notice, 50, true)?;
            bill(walk, &contract, 50, "首批货款")?;
            mistaken(walk, &contract)?;
            pay(walk, &contract, 30)?;
            walk.after(1);
            care(walk, &contract, 4, "首批已上架使用，安装顺利。", "", true)?;
            walk.after(2);
            delivered(walk, &order, &notice, 25, false)
        }
        Trade::Finished => {
            let order = ordered(walk, &contract, index)?;
            let notice = notified(walk, &order, 100)?;
            walk.after(2);
            delivered(walk, &order, &notice, 100, true)?;
            bill(walk, &contract, 100, "全部货款")?;
            pay(walk, &contract, 30)?;
            walk.after(2);
            pay(walk, &contract, 100)?;
            turn(walk, Turn::Finish, Said::default())?;
            care(walk, &contract, 5, "展会期间运行平稳，客户当场表示满意。", "明年春季展会还要两套。", false)
        }
    }
}

/// A customer of the project; where nobody has chosen one, one is found. Those whose accepted solution waits for its contract are
/// left to that.
pub fn target(tx: &mut Tx, project: &Project, index: usize) -> Result<TargetCustomer> {
    let mut waiting = Vec::new();
    for it in queries::accepted(tx, &project.id)? {
        if queries::without_contract(tx, vec![it.id], None)? {
            waiting.push(it.target_id);
        }
    }
    let known: Vec<TargetCustomer> = target_customers::table
        .filter(target_customers::project_id.eq(&project.id))
        .filter(target_customers::step.ne(TargetStep::Dropped))
        .filter(target_customers::id.ne_all(waiting))
        .order(target_customers::chosen_at)
        .then_order_by(target_customers::id)
        .select(TargetCustomer::as_select())
        .load(&mut **tx)?;
    match known.get(index.min(known.len().saturating_sub(1))) {
        Some(target) => Ok(target.clone()),
        None => chosen(tx, project),
    }
}

/// A new customer of the department, chosen for the project and in talks.
pub fn chosen(tx: &mut Tx, project: &Project) -> Result<TargetCustomer> {
    let taken = target_customers::table.select(target_customers::customer_id);
    let free: Option<Customer> = customers::table
        .filter(customers::merged_into.is_null())
        .filter(customers::batch_id.is_null())
        .filter(customers::id.ne_all(taken))
        .order(customers::number)
        .select(Customer::as_select())
        .first(&mut **tx)
        .optional()?;
    let customer = match free {
        Some(customer) => customer,
        None => entered(tx)?,
    };
    let target = TargetCustomer {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        customer_id: customer.id,
        step: TargetStep::InTalks,
        step_since: tx.now,
        grounds: "近期有采购计划。".into(),
        dropped_for: String::new(),
        contact_id: None,
        last_on: None,
        next_step: "商谈合同条款".into(),
        next_on: None,
        chosen_by: tx.who.id.clone(),
        chosen_at: tx.now,
        version: 1,
    };
    tx.add("choose_target", &target)?;
    attention::keep(tx, &target.customer_id)?;
    Ok(target)
}

/// A customer that nobody knew.
fn entered(tx: &mut Tx) -> Result<Customer> {
    const NAMES: [&str; 8] = ["华信会展", "东方设备", "宏达装饰", "瑞景文化", "联创展览", "金石机电", "天域传媒", "恒达商贸"];
    let known: i64 = customers::table.count().get_result(&mut **tx)?;
    let at = usize::try_from(known).unwrap_or(0);
    let name = NAMES.get(at % NAMES.len()).copied().unwrap_or("华信会展");
    let name = if at < NAMES.len() { format!("{name}有限公司") } else { format!("{name}（{at}）有限公司") };
    let number = tx.next_number("KH")?;
    let customer = Customer {
        id: tx.new_id()?,
        likeness: likeness(&name),
        search: searched(&number, &name, None, std::iter::empty(), std::iter::empty()),
        names: names(&name, std::iter::empty()),
        number,
        name,
        credit_code: None,
        region: "华东".into(),
        industry: "会展".into(),
        source: Source::Exhibition,
        grade: Grade::B,
        phone: String::new(),
        address: String::new(),
        note: String::new(),
        keeper_id: tx.who.id.clone(),
        batch_id: None,
        merged_into: None,
        added_by: tx.who.id.clone(),
        added_at: tx.now,
        attend_on: None,
        next_on: None,
        last_on: None,
        version: 1,
    };
    tx.add("add_customer", &customer)?;
    Ok(customer)
}

fn in_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// What the contract says.
fn terms(tx: &mut Tx, target: &TargetCustomer, title: &str, trade: Trade, index: usize) -> Result<Draft> {
    let today = tx.today();
    let buyer: String = customers::table.find(&target.customer_id).select(customers::name).first(&mut **tx)?;
    let list_fen = if trade == Trade::Service { 4_800_000 } else { goods(index).iter().map(worth).sum() };
    let fen = list_fen / 100 * 97;
    let first = fen / 100 * 30;
    let payments = vec![
        Payment { title: "预付款".into(), due_on: in_days(today, 1), fen: first },
        Payment { title: "到货款".into(), due_on: in_days(today, 12), fen: fen / 100 * 60 },
        Payment { title: "质保金".into(), due_on: in_days(today, 90), fen: fen - first - fen / 100 * 60 },
    ];
    Ok(Draft {
        target_id: target.id.clone(),
        edition_id: None,
        title: title.to_owned(),
        buyer,
        seller: "曙光展览设备有限公司".into(),
        list_fen,
        fen,
        terms: "一、质量按样品封存标准验收。\n二、质保期十二个月，故障两个工作日内到场。\n三、逾期付款按日万分之三计违约金。"
            .into(),
        starts_on: today,
        ends_on: in_days(today, 180),
        payments,
    })
}

fn goods(index: usize) -> Vec<NewLine> {
    let line = |(goods, spec, unit, quantity, price_fen): &(&str, &str, &str, i64, i64)| NewLine {
        goods: (*goods).to_owned(),
        spec: (*spec).to_owned(),
        unit: (*unit).to_owned(),
        quantity: *quantity,
        price_fen: *price_fen,
    };
    GOODS.iter().skip(index % 2 * 2).take(2).map(line).collect()
}

fn worth(line: &NewLine) -> i64 {
    orders::progress::worth(line.quantity, line.price_fen)
}

fn ordered(walk: &mut Walk, contract: &Contract, index: usize) -> Result<Order> {
    walk.after(2);
    walk.write(&walk.cast.owner, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let new = NewOrder {
            ordered_on: tx.today(),
            wanted_on: in_days(tx.today(), 6),
            receiver: "仓储部 马师傅".into(),
            phone: "13800001234".into(),
            place: "国际会展中心 3 号馆 B12".into(),
            note: "进馆须提前一天报备车牌。".into(),
            // At the contract's prices: the list less the discount.
            lines: goods(index).into_iter().map(|it| NewLine { price_fen: it.price_fen / 100 * 97, ..it }).collect(),
        };
        take(tx, project, &contract, new)
    })
}

/// A notice for so many percent of each line.
fn notified(walk: &mut Walk, order: &Order, percent: i64) -> Result<String> {
    walk.after(1);
    let id = walk.write(&walk.cast.coordinator, |tx, project| {
        let (order, contract, _) = orders::queries::by_id(tx, &order.id)?;
        let lines = Whole::read(tx, &order.id)?.lines;
        let new = NewNotice {
            supplier: "昆山成品仓".into(),
            deliver_by: order.wanted_on.max(tx.today()),
            receiver: order.receiver.clone(),
            phone: order.phone.clone(),
            place: order.place.clone(),
            note: "随货附合格证与安装说明。".into(),
            lines: lines.iter().map(|it| (it.id.clone(), it.quantity * percent / 100)).collect(),
        };
        issue(tx, project, &contract, &order, new).map(|it| it.id)
    })?;
    walk.after(4);
    Ok(id)
}

/// A delivery of so many percent of each line, counted or not; the last line is one hundredth short where it is only a part.
fn delivered(walk: &mut Walk, order: &Order, notice: &str, percent: i64, counted: bool) -> Result<()> {
    let number = walk.write(&walk.cast.owner, |tx, _| {
        let whole = Whole::read(tx, &order.id)?;
        let notice = whole.notices.iter().find(|(it, _)| it.id == notice);
        let Some((notice, lines)) = notice else { return Err(Error::not_found()) };
        let new = NewDelivery {
            on: tx.today(),
            carrier: "顺达物流".into(),
            signed_by: "马师傅".into(),
            note: String::new(),
            lines: lines.iter().map(|it| (it.order_line_id.clone(), it.quantity * percent / 100)).collect(),
        };
        deliver(tx, notice, new).map(|it| it.number)
    })?;
    if !counted {
        return Ok(());
    }
    walk.after(1);
    walk.write(&walk.cast.coordinator, |tx, _| {
        let who = tx.who.clone();
        let found = deliveries::queries::find(tx, &who, &number)?;
        let whole = Whole::read(tx, &order.id)?;
        let lines = whole.deliveries.iter().find(|(it, _)| it.number == number).map_or(&[][..], |(_, lines)| lines);
        let short = |at: usize| percent < 100 && at + 1 == lines.len();
        let counted: Vec<Counted> = lines
            .iter()
            .enumerate()
            .map(|(at, it)| Counted {
                line: it.id.clone(),
                found: if short(at) { it.sent - 100 } else { it.sent },
                difference: if short(at) { "一件运输破损，供货方补发。".into() } else { String::new() },
            })
            .collect();
        let today = tx.today();
        count(tx, &found, found.delivery.version, today, &counted)
    })
}

/// An invoice over so many percent of the contract.
fn bill(walk: &Walk, contract: &Contract, percent: i64, note: &str) -> Result<()> {
    walk.write(&walk.cast.owner, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let digits: String = contract.number.chars().filter(char::is_ascii_digit).collect();
        let number = format!("2632{:0>14}{}", digits, percent % 90 + 10);
        let new = NewInvoice { number, on: tx.today(), fen: contract.fen / 100 * percent, note: note.to_owned() };
        invoice(tx, project, &contract, new)
    })
}

/// Money comes in until so many percent of the contract are paid.
fn pay(walk: &Walk, contract: &Contract, percent: i64) -> Result<()> {
    walk.write(&walk.cast.coordinator, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let until = if percent == 100 { contract.fen } else { contract.fen / 100 * percent };
        let new = NewReceipt {
            on: tx.today(),
            fen: until - contract.received,
            way: ReceiptWay::Transfer,
            note: "银行回单已核对".into(),
        };
        receive(tx, project, &contract, new)
    })
}

/// A receipt that was booked to the wrong contract, and taken back.
fn mistaken(walk: &Walk, contract: &Contract) -> Result<()> {
    walk.write(&walk.cast.owner, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let new = NewReceipt { on: tx.today(), fen: 500_000, way: ReceiptWay::Cheque, note: String::new() };
        receive(tx, project, &contract, new)?;
        let receipt = money::queries::receipts(tx, &contract.id)?.into_iter().next();
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        match receipt {
            Some(receipt) => void_receipt(tx, project, &contract, &receipt, "记错合同，已改记。".into()),
            None => Ok(()),
        }
    })
}

fn care(walk: &Walk, contract: &Contract, satisfaction: i32, condition: &str, chance: &str, complains: bool) -> Result<()> {
    walk.write(&walk.cast.owner, |tx, project| {
        let (contract, _) = queries::by_id(tx, &contract.id)?;
        let new = NewCare {
            on: tx.today(),
            with_whom: "使用部门 林主管".into(),
            condition: condition.to_owned(),
            satisfaction,
            complaint: if complains { "一扇柜门合页偏紧，已约下周上门调整。".into() } else { String::new() },
            chance: chance.to_owned(),
            next_on: Some(in_days(tx.today(), if complains { 1 } else { 30 })),
        };
        record(tx, project, &contract, new)
    })
}
