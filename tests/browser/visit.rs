//! A salesperson on the way: a visit is recorded at the customer's door, on a telephone as at the desk.

use shuguang::demo::dealings::customer;
use shuguang::projects::pipeline::State;

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::story::{cast, package, project_in};

/// A project that is being carried out, with one target customer; gives the address of their page.
fn office() -> (Office, String) {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-01 10:00");
    let owner = office.sign_in("李伟");
    let known = office.act(&owner, |tx| Ok(customer(tx, "华信机电有限公司")?.number));
    owner.post(&format!("/projects/{number}/customers"), &[("customer", &known), ("grounds", "近期有采购计划")]).is(303);
    (office, format!("/projects/{number}/customers/{known}"))
}

/// From the desk to the record of a visit and back, in six presses and two texts.
fn visits(person: &Person, at: &str, said: &str) {
    person.opens("/").sees("今天的客户").presses("记录活动").sees("和哪位客户？");
    person.presses("华信机电有限公司").is_at(at);
    // What is nearly always so stands there already: a visit, today, the person spoken with.
    person.fills("谈了什么", said).ticks("结果", "有进展").fills("下一步", "送样品");
    match person.has_scripts() {
        true => person.touches("3 天后"),
        false => person.fills("下一步日期", "2026-12-04"),
    };
    assert_eq!(person.reads("下一步日期"), "2026-12-04");
    person.presses("保存").sees("活动已记录。").sees(said).sees("下一步：送样品 2026-12-04 周五").sees("洽谈中");
    assert!(person.asks("wide").is_null(), "scrolls sideways: {}", person.asks("wide"));
}

#[test]
fn a_visit_is_recorded_from_the_desk_and_from_a_telephone() {
    let (office, at) = office();
    for (width, said) in [(390, "看了展厅，量了尺寸。"), (1280, "与总经理谈了交货顺序。")] {
        let owner = Person::signs_in(&office, "李伟", Scripts::On);
        owner.at_width(width);
        visits(&owner, &at, said);
        office.later(chrono::Duration::minutes(5));
    }
}

#[test]
fn without_scripts_a_visit_is_recorded_as_well() {
    let (office, at) = office();
    let owner = Person::signs_in(&office, "李伟", Scripts::Off);
    owner.at_width(390);
    visits(&owner, &at, "看了展厅，量了尺寸。");
}

#[test]
fn an_objection_that_was_heard_goes_to_a_specialist_and_back_on_a_telephone() {
    let (office, at) = office();
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.at_width(390).opens(&at).fills("谈了什么", "柜体怕潮。").ticks("结果", "提出异议").presses("保存");
    owner.sees("请接着登记客户的异议").ticks("种类", "质量").ticks("轻重", "重大").presses("登记异议");
    owner.sees("异议已登记。").fills("请专业人员解决什么", "怎样防潮？").presses("转专业人员").sees("等待专业人员设计方案");
    let specialist = Person::signs_in(&office, "陈静", Scripts::On);
    specialist.opens("/").sees("为异议设计方案").presses("怎样防潮？").fills("解决方案", "改用防潮板。");
    specialist.presses("交项目负责人").sees("方案已交项目负责人。");
    owner.opens("/tasks").sees("把方案带回客户").presses("改用防潮板。").ticks("异议是否消除", "已消除");
    owner.fills("怎样答复，客户怎么说", "同意用防潮板。").presses("了结").sees("异议已了结。").sees("已消除");
}
