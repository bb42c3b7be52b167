//! The pages of one contract.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use super::cares::model::Care;
use super::changes::{fixed, no_way};
use super::deliveries::model::Delivery;
use super::facts::{self, Goods};
use super::forms::{self, PAYMENTS};
use super::model::{Contract, PaymentTerm};
use super::money::model::{Invoice, Receipt};
use super::notices::model::Notice;
use super::orders::model::Order;
use super::orders::progress::OrderState;
use super::queries::{self, Accepted, Opened, Partner};
use super::road::{Ask, ContractState, Need, Turn, Way};
use super::{cares, money, notices, orders};
use crate::error::{OrNotFound, Result};
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::{Lang, Pair};
use crate::money::settlement::{Paid, Settlement};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::authority::Matter;
use crate::projects::execution::work::Work;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::projects::planning::forms::{Line, lines_to_write};
use crate::web::shell::Given;
use crate::web::{Form, Reading, Shell};
use crate::{files, projects};

/// A row of what became of the orders: an order, below it its notices, below them their deliveries.
pub enum Step {
    Order(Order),
    Notice(Notice),
    Delivery(Delivery),
}

/// One way out of where the contract stands.
pub struct Gate {
    pub way: &'static Way,
    pub missing: Vec<Need>,
    /// The reader may take it, once everything is there.
    pub mine: bool,
}

/// Something that is to be done next: what, where, how urgent.
pub struct Todo {
    pub what: String,
    pub href: String,
    pub tone: &'static str,
}

/// One contract: everything about it.
#[derive(Template)]
#[template(path = "contracts/show.html")]
pub struct Show {
    s: Shell,
    o: Opened,
    form: Form,
    names: BTreeMap<String, String>,
    terms: Vec<PaymentTerm>,
    settlement: Settlement,
    steps: Vec<Step>,
    invoices: Vec<Invoice>,
    receipts: Vec<Receipt>,
    cares: Vec<Care>,
    files: Vec<Attachment>,
    gates: Vec<Gate>,
    standing: Standing,
}

