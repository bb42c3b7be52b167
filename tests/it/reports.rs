//! Reports: in time or late, read and remarked upon, never hiding a request; stages and weeks are prompted for.

use shuguang::projects::moves::changes::{Said, carry_out};
use shuguang::projects::pipeline::{Move, State};

use crate::office::{Answer, FormOnPage, Office};
use crate::prepared::Prepared;
use crate::story;
use crate::story::cast;
use crate::trade::{PDF, upload};

/// An event as it is typed.
fn event<'a>(title: &'a str, on: &'a str, time: &'a str, content: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("kind", "event"), ("title", title), ("happened_on", on), ("happened_time", time), ("content", content)]
}

fn sent(answer: &Answer) -> String {
    answer.is(303).location.clone().unwrap_or_default()
}

#[test]
fn what_cannot_wait_is_in_time_or_late_by_its_rule_and_read_by_the_commander() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-15 10:00");
    let [li, zhou, zhao] = ["李伟", "周立明", "赵强"].map(|name| office.sign_in(name));
    li.get("/reports/new").shows("先处置，24 小时内汇报");
    // (kind, happened on, at, late)
    let table = [
        ("emergency", "2026-12-14", "10:00", false),
        ("emergency", "2026-12-14", "09:59", true),
        ("event", "2026-12-15", "08:00", false),
        ("event", "2026-12-14", "17:59", true),
        ("discovery", "2026-12-12", "11:00", true),
    ];
    for (kind, on, time, late) in table {
        let title = format!("{kind} {on} {time}");
        let typed: Vec<_> = [("kind", kind), ("handled", "已停机。")]
            .into_iter()
            .chain(event(&title, on, time, "客户停机。").into_iter().skip(1))
            .collect();
        let at = sent(&li.post("/reports", &typed));
        assert_eq!(li.get(&at).text.contains("逾期汇报"), late, "{title}");
    }
    // First one acts.
    let idle = [("kind", "emergency")].into_iter().chain(event("漏水", "2026-12-15", "08:00", "漏水。").into_iter().skip(1));
    li.post("/reports", &idle.collect::<Vec<_>>()).complains("handled");
    li.post("/reports", &event("以后", "2026-12-15", "10:01", "还没发生。")).complains("happened_on").shows("还没发生。");
    li.post("/reports", &event("", "2026-12-15", "25:00", ""))
        .complains("title")
        .complains("content")
        .complains("happened_time");
    // The commander hears of it, reads it and notes something; its author is told.
    zhou.get("/notices").shows("有紧急情况的汇报");
    zhou.get("/tasks").shows("审阅汇报").shows("emergency 2026-12-14 10:00");
    let at = "/reports/HB-2026-001";
    zhao.get(at).is(404);
    li.post(&format!("{at}/reading"), &[("version", "1")]).is(403);
    let form = zhou.get(at).form(&format!("{at}/reading"));
    zhou.send(&form, &[("remark", "处置得当。")]).goes_to(at);
    zhou.send(&form, &[("remark", "处置得当。")]).goes_to(at);
    zhou.send(&form, &[("remark", "改口。")]).is(409);
    zhou.get("/tasks").does_not_show("emergency 2026-12-14 10:00");
    li.get("/notices").shows("汇报上有批注");
    li.get(at).shows("处置得当。").shows("已审阅");
    li.get("/reports?state=late").shows("discovery 2026-12-12").does_not_show("event 2026-12-15");
}

#[test]
fn a_weekend_s_event_is_reported_on_the_next_working_day() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-14 17:00");
    let li = office.sign_in("李伟");
    let at = sent(&li.post("/reports", &event("周六的事", "2026-12-12", "11:00", "客户来电。")));
    li.get(&at).does_not_show("逾期汇报").shows("发生后 2 天汇报");
    // The same form again is one report; meant anew it is another.
    assert_eq!(sent(&li.post("/reports", &event("周六的事", "2026-12-12", "11:00", "客户来电。"))), at);
}

