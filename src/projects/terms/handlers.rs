//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::Result;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/terms`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /projects/{number}/terms`.
pub async fn propose(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project)?;
            let new = forms::terms(form);
            form.check()?;
            let seen = form.value("plan").parse().unwrap_or(0);
            changes::propose(tx, &project, seen, form.version, &new)?;
            Ok(done(project.at("deliberation#standards"), "允许偏差与评估权重已保存。", "Tolerances and weights are saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}
