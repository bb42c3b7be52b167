//! Proposals, ideas and lessons: what a round taught, and who decides what becomes of it.

use shuguang::demo::walk::Cast;
use shuguang::people::changes::appoint;
use shuguang::people::queries::find as person;
use shuguang::projects::pipeline::State;
use shuguang::store::Actor;

use crate::office::Office;
use crate::story::{cast, package, project_in};

const PROPOSAL: [(&str, &str); 5] = [
    ("title", "推广到华南"),
    ("background", "本轮做法见效"),
    ("content", "推广到相邻地区"),
    ("effect", "三个月内新增签约"),
    ("needs", "样品两套"),
];

/// A project in its last stage; gives its number.
fn last_stage(office: &Office, cast: &Cast) -> String {
    let package = package(office, cast);
    let number = project_in(office, cast, &package, State::Proposal);
    office.at("2026-12-01 10:00");
    number
}

#[test]
fn a_proposal_is_its_author_s_until_submitted_and_decided_by_the_commander_alone() {
    let office = Office::open();
    let cast = cast(&office);
    let number = last_stage(&office, &cast);
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    for name in ["周立明", "王芳", "张敏", "陈静"] {
        office.sign_in(name).post("/proposals", &PROPOSAL).is(403);
    }
    let of_project = [("title", "推广到华南"), ("content", "推广"), ("project", number.as_str())];
    office.sign_in("赵强").post("/proposals", &of_project).is(403);
    owner.post("/proposals", &[("title", ""), ("project", &number)]).complains("title");
    let at = "/proposals/TA-2026-001";
    owner.post("/proposals", &of_project).goes_to(at);
    owner.post("/proposals", &of_project).goes_to(at);
    // Nobody else knows of the draft.
    for name in ["周立明", "王芳", "赵强"] {
        let other = office.sign_in(name);
        other.get(at).is(404);
        other.get("/proposals").does_not_show("推广到华南");
        other.get(&format!("/projects/{number}/proposals")).does_not_show("推广到华南");
        other.post(at, &PROPOSAL).is(404);
        other.post(&format!("{at}/submission"), &[]).is(404);
        other.post(&format!("{at}/removal"), &[]).is(404);
    }
    // Gaps are complained of where they can be filled.
    owner.post(&format!("{at}/submission"), &[]).complains("background");
    let form = owner.get(&format!("{at}/edit")).form(at);
    owner.send(&form, &PROPOSAL).goes_to(at);
    let late = owner.send(&form, &[("effect", "半年内")]);
    late.is(409).shows("半年内").shows("三个月内新增签约");
    owner.post(&format!("{at}/submission"), &[]).goes_to(at);
    owner.get(&format!("/projects/{number}/proposals")).shows("推广到华南").shows("待审批");
    let decision = [("verdict", "accept"), ("reason", "可行")];
    for name in ["王芳", "张敏", "李伟", "赵强", "陈静"] {
        office.sign_in(name).post(&format!("{at}/decision"), &decision).is(403);
    }
    office.sign_in("管理员").get(at).is(404);
    commander.post(&format!("{at}/decision"), &[("verdict", "accept"), ("reason", " ")]).complains("reason");
    commander.post(&format!("{at}/decision"), &[("verdict", "perhaps"), ("reason", "x")]).complains("verdict");
    commander.post(&format!("{at}/decision"), &decision).goes_to(at);
    commander.post(&format!("{at}/decision"), &decision).goes_to(at);
    commander.post(&format!("{at}/decision"), &[("verdict", "decline"), ("reason", "反悔")]).is(409);
    let page = commander.get(at);
    // It is a directive's draft by now, one and no more, for the commander to complete.
    page.shows("已采纳").shows("可行").shows("由此产生的项目");
    assert!(page.has("a[href=\"/projects/SG-2026-002\"]"));
    commander.get("/projects/SG-2026-002").shows("源自提案").shows("还缺：写明任务和起止日期");
    commander.get("/tasks").shows("SG-2026-002");
    let again =
        [("package", "PK-2026-001"), ("name", "又一份"), ("sort", "line"), ("owner", "李伟"), ("proposal", "TA-2026-001")];
    commander.post("/projects", &again).is(409).shows("据这份提案的指令已经起草");
    assert!(!owner.get(at).text.contains("/projects/new?proposal"));
    owner.post(at, &PROPOSAL).is(409);
}

