//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::queries::find;
use crate::projects::records::changes::plan_was_written;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/plan`: the newest version.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, None)).await
}

/// `GET /projects/{number}/plan/versions/{version}`.
pub async fn version(ctx: Ctx, path: web::Path<(String, i32)>) -> Result<HttpResponse> {
    let (number, version) = path.into_inner();
    ctx.page(move |r| pages::Show::of(r, &number, Some(version))).await
}

/// `GET /projects/{number}/plan/draft`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /projects/{number}/plan/draft`: saved, or with `then=submit` on to the form of the submission.
pub async fn write(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::DraftPlan, project.standing(&who, ""))?;
            let draft = forms::draft(form);
            form.check()?;
            changes::write(tx, &project, form.version, &draft)?;
            plan_was_written(tx, &project)?;
            let to = match form.value("then") {
                "submit" => format!("{}?move=submit", project.at("moves/new")),
                _ => project.at("plan/draft"),
            };
            Ok(done(to, "计划已保存。", "The plan is saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /projects/{number}/plan/changes?from=1&to=2`.
pub async fn compare(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let whole = |name: &str| ctx.query.get(name).parse().unwrap_or(0);
    let (from, to) = (whole("from"), whole("to"));
    ctx.page(move |r| pages::Changes::of(r, &number, from, to)).await
}

/// `POST /projects/{number}/plan/seal`: the owner hands in a revision during the deliberation.
pub async fn seal(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        changes::seal_revision(tx, &project)?;
        Ok(done(project.at("deliberation"), "修订稿已报送，须再次论证。", "The revision is handed in and has to be heard."))
    })
    .await
}

/// `POST /projects/{number}/plan/discard`: the owner drops a revision that was not handed in.
pub async fn discard(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        changes::discard(tx, &project)?;
        Ok(done(project.at("plan"), "修订稿已放弃。", "The revision is dropped."))
    })
    .await
}
