//! One short function per route.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{changes, pages, pending, queries, tables};
use crate::error::{Complaint, OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, Form, Upload, done};

/// `GET /customers/imports`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(|r| pages::Index::of(r, Form::blank())).await
}

/// `GET /customers/imports/template.xlsx`.
pub async fn template(ctx: Ctx) -> Result<HttpResponse> {
    ctx.workbook(pages::template).await
}

/// `POST /customers/imports`: a file to be looked through.
pub async fn upload(ctx: Ctx, upload: Upload) -> Result<HttpResponse> {
    let (file, files) = (upload.file("file").cloned(), ctx.app.files.clone());
    ctx.submit(
        upload.fields,
        move |tx, form| {
            tx.who.may(Deed::SeeCustomers, Standing::NONE).or_not_found()?;
            tx.may(Deed::ImportCustomers, Standing::NONE)?;
            match &file {
                None => form.complain("file", Complaint::Required),
                Some(file) => {
                    if let Err(said) = tables::read(&file.bytes) {
                        form.complain("file", Complaint::Said(said));
                    }
                }
            }
            form.check()?;
            let file = file.or_not_found()?;
            let hash = pending::put(&files, &file.name, &file.bytes)?;
            Ok(crate::web::Done { to: format!("/customers/imports/pending/{hash}"), said: None })
        },
        pages::Index::of,
    )
    .await
}

/// `GET /customers/imports/pending/{hash}`.
pub async fn look(ctx: Ctx, hash: web::Path<String>) -> Result<HttpResponse> {
    let files = ctx.app.files.clone();
    ctx.page(move |r| pages::Look::of(r, &files, &hash, Form::blank())).await
}

/// `POST /customers/imports/pending/{hash}`: imports it; with `only` the faultless rows alone.
pub async fn import(ctx: Ctx, hash: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (files, again, known) = (ctx.app.files.clone(), ctx.app.files.clone(), hash.clone());
    let imported = hash.clone();
    let answer = ctx
        .submit(
            fields,
            move |tx, form| {
                tx.who.may(Deed::SeeCustomers, Standing::NONE).or_not_found()?;
                tx.may(Deed::ImportCustomers, Standing::NONE)?;
                let batch = match (pending::get(&files, &hash)?, queries::of_file(tx, &hash)?) {
                    (_, Some(batch)) => batch,
                    (file, None) => changes::import(tx, &file.or_not_found()?, form.ticked("only"))?,
                };
                Ok(done(batch.href(), "已导入。", "Imported."))
            },
            move |r, form| pages::Look::of(r, &again, &known, form),
        )
        .await?;
    if answer.status() == StatusCode::SEE_OTHER {
        pending::remove(&ctx.app.files, &imported);
    }
    Ok(answer)
}

/// `GET /customers/imports/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number)).await
}

/// `POST /customers/imports/{number}/removal`: undoes the import.
pub async fn undo(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        tx.who.may(Deed::SeeCustomers, Standing::NONE).or_not_found()?;
        tx.may(Deed::ImportCustomers, Standing::NONE)?;
        let batch = queries::find(tx, &number)?;
        changes::undo(tx, &batch)?;
        Ok(done(batch.href(), "导入已撤销。", "The import is undone."))
    })
    .await
}
