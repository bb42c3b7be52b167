//! Monitoring: acceptance point by point, the report returned and rewritten, the explicit zero.

use shuguang::demo::walk::Cast;
use shuguang::error::Kind;
use shuguang::projects::moves::changes::Said;
use shuguang::projects::pipeline::{Move, Need, State};

use crate::office::Office;
use crate::story::{cast, package, project_in, theme, walk};

/// A project that is being monitored; gives its address.
fn monitored(office: &Office, cast: &Cast) -> String {
    let package = package(office, cast);
    let number = project_in(office, cast, &package, State::Monitoring);
    office.at("2026-12-02 10:00");
    format!("/projects/{number}")
}

#[test]
fn a_point_is_checked_by_the_coordinator_and_accepted_by_the_commander() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let (coordinator, commander) = (office.sign_in("张敏"), office.sign_in("周立明"));
    let (check, accept) = (format!("{at}/points/1"), format!("{at}/acceptance/1"));
    // Not before the check, and by nobody else.
    commander.post(&accept, &[("version", "1"), ("accepted", "passed")]).is(409);
    for name in ["周立明", "王芳", "李伟", "赵强", "陈静"] {
        office.sign_in(name).post(&check, &[("checked", "passed"), ("finding", "好")]).is(403);
    }
    let form = coordinator.get(&format!("{at}/monitoring?point=1")).form(&check);
    coordinator.send(&form, &[("finding", "只写了所见")]).complains("checked");
    coordinator.send(&form, &[("checked", "failed"), ("finding", " ")]).complains("finding");
    coordinator.send(&form, &[("checked", "failed"), ("finding", "尚差一成")]).goes_to(&format!("{at}/monitoring"));
    // The form was opened before: who sends it again is late, and loses nothing.
    let late = coordinator.send(&form, &[("checked", "passed"), ("finding", "又看了一遍")]);
    late.is(409).shows("有人先保存了新的内容").shows("尚差一成").shows("又看了一遍");
    // What failed the check cannot pass.
    for name in ["王芳", "张敏", "李伟", "陈静"] {
        office.sign_in(name).post(&accept, &[("version", "2"), ("accepted", "failed")]).is(403);
    }
    commander.post(&accept, &[("version", "2"), ("accepted", "passed")]).is(409);
    let again = coordinator.get(&format!("{at}/monitoring?point=1")).form(&check);
    coordinator.send(&again, &[("checked", "passed"), ("finding", "补签后达到")]).is(303);
    commander.post(&accept, &[("version", "2"), ("accepted", "passed")]).is(409);
    commander.post(&accept, &[("version", "3"), ("accepted", "maybe")]).is(422);
    commander.post(&accept, &[("version", "3"), ("accepted", "passed")]).goes_to(&format!("{at}/monitoring"));
    commander.get(&format!("{at}/monitoring")).shows("共 4 项，已验收通过 1 项");
    // Once accepted it stays.
    coordinator.post(&check, &[("version", "4"), ("checked", "failed"), ("finding", "反悔")]).is(409);
    coordinator.post(&format!("{at}/points/99"), &[("version", "1"), ("checked", "passed"), ("finding", "x")]).is(404);
    coordinator.post(&format!("{at}/points/x"), &[("checked", "passed"), ("finding", "x")]).is(404);
}

#[test]
fn the_report_is_returned_with_a_note_and_written_again() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    let (report, judge) = (format!("{at}/summary"), format!("{at}/summary/acceptance"));
    let whole = [
        ("results", "全部达到"),
        ("course", "按计划"),
        ("problems", "审批慢"),
        ("causes", "预算推迟"),
        ("experience", "先试用"),
    ];
    for name in ["周立明", "王芳", "张敏", "赵强"] {
        office.sign_in(name).post(&report, &whole).is(403);
    }
    // A draft may have gaps, a report may not.
    owner.post(&report, &[("results", "全部达到"), ("then", "save")]).goes_to(&report);
    let form = owner.get(&report).form(&report);
    owner.send(&form, &[("then", "submit")]).complains("course");
    commander.post(&judge, &[("version", "1"), ("verdict", "passed")]).is(409);
    let mut filled = whole.to_vec();
    filled.push(("then", "submit"));
    owner.send(&form, &filled).goes_to(&format!("{at}/monitoring"));
    // The commander returns it, and says why.
    let page = commander.get(&report);
    page.shows("预算推迟").shows("待审定");
    for name in ["王芳", "张敏", "李伟"] {
        office.sign_in(name).post(&judge, &[("version", "2"), ("verdict", "passed")]).is(403);
    }
    commander.send(&page.form(&judge), &[("verdict", "failed")]).complains("note");
    commander.send(&page.form(&judge), &[("verdict", "failed"), ("note", "原因写得太浅")]).is(303);
    let returned = owner.get(&report);
    returned.shows("总指挥退回").shows("原因写得太浅");
    office.sign_in("张敏").get(&report).shows("还没有报送").does_not_show("预算推迟");
    // Two browsers of the owner: the later one sees both texts.
    let form = returned.form(&report);
    owner.send(&form, &[("causes", "审批链有三级，年底集中")]).goes_to(&report);
    let late = owner.send(&form, &[("causes", "客户换了采购负责人")]);
    late.is(409).shows("审批链有三级，年底集中").shows("客户换了采购负责人").shows("预算推迟");
    owner.send(&owner.get(&report).form(&report), &[("then", "submit")]).is(303);
    commander.send(&commander.get(&report).form(&judge), &[("verdict", "passed")]).is(303);
    owner.get(&report).shows("已审定").shows("审批链有三级");
    owner.post(&report, &whole).is(409);
}

