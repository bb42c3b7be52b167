//! One short function per route.

use actix_web::{HttpResponse, web};

use super::changes::{Said, carry_out};
use super::{forms, pages};
use crate::error::{OrNotFound, Result};
use crate::lang::Pair;
use crate::projects::alerts;
use crate::projects::pipeline::Move;
use crate::projects::queries::find;
use crate::web::{Ctx, Done, Fields, Form};

/// `GET /projects/{number}/moves/new?move=…&alert=…`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let (code, alert) = (ctx.query.get("move").to_owned(), ctx.query.get("alert").to_owned());
    ctx.page(move |r| {
        // An alert that control is opened for says what was seen.
        let reason = if alert.is_empty() { None } else { alerts::pages::sentence(r, &number, &alert)? };
        let fields = reason.map_or(Fields::default(), |it| Fields::default().with("reason", it));
        pages::New::of(r, &number, &code, Form { fields, ..Form::blank() })
    })
    .await
}

/// `POST /projects/{number}/moves`: field `move`, and what the move asks for.
pub async fn create(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (shown, code) = (number.clone(), fields.get("move").to_owned());
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            let code = Move::from_code(form.value("move")).or_not_found()?;
            let said = match project.stage.way(code) {
                Some(way) => forms::said(form, tx, &project, way)?,
                None => Said::default(),
            };
            form.check()?;
            let after = carry_out(tx, &project, code, &said)?;
            Ok(Done { to: after.href(), said: Some(what_was_done(code)) })
        },
        move |r, form| pages::New::of(r, &shown, &code, form),
    )
    .await
}

/// What is said on the page that a move leads to.
fn what_was_done(code: Move) -> Pair {
    match code {
        Move::Draft => Pair("已起草。", "Drafted."),
        Move::Issue => Pair("已下达，等待负责人领受。", "Issued; the owner is to acknowledge it."),
        Move::Acknowledge => Pair("已领受，开始计划草拟。", "Acknowledged; planning begins."),
        Move::Abolish => Pair("指令已废止。", "The directive was abolished."),
        Move::Submit => Pair("已报送论证。", "Submitted for deliberation."),
        Move::Return => Pair("已退回修订，新的一轮开始。", "Returned for revision; a new round begins."),
        Move::Approve => Pair("已批准实施。", "Approved; execution begins."),
        Move::Revoke => Pair("项目已撤销。", "The project was revoked."),
        Move::OpenControl => Pair("已转入控制。", "Control is opened."),
        Move::Improve => Pair("改进措施已下达到人，继续执行。", "The measures are their people's tasks; execution goes on."),
        Move::Reallocate => Pair("资源已重新配置，继续执行。", "Resources are reallocated; execution goes on."),
        Move::Adjust => Pair("目标已调整，重新论证。", "Targets are adjusted; deliberation begins anew."),
        Move::RequestStop => Pair("已请求停止，等待总指挥决定。", "A stop is requested; the commander decides."),
        Move::Pass => Pair("达标通过，进入效果监测。", "Passed; monitoring begins."),
        Move::Terminate => Pair("项目已终止。", "The project was terminated."),
        Move::Reissue => Pair("已重新下达，等待负责人领受。", "Issued again; the owner is to acknowledge it."),
        Move::RefuseStop => Pair("不予停止，回到控制调整。", "The stop is refused; back to control."),
        Move::SendBack => Pair("已返回整改，回到控制调整。", "Sent back to control."),
        Move::CloseMonitoring => Pair("验收兑现完成，进入提案申报。", "Monitoring is closed; proposals begin."),
        Move::CloseCycle => Pair("已结项。", "The cycle is closed."),
    }
}
