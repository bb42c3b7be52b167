//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::contracts::handlers::{attached, change, no_file};
use crate::contracts::pages::{Reason, Show, may};
use crate::error::Result;
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::web::upload::Upload;
use crate::web::{Ctx, Fields, Form, Reading, done};

/// `GET /contracts/{number}/invoices/new`.
pub async fn new_invoice(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::NewInvoice::of(r, &number, None)).await
}

/// `POST /contracts/{number}/invoices`.
pub async fn invoice(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            changes::check(tx, project, contract)?;
            let new = forms::invoice(form);
            form.check()?;
            changes::invoice(tx, project, contract, new)?;
            Ok(done(format!("{}#invoices", contract.href()), "开票已登记。", "The invoice is recorded."))
        },
        |r, number, form| pages::NewInvoice::of(r, number, Some(form)),
    )
    .await
}

/// `GET /contracts/{number}/receipts/new`.
pub async fn new_receipt(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::NewReceipt::of(r, &number, None)).await
}

/// `POST /contracts/{number}/receipts`.
pub async fn receive(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            changes::check(tx, project, contract)?;
            let new = forms::receipt(form);
            form.check()?;
            changes::receive(tx, project, contract, new)?;
            Ok(done(format!("{}#receipts", contract.href()), "回款已登记。", "The receipt is recorded."))
        },
        |r, number, form| pages::NewReceipt::of(r, number, Some(form)),
    )
    .await
}

/// The page that asks why an invoice is taken back.
fn reason_of_invoice(r: &mut Reading, number: &str, id: &str, form: Form) -> Result<Reason> {
    let me = r.me.clone();
    let (contract, project) = crate::contracts::queries::find(r, &me, number)?;
    may(r, &project, Deed::Settle)?;
    let it = queries::invoice(r, &contract.id, id)?;
    let s = r.shell()?;
    let what = format!("{} · {} · {}", it.number, s.day(it.invoiced_on), s.money(it.fen));
    Ok(Reason {
        s,
        form,
        back: format!("{}#invoices", contract.href()),
        of: contract.number.clone(),
        title: Pair("作废发票", "Void the invoice"),
        what,
        action: contract.at(&format!("invoices/{id}/voiding")),
    })
}

/// The page that asks why a receipt is taken back.
fn reason_of_receipt(r: &mut Reading, number: &str, id: &str, form: Form) -> Result<Reason> {
    let me = r.me.clone();
    let (contract, project) = crate::contracts::queries::find(r, &me, number)?;
    may(r, &project, Deed::Settle)?;
    let it = queries::receipt(r, &contract.id, id)?;
    let s = r.shell()?;
    let what = format!("{} · {}", s.day(it.received_on), s.money(it.fen));
    Ok(Reason {
        s,
        form,
        back: format!("{}#receipts", contract.href()),
        of: contract.number.clone(),
        title: Pair("作废回款", "Void the receipt"),
        what,
        action: contract.at(&format!("receipts/{id}/voiding")),
    })
}

/// `GET /contracts/{number}/invoices/{id}/voiding`.
pub async fn voiding_invoice(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| reason_of_invoice(r, &path.0, &path.1, Form::blank())).await
}

/// `POST /contracts/{number}/invoices/{id}/voiding`.
pub async fn void_invoice(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = id.clone();
    change(
        ctx,
        number,
        fields,
        move |tx, form, contract, project| {
            let before = queries::invoice(tx, &contract.id, &id)?;
            work::check(tx, project, Deed::Settle, Work::Settle)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::void_invoice(tx, project, contract, &before, reason)?;
            Ok(done(format!("{}#invoices", contract.href()), "发票已作废。", "The invoice is void."))
        },
        move |r, number, form| reason_of_invoice(r, number, &shown, form),
    )
    .await
}

/// `GET /contracts/{number}/receipts/{id}/voiding`.
pub async fn voiding_receipt(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| reason_of_receipt(r, &path.0, &path.1, Form::blank())).await
}

/// `POST /contracts/{number}/receipts/{id}/voiding`.
pub async fn void_receipt(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = id.clone();
    change(
        ctx,
        number,
        fields,
        move |tx, form, contract, project| {
            let before = queries::receipt(tx, &contract.id, &id)?;
            work::check(tx, project, Deed::Settle, Work::Settle)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::void_receipt(tx, project, contract, &before, reason)?;
            Ok(done(format!("{}#receipts", contract.href()), "回款已作废。", "The receipt is void."))
        },
        move |r, number, form| reason_of_receipt(r, number, &shown, form),
    )
    .await
}

/// `POST /contracts/{number}/invoices/{id}/files`: the invoice itself.
pub async fn attach(ctx: Ctx, path: web::Path<(String, String)>, upload: Upload) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let file = upload.file("file").cloned();
    let (number, id) = path.into_inner();
    change(
        ctx,
        number,
        upload.fields,
        move |tx, _, contract, project| {
            let invoice = queries::invoice(tx, &contract.id, &id)?;
            work::check(tx, project, Deed::Settle, Work::Settle)?;
            let file = file.ok_or_else(no_file)?;
            let subject = files::changes::Subject { kind: SubjectKind::Invoice, id: &invoice.id, project: Some(&project.id) };
            files::changes::attach(tx, &shelf, subject, &file.name, &file.bytes)?;
            Ok(attached(format!("{}#invoices", contract.href())))
        },
        Show::of,
    )
    .await
}
