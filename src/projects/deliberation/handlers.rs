//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::Stance;
use super::{changes, forms, pages, queries};
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::policy::Deed;
use crate::projects::planning;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/deliberation`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// `POST /projects/{number}/opinions`: a professional's opinion.
pub async fn opinion(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::GiveOpinion, project.standing(&who, ""))?;
            let stance = form.choice("stance", Stance::from_code);
            let reason = form.text("opinion", 2000);
            let condition = form.optional_text("condition", 1000);
            form.check()?;
            let new = changes::NewOpinion { stance: stance.or_not_found()?, reason, condition };
            changes::give_opinion(tx, &project, form.version, new)?;
            Ok(done(project.at("deliberation"), "意见已记录。", "The opinion is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

/// `POST /projects/{number}/opinions/{id}`: the owner's defence.
pub async fn defence(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::Defend, project.standing(&who, ""))?;
            let defence = form.text("defence", 2000);
            form.check()?;
            changes::defend(tx, &project, &id, form.version, defence)?;
            Ok(done(project.at("deliberation"), "答辩已记录。", "The defence is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

/// `GET /projects/{number}/standards`.
pub async fn standards_page(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Standards::of(r, &number, None)).await
}

/// `POST /projects/{number}/standards`: standards and control methods of the plan that is deliberated.
pub async fn standards(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::FixStandards, project.standing(&who, ""))?;
            let (standards, methods) = forms::standards(form);
            form.check()?;
            // The rows have no version of their own together: what they were when the form was opened says it.
            if let Some(plan) = planning::queries::sealed(tx, &project.id)?
                && form.fields.has("was")
            {
                let now = forms::filled(&queries::standards(tx, &plan.id)?, &queries::control_methods(tx, &plan.id)?);
                if form.was != now.to_query() {
                    return Err(Error::new(Kind::Late));
                }
            }
            changes::write_standards(tx, &project, &standards, &methods)?;
            Ok(done(
                format!("{}#standards", project.at("deliberation")),
                "业绩标准和控制办法已保存。",
                "Standards and control methods are saved.",
            ))
        },
        move |r, form| pages::Standards::of(r, &shown, Some(form)),
    )
    .await
}
