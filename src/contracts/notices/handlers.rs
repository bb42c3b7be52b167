//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::contracts::orders;
use crate::contracts::pages::{Reason, may};
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::web::{Ctx, Fields, Form, Reading, done};

/// `GET /orders/{number}/notices/new`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::New::of(r, &number, None)).await
}

/// `POST /orders/{number}/notices`.
pub async fn issue(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (order, contract, project) = orders::queries::find(tx, &me, &number)?;
            work::check(tx, &project, Deed::IssueNotice, Work::Settle)?;
            let new = forms::notice(form);
            form.check()?;
            let notice = changes::issue(tx, &project, &contract, &order, new)?;
            Ok(done(notice.href(), "供应通知已发出，可以打印。", "The supply notice is issued and can be printed."))
        },
        move |r, form| pages::New::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /notices/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number)).await
}

/// The page that asks why a notice is withdrawn.
fn reason(r: &mut Reading, number: &str, form: Form) -> Result<Reason> {
    let me = r.me.clone();
    let (notice, _, _, project) = queries::find(r, &me, number)?;
    may(r, &project, Deed::IssueNotice)?;
    let what = format!("{} · {}", notice.number, notice.supplier);
    let title = Pair("撤回供应通知", "Withdraw the supply notice");
    let (back, of, action) = (notice.href(), notice.number.clone(), notice.at("withdrawal"));
    Ok(Reason { s: r.shell()?, form, back, of, title, what, action })
}

/// `GET /notices/{number}/withdrawal`.
pub async fn withdrawing(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| reason(r, &number, Form::blank())).await
}

/// `POST /notices/{number}/withdrawal`.
pub async fn withdraw(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (notice, order, _, project) = queries::find(tx, &me, &number)?;
            work::check(tx, &project, Deed::IssueNotice, Work::Settle)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::withdraw(tx, &project, &order, &notice, reason)?;
            Ok(done(order.href(), "供应通知已撤回。", "The supply notice is withdrawn."))
        },
        move |r, form| reason(r, &shown, form),
    )
    .await
}
