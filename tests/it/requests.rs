//! Files of requests: their asker's, seen by whoever sees the request, fixed once it is answered.

use crate::office::{Answer, Office, Visitor};
use crate::story::cast;
use crate::trade::{PDF, upload};

fn ask(asker: &Visitor, title: &str) -> String {
    let typed = [("kind", "unsure"), ("project", ""), ("title", title), ("question", "订金收几成？"), ("proposal", "三成。")];
    asker.post("/requests", &typed).is(303).location.clone().unwrap_or_default()
}

/// Where the files of a page lie.
fn files(page: &Answer) -> Vec<String> {
    let html = page.is(200).html();
    let link = scraper::Selector::parse("#files a[href^='/files/']").expect("a selector");
    html.select(&link).filter_map(|it| it.attr("href").map(str::to_owned)).collect()
}

#[test]
fn a_request_s_files_are_its_asker_s_until_it_is_answered() {
    let office = Office::open();
    cast(&office);
    let [li, zhao, zhou, wang, admin] = ["李伟", "赵强", "周立明", "王芳", "管理员"].map(|name| office.sign_in(name));
    let at = ask(&li, "订金比例");
    let base = office.base();
    let attach = |who: &Visitor, name: &str, bytes: &[u8]| upload(who, &base, &format!("{at}/files"), name, bytes);
    attach(&li, "客户来函.pdf", PDF).goes_to(&format!("{at}#files"));
    attach(&li, "页面.pdf", b"<html>").complains("file");
    let page = li.get(&at);
    page.shows("客户来函.pdf");
    let file = files(&page).remove(0);
    // Whoever sees the request sees its files, and nobody else.
    for who in [&li, &zhou, &wang] {
        let got = who.get(&file);
        assert_eq!(got.is(200).bytes, PDF);
        who.get(&at).shows("客户来函.pdf");
    }
    for who in [&zhao, &admin] {
        who.get(&file).is(404);
        attach(who, "别人的.pdf", PDF).is(404);
        who.post(&format!("{file}/removal"), &[]).is(404);
    }
    // Only the asker adds and removes.
    attach(&zhou, "总指挥的.pdf", PDF).is(403);
    zhou.post(&format!("{file}/removal"), &[]).is(403);
    attach(&li, "另一份.pdf", &[PDF, b"2"].concat()).is(303);
    let second = files(&li.get(&at)).into_iter().find(|it| *it != file).expect("the other file");
    li.post(&format!("{second}/removal"), &[]).goes_to(&at);
    li.get(&at).does_not_show("另一份");
    li.get(&second).is(404);
    // It is decided on what lay there when the page was opened.
    let answer = format!("{at}/answer");
    let form = zhou.get(&at).form(&answer);
    attach(&li, "后补的.pdf", &[PDF, b"4"].concat()).is(303);
    let typed = [("verdict", "granted"), ("instruction", "按附件办。")];
    let late = zhou.send(&form, &typed);
    late.is(409).shows("按附件办。").shows("后补的");
    let added = files(&li.get(&at)).into_iter().find(|it| *it != file).expect("the added file");
    li.post(&format!("{added}/removal"), &[]).is(303);
    // What was decided on stays.
    zhou.send(&form, &typed).is(303);
    attach(&li, "迟到的.pdf", &[PDF, b"3"].concat()).is(409).shows("附件不能再增减");
    li.post(&format!("{file}/removal"), &[]).is(409);
    li.get(&file).is(200);
    let page = li.get(&at);
    page.shows("客户来函.pdf");
    assert!(!page.has("#files form"), "nothing can be added any more");
}

/// How many files lie in the folder.
fn on_the_shelf(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let entries = entries.filter_map(Result::ok).map(|it| it.path());
    entries.map(|it| if it.is_dir() { on_the_shelf(&it) } else { 1 }).sum()
}