#[test]
fn a_report_cannot_hide_a_request() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-15 10:00");
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let typed = event("客户要求提前交货", "2026-12-15", "09:00", "客户来函要求提前十天。可否先发一半？仓库有现货。");
    let refused = li.post("/reports", &typed);
    refused.complains("question").shows("汇报不夹带请示");
    // What asks was moved to where it is asked; nothing is lost.
    assert_eq!(refused.field("content"), "客户来函要求提前十天。仓库有现货。");
    assert_eq!(refused.field("question"), "可否先发一半？");
    // Nor does its title.
    let titled = event("恳请批准追加预算两万元", "2026-12-15", "09:00", "预算已用完。");
    li.post("/reports", &titled).complains("title").complains("question");
    li.get("/reports").shows("没有汇报");
    let form = refused.form("/reports");
    li.send(&form, &[]).complains("request_kind").complains("suggested");
    let at = sent(&li.send(&form, &[("request_kind", "unsure"), ("suggested", "先发一半。"), ("urgent", "1")]));
    li.get(&at).shows("一并提出的请示").shows("QS-2026-001");
    zhou.get("/requests/QS-2026-001").shows("可否先发一半？").shows("先发一半。").shows("紧急").shows("待批示");
    zhou.get("/tasks").shows("批示请示").shows("审阅汇报");
    // Whoever says that it asks nothing is believed, and the commander sees that they said so.
    let told = event("客户的决定", "2026-12-15", "09:00", "客户是否同意涨价，下周答复。");
    let refused = li.post("/reports", &told);
    refused.complains("question");
    let whole = [("content", "客户是否同意涨价，下周答复。"), ("question", ""), ("asks", ""), ("not_asking", "1")];
    let at = sent(&li.send(&refused.form("/reports"), &whole));
    zhou.get(&at).shows("客户是否同意涨价").shows("只是陈述，没有请示");
    office.program(|tx| {
        use diesel::prelude::*;
        assert_eq!(shuguang::store::schema::requests::table.count().get_result::<i64>(&mut **tx)?, 1);
        Ok(())
    });
}

#[test]
fn a_report_goes_on_with_another_and_keeps_its_files_until_it_is_read() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let at = format!("/reports/{}", prepared.at("report"));
    let [li, zhou, zhang] = ["李伟", "周立明", "张敏"].map(|name| office.sign_in(name));
    upload(&li, &office.base(), &format!("{at}/files"), "现场.pdf", PDF).goes_to(&format!("{at}#files"));
    let file = li.get(&at).shows("现场.pdf").find("#files a[href^='/files/']").map(|_| ());
    assert!(file.is_some());
    let page = li.get(&format!("/reports/new?follows={}", prepared.at("report")));
    assert_eq!((page.field("title").as_str(), page.field("happened_time").as_str()), ("续报：样机漏水", "08:30"));
    let form = page.form("/reports");
    let next = sent(&li.send(&form, &[("content", "原因查明：密封圈不合格。"), ("project", prepared.at("implementation"))]));
    li.get(&next).shows("前一份").shows("样机漏水").does_not_show("逾期汇报");
    li.get(&at).shows("续报：样机漏水");
    // The coordinator of the package hears of it and sees it.
    zhang.get(&next).is(200);
    zhang.get("/notices?show=all").shows("有紧急情况的汇报");
    let form = zhou.get(&at).form(&format!("{at}/reading"));
    zhou.send(&form, &[]).is(303);
    upload(&li, &office.base(), &format!("{at}/files"), "迟到.pdf", &[PDF, b"2"].concat()).is(409);
    // Nothing goes on with a week, which would be late by no day then.
    let weekly = sent(&li.post("/reports/weekly/2026-W50", &[("content", "走访三家。")])).replace("/reports/", "");
    li.get(&format!("/reports/new?follows={weekly}")).is(404);
    let typed = event("续周报", "2026-12-01", "09:00", "早就发生了。").into_iter().chain([("follows", weekly.as_str())]);
    li.post("/reports", &typed.collect::<Vec<_>>()).is(404);
    // Nothing goes on with what one may not see.
    office.sign_in("赵强").get(&format!("/reports/new?follows={}", prepared.at("report"))).is(404);
}