#[test]
fn who_stands_in_for_the_commander_does_not_decide_on_a_proposal_of_their_own() {
    let office = Office::open();
    let cast = cast(&office);
    office.at("2026-12-01 10:00");
    let author = office.sign_in("赵强");
    author.post("/proposals", &PROPOSAL).goes_to("/proposals/TA-2026-001");
    author.post("/proposals/TA-2026-001/submission", &[]).is(303);
    let stand_in = |tx: &mut shuguang::store::Tx| {
        let acting = person(tx, "赵强")?;
        let today = tx.today();
        appoint(tx, &acting, today, today, "出差".into())
    };
    let commander: Actor = cast.commander.clone();
    office.store().write(commander, office.clock().now(), stand_in).unwrap_or_else(|error| panic!("{}", error.account()));
    author.get("/proposals/TA-2026-001").does_not_show("移交其他部门");
    author.post("/proposals/TA-2026-001/decision", &[("verdict", "accept"), ("reason", "我看行")]).is(403);
    // Another's proposal they decide on, and both names are kept.
    let other = office.sign_in("李伟");
    other.post("/proposals", &[("title", "驻场服务标准包"), ("background", "a"), ("content", "b"), ("effect", "c")]).is(303);
    other.post("/proposals/TA-2026-002/submission", &[]).is(303);
    author.post("/proposals/TA-2026-002/decision", &[("verdict", "hand_on"), ("reason", "转售后部门")]).is(303);
    other.get("/proposals/TA-2026-002").shows("已移交").shows("赵强").shows("周立明");
}

#[test]
fn everybody_gives_ideas_until_the_owner_closes_the_collection() {
    let office = Office::open();
    let cast = cast(&office);
    let number = last_stage(&office, &cast);
    let (ideas, page) = (format!("/projects/{number}/ideas"), format!("/projects/{number}/proposals"));
    for name in ["周立明", "王芳", "张敏", "李伟", "赵强", "陈静"] {
        office.sign_in(name).post(&ideas, &[("idea", &format!("{name}的建议"))]).goes_to(&page);
    }
    office.sign_in("管理员").post(&ideas, &[("idea", "x")]).is(404);
    let owner = office.sign_in("李伟");
    owner.post(&ideas, &[("idea", "")]).complains("idea");
    owner.get(&page).shows("陈静的建议");
    for name in ["周立明", "王芳", "张敏", "赵强"] {
        office.sign_in(name).post(&format!("{ideas}/end"), &[]).is(403);
    }
    owner.post(&format!("{ideas}/end"), &[]).goes_to(&page);
    owner.get(&page).shows("征集已结束");
    office.sign_in("赵强").post(&ideas, &[("idea", "迟到的建议")]).is(409);
}

#[test]
fn a_lesson_enriches_the_department_s_strategy() {
    let office = Office::open();
    let cast = cast(&office);
    let number = last_stage(&office, &cast);
    let at = format!("/projects/{number}/lessons");
    let lesson = [("kind", "experience"), ("lesson_title", "先试用后签约"), ("lesson", "顾虑减少"), ("advice", "首单先试用")];
    for name in ["王芳", "张敏", "赵强", "陈静"] {
        office.sign_in(name).post(&at, &lesson).is(403);
    }
    let owner = office.sign_in("李伟");
    owner.post(&at, &[("kind", "wisdom"), ("lesson_title", "x"), ("lesson", "y"), ("advice", "z")]).complains("kind");
    owner.post(&at, &lesson).goes_to(&format!("/projects/{number}/proposals"));
    owner.post(&at, &lesson).is(303);
    let other = office.sign_in("陈静");
    other.get("/lessons").shows("先试用后签约").shows("JY-2026-001").shows("首单先试用").shows("共 1 条");
    other.get("/lessons?kind=lesson").shows("没有找到");
    other.get("/lessons?q=顾虑").shows("JY-2026-001");
    other.get("/lessons?q=50%25").shows("没有找到");
    office.sign_in("管理员").get("/lessons").is(404);
}

#[test]
fn a_round_without_a_new_proposal_says_why_and_a_draft_thrown_away_is_in_nobody_s_way() {
    let office = Office::open();
    let cast = cast(&office);
    let number = last_stage(&office, &cast);
    let (none, page) = (format!("/projects/{number}/proposals/none"), format!("/projects/{number}/proposals"));
    let close = format!("/projects/{number}/moves/new?move=close_cycle");
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    for name in ["周立明", "王芳", "张敏", "赵强"] {
        office.sign_in(name).post(&none, &[("nothing", "不提")]).is(403);
    }
    let lesson = [("kind", "lesson"), ("lesson_title", "报价过急"), ("lesson", "让价太快"), ("advice", "先算账")];
    owner.post(&format!("/projects/{number}/lessons"), &lesson).is(303);
    owner.post("/proposals", &[("title", "再想想"), ("project", &number)]).goes_to("/proposals/TA-2026-001");
    assert!(!commander.get(&page).has(&format!("a[href=\"{close}\"]")));
    owner.post("/proposals/TA-2026-001/removal", &[]).goes_to("/proposals");
    owner.get("/proposals/TA-2026-001").is(404);
    owner.post(&none, &[("nothing", "")]).complains("nothing");
    owner.post(&none, &[("nothing", "市场容量已满")]).goes_to(&page);
    owner.post(&none, &[("nothing", "市场容量已满")]).is(409);
    commander.get(&page).shows("市场容量已满");
    assert!(commander.get(&page).has(&format!("a[href=\"{close}\"]")));
}