#[test]
fn files_go_with_a_request_as_it_is_written_and_none_is_left_of_one_that_was_refused() {
    let office = Office::open();
    cast(&office);
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let form = li.get("/requests/new").form("/requests");
    let filled = typed("unsure", "订金比例");
    let other = [PDF, b"2"].concat();
    // One that cannot be kept: nothing is, and all that was typed comes back with which files are to be chosen again.
    let refused = li.send_with(&form, &filled, &[("来函.pdf", PDF), ("页面.pdf", b"<html>")]);
    refused.complains("file").shows("这种文件不能上传：页面.pdf").shows("请重新选择附件").shows("来函.pdf、页面.pdf");
    assert_eq!((refused.field("title"), refused.field("question")), ("订金比例".into(), "这一步怎么办？".into()));
    // One that is too large is said to be, and what was typed comes back all the same.
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let refused = li.send_with(&form, &filled, &[("来函.pdf", PDF), ("录像.zip", &large)]);
    refused.complains("file").shows("文件太大：录像.zip。每个文件最多 20 MB。");
    assert_eq!(refused.field("proposal"), "先做样板。");
    let many: Vec<(&str, &[u8])> = vec![("来函.pdf", PDF); 11];
    li.send_with(&form, &filled, &many).complains("file").shows("文件太多：来函.pdf。一次最多 10 个。");
    li.send_with(&form, &filled, &[("空.pdf", b"")]).complains("file").shows("空文件不能上传：空.pdf");
    // What is wrong elsewhere: the file is to be chosen again too.
    let refused = li.send_with(&form, &[("title", "")], &[("来函.pdf", PDF)]);
    refused.complains("title").shows("请重新选择附件").shows("来函.pdf");
    li.get("/requests").does_not_show("订金比例");
    assert_eq!(on_the_shelf(&office.files()), 0, "no file is left behind");
    // Both go with it; the button pressed twice does nothing twice.
    let both: [(&str, &[u8]); 2] = [("客户来函.pdf", PDF), ("报价单.pdf", &other)];
    let at = li.send_with(&form, &filled, &both).is(303).location.clone().expect("its page");
    li.send_with(&form, &filled, &both).goes_to(&at);
    let page = zhou.get(&at);
    assert_eq!((files(&page).len(), on_the_shelf(&office.files())), (2, 2));
    li.get("/requests/QS-2026-002").is(404);
    // Another file with the same words goes to the same request while it waits.
    li.send_with(&form, &filled, &[("补充.pdf", &[PDF, b"3"].concat())]).goes_to(&at);
    // The paper names them after the text.
    let paper = li.get(&at).find("article.paper").unwrap_or_default();
    let paper = paper.split_whitespace().collect::<Vec<_>>().join(" ");
    let at_of = |part: &str| paper.find(part).unwrap_or_else(|| panic!("{part} in {paper}"));
    assert!(at_of("先做样板。") < at_of("附件：") && at_of("附件：") < at_of("客户来函.pdf"));
    assert!(at_of("客户来函.pdf") < at_of("报价单.pdf") && at_of("补充.pdf") < at_of("批示—"));
    // A form without files has none, and comes in the ordinary way too.
    li.post("/requests", &typed("unsure", "没有附件的事")).is(303);
    assert!(!li.get("/requests/QS-2026-002").has(".annex"));
}

#[test]
fn the_commander_asks_the_planning_assistants_and_what_they_say_decides_nothing() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let at = format!("/requests/{}", prepared.at("request"));
    let [zhou, wang, li] = ["周立明", "王芳", "李伟"].map(|name| office.sign_in(name));
    // It is asked already: one question at a time, and the answer is due on its day all the same.
    assert!(!zhou.get(&at).has(&format!("form[action=\"{at}/advice\"]")));
    zhou.post(&format!("{at}/advice"), &[("wanted", "同类客户的先例？")]).goes_to(&format!("{at}#advice"));
    zhou.post(&format!("{at}/advice"), &[("wanted", "另一个问题")]).is(409);
    li.get(&at).shows("同类客户的先例？").shows("等企划助理答复").does_not_show("送总指挥");
    wang.get("/tasks").shows("提供参考意见").shows("总指挥请您为请示提供参考意见");
    let form = wang.get(&at).form(&format!("{at}/advice/{}", prepared.at("advice")));
    wang.send(&form, &[("advice", "")]).complains("advice");
    wang.send(&form, &[("advice", "去年两家同类客户各让两个点，续单都恢复了。")]).goes_to(&format!("{at}#advice"));
    wang.send(&form, &[("advice", "去年两家同类客户各让两个点，续单都恢复了。")]).goes_to(&format!("{at}#advice"));
    wang.send(&form, &[("advice", "改口")]).is(409);
    wang.get("/tasks").does_not_show("提供参考意见");
    li.get(&at).shows("续单都恢复了").shows("供参考，不是决定").shows("待批示");
    // The commander may ask again, and answers; after that there is nothing to advise on.
    zhou.post(&format!("{at}/advice"), &[("wanted", "毛利还剩多少？")]).is(303);
    let form = zhou.get(&at).form(&format!("{at}/answer"));
    zhou.send(&form, &[("verdict", "refused"), ("instruction", "不让。")]).is(303);
    wang.get("/tasks").does_not_show("提供参考意见");
    assert!(!wang.get(&at).has("textarea[name=advice]"));
}