/// Moves a project as its owner does.
#[test]
fn files_go_with_a_report_as_it_is_written() {
    let office = Office::open();
    cast(&office);
    office.at("2026-11-23 10:00");
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let form = li.get("/reports/new").form("/reports");
    let filled = event("仓库进水", "2026-11-23", "09:30", "一层进水。可否先停用？");
    let files: [(&str, &[u8]); 2] = [("现场.pdf", PDF), ("清单.txt", "样品三台".as_bytes())];
    // What asks in it is split off; the files are to be chosen again.
    let refused = li.send_with(&form, &filled, &files);
    refused.complains("question").shows("请重新选择附件").shows("现场.pdf").shows("清单.txt");
    let form = refused.form("/reports");
    let asked = [("request_kind", "unsure"), ("suggested", "停用一周。")];
    let refused = li.send_with(&form, &asked, &[("清单.exe", b"MZ\0\x01")]);
    refused.complains("file").shows("这种文件不能上传：清单.exe");
    assert_eq!((refused.field("question"), refused.field("suggested")), ("可否先停用？".into(), "停用一周。".into()));
    let at = sent(&li.send_with(&form, &asked, &files));
    li.send_with(&form, &asked, &files).goes_to(&at);
    let page = zhou.get(&at);
    page.shows("附件：清单.txt现场.pdf");
    assert_eq!(page.find("#files .count").as_deref(), Some("2"));
    assert!(page.has(".annex ol:not([data-one])"));
    // It is the report that they go with.
    assert!(!zhou.get("/requests/QS-2026-001").has("#files a"));
    li.get("/reports/HB-2026-002").is(404);
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    let answer = zhou.get("/reports.xlsx");
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.is(200).bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let last = |row: u32| sheet.get_value((row, 14)).cloned();
    assert_eq!(last(0), Some(Data::String("附件".into())));
    assert_eq!(last(1), Some(Data::String("清单.txt、现场.pdf".into())));
    // A title that is a request's is no report's.
    let title = event("关于停用仓库的请示", "2026-11-23", "09:30", "一层进水。");
    li.post("/reports", &title).complains("title");
}

fn submit(office: &Office, cast: &shuguang::demo::walk::Cast, number: &str) {
    let theme = story::theme();
    let walk = story::walk(office, cast, &theme, number);
    let done = walk.write(&cast.owner, |tx, project| carry_out(tx, project, Move::Submit, &Said::default()));
    done.unwrap_or_else(|error| panic!("{}", error.account()));
    office.clock().set(walk.now);
}

/// Where the owner's inbox leads for the report on planning.
fn asked(office: &Office) -> String {
    let inbox = office.sign_in("李伟").get("/tasks");
    let link = scraper::Selector::parse("a[href*='/reports/']").expect("a selector");
    let html = inbox.html();
    let found: Vec<String> = html.select(&link).filter_map(|it| it.attr("href").map(str::to_owned)).collect();
    found.into_iter().find(|it| it.starts_with("/projects/")).unwrap_or_default()
}

#[test]
fn what_has_happened_since_a_report_is_due_anew_and_what_was_before_it_is_none_of_it() {
    let office = Office::open();
    cast(&office);
    office.at("2026-12-15 10:00");
    let li = office.sign_in("李伟");
    let emergency = |title: &'static str, on: &'static str, time: &'static str| {
        let typed = event(title, on, time, "客户停机。").into_iter().skip(1);
        [("kind", "emergency"), ("handled", "已停机。")].into_iter().chain(typed).collect::<Vec<_>>()
    };
    let first = sent(&li.post("/reports", &emergency("漏水", "2026-12-10", "08:00")));
    let number = first.rsplit('/').next().expect("its number").to_owned();
    let goes_on = |title: &'static str, on: &'static str, time: &'static str| {
        let typed = [&emergency(title, on, time)[..], &[("follows", number.as_str())]].concat();
        li.post("/reports", &typed)
    };
    let same = sent(&goes_on("续报：漏水", "2026-12-10", "08:00"));
    li.get(&same).does_not_show("逾期汇报");
    let later = sent(&goes_on("又一处漏水", "2026-12-12", "08:00"));
    li.get(&later).shows("逾期汇报");
    let soon = sent(&goes_on("第三处漏水", "2026-12-15", "08:00"));
    li.get(&soon).does_not_show("逾期汇报");
    goes_on("更早的事", "2026-12-09", "08:00").complains("happened_on").shows("不能早于");
}