impl Show {
    /// Reads a contract that the reader may see; `form` is that of an upload that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let me = r.me.clone();
        let o = queries::open(r, &me, number)?;
        let standing = o.project.standing(&me, &o.coordinator_id);
        let terms = queries::terms(r, &o.contract.id)?;
        let signed = o.contract.signed_on.is_some();
        let id = o.contract.id.clone();
        let orders = if signed { orders::queries::of_contract(r, &id)? } else { Vec::new() };
        let sent = if orders.is_empty() { Vec::new() } else { notices::queries::of_contract(r, &id)? };
        let invoices = if signed { money::queries::invoices(r, &id)? } else { Vec::new() };
        let receipts = if signed { money::queries::receipts(r, &id)? } else { Vec::new() };
        let cares = if signed { cares::queries::of_contract(r, &id)? } else { Vec::new() };
        let invoiced = invoices.iter().map(|it| it.id.clone()).collect();
        let files = files::queries::of_both(r, (SubjectKind::Contract, &id), (SubjectKind::Invoice, invoiced))?;
        let goods = Goods {
            to_deliver: orders.iter().any(|it| matches!(it.state, OrderState::Open | OrderState::Notified)),
            to_count: sent.iter().filter_map(|(_, it)| it.as_ref()).any(|it| it.stands() && it.counted_on.is_none()),
        };
        let met = facts::met(r, &o.project, &o.contract, &terms, Some(goods))?;
        let mine = |way: &Way| me.may(way.deed, standing).is_some() && way.work.is_on(&o.project);
        let gates =
            o.contract.state.ways().map(|way| Gate { way, missing: facts::missing(way, &met), mine: mine(way) }).collect();
        let names = people::queries::names(r)?;
        let s = r.shell()?;
        Ok(Show {
            settlement: o.contract.settlement(&terms),
            steps: steps(orders, sent),
            s,
            o,
            form,
            names,
            terms,
            invoices,
            receipts,
            cares,
            files,
            gates,
            standing,
        })
    }

    fn is(&self, state: &str) -> bool {
        self.o.contract.state.code() == state
    }

    fn in_force(&self) -> bool {
        self.o.contract.state.in_force()
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn may(&self, deed: Deed, work: Work) -> bool {
        let me = self.s.me.as_ref();
        me.is_some_and(|me| me.may(deed, self.standing).is_some()) && work.is_on(&self.o.project)
    }

    /// Whether the draft can be written again.
    fn may_edit(&self) -> bool {
        self.is("draft") && self.may(Deed::Execute, Work::Undertake)
    }

    /// Whether orders can be taken.
    fn may_order(&self) -> bool {
        self.o.contract.state.takes_orders() && self.may(Deed::Execute, Work::Undertake)
    }

    /// Whether invoices, receipts and care can be recorded.
    fn may_settle(&self) -> bool {
        self.in_force() && self.may(Deed::Settle, Work::Settle)
    }

    fn may_void(&self) -> bool {
        self.may_settle() && !self.is("finished")
    }

    fn may_attach(&self) -> bool {
        self.may(Deed::Settle, Work::Settle)
    }

    /// Whether there is anything to say of how it goes on.
    fn has_ways(&self) -> bool {
        self.onward().is_some() || self.gates.iter().any(|it| it.mine)
    }

    /// The ways that the reader may take.
    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    /// The gate worth a list: that of the way onward.
    fn onward(&self) -> Option<&Gate> {
        self.gates.iter().find(|it| !it.way.turn.destroys() && !it.way.needs.is_empty())
    }

    fn lacks(&self, gate: &Gate, need: &Need) -> bool {
        gate.missing.contains(need)
    }

    fn is_open(&self, gate: &Gate) -> bool {
        gate.missing.is_empty()
    }

    /// Whether something has to be said with it; otherwise the button alone does it.
    fn asks(&self, gate: &Gate) -> bool {
        !gate.way.asks.is_empty()
    }

    fn kind_of(&self, gate: &Gate) -> &'static str {
        if gate.way.turn.destroys() { "danger" } else { "primary" }
    }

    /// What a limit is and what the contract has, where it is beyond it.
    fn beyond(&self, need: &Need) -> String {
        let (matter, say): (Matter, fn(&Shell, i64) -> String) = match need {
            Need::ContractLimit => (Matter::Contract, |s, fen| s.money(fen)),
            Need::DiscountLimit => (Matter::Discount, |s, share| format!("{} %", s.quantity(share))),
            _ => return String::new(),
        };
        let value = facts::value(&self.o.contract, matter);
        match matter.limit(&self.o.project) {
            Some(limit) if value > limit => {
                let (value, limit) = (say(&self.s, value), say(&self.s, limit));
                match self.s.lang {
                    Lang::Zh => format!("现为 {value}，限额 {limit}"),
                    Lang::En => format!("now {value}, the limit is {limit}"),
                }
            }
            _ => String::new(),
        }
    }

    /// Where a need can be put right.
    fn need_href(&self, need: &Need) -> String {
        let (o, matter) = (&self.o, |matter, value| {
            let number = &self.o.project.number;
            format!("/requests/new?project={number}&matter={matter}&up_to={}", forms::plain(value))
        });
        match need {
            Need::ContractLimit => matter("contract", o.contract.fen),
            Need::DiscountLimit => matter("discount", o.contract.discount()),
            need => format!("{}{}", o.contract.href(), need.place()),
        }
    }

    fn state_tone(&self) -> &'static str {
        tone(self.o.contract.state)
    }

    fn overdue(&self) -> i64 {
        if self.in_force() { self.settlement.overdue(self.s.today) } else { 0 }
    }

    fn overdue_since(&self) -> String {
        let since = self.o.contract.overdue_on.and_then(|on| on.pred_opt());
        since.map_or(String::new(), |due| late_for(&self.s, self.s.days_late(due)))
    }

    fn percent(&self) -> i64 {
        self.settlement.percent()
    }

    fn paid(&self) -> Vec<(&PaymentTerm, Paid)> {
        self.terms.iter().zip(self.settlement.paid()).collect()
    }

    fn is_late(&self, paid: &Paid) -> bool {
        self.in_force() && paid.is_late(self.s.today)
    }

    fn late(&self, due: &NaiveDate) -> String {
        late_for(&self.s, self.s.days_late(due))
    }

    /// What the payment terms lack to the amount, in fen; negative where they are too much.
    fn gap(&self) -> i64 {
        self.o.contract.fen - self.terms.iter().map(|it| it.fen).sum::<i64>()
    }

    /// The sum of the orders that are not cancelled, in fen.
    fn ordered(&self) -> i64 {
        let orders = self.steps.iter().filter_map(|it| match it {
            Step::Order(order) if order.state != OrderState::Cancelled => Some(order.fen),
            _ => None,
        });
        orders.sum()
    }

    fn order_tone(&self, order: &Order) -> &'static str {
        orders::pages::tone(order.state)
    }

    fn is_order_late(&self, order: &Order) -> bool {
        order.due_on.is_some_and(|due| due < self.s.today)
    }

    fn invoice_files<'a>(&'a self, invoice: &'a Invoice) -> Vec<&'a Attachment> {
        self.files.iter().filter(|it| it.subject_id == invoice.id).collect()
    }

    fn contract_files(&self) -> Vec<&Attachment> {
        self.files.iter().filter(|it| it.subject_id == self.o.contract.id).collect()
    }

    fn stars(&self, satisfaction: &i32) -> String {
        stars(*satisfaction)
    }

    fn is_care_due(&self) -> bool {
        self.in_force() && self.o.contract.care_on.is_some_and(|on| on <= self.s.today)
    }

    /// What is to be done next, the most urgent first.
    fn todo(&self) -> Vec<Todo> {
        let (s, c) = (&self.s, &self.o.contract);
        let mut all = Vec::new();
        let mut add = |what: String, href: String, tone| all.push(Todo { what, href, tone });
        if c.state == ContractState::Draft {
            let text = match self.gates.iter().find(|it| it.way.turn == Turn::Sign).is_some_and(|it| it.missing.is_empty()) {
                true => s.t("双方签字盖章后，登记签署日期。", "Once both sides have signed, record the day."),
                false => s.t("先把下面缺的补齐，再签署。", "Fill in what is missing below, then sign."),
            };
            add(text.to_owned(), "#gate".into(), "dawn");
        }
        if self.overdue() > 0 {
            let (sum, since) = (s.money(self.overdue()), self.overdue_since());
            let text = match s.lang {
                Lang::Zh => format!("催收逾期款 {sum}（{since}）"),
                Lang::En => format!("Collect the overdue {sum} ({since})"),
            };
            add(text, "#receipts".into(), "late");
        }
        for step in &self.steps {
            match step {
                Step::Order(it) if it.state == OrderState::Open => {
                    add(format!("{} {}", it.number, s.t("发出供应通知", "Issue a supply notice")), it.href(), "dawn");
                }
                Step::Order(it) if it.state == OrderState::Notified => {
                    add(
                        format!("{} {}", it.number, s.t("跟进交货，到货即登记", "Follow the delivery and record it")),
                        it.href(),
                        "dawn",
                    );
                }
                Step::Delivery(it) if it.stands() && it.counted_on.is_none() => {
                    add(format!("{} {}", it.number, s.t("到客户处盘点", "Count it at the customer's")), it.href(), "dawn");
                }
                _ => {}
            }
        }
        if c.state == ContractState::Signed && self.ordered() == 0 {
            let text = s.t(
                "登记第一张订单；没有订单的合同直接开始履行。",
                "Take the first order; a contract without orders is started by hand.",
            );
            add(text.to_owned(), "#orders".into(), "dawn");
        }
        let delivered = self.steps.iter().any(|it| matches!(it, Step::Delivery(it) if it.stands()));
        if self.is_care_due() || (delivered && self.cares.is_empty() && self.in_force()) {
            add(s.t("回访客户的使用情况", "Ask the customer how the goods are used").to_owned(), c.at("cares/new"), "dawn");
        }
        if let Some(next) = self.settlement.next_due().filter(|it| self.in_force() && it.due_on >= s.today) {
            let (day, sum) = (s.day(next.due_on), s.money(next.fen));
            let text = match s.lang {
                Lang::Zh => format!("下一笔款 {sum}，{day} 到期"),
                Lang::En => format!("The next payment of {sum} is due {day}"),
            };
            add(text, "#receipts".into(), "");
        }
        all
    }

    /// What the page says where nothing is to be done.
    fn rest(&self) -> &'static str {
        let s = &self.s;
        match self.o.contract.state {
            ContractState::Finished => s.t("合同履行完毕。", "The contract is finished."),
            ContractState::Cancelled => s.t("合同已取消。", "The contract is cancelled."),
            _ => {
                s.t("货已交清、款已收齐，可以登记履行完毕。", "Everything is delivered and paid; the contract can be finished.")
            }
        }
    }
}

