//! One search over everything that one may see. Who sees what is asked in `visibility`.

use crate::office::Visitor;
use crate::prepared::Prepared;

/// The links that a question finds under a heading, and what stands beside each.
fn found(visitor: &Visitor, asked: &str, heading: &str) -> Vec<(String, String)> {
    let page = visitor.get(&format!("/search?q={}", asked.replace(' ', "%20")));
    let [panel, head, row, link] =
        ["section.panel", "h2", "ol.rows > li", ".what a"].map(|it| scraper::Selector::parse(it).expect("a selector"));
    let html = page.is(200).html();
    let is_meant = |it: &scraper::ElementRef<'_>| it.select(&head).any(|it| it.text().collect::<String>() == heading);
    let rows = html.select(&panel).filter(is_meant).flat_map(|it| it.select(&row).collect::<Vec<_>>());
    let one = |it: scraper::ElementRef<'_>| {
        let href = it.select(&link).next().and_then(|it| it.attr("href")).unwrap_or_default().to_owned();
        (href, it.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
    };
    rows.map(one).collect()
}

#[test]
fn what_was_asked_reported_resolved_and_proposed_is_found_by_its_number_and_by_what_it_says() {
    let prepared = Prepared::department();
    let owner = prepared.office.sign_in("李伟");
    let answered = format!("/requests/{}", prepared.at("answered"));
    let resolved = format!("/resolutions/{}", prepared.at("resolution"));
    for (asked, heading, href, shows) in [
        (prepared.at("answered"), "请示", answered.as_str(), "订金比例怎么定"),
        // Two characters in mid-sentence, of the question and of the answer.
        ("三成", "请示", &answered, "同意，订金三成。"),
        ("再让 两个", "请示", &answered, "客户要求再让两个点。"),
        ("补交样品", "会议决议", &resolved, "补交样品清单"),
        (prepared.at("resolution"), "会议决议", &resolved, "补交样品清单"),
        ("漏水", "汇报", &format!("/reports/{}", prepared.at("report")), "样机漏水"),
        ("四周左右", "咨询", "", ""),
        ("供货周期", "咨询", &format!("/consultations/{}", prepared.at("informed")), "同行的供货周期"),
        ("推广到西南", "提案", &format!("/proposals/{}", prepared.at("submitted")), "推广到西南"),
        (prepared.at("published"), "会议", &format!("/meetings/{}", prepared.at("published")), "每周业务例会 2026 年第 50 周"),
        ("年第 50 周", "会议", &format!("/meetings/{}", prepared.at("published")), "每周业务例会 2026 年第 50 周"),
        ("weekly 2026-W50", "会议", &format!("/meetings/{}", prepared.at("published")), "每周业务例会 2026 年第 50 周"),
        // Nobody touched it yet.
        ("2026-w53", "会议", "/meetings/2026-W53", "每周业务例会 2026 年第 53 周"),
        ("赵强", "人员", "/people/赵强", "赵强"),
        ("zhaoq", "人员", "/people/赵强", "赵强"),
        ("zq", "人员", "/people/赵强", "赵强"),
    ] {
        let rows = found(&owner, asked, heading);
        match href {
            // What is answered in words of its own stands in the consultation, which is found by its question.
            "" => assert!(rows.is_empty(), "{asked}: {rows:?}"),
            href => {
                let row = rows.iter().find(|it| it.0 == href);
                assert!(row.is_some_and(|it| it.1.contains(shows)), "{asked}: {href} with {shows}, not {rows:?}");
            }
        }
    }
}

#[test]
fn what_has_no_title_is_found_by_the_name_that_its_pages_show() {
    let prepared = Prepared::department();
    let owner = prepared.office.sign_in("李伟");
    for asked in ["周报 2026-W50", "weekly report 2026-w50"] {
        let rows = found(&owner, asked, "汇报");
        assert!(rows.iter().any(|it| it.1.contains("周报 2026-W50") && it.1.matches("周报").count() == 1), "{asked}: {rows:?}");
    }
}

