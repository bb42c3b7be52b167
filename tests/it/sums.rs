//! One sum, wherever it is read. Random streams of contracts, receipts, voided receipts, cancelled contracts, orders and
//! deliveries over two months, kept beside the program in a book of the test's own with arithmetic of its own; then every page,
//! list, workbook and print has to say what the book says.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::{Datelike, Days, NaiveDate};
use shuguang::contracts::changes::{Draft, Payment, Said, carry_out, draft};
use shuguang::contracts::deliveries::changes::{Counted, count};
use shuguang::contracts::money::changes::{NewInvoice, NewReceipt, invoice, receive, void_invoice, void_receipt};
use shuguang::contracts::money::model::ReceiptWay;
use shuguang::contracts::money::queries::{invoices, receipts};
use shuguang::contracts::orders::queries::Whole;
use shuguang::contracts::road::Turn;
use shuguang::contracts::{deliveries, queries};
use shuguang::demo::dealings::customer;
use shuguang::demo::walk::Cast;
use shuguang::projects::pipeline::State;

use crate::office::{Answer, Office, Visitor};
use crate::story::{cast, package, project_aiming_at};
use crate::trade::{contract, delivered, notified, ordered, project};

/// A receipt as the book has it.
#[derive(Clone, Debug)]
struct Money {
    id: String,
    on: NaiveDate,
    fen: i64,
    void: bool,
}

/// A contract as the book has it; amounts in fen.
#[derive(Clone, Debug)]
struct Paper {
    number: String,
    project: usize,
    customer: String,
    signed_on: NaiveDate,
    fen: i64,
    parts: Vec<(NaiveDate, i64)>,
    receipts: Vec<Money>,
    invoiced: i64,
    orders: i64,
    running: bool,
    finished: bool,
    cancelled: bool,
}

impl Paper {
    fn received(&self) -> i64 {
        self.receipts.iter().filter(|it| !it.void).map(|it| it.fen).sum()
    }

    /// While it is in force; of a cancelled one nothing is outstanding.
    fn outstanding(&self) -> i64 {
        if self.cancelled { 0 } else { self.fen - self.received() }
    }

    fn overdue(&self, today: NaiveDate) -> i64 {
        let due: i64 = self.parts.iter().filter(|it| it.0 < today).map(|it| it.1).sum();
        if self.cancelled { 0 } else { (due - self.received()).max(0) }
    }

    /// What is paid of each part, the first due first.
    fn paid(&self) -> Vec<i64> {
        let mut left = self.received();
        let mut paid = Vec::new();
        for (_, fen) in &self.parts {
            paid.push(left.min(*fen));
            left -= left.min(*fen);
        }
        paid
    }
}

/// What some contracts come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    contracts: i64,
    amount: i64,
    invoiced: i64,
    received: i64,
    outstanding: i64,
    overdue: i64,
}

fn sum<'a>(papers: impl Iterator<Item = &'a Paper>, today: NaiveDate) -> Sum {
    papers.filter(|it| !it.cancelled).fold(Sum::default(), |all, it| Sum {
        contracts: all.contracts + 1,
        amount: all.amount + it.fen,
        invoiced: all.invoiced + it.invoiced,
        received: all.received + it.received(),
        outstanding: all.outstanding + it.outstanding(),
        overdue: all.overdue + it.overdue(today),
    })
}

/// Two owners, two packages, three projects; customers that all projects share.
struct Book {
    office: Office,
    owners: Vec<Visitor>,
    reader: Visitor,
    /// Number and whose.
    projects: Vec<(String, usize)>,
    packages: Vec<String>,
    customers: Vec<String>,
    papers: Vec<Paper>,
    rng: fastrand::Rng,
    today: NaiveDate,
}

const AIMS: [(&str, i64); 4] =
    [("signed_amount", 120_000_000), ("money_received", 80_000_000), ("contracts", 1_000), ("new_customers", 500)];

