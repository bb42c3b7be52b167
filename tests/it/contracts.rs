//! Contracts from the draft to the last payment: orders, notices, deliveries, counts, settlement, care, files.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use proptest::prelude::*;
use shuguang::contracts::cares::queries::of_contract as cares;
use shuguang::contracts::changes::{Draft, Said, carry_out, draft, write};
use shuguang::contracts::deliveries::changes::{Counted, count, void};
use shuguang::contracts::list::queries::{Asked, totals};
use shuguang::contracts::model::Contract;
use shuguang::contracts::money::changes::{NewInvoice, NewReceipt, invoice, receive, void_invoice, void_receipt};
use shuguang::contracts::money::model::{Receipt, ReceiptWay};
use shuguang::contracts::money::queries::{invoices, receipts};
use shuguang::contracts::orders::progress::OrderState;
use shuguang::contracts::orders::queries::Whole;
use shuguang::contracts::road::{ContractState, Turn};
use shuguang::contracts::{deliveries, orders, queries};
use shuguang::customers::model::TargetStep;
use shuguang::customers::solutions::changes::{Content, answer, begin, offer};
use shuguang::demo::trade::chosen;
use shuguang::error::{Kind, Result};
use shuguang::files::shelf::{Lies, Shelf};
use shuguang::money::settlement::Settlement;
use shuguang::projects::directive::queries::figures;
use shuguang::projects::execution::actuals::Computed;
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::{attachments, contracts, receipts as receipts_table, target_customers};
use shuguang::trail::verify::{Proof, attachments as verify_attachments, verify};
use shuguang::web::Fields;

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_in};
use crate::trade::{PDF, attached, contract, day, delivered, drafted, notified, ordered, paid, project, signed, upload};

/// An office with a project that is carried out, its owner at a browser; it is Tuesday, 2026-12-15, 10:00.
struct Trading {
    office: Office,
    owner: Visitor,
    number: String,
}

impl Trading {
    fn begin() -> Trading {
        let office = Office::open();
        let cast = cast(&office);
        let package = package(&office, &cast);
        let number = project_in(&office, &cast, &package, State::Implementation);
        office.at("2026-12-15 10:00");
        let owner = office.sign_in("李伟");
        Trading { office, owner, number }
    }

    /// A contract signed today, payable in these parts.
    fn signed(&self, parts: &[(NaiveDate, i64)]) -> Contract {
        self.office.act(&self.owner, |tx| {
            let project = project(tx, &self.number)?;
            signed(tx, &project, "展台采购", parts)
        })
    }

    fn now(&self, contract: &Contract) -> Contract {
        self.read(|conn| queries::by_id(conn, &contract.id)).0
    }

    fn read<T>(&self, what: impl FnOnce(&mut shuguang::store::Conn) -> Result<T>) -> T {
        self.office.store().read(what).unwrap_or_else(|error| panic!("{}", error.account()))
    }

    fn settlement(&self, contract: &Contract) -> Settlement {
        let terms = self.read(|conn| queries::terms(conn, &contract.id));
        self.now(contract).settlement(&terms)
    }

    fn turn(&self, contract: &Contract, turn: Turn) -> Result<Contract> {
        let said = Said { day: Some(day(12, 15)), reason: "双方同意".into() };
        self.office.tries(&self.owner, |tx| {
            let (it, project) = queries::by_id(tx, &contract.id)?;
            carry_out(tx, &project, &it, turn, &said)
        })
    }

    fn pay(&self, contract: &Contract, fen: i64) {
        self.office.act(&self.owner, |tx| paid(tx, &contract.number, fen));
        self.office.later(chrono::Duration::minutes(1));
    }

    fn step(&self, contract: &Contract) -> TargetStep {
        self.read(|conn| Ok(target_customers::table.find(&contract.target_id).select(target_customers::step).first(conn)?))
    }

    /// The target and the edition of a solution that a customer accepted: 200,000 yuan by the list, 190,000 asked.
    fn accepted(&self) -> (String, String) {
        self.office.act(&self.owner, |tx| {
            let project = project(tx, &self.number)?;
            let target = chosen(tx, &project)?;
            let (list_fen, price_fen) = (20_000_000, 19_000_000);
            let content = Content { content: "展台二十套。".into(), list_fen, price_fen, valid_until: day(12, 31) };
            let solution = begin(tx, &project, &target, "展台采购".into(), None, content)?;
            offer(tx, &project, &solution, 1)?;
            answer(tx, &project, &solution, 2, true, "同意。".into())?;
            let edition = queries::accepted(tx, &project.id)?.remove(0);
            Ok((target.id, edition.id))
        })
    }

    fn computed(&self, figure: Computed) -> i64 {
        let number = self.number.clone();
        let actor = self.office.actor("李伟");
        self.read(|conn| {
            let project = shuguang::projects::queries::find(conn, &actor, &number)?;
            figure.of(conn, &project.id)
        })
    }
}

/// An order of one stand at a hundredth of a yuan, the place aside.
const ORDER: [(&str, &str); 7] = [
    ("goods_name", "展台"),
    ("goods_unit", "套"),
    ("goods_quantity", "1"),
    ("goods_price", "0.01"),
    ("ordered_on", "2026-12-15"),
    ("wanted_on", "2026-12-20"),
    ("receiver", "马师傅"),
];

const TWO: [(u32, u32, i64); 2] = [(12, 10, 600_000), (12, 30, 450_000)];

fn two() -> Vec<(NaiveDate, i64)> {
    TWO.iter().map(|(month, of, fen)| (day(*month, *of), *fen)).collect()
}

