//! Who is told of what happens to a project: its owner, and the coordinator of its package; nobody before the directive is issued.

use super::model::Project;
use super::pipeline::Move;
use super::tasks::coordinator;
use crate::error::Result;
use crate::lang::Pair;
use crate::notices::changes::tell_all;
use crate::notices::model::{News, Reason};
use crate::store::Tx;

/// What a move did, as it is told: the move's own name says what somebody is to do, and stands on buttons.
pub fn moved(code: Move) -> Pair {
    match code {
        Move::Draft => Pair("指令已起草", "A directive was drafted"),
        Move::Issue => Pair("指令已下达", "A directive was issued"),
        Move::Acknowledge => Pair("指令已领受", "A directive was acknowledged"),
        Move::Abolish => Pair("指令已废止", "A directive was abolished"),
        Move::Submit => Pair("计划已报送论证", "A plan was submitted for deliberation"),
        Move::Return => Pair("计划已退回修订", "A plan was returned for revision"),
        Move::Approve => Pair("计划已批准实施", "A plan was approved"),
        Move::Revoke => Pair("项目已撤销", "A project was revoked"),
        Move::OpenControl => Pair("项目已转入控制", "A project went into control"),
        Move::Improve => Pair("已决定改进措施", "Measures were decided on"),
        Move::Reallocate => Pair("已决定重新配置资源", "Resources were allocated anew"),
        Move::Adjust => Pair("已决定调整目标", "Targets were adjusted"),
        Move::RequestStop => Pair("已请求停止项目", "A stop of a project was asked for"),
        Move::Pass => Pair("项目已达标通过", "A project passed control"),
        Move::Terminate => Pair("项目已终止", "A project was terminated"),
        Move::Reissue => Pair("指令已重新下达", "A directive was issued again"),
        Move::RefuseStop => Pair("停止未获同意", "A stop was refused"),
        Move::SendBack => Pair("项目已返回整改", "A project was sent back to control"),
        Move::CloseMonitoring => Pair("项目已验收兑现", "The monitoring of a project was closed"),
        Move::CloseCycle => Pair("项目已结项", "The cycle of a project was closed"),
    }
}

/// Tells owner and coordinator. `before` is who owned it until now, where another does.
pub fn tell_both(tx: &mut Tx, what: Pair, project: &Project, before: &str, href: String) -> Result<()> {
    if project.issued_at.is_none() {
        return Ok(());
    }
    let owners = [project.owner_id.clone(), before.to_owned()].map(|it| (it, Reason::Owned));
    let tended = (coordinator(tx, project)?, Reason::Tended);
    tell_all(tx, owners.into_iter().chain([tended]), &News::of(what, &project.number, &project.name, href))
}

/// Tells the owner alone.
pub fn tell_owner(tx: &mut Tx, what: Pair, project: &Project, href: String) -> Result<()> {
    let news = News::of(what, &project.number, &project.name, href);
    tell_all(tx, [(project.owner_id.clone(), Reason::Owned)], &news)
}

/// Tells the coordinator alone, where the owner hears of it in another way.
pub fn tell_coordinator(tx: &mut Tx, what: Pair, project: &Project) -> Result<()> {
    if project.issued_at.is_none() {
        return Ok(());
    }
    let tended = (coordinator(tx, project)?, Reason::Tended);
    tell_all(tx, [tended], &News::of(what, &project.number, &project.name, project.href()))
}
