//! One short function per route.

use actix_web::{HttpResponse, web};

use super::pages::{Refused, Show};
use super::summary::Summary;
use super::{changes, forms};
use crate::error::{Complaint, Error, OrNotFound, Result};
use crate::policy::Deed;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/monitoring`; `?point=…` opens the check of an acceptance point.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let point = ctx.query.get("point").parse().ok();
    ctx.page(move |r| {
        let opened = point.map_or(Refused::None, |position| Refused::Point(position, Form::blank()));
        Show::of(r, &number, opened)
    })
    .await
}

/// The number and the position in an address; a position that is no number is no point.
fn at(path: web::Path<(String, String)>) -> Result<(String, i32)> {
    let (number, position) = path.into_inner();
    Ok((number, position.parse().ok().or_not_found()?))
}

/// `POST /projects/{number}/points/{position}`: the coordinator's check.
pub async fn check(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, position) = at(path)?;
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project, Deed::CheckAcceptance)?;
            let (verdict, finding) = forms::check(form);
            form.check()?;
            changes::check_unchanged(tx, &project, position, form.version)?;
            changes::check_point(tx, &project, position, verdict, finding)?;
            Ok(done(project.at("monitoring"), "核对已记录。", "The check is recorded."))
        },
        move |r, form| Show::of(r, &shown, Refused::Point(position, form)),
    )
    .await
}

/// `POST /projects/{number}/acceptance/{position}`: the commander's acceptance.
pub async fn accept(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, position) = at(path)?;
    ctx.press(move |tx| {
        let me = tx.who.clone();
        let project = find(tx, &me, &number)?;
        changes::check(tx, &project, Deed::AcceptPoint)?;
        let mut form = Form::typed(fields);
        let verdict = forms::verdict(&mut form, "accepted").ok_or_else(|| Error::invalid("accepted", Complaint::NotAChoice))?;
        changes::check_unchanged(tx, &project, position, form.version)?;
        changes::accept_point(tx, &project, position, verdict)?;
        Ok(done(project.at("monitoring"), "验收已记录。", "The acceptance is recorded."))
    })
    .await
}

/// `GET /projects/{number}/summary`.
pub async fn summary(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Summary::of(r, &number, None, None)).await
}

/// `POST /projects/{number}/summary`: saved as a draft, or with `then=submit` handed in.
pub async fn write(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project, Deed::WriteSummary)?;
            let new = forms::summary(form);
            form.check()?;
            let submit = form.value("then") == "submit";
            changes::write_summary(tx, &project, form.version, new, submit)?;
            Ok(match submit {
                true => done(project.at("monitoring"), "总结报告已报送，待总指挥审定。", "The report is handed in."),
                false => done(project.at("summary"), "草稿已保存。", "The draft is saved."),
            })
        },
        move |r, form| Summary::of(r, &shown, Some(form), None),
    )
    .await
}

/// `POST /projects/{number}/summary/acceptance`: the commander accepts the report, or returns it with a note.
pub async fn judge(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project, Deed::AcceptSummary)?;
            let judgement = forms::judgement(form);
            form.check()?;
            let accept = judgement.accept;
            changes::judge_summary(tx, &project, judgement)?;
            Ok(match accept {
                true => done(project.at("monitoring"), "总结报告已审定。", "The report is accepted."),
                false => done(project.at("monitoring"), "总结报告已退回负责人。", "The report is returned to the owner."),
            })
        },
        move |r, form| Summary::of(r, &shown, None, Some(form)),
    )
    .await
}

/// `POST /projects/{number}/promise`.
pub async fn promise(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check_promise(tx, &project)?;
            let (fen, terms) = forms::promise(form);
            form.check()?;
            changes::promise(tx, &project, form.version, fen, terms)?;
            Ok(done(project.at("monitoring"), "承诺已记录。", "The promise is recorded."))
        },
        move |r, form| Show::of(r, &shown, Refused::Promise(form)),
    )
    .await
}

/// `POST /projects/{number}/reward`.
pub async fn reward(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project, Deed::Reward)?;
            let (fen, reason) = forms::reward(form);
            form.check()?;
            changes::reward(tx, &project, form.version, fen, reason)?;
            Ok(done(project.at("monitoring"), "奖励已决定。", "The reward is decided."))
        },
        move |r, form| Show::of(r, &shown, Refused::Reward(form)),
    )
    .await
}

/// `POST /projects/{number}/reward/payment`: the day on which it was paid.
pub async fn pay(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check_payment(tx, &project)?;
            let paid_on = form.date("paid_on");
            form.check()?;
            changes::pay(tx, &project, paid_on)?;
            Ok(done(project.at("monitoring"), "兑现已记录。", "The payment is recorded."))
        },
        move |r, form| Show::of(r, &shown, Refused::Payment(form)),
    )
    .await
}
