//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, pages};
use crate::error::Result;
use crate::web::{Ctx, Fields, done};

/// `GET /duties?due=…&kind=…&who=…&level=…`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /duties.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `POST /duties/{key}/reminders` (fields: those of the list, to come back to it, or `from=page`).
pub async fn remind(ctx: Ctx, key: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let said = match changes::remind(tx, &key)? {
            true => ("已催办，并记录在案。", "They are reminded; it is recorded."),
            false => ("刚才已经催办并记录，没有再记一次。", "They were reminded a moment ago; it is not recorded twice."),
        };
        Ok(done(pages::back(&key, &fields), said.0, said.1))
    })
    .await
}
