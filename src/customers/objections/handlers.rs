//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::customers::model::ObjectionState;
use crate::customers::targets;
use crate::error::{Error, Kind, Result};
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// A project's number, and a customer's or an objection's id.
type Path = web::Path<(String, String)>;

/// `GET /objections`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /objections.xlsx`: the same list as a workbook.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `GET /projects/{number}/customers/{customer}/objections/new`.
pub async fn new(ctx: Ctx, path: Path) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let activity = ctx.query.get("activity").to_owned();
    ctx.page(move |r| pages::New::of(r, &number, &customer, &activity, None)).await
}

/// `POST /projects/{number}/customers/{customer}/objections`.
pub async fn raise(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let (of, with) = (number.clone(), customer.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let (target, _) = targets::queries::find(tx, &project.id, &customer)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let typed = forms::objection(form, tx.today());
            form.check()?;
            let new = typed.ok_or_else(|| Error::new(Kind::Invalid(Vec::new())))?;
            let row = changes::raise(tx, &project, &target, new)?;
            let to = project.at(&format!("objections/{}", row.id));
            Ok(done(to, "异议已登记。", "The objection is written down."))
        },
        move |r, form| pages::New::of(r, &of, &with, "", Some(form)),
    )
    .await
}

/// `GET /projects/{number}/objections/{id}`.
pub async fn show(ctx: Ctx, path: Path) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    ctx.page(move |r| pages::Show::of(r, &number, &id, pages::Typed::Nothing)).await
}

/// `POST /projects/{number}/objections/{id}/question`: to the specialists.
pub async fn pass(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (of, about) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let before = queries::find(tx, &project.id, &id)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let asked = form.text("asked", forms::TEXT);
            changes::check(&before, &[ObjectionState::Open], form)?;
            changes::pass(tx, &project, &before, form.version, asked)?;
            let to = project.at(&format!("objections/{id}"));
            Ok(done(to, "已转专业人员，进入他们的待办。", "Passed to the specialists; it is in their inbox."))
        },
        move |r, form| pages::Show::of(r, &of, &about, pages::Typed::Question(form)),
    )
    .await
}

/// `POST /projects/{number}/objections/{id}/design`.
pub async fn design(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (of, about) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let before = queries::find(tx, &project.id, &id)?;
            work::check(tx, &project, Deed::DesignSolution, Work::Carry)?;
            let design = form.text("design", forms::TEXT);
            changes::check(&before, &[ObjectionState::Passed], form)?;
            changes::design(tx, &project, &before, form.version, design)?;
            let to = project.at(&format!("objections/{id}"));
            Ok(done(to, "方案已交项目负责人。", "The solution is with the project's owner."))
        },
        move |r, form| pages::Show::of(r, &of, &about, pages::Typed::Design(form)),
    )
    .await
}

/// `POST /projects/{number}/objections/{id}/outcome`.
pub async fn settle(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (of, about) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let before = queries::find(tx, &project.id, &id)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let (overcome, outcome) = forms::outcome(form);
            changes::check(&before, changes::UNSETTLED, form)?;
            changes::settle(tx, &project, &before, form.version, overcome, outcome)?;
            let to = project.at(&format!("objections/{id}"));
            Ok(done(to, "异议已了结。", "The objection is settled."))
        },
        move |r, form| pages::Show::of(r, &of, &about, pages::Typed::Outcome(form)),
    )
    .await
}
