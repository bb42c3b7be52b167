//! Plans, packages, targets, metrics; the focus of a month: what is handed down is shown against what is to be reached.

use shuguang::lang::Lang;
use shuguang::plans::lines::{Gap, Line};
use shuguang::plans::model::Metric;
use shuguang::plans::queries::find_package;
use shuguang::plans::sums::Sum;
use shuguang::projects::pipeline::State;
use shuguang::projects::queries::find;
use shuguang::projects::tasks::open_of;
use shuguang::web::Shell;
use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};
use crate::story::{cast, project_in, walk};

const PLAN: &[(&str, &str)] = &[
    ("name", "曙光行动计划"),
    ("purpose", "打开华东市场。"),
    ("starts_on", "2026-10-01"),
    ("ends_on", "2027-03-31"),
    ("value-signed_amount", "1200万"),
    ("due-signed_amount", "2027-02-28"),
    ("value-contracts", "24"),
];

const PACKAGE: &[(&str, &str)] = &[
    ("plan", "AP-2026-001"),
    ("name", "华东渠道"),
    ("scope", "长三角的经销商。"),
    ("coordinator", "张敏"),
    ("value-signed_amount", "1000万"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    kept.chain(other).copied().collect()
}

/// The department, a plan, a package in it, and its id.
fn divided(office: &Office) -> (shuguang::demo::walk::Cast, Visitor, String) {
    let cast = cast(office);
    let commander = office.sign_in("周立明");
    commander.post("/plans", PLAN).goes_to("/plans/AP-2026-001");
    commander.post("/packages", PACKAGE).goes_to("/packages/PK-2026-001");
    let found = office.store().read(|conn| find_package(conn, &cast.commander, "PK-2026-001"));
    let package = found.unwrap_or_else(|error| panic!("{}", error.account())).id;
    (cast, commander, package)
}

#[test]
fn what_is_not_divided_and_not_handed_down_is_said_at_every_level() {
    let office = Office::open();
    let (cast, commander, package) = divided(&office);
    project_in(&office, &cast, &package, State::Planning);
    project_in(&office, &cast, &package, State::Terminated);
    project_in(&office, &cast, &package, State::DirectiveDraft);
    let plan = commander.get("/plans/AP-2026-001");
    plan.is(200).shows("1,200 万元").shows("还有 200 万元未划分").shows("120 万元").shows("还有 880 万元未下达");
    plan.shows("还有 24 份未划分").shows("进行中 1 个").shows("时间已过 29%，还剩 128 天");
    let package = commander.get("/packages/PK-2026-001");
    package.is(200).shows("还有 880 万元未下达").shows("共 3 个项目，进行中 2 个");
    let owner = office.sign_in("李伟");
    owner.get("/packages/PK-2026-001").is(200).shows("共 2 个项目，进行中 1 个").does_not_show("起草指令");
    owner.get("/packages?plan=AP-2026-001&coordinator=张敏").is(200).shows("华东渠道").shows("/ 1,000 万元");
    owner.get("/packages?state=closed").is(200).shows("没有符合条件的项目包");
    owner.get("/plans").is(200).shows("/ 1,200 万元");
}

#[test]
fn the_gaps_have_words() {
    const WAN: i64 = 1_000_000;
    let office = Office::open();
    let kept = office.store().office().unwrap_or_else(|error| panic!("{}", error.account()));
    let day = |text: &str| text.parse().expect("a day");
    let s = Shell::outside(Lang::Zh, "/", kept, day("2026-11-23"));
    let line = |target: Option<(i64, &str)>, divided: Option<i64>, handed: i64, actual: i64| Line {
        metric: Metric {
            id: "m".into(),
            code: "signed_amount".into(),
            name: "签约额".into(),
            name_en: "Signed amount".into(),
            unit: "元".into(),
            unit_en: "yuan".into(),
            active: true,
            version: 1,
        },
        target: target.map(|(value, due)| (value * WAN, day(due))),
        divided: divided.map(|it| it * WAN),
        sum: Sum { handed: handed * WAN, actual: actual * WAN },
    };
    let some = |text: &str, matters| Some(Gap { text: text.to_owned(), matters });
    for (line, dividing, handing, reaching) in [
        (
            line(Some((1200, "2026-12-31")), Some(1000), 1100, 320),
            some("还有 200 万元未划分", true),
            some("比划分的多 100 万元", true),
            some("还差 880 万元", false),
        ),
        (
            line(Some((10, "2026-11-22")), Some(12), 12, 11),
            some("比计划目标多 2 万元", true),
            some("已全部下达", false),
            some("超额 1 万元", false),
        ),
        (
            line(Some((10, "2026-11-22")), Some(10), 0, 9),
            some("已全部划分", false),
            some("还有 10 万元未下达", true),
            some("逾期，还差 1 万元", true),
        ),
        (line(Some((10, "2026-11-23")), None, 11, 10), None, some("比项目包目标多 1 万元", true), some("已达成", false)),
        (line(None, Some(1), 0, 0), some("计划没有设这项目标", true), some("还有 1 万元未下达", true), None),
        (line(None, None, 1, 0), None, some("项目包没有设这项目标", true), None),
    ] {
        assert_eq!((line.dividing(&s), line.handing(&s), line.reaching(&s)), (dividing, handing, reaching), "{line:?}");
    }
}

#[test]
fn money_is_short_and_exact_to_a_hundred_yuan() {
    let office = Office::open();
    let kept = office.store().office().unwrap_or_else(|error| panic!("{}", error.account()));
    let s = |lang| Shell::outside(lang, "/", kept.clone(), "2026-11-23".parse().expect("a day"));
    for (fen, zh, en) in [
        (0, "0 元", "0 yuan"),
        (999_950, "9,999.5 元", "9,999.5 yuan"),
        (1_000_000, "1 万元", "10,000 yuan"),
        (12_345_600, "12.35 万元", "123,456 yuan"),
        (720_000_000, "720 万元", "7.2m yuan"),
        (1_234_560_000_000, "1,234,560 万元", "12,345.6m yuan"),
        (-123_450_000, "-123.45 万元", "-1.2345m yuan"),
    ] {
        assert_eq!((s(Lang::Zh).money_short(fen), s(Lang::En).money_short(fen)), (zh.into(), en.into()));
    }
}

#[test]
fn only_the_commander_keeps_plans_and_the_administrator_sees_none() {
    let office = Office::open();
    divided(&office);
    for name in ["王芳", "张敏", "李伟", "陈静"] {
        let who = office.sign_in(name);
        for page in ["/plans", "/plans/metrics", "/plans/AP-2026-001", "/packages", "/packages/PK-2026-001"] {
            who.get(page).is(200).does_not_show("划分项目包");
        }
        for page in ["/plans/new", "/plans/AP-2026-001/edit", "/packages/new", "/packages/PK-2026-001/edit"] {
            who.get(page).is(403);
        }
        who.post("/plans", PLAN).is(403);
        who.post("/plans", &[]).is(403);
        who.post("/packages", PACKAGE).is(403);
        who.post("/plans/AP-2026-001/edit", &with(PLAN, &[("version", "1")])).is(403);
        who.post("/packages/PK-2026-001/edit", &with(PACKAGE, &[("version", "1")])).is(403);
        who.post("/plans/metrics", &[("name", "x")]).is(403);
        who.post("/plans/metrics/contracts", &[("active", "0")]).is(403);
    }
    let admin = office.sign_in("管理员");
    for page in [
        "/plans",
        "/plans/new",
        "/plans/metrics",
        "/plans/AP-2026-001",
        "/plans/AP-2026-001/edit",
        "/packages",
        "/packages/new",
        "/packages/PK-2026-001",
        "/people/李伟/projects",
    ] {
        admin.get(page).is(404);
    }
    for page in ["/plans", "/plans/metrics", "/plans/AP-2026-001/edit", "/packages", "/packages/PK-2026-001/edit"] {
        admin.post(page, PLAN).is(404);
    }
}

#[test]
fn what_cannot_be_so_is_said_at_its_field_and_nothing_typed_is_lost() {
    let office = Office::open();
    let (_, commander, _) = divided(&office);
    let refused = |path: &str, fields: &[(&str, &str)], field: &str| -> Answer {
        let answer = commander.post(path, fields);
        answer.complains(field);
        answer
    };
    for (changed, field) in [
        (("name", ""), "name"),
        (("purpose", " "), "purpose"),
        (("ends_on", "2026-09-30"), "ends_on"),
        (("starts_on", "gestern"), "starts_on"),
        (("value-signed_amount", "viel"), "value-signed_amount"),
        (("value-signed_amount", "0"), "value-signed_amount"),
        (("value-signed_amount", "99999999999999999999"), "value-signed_amount"),
        (("value-contracts", "3 份"), "value-contracts"),
        (("value-signed_amount", ""), "value-signed_amount"),
        (("due-signed_amount", "2027-04-01"), "due-signed_amount"),
        (("due-contracts", "2026-09-30"), "due-contracts"),
    ] {
        let answer = refused("/plans", &with(PLAN, &[changed]), field);
        assert_eq!(answer.field(changed.0), changed.1);
        assert_eq!(answer.field("ends_on"), with(PLAN, &[changed]).iter().find(|it| it.0 == "ends_on").expect("it").1);
    }
    for (changed, field) in [
        (("plan", "AP-2026-009"), "plan"),
        (("plan", ""), "plan"),
        (("scope", ""), "scope"),
        (("coordinator", "李伟"), "coordinator"),
        (("coordinator", "nobody"), "coordinator"),
        (("due-signed_amount", "2026-09-30"), "due-signed_amount"),
    ] {
        refused("/packages", &with(PACKAGE, &[changed]), field);
    }
    // The plan's period takes in what packages have in it.
    let form = commander.get("/plans/AP-2026-001/edit").form("/plans/AP-2026-001/edit");
    commander
        .send(&form, &[("ends_on", "2027-03-01"), ("due-contracts", "")])
        .complains("ends_on")
        .shows("项目包的指标有期限在 2027-03-31");
}

#[test]
fn what_still_runs_is_not_closed() {
    let office = Office::open();
    let (cast, commander, package) = divided(&office);
    let (plan_form, package_form) = ("/plans/AP-2026-001/edit", "/packages/PK-2026-001/edit");
    let send = |form: &str, closed: &str| commander.send(&commander.get(form).form(form), &[("closed", closed)]);
    send(plan_form, "1").complains("closed").shows("还有项目包没有关闭");
    let number = project_in(&office, &cast, &package, State::DirectiveDraft);
    send(package_form, "1").complains("closed").shows("还有 1 个项目没有结束");
    let theme = crate::story::theme();
    walk(&office, &cast, &theme, &number)
        .go(&cast.commander, shuguang::projects::pipeline::Move::Abolish, "不再需要")
        .unwrap_or_else(|error| panic!("{}", error.account()));
    send(package_form, "1").goes_to("/packages/PK-2026-001");
    commander.get("/packages/PK-2026-001").shows("已关闭").does_not_show("起草指令");
    send(plan_form, "1").goes_to("/plans/AP-2026-001");
    commander.get("/plans/AP-2026-001").shows("已关闭").does_not_show("划分项目包");
    commander.post("/packages", PACKAGE).complains("plan");
    send(package_form, "").complains("closed").shows("行动计划已关闭，项目包不能重新打开");
    send(plan_form, "").goes_to("/plans/AP-2026-001");
    send(package_form, "").goes_to("/packages/PK-2026-001");
}

#[test]
fn a_new_coordinator_takes_over_the_open_tasks() {
    let office = Office::open();
    let (cast, commander, package) = divided(&office);
    office.add("高敏", &[Role::Coordinator]);
    let number = project_in(&office, &cast, &package, State::Control);
    let form = commander.get("/packages/PK-2026-001/edit").form("/packages/PK-2026-001/edit");
    commander.send(&form, &[("coordinator", "高敏")]).goes_to("/packages/PK-2026-001");
    let (old, new) = (office.actor("张敏").id, office.actor("高敏").id);
    let open = office.store().read(|conn| {
        let project = find(conn, &cast.commander, &number)?;
        open_of(conn, &project.id)
    });
    let open = open.unwrap_or_else(|error| panic!("{}", error.account()));
    let of = |who: &str| open.iter().filter(|task| task.person_id.as_deref() == Some(who)).count();
    assert_eq!((of(&old), of(&new) > 0), (0, true));
}

#[test]
fn a_late_writer_sees_theirs_and_mine_targets_too() {
    let office = Office::open();
    let (_, commander, _) = divided(&office);
    let edit = "/plans/AP-2026-001/edit";
    let form = commander.get(edit).form(edit);
    commander.send(&form, &[("value-signed_amount", "1300万")]).goes_to("/plans/AP-2026-001");
    let late = commander.send(&form, &[("value-signed_amount", "1100万"), ("name", "曙光二期")]);
    late.is(409).shows("签约额 13,000,000 元 2027-02-28").shows("签约额 1100万 元 2027-02-28");
    assert_eq!(late.field("name"), "曙光二期");
    commander.send(&late.form(edit), &[]).goes_to("/plans/AP-2026-001");
    commander.get("/plans/AP-2026-001").shows("曙光二期").shows("1,100 万元");
    // Nothing changed is no news: the same form twice does no harm.
    let form = commander.get(edit).form(edit);
    commander.send(&form, &[]).goes_to("/plans/AP-2026-001");
    commander.send(&form, &[]).goes_to("/plans/AP-2026-001");
}

#[test]
fn the_department_has_metrics_of_its_own() {
    let office = Office::open();
    let (_, commander, _) = divided(&office);
    let mine = [("name", "样板店"), ("name_en", "Model shops"), ("unit", "家"), ("unit_en", "shops")];
    commander.post("/plans/metrics", &mine).goes_to("/plans/metrics");
    commander.post("/plans/metrics", &mine).complains("name");
    commander.post("/plans/metrics", &with(&mine, &[("unit_en", "")])).complains("unit_en");
    let edit = "/plans/AP-2026-001/edit";
    commander.send(&commander.get(edit).form(edit), &[("value-MT-2026-001", "5")]).goes_to("/plans/AP-2026-001");
    commander.get("/plans/AP-2026-001").shows("样板店").shows("还有 5 家未划分");
    commander.post("/plans/metrics/MT-2026-001", &[("active", "0")]).goes_to("/plans/metrics");
    commander.get("/packages/new?plan=AP-2026-001").is(200).does_not_show("样板店");
    commander.get(edit).is(200).shows("样板店");
    commander.get("/plans/AP-2026-001").shows("样板店");
    commander.post("/plans/metrics/MT-2026-009", &[("active", "0")]).is(404);
}

#[test]
fn each_month_some_projects_come_first() {
    let office = Office::open();
    let (cast, commander, package) = divided(&office);
    let first = project_in(&office, &cast, &package, State::Planning);
    let second = project_in(&office, &cast, &package, State::Deliberation);
    let owner = office.sign_in("李伟");
    let load = "/people/李伟/projects?month=2026-11";
    let focus = |number: &str| format!("/projects/{number}/focus");
    for _ in 0..2 {
        owner.post(&focus(&first), &[("month", "2026-11"), ("on", "1")]).goes_to(load);
    }
    let page = owner.get(load);
    page.is(200).shows("2.1 信息搜集").shows("等待 市场企划助理");
    let part = |page: &Answer, name: &str| {
        let table = format!("[aria-labelledby=\"{name}\"] table");
        page.find(&table).unwrap_or_default()
    };
    assert!(part(&page, "focus").contains(&first) && !part(&page, "focus").contains(&second));
    assert!(part(&page, "alongside").contains(&second) && !part(&page, "alongside").contains(&first));
    commander
        .post(&focus(&second), &[("month", "2026-12"), ("on", "1"), ("from", "project")])
        .goes_to(&format!("/projects/{second}"));
    assert!(part(&owner.get("/people/李伟/projects?month=2026-12"), "focus").contains(&second));
    owner.post(&focus(&first), &[("month", "2026-11"), ("on", "0")]).goes_to(load);
    assert_eq!(part(&owner.get(load), "focus"), "");
    office.sign_in("赵强").post(&focus(&first), &[("month", "2026-11"), ("on", "1")]).is(403);
    office.sign_in("张敏").post(&focus(&first), &[("month", "2026-11"), ("on", "1")]).is(403);
    owner.post(&focus(&first), &[("month", "13"), ("on", "1")]).is(422);
    owner.get("/people/李伟/projects?month=nonsense").is(200);
    owner.get("/people/李伟/projects?month=2026-10").is(200).shows("该月没有负责的项目");
    let draft = project_in(&office, &cast, &package, State::DirectiveDraft);
    commander.post(&focus(&draft), &[("month", "2026-11"), ("on", "1")]).is(409);
    owner.get(load).is(200).does_not_show(&draft);
}

#[test]
fn a_page_is_a_handful_of_queries() {
    let office = Office::open();
    let (cast, commander, package) = divided(&office);
    project_in(&office, &cast, &package, State::Planning);
    for path in ["/plans", "/plans/AP-2026-001", "/packages", "/packages/PK-2026-001", "/people/李伟/projects"] {
        let page = commander.get(path);
        let timing = page.is(200).header("server-timing").unwrap_or_default().to_owned();
        let sent = timing.split("desc=\"").nth(1).and_then(|it| it.split('"').next()).and_then(|it| it.parse::<u32>().ok());
        assert!(sent.is_some_and(|it| it <= 18), "{path}: {timing}");
    }
}
