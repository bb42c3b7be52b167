//! One short function per route.

use actix_web::HttpResponse;

use super::{changes, pages};
use crate::error::Result;
use crate::web::{Ctx, done};

/// `GET /admin/outbox`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let post = ctx.app.post.clone();
    ctx.page(move |r| pages::Index::of(r, post)).await
}

/// `POST /admin/outbox/tests`.
pub async fn test(ctx: Ctx) -> Result<HttpResponse> {
    let ways = ctx.app.post.clone();
    ctx.press(move |tx| {
        changes::post_tests(tx, &ways)?;
        Ok(done("/admin/outbox", "测试消息已列入，一分钟内发出。", "The test is in the outbox and goes out within a minute."))
    })
    .await
}