#[test]
fn what_reads_like_a_request_and_is_none_goes_back_to_what_is_told() {
    let office = Office::open();
    cast(&office);
    office.at("2026-12-15 10:00");
    let li = office.sign_in("李伟");
    let told = "样品丢失一套。同事问能不能赔新的。仓库已盘点。";
    let refused = li.post("/reports", &event("样品丢失", "2026-12-15", "09:00", told));
    let form = refused.complains("question").form("/reports");
    assert!(form.fields.contains(&("question".into(), "同事问能不能赔新的。".into())), "{:?}", form.fields);
    let at = sent(&li.send(&form, &[("not_asking", "1")]));
    li.get(&at).shows("样品丢失一套。").shows("同事问能不能赔新的。").shows("仓库已盘点。");
    assert!(!li.get("/requests").text.contains("样品丢失"));
    // What a customer asks is told.
    sent(&li.post("/reports", &event("客户来电", "2026-12-15", "09:00", "客户问能不能赔新的。仓库已盘点。")));
}

#[test]
fn a_weekly_report_stays_on_one_page() {
    let office = Office::open();
    cast(&office);
    office.at("2026-12-14 10:00");
    let li = office.sign_in("李伟");
    let form = li.get("/reports/weekly/2026-W50/mine").form("/reports/weekly/2026-W50");
    let long = vec!["一行"; 21].join("\n");
    li.send(&form, &[("content", &long)]).complains("content").shows("每栏最多 20 行");
    li.send(&form, &[("content", &vec!["一行"; 20].join("\n"))]).is(303);
}

#[test]
fn a_stage_that_ended_is_reported_on_and_one_that_is_gone_back_to_owes_its_report_anew() {
    let office = Office::open();
    let cast = story::cast(&office);
    let package = story::package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::Planning);
    let theme = story::theme();
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.plan().expect("a plan");
    office.clock().set(walk.now);
    // Days pass: whoever looks signs in anew.
    let someone = |name: &str| office.sign_in(name);
    assert_eq!(asked(&office), "");
    submit(&office, &cast, &number);
    let first = asked(&office);
    let page = someone("李伟").get(&first);
    page.shows("汇报：计划草拟阶段").shows("已由记录起草");
    assert!(page.field("content").contains("「计划草拟」阶段已结束"), "{}", page.field("content"));
    assert!(page.field("content").contains("2.1 信息搜集"), "{}", page.field("content"));
    // Sent back before it was told: nothing is owed as long as the stage goes on; then it is owed again.
    let back = |reason: &str| {
        let walk = story::walk(&office, &cast, &theme, &number);
        walk.write(&cast.commander, |tx, project| carry_out(tx, project, Move::Return, &Said::because(reason)))
            .unwrap_or_else(|error| panic!("{}", error.account()));
    };
    back("预算不清");
    assert_eq!(asked(&office), "");
    someone("李伟").get(&first).shows("项目又回到了这里");
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.plan().expect("a plan anew");
    office.clock().set(walk.now);
    submit(&office, &cast, &number);
    let second = asked(&office);
    assert_ne!(second, first);
    let [li, zhou] = ["李伟", "周立明"].map(someone);
    let form = li.get(&second).form(&second);
    let at = sent(&li.send(&form, &[("handled", "预算已补。")]));
    li.get(&at).shows("汇报：计划草拟阶段").shows("预算已补。");
    assert_eq!(asked(&office), "");
    zhou.get("/tasks").shows("审阅汇报").shows("汇报：计划草拟阶段");
    // The button pressed twice is one report; another one is refused, and so is another's.
    assert_eq!(sent(&li.send(&form, &[("handled", "预算已补。")])), at);
    li.send(&form, &[("content", "别的话")]).is(409);
    office.sign_in("赵强").post(&second, &[("content", "替他汇报")]).is(403);
    // Sent back once more, after it was told: the stage ends again, and is told again.
    back("再改一次");
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.plan().expect("a plan once more");
    office.clock().set(walk.now);
    submit(&office, &cast, &number);
    assert!(![String::new(), first, second].contains(&asked(&office)));
}