#[test]
fn a_contract_is_drafted_signed_and_no_more_changed() {
    let it = Trading::begin();
    let office = &it.office;
    let at = format!("/projects/{}/contracts", it.number);
    it.owner.get(&at).is(200).shows("还没有合同");
    // Somebody to make it with.
    let first = it.signed(&two());
    let page = it.owner.get(&format!("{at}/new"));
    let form = page.form(&at);
    let typed = [
        ("target", first.target_id.as_str()),
        ("title", "展柜采购合同"),
        ("buyer", "华信会展有限公司"),
        ("seller", "曙光展览设备有限公司"),
        ("list", "10500"),
        ("amount", "10000"),
        ("starts_on", "2026-12-15"),
        ("ends_on", "2027-06-30"),
        ("payment_title", "预付款"),
        ("payment_due", "2026-12-20"),
        ("payment_amount", "3000"),
    ];
    let answer = it.owner.send(&form, &typed);
    let href = answer.is(303).location.clone().expect("its page");
    it.owner.get(&href).shows("草稿").shows("4.77 %").shows("还缺：付款约定合计等于合同金额").shows("7,000.00 元");
    it.owner.post(&format!("{href}/moves"), &[("move", "sign"), ("signed_on", "2026-12-15")]).is(409).shows("付款约定");
    let edit = it.owner.get(&format!("{href}/edit")).form(&href);
    let whole: Vec<(&str, &str)> =
        vec![("payment_title", "预付款"), ("payment_due", "2026-12-20"), ("payment_amount", "10000")];
    it.owner.send(&edit, &whole).is(303);
    // Not tomorrow, and not before the directive.
    for wrong in ["2026-12-16", "2026-11-01"] {
        it.owner.post(&format!("{href}/moves"), &[("move", "sign"), ("signed_on", wrong)]).complains("signed_on");
    }
    it.owner.post(&format!("{href}/moves"), &[("move", "sign"), ("signed_on", "2026-12-14")]).goes_to(&href);
    it.owner.get(&href).shows("已签署").shows("未回款10,000.00 元");
    it.owner.get(&format!("{href}/edit")).is(409).shows("不能再改");
    let number = href.trim_start_matches("/contracts/").to_owned();
    let late = office.tries(&it.owner, |tx| {
        let (row, project) = contract(tx, &number)?;
        let draft = Draft {
            target_id: row.target_id.clone(),
            edition_id: None,
            title: "改了".into(),
            buyer: row.buyer.clone(),
            seller: row.seller.clone(),
            list_fen: 1,
            fen: 1,
            terms: String::new(),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            payments: Vec::new(),
        };
        write(tx, &project, &row, row.version, &draft)
    });
    assert!(matches!(late.expect_err("it is signed").kind, Kind::Refused(..)));
}

#[test]
fn what_goes_beyond_the_directive_s_limits_is_not_signed() {
    let it = Trading::begin();
    // The directive allows 500,000 yuan and five percent.
    for (list, fen, what) in [(50_000_100, 50_000_100, "合同额"), (1_000_000, 949_999, "折扣")] {
        let draft = it.office.act(&it.owner, |tx| {
            let project = project(tx, &it.number)?;
            drafted(tx, &project, "超限合同", list, &[(day(12, 20), fen)])
        });
        it.owner.get(&format!("/contracts/{}", draft.number)).shows(&format!("还缺：{what}在授权限额之内"));
        let refused = it.turn(&draft, Turn::Sign).expect_err("it goes beyond");
        let Kind::Refused(said, missing) = refused.kind else { panic!("it is refused: {}", refused.account()) };
        assert!(said.0.starts_with(what), "{}", said.0);
        assert!(missing[0].href.starts_with("/requests/new?project="), "{}", missing[0].href);
    }
    let draft = it.office.act(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "限额之内", 1_000_000, &[(day(12, 20), 950_000)])
    });
    assert_eq!(it.turn(&draft, Turn::Sign).map(|it| it.state).ok(), Some(ContractState::Signed));
}

#[test]
fn one_contract_is_signed_on_one_answered_request() {
    let it = Trading::begin();
    let draft = || {
        it.office.act(&it.owner, |tx| {
            let project = project(tx, &it.number)?;
            drafted(tx, &project, "超限合同", 60_000_000, &[(day(12, 20), 60_000_000)])
        })
    };
    let (first, second) = (draft(), draft());
    let asked = [
        ("kind", "beyond_authority"),
        ("project", it.number.as_str()),
        ("matter", "contract"),
        ("up_to", "600000"),
        ("title", "签大单"),
        ("question", "客户一次采购全年用量。"),
        ("proposal", "同意签六十万元。"),
    ];
    let request = it.owner.post("/requests", &asked).is(303).location.clone().expect("its page");
    let commander = it.office.sign_in("周立明");
    commander.get(&request).shows("同意后可签一份合同；再签一份，须另行请示。");
    let answer = [("verdict", "granted"), ("instruction", "同意。"), ("version", "1")];
    commander.post(&format!("{request}/answer"), &answer).is(303);
    assert!(it.turn(&first, Turn::Sign).expect("it is allowed").request_id.is_some());
    let refused = it.turn(&second, Turn::Sign).expect_err("it was allowed for one");
    assert!(matches!(refused.kind, Kind::Refused(..)), "{}", refused.account());
    it.turn(&first, Turn::Cancel).expect("nothing hangs on it");
    it.turn(&second, Turn::Sign).expect("the other is not signed any more");
}

#[test]
fn the_discount_is_reckoned_from_the_solution_s_list_price_or_a_higher_one() {
    let it = Trading::begin();
    let (target_id, edition) = it.accepted();
    let at = format!("/projects/{}/contracts", it.number);
    let form = it.owner.get(&format!("{at}/new?edition={edition}")).form(&at);
    let typed = |list: &'static str| {
        let (seller, ends_on) = (("seller", "曙光展览设备有限公司"), ("ends_on", "2027-06-30"));
        [seller, ends_on, ("list", list), ("amount", "120000")]
    };
    for without in ["", "0"] {
        it.owner.send(&form, &typed(without)).complains("list");
    }
    it.owner.send(&form, &typed("199999.99")).complains("list").shows("目录价 200,000.00 元").shows("新版本");
    // Whoever drafts without the form is refused as well.
    for (list_fen, edition_id) in [(0, None), (12_000_000, Some(edition.clone()))] {
        let low = Draft {
            target_id: target_id.clone(),
            edition_id,
            title: "展台采购".into(),
            buyer: "华信会展有限公司".into(),
            seller: "曙光展览设备有限公司".into(),
            list_fen,
            fen: 12_000_000,
            terms: String::new(),
            starts_on: day(12, 15),
            ends_on: day(12, 31),
            payments: Vec::new(),
        };
        let refused = it.office.tries(&it.owner, |tx| {
            let project = project(tx, &it.number)?;
            draft(tx, &project, &low)
        });
        assert!(matches!(refused.expect_err("nobody would see the discount").kind, Kind::Invalid(_)));
    }
    let href = it.owner.send(&form, &typed("200000")).is(303).location.clone().expect("its page");
    it.owner.get(&href).shows("还缺：折扣在授权限额之内").shows("现为 40 %");
}

#[test]
fn whoever_leaves_the_accepted_solution_out_gets_no_contract_until_it_has_one() {
    let it = Trading::begin();
    let (_, edition) = it.accepted();
    let at = format!("/projects/{}/contracts", it.number);
    let form = it.owner.get(&format!("{at}/new?edition={edition}")).form(&at);
    let common = [("seller", "曙光展览设备有限公司"), ("ends_on", "2027-06-30")];
    let without = [&common[..], &[("edition", ""), ("list", "100000"), ("amount", "100000")]].concat();
    it.owner.send(&form, &without).complains("edition").shows("客户接受的方案还没有签合同");
    let above = [&common[..], &[("list", "200000"), ("amount", "200000.01")]].concat();
    it.owner.send(&form, &above).complains("amount").shows("合同金额不能高于目录价合计");
    let with = [&common[..], &[("list", "200000"), ("amount", "190000")]].concat();
    let href = it.owner.send(&form, &with).is(303).location.clone().expect("its page");
    // Its own form is no way out either; another contract is.
    let edit = it.owner.get(&format!("{href}/edit")).form(&href);
    it.owner.send(&edit, &[("edition", ""), ("list", "100000"), ("amount", "100000")]).complains("edition");
    it.owner.send(&form, &without).is(303);
}