#[test]
fn a_request_is_put_on_the_agenda_that_is_chosen_and_says_where_it_stands() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let at = format!("/requests/{}", prepared.at("request"));
    let li = office.sign_in("李伟");
    let link = format!("a[href=\"{at}/agenda\"]");
    assert!(li.get(&at).has(&link) && !office.sign_in("王芳").get(&at).has(&link));
    let form = li.get(&format!("{at}/agenda")).shows("每周业务例会 2026 年第 52 周").form(&format!("{at}/agenda"));
    li.send(&form, &[]).complains("meeting");
    li.send(&form, &[("meeting", "2026-W52")]).goes_to("/meetings/2026-W52#agenda");
    li.get(&at).shows("已列入会议 2026-W52");
    li.get("/meetings/2026-W52").shows("提交会议的请示").shows("首单折扣放宽");
    li.get("/meetings/2026-W52/pack").shows("客户要求再让两个点。");
    // A meeting that the asker may not see is not offered.
    li.post(&format!("{at}/agenda"), &[("meeting", "HY-2026-099")]).is(404);
    li.get(&format!("/requests/{}/agenda", prepared.at("answered"))).shows("已经批示或撤回");
}

#[test]
fn the_clock_of_answers_runs_in_working_days() {
    let office = crate::office::Office::open();
    crate::story::cast(&office);
    let ask = |title: &str| {
        let typed = [("kind", "unsure"), ("title", title), ("question", "怎么办？"), ("proposal", "这样办。")];
        office.sign_in("李伟").post("/requests", &typed).is(303).location.clone().expect("its page")
    };
    let answer = |at: &str| {
        let zhou = office.sign_in("周立明");
        let form = zhou.get(at).form(&format!("{at}/answer"));
        zhou.send(&form, &[("verdict", "granted"), ("instruction", "可以。")]).is(303);
    };
    // Friday to Monday is one working day; Friday to Wednesday three, one beyond the two that are allowed.
    office.at("2026-11-27 16:00");
    let [first, second] = [ask("第一件"), ask("第二件")];
    office.sign_in("李伟").get("/requests").does_not_show("平均用时");
    office.at("2026-11-30 09:00");
    answer(&first);
    office.at("2026-12-02 09:00");
    answer(&second);
    let li = office.sign_in("李伟");
    li.get(&first).shows("用时 1 个工作日");
    li.get("/requests").shows("近 90 天批示 2 件，平均用时 2 个工作日，逾期 1 件").shows("3 个工作日");
    li.post("/language", &[("lang", "en"), ("back", "/")]);
    li.get("/requests").shows("2 answered in the last 90 days, in 2 working days on average, 1 late");
}

/// A request of this kind, as it is typed.
fn typed(kind: &'static str, title: &'static str) -> [(&'static str, &'static str); 4] {
    [("kind", kind), ("title", title), ("question", "这一步怎么办？"), ("proposal", "先做样板。")]
}