#[test]
fn a_reward_of_nothing_is_said_and_one_that_was_paid_stays() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let commander = office.sign_in("周立明");
    let (page, reward, payment) = (format!("{at}/monitoring"), format!("{at}/reward"), format!("{at}/reward/payment"));
    for name in ["王芳", "张敏", "李伟", "陈静"] {
        let other = office.sign_in(name);
        other.post(&reward, &[("amount", "100"), ("reward_reason", "好")]).is(403);
        other.post(&payment, &[("paid_on", "2026-12-02")]).is(403);
    }
    commander.post(&payment, &[("paid_on", "2026-12-02")]).is(404);
    commander.post(&reward, &[("amount", ""), ("reward_reason", "没有写")]).complains("amount");
    commander.post(&reward, &[("amount", "-5"), ("reward_reason", "罚")]).complains("amount");
    commander.post(&reward, &[("amount", "0"), ("reward_reason", "")]).complains("reward_reason");
    commander.send(&commander.get(&page).form(&reward), &[("amount", "0"), ("reward_reason", "未达到奖励条件")]).goes_to(&page);
    commander.get(&page).shows("0.00 元").shows("未达到奖励条件").shows("无须兑付");
    commander.post(&payment, &[("paid_on", "2026-12-02")]).is(409);
    commander.send(&commander.get(&page).form(&reward), &[("amount", "3,500"), ("reward_reason", "按责任书")]).goes_to(&page);
    commander.get(&page).shows("叁仟伍佰元整").shows("未兑付");
    commander.post(&payment, &[("paid_on", "2026-12-03")]).complains("paid_on");
    commander.post(&payment, &[("paid_on", "2026-12-01")]).complains("paid_on");
    commander.post(&payment, &[("paid_on", "2026-12-02")]).goes_to(&page);
    commander.post(&reward, &[("version", "3"), ("amount", "1"), ("reward_reason", "改")]).is(409);
}

#[test]
fn a_project_that_was_sent_back_is_accepted_reported_and_evaluated_anew() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Monitoring);
    let theme = theme();
    let mut walk = walk(&office, &cast, &theme, &number);
    let mut story = || {
        walk.close(0)?;
        let said = Said { failed_points: vec![1], ..Said::because("客户退回一单") };
        walk.say(&cast.commander, Move::SendBack, &said)?;
        walk.after(1);
        walk.account("yes", "pass")?;
        walk.go(&cast.commander, Move::Pass, "")?;
        walk.after(1);
        let closed = walk.go(&cast.commander, Move::CloseMonitoring, "");
        let Err(error) = closed else { panic!("closed by what was judged before it was sent back") };
        let Kind::Refused(_, missing) = error.kind else { panic!("refused, and says what is missing") };
        for need in [Need::AcceptancePassed, Need::ReportAccepted, Need::Evaluated, Need::Rewarded] {
            assert!(missing.iter().any(|it| it.what == need.name()), "{need}");
        }
        walk.close(120_000)?;
        walk.go(&cast.commander, Move::CloseMonitoring, "")
    };
    story().unwrap_or_else(|error| panic!("{}", error.account()));
    office.at("2026-12-20 10:00");
    let page = office.sign_in("王芳").get(&format!("/projects/{number}/monitoring"));
    page.shows("以前各轮的验收要点").shows("未通过").shows("1,200.00 元").shows("共 4 项，已验收通过 4 项");
}
