//! Hand-overs: one project, or all that a leaver has; who was responsible when; the sheet that stays as it was.

use chrono::NaiveDate;
use diesel::prelude::*;
use shuguang::customers::model::Customer;
use shuguang::demo::walk::Cast;
use shuguang::error::Kind;
use shuguang::handovers::changes::{Plan, hand_over};
use shuguang::people::changes::appoint;
use shuguang::people::queries as people;
use shuguang::projects::model::{Project, Task, TaskState};
use shuguang::projects::moves::changes::{NewMeasure, Said, carry_out};
use shuguang::projects::pipeline::{Move, State};
use shuguang::projects::queries::{find, owners};
use shuguang::projects::tasks::MEASURE;
use shuguang::store::schema::{customers, handovers, measures, tasks};
use shuguang::trail::verify::verify;
use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};
use crate::story::{cast, package, project_aiming_at, project_in, theme, walk};
use crate::trade::{contract, day, paid, project, signed};

/// An office with its people and a package.
struct Department {
    office: Office,
    cast: Cast,
    package: String,
}

impl Department {
    fn open() -> Department {
        let office = Office::open();
        let cast = cast(&office);
        office.add("孙丽", &[Role::Sales]);
        let package = package(&office, &cast);
        Department { office, cast, package }
    }

    /// The commander at a browser; a session does not outlast the days that pass.
    fn commander(&self) -> Visitor {
        self.office.sign_in("周立明")
    }

    fn project_in(&self, state: State) -> String {
        project_in(&self.office, &self.cast, &self.package, state)
    }

    /// A project that has ended with nothing left to look after: its figures are typed in.
    fn completed_without_contracts(&self) -> String {
        project_aiming_at(&self.office, &self.cast, &self.package, State::Completed, &[])
    }

    fn project(&self, number: &str) -> Project {
        self.read(|conn| find(conn, &self.cast.commander, number))
    }

    fn read<T>(&self, what: impl FnOnce(&mut shuguang::store::Conn) -> shuguang::error::Result<T>) -> T {
        self.office.store().read(what).unwrap_or_else(|error| panic!("{}", error.account()))
    }

    /// The form about somebody, filled in like this and sent by the commander.
    fn hand(&self, about: &str, typed: &[(&str, &str)]) -> Answer {
        let commander = self.commander();
        commander.send(&commander.get(&format!("/handovers/new?{about}")).form("/handovers"), typed)
    }

    fn open_tasks(&self, person: &str) -> Vec<Task> {
        let id = self.office.actor(person).id;
        self.read(|conn| {
            let rows = tasks::table.filter(tasks::person_id.eq(id)).filter(tasks::state.eq(TaskState::Open));
            Ok(rows.order(tasks::id).select(Task::as_select()).load(conn)?)
        })
    }

    fn kept_by(&self, person: &str) -> Vec<String> {
        let id = self.office.actor(person).id;
        self.read(|conn| {
            let rows = customers::table.filter(customers::keeper_id.eq(id)).order(customers::number);
            Ok(rows.select(Customer::as_select()).load(conn)?.into_iter().map(|it| it.name).collect())
        })
    }

    /// A project of the owner's that was terminated with a contract of which half is paid: numbers of both.
    fn ended_with_receivables(&self) -> (String, String) {
        let number = self.project_in(State::Implementation);
        self.office.at("2026-12-15 10:00");
        let owner = self.office.sign_in("李伟");
        let contract = self.office.act(&owner, |tx| {
            let it = project(tx, &number)?;
            let it = signed(tx, &it, "展台采购", &[(day(12, 14), 600_000), (day(12, 30), 450_000)])?;
            paid(tx, &it.number, 200_000)?;
            let it = project(tx, &number)?;
            let it2 = carry_out(tx, &it, Move::OpenControl, &Said::because("客户停业"))?;
            carry_out(tx, &it2, Move::RequestStop, &Said::because("客户停业"))?;
            Ok(it)
        });
        drop(contract);
        self.office.act(&self.commander(), |tx| {
            let it = project(tx, &number)?;
            let said = Said { statement: "余款继续催收。".into(), ..Said::because("客户停业") };
            carry_out(tx, &it, Move::Terminate, &said)
        });
        (number, "HT-2026-001".to_owned())
    }

