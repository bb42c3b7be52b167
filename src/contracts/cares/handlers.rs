//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::contracts::handlers::change;
use crate::error::Result;
use crate::web::{Ctx, Fields, done};

/// `GET /contracts/{number}/cares/new`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::NewCare::of(r, &number, None)).await
}

/// `POST /contracts/{number}/cares`.
pub async fn record(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            changes::check(tx, project, contract)?;
            let new = forms::care(form);
            form.check()?;
            changes::record(tx, project, contract, new)?;
            Ok(done(format!("{}#cares", contract.href()), "回访已登记。", "The follow-up is recorded."))
        },
        |r, number, form| pages::NewCare::of(r, number, Some(form)),
    )
    .await
}