#[test]
fn each_stage_of_a_project_and_its_completion_is_prompted_for() {
    let office = Office::open();
    let cast = story::cast(&office);
    let package = story::package(&office, &cast);
    story::project_in(&office, &cast, &package, State::Completed);
    office.clock().set(office.clock().now() + chrono::Duration::days(60));
    let li = office.sign_in("李伟");
    let list = li.get("/reports");
    for name in ["计划草拟阶段", "论证决策阶段", "实施执行阶段", "控制调整阶段", "效果监测阶段", "项目完成"]
    {
        list.shows(&format!("汇报：{name}"));
    }
    let last = list.find("tbody th.title a").unwrap_or_default();
    assert!(last.contains("项目完成"), "{last}");
    li.get("/reports?kind=completion").shows("共 1 份汇报");
}

/// What a field of a form has in it before anybody types.
fn begun<'a>(form: &'a FormOnPage, name: &str) -> &'a str {
    form.fields.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
}

#[test]
fn a_week_is_drafted_from_its_records_due_at_noon_and_kept_as_it_was_sent() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    // Thursday: the week is not over. Friday: it may be reported on. Monday noon: it is due.
    office.at("2026-12-17 17:00");
    let li = office.sign_in("李伟");
    li.get("/reports/weekly/2026-W51/mine").is(409).shows("这一周还没有过完");
    office.at("2026-12-18 16:00");
    let li = office.sign_in("李伟");
    li.get("/tasks").shows("报送周报").shows("已由记录起草");
    let at = "/reports/weekly/2026-W51";
    let page = li.get(&format!("{at}/mine"));
    page.shows("这一周的记录").shows("客户活动").shows("2026-12-21 12:00");
    let form = page.form(at);
    // Project by project: with whom he dealt, the steps that he did, where it came to; what it brought.
    let content = "项目 implementation：拜访 3 次（华信机电、宏达安装、东方设备有限公司）；完成 4.1 选择、4.2 洽谈、4.3 签署、4.4 服务。\n\
                   项目 planning：完成 2.1 信息搜集、2.2 环境状况分析、2.3 计划起草；转入「论证决策」。\n\
                   签约 3 份，合计 31,500.00 元；已回款 2,000.00 元。\n\
                   落实决议 1 项。";
    assert_eq!(begun(&form, "content"), content);
    assert_eq!(begun(&form, "next_steps"), "项目 planning：12-18 汇报：计划草拟阶段");
    let hinders: Vec<&str> = begun(&form, "handled").lines().collect();
    assert_eq!(hinders[0], "逾期 项目 planning：11-26 2.1 信息搜集、11-30 2.2 环境状况分析、12-03 2.3 计划起草");
    assert_eq!(hinders[3], "逾期 12-17 批示待确认 1 件");
    assert_eq!(hinders[4], "偏差 项目 control：长期没有活动（12-11 起）");
    li.send(&form, &[("content", "")]).complains("content");
    let long = "长".repeat(601);
    li.send(&form, &[("content", &long)]).complains("content");
    let mine = sent(&li.send(&form, &[("content", "三家客户都进入洽谈。"), ("handled", "样品不够。")]));
    li.get(&mine).does_not_show("逾期汇报").shows("三家客户都进入洽谈。").shows("客户活动 3 次");
    li.get(&format!("{at}/mine")).shows("已经报送");
    li.send(&form, &[("content", "另一份")]).is(409);
    // What is recorded of the week afterwards does not alter it.
    let before = li.get(&mine).text;
    let theme = story::theme();
    let walk = story::walk(office, &prepared.cast, &theme, prepared.at("implementation"));
    let added = walk.write(&prepared.cast.owner, |tx, project| {
        use shuguang::customers::{activities, targets};
        let it = shuguang::demo::dealings::customer(tx, "华信机电")?;
        let (target, _) = targets::queries::find(tx, &project.id, &it.number)?;
        let new = activities::changes::New {
            kind: shuguang::customers::model::ActivityKind::Call,
            on_day: tx.today(),
            contact: None,
            with_whom: String::new(),
            said: "补记的电话。".into(),
            result: shuguang::customers::model::Outcome::Advanced,
            next_step: String::new(),
            next_on: None,
        };
        activities::changes::record(tx, project, &target, new).map(|_| ())
    });
    added.unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(li.get(&mine).text, before);
    // Too late: after noon of the day on which it is due.
    office.at("2026-12-21 11:59");
    let zhang = office.sign_in("张敏");
    let theirs = sent(&zhang.post(at, &[("content", "计调正常。")]));
    zhang.get(&theirs).does_not_show("逾期汇报");
    office.at("2026-12-21 12:01");
    let zhao = office.sign_in("赵强");
    let late = sent(&zhao.post(at, &[("content", "走访两家。")]));
    zhao.get(&late).shows("逾期汇报");
}