#[test]
fn each_kind_offers_the_answers_that_fit_it_and_takes_no_other() {
    let office = Office::open();
    cast(&office);
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let table = [
        ("unsure", ["instructed", "granted", "refused"].as_slice()),
        ("unclear", &["instructed", "granted"]),
        ("no_rule", &["granted", "instructed", "refused"]),
    ];
    for (kind, offered) in table {
        for verdict in ["granted", "refused", "instructed", "maybe", ""] {
            let title = format!("{kind} {verdict}");
            let what = [("kind", kind), ("title", title.as_str()), ("question", "这一步怎么办？"), ("proposal", "先做样板。")];
            let at = li.post("/requests", &what).is(303).location.clone().expect("its page");
            let page = zhou.get(&at);
            let radio = scraper::Selector::parse("input[name=verdict]").expect("a selector");
            let html = page.html();
            let choices: Vec<_> = html.select(&radio).filter_map(|it| it.attr("value")).collect();
            assert_eq!(choices, offered, "{kind}");
            let said = zhou.send(&page.form(&format!("{at}/answer")), &[("verdict", verdict), ("instruction", "照此办。")]);
            match offered.contains(&verdict) {
                true => said.goes_to(&at),
                false => said.complains("verdict").shows("照此办。"),
            };
        }
    }
}

#[test]
fn an_unclear_task_is_made_clear_without_agreeing_or_refusing() {
    let office = Office::open();
    cast(&office);
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let at = li.post("/requests", &typed("unclear", "样板间的范围")).is(303).location.clone().expect("its page");
    let form = zhou.get(&at).form(&format!("{at}/answer"));
    for _ in 0..2 {
        zhou.send(&form, &[("verdict", "instructed"), ("instruction", "只做一层，月底前完成。")]).goes_to(&at);
    }
    li.get("/notices").shows("请示已批示：明确指示");
    li.get("/tasks").shows("确认批示");
    li.get(&at).shows("明确指示").shows("只做一层").does_not_show("不同意");
    li.get("/requests").shows("明确指示");
    // It allows nothing.
    let granted = office.store().read(|conn| {
        use diesel::prelude::*;
        use shuguang::store::schema::requests;
        Ok(requests::table.select((requests::granted, requests::granted_up_to)).first::<(Option<bool>, Option<i64>)>(conn)?)
    });
    assert_eq!(granted.unwrap_or_else(|error| panic!("{}", error.account())), (None, None));
    // The paper says by when it was to be answered, and when its asker confirmed it.
    office.at("2026-11-24 10:30");
    let li = office.sign_in("李伟");
    li.post(&format!("{at}/confirmation"), &[]).is(303);
    let paper = li.get(&at).find("article.paper").unwrap_or_default();
    for part in ["批示期限", "2026-11-25", "确认", "李伟", "2026-11-24 10:30"] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
}

#[test]
fn who_was_refused_or_still_does_not_know_asks_again_with_what_was_asked() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let [li, zhang, zhou] = ["李伟", "张敏", "周立明"].map(|name| office.sign_in(name));
    let (number, at) = (prepared.at("request"), format!("/requests/{}", prepared.at("request")));
    let again = format!("/requests/new?again={number}");
    let link = format!("a[href=\"{again}\"]");
    assert!(!li.get(&at).has(&link), "it waits");
    assert!(!li.get(&format!("/requests/{}", prepared.at("answered"))).has("a[href*='again=']"), "all was granted");
    let form = zhou.get(&at).form(&format!("{at}/answer"));
    zhou.send(&form, &[("verdict", "refused"), ("instruction", "先谈付款条件。")]).is(303);
    assert!(li.get(&at).has(&link) && !zhang.get(&at).has(&link) && !zhou.get(&at).has(&link));
    // It is nobody else's to ask again.
    zhang.get(&again).is(404);
    zhou.get(&again).is(403);
    li.get("/requests/new?again=QS-2026-999").is(404);
    let page = li.get(&again);
    page.shows("再次请示").shows("先谈付款条件。").shows("不同意");
    assert_eq!(page.field("title"), "首单折扣放宽");
    assert_eq!(page.field("project"), prepared.at("implementation"));
    assert_eq!(
        (page.field("kind"), page.field("matter"), page.field("up_to")),
        ("beyond_authority".into(), "discount".into(), "12.00".into())
    );
    assert_eq!(page.field("question").trim(), format!("接 {number}。\n客户要求再让两个点。"));
    assert_eq!(page.field("proposal").trim(), "首单同意，续单恢复。");
    // What was refused is kept, with what it follows.
    let refused = li.send(&page.form("/requests"), &[("proposal", "")]);
    refused.complains("proposal").shows("先谈付款条件。");
    let typed = [("proposal", "预付五成，首单让两个点。")];
    let new = li.send(&refused.form("/requests"), &typed).is(303).location.clone().expect("its page");
    li.get(&new).shows(&format!("接 {number}。")).shows("预付五成").shows("前后请示").shows(&format!("首单折扣放宽{number}"));
    // Whoever sees the earlier one is led to the later, and while that waits there is no other.
    for who in [&li, &zhou, &zhang] {
        let page = who.get(&at);
        assert!(page.has(&format!("#again a[href=\"{new}\"]")) && !page.has(&link), "{}", who.name());
    }
    li.send(&refused.form("/requests"), &typed).goes_to(&new);
    let other = [("proposal", "再换一个办法。"), ("once", "")];
    let page = li.send(&refused.form("/requests"), &other);
    page.complains("again").shows("正在等批示");
    assert_eq!(page.field("proposal"), "再换一个办法。");
    assert!(page.has(&format!("a[href=\"{new}\"]")));
    assert!(li.get(&again).shows("正在等批示").has(&format!("main a[href=\"{new}\"]")));
    // Nobody asks again what somebody else asked, or what still waits.
    let sent = |who: &Visitor, number: &str| {
        let typed =
            [("kind", "unsure"), ("title", "再问"), ("question", "怎么办？"), ("proposal", "这样办。"), ("again", number)];
        who.post("/requests", &typed)
    };
    sent(&zhang, number).is(404);
    sent(&li, new.rsplit('/').next().unwrap_or_default()).complains("again").shows("还没有批示");
    // Once it is answered or withdrawn, the earlier one may be asked again.
    li.post(&format!("{new}/withdrawal"), &[]).is(303);
    assert!(li.get(&at).has(&link));
    sent(&li, number).is(303);
    let proof = shuguang::trail::verify::verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "every row follows from the trail");
}

