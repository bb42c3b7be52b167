//! One short function per route.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::pages::{Forms, Show};
use crate::customers::activities;
use crate::customers::model::Outcome;
use crate::customers::targets::{changes, forms, queries};
use crate::error::{Error, Kind, Result};
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::queries::find;
use crate::web::{Ctx, Done, Fields, done};

/// A project's number and a customer's.
type Path = web::Path<(String, String)>;

/// `GET /projects/{number}/customers/{customer}`; the number of a customer that was merged leads to what it became.
pub async fn show(ctx: Ctx, path: Path) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let found = ctx.read(move |r| match Show::of(r, &number, &customer, Forms::default()) {
        Ok(page) => Ok(Ok(page.render()?)),
        Err(Error { kind: Kind::NotFound, .. }) => {
            let me = r.me.clone();
            let project = find(r, &me, &number)?;
            let became = queries::became(r, &me, &project.id, &customer)?;
            Ok(Err(project.at(&format!("customers/{became}"))))
        }
        Err(error) => Err(error),
    });
    match found.await? {
        Ok(html) => Ok(ctx.html(StatusCode::OK, html)),
        Err(to) => Ok(ctx.go(Done { to, said: None })),
    }
}

/// `POST /projects/{number}/customers/{customer}`: what comes next, and with whom.
pub async fn plan(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let (of, with) = (number.clone(), customer.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let (target, _) = queries::find(tx, &project.id, &customer)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let plan = forms::plan(form);
            form.check()?;
            changes::plan(tx, &project, &target, form.version, plan)?;
            Ok(done(project.at(&format!("customers/{customer}")), "下一步已安排。", "The next step is planned."))
        },
        move |r, form| Show::of(r, &of, &with, Forms { plan: Some(form), ..Forms::default() }),
    )
    .await
}

/// `POST /projects/{number}/customers/{customer}/step`.
pub async fn step(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let (of, with) = (number.clone(), customer.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let (target, _) = queries::find(tx, &project.id, &customer)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let (doing, why) = forms::step(form);
            form.check()?;
            if let Some(doing) = doing {
                changes::step(tx, &project, &target, doing, &why)?;
            }
            Ok(done(project.at(&format!("customers/{customer}")), "客户的状态已改变。", "The customer's step has changed."))
        },
        move |r, form| Show::of(r, &of, &with, Forms { step: Some(form), ..Forms::default() }),
    )
    .await
}

/// `POST /projects/{number}/customers/{customer}/activities`: an objection that was raised leads on to its own form.
pub async fn record(ctx: Ctx, path: Path, fields: Fields) -> Result<HttpResponse> {
    let (number, customer) = path.into_inner();
    let (of, with) = (number.clone(), customer.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let (target, _) = queries::find(tx, &project.id, &customer)?;
            work::check(tx, &project, Deed::Execute, Work::Carry)?;
            let typed = activities::forms::activity(form, tx.today());
            form.check()?;
            let new = typed.ok_or_else(|| Error::new(Kind::Invalid(Vec::new())))?;
            let row = activities::changes::record(tx, &project, &target, new)?;
            let at = project.at(&format!("customers/{customer}"));
            Ok(match row.result {
                Outcome::Objection => done(
                    format!("{at}/objections/new?activity={}", row.id),
                    "活动已记录。请接着登记客户的异议。",
                    "The activity is recorded. Now write down the customer's objection.",
                ),
                _ => done(at, "活动已记录。", "The activity is recorded."),
            })
        },
        move |r, form| Show::of(r, &of, &with, Forms { activity: Some(form), ..Forms::default() }),
    )
    .await
}