    #[track_caller]
    fn is_true(&self) {
        let proof = verify(self.office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
        assert!(proof.findings.is_empty(), "{:#?}", proof.findings);
    }
}

#[test]
fn another_takes_one_project_and_history_says_who_was_responsible_when() {
    let it = Department::open();
    let number = it.project_in(State::Planning);
    let due = it.project(&number).due_on;
    it.office.at("2026-11-25 14:00");
    let page = format!("/projects/{number}");
    let form = format!("/handovers/new?project={number}");
    assert!(it.commander().get(&page).has(&format!("a[href=\"{form}\"]")));
    assert!(it.commander().get("/people/李伟").has("a[href=\"/handovers/new?person=李伟\"]"));
    it.commander().get(&form).shows("移交李伟的工作").shows("3 项待办");
    it.hand(&format!("project={number}"), &[("to", "赵强"), ("reason", "李伟下月外派"), ("note", "先看名单")])
        .goes_to("/handovers/YJ-2026-001");
    // The stage stays, what was the owner's to do is the taker's.
    let after = it.project(&number);
    assert_eq!((after.stage, after.due_on, &after.owner_id), (State::Planning, due, &it.office.actor("赵强").id));
    assert!(it.open_tasks("李伟").is_empty());
    assert_eq!(it.open_tasks("赵强").len(), 3);
    let (giver, taker) = (it.office.sign_in("李伟"), it.office.sign_in("赵强"));
    giver.post(&format!("{page}/plan/draft"), &[]).is(403);
    taker.get(&format!("{page}/plan/draft")).is(200);
    it.commander()
        .get(&page)
        .shows("历任负责人")
        .shows("2026-11-25 周三赵强李伟下月外派")
        .shows("2026-11-23 周一李伟 至 2026-11-25 周三");
    it.commander()
        .get(&format!("{page}/history"))
        .shows("周立明 移交项目（YJ-2026-001）：将项目负责人由 李伟 改为 赵强")
        .shows("李伟下月外派")
        .shows("周立明 移交任务：将经手人由 李伟 改为 赵强。");
    let periods = it.read(|conn| owners(conn, &after.id));
    assert_eq!(periods.len(), 2);
    assert_eq!((periods[0].until, periods[1].until), (Some(periods[1].since), None));
    // It waits for both on their desks until they have confirmed it.
    taker.get("/").shows("接收移交 · 李伟");
    taker.get("/tasks").shows("有工作移交给您，核对清单后确认接收");
    giver.get("/tasks").shows("您的工作已移交，向接收人交接清楚后确认");
    let confirm = "/handovers/YJ-2026-001/confirmation";
    it.commander().post(confirm, &[]).is(403);
    taker.get("/handovers/YJ-2026-001").shows("待接收").form(confirm);
    for _ in 0..2 {
        taker.post(confirm, &[]).goes_to("/handovers/YJ-2026-001");
        giver.post(confirm, &[]).goes_to("/handovers/YJ-2026-001");
    }
    taker.get("/tasks").does_not_show("有工作移交给您");
    giver.get("/tasks").does_not_show("您的工作已移交");
    it.commander().get("/handovers?state=received").shows("YJ-2026-001").shows("1 个项目");
    it.commander().get("/handovers?state=announced").does_not_show("YJ-2026-001");
    it.is_true();
}

#[test]
fn a_leaver_hands_everything_over_and_only_then_leaves() {
    let it = Department::open();
    let planning = it.project_in(State::Planning);
    let draft = it.project_in(State::DirectiveDraft);
    let completed = it.completed_without_contracts();
    let (ended, owed) = it.ended_with_receivables();
    // A task of theirs in somebody else's project, and customers.
    let other = it.project_in(State::Control);
    let theme = theme();
    let mut story = walk(&it.office, &it.cast, &theme, &other);
    story.account("partly", "improve").unwrap_or_else(|error| panic!("{}", error.account()));
    it.hand(&format!("project={other}"), &[("to", "孙丽"), ("reason", "分担")]).is(303);
    let due_on = NaiveDate::from_ymd_opt(2027, 1, 8).expect("a day");
    let measure = NewMeasure { what: "样品改由本地仓发货".into(), person_id: it.cast.owner.id.clone(), due_on };
    it.office.act(&it.commander(), |tx| {
        let project = project(tx, &other)?;
        carry_out(tx, &project, Move::Improve, &Said { measures: vec![measure], ..Said::because("同意改进") })
    });
    let leave = || {
        let admin = it.office.sign_in("管理员");
        let form = admin.get("/people/李伟/account").form("/people/李伟/account");
        let kept: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| name != "active")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        admin.post("/people/李伟/account", &kept)
    };
    let refused = leave();
    refused.complains("active").shows("先由总指挥办理移交再停用").shows("4 个项目");
    assert!(refused.has("a[href=\"/handovers/new?person=李伟\"]"));
    // One form: the draft goes to another than the rest.
    let kept = it.kept_by("李伟");
    assert!(!kept.is_empty());
    let page = it.commander().get("/handovers/new?person=李伟");
    page.shows(&planning).shows(&draft).shows(&ended).shows("样品改由本地仓发货").does_not_show(&completed);
    let mut form = page.form("/handovers");
    let drafts = form.fields.iter().position(|(name, value)| name == "project" && *value == draft).expect("the draft");
    form.fields[drafts + 1].1 = "孙丽".into();
    let typed = [("to", "赵强"), ("reason", "李伟离职")];
    it.commander().send(&form, &typed).goes_to("/handovers?person=李伟");
    // The button was pressed twice.
    it.commander().send(&form, &typed).goes_to("/handovers?person=李伟");
    assert_eq!(it.read(|conn| Ok(handovers::table.count().get_result::<i64>(conn)?)), 3);
    let owner = |number: &str| it.project(number).owner_id;
    let (zhao, sun) = (it.office.actor("赵强").id, it.office.actor("孙丽").id);
    assert_eq!([owner(&planning), owner(&ended), owner(&draft)], [zhao.clone(), zhao.clone(), sun]);
    // What has ended for good stays with who did it.
    assert_eq!(owner(&completed), it.cast.owner.id);
    assert_eq!(it.project(&ended).stage, State::Terminated);
    assert!(it.open_tasks("李伟").is_empty());
    let whose = it.read(|conn| Ok(measures::table.select(measures::person_id).load::<String>(conn)?));
    assert_eq!(whose, [zhao], "the measure is the taker's to finish");
    assert!(it.kept_by("李伟").is_empty());
    assert_eq!(it.kept_by("赵强").len(), kept.len());
    let sheet = it.commander().get("/handovers/YJ-2026-002");
    sheet.shows("8,500.00 元 人民币 捌仟伍佰元整").shows("其中逾期款 4,000.00 元").shows("改进措施 · 样品改由本地仓发货");
    // Whoever takes the ended project takes the money in.
    let taker = it.office.sign_in("赵强");
    it.office.act(&taker, |tx| paid(tx, &owed, 850_000));
    leave().is(303);
    it.commander().get("/people/李伟").shows("已停用");
    // They are still who was responsible then.
    it.commander().get(&format!("/projects/{ended}")).shows("李伟 至").shows("李伟离职");
    it.is_true();
}

