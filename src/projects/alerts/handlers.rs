//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, pages};
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::queries::find;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /alerts`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /projects/{number}/alerts/{id}`.
pub async fn show(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    ctx.page(move |r| pages::Show::of(r, &number, &id, Form::blank())).await
}

/// `POST /projects/{number}/alerts/{id}`: the commander dismisses it with a reason.
pub async fn dismiss(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (shown, opened) = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            let row = changes::find(tx, &project, &id)?;
            tx.may(Deed::DismissAlert, project.standing(&tx.who, ""))?;
            let reason = form.text("reason", 1000);
            if row.answered_at.is_none() && row.passed_on.is_none() {
                form.check()?;
            }
            changes::dismiss(tx, &project, &row, reason)?;
            Ok(done("/alerts", "预警已解除，理由已记录。", "The alert is dismissed; the reason is on record."))
        },
        move |r, form| pages::Show::of(r, &shown, &opened, form),
    )
    .await
}