impl Book {
    fn open(seed: u64) -> Book {
        let office = Office::open();
        let first = cast(&office);
        let second = Cast { owner: office.actor("赵强"), ..first.clone() };
        let packages = [package(&office, &first), package(&office, &second)];
        let state = State::Implementation;
        let projects = vec![
            (project_aiming_at(&office, &first, &packages[0], state, &AIMS), 0),
            (project_aiming_at(&office, &first, &packages[1], state, &AIMS), 0),
            (project_aiming_at(&office, &second, &packages[1], state, &AIMS), 1),
        ];
        let today = NaiveDate::from_ymd_opt(2026, 12, 21).expect("a day");
        office.at("2026-12-21 09:00");
        let owners = vec![office.sign_in("李伟"), office.sign_in("赵强")];
        let names = ["华信会展有限公司", "宏达安装有限公司", "东方设备有限公司", "云岭展览有限公司"];
        let customers: Vec<String> =
            names.iter().map(|name| office.act(&owners[0], |tx| Ok(customer(tx, name)?.number))).collect();
        for (number, owner) in &projects {
            for customer in &customers {
                let typed = [("customer", customer.as_str()), ("grounds", "近期有采购计划")];
                owners[*owner].post(&format!("/projects/{number}/customers"), &typed).is(303);
            }
        }
        let packages = packages.iter().map(|id| number_of_package(&office, id)).collect();
        let reader = office.sign_in("张敏");
        Book {
            office,
            owners,
            reader,
            projects,
            packages,
            customers,
            papers: Vec::new(),
            rng: fastrand::Rng::with_seed(seed),
            today,
        }
    }

    /// Two months, day by day.
    fn live(&mut self) {
        for day in 0..61 {
            self.today =
                NaiveDate::from_ymd_opt(2026, 12, 21).and_then(|it| it.checked_add_days(Days::new(day))).expect("a day");
            self.office.at(&format!("{} 09:00", self.today));
            for _ in 0..self.rng.usize(0..4) {
                self.office.later(chrono::Duration::minutes(10));
                self.happen();
            }
            if day == 17 || day == 40 {
                self.check();
            }
        }
        self.check();
    }

