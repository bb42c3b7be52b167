//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /projects/{number}/customers`.
pub async fn index(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &number, &query)).await
}

/// `GET /projects/{number}/customers/new`: by its address it knows what is looked for, and what was chosen before; with `all` it looks
/// for nothing in particular again.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    let question = if query.has("all") { String::new() } else { query.get("q").to_owned() };
    ctx.page(move |r| pages::Choose::of(r, &number, &question, Form { fields: query, ..Form::blank() })).await
}

/// `POST /projects/{number}/customers`.
pub async fn choose(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (of, question) = (number.clone(), fields.get("q").to_owned());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            work::check(tx, &project, Deed::Execute, Work::Undertake)?;
            let (numbers, grounds) = forms::choice(form);
            form.check()?;
            changes::choose(tx, &project, &numbers, &grounds)?;
            Ok(done(project.at("customers"), "目标客户已选定。", "The target customers are chosen."))
        },
        move |r, form| pages::Choose::of(r, &of, &question, form),
    )
    .await
}
