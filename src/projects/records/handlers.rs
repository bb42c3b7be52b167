//! One short function per route.

use actix_web::{HttpResponse, web};

use super::fields::{Per, per};
use super::{changes, forms, pages};
use crate::error::{OrNotFound, Result};
use crate::projects::queries::find;
use crate::projects::steps::Step;
use crate::projects::tasks::coordinator;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/steps/{step}`.
pub async fn show(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, step) = path.into_inner();
    let asked = ctx.query.get("subject").to_owned();
    ctx.page(move |r| pages::Show::of(r, &number, &step, &asked, None)).await
}

/// `POST /projects/{number}/steps/{step}`: the step's own fields, and `subject` where it is done thing by thing.
pub async fn record(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, code) = path.into_inner();
    let (shown, step_shown, asked) = (number.clone(), code.clone(), fields.get("subject").to_owned());
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            let step = Step::from_code(&code).filter(|it| per(*it) != Per::Elsewhere).or_not_found()?;
            let coordinator = coordinator(tx, &project)?;
            tx.may(step.deed(), project.standing(&who, &coordinator))?;
            let values = forms::values(form, step);
            form.check()?;
            let subject = form.value("subject").to_owned();
            changes::record(tx, &project, step, &subject, values)?;
            Ok(done(project.at(&step.place()), "已记录。", "Recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, &step_shown, &asked, Some(form)),
    )
    .await
}

/// `POST /projects/{number}/steps/{step}/done`: a step recorded any number of times is done.
pub async fn conclude(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, code) = path.into_inner();
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        let step = Step::from_code(&code).or_not_found()?;
        changes::conclude(tx, &project, step)?;
        Ok(done(project.href(), "这一步已完成。", "The step is done."))
    })
    .await
}