    fn happen(&mut self) {
        let at = self.rng.usize(0..self.papers.len().max(1));
        // Most of what happens at first is a new contract, later what comes of them.
        let new = if self.papers.len() < 8 { 60 } else { 22 };
        let Some(paper) = self.papers.get(at).cloned().filter(|_| self.rng.u8(0..100) >= new) else { return self.sign() };
        let owner = self.projects[paper.project].1;
        let (office, by) = (&self.office, &self.owners[owner]);
        let with = |change: &dyn Fn(
            &mut shuguang::store::Tx,
            shuguang::contracts::model::Contract,
            shuguang::projects::model::Project,
        ) -> shuguang::error::Result<()>| {
            office.act(by, |tx| {
                let (row, project) = contract(tx, &paper.number)?;
                change(tx, row, project)
            });
        };
        match self.rng.u8(0..100) {
            // Money; the whole rest every now and then, of an earlier day sometimes.
            0..=49 if !paper.cancelled && paper.outstanding() > 0 => {
                let rest = paper.outstanding();
                let fen = if self.rng.u8(0..4) == 0 { rest } else { self.rng.i64(1..=rest) };
                let back = u64::from(self.rng.u8(0..5)).min((self.today - paper.signed_on).num_days().unsigned_abs());
                let on = self.today.checked_sub_days(Days::new(back)).expect("a day");
                let new = NewReceipt { on, fen, way: ReceiptWay::Transfer, note: String::new() };
                with(&|tx, row, project| receive(tx, &project, &row, new.clone()));
                let known: Vec<String> = paper.receipts.iter().map(|it| it.id.clone()).collect();
                let read = office.store().read(|conn| {
                    let id = queries::find(conn, &office.actor("张敏"), &paper.number)?.0.id;
                    receipts(conn, &id)
                });
                let read = read.unwrap_or_else(|error| panic!("{}", error.account()));
                let id = read.into_iter().map(|it| it.id).find(|id| !known.contains(id)).expect("it was recorded");
                self.papers[at].receipts.push(Money { id, on, fen, void: false });
            }
            50..=61 if !paper.finished && paper.received() > 0 => {
                let standing: Vec<usize> = (0..paper.receipts.len()).filter(|it| !paper.receipts[*it].void).collect();
                let which = standing[self.rng.usize(0..standing.len())];
                let id = paper.receipts[which].id.clone();
                with(&|tx, row, project| {
                    let all = receipts(tx, &row.id)?;
                    let it = all.iter().find(|it| it.id == id).expect("the receipt");
                    void_receipt(tx, &project, &row, it, "退款".into())
                });
                self.papers[at].receipts[which].void = true;
            }
            62..=73 if !paper.cancelled && paper.invoiced < paper.fen => {
                let fen = self.rng.i64(1..=paper.fen - paper.invoiced);
                let number = format!("2632{:04}", self.rng.u32(0..100_000_000));
                let new = NewInvoice { number, on: self.today, fen, note: String::new() };
                with(&|tx, row, project| invoice(tx, &project, &row, new.clone()));
                self.papers[at].invoiced += fen;
            }
            74..=83 if !paper.cancelled && !paper.finished && paper.orders + 1_050_000 <= paper.fen => {
                let (sent, found) = (self.rng.i64(1..=1_000), self.rng.bool());
                office.act(by, |tx| supplied(tx, &paper.number, sent, found));
                // Ten stands at 1,000 yuan each, two and a half square metres at 200.
                self.papers[at].orders += 10 * 100_000 + 5 * 10_000;
                self.papers[at].running = true;
            }
            84..=91 if !paper.cancelled && !paper.finished && paper.received() == 0 && paper.orders == 0 => {
                let said = Said { day: None, reason: "客户改由集团采购".into() };
                with(&|tx, row, project| {
                    for it in invoices(tx, &row.id)?.iter().filter(|it| it.voided_at.is_none()) {
                        let (row, _) = queries::by_id(tx, &row.id)?;
                        void_invoice(tx, &project, &row, it, "合同取消".into())?;
                    }
                    let (row, _) = queries::by_id(tx, &row.id)?;
                    carry_out(tx, &project, &row, Turn::Cancel, &said).map(|_| ())
                });
                self.papers[at].invoiced = 0;
                self.papers[at].cancelled = true;
            }
            92.. if !paper.cancelled && !paper.finished && paper.outstanding() == 0 && paper.orders == 0 => {
                let said = Said::default();
                with(&|tx, row, project| {
                    let row = if paper.running { row } else { carry_out(tx, &project, &row, Turn::Start, &said)? };
                    carry_out(tx, &project, &row, Turn::Finish, &said).map(|_| ())
                });
                self.papers[at].running = true;
                self.papers[at].finished = true;
            }
            _ => {}
        }
    }

    /// A new contract, signed today, in one to four parts.
    fn sign(&mut self) {
        let at = self.rng.usize(0..self.projects.len());
        let customer = self.customers[self.rng.usize(0..self.customers.len())].clone();
        let mut parts: Vec<(NaiveDate, i64)> = Vec::new();
        for _ in 0..self.rng.usize(1..5) {
            let due = self.today.checked_add_days(Days::new(self.rng.u64(0..40))).expect("a day");
            parts.push((due, self.rng.i64(1..1_800_000)));
        }
        parts.sort();
        let fen = parts.iter().map(|it| it.1).sum();
        let (number, owner) = self.projects[at].clone();
        let nth = self.papers.len();
        let signed = self.office.act(&self.owners[owner], |tx| {
            let project = project(tx, &number)?;
            let partner = queries::partners(tx, &project.id)?.into_iter().find(|it| it.number == customer);
            let payments = parts.iter().map(|(due_on, fen)| Payment { title: "货款".into(), due_on: *due_on, fen: *fen });
            let new = Draft {
                target_id: partner.expect("a target").target_id,
                edition_id: None,
                title: format!("第{nth}份合同"),
                buyer: "买方有限公司".into(),
                seller: "曙光展览设备有限公司".into(),
                list_fen: fen,
                fen,
                terms: String::new(),
                starts_on: tx.today(),
                ends_on: NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day"),
                payments: payments.collect(),
            };
            let row = draft(tx, &project, &new)?;
            let said = Said { day: Some(tx.today()), ..Said::default() };
            carry_out(tx, &project, &row, Turn::Sign, &said)
        });
        self.papers.push(Paper {
            number: signed.number,
            project: at,
            customer,
            signed_on: self.today,
            fen,
            parts,
            receipts: Vec::new(),
            invoiced: 0,
            orders: 0,
            running: false,
            finished: false,
            cancelled: false,
        });
    }