#[test]
fn the_sheet_says_the_same_whatever_happens_afterwards() {
    let it = Department::open();
    let (number, owed) = it.ended_with_receivables();
    it.hand(&format!("project={number}"), &[("to", "赵强"), ("reason", "收款")]).goes_to("/handovers/YJ-2026-001");
    let article = |answer: &Answer| answer.find("article").expect("the sheet");
    let before = article(it.commander().get("/handovers/YJ-2026-001").is(200));
    for said in ["展台采购", "8,500.00 元", "捌仟伍佰元整", "逾期款"] {
        assert!(before.contains(said), "{said}: {before}");
    }
    let taker = it.office.sign_in("赵强");
    it.office.at("2027-12-15 10:00");
    it.office.act(&taker, |tx| {
        let (it, _) = contract(tx, &owed)?;
        paid(tx, &it.number, it.outstanding)
    });
    it.office.program(|tx| {
        let all: Vec<Customer> = customers::table.order(customers::id).select(Customer::as_select()).load(&mut **tx)?;
        for before in &all {
            tx.change("change_customer", before, Customer { name: format!("{} 改名", before.name), ..before.clone() })?;
        }
        Ok(())
    });
    assert_eq!(article(&it.commander().get("/handovers/YJ-2026-001")), before);
    // Nor does the database let anybody rewrite it.
    for statement in [
        "update handovers set reason = 'x'",
        "update handovers set content = '{}'",
        "delete from handovers",
        "update handover_items set content = '{}'",
        "delete from handover_items",
    ] {
        let written = it.office.store().aside(|conn| diesel::sql_query(statement).execute(conn));
        assert!(written.is_err(), "{statement}");
    }
    it.commander().get("/handovers/YJ-2026-001").does_not_show("与移交时的封印不符");
    it.is_true();
}