#[test]
fn a_contract_beyond_both_limits_names_both_requests_and_they_name_it() {
    let it = Trading::begin();
    // Sixty-six hundred thousand by the list, sixty asked: beyond 500,000 yuan, and beyond five percent.
    let draft = it.office.act(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "年度大单", 66_000_000, &[(day(12, 20), 60_000_000)])
    });
    let commander = it.office.sign_in("周立明");
    let allowed = |matter: &str, up_to: &str| {
        let asked = [
            ("kind", "beyond_authority"),
            ("project", it.number.as_str()),
            ("matter", matter),
            ("up_to", up_to),
            ("title", matter),
            ("question", "客户一次采购全年用量。"),
            ("proposal", "同意。"),
        ];
        let at = it.owner.post("/requests", &asked).is(303).location.clone().expect("its page");
        let answer = [("verdict", "granted"), ("instruction", "同意。"), ("version", "1")];
        commander.post(&format!("{at}/answer"), &answer).is(303);
        at
    };
    let (amount, discount) = (allowed("contract", "600000"), allowed("discount", "10"));
    it.turn(&draft, Turn::Sign).expect("both are allowed");
    let (of_amount, of_discount) = (amount.rsplit('/').next().unwrap(), discount.rsplit('/').next().unwrap());
    for page in [format!("/contracts/{}", draft.number), format!("/contracts/{}/summary", draft.number)] {
        let page = it.owner.get(&page);
        page.shows(of_amount);
        page.shows(of_discount);
    }
    for at in [amount, discount] {
        commander.get(&at).shows("据此签署的合同").shows(&draft.number);
    }
}

#[test]
fn what_is_signed_is_what_was_seen() {
    let it = Trading::begin();
    let draft = it.office.act(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "展台采购", 1_000_000, &[(day(12, 20), 1_000_000)])
    });
    let href = format!("/contracts/{}", draft.number);
    let seen = it.owner.get(&format!("{href}/moves/new?move=sign")).form(&format!("{href}/moves"));
    let edit = it.owner.get(&format!("{href}/edit")).form(&href);
    it.owner.send(&edit, &[("amount", "9500"), ("payment_amount", "9500")]).is(303);
    let late = it.owner.send(&seen, &[("signed_on", "2026-12-15")]);
    late.is(409).shows("9,500.00 元");
    assert_eq!(it.now(&draft).state, ContractState::Draft);
    it.owner.send(&late.form(&format!("{href}/moves")), &[]).goes_to(&href);
    assert_eq!(it.now(&draft).state, ContractState::Signed);
}

#[test]
fn what_hangs_on_a_contract_is_undone_before_it_is_cancelled() {
    let it = Trading::begin();
    let contract_of = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract_of.number));
    it.office.act(&it.owner, |tx| {
        let (row, project) = contract(tx, &contract_of.number)?;
        let new = NewInvoice { number: "26320001".into(), on: tx.today(), fen: 500_000, note: String::new() };
        invoice(tx, &project, &row, new)
    });
    let missing = |it: &Trading| {
        let refused = it.turn(&contract_of, Turn::Cancel).expect_err("something hangs on it");
        let Kind::Refused(_, missing) = refused.kind else { panic!("it is refused: {}", refused.account()) };
        missing.into_iter().map(|it| it.what.0).collect::<Vec<_>>()
    };
    assert_eq!(missing(&it), ["没有有效的发票（已开的须先作废）", "没有未取消的订单（须先取消）"]);
    let page = it.owner.get(&format!("/contracts/{}/moves/new?move=cancel", contract_of.number));
    page.shows("还缺：没有未取消的订单（须先取消）");
    it.office.act(&it.owner, |tx| {
        let (order, _, project) = orders::queries::by_id(tx, &order.id)?;
        orders::changes::cancel(tx, &project, &order, "客户不要了".into())
    });
    assert_eq!(missing(&it), ["没有有效的发票（已开的须先作废）"]);
    it.office.act(&it.owner, |tx| {
        let (row, project) = contract(tx, &contract_of.number)?;
        let standing = invoices(tx, &row.id)?.remove(0);
        void_invoice(tx, &project, &row, &standing, "开错".into())
    });
    it.turn(&contract_of, Turn::Cancel).expect("nothing hangs on it any more");
}

#[test]
fn nothing_is_ordered_before_the_contract_is_signed_nor_delivered_before_it_is_ordered() {
    let it = Trading::begin();
    let contract_of = it.signed(&two());
    let at = format!("/contracts/{}/orders", contract_of.number);
    let typed = [&ORDER[..], &[("place", "会展中心"), ("ordered_on", "2026-12-14")]].concat();
    let typed: Vec<(&str, &str)> = typed.into_iter().filter(|it| *it != ("ordered_on", "2026-12-15")).collect();
    it.owner.post(&at, &typed).complains("ordered_on").shows("不能早于合同的签署日期");
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract_of.number));
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[1_000, 0]));
    let page = it.owner.get(&format!("/notices/{}/deliveries/new", notice.number));
    let form = page.form(&format!("/notices/{}/deliveries", notice.number));
    it.owner
        .send(&form, &[("delivered_on", "2026-12-14"), ("carrier", "顺达物流"), ("signed_by", "马师傅")])
        .complains("delivered_on");
}

#[test]
fn nothing_is_to_be_paid_before_the_contract_begins() {
    let it = Trading::begin();
    let (_, edition) = it.accepted();
    let at = format!("/projects/{}/contracts", it.number);
    let form = it.owner.get(&format!("{at}/new?edition={edition}")).form(&at);
    let typed = |due: &'static str| {
        let parts = [("payment_title", "定金"), ("payment_due", due), ("payment_amount", "190000")];
        [&parts[..], &[("seller", "曙光展览设备有限公司"), ("starts_on", "2026-12-15"), ("ends_on", "2027-06-30")]].concat()
    };
    it.owner.send(&form, &typed("2020-01-01")).complains("payment-0").shows("不能早于合同的开始日期");
    it.owner.send(&form, &typed("2026-12-15")).is(303);
    let early = it.office.tries(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "展台采购", 100, &[(day(11, 30), 100)])
    });
    assert!(matches!(early.expect_err("it would be overdue at once").kind, Kind::Invalid(_)));
}

