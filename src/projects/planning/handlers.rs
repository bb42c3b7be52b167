//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::{OrNotFound, Result};
use crate::projects::queries::find;
use crate::projects::records;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/plan`.
pub async fn index(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Index::of(r, &number)).await
}

/// `GET /projects/{number}/plan/draft`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /projects/{number}/plan/draft`.
pub async fn write(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            changes::check(tx, &project)?;
            let draft = forms::draft(form);
            form.check()?;
            changes::write(tx, &project, form.version, &draft)?;
            records::changes::plan_was_written(tx, &project)?;
            let then = match form.value("then") {
                "submit" => "moves/new?move=submit",
                "seal" => "plan",
                _ => "plan/draft",
            };
            Ok(done(project.at(then), "计划已保存。", "The plan is saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /projects/{number}/plan/versions/{version}`.
pub async fn version(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, version) = path.into_inner();
    let version = version.parse().ok().or_not_found()?;
    ctx.page(move |r| pages::Version::of(r, &number, version)).await
}

/// `GET /projects/{number}/plan/changes?from=1&to=2`.
pub async fn changes(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let asked = |name: &str| ctx.query.get(name).parse().ok();
    let (from, to) = (asked("from"), asked("to"));
    ctx.page(move |r| pages::Changes::of(r, &number, from, to)).await
}

/// `POST /projects/{number}/plan/seal`: a revision is handed in during the deliberation.
pub async fn seal(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        changes::seal_revision(tx, &project)?;
        Ok(done(project.at("deliberation"), "修订稿已定稿，须重新论证。", "The revision is sealed; it has to be heard again."))
    })
    .await
}

/// `POST /projects/{number}/plan/discard`: a revision is dropped during the deliberation.
pub async fn discard(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        changes::discard(tx, &project)?;
        Ok(done(project.at("plan"), "修订稿已放弃。", "The revision is dropped."))
    })
    .await
}