#[test]
fn what_waits_stands_first_in_the_list_and_nothing_that_was_withdrawn() {
    let office = Office::open();
    cast(&office);
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let ask = |title: &'static str| li.post("/requests", &typed("unsure", title)).is(303).location.clone().expect("its page");
    let [withdrawn, answered, _] = ["撤回的事", "批示的事", "等着的事"].map(ask);
    li.post(&format!("{withdrawn}/withdrawal"), &[]).is(303);
    let form = zhou.get(&answered).form(&format!("{answered}/answer"));
    zhou.send(&form, &[("verdict", "granted"), ("instruction", "可以。")]).is(303);
    let page = zhou.get("/requests");
    assert_eq!(page.find("tbody tr:first-child .title a").as_deref(), Some("等着的事"));
    assert!(page.has("tbody td small.nowrap"), "a day stays on one line");
    // What no filter knows filters nothing, as everywhere.
    zhou.get("/requests?state=xyz&kind=xyz").shows("共 3 件请示");
}

#[test]
fn the_asker_reminds_of_a_late_answer_at_most_twice_a_day() {
    let office = Office::open();
    cast(&office);
    office.at("2026-11-27 16:00");
    let li = office.sign_in("李伟");
    let at = li.post("/requests", &typed("unsure", "订金比例")).is(303).location.clone().expect("its page");
    let press = "/duties/request-QS-2026-001/reminders";
    let form = format!("form[action='{press}']");
    // It is due on Tuesday.
    office.at("2026-12-01 16:00");
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    zhou.get(&at).shows("批示期限 2026-12-01").does_not_show("逾期");
    assert!(!li.get(&at).has(&form), "it is not late yet");
    li.post(press, &[]).is(409).shows("还没有过期限");
    office.at("2026-12-02 09:00");
    let [li, zhao, zhou] = ["李伟", "赵强", "周立明"].map(|name| office.sign_in(name));
    zhou.get(&at).shows("批示期限 2026-12-01").shows("逾期 1 个工作日");
    assert!(!zhou.get(&at).has(&form) && li.get("/duties").status == 404);
    zhao.post(press, &[]).is(403);
    let page = li.get(&at);
    for said in ["已催办，并记录在案。", "刚才已经催办并记录，没有再记一次。"] {
        let pressed = li.send(&page.form(press), &[]);
        pressed.goes_to(&at);
        li.follow(&pressed).shows(said);
    }
    li.get(&at).shows("已催办 1 次");
    zhou.get("/notices").shows("有人催办 · 请示等待批示");
    office.at("2026-12-02 15:00");
    let li = office.sign_in("李伟");
    li.send(&li.get(&at).form(press), &[]).goes_to(&at);
    let page = li.get(&at);
    page.shows("已催办 2 次").shows("今天已催办两次");
    assert!(!page.has(&form));
    office.later(chrono::Duration::minutes(5));
    li.post(press, &[("from", "page")]).is(409).shows("今天已经催办过两次");
    // Once it is answered nothing is left to remind of.
    let zhou = office.sign_in("周立明");
    zhou.send(&zhou.get(&at).form(&format!("{at}/answer")), &[("verdict", "granted"), ("instruction", "可以。")]).is(303);
    li.post(press, &[]).is(403);
    li.get(&at).does_not_show("已催办").shows("用时 3 个工作日，逾期");
}