#[test]
fn a_turn_that_something_is_missing_for_says_what_and_has_no_button_to_fail() {
    let it = Trading::begin();
    let draft = it.office.act(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "超限合同", 1_000_000, &[(day(12, 20), 900_000)])
    });
    let at = format!("/contracts/{}", draft.number);
    let page = it.owner.get(&at);
    page.shows("签署：还缺 折扣在授权限额之内，或有批示").shows("签署后上传合同扫描件");
    assert!(page.has(".moves button[aria-disabled=\"true\"]"));
    assert!(!page.has("a[href$=\"/moves/new?move=sign\"]"), "signing is offered");
    assert!(page.has(".why a[href^=\"/requests/new?project=\"]"));
    let turning = it.owner.get(&format!("{at}/moves/new?move=sign"));
    turning.is(200).shows("还缺：折扣在授权限额之内");
    assert!(!turning.has(&format!("form[action=\"{at}/moves\"]")), "the form cannot but fail");
    assert!(turning.has(".gate a[href^=\"/requests/new?project=\"]"));
    // Drafts are no part of what is signed; only who may attach files is told to.
    let contract = it.signed(&two());
    it.pay(&contract, 100_000);
    it.owner.get("/contracts").shows("共 2 份合同").shows("签约额 10,500.00 元");
    let at = format!("/contracts/{}", contract.number);
    let page = it.owner.get(&at);
    page.shows("请上传合同扫描件").does_not_show("签署后上传");
    assert!(page.has("a.only-screen[href$=\"/voiding\"]"), "a control is printed");
    it.office.sign_in("周立明").get(&at).shows("还没有附件。").does_not_show("上传合同扫描件");
}

/// State by state: which turns there are.
#[test]
fn a_contract_moves_by_its_ways_and_no_others() {
    let it = Trading::begin();
    let in_state = |state: ContractState| {
        let draft = it.office.act(&it.owner, |tx| {
            let project = project(tx, &it.number)?;
            drafted(tx, &project, "合同", 1_050_000, &two())
        });
        let road: &[Turn] = match state {
            ContractState::Draft => &[],
            ContractState::Signed => &[Turn::Sign],
            ContractState::Running => &[Turn::Sign, Turn::Start],
            ContractState::Finished => &[Turn::Sign, Turn::Start],
            ContractState::Cancelled => &[Turn::Cancel],
        };
        for turn in road {
            it.turn(&draft, *turn).unwrap_or_else(|error| panic!("{turn}: {}", error.account()));
        }
        if state == ContractState::Finished {
            it.pay(&draft, 1_050_000);
            it.turn(&draft, Turn::Finish).unwrap_or_else(|error| panic!("{}", error.account()));
        }
        it.office.later(chrono::Duration::minutes(1));
        draft
    };
    for state in ContractState::ALL {
        for turn in Turn::ALL {
            let contract = in_state(*state);
            let before = it.now(&contract);
            assert_eq!(before.state, *state);
            let done = it.turn(&contract, *turn);
            match turn.way(*state) {
                None => {
                    assert!(matches!(done.expect_err("there is no way").kind, Kind::Refused(..)), "{state} {turn}");
                    assert_eq!(it.now(&contract).version, before.version, "{state} {turn}: something was written");
                }
                // Something is missing: it is not paid.
                Some(way) if *turn == Turn::Finish => assert!(done.is_err() && way.to == ContractState::Finished),
                Some(way) => assert_eq!(it.now(&contract).state, way.to, "{state} {turn}"),
            }
        }
    }
}

#[test]
fn signing_and_cancelling_move_the_customer_and_the_computed_figures() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    assert_eq!(it.step(&contract), TargetStep::Signed);
    assert_eq!(it.computed(Computed::SignedAmount), 1_050_000);
    assert_eq!((it.computed(Computed::Contracts), it.computed(Computed::NewCustomers)), (100, 100));
    let kept = it.read(|conn| figures(conn, &contract.project_id));
    assert_eq!(kept[0].indicator.actual, 1_050_000, "the indicator of the signed amount is kept");
    it.pay(&contract, 100_000);
    assert_eq!(it.computed(Computed::MoneyReceived), 100_000);
    let refused = it.turn(&contract, Turn::Cancel).expect_err("money was received");
    assert!(matches!(refused.kind, Kind::Refused(..)));
    let page = it.owner.get(&format!("/contracts/{}", contract.number));
    let voiding = page.text.split("href=\"").find_map(|it| it.split('"').next().filter(|it| it.ends_with("/voiding")));
    let voiding = voiding.expect("a receipt can be taken back").to_owned();
    it.owner.post(&voiding, &[("reason", " ")]).complains("reason");
    it.owner.post(&voiding, &[("reason", "退款")]).is(303);
    assert_eq!(it.computed(Computed::MoneyReceived), 0);
    it.turn(&contract, Turn::Cancel).unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(it.step(&contract), TargetStep::InTalks);
    assert_eq!(it.computed(Computed::SignedAmount), 0);
    assert_eq!((it.now(&contract).outstanding, it.now(&contract).overdue_on), (0, None));
}

#[test]
fn an_order_is_notified_delivered_counted_and_never_more_than_asked_for() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    assert_eq!(it.now(&contract).state, ContractState::Running, "the first order sets it running");
    assert_eq!(order.fen, 1_050_000, "ten at 1,000 and two and a half at 200");
    let state = || it.read(|conn| orders::queries::by_id(conn, &order.id)).0.state;
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[600, 250]));
    assert_eq!(state(), OrderState::Open);
    let too_much = it.office.tries(&it.owner, |tx| notified(tx, &order, &[401, 0]));
    assert!(matches!(too_much.expect_err("four are left").kind, Kind::Invalid(_)));
    let rest = it.office.act(&it.owner, |tx| notified(tx, &order, &[400, 0]));
    assert_eq!(state(), OrderState::Notified);
    let beyond = it.office.tries(&it.owner, |tx| delivered(tx, &notice, &[601, 0]));
    assert!(matches!(beyond.expect_err("six were notified").kind, Kind::Invalid(_)));
    let first = it.office.act(&it.owner, |tx| delivered(tx, &notice, &[600, 250]));
    assert_eq!(it.step(&contract), TargetStep::InService);
    // Somebody withdraws too late.
    it.owner.post(&format!("/notices/{}/withdrawal", notice.number), &[("reason", "改仓")]).is(409);
    // One of six is broken: the count says so and why, and one is delivered again.
    let page = it.owner.get(&format!("/deliveries/{first}"));
    let form = page.form(&format!("/deliveries/{first}/count"));
    let found: Vec<String> = form.fields.iter().map(|it| it.0.clone()).filter(|name| name.starts_with("found-")).collect();
    let why = found[0].replace("found-", "difference-");
    it.owner.send(&form, &[(found[0].as_str(), "5")]).complains(&why);
    it.owner.send(&form, &[(found[0].as_str(), "5"), (why.as_str(), "一件破损")]).is(303);
    it.owner.get(&format!("/deliveries/{first}")).shows("-1").shows("一件破损");
    let whole = it.read(|conn| Whole::read(conn, &order.id));
    assert_eq!(whole.asked(&notice.id).iter().map(|it| it.left()).collect::<Vec<_>>(), [100, 0]);
    it.office.later(chrono::Duration::minutes(1));
    it.office.act(&it.owner, |tx| delivered(tx, &notice, &[100, 0]));
    it.office.later(chrono::Duration::minutes(1));
    let last = it.office.act(&it.owner, |tx| delivered(tx, &rest, &[400, 0]));
    assert_eq!(state(), OrderState::Delivered);
    // A delivery recorded by mistake is taken back, and the order waits again.
    it.owner.post(&format!("/deliveries/{last}/voiding"), &[("reason", "记错单")]).is(303);
    assert_eq!(state(), OrderState::Notified);
    it.owner.post(&format!("/orders/{}/cancellation", order.number), &[("reason", "不要了")]).is(409);
}

