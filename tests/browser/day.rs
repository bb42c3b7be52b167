//! A salesperson's day, at the desk and with a telephone in the hand: what is due in the morning, a visit, an objection and its
//! solution, an offer on paper, a contract, and what is planned for tomorrow.

use shuguang::customers::model::{ActivityKind, Outcome};
use shuguang::demo::dealings::{Contact, Happening, customer, happen};
use shuguang::projects::pipeline::State;

use crate::kit::{Person, Scripts};
use crate::office::{Office, PASSWORD};
use crate::road::story_is_true;
use crate::story::{cast, package, project_in};

/// The most that somebody may have to press, tick and write for a visit: more takes longer than 20 seconds.
const ACTS: u32 = 8;

/// Monday's work: a customer whose next step is due tomorrow, and one without any. Gives the project's number.
fn monday(office: &Office) -> String {
    let cast = cast(office);
    let package = package(office, &cast);
    let number = project_in(office, &cast, &package, State::Implementation);
    office.at("2026-12-14 10:00");
    let owner = office.sign_in("李伟");
    for (name, next) in [("华信机电有限公司", Some(("送样品".to_owned(), 1))), ("宏达安装有限公司", None)] {
        office.act(&owner, |tx| customer(tx, name));
        let chosen = Happening::Chosen { grounds: "近期有采购计划。".into() };
        let done =
            Happening::Done { kind: ActivityKind::Call, said: "约了时间。".into(), result: Outcome::Advanced, next };
        for what in [chosen, done] {
            let contact = Contact { customer: name.into(), hours: 0, what };
            office.act(&owner, |tx| {
                let who = tx.who.clone();
                let project = shuguang::projects::queries::find(tx, &who, &number)?;
                happen(tx, &project, &contact)
            });
            office.later(chrono::Duration::minutes(5));
        }
    }
    number
}

fn whole_day(width: u32) {
    let office = Office::open();
    let project = monday(&office);
    office.at("2026-12-15 08:50");
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.at_width(width);
    morning(&owner);
    visit(&owner);
    objection(&office, &owner);
    offer(&owner);
    contract(&owner, &project);
    tomorrow(&office, &owner, &project);
    story_is_true(&office);
}

/// The desk says whom to see today, what for, and who was forgotten.
fn morning(owner: &Person) {
    owner.opens("/").sees("今天的客户").sees("华信机电有限公司").sees("送样品").fits();
    owner.sees("宏达安装有限公司").sees("没有下一步");
}

/// From the desk to the record and its next step.
fn visit(owner: &Person) {
    owner.counts_their_acts();
    owner.presses("记录活动：华信机电有限公司").fits();
    owner.fills("谈了什么", "样品试了，柜体怕潮。").ticks("结果", "提出异议");
    owner.fills("下一步", "带方案回访").touches("3 天后").presses("保存");
    let (acts, written) = owner.counts_their_acts();
    assert!(acts <= ACTS, "a visit takes {acts} acts");
    assert_eq!(written, 2, "what was said and the next step are written; all else stands there or is pressed");
    owner.sees("活动已记录。").sees("请接着登记客户的异议").fits();
}

/// What the customer holds against it goes to the specialists and comes back as a task.
fn objection(office: &Office, owner: &Person) {
    owner.ticks("种类", "质量").ticks("轻重", "重大").presses("登记异议").sees("异议已登记。").fits();
    owner.fills("请专业人员解决什么", "怎样防潮？").presses("转专业人员").sees("等待专业人员设计方案");
    let specialist = Person::signs_in(office, "陈静", Scripts::On);
    specialist.opens("/").sees("为异议设计方案").presses("怎样防潮？").fills("解决方案", "改用防潮板。");
    specialist.presses("交项目负责人").sees("方案已交项目负责人。");
    owner.opens("/").sees("把方案带回客户").fits().presses("改用防潮板。").ticks("异议是否消除", "已消除");
    owner.fills("怎样答复，客户怎么说", "同意用防潮板。").presses("了结").sees("异议已了结。").fits();
}

/// What is offered: written, printed on one sheet with seal and capitals, accepted.
fn offer(owner: &Person) {
    owner.presses("华信机电有限公司").sees("带方案回访").presses("新方案").fits();
    owner.fills("方案名称", "防潮展柜").fills("方案内容", "防潮型展柜十套，含安装。");
    owner.fills("目录价", "10000").fills("报价", "9800").fills("有效期至", "2027-01-31").presses("保存草稿");
    owner.sees("方案草稿已保存。").fits().presses_and_confirms("提交客户", "防潮展柜").sees("已提交客户");
    owner.prints(1).sees("报价人（盖章）").sees("玖仟捌佰元整").does_not_see("记录答复").does_not_see("编写新版本");
    owner.puts_paper_away().ticks("结论", "客户接受").fills("客户怎么说", "可以，尽快签。").presses("记录答复");
    owner.sees("客户的答复已记录。").fits();
}

/// The contract grows out of what was accepted: title and price stand there.
fn contract(owner: &Person, project: &str) {
    owner.presses("起草合同").fits();
    assert_eq!((owner.reads("合同名称"), owner.reads("合同金额")), ("防潮展柜".into(), "9800.00".into()));
    owner.fills("乙方（卖方）", "曙光展览设备有限公司").fills("结束日期", "2027-06-30");
    owner.fills("名称 1", "货到付清").fills("付款期限 1", "2026-12-30").fills("金额 1", "9800").presses("保存");
    owner.sees("合同已起草。").sees("双方签字盖章后，登记签署日期。").fits();
    owner.presses_in("下一步", "签署").fits().presses("签署").sees("合同已签署。").sees("已签署").fits();
    owner.presses("合同摘要").prints(1).sees("人民币 玖仟捌佰元整").sees("货到付清").puts_paper_away();
    owner.opens(&format!("/projects/{project}/contracts")).sees("9,800.00 元").fits();
}

/// The last look of the day: every customer has a next step, and tomorrow's desk begins with it.
fn tomorrow(office: &Office, owner: &Person, project: &str) {
    owner.opens(&format!("/projects/{project}/customers")).sees("没有下一步").presses("宏达安装有限公司");
    owner.fills("下一步做什么", "登门量尺寸").fills("在哪一天", "2026-12-16").presses("安排").sees("登门量尺寸").fits();
    owner.opens("/").does_not_see("宏达安装有限公司");
    // The next morning, signed in again.
    office.at("2026-12-16 08:50");
    owner
        .opens("/login")
        .fills("账号", "李伟")
        .fills("密码", PASSWORD)
        .presses("登录")
        .sees("今天的客户")
        .sees("宏达安装有限公司")
        .sees("登门量尺寸")
        .fits();
}

#[test]
fn a_salesperson_s_day_at_the_desk() {
    whole_day(1280);
}

#[test]
fn a_salesperson_s_day_with_a_telephone() {
    whole_day(390);
}