#[test]
fn a_meeting_s_pack_has_what_each_reported_and_the_commander_reads_them_together() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    office.at("2026-12-21 09:00");
    let [zhou, li, chen] = ["周立明", "李伟", "陈静"].map(|name| office.sign_in(name));
    let at = "/reports/weekly/2026-W51";
    li.post(at, &[("content", "首批试用客户已确定。"), ("handled", "样品不够。")]).is(303);
    let pack = chen.get("/meetings/2026-W52/pack");
    pack.shows("首批试用客户已确定；困难：样品不够。").shows("未交周报：");
    let missing = pack.text.split("未交周报：").nth(1).unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    assert!(
        missing.contains("赵强") && !missing.contains("李伟") && !missing.contains("陈静") && !missing.contains("周立明"),
        "{missing}"
    );
    // Everybody reads what is laid before the meeting; the commander has read it with one button.
    chen.get(at).shows("首批试用客户已确定。").shows("未交");
    chen.post(&format!("{at}/reading"), &[]).is(403);
    // What came after the page was shown was not read with it.
    let form = zhou.get(at).form(&format!("{at}/reading"));
    let zhao = office.sign_in("赵强");
    let later = sent(&zhao.post(at, &[("content", "走访两家。")]));
    zhou.send(&form, &[]).goes_to(at);
    zhou.get(&later).shows("未审阅");
    let form = zhou.get(at).form(&format!("{at}/reading"));
    zhou.send(&form, &[]).goes_to(at);
    assert!(!zhou.get(at).has(&format!("form[action='{at}/reading']")));
    // Those of the week before wait as they did.
    assert!(!zhou.get("/tasks").has(&format!("a[href='{at}']")));
    zhou.get("/tasks").shows("阅周报").shows("2026-W50");
}

/// What the inbox says is waiting: its number.
fn waiting(visitor: &crate::office::Visitor) -> i64 {
    let text = visitor.get("/tasks").find(".head .meta").unwrap_or_default();
    let number = text.trim().strip_prefix("待办 ").and_then(|it| it.split(" 件").next()).unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("no number in {text}"))
}

#[test]
fn the_weekly_reports_of_a_week_wait_for_the_commander_as_one_thing() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-21 09:00");
    let [zhou, li, zhao, wang] = ["周立明", "李伟", "赵强", "王芳"].map(|name| office.sign_in(name));
    let before = waiting(&zhou);
    zhou.get("/tasks").does_not_show("阅周报");
    for (who, week) in [(&li, "2026-W51"), (&zhao, "2026-W51"), (&wang, "2026-W51"), (&li, "2026-W50")] {
        who.post(&format!("/reports/weekly/{week}"), &[("content", "走访两家。")]).is(303);
    }
    // Two weeks are two things, however many reported; nobody else is asked to read them.
    assert_eq!(waiting(&zhou), before + 2);
    let inbox = zhou.get("/tasks");
    inbox.shows("阅周报 · 3 份").shows("2026-W51").shows("阅周报 · 1 份").shows("2026-W50").shows("一并审阅");
    assert!(inbox.has("a[href='/reports/weekly/2026-W51']"));
    // They have no day: nothing of them is late, and nobody owes it.
    zhou.get("/tasks?due=late").does_not_show("阅周报");
    zhou.get("/duties").does_not_show("阅周报");
    li.get("/tasks").does_not_show("阅周报");
    let at = "/reports/weekly/2026-W51/reading";
    zhou.send(&zhou.get("/reports/weekly/2026-W51").form(at), &[]).is(303);
    assert_eq!(waiting(&zhou), before + 1);
    zhou.get("/tasks").shows("2026-W50").does_not_show("2026-W51");
    let page = zhou.get("/reports/weekly/2026-W50");
    zhou.send(&page.form("/reports/weekly/2026-W50/reading"), &[]).is(303);
    assert_eq!(waiting(&zhou), before);
}

