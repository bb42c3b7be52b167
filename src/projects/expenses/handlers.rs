//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, list, pages, queries};
use crate::error::Result;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/expenses`.
pub async fn index(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| list::Index::of(r, &number, &query)).await
}

/// `GET /projects/{number}/expenses.xlsx`.
pub async fn workbook(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| list::workbook(r, &number, &query)).await
}

/// `GET /projects/{number}/expenses/new`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| {
        let form = pages::begun(&query, r.today);
        pages::New::of(r, &number, form)
    })
    .await
}

/// `POST /projects/{number}/expenses`.
pub async fn record(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project)?;
            let new = forms::expense(form);
            form.check()?;
            changes::record(tx, &project, new)?;
            Ok(done(project.at("expenses"), "支出已登记。", "The expense is recorded."))
        },
        move |r, form| pages::New::of(r, &shown, form),
    )
    .await
}

/// `GET /projects/{number}/expenses/{id}/voiding`.
pub async fn voiding(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Voiding::of(r, &path.0, &path.1, Form::blank())).await
}

/// `POST /projects/{number}/expenses/{id}/voiding`.
pub async fn void(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (shown, about) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let before = queries::expense(tx, &project.id, &id)?;
            changes::check(tx, &project)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::void(tx, &project, &before, reason)?;
            Ok(done(project.at("expenses"), "支出已作废。", "The expense is void."))
        },
        move |r, form| pages::Voiding::of(r, &shown, &about, form),
    )
    .await
}
