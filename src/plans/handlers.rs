//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::error::Result;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /plans`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /plans/new`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(|r| pages::Edit::new(r, Form::blank())).await
}

/// `POST /plans`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            queries::seen(&tx.who)?;
            let metrics = queries::offered(tx, &[])?;
            let draft = forms::plan(form, &metrics);
            form.check()?;
            let plan = changes::draw_up(tx, &draft)?;
            Ok(done(
                plan.href(),
                "行动计划已制订，接着把它划分成项目包。",
                "The plan is drawn up; next, divide it into packages.",
            ))
        },
        pages::Edit::new,
    )
    .await
}

/// `GET /plans/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number)).await
}

/// `GET /plans/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /plans/{number}/edit`.
pub async fn update(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            let present = queries::own_targets(tx, &before.id)?;
            let metrics = queries::offered(tx, &present)?;
            let draft = forms::plan(form, &metrics);
            form.check()?;
            let after = changes::keep(tx, &before, form.version, &draft)?;
            Ok(done(after.href(), "已保存。", "Saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}
