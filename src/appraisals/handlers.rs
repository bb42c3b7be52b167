//! One short function per route.

use actix_web::{HttpResponse, web};

use super::pages::{self, Index, Ledger, Month, Months, Probation};
use super::{changes, forms, queries};
use crate::error::{OrNotFound, Result};
use crate::projects::evaluation;
use crate::projects::focus::pages::month as month_of;
use crate::web::{Ctx, Fields, done};

/// `GET /appraisals`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(Index::of).await
}

/// `GET /people/{username}/months`.
pub async fn months(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Months::of(r, &username)).await
}

/// `GET /people/{username}/months/{month}`.
pub async fn month(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| Month::of(r, &path.0, &path.1, None)).await
}

/// `GET /people/{username}/months/{month}/evaluation.xlsx`.
pub async fn month_workbook(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.workbook(move |r| pages::month_workbook(r, &path.0, &path.1)).await
}

/// `POST /people/{username}/months/{month}/evaluation`.
pub async fn evaluate(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (username, text) = path.into_inner();
    let shown = (username.clone(), text.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let person = queries::member(tx, &me, &username)?;
            let month = month_of(&text).or_not_found()?;
            changes::check_month(tx, &person, month)?;
            let new = evaluation::forms::evaluation(form);
            form.check()?;
            changes::evaluate(tx, &person, month, form.version, new)?;
            let to = format!("/people/{username}/months/{month}");
            Ok(done(to, "评估已记录。", "The evaluation is recorded."))
        },
        move |r, form| Month::of(r, &shown.0, &shown.1, Some(form)),
    )
    .await
}

/// `GET /people/{username}/probation`.
pub async fn probation(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Probation::of(r, &username, None)).await
}

/// `POST /people/{username}/probation`.
pub async fn decide(ctx: Ctx, username: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = username.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let person = queries::member(tx, &me, &username)?;
            changes::check_probation(tx, &person)?;
            let new = forms::decision(form);
            form.check()?;
            changes::decide(tx, &person, form.version, new)?;
            Ok(done(format!("/people/{username}/probation"), "决定已记录。", "The decision is recorded."))
        },
        move |r, form| Probation::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /rewards`.
pub async fn rewards(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Ledger::of(r, &query)).await
}

/// `GET /rewards.xlsx`.
pub async fn rewards_workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::ledger_workbook(r, &query)).await
}