    fn check(&mut self) {
        // Sessions end when nobody comes for days.
        self.reader = self.office.sign_in("张敏");
        assert!(self.papers.len() > 5, "the stream is too thin");
        for paper in &self.papers {
            self.check_contract(paper);
        }
        self.check_lists();
        self.check_days();
        for at in 0..self.projects.len() {
            self.check_project(at);
        }
        for customer in &self.customers {
            let all = sum(self.papers.iter().filter(|it| it.customer == *customer), self.today);
            let page = self.reader.get(&format!("/customers/{customer}"));
            let facts = pairs(&page, "[aria-labelledby=account] dl", "dt", "dd");
            assert_eq!(facts["合同"], all.contracts.to_string(), "{customer}");
            for (name, fen) in [("签约额", all.amount), ("已回款", all.received), ("未回款", all.outstanding)] {
                assert_eq!(facts[name], yuan(fen), "{customer} {name}");
            }
        }
        self.check_packages();
    }

    /// The page of a contract, and its printed summary.
    fn check_contract(&self, paper: &Paper) {
        let at = format!("/contracts/{}", paper.number);
        let page = self.reader.get(&at);
        let read: Vec<(String, String, bool)> = table(&page, "#receipts tbody tr")
            .into_iter()
            .map(|cells| (cells[0][..10].to_owned(), cells[1].clone(), cells[4].starts_with("已作废")))
            .collect();
        let mut kept: Vec<(String, String, bool)> =
            paper.receipts.iter().map(|it| (it.on.to_string(), yuan(it.fen), it.void)).collect();
        let mut said = read.clone();
        kept.sort();
        said.sort();
        assert_eq!(said, kept, "{at}: the receipts");
        let summary = self.reader.get(&format!("{at}/summary"));
        for (page, row) in [(&page, "[aria-labelledby=payments] tbody tr"), (&summary, "h2 + .scroll tbody tr")] {
            let cells: Vec<Vec<String>> = table(page, row).into_iter().take(paper.parts.len()).collect();
            for ((cells, (due, fen)), paid) in cells.iter().zip(&paper.parts).zip(paper.paid()) {
                assert!(cells[1].starts_with(&due.to_string()), "{at}: {cells:?}");
                assert_eq!((&cells[2], &cells[3]), (&yuan(*fen), &yuan(paid)), "{at}");
            }
            assert_eq!(cells.len(), paper.parts.len(), "{at}");
        }
        if paper.cancelled {
            assert!(!page.has("[aria-labelledby=settlement]") && !summary.seen().contains("未回款"), "{at}");
            return;
        }
        // By the book, and by the page alone.
        assert_eq!(paper.received() + paper.outstanding(), paper.fen);
        let figures = pairs(&page, "[aria-labelledby=settlement] .figure", "dt", "dd");
        let printed = pairs(&summary, "dl.facts", "dt", "dd");
        for (name, fen) in [("已开票", paper.invoiced), ("已回款", paper.received()), ("未回款", paper.outstanding())]
        {
            assert_eq!(figures[name], yuan(fen), "{at} {name}");
            assert_eq!(printed[name], yuan(fen), "{at}/summary {name}");
        }
        assert_eq!(figures["合同金额"], yuan(paper.fen), "{at}");
        assert_eq!(fen_of(&figures["已回款"]) + fen_of(&figures["未回款"]), fen_of(&figures["合同金额"]), "{at}");
        let overdue = Some(yuan(paper.overdue(self.today))).filter(|_| paper.overdue(self.today) > 0);
        assert_eq!(figures.get("逾期款"), overdue.as_ref(), "{at}");
        assert_eq!(printed.get("逾期款"), overdue.as_ref(), "{at}/summary");
    }

