//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::error::{Error, Kind, Result};
use crate::projects::queries::by_id;
use crate::web::{Ctx, Fields, done};

/// `GET /activities`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /activities.xlsx`: the same list as a workbook.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `GET /activities/new`: with whom.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::New::of(r, query.get("q"))).await
}

/// `GET /activities/{id}`.
pub async fn show(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &id, None)).await
}

/// `POST /activities/{id}`: a correction.
pub async fn correct(ctx: Ctx, id: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let of = id.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let before = queries::find(tx, &me, &id)?;
            let project = by_id(tx, &me, &before.project_id)?;
            changes::check_correction(tx, &project, &before)?;
            let typed = forms::activity(form, tx.today());
            form.check()?;
            let new = typed.ok_or_else(|| Error::new(Kind::Invalid(Vec::new())))?;
            changes::correct(tx, &project, &before, form.version, new)?;
            Ok(done(
                format!("/activities/{id}"),
                "已更正，原来的内容留在历史里。",
                "Corrected; what it was stays in the history.",
            ))
        },
        move |r, form| pages::Show::of(r, &of, Some(form)),
    )
    .await
}
