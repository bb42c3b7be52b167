//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::customers::targets;
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// A project's number and a customer's.
type Path = web::Path<(String, String)>;

/// `GET /projects/{number}/customers/{customer}/solutions/new`.
pub async fn new(ctx: Ctx, path: Path) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let objection = ctx.query.get("objection").to_owned();
    ctx.page(move |r| pages::Edit::begin(r, &number, &customer, &objection, None)).await
}

/// `POST /projects/{number}/customers/{customer}/solutions`.
pub async fn begin(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let (of, with) = (number.clone(), customer.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let (target, _) = targets::queries::find(tx, &project.id, &customer)?;
            work::check(tx, &project, Deed::Execute, Work::Undertake)?;
            let title = form.line("title", 80);
            let content = forms::content(form, tx.today());
            form.check()?;
            let objection = form.key("objection");
            let objection = (!objection.is_empty()).then_some(objection.as_str());
            let row = changes::begin(tx, &project, &target, title, objection, content)?;
            Ok(done(format!("/solutions/{}", row.number), "方案草稿已保存。", "The solution's draft is saved."))
        },
        move |r, form| pages::Edit::begin(r, &of, &with, "", Some(form)),
    )
    .await
}

/// `GET /solutions/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let edition = ctx.query.get("edition").parse().ok();
    ctx.page(move |r| pages::Show::of(r, &number, edition, pages::Typed::Nothing)).await
}

/// `GET /solutions/{number}/edit`: the draft, or the next edition.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /solutions/{number}/editions`.
pub async fn write(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let of = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (solution, project, _) = queries::find(tx, &me, &number)?;
            work::check(tx, &project, Deed::Execute, Work::Undertake)?;
            let content = forms::content(form, tx.today());
            form.check()?;
            changes::write(tx, &project, &solution, form.version, content)?;
            Ok(done(format!("/solutions/{number}"), "方案草稿已保存。", "The solution's draft is saved."))
        },
        move |r, form| pages::Edit::of(r, &of, Some(form)),
    )
    .await
}

/// `POST /solutions/{number}/offer`.
pub async fn offer(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let of = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (solution, project, _) = queries::find(tx, &me, &number)?;
            changes::offer(tx, &project, &solution, form.version)?;
            Ok(done(format!("/solutions/{number}"), "已提交客户，这一版不再改动。", "Offered; this edition stays as it is."))
        },
        move |r, form| pages::Show::of(r, &of, None, pages::Typed::Draft(form)),
    )
    .await
}

/// `POST /solutions/{number}/draft/removal`: the draft of a next edition is dropped.
pub async fn drop_draft(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let of = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (solution, project, _) = queries::find(tx, &me, &number)?;
            let edition = form.value("edition").parse().unwrap_or(0);
            changes::drop_draft(tx, &project, &solution, edition, form.version)?;
            Ok(done(format!("/solutions/{number}"), "草稿已放弃。", "The draft is dropped."))
        },
        move |r, form| pages::Show::of(r, &of, None, pages::Typed::Draft(form)),
    )
    .await
}

/// `POST /solutions/{number}/answer`.
pub async fn answer(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let of = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (solution, project, _) = queries::find(tx, &me, &number)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let (accepted, said) = forms::answer(form);
            let edition = changes::check_answer(tx, &solution, form)?;
            changes::answer(tx, &project, &solution, form.version, accepted, said)?;
            let at = format!("/solutions/{number}?edition={edition}");
            Ok(done(at, "客户的答复已记录。", "The customer's answer is recorded."))
        },
        move |r, form| pages::Show::of(r, &of, None, pages::Typed::Answer(form)),
    )
    .await
}
