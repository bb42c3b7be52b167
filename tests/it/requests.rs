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
    // What was decided on stays.
    let answer = [("verdict", "granted"), ("instruction", "三成。"), ("version", "1")];
    zhou.post(&format!("{at}/answer"), &answer).is(303);
    attach(&li, "迟到的.pdf", &[PDF, b"3"].concat()).is(409).shows("附件不能再增减");
    li.post(&format!("{file}/removal"), &[]).is(409);
    li.get(&file).is(200);
    let page = li.get(&at);
    page.shows("客户来函.pdf");
    assert!(!page.has("#files form"), "nothing can be added any more");
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
