//! Consultations: a member asks, the planning assistants inform, the member decides.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shuguang::store::schema::{consultation_questions, consultations, notices, people};
use shuguang::words::Role;

use crate::office::{FormOnPage, Office, Visitor};
use crate::prepared::Prepared;
use crate::story::cast;
use crate::trade::{PDF, upload};

const TITLE: &str = "采购旺季";

fn typed(project: &str) -> [(&str, &str); 4] {
    [("project", project), ("title", TITLE), ("background", "走访了四家，用来定拜访时间。"), ("question", "哪几个月集中采购？")]
}

fn ask(asker: &Visitor) -> String {
    asker.post("/consultations", &typed("")).is(303).location.clone().unwrap_or_default()
}

/// The form in which a planning assistant answers.
fn answering(planner: &Visitor, at: &str) -> FormOnPage {
    let forms = planner.get(at).forms();
    forms.into_iter().find(|it| it.action.ends_with("/answer")).unwrap_or_else(|| panic!("{at} waits for no answer"))
}

fn answer(planner: &Visitor, at: &str, text: &str) {
    planner.send(&answering(planner, at), &[("answer", text)]).goes_to(at);
}

/// How many consultations and questions there are.
fn written(office: &Office) -> (i64, i64) {
    let read = office.store().read(|conn| {
        Ok((consultations::table.count().get_result(conn)?, consultation_questions::table.count().get_result(conn)?))
    });
    read.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// Who was told what so far: name and sentence.
fn told(office: &Office) -> BTreeSet<(String, String)> {
    let read = office.store().read(|conn| {
        let rows = notices::table.inner_join(people::table.on(people::id.eq(notices::person_id)));
        Ok(rows.order(notices::id).select((people::name, notices::what)).load::<(String, String)>(conn)?)
    });
    read.unwrap_or_else(|error| panic!("{}", error.account())).into_iter().collect()
}

#[test]
fn a_member_asks_is_informed_asks_further_and_decides() {
    let office = Office::open();
    cast(&office);
    let [li, wang, zhou] = ["李伟", "王芳", "周立明"].map(|name| office.sign_in(name));
    let at = ask(&li);
    assert_eq!(at, "/consultations/ZX-2026-001");
    li.get(&at).shows("待答复").shows("等企划助理答复").shows("2026-11-25 周三").does_not_show("您的决定");
    // It waits for the planning assistant by its day, and for nobody else.
    wang.get("/tasks").shows("答复咨询").shows("有成员咨询，请您提供信息").shows("限 2 个工作日").shows(TITLE);
    zhou.get("/tasks").does_not_show(TITLE);
    li.get("/tasks").does_not_show(TITLE);
    let form = answering(&wang, &at);
    wang.send(&form, &[("answer", ""), ("sources", "协会月报")]).complains("answer").shows("协会月报");
    wang.send(&form, &[("answer", "三月至五月。"), ("sources", "协会月报")]).goes_to(&at);
    wang.get("/tasks").does_not_show(TITLE);
    // Information, not a decision: it is back with who asked, who decides.
    let page = li.get(&at);
    page.shows("三月至五月。").shows("信息来源：协会月报").shows("供参考，不是决定；由您自己决定。").shows("已答复，待决定");
    zhou.get(&at).shows("由咨询人自己决定").does_not_show("记下决定");
    li.get("/tasks").shows("看答复，作决定").shows("由您自己决定");
    li.send(&page.form(&format!("{at}/questions")), &[("question", "付款周期呢？")]).goes_to(&at);
    li.get(&at).shows("第 2 问").shows("待答复").does_not_show("记下决定");
    wang.get("/tasks").shows(TITLE);
    answer(&wang, &at, "六十天。");
    let page = li.get(&at);
    li.send(&page.form(&format!("{at}/decision")), &[("decision", "")]).complains("decision");
    li.send(&page.form(&format!("{at}/decision")), &[("decision", "二月底前报价。")]).goes_to(&at);
    let page = li.get(&at);
    page.shows("已决定").shows("二月底前报价。").shows("三月至五月。").shows("六十天。");
    assert!(!page.has(&format!("form[action^=\"{at}\"]")), "nothing more is to be done");
    li.get("/tasks").does_not_show(TITLE);
    let heard = [("王芳", "有新的咨询"), ("李伟", "咨询有了答复"), ("王芳", "咨询有追问")];
    assert_eq!(told(&office), heard.map(|(name, what)| (name.to_owned(), what.to_owned())).into());
    assert_eq!(written(&office), (1, 2));
}

#[test]
fn only_members_ask_only_planning_assistants_answer_and_nobody_their_own() {
    let office = Office::open();
    cast(&office);
    let [li, zhou, wang, zhang, chen, admin] =
        ["李伟", "周立明", "王芳", "张敏", "陈静", "管理员"].map(|name| office.sign_in(name));
    for who in [&zhou, &wang, &admin] {
        who.get("/consultations/new").is(403);
        who.post("/consultations", &typed("")).is(403);
    }
    admin.get("/consultations").is(404);
    assert!(!wang.get("/consultations").has("a[href=\"/consultations/new\"]"));
    for who in [&li, &zhang, &chen] {
        assert!(who.get("/consultations").has("nav a[href=\"/consultations\"]"), "{} has it in the sidebar", who.name());
        ask(who);
    }
    // One who is a specialist and a planning assistant asks as the one and is answered by others.
    let both = office.person_with("林岚", &[Role::Planner, Role::Specialist]);
    let at = ask(&both);
    let page = both.get(&at);
    page.shows("等企划助理答复");
    assert!(!page.has("textarea[name=answer]"));
    both.get("/tasks").shows(TITLE).does_not_show("ZX-2026-004");
    let form = answering(&wang, &at);
    both.send(&form, &[("answer", "自问自答。")]).is(403);
    zhou.send(&form, &[("answer", "总指挥的答复。")]).is(403);
    wang.send(&form, &[("answer", "别人的答复。")]).goes_to(&at);
    // Only the asker decides, and asks further.
    for who in [&wang, &zhou] {
        who.post(&format!("{at}/decision"), &[("decision", "替您决定。"), ("version", "2")]).is(403);
        who.post(&format!("{at}/questions"), &[("question", "替您追问。"), ("version", "2")]).is(403);
        who.post(&format!("{at}/withdrawal"), &[]).is(403);
    }
    li.post(&format!("{at}/decision"), &[("decision", "替您决定。"), ("version", "2")]).is(404);
}

#[test]
fn who_is_concerned_sees_a_consultation_and_to_others_it_is_not_there() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let at = format!("/consultations/{}", prepared.at("consultation"));
    // The asker; the coordinator of the project's package; commander and planning assistant.
    for name in ["李伟", "张敏", "周立明", "王芳"] {
        let who = office.sign_in(name);
        who.get(&at).shows("展会的客流").shows("已问过两家");
        who.get("/consultations").shows("共 3 件咨询").shows("展会的客流");
    }
    for name in ["吴晓东", "赵强", "陈静"] {
        let who = office.sign_in(name);
        who.get(&at).is(404);
        who.get("/consultations").shows("共 0 件咨询").shows("没有咨询").does_not_show("平均用时");
        who.get("/consultations?q=%E5%AE%A2%E6%B5%81").does_not_show("展会的客流");
    }
    // The project's page leads to a new one, for those whose project it is.
    let (project, link) = (prepared.at("implementation"), "a[href^=\"/consultations/new?project=\"]");
    for (name, leads) in [("李伟", true), ("张敏", true), ("赵强", false), ("王芳", false), ("周立明", false)] {
        let page = office.sign_in(name).get(&format!("/projects/{project}"));
        assert_eq!(page.has(link), leads, "{name}");
    }
    let form = office.sign_in("张敏").get(&format!("/consultations/new?project={project}"));
    assert_eq!(form.find("select[name=project] option[selected]").as_deref().map(|it| it.contains(project)), Some(true));
    // Its history tells of it to who may see it.
    let history = format!("/projects/{project}/history");
    office.sign_in("李伟").post("/consultations", &typed(project)).is(303);
    office.sign_in("李伟").get(&history).shows(&format!("咨询企划助理：「{TITLE}」"));
    office.sign_in("赵强").get(&history).does_not_show(TITLE);
}