    /// The list's foot, its rows, the same by state and project, and the workbook.
    fn check_lists(&self) {
        let said = |address: &str, all: Sum, count: usize| {
            let page = self.reader.get(address);
            let total = texts(&page, "p.total span");
            assert!(total[0].starts_with(&format!("共 {count} ")), "{address}: {total:?}, not {count}");
            for (nth, (name, fen)) in
                [("签约额", all.amount), ("已回款", all.received), ("未回款", all.outstanding), ("逾期款", all.overdue)]
                    .into_iter()
                    .enumerate()
            {
                assert_eq!(total[nth + 1], format!("{name} {}", yuan(fen)), "{address}");
            }
        };
        said("/contracts", sum(self.papers.iter(), self.today), self.papers.len());
        let finished: Vec<&Paper> = self.papers.iter().filter(|it| it.finished).collect();
        said("/contracts?state=finished", sum(finished.iter().copied(), self.today), finished.len());
        let late: Vec<&Paper> = self.papers.iter().filter(|it| it.overdue(self.today) > 0).collect();
        said("/contracts?overdue=1", sum(late.iter().copied(), self.today), late.len());
        for (at, (number, _)) in self.projects.iter().enumerate() {
            let theirs: Vec<&Paper> = self.papers.iter().filter(|it| it.project == at).collect();
            said(&format!("/contracts?project={number}"), sum(theirs.iter().copied(), self.today), theirs.len());
        }
        let book = self.reader.get("/contracts.xlsx");
        let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(book.bytes.clone())).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
        let mut rows = 0;
        for row in sheet.rows().skip(1) {
            let it = self.papers.iter().find(|it| it.number == row[0].to_string()).expect("a contract of the book");
            let cells: Vec<i64> = [7, 9, 10, 11].iter().map(|at| cell(&row[*at])).collect();
            assert_eq!(cells, [it.fen, it.received(), it.outstanding(), it.overdue(self.today)], "{}: the workbook", it.number);
            rows += 1;
        }
        assert_eq!(rows, self.papers.len());
        let orders: i64 = self.papers.iter().map(|it| it.orders).sum();
        let total = texts(&self.reader.get("/orders?state=all"), "p.total span");
        assert_eq!(total[1], format!("金额 {}", yuan(orders)));
    }

    /// Day by day: what was signed and what came in add up to the months, and the months to the whole.
    fn check_days(&self) {
        let mut signed: BTreeMap<(i32, u32), i64> = BTreeMap::new();
        let mut received: BTreeMap<(i32, u32), i64> = BTreeMap::new();
        let mut day = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
        while day <= self.today {
            let month = (day.year(), day.month());
            let page = self.reader.get(&format!("/contracts?from={day}&to={day}"));
            *signed.entry(month).or_default() += fen_of(&texts(&page, "p.total span")[1]);
            let money = self.papers.iter().flat_map(|it| &it.receipts).filter(|it| it.on == day && !it.void);
            *received.entry(month).or_default() += money.map(|it| it.fen).sum::<i64>();
            day = day.succ_opt().expect("a day");
        }
        for (year, month) in signed.keys() {
            let first = NaiveDate::from_ymd_opt(*year, *month, 1).expect("a day");
            let last = first.checked_add_months(chrono::Months::new(1)).and_then(|it| it.pred_opt()).expect("a day");
            let page = self.reader.get(&format!("/contracts?from={first}&to={last}"));
            assert_eq!(fen_of(&texts(&page, "p.total span")[1]), signed[&(*year, *month)], "{year}-{month}");
        }
        let all = sum(self.papers.iter(), self.today);
        assert_eq!(signed.values().sum::<i64>(), all.amount);
        assert_eq!(received.values().sum::<i64>(), all.received);
    }

    /// A project's contracts, and its indicators.
    fn check_project(&self, at: usize) {
        let number = &self.projects[at].0;
        let all = sum(self.papers.iter().filter(|it| it.project == at), self.today);
        let figures = pairs(&self.reader.get(&format!("/projects/{number}/contracts")), ".figure", "dt", "dd");
        for (name, fen) in
            [("签约额", all.amount), ("已开票", all.invoiced), ("已回款", all.received), ("未回款", all.outstanding)]
        {
            assert_eq!(figures[name], yuan(fen), "{number} {name}");
        }
        assert_eq!(figures.get("逾期款").cloned(), Some(yuan(all.overdue)).filter(|_| all.overdue > 0), "{number}");
        for page in ["", "/execution"] {
            let page = self.reader.get(&format!("/projects/{number}{page}"));
            let rows: BTreeMap<String, String> = table(&page, "table tbody tr")
                .into_iter()
                .filter(|cells| cells.len() > 3 && AIMED.contains(&cells[0].as_str()))
                .map(|cells| (cells[0].clone(), cells[2].clone()))
                .collect();
            assert_eq!(rows.len(), 4, "{number}");
            for (name, hundredths) in self.actuals(|it| it == at) {
                assert_eq!(rows[name].split(' ').next(), Some(plain(hundredths).as_str()), "{number} {name}");
            }
        }
    }

    /// The four actual figures of some projects.
    fn actuals(&self, of: impl Fn(usize) -> bool) -> [(&'static str, i64); 4] {
        let all = sum(self.papers.iter().filter(|it| of(it.project)), self.today);
        // A customer is new where its first contract with the department was signed.
        let first = |customer: &String| {
            let theirs = self.papers.iter().filter(|it| it.customer == *customer && !it.cancelled);
            theirs.min_by_key(|it| (it.signed_on, it.number.clone())).map(|it| it.project)
        };
        let new = self.customers.iter().filter_map(first).filter(|it| of(*it)).count();
        let new = i64::try_from(new).expect("a few");
        [("签约额", all.amount), ("回款额", all.received), ("签约数", all.contracts * 100), ("新客户数", new * 100)]
    }

    fn check_packages(&self) {
        let of: [&dyn Fn(usize) -> bool; 2] = [&|it| it == 0, &|it| it > 0];
        for (number, of) in self.packages.iter().zip(of) {
            let page = self.reader.get(&format!("/packages/{number}"));
            let plan = links(&page, "nav a[href^='/plans/'], a[href^='/plans/AP']").remove(0);
            for address in [format!("/packages/{number}"), plan] {
                let page = self.reader.get(&address);
                let rows: BTreeMap<String, String> = table(&page, "[aria-labelledby=targets] tbody tr")
                    .into_iter()
                    .map(|cells| (cells[0].clone(), cells[cells.len() - 3].clone()))
                    .collect();
                for (name, hundredths) in self.actuals(of) {
                    let said = match name {
                        "签约额" | "回款额" => short(hundredths),
                        _ => plain(hundredths),
                    };
                    let read = rows.get(name).unwrap_or_else(|| panic!("{address} has no {name}: {rows:?}"));
                    assert!(read == &said || read.starts_with(&format!("{said} ")), "{address} {name}: {read}, not {said}");
                }
            }
        }
    }
}

