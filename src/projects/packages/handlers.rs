//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, pages};
use crate::error::Result;
use crate::plans::{packages, queries};
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, done};

/// `GET /packages/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Show::of(r, &number, &query)).await
}

/// `POST /packages/{number}/edit`.
pub async fn update(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find_package(tx, &who, &number)?;
            tx.may(Deed::KeepPlans, Standing::NONE)?;
            let present = queries::targets_of_packages(tx, std::slice::from_ref(&before.id))?;
            let metrics = queries::offered(tx, &present)?;
            let share = packages::forms::package(form, tx, &metrics)?;
            form.check()?;
            let after = changes::keep(tx, &before, form.version, &share)?;
            Ok(done(after.href(), "已保存。", "Saved."))
        },
        move |r, form| packages::pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}