#[test]
fn an_order_is_changed_until_its_first_notice() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let (at, edit) = (format!("/orders/{}", order.number), format!("/orders/{}/edit", order.number));
    let (form, late) = (it.owner.get(&edit).form(&at), it.owner.get(&edit).form(&at));
    let row = |quantity: &str| {
        let mut fields = form.fields.clone();
        let quantities = fields.iter_mut().filter(|(name, _)| name == "goods_quantity");
        quantities.take(1).for_each(|field| field.1 = quantity.to_owned());
        fields
    };
    let send = |fields: Vec<(String, String)>| {
        it.owner.post(&at, &fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>())
    };
    send(row("0")).is(422).shows("数量应大于零");
    send(row("8")).goes_to(&at);
    it.owner.get(&at).shows("8,500.00 元");
    assert_eq!(it.read(|conn| orders::queries::by_id(conn, &order.id)).0.fen, 850_000);
    // The same goods at other numbers is another order to whoever has the old one open.
    it.owner.send(&late, &[("place", "另一处")]).is(409).shows("8");
    it.owner.get(&format!("/contracts/{}/history", contract.number)).shows("修改订单");
    for name in ["张敏", "周立明"] {
        it.office.sign_in(name).get(&edit).is(403);
    }
    it.office.act(&it.owner, |tx| notified(tx, &order, &[100, 0]));
    it.owner.get(&edit).is(409).shows("已经发出过供应通知");
    send(row("9")).is(409);
    assert!(!it.owner.get(&at).has(&format!("a[href=\"{edit}\"]")), "it is offered still");
    let proof = verify(it.office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "{:?}", proof.findings.first().map(ToString::to_string));
}

#[test]
fn the_orders_of_a_contract_stay_within_its_amount() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}/orders", contract.number);
    let first = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    it.office.later(chrono::Duration::minutes(1));
    let more = [&ORDER[..], &[("place", "会展中心 3 号馆")]].concat();
    it.owner.post(&at, &more).complains("lines").shows("本单合计／还可下单 0.01 / 0.00 元");
    let order = format!("/orders/{}", first.number);
    let form = it.owner.get(&format!("{order}/edit")).form(&order);
    let dearer = [("goods_price", "1000.01"), ("goods_price", "200")];
    it.owner.send(&form, &dearer).complains("lines").shows("本单合计／还可下单 10,500.10 / 10,500.00 元");
    // What is cancelled does not count.
    it.owner.post(&format!("{order}/cancellation"), &[("reason", "不要了")]).is(303);
    it.owner.post(&at, &more).is(303);
}

#[test]
fn only_what_is_alike_in_every_field_is_one_button_pressed_twice() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}", contract.number);
    for note in ["首批", "首批", "次批"] {
        let receipt = [("received_on", "2026-12-15"), ("amount", "1000"), ("way", "transfer"), ("note", note)];
        it.owner.post(&format!("{at}/receipts"), &receipt).is(303);
    }
    assert_eq!(it.read(|conn| receipts(conn, &contract.id)).len(), 2);
    for place in ["1 号馆", "1 号馆", "2 号馆"] {
        it.owner.post(&format!("{at}/orders"), &[&ORDER[..], &[("place", place)]].concat()).is(303);
    }
    assert_eq!(it.read(|conn| orders::queries::of_contract(conn, &contract.id)).len(), 2);
    for chance in ["", "", "春季还要两套"] {
        let care = [("condition", "运行正常"), ("satisfaction", "5"), ("on_day", "2026-12-15"), ("chance", chance)];
        it.owner.post(&format!("{at}/cares"), &care).is(303);
    }
    assert_eq!(it.read(|conn| cares(conn, &contract.id)).len(), 2);
    for list in ["1000", "1000", "1040"] {
        let typed = [
            ("target", contract.target_id.as_str()),
            ("title", "展柜采购"),
            ("buyer", "华信会展有限公司"),
            ("seller", "曙光展览设备有限公司"),
            ("list", list),
            ("amount", "1000"),
            ("starts_on", "2026-12-15"),
            ("ends_on", "2027-06-30"),
        ];
        it.owner.post(&format!("/projects/{}/contracts", it.number), &typed).is(303);
    }
    assert_eq!(it.read(|conn| queries::of_project(conn, &contract.project_id)).len(), 3);
}

#[test]
fn a_form_counts_once_however_late_it_comes_again_and_another_form_with_the_same_content_counts_too() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let (new, at) =
        (format!("/contracts/{}/receipts/new", contract.number), format!("/contracts/{}/receipts", contract.number));
    let typed = [("received_on", "2026-12-15"), ("amount", "1000"), ("way", "transfer")];
    let received = || it.read(|conn| receipts(conn, &contract.id)).len();
    let first = it.owner.get(&new).form(&at);
    it.owner.send(&first, &typed).is(303);
    // A second one of the same amount, at once.
    let second = it.owner.get(&new).form(&at);
    it.owner.send(&second, &typed).is(303);
    assert_eq!(received(), 2);
    // The first once more, after going back to its page: it leads where it led, and says so.
    it.office.later(chrono::Duration::hours(3));
    let again = it.owner.send(&first, &typed);
    it.owner.follow(again.is(303)).shows("这张表单已经提交过，没有重复登记");
    assert_eq!(received(), 2);
    // With something changed it is another entry; what was refused was not sent.
    it.owner.send(&first, &[&typed[..1], &[("amount", "x"), ("way", "transfer")]].concat()).complains("amount");
    it.owner.send(&first, &[&typed[..1], &[("amount", "1200"), ("way", "transfer")]].concat()).is(303);
    assert_eq!(received(), 3);
    // Nobody else is told of it.
    let other = it.office.sign_in("赵强");
    other.send(&first, &typed).is(403);
}

