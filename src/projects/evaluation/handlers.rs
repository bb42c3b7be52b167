//! One short function per route.

use actix_web::{HttpResponse, web};

use super::pages::{self, Show};
use super::{changes, forms};
use crate::error::Result;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/evaluation`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Show::of(r, &number, None)).await
}

/// `GET /projects/{number}/evaluation.xlsx`.
pub async fn workbook(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.workbook(move |r| pages::workbook(r, &number)).await
}

/// `POST /projects/{number}/evaluation`.
pub async fn evaluate(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project)?;
            let new = forms::evaluation(form);
            form.check()?;
            changes::evaluate(tx, &project, form.version, new)?;
            Ok(done(project.at("evaluation"), "评估已记录。", "The evaluation is recorded."))
        },
        move |r, form| Show::of(r, &shown, Some(form)),
    )
    .await
}