/// Orders, notices and deliveries in one list, each below what it belongs to.
fn steps(orders: Vec<Order>, sent: Vec<(Notice, Option<Delivery>)>) -> Vec<Step> {
    let mut all = Vec::new();
    for order in orders {
        let id = order.id.clone();
        all.push(Step::Order(order));
        let mut last = String::new();
        for (notice, delivery) in sent.iter().filter(|(it, _)| it.order_id == id) {
            if last != notice.id {
                all.push(Step::Notice(notice.clone()));
                last.clone_from(&notice.id);
            }
            all.extend(delivery.iter().cloned().map(Step::Delivery));
        }
    }
    all
}

/// The tone of a state.
pub fn tone(state: ContractState) -> &'static str {
    match state {
        ContractState::Draft => "dawn",
        ContractState::Signed | ContractState::Running | ContractState::Cancelled => "",
        ContractState::Finished => "good",
    }
}

/// Satisfaction as stars.
pub fn stars(satisfaction: i32) -> String {
    let full = usize::try_from(satisfaction.clamp(0, 5)).unwrap_or(0);
    format!("{}{} {satisfaction}/5", "★".repeat(full), "☆".repeat(5 - full))
}

/// The form of a draft.
#[derive(Template)]
#[template(path = "contracts/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    project: Project,
    contract: Option<Contract>,
    partners: Vec<Partner>,
    accepted: Vec<Accepted>,
}

