//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, list, pages, queries};
use crate::contracts::handlers::change;
use crate::contracts::pages::{Reason, may};
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::web::{Ctx, Fields, Form, Reading, done};

/// `GET /orders`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| list::Index::of(r, &query)).await
}

/// `GET /orders.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| list::workbook(r, &query)).await
}

/// `GET /contracts/{number}/orders/new`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::New::of(r, &number, None)).await
}

/// `POST /contracts/{number}/orders`.
pub async fn take(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            changes::check(tx, project, contract)?;
            let new = forms::order(form);
            form.check()?;
            let order = changes::take(tx, project, contract, new)?;
            Ok(done(order.href(), "订单已登记。下一步发出供应通知。", "The order is taken. Next: a supply notice."))
        },
        |r, number, form| pages::New::of(r, number, Some(form)),
    )
    .await
}

/// `GET /orders/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number)).await
}

/// `GET /orders/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::New::amending(r, &number, None)).await
}

/// `POST /orders/{number}`.
pub async fn amend(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (order, contract, project) = queries::find(tx, &me, &number)?;
            changes::check_amend(tx, &project, &contract, &order)?;
            let new = forms::order(form);
            form.check()?;
            changes::amend(tx, &project, &contract, &order, form.version, new)?;
            Ok(done(order.href(), "订单已修改。", "The order is changed."))
        },
        move |r, form| pages::New::amending(r, &shown, Some(form)),
    )
    .await
}

/// The page that asks why an order is cancelled.
fn reason(r: &mut Reading, number: &str, form: Form) -> Result<Reason> {
    let me = r.me.clone();
    let (order, _, project) = queries::find(r, &me, number)?;
    may(r, &project, Deed::Execute)?;
    let s = r.shell()?;
    let what = format!("{} · {} · {}", order.number, s.day(order.ordered_on), s.money(order.fen));
    let title = Pair("取消订单", "Cancel the order");
    Ok(Reason { s, form, back: order.href(), of: order.number.clone(), title, what, action: order.at("cancellation") })
}

/// `GET /orders/{number}/cancellation`.
pub async fn cancelling(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| reason(r, &number, Form::blank())).await
}

/// `POST /orders/{number}/cancellation`.
pub async fn cancel(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (order, _, project) = queries::find(tx, &me, &number)?;
            work::check(tx, &project, Deed::Execute, Work::Settle)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::cancel(tx, &project, &order, reason)?;
            Ok(done(order.href(), "订单已取消。", "The order is cancelled."))
        },
        move |r, form| reason(r, &shown, form),
    )
    .await
}