#[test]
fn what_cannot_be_handed_over_is_refused_and_nothing_typed_is_lost() {
    let it = Department::open();
    let (first, second) = (it.project_in(State::Planning), it.project_in(State::Deliberation));
    let completed = it.completed_without_contracts();
    it.office.add("吴晓东", &[Role::Coordinator]);
    let page = it.commander().get("/handovers/new?person=李伟");
    let form = page.form("/handovers");
    let refused = it.commander().send(&form, &[("to", ""), ("reason", "李伟离职"), ("note", "先看名单")]);
    refused.complains("to");
    assert_eq!(refused.field("note"), "先看名单");
    it.commander().send(&form, &[("to", "赵强"), ("reason", " ")]).complains("reason");
    for nobody in ["李伟", "吴晓东", "王芳", "周立明", "没有的人"] {
        let answer = it.commander().send(&form, &[("to", nobody), ("reason", "离职")]);
        assert_eq!(answer.status, 422, "{nobody}");
    }
    // One became somebody else's meanwhile: it is named, and the whole form waits.
    it.hand(&format!("project={first}"), &[("to", "孙丽"), ("reason", "分担")]).is(303);
    it.commander()
        .send(&form, &[("to", "赵强"), ("reason", "离职")])
        .complains("projects")
        .shows(&format!("{first} 项目 planning 已经由别人负责"));
    assert_eq!(it.project(&second).owner_id, it.cast.owner.id);
    // One that has ended, with nothing left to look after.
    it.commander().get(&format!("/handovers/new?project={completed}")).shows("没有可以移交的");
    let sent = [("person", "李伟"), ("to", "赵强"), ("reason", "离职"), ("project", completed.as_str()), ("taker", "")];
    it.commander().post("/handovers", &sent).is(422).shows("已经结束");
    it.commander()
        .post("/handovers", &[("person", "李伟"), ("to", "赵强"), ("reason", "离职")])
        .complains("to")
        .shows("没有选定");
    it.commander().get("/handovers/new?person=没有的人").is(404);
    it.commander().get("/handovers/new?project=SG-2026-999").is(404);
    it.is_true();
}

#[test]
fn nobody_decides_on_their_own_work_nor_to_take_it() {
    let it = Department::open();
    let (his, hers) = (it.project_in(State::Planning), it.project_in(State::Planning));
    it.hand(&format!("project={hers}"), &[("to", "孙丽"), ("reason", "分担")]).is(303);
    it.office.act(&it.commander(), |tx| {
        let acting = people::find(tx, "李伟")?;
        let today = tx.today();
        appoint(tx, &acting, today, today, "出差".into())
    });
    let acting = it.office.sign_in("李伟");
    acting.get("/handovers/new?person=李伟").is(403);
    acting.post("/handovers", &[("person", "李伟"), ("to", "赵强"), ("reason", "离职")]).is(403);
    let form = acting.get(&format!("/handovers/new?project={hers}")).form("/handovers");
    assert!(!form.choices.iter().any(|(name, value)| name == "to" && value == "李伟"));
    acting.send(&form, &[("to", "李伟"), ("reason", "归我")]).complains("to").shows("不能自己决定由自己负责");
    acting.send(&form, &[("to", "赵强"), ("reason", "代总指挥决定")]).goes_to("/handovers/YJ-2026-002");
    acting.get("/handovers/YJ-2026-002").shows("李伟（代 周立明）");
    // What is the stand-in's own is left to the commander, and nothing else is.
    it.commander().get("/handovers/new?person=赵强").is(403);
    it.hand(&format!("project={his}"), &[("to", "赵强"), ("reason", "留给总指挥的")]).is(303);
    it.is_true();
}