#[test]
fn a_button_pressed_twice_counts_once() {
    let office = Office::open();
    cast(&office);
    let [li, wang] = ["李伟", "王芳"].map(|name| office.sign_in(name));
    let form = li.get("/consultations/new").form("/consultations");
    let at = li.send(&form, &typed("")).is(303).location.clone().unwrap_or_default();
    assert_eq!(li.send(&form, &typed("")).is(303).location.as_deref(), Some(at.as_str()));
    assert_eq!(li.post("/consultations", &typed("")).location.as_deref(), Some(at.as_str()), "without the form's own word");
    let form = answering(&wang, &at);
    for _ in 0..2 {
        wang.send(&form, &[("answer", "三月至五月。")]).goes_to(&at);
    }
    let page = li.get(&at);
    for _ in 0..2 {
        li.send(&page.form(&format!("{at}/questions")), &[("question", "付款周期呢？")]).goes_to(&at);
    }
    answer(&wang, &at, "六十天。");
    let page = li.get(&at);
    for _ in 0..2 {
        li.send(&page.form(&format!("{at}/decision")), &[("decision", "二月底前报价。")]).goes_to(&at);
    }
    assert_eq!(written(&office), (1, 2));
    // The same from a form that was opened anew is meant.
    let form = li.get("/consultations/new").form("/consultations");
    assert_ne!(li.send(&form, &typed("")).is(303).location.as_deref(), Some(at.as_str()));
}