#[test]
fn whoever_signs_is_told_which_payments_are_overdue_at_once() {
    let it = Trading::begin();
    let (past, coming) = (day(12, 14), day(12, 30));
    let draft = it.office.act(&it.owner, |tx| {
        let project = project(tx, &it.number)?;
        drafted(tx, &project, "展台采购", 1_050_010, &[(past, 500_000), (coming, 550_010)])
    });
    let page = it.owner.get(&format!("/contracts/{}/moves/new?move=sign", draft.number));
    page.is(200).shows("付款约定中 2026-12-14 周一 的付款期已过").does_not_show("2026-12-30 周三 的付款期");
}

#[test]
fn an_invoice_s_number_has_letters_digits_and_hyphens() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let invoices = format!("/contracts/{}/invoices", contract.number);
    let long = "1".repeat(31);
    let record =
        |number: &str| it.owner.post(&invoices, &[("invoice_number", number), ("invoiced_on", "2026-12-15"), ("amount", "1")]);
    for odd in ["abc<>", "发票一号", "2632 0001", long.as_str()] {
        record(odd).complains("invoice_number");
    }
    for right in ["26320001", "26320000000000000001", "AB-2026-001"] {
        record(right).is(303);
    }
}

#[test]
fn a_contract_is_finished_once_everything_is_delivered_counted_and_paid() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[1_000, 250]));
    let missing = |expected: &[&str]| {
        let refused = it.turn(&contract, Turn::Finish).expect_err("something is missing");
        let Kind::Refused(_, missing) = refused.kind else { panic!("{}", refused.account()) };
        assert_eq!(missing.iter().map(|it| it.what.0).collect::<Vec<_>>(), expected);
    };
    missing(&["订单均已交货", "款项全部收到"]);
    let number = it.office.act(&it.owner, |tx| delivered(tx, &notice, &[1_000, 250]));
    missing(&["交货均已盘点", "款项全部收到"]);
    // The package's coordinator counts and records the money.
    let coordinator = it.office.sign_in("张敏");
    it.office.act(&coordinator, |tx| {
        let who = tx.who.clone();
        let found = deliveries::queries::find(tx, &who, &number)?;
        let whole = Whole::read(tx, &order.id)?;
        let counted: Vec<Counted> = whole.deliveries[0]
            .1
            .iter()
            .map(|it| Counted { line: it.id.clone(), found: it.sent, difference: String::new() })
            .collect();
        let today = tx.today();
        count(tx, &found, found.delivery.version, today, &counted)
    });
    it.office.act(&coordinator, |tx| paid(tx, &contract.number, 1_050_000));
    it.turn(&contract, Turn::Finish).unwrap_or_else(|error| panic!("{}", error.account()));
    it.owner.get(&format!("/contracts/{}", contract.number)).shows("履行完毕").shows("未回款0.00 元");
    // What is finished stays: nothing is taken back any more.
    let receipt = it.read(|conn| receipts(conn, &contract.id)).remove(0);
    let refused = it.office.tries(&it.owner, |tx| {
        let (row, project) = queries::by_id(tx, &contract.id)?;
        void_receipt(tx, &project, &row, &receipt, "改".into())
    });
    assert!(matches!(refused.expect_err("it is finished").kind, Kind::Refused(..)));
    let refused = it.office.tries(&it.owner, |tx| {
        let who = tx.who.clone();
        let found = deliveries::queries::find(tx, &who, &number)?;
        void(tx, &found, "改".into())
    });
    assert!(matches!(refused.expect_err("it is finished").kind, Kind::Refused(..)));
}

#[test]
fn invoices_and_receipts_stay_within_the_contract_and_a_double_press_counts_once() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}", contract.number);
    let invoice = [("invoice_number", "26320001"), ("invoiced_on", "2026-12-15"), ("amount", "6000")];
    it.owner.post(&format!("{at}/invoices"), &invoice).is(303);
    it.owner.post(&format!("{at}/invoices"), &invoice).is(303);
    it.office.later(chrono::Duration::minutes(1));
    it.owner.post(&format!("{at}/invoices"), &invoice).complains("invoice_number");
    let more = [("invoice_number", "26320002"), ("invoiced_on", "2026-12-15"), ("amount", "4500.01")];
    it.owner.post(&format!("{at}/invoices"), &more).complains("amount").shows("最多还能登记 4,500.00 元");
    let receipt = [("received_on", "2026-12-15"), ("amount", "6000"), ("way", "transfer")];
    it.owner.post(&format!("{at}/receipts"), &receipt).is(303);
    it.owner.post(&format!("{at}/receipts"), &receipt).is(303);
    it.office.later(chrono::Duration::minutes(1));
    it.owner.post(&format!("{at}/receipts"), &receipt).complains("amount");
    let tomorrow = [("received_on", "2026-12-16"), ("amount", "1"), ("way", "transfer")];
    it.owner.post(&format!("{at}/receipts"), &tomorrow).complains("received_on");
    it.owner.get(&at).shows("已开票6,000.00 元").shows("已回款6,000.00 元").shows("未回款4,500.00 元").does_not_show("逾期款");
    let now = it.now(&contract);
    assert_eq!((now.invoiced, now.received, now.outstanding, now.overdue_on), (600_000, 600_000, 450_000, Some(day(12, 31))));
}

#[test]
fn what_is_overdue_is_the_same_on_every_page() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    it.pay(&contract, 100_000);
    for (page, shown) in [
        (format!("/contracts/{}", contract.number), "逾期款5,000.00 元"),
        (format!("/contracts/{}/summary", contract.number), "逾期款5,000.00 元"),
        (format!("/projects/{}/contracts", it.number), "逾期款5,000.00 元"),
        ("/contracts?overdue=1".to_owned(), "逾期款 5,000.00 元"),
    ] {
        it.owner.get(&page).is(200).shows(shown);
    }
    it.owner.get("/contracts").shows("逾期 3 个工作日");
    assert_eq!(it.settlement(&contract).overdue(day(12, 15)), 500_000);
}