#[test]
fn a_measure_follows_the_owner_in_a_reallocation_too_and_the_decider_does_not_take_the_project() {
    let it = Department::open();
    let number = it.project_in(State::Control);
    let theme = theme();
    let mut story = walk(&it.office, &it.cast, &theme, &number);
    story.account("partly", "improve").unwrap_or_else(|error| panic!("{}", error.account()));
    let due_on = NaiveDate::from_ymd_opt(2027, 1, 8).expect("a day");
    let measure = NewMeasure { what: "样品".into(), person_id: it.cast.owner.id.clone(), due_on };
    let say = |code: Move, said: Said| {
        it.office.act(&it.commander(), |tx| {
            let project = project(tx, &number)?;
            carry_out(tx, &project, code, &said)
        })
    };
    say(Move::Improve, Said { measures: vec![measure], ..Said::because("改进") });
    let mut story = walk(&it.office, &it.cast, &theme, &number);
    story
        .say(&it.cast.owner, Move::OpenControl, &Said::because("仍落后"))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    story.account("partly", "reallocate").unwrap_or_else(|error| panic!("{}", error.account()));
    let zhao = it.office.actor("赵强").id;
    say(Move::Reallocate, Said { new_owner: Some(zhao.clone()), ..Said::because("换人") });
    assert_eq!(it.read(|conn| Ok(measures::table.select(measures::person_id).load::<String>(conn)?)), [zhao]);
    let task = it.open_tasks("赵强").into_iter().find(|task| task.step == MEASURE).expect("the measure's task");
    let taker = it.office.sign_in("赵强");
    let at = format!("/projects/{number}/measures/{}", task.subject_id.unwrap_or_default());
    taker.post(&at, &[("result", "已由苏州仓发出")]).is(303);
    it.is_true();
}

#[test]
fn customers_go_with_their_project_and_the_rest_where_they_are_sent() {
    let it = Department::open();
    let number = it.project_in(State::Implementation);
    let owner = it.office.sign_in("李伟");
    it.office.act(&owner, |tx| {
        let it = project(tx, &number)?;
        shuguang::demo::trade::chosen(tx, &it)
    });
    owner.post("/customers", &[("name", "云岭展览有限公司"), ("grade", "b"), ("source", "visit")]).is(303);
    let all = it.kept_by("李伟").len();
    it.hand("person=李伟", &[("to", "赵强"), ("customers", "孙丽"), ("reason", "离职")]).is(303);
    assert_eq!(it.kept_by("孙丽"), ["云岭展览有限公司"]);
    assert_eq!(it.kept_by("赵强").len(), all - 1);
    let client = it.kept_by("孙丽").len();
    assert_eq!(client, 1);
    let history = it.read(|conn| {
        Ok(customers::table.filter(customers::name.eq("云岭展览有限公司")).select(customers::number).first::<String>(conn)?)
    });
    it.commander().get(&format!("/customers/{history}/history")).shows("将维护人由 李伟 改为 孙丽");
}

#[test]
fn the_power_stands_in_the_change_itself() {
    let it = Department::open();
    let number = it.project_in(State::Planning);
    for name in ["王芳", "张敏", "李伟", "赵强", "陈静", "管理员"] {
        let visitor = it.office.sign_in(name);
        let tried = it.office.tries(&visitor, |tx| {
            let giver = people::find(tx, "李伟")?;
            let taker = people::find(tx, "孙丽")?.id;
            let plan = Plan { projects: vec![(number.clone(), taker)], reason: "x".into(), ..Plan::default() };
            hand_over(tx, &giver, &plan)
        });
        assert!(matches!(tried.map_err(|error| error.kind), Err(Kind::Forbidden(_))), "{name}");
    }
}