#[test]
fn who_comes_late_is_told_and_loses_nothing() {
    let office = Office::open();
    cast(&office);
    office.add("林岚", &[Role::Planner]);
    let [li, wang, lin] = ["李伟", "王芳", "林岚"].map(|name| office.sign_in(name));
    let at = ask(&li);
    let (first, second) = (answering(&wang, &at), answering(&lin, &at));
    wang.send(&first, &[("answer", "三月至五月。")]).goes_to(&at);
    lin.send(&second, &[("answer", "也许是秋天。")]).is(409).shows("这个问题已经答复").shows("也许是秋天。");
    // Two windows of the asker: what is decided in one does not know the answer that came in the other.
    let page = li.get(&at);
    let (deciding, asking) = (page.form(&format!("{at}/decision")), page.form(&format!("{at}/questions")));
    li.send(&asking, &[("question", "付款周期呢？")]).goes_to(&at);
    li.send(&deciding, &[("decision", "先报价。")]).is(409).shows("企划助理还没有答复").shows("先报价。");
    li.send(&asking, &[("question", "另一个问题？")]).is(409).shows("上一个问题还没有答复");
    answer(&lin, &at, "六十天。");
    let late = li.send(&deciding, &[("decision", "先报价。")]);
    late.is(409).shows("您填写期间").shows("六十天。");
    assert_eq!(late.field("decision"), "先报价。");
    li.send(&late.form(&format!("{at}/decision")), &[]).goes_to(&at);
    li.get(&at).shows("已决定").shows("先报价。");
    li.send(&deciding, &[("decision", "改口。")]).is(409).shows("咨询已经了结或撤回");
    li.post(&format!("{at}/withdrawal"), &[]).is(409).shows("已经答复，不能撤回");
}

