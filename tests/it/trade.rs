//! The prepared department's contracts: one of each state, and of everything that hangs on one.

use chrono::NaiveDate;
use shuguang::contracts::cares::changes::{NewCare, record};
use shuguang::contracts::changes::{Draft, Payment, Said, carry_out, draft};
use shuguang::contracts::deliveries::changes::{NewDelivery, deliver};
use shuguang::contracts::model::Contract;
use shuguang::contracts::money::changes::{NewInvoice, NewReceipt, invoice, receive};
use shuguang::contracts::money::model::ReceiptWay;
use shuguang::contracts::money::queries::{invoices, receipts};
use shuguang::contracts::notices::changes::{NewNotice, issue};
use shuguang::contracts::notices::model::Notice;
use shuguang::contracts::orders::changes::{NewLine, NewOrder, take};
use shuguang::contracts::orders::model::Order;
use shuguang::contracts::orders::queries::Whole;
use shuguang::contracts::queries;
use shuguang::contracts::road::Turn;
use shuguang::demo::trade::chosen;
use shuguang::error::Result;
use shuguang::projects::model::Project;
use shuguang::projects::queries::find;
use shuguang::store::Tx;

use crate::office::{Answer, Office, Visitor};
use crate::prepared::Prepared;

/// A day.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}

/// The project with this number, as whoever acts sees it.
pub fn project(tx: &mut Tx, number: &str) -> Result<Project> {
    let who = tx.who.clone();
    find(tx, &who, number)
}

/// The contract with this number and its project.
pub fn contract(tx: &mut Tx, number: &str) -> Result<(Contract, Project)> {
    let who = tx.who.clone();
    queries::find(tx, &who, number)
}

/// A draft with a customer of its own; amounts in fen.
pub fn drafted(tx: &mut Tx, project: &Project, title: &str, list_fen: i64, parts: &[(NaiveDate, i64)]) -> Result<Contract> {
    let target = chosen(tx, project)?;
    let payments = parts.iter().map(|(due_on, fen)| Payment { title: "货款".into(), due_on: *due_on, fen: *fen });
    let it = Draft {
        target_id: target.id,
        edition_id: None,
        title: title.into(),
        buyer: "华信会展有限公司".into(),
        seller: "曙光展览设备有限公司".into(),
        list_fen,
        fen: parts.iter().map(|it| it.1).sum(),
        terms: "按样品验收。".into(),
        starts_on: tx.today().min(day(12, 1)),
        ends_on: NaiveDate::from_ymd_opt(2027, 6, 30).expect("a day"),
        payments: payments.collect(),
    };
    draft(tx, project, &it)
}

/// The same, signed today.
pub fn signed(tx: &mut Tx, project: &Project, title: &str, parts: &[(NaiveDate, i64)]) -> Result<Contract> {
    let today = tx.today();
    signed_on(tx, project, title, parts, today)
}

/// The same, signed on this day.
pub fn signed_on(tx: &mut Tx, project: &Project, title: &str, parts: &[(NaiveDate, i64)], day: NaiveDate) -> Result<Contract> {
    let sum = parts.iter().map(|it| it.1).sum();
    let it = drafted(tx, project, title, sum, parts)?;
    let said = Said { day: Some(day), ..Said::default() };
    carry_out(tx, project, &it, Turn::Sign, &said)
}

/// An order of ten stands at 1,000 yuan each, and two and a half square metres of screen at 200.
pub fn ordered(tx: &mut Tx, number: &str) -> Result<Order> {
    let (contract, project) = contract(tx, number)?;
    let line = |goods: &str, unit: &str, quantity, price_fen| NewLine {
        goods: goods.into(),
        spec: String::new(),
        unit: unit.into(),
        quantity,
        price_fen,
    };
    let new = NewOrder {
        ordered_on: tx.today(),
        wanted_on: tx.today(),
        receiver: "马师傅".into(),
        phone: "13800001234".into(),
        place: "会展中心 3 号馆".into(),
        note: String::new(),
        lines: vec![line("展台", "套", 1_000, 100_000), line("显示屏", "平方米", 250, 20_000)],
    };
    take(tx, &project, &contract, new)
}

/// A notice for so many hundredths of each line.
pub fn notified(tx: &mut Tx, order: &Order, quantities: &[i64]) -> Result<Notice> {
    let (order, contract, project) = shuguang::contracts::orders::queries::by_id(tx, &order.id)?;
    let lines = Whole::read(tx, &order.id)?.lines;
    let new = NewNotice {
        supplier: "昆山成品仓".into(),
        deliver_by: tx.today(),
        receiver: order.receiver.clone(),
        phone: String::new(),
        place: order.place.clone(),
        note: String::new(),
        lines: lines.iter().zip(quantities).filter(|it| *it.1 > 0).map(|(it, much)| (it.id.clone(), *much)).collect(),
    };
    issue(tx, &project, &contract, &order, new)
}

