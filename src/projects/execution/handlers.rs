//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::Result;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/execution`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| {
        let forms = pages::Forms::begun(&query, r.today);
        pages::Show::of(r, &number, forms)
    })
    .await
}

/// `GET /projects/{number}/figures/{code}`.
pub async fn figure(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Origin::of(r, &path.0, &path.1)).await
}

/// `POST /projects/{number}/progress`.
pub async fn progress(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project)?;
            let it = forms::progress(form);
            form.check()?;
            changes::note_progress(tx, &project, &it.line, it.percent, it.note, it.done_on)?;
            Ok(done(project.at("execution"), "进展已记录。", "The progress is recorded."))
        },
        move |r, form| {
            let forms = pages::Forms { progress: form, ..pages::Forms::begun(&Fields::default(), r.today) };
            pages::Show::of(r, &shown, forms)
        },
    )
    .await
}

/// `POST /projects/{number}/actuals`.
pub async fn actual(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check(tx, &project)?;
            let it = forms::figure(form);
            form.check()?;
            changes::record_actual(tx, &project, &it.indicator, it.on_day, it.value, it.note)?;
            Ok(done(project.at("execution"), "实际值已记录，合计已更新。", "The figure is recorded, the sum kept."))
        },
        move |r, form| pages::Show::of(r, &shown, pages::Forms { actual: form, ..pages::Forms::default() }),
    )
    .await
}
