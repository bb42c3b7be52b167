//! Three Mondays in a row, the second a public holiday: what a meeting resolves is carried from one to the next until it is closed,
//! and its minutes are read. And a monthly meeting in a window of holidays.

use diesel::prelude::*;
use shuguang::clock::Zone;
use shuguang::demo::seed::{Size, sow};
use shuguang::demo::story::PASSWORD;
use shuguang::meetings::model::Resolution;
use shuguang::reports::model::{Report, ReportKind};
use shuguang::store::schema::{people, reports, resolutions};

use crate::kit::{ENTER, Person, Scripts};
use crate::office::Office;
use crate::story::cast;

/// A meeting is called, opened, and everybody's coming is noted; somebody is late.
fn held(office: &Office, keeper: &Person, number: &str, opens: &str, late: &str) {
    keeper.opens(&format!("/meetings/{number}")).touches("召集会议").is_asked("召集会议？").presses("召集").sees("会议已召集");
    keeper.cannot_press("召集会议");
    office.at(opens);
    keeper.opens(&format!("/meetings/{number}")).presses("开会").sees("开会。");
    keeper.sees("登记每个人的到会情况").chooses(late, "迟到").presses("登记到会").sees("到会情况已登记。");
    keeper.sees("都已齐备。");
}

/// A line typed under a part of the agenda, sent by Enter: the cursor stands there for the next.
fn resolves(keeper: &Person, part: &str, line: &str) {
    keeper.fills_in(part, "决议", line).keys_onward(ENTER).sees("已记录。");
}

/// The meeting is over and its minutes are there for everybody.
fn published(keeper: &Person, number: &str) {
    keeper.opens(&format!("/meetings/{number}/session")).presses_and_confirms("散会", "散会？").sees("已散会");
    keeper.presses_and_confirms("发布纪要", "发布后不能再改").sees("会议纪要已发布");
}

#[test]
fn three_mondays_carry_what_is_open_from_one_to_the_next() {
    let office = Office::open();
    cast(&office);
    // Monday, 30 March 2026; the week after, the 6th is Qingming and the meeting is on Tuesday.
    office.at("2026-03-30 13:30");
    let keeper = Person::signs_in(&office, "张敏", Scripts::On);
    held(&office, &keeper, "2026-W14", "2026-03-30 14:00", "赵强");
    // What is typed under one part stays while another is written down.
    keeper.fills_in("1. 李伟", "会议记录", "先说回款。");
    resolves(&keeper, "3. 偏差与逾期", "补交样品清单 @李伟 04-10");
    let stays = "return [...document.querySelectorAll('textarea[name=notes]')].some((it) => it.value === '先说回款。')";
    keeper.waits_until("notes that were typed and not saved should stay", stays);
    keeper.has_focus_on("决议").keys("清点样品间").keys_onward(ENTER).sees("清点样品间");
    // What is not typed yet holds the minutes back, and the page says where.
    keeper.sees("给每条决议归类").presses_and_confirms("散会", "散会？").sees("已散会");
    keeper.cannot_press("发布纪要");
    keeper.presses("修改 HJ-2026-002").ticks("类别", "任务").chooses("负责人", "赵强").fills("期限", "2026-04-20");
    keeper.presses("保存").sees("都已齐备。").presses_and_confirms("发布纪要", "发布后不能再改").sees("未阅：");
    // From the inbox two presses lead to the sentence that caused it; there the minutes are read.
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.presses_in("主导航", "待办").sees("会议决议，由您负责").sees("您应到的会议，纪要已发布");
    owner.presses("完成会议任务").sees("会议中的原话").presses("每周业务例会 2026 年第 14 周");
    owner.is_at("/meetings/2026-W14/minutes").sees("补交样品清单").presses("确认已阅").sees("已确认阅读。");
    owner.cannot_press("确认已阅").presses_in("主导航", "待办").sees("补交样品清单");
    assert!(!owner.text().contains("纪要已发布"), "what is read waits no more");

    // The second Monday is a holiday.
    office.at("2026-04-07 09:00");
    let keeper = Person::signs_in(&office, "张敏", Scripts::On);
    keeper.presses_in("主导航", "会议").sees("2026-04-07 周二 14:00").sees("2026-04-06 周一 放假，按规定改在这一天");
    keeper.presses("每周业务例会 2026 年第 15 周").presses("会议材料").sees("补交样品清单").sees("清点样品间");
    held(&office, &keeper, "2026-W15", "2026-04-07 14:00", "李伟");
    keeper.sees("补交样品清单");
    published(&keeper, "2026-W15");
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.presses_in("主导航", "待办").presses("完成会议任务").sees("1 次");
    owner.fills("落实情况", "清单已补交，缺三件。").presses("已落实").sees("落实情况已登记。").sees("清单已补交，缺三件。");
    owner.presses_in("主导航", "待办");
    assert!(!owner.text().contains("补交样品清单"), "what is carried out waits no more");

    // The third one begins with what is still open.
    office.at("2026-04-13 13:00");
    let keeper = Person::signs_in(&office, "张敏", Scripts::On);
    keeper.opens("/meetings/2026-W16/pack").sees("清点样品间").sees("2026-04-20").sees("1 次");
    assert!(!keeper.text().contains("补交样品清单"), "what is closed leads no agenda");
    held(&office, &keeper, "2026-W16", "2026-04-13 14:00", "赵强");
    published(&keeper, "2026-W16");
    // The first meeting's pack is still as it was.
    keeper.opens("/meetings/2026-W15/pack").sees("已固定").sees("补交样品清单");
    let other = Person::signs_in(&office, "赵强", Scripts::On);
    other.presses_in("主导航", "待办").presses("完成会议任务").sees("2 次");
}