const AIMED: [&str; 4] = ["签约额", "回款额", "签约数", "新客户数"];

fn number_of_package(office: &Office, id: &str) -> String {
    use diesel::prelude::*;
    use shuguang::store::schema::packages;
    let read = office.store().read(|conn| Ok(packages::table.find(id).select(packages::number).first(conn)?));
    read.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// An order with its notice and a part of it delivered; counted at the customer's with one missing, or not yet.
fn supplied(tx: &mut shuguang::store::Tx, number: &str, sent: i64, counted: bool) -> shuguang::error::Result<()> {
    let order = ordered(tx, number)?;
    let notice = notified(tx, &order, &[1_000, 250])?;
    let delivery = delivered(tx, &notice, &[sent, 0])?;
    if counted {
        let who = tx.who.clone();
        let found = deliveries::queries::find(tx, &who, &delivery)?;
        let whole = Whole::read(tx, &order.id)?;
        let lines = &whole.deliveries.iter().find(|it| it.0.number == delivery).expect("the delivery").1;
        let counted: Vec<Counted> =
            lines.iter().map(|it| Counted { line: it.id.clone(), found: it.sent - 1, difference: "少一件".into() }).collect();
        let today = tx.today();
        count(tx, &found, found.delivery.version, today, &counted)?;
    }
    Ok(())
}

// What the pages say, read without the program's help -------------------------------------------------------------------------

fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let parts: Vec<String> = digits.as_bytes().rchunks(3).rev().map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    parts.join(",")
}