impl Edit {
    /// For a new contract of a project; `form` has what was typed, or which customer and edition it begins with.
    pub fn new(r: &mut Reading, number: &str, form: Form) -> Result<Edit> {
        let me = r.me.clone();
        let project = projects::queries::find(r, &me, number)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        let partners = queries::partners(r, &project.id)?;
        let accepted = queries::accepted(r, &project.id)?;
        let form = match form.fields.has("title") {
            true => form,
            false => begun(r, form, &partners, &accepted)?,
        };
        Ok(Edit { s: r.shell()?, form, project, contract: None, partners, accepted })
    }

    /// For a draft; `typed` has what was typed.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        if contract.state != ContractState::Draft {
            return Err(fixed());
        }
        let fields = forms::filled(&contract, &queries::terms(r, &contract.id)?);
        let form = match typed {
            Some(form) => form.against(&fields, contract.version, forms::LABELS),
            None => Form::showing(fields, contract.version),
        };
        let partners = queries::partners(r, &project.id)?;
        let accepted = queries::accepted(r, &project.id)?;
        Ok(Edit { s: r.shell()?, form, project, contract: Some(contract), partners, accepted })
    }

    fn action(&self) -> String {
        self.contract.as_ref().map_or_else(|| self.project.at("contracts"), Contract::href)
    }

    fn title(&self) -> &'static str {
        match self.contract {
            Some(_) => self.s.t("修改合同草稿", "Amend a contract's draft"),
            None => self.s.t("起草合同", "Draft a contract"),
        }
    }

    fn customers(&self) -> Vec<(String, String)> {
        self.partners
            .iter()
            .map(|it| (it.target_id.clone(), format!("{} · {}", it.name, self.s.lang.say(it.step.name()))))
            .collect()
    }

    fn editions(&self) -> Vec<(String, String)> {
        let name = |it: &Accepted| format!("{} · {} · {}", it.number, it.title, self.s.money(it.price_fen));
        self.accepted.iter().map(|it| (it.id.clone(), name(it))).collect()
    }

    fn customer(&self) -> &str {
        let target = self.contract.as_ref().map_or("", |it| it.target_id.as_str());
        self.partners.iter().find(|it| it.target_id == target).map_or("", |it| it.name.as_str())
    }

    fn payments(&self) -> Vec<Line> {
        lines_to_write(&self.form, &PAYMENTS)
    }

    fn complaint(&self, at: &usize) -> String {
        self.form.complaint(&format!("payment-{at}"), &self.s.lang)
    }

    fn limit(&self, matter: &str) -> String {
        match matter {
            "contract" => self.project.limit_contract.map_or("—".into(), |it| self.s.money(it)),
            _ => self.project.limit_discount.map_or("—".into(), |it| format!("{} %", self.s.quantity(it))),
        }
    }
}