#[test]
fn the_sums_of_lists_are_the_formula_s() {
    let it = Trading::begin();
    let parts = [two(), vec![(day(12, 1), 300_000)], vec![(day(12, 14), 100_000), (day(12, 15), 200_000)]];
    let all: Vec<Contract> = parts.iter().map(|parts| it.signed(parts)).collect();
    let me = it.office.actor("周立明");
    proptest!(ProptestConfig::with_cases(12), |(deeds in prop::collection::vec((0usize..3, -3i64..4, 0u32..9), 1..10))| {
        for (which, what, back) in deeds {
            it.office.later(chrono::Duration::minutes(1));
            let contract = &all[which];
            let on = day(12, 15 - back);
            let done = it.office.tries(&it.owner, |tx| {
                let (row, project) = queries::by_id(tx, &contract.id)?;
                if what > 0 {
                    let new = NewReceipt { on, fen: what * 70_000, way: ReceiptWay::Transfer, note: String::new() };
                    return receive(tx, &project, &row, new);
                }
                let receipt: Option<Receipt> = receipts(tx, &row.id)?.into_iter().find(|it| it.voided_at.is_none());
                receipt.map_or(Ok(()), |receipt| void_receipt(tx, &project, &row, &receipt, "改".into()))
            });
            if let Err(error) = done {
                prop_assert!(matches!(error.kind, Kind::Invalid(_)), "{}", error.account());
            }
            let each: Vec<Settlement> = all.iter().map(|contract| it.settlement(contract)).collect();
            for today in [day(12, 10), day(12, 11), day(12, 15), day(12, 16), day(12, 31)] {
                let query = Fields::default();
                let sums = it.read(|conn| {
                    let asked = Asked::sifted(&query);
                    totals(conn, &me, &asked, today)
                });
                prop_assert_eq!(sums.amount, each.iter().map(|it| it.amount).sum::<i64>());
                prop_assert_eq!(sums.received, each.iter().map(|it| it.received).sum::<i64>());
                prop_assert_eq!(sums.outstanding, each.iter().map(|it| it.outstanding()).sum::<i64>());
                prop_assert_eq!(sums.received + sums.outstanding, sums.amount);
                prop_assert_eq!(sums.overdue, each.iter().map(|it| it.overdue(today)).sum::<i64>(), "{}", today);
                prop_assert_eq!(sums.late, i64::try_from(each.iter().filter(|it| it.overdue(today) > 0).count()).unwrap());
            }
            // The days of the month add up to what is received.
            let rows: Vec<(NaiveDate, i64)> = it.read(|conn| {
                let rows = receipts_table::table.filter(receipts_table::voided_at.is_null());
                Ok(rows.order(receipts_table::id).select((receipts_table::received_on, receipts_table::fen)).load(conn)?)
            });
            let of_day = |of: u32| rows.iter().filter(|it| it.0.day() == of).map(|it| it.1).sum::<i64>();
            prop_assert_eq!((1..=31).map(of_day).sum::<i64>(), it.computed(Computed::MoneyReceived));
            prop_assert_eq!(it.computed(Computed::MoneyReceived), each.iter().map(|it| it.received).sum::<i64>());
        }
    });
    assert!(verify(it.office.store()).expect("a proof").findings.is_empty());
}

#[test]
fn what_was_signed_is_settled_also_after_execution_but_nothing_new_is_taken_on() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}", contract.number);
    let moves = format!("/projects/{}/moves", it.number);
    it.owner.post(&moves, &[("move", Move::OpenControl.code()), ("reason", "签约落后")]).is(303);
    it.owner.get(&format!("/projects/{}/contracts", it.number)).does_not_show("起草合同");
    it.owner.get(&at).does_not_show("登记订单");
    it.owner.post(&format!("{at}/orders"), &[]).is(409);
    it.owner.post(&format!("{at}/receipts"), &[("received_on", "2026-12-15"), ("amount", "1"), ("way", "cash")]).is(303);
    let care = [("condition", "运行正常"), ("satisfaction", "5"), ("on_day", "2026-12-15"), ("next_on", "2026-12-18")];
    it.owner.post(&format!("{at}/cares"), &care).is(303);
    it.office.at("2026-12-18 09:00");
    let owner = it.office.sign_in("李伟");
    owner.get("/contracts?care=1").shows("展台采购").shows("待回访");
    owner.get(&at).shows("回访客户的使用情况");
    for name in ["周立明", "赵强", "陈静"] {
        let other = it.office.sign_in(name);
        let page = other.get(&at);
        assert!(!page.is(200).has("a[href$=\"/receipts/new\"]"), "{name} is offered to record money");
        other.post(&format!("{at}/receipts"), &[("received_on", "2026-12-15"), ("amount", "1"), ("way", "cash")]).is(403);
    }
}

#[test]
fn a_file_keeps_its_chinese_name_and_is_never_a_page() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}", contract.number);
    let base = it.office.base();
    let id = attached(&it.office, &it.owner, &contract.number, "合同 扫描件（盖章）.pdf");
    let file = it.owner.get(&format!("/files/{id}"));
    file.is(200);
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.header("content-security-policy").is_some_and(|it| it.starts_with("sandbox")));
    let disposition = file.header("content-disposition").unwrap_or_default();
    assert!(
        disposition.starts_with("attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C%20"),
        "{disposition}"
    );
    for (name, bytes) in [
        ("page.pdf", &b"<html><script>alert(1)</script>"[..]),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.zip", b"MZ\x90\0\x03\0"),
        ("empty.pdf", b""),
    ] {
        upload(&it.owner, &base, &format!("{at}/files"), name, bytes).complains("file");
    }
    let large = [PDF, &vec![b' '; 20 << 20]].concat();
    upload(&it.owner, &base, &format!("{at}/files"), "large.pdf", &large).is(413);
    // The same again is one file.
    let content = [PDF, "合同 扫描件（盖章）.pdf".as_bytes()].concat();
    upload(&it.owner, &base, &format!("{at}/files"), "又一次.pdf", &content).is(303);
    it.owner.get(&at).does_not_show("又一次");
    it.office.sign_in("管理员").get(&format!("/files/{id}")).is(404);
    it.office.sign_in("赵强").post(&format!("/files/{id}/removal"), &[]).is(403);
    it.owner.post(&format!("/files/{id}/removal"), &[]).goes_to(&at);
    it.owner.post(&format!("/files/{id}/removal"), &[]).goes_to(&at);
    it.owner.get(&format!("/files/{id}")).is(404);
    it.owner.get(&at).does_not_show("扫描件（盖章）");
}

#[test]
fn verify_finds_a_file_that_is_missing_or_was_altered() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    for name in ["一.pdf", "二.pdf"] {
        attached(&it.office, &it.owner, &contract.number, name);
    }
    let shelf = Shelf::at(&it.office.files());
    let proof = || {
        let mut proof = Proof::default();
        verify_attachments(it.office.store(), &shelf, &mut proof).unwrap_or_else(|error| panic!("{}", error.account()));
        proof.findings.iter().map(|it| it.said.0).collect::<Vec<_>>()
    };
    assert!(proof().is_empty());
    let hashes: Vec<String> =
        it.read(|conn| Ok(attachments::table.order(attachments::id).select(attachments::sha256).load(conn)?));
    let place = |hash: &str| it.office.files().join(&hash[..2]).join(&hash[2..4]).join(hash);
    std::fs::write(place(&hashes[0]), b"%PDF-1.4 altered").expect("written");
    std::fs::remove_file(place(&hashes[1])).expect("removed");
    assert_eq!(proof(), ["附件的内容与指纹不符", "附件的文件不见了"]);
    assert_eq!(shelf.look(&hashes[0]).ok(), Some(Lies::Damaged));
}

