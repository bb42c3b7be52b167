//! One short function per route.

use actix_web::{HttpResponse, web};

use super::History;
use super::overview::Show;
use crate::error::Result;
use crate::web::Ctx;

/// `GET /projects/{number}`.
pub async fn overview(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Show::of(r, &number)).await
}

/// `GET /projects/{number}/history`.
pub async fn history(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| History::of(r, &number, &query)).await
}

/// `GET /contracts/{number}/history`.
pub async fn of_contract(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| super::contract::OfContract::of(r, &number)).await
}

/// `GET /customers/{number}/history`.
pub async fn customer(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| super::customer::History::of(r, &number, &query)).await
}