#[test]
fn a_week_before_the_office_or_to_come_has_no_page_and_specialists_are_told_that_they_owe_none() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-16 09:00");
    let [li, chen, zhou] = ["李伟", "陈静", "周立明"].map(|name| office.sign_in(name));
    for week in ["1999-W01", "2026-W52", "9999-W52"] {
        for reader in [&li, &chen, &zhou] {
            reader.get(&format!("/reports/weekly/{week}")).is(404);
        }
        for reader in [&li, &chen] {
            reader.get(&format!("/reports/weekly/{week}/mine")).is(404);
        }
        li.post(&format!("/reports/weekly/{week}"), &[("content", "没有的一周。")]).is(404);
    }
    li.get("/reports/weekly/2026-W51").is(200);
    li.get("/reports/weekly/2026-W51/mine").is(409);
    let told = chen.get("/reports/weekly/2026-W51/mine");
    told.shows("您不需要报送周报");
    assert!(told.forms().iter().all(|it| !it.action.starts_with("/reports")) && told.has("a[href='/reports/new']"));
    chen.post("/reports/weekly/2026-W51", &[("content", "不归我。")]).is(403);
    zhou.get("/reports/weekly/2026-W51/mine").is(403);
}

#[test]
fn the_week_of_whoever_supports_the_others_is_drafted_from_what_they_did_for_them() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let [wang, zhang, li] = ["王芳", "张敏", "李伟"].map(|name| office.sign_in(name));
    let at = format!("/requests/{}", prepared.at("request"));
    let form = wang.get(&at).form(&format!("{at}/advice/{}", prepared.at("advice")));
    wang.send(&form, &[("advice", "去年两家同类客户各让两个点。")]).is(303);
    let owed = format!("/duties/week-2026-W50-{}/reminders", office.actor("赵强").id);
    zhang.post(&owed, &[("nth", "1")]).is(303);
    let answer = &format!("/requests/{}", prepared.at("answered"));
    assert!(li.get(answer).has(&format!("form[action='{answer}/confirmation']")));
    office.at("2026-12-21 09:00");
    let [wang, zhang, li] = ["王芳", "张敏", "李伟"].map(|name| office.sign_in(name));
    let mine = "/reports/weekly/2026-W51";
    let page = wang.get(&format!("{mine}/mine"));
    page.shows("提供参考意见 1 件").shows("答复咨询");
    let draft = page.field("content");
    assert!(draft.contains("提供参考意见 1 件") && draft.contains("答复咨询"), "{draft}");
    // Neither the request nor the consultation is everybody's to read, and a weekly report is.
    assert!(!draft.contains("折扣") && !draft.contains("供货周期"), "{draft}");
    let page = zhang.get(&format!("{mine}/mine"));
    assert!(page.field("content").contains("催办 1 次"), "{}", page.field("content"));
    // The owner has not confirmed an answer in time.
    let page = li.get(&format!("{mine}/mine"));
    page.shows("批示待确认 1 件");
    assert!(page.field("handled").contains("批示待确认 1 件"), "{}", page.field("handled"));
    // What begins to deviate after the week is no matter of the week.
    let [this, next] = [mine, "/reports/weekly/2026-W52"].map(|week| {
        office.at("2027-01-04 09:00");
        office.sign_in("李伟").get(&format!("{week}/mine")).text
    });
    let since = |text: &str| -> Vec<String> {
        text.split('（').filter_map(|it| it.split(" 起）").next()).filter(|it| it.len() == 5).map(str::to_owned).collect()
    };
    assert!(!since(&this).is_empty() && since(&this).iter().all(|day| day.as_str() <= "12-20"), "{:?}", since(&this));
    assert!(since(&next).iter().all(|day| day.as_str() <= "12-27"), "{:?}", since(&next));
}