#[test]
fn an_urgent_request_and_an_emergency_stand_first_in_the_inbox_and_say_so() {
    let office = Office::open();
    cast(&office);
    office.sign_in("李伟").post("/requests", &typed("unsure", "早就逾期的事")).is(303);
    office.at("2026-11-27 10:00");
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    li.post("/requests", &typed("unsure", "慢慢来的事")).is(303);
    let urgent: Vec<_> = typed("unsure", "等不得的事").into_iter().chain([("urgent", "1")]).collect();
    let at = li.post("/requests", &urgent).is(303).location.clone().expect("its page");
    let rows = |page: &Answer| {
        let row = scraper::Selector::parse("ol.rows > li").expect("a selector");
        page.html().select(&row).map(|it| it.text().collect::<String>()).collect::<Vec<_>>()
    };
    let found = rows(&zhou.get("/tasks"));
    assert!(found[0].contains("等不得的事") && found[0].contains("紧急"), "{found:?}");
    assert!(found[1].contains("早就逾期的事") && found[1].contains("逾期"), "{found:?}");
    assert!(found[2].contains("慢慢来的事") && !found[2].contains("紧急"), "{found:?}");
    // Not by its colour alone: a word and a mark.
    assert!(zhou.get("/tasks").has("li[data-urgent]:first-child .badge svg"));
    let emergency = [
        ("kind", "emergency"),
        ("title", "仓库进水"),
        ("happened_on", "2026-11-27"),
        ("happened_time", "09:30"),
        ("content", "一层进水。"),
        ("handled", "已断电。"),
    ];
    li.post("/reports", &emergency).is(303);
    let found = rows(&zhou.get("/tasks"));
    assert!(found[..2].iter().all(|it| it.contains("紧急")), "{found:?}");
    assert!(found[..2].iter().any(|it| it.contains("仓库进水")), "{found:?}");
    zhou.send(&zhou.get(&at).form(&format!("{at}/answer")), &[("verdict", "granted"), ("instruction", "可以。")]).is(303);
    // Whoever is asked for advice on it, and whoever sees that it is owed, are told too.
    let [zhou, wang] = ["周立明", "王芳"].map(|name| office.sign_in(name));
    let urgent: Vec<_> = typed("unsure", "又一件等不得").into_iter().chain([("urgent", "1")]).collect();
    let next = li.post("/requests", &urgent).is(303).location.clone().expect("its page");
    zhou.post(&format!("{next}/advice"), &[("wanted", "有先例吗？")]).is(303);
    let found = rows(&wang.get("/tasks"));
    assert!(found[0].contains("又一件等不得") && found[0].contains("紧急"), "{found:?}");
    for kind in ["request", "information", "reading"] {
        let page = zhou.get(&format!("/duties?due=all&kind={kind}"));
        let row = page.find("tbody th:has(.badge)").unwrap_or_default();
        assert!(row.contains("紧急") && (row.contains("又一件等不得") || row.contains("仓库进水")), "{kind}: {row}");
    }
    let found = rows(&li.get("/tasks"));
    assert!(found.iter().any(|it| it.contains("等不得的事")) && found.iter().all(|it| !it.contains("紧急")), "{found:?}");
}

