//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, pages};
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/execution`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// `POST /projects/{number}/progress`: how far a milestone has come.
pub async fn progress(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::Execute, project.standing(&who, ""))?;
            let line = form.line("milestone", 60);
            let percent = i32::try_from(form.whole("percent", 0, 100)).unwrap_or(0);
            let note = form.text("note", 1000);
            let done_on = (!form.value("done_on").trim().is_empty()).then(|| form.date("done_on"));
            form.check()?;
            changes::note_progress(tx, &project, &line, percent, note, done_on)?;
            Ok(done(project.at("execution"), "进展已记录。", "Progress is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

/// `POST /projects/{number}/actuals`: an addition to an indicator's figure.
pub async fn actual(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::Execute, project.standing(&who, ""))?;
            let indicator = form.line("indicator", 60);
            let on_day = form.date("on_day");
            let value = form.signed_quantity("value").0;
            let note = form.line("note", 200);
            form.check()?;
            changes::record_actual(tx, &project, &indicator, on_day, value, note)?;
            Ok(done(project.at("execution"), "实际值已记录。", "The figure is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}