#[test]
fn a_month_whose_window_is_all_holidays_meets_on_the_working_day_before() {
    let office = Office::open();
    cast(&office);
    // Spring Festival 2026: from the 15th to the 23rd of February nobody works; Saturday the 14th is a day worked.
    office.at("2026-02-10 09:00");
    let keeper = Person::signs_in(&office, "张敏", Scripts::On);
    keeper.presses_in("主导航", "会议").sees("每月小结会议 2026-02").sees("2026-02-14 周六 10:00").fits();
    office.at("2026-02-14 09:30");
    let keeper = Person::signs_in(&office, "张敏", Scripts::On);
    held(&office, &keeper, "2026-02", "2026-02-14 10:00", "赵强");
    resolves(&keeper, "1. 本月数据", "指令：节后一周内回访全部客户 @赵强 2026-03-06");
    published(&keeper, "2026-02");
    keeper.sees("节后一周内回访全部客户").presses_in("主导航", "会议").sees("每月小结会议 2026-02").sees("纪要已发布");
    let other = Person::signs_in(&office, "赵强", Scripts::On);
    other.at_width(390);
    other.opens("/tasks").sees("节后一周内回访全部客户").fits();
    other.opens("/meetings/2026-02/minutes").fits();
}

/// As many long resolutions more that nobody has settled.
fn many_resolutions(office: &Office, count: i32) {
    office.program(|tx| {
        let open = resolutions::table.filter(resolutions::state.eq("open")).order(resolutions::number.desc());
        let one: Resolution = open.select(Resolution::as_select()).first(&mut **tx)?;
        for nth in 0..count {
            let content = format!("第 {nth} 件：把华东各卖场的样品清单、借还记录与现场照片逐一核对，差异写明原因并报总指挥。");
            let (id, number) = (tx.new_id()?, tx.next_number("HJ")?);
            tx.add("write_resolution", &Resolution { id, number, content, position: nth + 100, ..one.clone() })?;
        }
        Ok(())
    });
}

#[test]
fn what_is_laid_before_the_meetings_of_thirty_projects_is_two_sheets_of_paper() {
    let office = Office::open();
    office.at("2026-11-30 13:00");
    let size = Size { people: 15, projects: 30, activities: 600, random_seed: 1 };
    let told = sow(office.store(), Zone::SHANGHAI, office.clock().now(), &size, |_| ());
    told.unwrap_or_else(|error| panic!("{}", error.account()));
    let planners = people::table.filter(people::username.eq("planner")).select(people::name);
    let name: String = office.store().read(|conn| Ok(planners.first(conn)?)).unwrap();
    let planner = Person::signs_in_as(&office, &name, "planner", PASSWORD, Scripts::On);
    reported_on_one_sheet(&office, &planner);
    // Beside all that the members have done a dozen long resolutions more is open.
    many_resolutions(&office, 12);
    for language in ["中文", "English"] {
        for meeting in ["2026-W49", "2026-12"] {
            let sheets = planner.opens(&format!("/meetings/{meeting}/pack")).printed();
            assert!((1..=2).contains(&sheets), "{meeting} in {language}: {sheets} sheets");
        }
        if language == "中文" {
            planner.reads_in("English");
        }
    }
}

/// A weekly report as it is drafted, and one whose author filled every field, is one sheet in both languages.
fn reported_on_one_sheet(office: &Office, reader: &Person) {
    let reports = || reports::table.filter(reports::kind.eq(ReportKind::Weekly)).order(reports::number.desc()).limit(6);
    let some: Vec<Report> = office.store().read(|conn| Ok(reports().select(Report::as_select()).load(conn)?)).unwrap();
    assert!(!some.is_empty());
    let full = |most: usize| {
        let sentence = "与华东三家卖场逐一核对样品，客户认可新款结构，价格须再谈一轮，交期按月底安排。";
        sentence.chars().cycle().take(most).collect::<String>()
    };
    office.program(|tx| {
        for it in &some[..some.len() / 2] {
            let [content, handled, next_steps] = ReportKind::Weekly.limits().map(full);
            tx.change("report", it, Report { content, handled, next_steps, ..it.clone() })?;
        }
        Ok(())
    });
    for language in ["English", "中文"] {
        reader.reads_in(language);
        for it in &some {
            assert_eq!(reader.opens(&it.href()).printed(), 1, "{} in {language}", it.number);
        }
    }
}