#[test]
fn what_is_allowed_already_need_not_be_asked_for() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let at = format!("/requests/{}", prepared.at("request"));
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let ask = |up_to: &str| {
        let typed = [
            ("kind", "beyond_authority"),
            ("project", prepared.at("implementation")),
            ("matter", "discount"),
            ("up_to", up_to),
            ("title", "再让一点"),
            ("question", "客户追加订货。"),
            ("proposal", "同意。"),
        ];
        li.post("/requests", &typed)
    };
    let form = zhou.get(&at).form(&format!("{at}/answer"));
    zhou.send(&form, &[("verdict", "granted"), ("up_to", "10"), ("instruction", "可到十个点。")]).is(303);
    let said = format!("{} 已批准到这个额度", prepared.at("request"));
    ask("10").complains("up_to").shows(&said);
    ask("9.5").complains("up_to").shows(&said);
    ask("10.01").is(303);
    // Allowed less than was asked for is reason enough to ask again.
    assert!(li.get(&at).has("a[href*='again=']"));
}

#[test]
fn what_is_answered_or_withdrawn_leaves_the_agendas_that_are_not_called_yet() {
    let office = Office::open();
    cast(&office);
    let [li, zhang, zhou] = ["李伟", "张敏", "周立明"].map(|name| office.sign_in(name));
    let ask = |title: &'static str| li.post("/requests", &typed("unsure", title)).is(303).location.clone().expect("its page");
    let put = |meeting: &str, at: &str| {
        let number = at.rsplit('/').next().unwrap_or_default();
        li.post(&format!("/meetings/{meeting}/items"), &[("request", number)]).is(303);
    };
    let [answered, withdrawn, waiting, called] = ["要批示的事", "要撤回的事", "还在等的事", "会上的事"].map(ask);
    for at in [&answered, &withdrawn, &waiting] {
        put("2026-W50", at);
    }
    put("2026-W48", &called);
    zhang.post("/meetings/2026-W48/moves", &[("move", "call")]).is(303);
    for at in [&answered, &called] {
        let form = zhou.get(at).form(&format!("{at}/answer"));
        for _ in 0..2 {
            zhou.send(&form, &[("verdict", "granted"), ("instruction", "可以。")]).is(303);
            li.post(&format!("{withdrawn}/withdrawal"), &[]).is(303);
        }
    }
    li.get("/meetings/2026-W50").shows("还在等的事").does_not_show("要批示的事").does_not_show("要撤回的事");
    // What is laid before a meeting that was called stays there.
    li.get("/meetings/2026-W48").shows("会上的事");
    li.get(&called).shows("2026-W48");
    li.get(&answered).does_not_show("2026-W50");
    let proof = shuguang::trail::verify::verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "every row follows from the trail");
}

#[test]
fn the_workbook_says_what_was_decided_advised_and_confirmed() {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let at = format!("/requests/{}", prepared.at("request"));
    let [li, wang, zhou] = ["李伟", "王芳", "周立明"].map(|name| office.sign_in(name));
    wang.send(&wang.get(&at).form(&format!("{at}/advice/")), &[("advice", "去年让过两家。")]).is(303);
    for (name, more) in [("来函.pdf", b"1"), ("报价.pdf", b"2")] {
        upload(&li, &office.base(), &format!("{at}/files"), name, &[PDF, more].concat()).is(303);
    }
    let form = zhou.get(&at).form(&format!("{at}/answer"));
    zhou.send(&form, &[("verdict", "granted"), ("up_to", "10"), ("instruction", "可到十个点。")]).is(303);
    li.post(&format!("{at}/confirmation"), &[]).is(303);
    let answer = zhou.get(&format!("/requests.xlsx?q={}", prepared.at("request")));
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.is(200).bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let mut rows = sheet.rows();
    let head = rows.next().expect("a head");
    let row = rows.next().expect("a row");
    assert_eq!(rows.next(), None);
    let cell = |name: &str| head.iter().position(|it| *it == name).map(|at| &row[at]).expect(name);
    let texts = [
        ("编号", prepared.at("request")),
        ("结论", "同意"),
        ("批示", "可到十个点。"),
        ("批示人", "周立明"),
        ("哪一项限额", "折扣"),
        ("参考意见", "问：同类客户的先例？\n答：去年让过两家。"),
        ("参考意见提供人", "王芳"),
        ("附件", "报价.pdf、来函.pdf"),
    ];
    for (name, text) in texts {
        assert_eq!(cell(name).to_string(), text, "{name}");
    }
    let numbers = [("用时（工作日）", 0.0), ("请求放宽到（%）", 12.0), ("放宽到（%）", 10.0)];
    for (name, number) in numbers {
        assert!(matches!(cell(name), Data::Float(it) if (it - number).abs() < 0.001), "{name}: {:?}", cell(name));
    }
    for name in ["请示日期", "批示期限", "批示日期", "确认期限", "确认日期", "参考意见日期"] {
        assert!(matches!(cell(name), Data::DateTime(_)), "{name}: {:?}", cell(name));
    }
    assert!(["请求放宽到（元）", "放宽到（元）"].iter().all(|name| *cell(name) == Data::Empty));
}