#[test]
fn what_is_taken_back_waits_for_nobody() {
    let office = Office::open();
    cast(&office);
    let [li, wang] = ["李伟", "王芳"].map(|name| office.sign_in(name));
    let at = ask(&li);
    let form = answering(&wang, &at);
    for _ in 0..2 {
        li.post(&format!("{at}/withdrawal"), &[]).goes_to(&at);
    }
    wang.get("/tasks").does_not_show(TITLE);
    wang.send(&form, &[("answer", "三月至五月。")]).is(409).shows("咨询已经撤回").shows("三月至五月。");
    li.get(&at).shows("已撤回");
    li.post(&format!("{at}/questions"), &[("question", "再问。"), ("version", "2")]).is(409).shows("咨询已经了结或撤回");
}

#[test]
fn an_answer_is_due_by_the_office_s_setting_in_working_days_and_its_time_is_measured() {
    let office = Office::open();
    cast(&office);
    let admin = office.sign_in("管理员");
    let form = admin.get("/admin/settings").shows("咨询答复期限（工作日）").form("/admin/settings");
    admin.send(&form, &[("days.consultation", "1")]).is(303);
    // Friday to Monday is one working day.
    office.at("2026-11-27 16:00");
    let li = office.sign_in("李伟");
    let first = ask(&li);
    li.get(&first).shows("2026-11-30 周一");
    li.get("/consultations").does_not_show("平均用时");
    office.later(chrono::Duration::minutes(1));
    let second = ask(&li);
    office.at("2026-11-30 09:00");
    answer(&office.sign_in("王芳"), &first, "三月至五月。");
    office.at("2026-12-02 09:00");
    let [li, wang] = ["李伟", "王芳"].map(|name| office.sign_in(name));
    wang.get("/consultations?state=open").shows("逾期 2 个工作日");
    wang.get("/tasks?due=late").shows(TITLE);
    answer(&wang, &second, "六十天。");
    li.get(&first).shows("用时 1 个工作日");
    li.get(&second).shows("用时 3 个工作日，逾期");
    li.get("/consultations").shows("近 90 天答复 2 问，平均用时 2 个工作日，逾期 1 问");
    li.post("/language", &[("lang", "en"), ("back", "/")]);
    li.get("/consultations").shows("2 answers in the last 90 days, in 2 working days on average, 1 late");
}

#[test]
fn a_list_is_sifted_and_its_workbook_says_what_was_asked_answered_and_decided() {
    use calamine::{Reader, Xlsx, open_workbook_from_rs};
    let office = Office::open();
    cast(&office);
    let [li, wang, chen] = ["李伟", "王芳", "陈静"].map(|name| office.sign_in(name));
    let at = ask(&li);
    let of_chen = [("title", "样品防潮"), ("background", "客户在沿海。"), ("question", "有先例吗？")];
    chen.post("/consultations", &of_chen).is(303);
    answer(&wang, &at, "三月至五月。");
    let form = li.get(&at).form(&format!("{at}/decision"));
    li.send(&form, &[("decision", "二月底前报价。")]).is(303);
    wang.get("/consultations").shows("共 2 件咨询");
    wang.get("/consultations?state=open").shows("共 1 件咨询").shows("样品防潮").does_not_show(TITLE);
    wang.get("/consultations?q=ZX-2026-001").shows(TITLE).does_not_show("样品防潮");
    wang.get("/consultations?q=%E9%99%88%E9%9D%99").shows("样品防潮").does_not_show(TITLE);
    chen.get("/consultations?mine=1").shows("样品防潮").shows("共 1 件咨询");
    let answer = wang.get("/consultations.xlsx?state=closed");
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.is(200).bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[1][8], "问：哪几个月集中采购？\n答：三月至五月。");
    assert_eq!((rows[1][0].as_str(), rows[1][11].as_str()), ("ZX-2026-001", "二月底前报价。"));
}