#[test]
fn what_was_said_at_a_meeting_is_found_once_its_minutes_are_published_by_those_who_may_read_them() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let keeper = office.sign_in("张敏");
    let at = format!("/meetings/{}", prepared.at("special"));
    let minutes = format!("{at}/minutes");
    let seen = |who: &Visitor| {
        let links = |asked: &str, heading: &str| found(who, asked, heading).into_iter().map(|it| it.0).collect::<Vec<_>>();
        (links("三家都嫌", "会议记录"), links("登门致歉", "会议决议").len())
    };
    keeper.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    office.at("2026-12-29 10:00");
    let [keeper, owner, other] = ["张敏", "李伟", "赵强"].map(|name| office.sign_in(name));
    keeper.post(&format!("{at}/moves"), &[("move", "open")]).is(303);
    let page = keeper.get(&format!("{at}/session"));
    keeper.send(&page.form(&format!("{at}/attendance")), &[]).is(303);
    let said = page.forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part of the agenda");
    keeper.send(&said, &[("notes", "三家都嫌交期太长。"), ("resolution", "任务：登门致歉 @李伟 2027-01-08")]).is(303);
    keeper.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    for who in [&keeper, &owner, &other] {
        assert_eq!(seen(who), (Vec::new(), 0), "{} before the minutes", who.name());
    }
    keeper.post(&format!("{at}/moves"), &[("move", "publish")]).is(303);
    for who in [&keeper, &owner] {
        assert_eq!(seen(who), (vec![minutes.clone()], 1), "{}", who.name());
    }
    // What binds is everybody's; the minutes of a special meeting are theirs who were due.
    assert_eq!(seen(&other), (Vec::new(), 1));
}

#[test]
fn a_change_is_found_at_once_and_what_it_replaced_no_more() {
    let prepared = Prepared::department();
    let [owner, commander] = ["李伟", "周立明"].map(|name| prepared.office.sign_in(name));
    let at = format!("/requests/{}", prepared.at("request"));
    assert!(found(&owner, "分两批供货", "请示").is_empty());
    let answer = [("verdict", "granted"), ("instruction", "同意，分两批供货。"), ("version", "1")];
    commander.post(&format!("{at}/answer"), &answer).is(303);
    let rows = found(&owner, "分两批供货", "请示");
    assert_eq!(rows.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), [at.as_str()]);
    // A draft of a proposal that is written again.
    let at = format!("/proposals/{}", prepared.at("draft"));
    let hits = |asked: &str| found(&owner, asked, "提案").iter().filter(|it| it.0 == at).count();
    assert_eq!((hits("推广到华南"), hits("推广到海南")), (1, 0));
    let form = owner.get(&format!("{at}/edit")).forms().into_iter().find(|it| it.action == at).expect("the draft's form");
    owner.send(&form, &[("title", "推广到海南")]).is(303);
    assert_eq!((hits("推广到华南"), hits("推广到海南")), (0, 1));
}

#[test]
fn of_a_sort_that_says_it_often_the_newest_are_shown_and_more_of_it_alone() {
    let prepared = Prepared::department();
    let [owner, other] = ["李伟", "赵强"].map(|name| prepared.office.sign_in(name));
    for nth in 1..=10 {
        let title = format!("展会第 {nth} 件");
        let asked = [("kind", "unsure"), ("title", title.as_str()), ("question", "展台租不租？"), ("proposal", "租。")];
        owner.post("/requests", &asked).is(303);
    }
    assert_eq!(found(&owner, "展台", "请示").len(), 8);
    let whole = "/search?q=%E5%B1%95%E5%8F%B0";
    let more = format!("{whole}&only=requests");
    assert!(owner.get(whole).has(&format!("a[href='{more}']")), "a way to more");
    let all = owner.get(&more);
    let row = scraper::Selector::parse("ol.rows > li").expect("a selector");
    assert_eq!(all.html().select(&row).count(), 10);
    assert!(all.has(&format!("a[href='{whole}']")), "and a way back");
    // The same address shows others no more than they may see.
    assert_eq!(other.get(&more).shows("没有找到").html().select(&row).count(), 0);
}
