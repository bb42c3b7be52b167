//! One short function per route.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{changes, news, pages};
use crate::error::Result;
use crate::web::{Ctx, Done, Fields, done};

/// `GET /notices?show=all`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /live`: how it stands, as a server-sent event; with `?open=1` whenever that changes, for as long as the page is open.
pub async fn live(ctx: Ctx, request: HttpRequest) -> Result<HttpResponse> {
    ctx.listen(&request, news::now).await
}

/// `GET /notices.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `POST /notices/reading` (field `until`: the moment at which the page was shown).
pub async fn read_all(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let until = pages::moment(fields.get("until")).unwrap_or(tx.now);
        changes::read_all(tx, until)?;
        Ok(done("/notices", "通知都已标为已读。", "Every notice is marked as read."))
    })
    .await
}

/// `POST /notices/{id}/reading` (field `then`: `open` goes on to what it is about).
pub async fn read(ctx: Ctx, id: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let href = changes::read(tx, &id)?;
        match fields.get("then") {
            "open" => Ok(Done { to: href, said: None }),
            _ => Ok(done("/notices", "已标为已读。", "Marked as read.")),
        }
    })
    .await
}