#[test]
fn a_question_that_asks_for_approval_goes_to_the_commander_unless_it_only_asks() {
    let office = Office::open();
    cast(&office);
    let [li, wang] = ["李伟", "王芳"].map(|name| office.sign_in(name));
    let asks = "可否给客户让两个点？";
    // (title, question, whether it reads like a request)
    let table = [(TITLE, "哪几个月集中采购？", false), (TITLE, asks, true), ("请批准让两个点", "一般是多少？", true)];
    for (title, question, reads) in table {
        let page = li.get("/consultations/new");
        assert!(!page.has("input[name=not_asking]"), "nothing was typed yet");
        let typed = [("title", title), ("background", "客户催得急。"), ("question", question)];
        let sent = li.send(&page.form("/consultations"), &typed);
        if !reads {
            sent.is(303);
            continue;
        }
        sent.complains(if question == asks { "question" } else { "title" }).shows("改为请示总指挥");
        // What was typed goes along.
        let href = sent
            .html()
            .select(&selector("a[href^='/requests/new?']"))
            .next()
            .and_then(|it| it.attr("href").map(str::to_owned))
            .expect("the way there");
        let form = li.get(&href);
        assert_eq!(form.field("title"), title);
        assert_eq!(form.field("question").trim(), format!("客户催得急。\n{question}"));
        // Or it is none after all: whoever asks says so.
        let at = li.send(&sent.form("/consultations"), &[("not_asking", "1")]).is(303).location.clone().expect("its page");
        answer(&wang, &at, "去年让过两家。");
        let page = li.get(&at);
        let further = page.form(&format!("{at}/questions"));
        assert!(!page.has("input[name=not_asking]"));
        let sent = li.send(&further, &[("question", asks)]);
        sent.complains("question").shows(asks);
        li.send(&sent.form(&format!("{at}/questions")), &[("not_asking", "1")]).goes_to(&at);
        li.get(&at).shows("第 2 问");
    }
}

#[test]
fn a_consultation_s_files_are_its_asker_s_while_a_question_waits() {
    let office = Office::open();
    cast(&office);
    let [li, zhao, zhou, wang, admin] = ["李伟", "赵强", "周立明", "王芳", "管理员"].map(|name| office.sign_in(name));
    let at = ask(&li);
    let attach = |who: &Visitor, name: &str, bytes: &[u8]| upload(who, &office.base(), &format!("{at}/files"), name, bytes);
    attach(&li, "走访记录.pdf", PDF).goes_to(&format!("{at}#files"));
    attach(&li, "页面.pdf", b"<html>").complains("file");
    let file = li
        .get(&at)
        .shows("走访记录.pdf")
        .html()
        .select(&selector("#files a[href^='/files/']"))
        .next()
        .and_then(|it| it.attr("href").map(str::to_owned));
    let file = file.expect("the file");
    // Whoever sees the consultation sees its files, and nobody else.
    for who in [&li, &zhou, &wang] {
        assert_eq!(who.get(&file).is(200).bytes, PDF);
        who.get(&at).shows("走访记录.pdf");
    }
    for who in [&zhao, &admin] {
        who.get(&file).is(404);
        attach(who, "别人的.pdf", PDF).is(404);
        who.post(&format!("{file}/removal"), &[]).is(404);
    }
    attach(&wang, "助理的.pdf", PDF).is(403);
    wang.post(&format!("{file}/removal"), &[]).is(403);
    // What was answered on stays; with the next question more can be added.
    answer(&wang, &at, "三月至五月。");
    attach(&li, "迟到的.pdf", &[PDF, b"2"].concat()).is(409).shows("没有待答复的问题");
    li.post(&format!("{file}/removal"), &[]).is(409);
    assert!(!li.get(&at).has("#files form"));
    li.send(&li.get(&at).form(&format!("{at}/questions")), &[("question", "付款周期呢？")]).goes_to(&at);
    attach(&li, "补充.pdf", &[PDF, b"3"].concat()).is(303);
    li.post(&format!("{file}/removal"), &[]).goes_to(&at);
    li.get(&at).shows("补充.pdf").does_not_show("走访记录.pdf");
}

fn selector(css: &str) -> scraper::Selector {
    scraper::Selector::parse(css).expect("a selector")
}
