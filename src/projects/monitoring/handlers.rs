//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::Verdict;
use super::{changes, pages};
use crate::error::{Error, Kind, Result};
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::projects::queries::find;
use crate::projects::tasks::coordinator;
use crate::store::Tx;
use crate::web::{Ctx, Done, Fields, Form, done};

/// `GET /projects/{number}/monitoring`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// Changes something of a project's monitoring; what is refused is shown on its page.
async fn change(
    ctx: Ctx,
    number: String,
    fields: Fields,
    deed: Deed,
    what: impl FnOnce(&mut Tx, &mut Form, &Project) -> Result<Done> + Send + 'static,
) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            let coordinator = coordinator(tx, &project)?;
            tx.may(deed, project.standing(&who, &coordinator))?;
            what(tx, form, &project)
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

fn decided(code: &str) -> Option<Verdict> {
    Verdict::from_code(code).filter(|it| *it != Verdict::Open)
}

/// `POST /projects/{number}/points/{position}`: the coordinator's check.
pub async fn check(ctx: Ctx, path: web::Path<(String, i32)>, fields: Fields) -> Result<HttpResponse> {
    let (number, position) = path.into_inner();
    change(ctx, number, fields, Deed::CheckAcceptance, move |tx, form, project| {
        let verdict = form.choice("checked", decided).unwrap_or(Verdict::Open);
        let finding = form.text("finding", 1000);
        form.check()?;
        changes::check_point(tx, project, position, verdict, finding)?;
        Ok(done(project.at("monitoring"), "核对已记录。", "The check is recorded."))
    })
    .await
}

/// `POST /projects/{number}/acceptance/{position}`: the commander's.
pub async fn accept(ctx: Ctx, path: web::Path<(String, i32)>, fields: Fields) -> Result<HttpResponse> {
    let (number, position) = path.into_inner();
    change(ctx, number, fields, Deed::AcceptPoint, move |tx, form, project| {
        let verdict = form.choice("accepted", decided).unwrap_or(Verdict::Open);
        form.check()?;
        changes::accept_point(tx, project, position, verdict)?;
        Ok(done(project.at("monitoring"), "验收已记录。", "The acceptance is recorded."))
    })
    .await
}

/// `GET /projects/{number}/summary`.
pub async fn summary_page(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Summary::of(r, &number, None)).await
}

/// `POST /projects/{number}/summary`: saved, or with `then=submit` handed in.
pub async fn summary(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::WriteSummary, project.standing(&who, ""))?;
            let new = changes::NewSummary {
                results: form.optional_text("results", 4000),
                course: form.optional_text("course", 4000),
                problems: form.optional_text("problems", 4000),
                causes: form.optional_text("causes", 4000),
                experience: form.optional_text("experience", 4000),
            };
            form.check()?;
            let submit = form.value("then") == "submit";
            changes::write_summary(tx, &project, form.version, new, submit)?;
            Ok(match submit {
                true => done(project.at("monitoring"), "总结报告已提交。", "The summary report is handed in."),
                false => done(project.at("summary"), "已保存。", "Saved."),
            })
        },
        move |r, form| pages::Summary::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /projects/{number}/summary/acceptance`: field `verdict`, passed or failed.
pub async fn judge(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, Deed::AcceptSummary, |tx, form, project| {
        let verdict = form.choice("verdict", decided);
        form.check()?;
        changes::judge_summary(tx, project, verdict == Some(Verdict::Passed))?;
        Ok(match verdict {
            Some(Verdict::Passed) => done(project.at("monitoring"), "总结报告已审定。", "The summary report is accepted."),
            _ => done(project.at("monitoring"), "总结报告已退回重写。", "The summary report is returned."),
        })
    })
    .await
}

/// A late writer of the evaluation or the reward sees the page again with what there is now.
fn not_late(form: &Form, now: i32) -> Result<()> {
    if form.version == now { Ok(()) } else { Err(Error::new(Kind::Late)) }
}

/// `POST /projects/{number}/evaluation`.
pub async fn evaluate(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, Deed::Evaluate, |tx, form, project| {
        let points = |form: &mut Form, name| i32::try_from(form.whole(name, 0, 100)).unwrap_or(0);
        let new = changes::NewEvaluation {
            attainment: points(form, "attainment"),
            timeliness: points(form, "timeliness"),
            records: points(form, "records"),
            cooperation: points(form, "cooperation"),
            comment: form.text("comment", 1000),
        };
        form.check()?;
        let now = super::queries::evaluation(tx, &project.id)?.map_or(0, |it| it.version);
        not_late(form, now)?;
        changes::evaluate(tx, project, form.version, new)?;
        Ok(done(project.at("monitoring"), "评估已记录。", "The evaluation is recorded."))
    })
    .await
}

/// `POST /projects/{number}/reward`.
pub async fn reward(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, Deed::Reward, |tx, form, project| {
        let fen = form.money("amount").0;
        let reason = form.text("reward_reason", 500);
        form.check()?;
        let now = super::queries::reward(tx, &project.id)?.map_or(0, |it| it.version);
        not_late(form, now)?;
        changes::reward(tx, project, form.version, fen, reason)?;
        Ok(done(project.at("monitoring"), "兑现已记录。", "The reward is recorded."))
    })
    .await
}

/// `POST /projects/{number}/reward/payment`.
pub async fn pay(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, Deed::Reward, |tx, form, project| {
        let paid_on = form.date("paid_on");
        form.check()?;
        changes::pay(tx, project, paid_on)?;
        Ok(done(project.at("monitoring"), "支付已记录。", "The payment is recorded."))
    })
    .await
}
