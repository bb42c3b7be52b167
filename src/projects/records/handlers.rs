//! One short function per route.

use actix_web::{HttpResponse, web};

use super::fields::{Per, per};
use super::{changes, forms, pages};
use crate::error::{OrNotFound, Result};
use crate::projects::queries;
use crate::projects::steps::Step;
use crate::web::{Ctx, Done, Fields, done};

/// `GET /projects/{number}/steps/{step}`; a step that is recorded on another page leads there.
pub async fn show(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, code) = path.into_inner();
    let step = Step::from_code(&code).or_not_found()?;
    if per(step) == Per::Elsewhere {
        let to = ctx
            .read(move |r| {
                let me = r.me.clone();
                Ok(queries::find(r, &me, &number)?.at(&step.place()))
            })
            .await?;
        return Ok(ctx.go(Done { to, said: None }));
    }
    let subject = ctx.query.get("subject").to_owned();
    ctx.page(move |r| pages::Show::of(r, &number, step, &subject, None)).await
}

/// `POST /projects/{number}/steps/{step}`.
pub async fn record(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, code) = path.into_inner();
    let step = Step::from_code(&code).or_not_found()?;
    let subject = fields.get("subject").to_owned();
    let (of, about) = (number.clone(), subject.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = queries::find(tx, &who, &number)?;
            changes::check(tx, &project, step)?;
            let today = tx.today();
            let values = forms::values(form, step, today);
            form.check()?;
            changes::record(tx, &project, step, &subject, values)?;
            Ok(done(project.at(&step.place()), "已记录。", "Recorded."))
        },
        move |r, form| pages::Show::of(r, &of, step, &about, Some(form)),
    )
    .await
}

/// `POST /projects/{number}/steps/{step}/done`: enough has been recorded.
pub async fn conclude(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, code) = path.into_inner();
    let step = Step::from_code(&code).or_not_found()?;
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = queries::find(tx, &who, &number)?;
        changes::conclude(tx, &project, step)?;
        Ok(done(project.at(&step.place()), "这一步已完成。", "The step is done."))
    })
    .await
}