#[test]
fn who_may_name_a_project_is_one_rule_for_the_list_and_the_server() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let other = shuguang::demo::walk::Cast {
        coordinator: office.actor("吴晓东"),
        owner: office.actor("赵强"),
        ..prepared.cast.clone()
    };
    let theirs = story::project_in(office, &other, &story::package(office, &other), State::Implementation);
    office.at("2026-12-15 14:00");
    let (ours, theirs) = (prepared.at("implementation"), theirs.as_str());
    // (who, may choose the owner's project, may choose another owner's)
    let table =
        [("李伟", true, false), ("赵强", false, true), ("张敏", true, false), ("王芳", true, true), ("陈静", true, true)];
    for (name, our, their) in table {
        let who = office.sign_in(name);
        for (project, may) in [(ours, our), (theirs, their)] {
            for form in ["/reports/new", "/requests/new"] {
                let page = who.get(&format!("{form}?project={project}"));
                assert_eq!(page.has(&format!("option[value='{project}']")), may, "{name} {project} {form}");
            }
            let title = format!("{name}看到的 {project}");
            let typed = event(&title, "2026-12-15", "08:00", "展台进水。").into_iter().chain([("project", project)]);
            let told = who.post("/reports", &typed.collect::<Vec<_>>());
            let typed =
                [("kind", "unsure"), ("title", &title), ("question", "几成？"), ("proposal", "三成。"), ("project", project)];
            let asked = who.post("/requests", &typed);
            match may {
                true => {
                    // Whoever owns it reads what is reported of it.
                    let owner = office.sign_in(if project == ours { "李伟" } else { "赵强" });
                    owner.get(&sent(&told)).is(200);
                    owner.get(&format!("/reports?q={title}")).shows(&title);
                    owner.get(&sent(&asked)).is(200);
                }
                false => {
                    // The summary names the field, as its page does.
                    told.complains("project").shows("项目：请从列出的选项中选择。");
                    asked.complains("project");
                }
            }
        }
        assert!(!who.get("/reports/new").has("option[value='SG-2026-999']"));
        who.post(
            "/requests",
            &[("project", "SG-2026-999"), ("kind", "unsure"), ("title", "无"), ("question", "几成？"), ("proposal", "三成。")],
        )
        .complains("project");
    }
}

#[test]
fn a_project_s_page_tells_of_its_requests_and_reports_as_far_as_the_reader_may_see_them() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("implementation");
    let [li, zhao, zhou] = ["李伟", "赵强", "周立明"].map(|name| office.sign_in(name));
    for reader in [&li, &zhou] {
        let page = reader.get(&format!("/projects/{number}"));
        assert!(page.has("section[aria-labelledby='straight']"), "{}", page.text);
        for (href, text) in [
            (format!("/requests/{}", prepared.at("request")), "首单折扣放宽"),
            (format!("/reports/{}", prepared.at("report")), "样机漏水"),
        ] {
            assert_eq!(page.find(&format!(".stack a[href='{href}']")).as_deref(), Some(text));
        }
        assert!(page.has(&format!("a[href='/requests?q={number}']")) && page.has(&format!("a[href='/reports?q={number}']")));
        let told: String = (1..9).map(|page| reader.get(&format!("/projects/{number}/history?page={page}")).text).collect();
        assert!(told.contains(&format!("{}「样机漏水」", prepared.at("report"))), "{told}");
        assert!(told.contains(&format!("{}「首单折扣放宽」", prepared.at("request"))), "{told}");
    }
    // Somebody else sees neither, and no heading.
    let page = zhao.get(&format!("/projects/{number}"));
    assert!(!page.has("section[aria-labelledby='straight']"));
    zhao.get(&format!("/projects/{number}/history")).does_not_show("样机漏水").does_not_show("首单折扣放宽");
    // At most five of each, the newest first.
    for turn in 0..6 {
        let title = format!("第 {turn} 件事");
        let typed = event(&title, "2026-12-15", "08:00", "客户来电。").into_iter().chain([("project", number)]);
        li.post("/reports", &typed.collect::<Vec<_>>()).is(303);
    }
    let page = li.get(&format!("/projects/{number}"));
    let told = "section[aria-labelledby='straight'] ul:last-of-type li";
    assert!(page.find(told).unwrap_or_default().contains("第 5 件事"));
    assert!(page.has(&format!("{told}:nth-child(5)")) && !page.has(&format!("{told}:nth-child(6)")));
}

#[test]
fn a_button_that_came_too_late_says_so_in_words_and_leads_back_to_the_record() {
    let prepared = Prepared::department();
    let at = format!("/requests/{}", prepared.at("answered"));
    let li = prepared.office.sign_in("李伟");
    let refused = li.post(&format!("{at}/withdrawal"), &[]);
    refused.is(409).shows("已经批示，不能撤回。").does_not_show("409");
    assert!(refused.has(&format!(".trouble a[href='{at}']")));
}
