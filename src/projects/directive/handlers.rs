//! One short function per route.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;

use super::{changes, forms, pages};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::projects::queries::find;
use crate::store::schema::proposals;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/new`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Edit::new(r, pages::begun(&query))).await
}

/// `POST /projects`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::DraftDirective, Standing::NONE)?;
            let directive = forms::directive(form, tx, None)?;
            form.check()?;
            let proposal = match form.key("proposal").as_str() {
                "" => None,
                number => {
                    let found = proposals::table.filter(proposals::number.eq(number)).filter(proposals::state.eq("accepted"));
                    Some(found.select(proposals::id).first::<String>(&mut **tx).optional()?.or_not_found()?)
                }
            };
            let project = changes::draft(tx, &directive, proposal)?;
            Ok(done(
                project.at("directive"),
                "指令已起草，可以继续补充或下达。",
                "The directive is drafted; go on with it or issue it.",
            ))
        },
        pages::Edit::new,
    )
    .await
}

/// `GET /projects/{number}/directive`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// `GET /projects/{number}/directive/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /projects/{number}/directive`.
pub async fn update(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = find(tx, &who, &number)?;
            tx.may(Deed::DraftDirective, Standing::NONE)?;
            let kept = (before.stage != crate::projects::pipeline::State::DirectiveDraft).then_some(&before);
            let directive = forms::directive(form, tx, kept)?;
            form.check()?;
            let after = changes::amend(tx, &before, form.version, &directive)?;
            Ok(done(after.at("directive"), "已保存。", "Saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /projects/{number}/clarifications`: the owner asks.
pub async fn ask(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::Clarify, project.standing(&who, ""))?;
            let question = form.text("question", 1000);
            form.check()?;
            changes::ask(tx, &project, question)?;
            Ok(done(project.at("directive"), "已提请总指挥澄清。", "The commander has been asked."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

/// `POST /projects/{number}/clarifications/{id}`: the commander answers.
pub async fn answer(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::AnswerClarification, project.standing(&who, ""))?;
            let answer = form.text("answer", 1000);
            form.check()?;
            changes::answer(tx, &project, &id, answer)?;
            Ok(done(project.at("directive"), "已答复。", "Answered."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}
