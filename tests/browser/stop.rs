//! A project that is stopped: asked for by its owner, decided by the commander. Both are asked once more before they do it.

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::road::story_is_true;
use crate::story::{cast, package, project_in};
use shuguang::projects::pipeline::State;

#[test]
fn a_project_is_stopped_and_terminated() {
    stopped(Scripts::On);
}

#[test]
fn a_project_is_stopped_and_terminated_without_scripts() {
    stopped(Scripts::Off);
}

fn stopped(scripts: Scripts) {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-15 10:00");
    let (owner, commander) = (Person::signs_in(&office, "李伟", scripts), Person::signs_in(&office, "周立明", scripts));

    owner.presses_in("主导航", "项目").presses(&format!("项目 {}", State::Implementation)).presses_in("项目内容", "执行");
    owner.presses("转入控制").fills("所见情况", "客户已停业，首单无法交付。").presses("转入控制").sees("已转入控制。");
    owner.presses_in("项目内容", "控制").presses("请求停止").fills("理由", "客户已停业，继续执行没有对象。");
    owner.presses_and_confirms("请求停止", &number).sees("已请求停止，等待总指挥决定。");

    commander.presses_in("主导航", "待办").presses("决定是否停止").sees("客户已停业，继续执行没有对象。");
    commander.presses("终止").fills("理由", "同意停止。");
    // Both are asked for: the second is missing, and the first is still there.
    commander.presses_and_confirms("终止", &number).sees("有需要改正的地方");
    assert_eq!(commander.reads("理由"), "同意停止。");
    commander.fills("终止说明", "样品已收回，费用已结清。").presses_and_confirms("终止", &number);
    commander.sees("项目已终止。").sees("已终止").sees("样品已收回，费用已结清。");
    owner.presses_in("项目内容", "概况").sees("已终止").cannot_press("转入控制");
    // The weeks are still to be reported on; of the project nothing waits any more.
    owner.presses_in("主导航", "待办").sees("报送周报");
    assert!(!owner.text().contains(&number), "{number} still waits");
    story_is_true(&office);
}
