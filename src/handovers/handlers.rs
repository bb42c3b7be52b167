//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, list, new, queries, sheet};
use crate::error::{Complaint, Error, Result};
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, done};

/// `GET /handovers`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| list::Index::of(r, &query)).await
}

/// `GET /handovers.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| list::workbook(r, &query)).await
}

/// `GET /handovers/new?person=…` or `?project=…`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| new::New::of(r, &query)).await
}

/// `POST /handovers`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            let who = tx.who.clone();
            let Some(giver) = queries::giver(tx, &who, &form.key("person"), "")? else {
                tx.may(Deed::HandOver, Standing::NONE)?;
                let what = if form.key("person").is_empty() { Complaint::Required } else { Complaint::NotAChoice };
                return Err(Error::invalid("person", what));
            };
            tx.may(Deed::HandOver, queries::standing(&who, &giver.id))?;
            let plan = forms::plan(tx, form)?;
            form.check()?;
            let made = changes::hand_over(tx, &giver, &plan)?;
            let to = match made.as_slice() {
                [one] => one.href(),
                _ => format!("/handovers?person={}", giver.username),
            };
            Ok(done(to, "已移交，等接收人确认。", "Handed over; the taker confirms it."))
        },
        new::New::refused,
    )
    .await
}

/// `GET /handovers/{number}`: the sheet.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| sheet::Show::of(r, &number)).await
}

/// `POST /handovers/{number}/confirmation`: by the taker, or by the giver.
pub async fn confirm(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let before = queries::find(tx, &who, &number)?;
        changes::confirm(tx, &before)?;
        Ok(done(before.href(), "已确认移交。", "The hand-over is confirmed."))
    })
    .await
}