#[test]
fn nobody_is_asked_for_advice_on_a_request_of_their_own() {
    let office = Office::open();
    cast(&office);
    let [wang, zhou] = ["王芳", "周立明"].map(|name| office.sign_in(name));
    let at = ask(&wang, "调研费用");
    zhou.post(&format!("{at}/advice"), &[("wanted", "同类怎么收？")]).is(409).shows("没有别人可以提供参考");
    office.add("钱进", &[shuguang::words::Role::Planner]);
    zhou.post(&format!("{at}/advice"), &[("wanted", "同类怎么收？")]).is(303);
    // What nobody gave in time stands as that.
    zhou.get(&at).shows("等企划助理答复");
    zhou.send(&zhou.get(&at).form(&format!("{at}/answer")), &[("verdict", "granted"), ("instruction", "三成。")]).is(303);
    wang.get(&at).does_not_show("等企划助理答复").shows("没有答复。");
}

#[test]
fn a_limit_is_named_only_where_one_is_asked_for() {
    let office = Office::open();
    cast(&office);
    let li = office.sign_in("李伟");
    let typed = [
        ("kind", "unsure"),
        ("title", "折扣"),
        ("question", "给几折？"),
        ("proposal", "九折。"),
        ("matter", "discount"),
        ("up_to", "50"),
    ];
    li.post("/requests", &typed).complains("matter").shows("只有超出权限的请示才填写限额");
    li.post("/requests", &typed[..4]).is(303);
}

#[test]
fn the_same_request_with_another_limit_or_urgency_is_not_taken_for_one_that_was_sent_twice() {
    let office = Office::open();
    cast(&office);
    let li = office.sign_in("李伟");
    let typed = [("kind", "unsure"), ("title", "折扣"), ("question", "给几折？"), ("proposal", "九折。")];
    let at = li.post("/requests", &typed).is(303).location.clone().expect("its page");
    li.post("/requests", &typed).goes_to(&at);
    li.post("/requests", &[&typed[..], &[("urgent", "1")]].concat()).complains("title").shows("请先撤回它");
    let other = [&[("kind", "no_rule")][..], &typed[1..]].concat();
    li.post("/requests", &other).complains("title").shows(at.rsplit('/').next().expect("its number"));
}

#[test]
fn allowing_more_than_was_asked_for_is_asked_about_once() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let at = format!("/requests/{}", prepared.at("request"));
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    // Twelve were asked for.
    let page = zhou.get(&at);
    assert!(!page.has("input[name=anyway]"));
    let form = page.form(&format!("{at}/answer"));
    let answer = [("verdict", "granted"), ("up_to", "99"), ("instruction", "可以。")];
    let refused = zhou.send(&form, &answer);
    refused.complains("anyway").shows("请示 → 批准：12 % → 99 %").shows("仍按此批准").shows("可以。");
    assert_eq!(refused.field("up_to"), "99");
    li.get(&at).shows("待批示");
    // As much or less is no question, nor is a refusal; what cannot be is refused all the same.
    let form = refused.form(&format!("{at}/answer"));
    zhou.send(&form, &[("verdict", "granted"), ("up_to", "101"), ("anyway", "101")]).complains("up_to");
    // The box is ticked for one figure, and no other goes along with it.
    zhou.send(&form, &[("verdict", "granted"), ("up_to", "90"), ("anyway", "99")]).complains("anyway");
    zhou.send(&form, &[("verdict", "granted"), ("anyway", "99")]).goes_to(&at);
    li.get(&at).shows("放宽到 99 %");
}