/// A delivery of so many hundredths of each line of the notice.
pub fn delivered(tx: &mut Tx, notice: &Notice, quantities: &[i64]) -> Result<String> {
    let asked = Whole::read(tx, &notice.order_id)?.asked(&notice.id);
    let new = NewDelivery {
        on: tx.today(),
        carrier: "顺达物流".into(),
        signed_by: "马师傅".into(),
        note: String::new(),
        lines: asked.iter().zip(quantities).filter(|it| *it.1 > 0).map(|(it, much)| (it.line.id.clone(), *much)).collect(),
    };
    deliver(tx, notice, new).map(|it| it.number)
}

/// Money received for a contract, in fen.
pub fn paid(tx: &mut Tx, number: &str, fen: i64) -> Result<()> {
    let (contract, project) = contract(tx, number)?;
    let new = NewReceipt { on: tx.today(), fen, way: ReceiptWay::Transfer, note: String::new() };
    receive(tx, &project, &contract, new)
}

/// Sends a file as the form of a page does.
pub fn upload(visitor: &Visitor, base: &str, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--line--\r\n");
    let headers = [("origin", base), ("content-type", "multipart/form-data; boundary=line")];
    visitor.ask("POST", path, &headers, Some(body))
}

/// A small, valid PDF as far as anybody looks.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// Tells the contracts of the project that is carried out.
pub fn prepare(prepared: &mut Prepared) {
    let number = prepared.at("implementation").to_owned();
    let office = &prepared.office;
    let owner = office.sign_in("李伟");
    let names = office.act(&owner, |tx| {
        let project = project(tx, &number)?;
        let half = [(day(12, 10), 600_000), (day(12, 30), 450_000)];
        let draft = drafted(tx, &project, "待签合同", 1_050_000, &half)?;
        let signed_only = signed(tx, &project, "已签合同", &half)?;
        let running = signed(tx, &project, "履行中合同", &half)?;
        let order = ordered(tx, &running.number)?;
        let first = notified(tx, &order, &[400, 100])?;
        let delivery = delivered(tx, &first, &[200, 100])?;
        let second = notified(tx, &order, &[300, 0])?;
        paid(tx, &running.number, 200_000)?;
        let (running, _) = contract(tx, &running.number)?;
        let new = NewInvoice { number: "26320000".into(), on: tx.today(), fen: 500_000, note: String::new() };
        invoice(tx, &project, &running, new)?;
        let (running, _) = contract(tx, &running.number)?;
        let care = NewCare {
            on: tx.today(),
            with_whom: "林主管".into(),
            condition: "运行正常".into(),
            satisfaction: 4,
            complaint: String::new(),
            chance: "春季还要两套".into(),
            next_on: Some(day(12, 16)),
        };
        record(tx, &project, &running, care)?;
        // An order of which nothing is notified.
        let other = signed(tx, &project, "另一份合同", &half)?;
        let open = ordered(tx, &other.number)?;
        let cancelled = signed(tx, &project, "取消的合同", &half)?;
        let said = Said { reason: "客户改由集团采购".into(), ..Said::default() };
        carry_out(tx, &project, &cancelled, Turn::Cancel, &said)?;
        Ok([
            ("draft_contract", draft.number),
            ("signed_contract", signed_only.number),
            ("contract", running.number.clone()),
            ("order", order.number),
            ("open_order", open.number),
            ("notice", second.number),
            ("delivery", delivery),
            ("invoice", invoices(tx, &running.id)?[0].id.clone()),
            ("receipt", receipts(tx, &running.id)?[0].id.clone()),
        ])
    });
    let running = names[2].1.clone();
    let files: Vec<String> =
        ["合同扫描件.pdf", "补充协议.pdf"].iter().map(|name| attached(office, &owner, &running, name)).collect();
    for (name, value) in names {
        prepared.name(name, value);
    }
    prepared.name("file", files[0].clone());
    prepared.name("other_file", files[1].clone());
}

/// Attaches a file to a contract, and gives its id.
pub fn attached(office: &Office, visitor: &Visitor, number: &str, name: &str) -> String {
    let content = [PDF, name.as_bytes()].concat();
    upload(visitor, &office.base(), &format!("/contracts/{number}/files"), name, &content).is(303);
    let page = visitor.get(&format!("/contracts/{number}"));
    let ids: Vec<&str> = page.text.split("href=\"/files/").skip(1).filter_map(|it| it.split('"').next()).collect();
    (*ids.last().expect("a file")).to_owned()
}
