//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, pages};
use crate::error::Result;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/control`; `?measure=…` opens the form for a measure's result.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let measure = ctx.query.get("measure").to_owned();
    ctx.page(move |r| pages::Show::of(r, &number, &measure, Form::blank())).await
}

/// `POST /projects/{number}/control/finished`: the owner says that execution is finished.
pub async fn declare_finished(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let me = tx.who.clone();
        let project = find(tx, &me, &number)?;
        changes::declare_finished(tx, &project)?;
        Ok(done(project.at("control"), "已注明执行完成，可以达标通过。", "Execution is finished; the project can be passed."))
    })
    .await
}

/// `POST /projects/{number}/measures/{id}`: what came of a measure.
pub async fn finish(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (shown, opened) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            changes::check_person(tx, &project, &id)?;
            let result = form.text("result", 1000);
            form.check()?;
            changes::finish_measure(tx, &project, &id, result)?;
            Ok(done(project.at("control"), "结果已记录，这项措施了结。", "The result is recorded, the measure is closed."))
        },
        move |r, form| pages::Show::of(r, &shown, &opened, form),
    )
    .await
}