/// A new draft as it is opened: what is known already is filled in.
fn begun(r: &mut Reading, form: Form, partners: &[Partner], accepted: &[Accepted]) -> Result<Form> {
    let edition = accepted.iter().find(|it| it.id == form.value("edition"));
    let target = edition.map_or(form.value("target"), |it| it.target_id.as_str());
    let partner = partners.iter().find(|it| it.target_id == target);
    let mut fields = form
        .fields
        .clone()
        .set("target", target)
        .with("seller", queries::usual_seller(r)?)
        .with("buyer", partner.map_or("", |it| it.name.as_str()))
        .with("starts_on", r.today.to_string());
    if let Some(it) = edition {
        fields = fields
            .with("title", it.title.as_str())
            .with("list", forms::plain(it.list_fen))
            .with("amount", forms::plain(it.price_fen));
    }
    Ok(Form { fields, ..form })
}

/// The form of a turn that has something to say with it.
#[derive(Template)]
#[template(path = "contracts/turn.html")]
pub struct Turning {
    s: Shell,
    form: Form,
    contract: Contract,
    way: &'static Way,
    gate: Gate,
}

impl Turning {
    /// The turn that the address, or the form, names.
    pub fn of(r: &mut Reading, number: &str, code: &str, form: Form) -> Result<Turning> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        let way = Turn::from_code(code).or_not_found()?.way(contract.state);
        let Some(way) = way else { return Err(no_way()) };
        let standing = project.standing(&me, &projects::tasks::coordinator(r, &project)?);
        r.may(way.deed, standing)?;
        let terms = queries::terms(r, &contract.id)?;
        let met = facts::met(r, &project, &contract, &terms, None)?;
        let gate = Gate { way, missing: facts::missing(way, &met), mine: way.work.is_on(&project) };
        let form = match form.fields.has("signed_on") || !way.asks.contains(&Ask::Day) {
            true => form,
            false => Form { fields: form.fields.with("signed_on", r.today.to_string()), ..form },
        };
        Ok(Turning { s: r.shell()?, form, contract, way, gate })
    }

    fn asks_day(&self) -> bool {
        self.way.asks.contains(&Ask::Day)
    }

    fn asks_reason(&self) -> bool {
        self.way.asks.contains(&Ask::Reason)
    }

    fn needs(&self) -> Vec<(&'static str, bool)> {
        self.way.needs.iter().map(|need| (self.s.lang.say(need.name()), !self.gate.missing.contains(need))).collect()
    }
}

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

/// A page that asks why something is taken back: a receipt, an invoice, an order, a notice, a delivery.
#[derive(Template)]
#[template(path = "contracts/reason.html")]
pub struct Reason {
    pub s: Shell,
    pub form: Form,
    /// Where it belongs, and what that is called.
    pub back: String,
    pub of: String,
    pub title: Pair,
    /// What it is that is taken back.
    pub what: String,
    pub action: String,
}

/// Goes on only if the reader may do this to the project.
pub fn may(r: &mut Reading, project: &Project, deed: Deed) -> Result<()> {
    let coordinator = projects::tasks::coordinator(r, project)?;
    let standing = project.standing(&r.me, &coordinator);
    r.may(deed, standing)
}
