//! One short function per route.

use actix_web::{HttpResponse, web};

use super::pages::Typed;
use super::{changes, forms, pages};
use crate::error::{Error, Kind, Result};
use crate::policy::Deed;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, done};

/// `GET /projects/{number}/deliberation?minutes=HY-…`: with the minutes of a meeting its form of the hearing begins.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let typed = match ctx.query.get("minutes") {
        "" => Typed::Nothing,
        number => Typed::Minutes(number.to_owned()),
    };
    ctx.page(move |r| pages::Show::of(r, &number, typed)).await
}

/// `POST /projects/{number}/opinions`: a professional's opinion, given or revised.
pub async fn opinion(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::GiveOpinion, project.standing(&who, ""))?;
            let new = forms::opinion(form);
            form.check()?;
            changes::same_version(tx, &project, form.value("plan").parse().unwrap_or(0))?;
            let new = new.ok_or_else(|| Error::new(Kind::Invalid(Vec::new())))?;
            changes::give_opinion(tx, &project, form.version, new)?;
            Ok(done(project.at("deliberation#opinions"), "意见已记录。", "Your opinion is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, Typed::Opinion(form)),
    )
    .await
}

/// `POST /projects/{number}/opinions/{id}`: the owner's defence.
pub async fn defence(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (shown, about) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            tx.may(Deed::Defend, project.standing(&who, ""))?;
            let defence = forms::defence(form);
            form.check()?;
            changes::defend(tx, &project, &id, form.version, defence)?;
            Ok(done(project.at("deliberation#opinions"), "答辩已记录。", "The defence is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, Typed::Defence(about, form)),
    )
    .await
}

/// `GET /projects/{number}/standards`.
pub async fn standards_page(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Standards::of(r, &number, None)).await
}

/// `POST /projects/{number}/standards`.
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
            changes::same_standards(tx, &project, form.value("seen"))?;
            changes::write_standards(tx, &project, &standards, &methods)?;
            Ok(done(
                project.at("deliberation#standards"),
                "业绩标准与控制办法已保存。",
                "Standards and control methods are saved.",
            ))
        },
        move |r, form| pages::Standards::of(r, &shown, Some(form)),
    )
    .await
}
