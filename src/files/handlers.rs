//! One short function per route.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::changes;
use super::queries;
use super::shelf::Shelf;
use crate::error::Result;
use crate::web::workbook::saved_as;
use crate::web::{Ctx, done};

/// `GET /files/{id}`: to be saved under its own name, never shown as a page.
pub async fn download(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let (row, bytes) = ctx
        .read(move |r| {
            let me = r.me.clone();
            let row = queries::find(r, &me, &id)?;
            let bytes = shelf.get(&row.sha256)?;
            Ok((row, bytes))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, row.kind.mime()))
        .insert_header((header::CONTENT_DISPOSITION, saved_as(&row.name, &format!("file.{}", row.kind.ending()))))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

/// `POST /files/{id}/removal`.
pub async fn remove(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let me = tx.who.clone();
        let row = queries::find_any(tx, &me, &id)?;
        changes::remove(tx, &row)?;
        Ok(done(queries::home(tx, &row)?, "附件已移除。", "The file was taken away."))
    })
    .await
}