/// `12,345.60 元`.
fn yuan(fen: i64) -> String {
    format!("{}.{:02} 元", grouped(fen / 100), fen % 100)
}

/// `12,345.6`.
fn plain(hundredths: i64) -> String {
    let text = format!("{}.{:02}", grouped(hundredths / 100), hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// As plans say money: from ten thousand yuan on in 万元 with two decimals.
fn short(fen: i64) -> String {
    match fen {
        1_000_000.. => format!("{} 万元", plain((fen + 5_000) / 10_000)),
        _ => format!("{} 元", plain(fen)),
    }
}

/// Fen out of a text like `合同金额 12,345.60 元`.
fn fen_of(text: &str) -> i64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("an amount")
}

/// Fen out of a workbook's cell in yuan.
fn cell(data: &Data) -> i64 {
    match data {
        Data::Float(yuan) => (yuan * 100.0).round() as i64,
        Data::Int(yuan) => yuan * 100,
        Data::Empty => 0,
        other => panic!("{other:?} is no amount"),
    }
}

fn selector(css: &str) -> scraper::Selector {
    scraper::Selector::parse(css).expect("a selector")
}

/// A text without what stands smaller beside it.
fn large(it: scraper::ElementRef) -> String {
    let inside = it.descendants().filter_map(|node| node.value().as_text().map(|text| (node, text.to_string())));
    let outside_small = inside.filter(|(node, _)| {
        !node.ancestors().any(|it| it.value().as_element().is_some_and(|it| matches!(it.name(), "small" | "span")))
    });
    outside_small.map(|(_, text)| text).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn whole(it: scraper::ElementRef) -> String {
    it.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(page: &Answer, css: &str) -> Vec<String> {
    page.html().select(&selector(css)).map(whole).collect()
}

fn links(page: &Answer, css: &str) -> Vec<String> {
    page.html().select(&selector(css)).filter_map(|it| it.attr("href").map(str::to_owned)).collect()
}

/// Names and values beside each other.
fn pairs(page: &Answer, css: &str, name: &str, value: &str) -> BTreeMap<String, String> {
    let html = page.html();
    let (names, values) = (selector(name), selector(value));
    html.select(&selector(css))
        .flat_map(|it| {
            let names: Vec<String> = it.select(&names).map(whole).collect();
            let values: Vec<String> = it.select(&values).map(large).collect();
            names.into_iter().zip(values).collect::<Vec<_>>()
        })
        .collect()
}

/// The cells of rows, each without what stands smaller beside it.
fn table(page: &Answer, css: &str) -> Vec<Vec<String>> {
    let cells = selector("th, td");
    page.html().select(&selector(css)).map(|row| row.select(&cells).map(large_of_cell).collect()).collect()
}

fn large_of_cell(it: scraper::ElementRef) -> String {
    let text = large(it);
    if text.is_empty() { whole(it) } else { text }
}

#[test]
fn every_page_sheet_and_print_says_the_same_sum() {
    let mut all: Vec<Paper> = Vec::new();
    for seed in [7, 2026, 20_261_123] {
        let mut book = Book::open(seed);
        book.live();
        all.extend(book.papers.iter().cloned());
        let proof = shuguang::trail::verify::verify(book.office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
        assert!(proof.findings.is_empty(), "{:?}", proof.findings.first().map(ToString::to_string));
    }
    // The streams have something of everything.
    type Holds = fn(&Paper) -> bool;
    let kinds: [(&str, Holds); 6] = [
        ("cancelled", |it| it.cancelled),
        ("finished", |it| it.finished),
        ("with a voided receipt", |it| it.receipts.iter().any(|it| it.void)),
        ("paid in parts", |it| it.receipts.iter().filter(|it| !it.void).count() > 1),
        ("with orders", |it| it.orders > 0),
        ("invoiced in part", |it| (1..it.fen).contains(&it.invoiced)),
    ];
    for (name, holds) in kinds {
        assert!(all.iter().any(holds), "no contract is {name}");
    }
}