#[test]
fn the_notice_and_the_summary_carry_the_amount_in_capitals() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[1_000, 250]));
    it.owner
        .get(&format!("/notices/{}", notice.number))
        .shows("人民币 壹万零伍佰元整")
        .shows("供货单位（签章）")
        .shows("昆山成品仓");
    it.owner.get(&format!("/contracts/{}/summary", contract.number)).shows("人民币 壹万零伍佰元整").shows("付款约定");
    let book = it.owner.get("/contracts.xlsx");
    assert!(book.is(200).header("content-type").is_some_and(|it| it.contains("spreadsheetml")));
    it.owner.get("/orders.xlsx").is(200);
    it.owner.get("/orders").shows(&order.number).shows("待交货");
}

#[test]
fn the_history_tells_what_became_of_a_contract() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    it.pay(&contract, 100_000);
    let history = format!("/projects/{}/history", it.number);
    it.owner
        .get(&history)
        .shows("李伟 登记回款：1,000 元（2026-12-15 周二）。")
        .shows("李伟 签署合同：「HT-2026-001」；签署日期为 2026-12-15 周二。")
        .shows(&format!("{}「展台采购」，10,500 元", contract.number));
    it.owner.post("/language", &[("lang", "en"), ("back", "/")]);
    it.owner
        .get(&history)
        .shows("李伟 recorded a receipt: 1,000 yuan (2026-12-15 Tue).")
        .shows("signed a contract: “HT-2026-001”; set the day of signing to");
    let number: String = it.read(|conn| Ok(contracts::table.select(contracts::number).first(conn)?));
    assert_eq!(number, contract.number);
}

#[test]
fn a_second_count_stands_in_the_history_of_the_contract_with_what_it_changed() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[600, 0]));
    let number = it.office.act(&it.owner, |tx| delivered(tx, &notice, &[600, 0]));
    let count = |found: &str, why: &str| {
        let page = it.owner.get(&format!("/deliveries/{number}"));
        let form = page.form(&format!("/deliveries/{number}/count"));
        let field = form.fields.iter().map(|it| it.0.clone()).find(|name| name.starts_with("found-")).expect("a line");
        let difference = field.replace("found-", "difference-");
        it.owner.send(&form, &[(field.as_str(), found), (difference.as_str(), why)]).is(303);
        it.office.later(chrono::Duration::minutes(10));
    };
    let history = format!("/contracts/{}/history", contract.number);
    count("6", "");
    let told = |page: &str| page.matches("登记盘点").count();
    assert_eq!(told(&it.owner.get(&history).seen()), 1);
    count("5", "一件破损");
    let page = it.owner.get(&history);
    page.shows("一件破损");
    assert_eq!(told(&page.seen()), 2, "each count once");
}

#[test]
fn a_notice_is_in_the_same_state_on_its_page_and_in_its_contract() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let first = it.office.act(&it.owner, |tx| notified(tx, &order, &[600, 250]));
    let rest = it.office.act(&it.owner, |tx| notified(tx, &order, &[400, 0]));
    let states = |number: &str| {
        let of = |page: &crate::office::Answer| ["已交清", "待交货"].map(|state| page.seen().contains(state));
        of(&it.owner.get(&format!("/notices/{number}")))
    };
    let in_contract = |number: &str| {
        let page = it.owner.get(&format!("/contracts/{}", contract.number));
        let row = page.text.split("<tr>").find(|row| row.contains(&format!(">{number}<"))).expect("its row").to_owned();
        ["已交清", "待交货"].map(|state| row.contains(state))
    };
    for (quantities, done) in [(&[600, 0][..], false), (&[0, 250], true)] {
        it.office.act(&it.owner, |tx| delivered(tx, &first, quantities));
        it.office.later(chrono::Duration::minutes(10));
        for (notice, done) in [(&first, done), (&rest, false)] {
            assert_eq!(states(&notice.number), [done, !done], "{}", notice.number);
            assert_eq!(in_contract(&notice.number), [done, !done], "{}", notice.number);
        }
    }
}

#[test]
fn what_is_paid_up_offers_no_receipt_and_names_what_is_not_invoiced_and_care_comes_after_signing() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let at = format!("/contracts/{}", contract.number);
    it.owner.get(&at).shows("登记回款").shows("登记开票").does_not_show("未开票");
    it.pay(&contract, 1_050_000);
    it.owner.get(&at).does_not_show("登记回款").shows("登记开票").shows("款已收齐，还有 10,500.00 元 未开票");
    let invoice = [("invoice_number", "26320001"), ("invoiced_on", "2026-12-15"), ("amount", "10500")];
    it.owner.post(&format!("{at}/invoices"), &invoice).is(303);
    it.owner.get(&at).does_not_show("登记开票").does_not_show("未开票");
    let before = [("on_day", "2026-12-14"), ("condition", "正常"), ("satisfaction", "4")];
    it.owner.post(&format!("{at}/cares"), &before).complains("on_day").shows("回访应在合同签署之后");
}

#[test]
fn whoever_may_not_see_a_project_sees_none_of_its_contracts() {
    let it = Trading::begin();
    let contract = it.signed(&two());
    let order = it.office.act(&it.owner, |tx| ordered(tx, &contract.number));
    let notice = it.office.act(&it.owner, |tx| notified(tx, &order, &[1_000, 250]));
    let delivery = it.office.act(&it.owner, |tx| delivered(tx, &notice, &[100, 0]));
    let admin = it.office.sign_in("管理员");
    for path in [
        "/contracts".to_owned(),
        "/contracts.xlsx".into(),
        "/orders".into(),
        "/orders.xlsx".into(),
        format!("/contracts/{}", contract.number),
        format!("/contracts/{}/summary", contract.number),
        format!("/projects/{}/contracts", it.number),
        format!("/orders/{}", order.number),
        format!("/notices/{}", notice.number),
        format!("/deliveries/{delivery}"),
    ] {
        admin.get(&path).is(404);
    }
    let me = it.office.actor("管理员");
    let query = Fields::default();
    let sums = it.read(|conn| {
        let asked = Asked::sifted(&query);
        totals(conn, &me, &asked, day(12, 15))
    });
    assert_eq!((sums.count, sums.amount), (0, 0));
}
