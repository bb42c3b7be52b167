//! A week is reported on from the inbox; what asks for a decision is told apart from what tells; the coordinator reminds.

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::story::cast;

#[test]
fn a_member_reports_on_a_week_and_a_hidden_request_is_split_off() {
    let office = Office::open();
    cast(&office);
    // Monday morning: last week is due at noon.
    office.at("2026-11-30 09:30");
    let coordinator = Person::signs_in(&office, "张敏", Scripts::On);
    coordinator.opens("/duties?due=today").sees("报送周报").sees("按规则下次提醒");
    let member = Person::signs_in(&office, "李伟", Scripts::On);
    member.presses_in("主导航", "待办").sees("报送周报").sees("2026-W48");
    member.opens("/reports").presses("周报 2026-W48").sees("这一周的记录");
    member.is_at("/reports/weekly/2026-W48/mine");
    // It asks something: the sentence moves to where it is asked, and nothing is lost.
    member.fills("本周小结", "走访三家，一家愿意试用。可否先免押金？").presses("报送周报");
    member.sees("汇报不夹带请示").sees("有需要改正的地方").sees("为什么请示");
    member.ticks("为什么请示", "没有规定可循").fills("我的建议", "试用两周内免押金。").presses("报送周报");
    member.sees("周报已报送。").sees("走访三家，一家愿意试用。").sees("一并提出的请示");
    assert!(!member.text().contains("可否先免押金"), "what asks is not in the report");
    member.presses("周报 2026-W48").sees("可否先免押金？").sees("待批示");
    // The coordinator sees who has not reported, reminds, and cannot a third time.
    coordinator.opens("/duties?due=today&kind=report");
    assert!(!coordinator.text().contains("李伟"), "who has reported owes nothing");
    coordinator.presses("催办 赵强 报送周报").sees("已催办，并记录在案。").sees("已催办 1 次");
    let other = Person::signs_in(&office, "赵强", Scripts::Off);
    other.opens("/notices").sees("有人催办 · 周报等待报送").sees("由您完成");
    // The commander reads all of a week's with one button, and answers what was asked.
    let commander = Person::signs_in(&office, "周立明", Scripts::On);
    commander.opens("/reports/weekly/2026-W48").sees("走访三家").sees("未交周报：").presses("全部标为已阅");
    commander.sees("页上的周报都已审阅。").cannot_press("全部标为已阅");
    commander.presses_in("主导航", "待办").sees("批示请示").sees("周报 2026-W48");
}
