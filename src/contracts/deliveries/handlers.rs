//! One short function per route.

use actix_web::{HttpResponse, web};

use super::queries::Found;
use super::{changes, forms, pages, queries};
use crate::contracts::handlers::{attached, no_file};
use crate::contracts::notices;
use crate::contracts::orders::queries::Whole;
use crate::contracts::pages::{Reason, may};
use crate::error::Result;
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::store::Tx;
use crate::web::upload::Upload;
use crate::web::{Ctx, Done, Fields, Form, Reading, done};

/// `GET /notices/{number}/deliveries/new`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::New::of(r, &number, None)).await
}

/// `POST /notices/{number}/deliveries`.
pub async fn deliver(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (notice, _, contract, project) = notices::queries::find(tx, &me, &number)?;
            changes::check(tx, &project, &contract, &notice)?;
            let new = forms::delivery(form);
            form.check()?;
            let delivery = changes::deliver(tx, &notice, new)?;
            Ok(done(delivery.href(), "交货已登记。下一步盘点。", "The delivery is recorded. Next: the count."))
        },
        move |r, form| pages::New::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /deliveries/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, None)).await
}

/// Changes something of the delivery with this number.
async fn change(
    ctx: Ctx,
    number: String,
    fields: Fields,
    what: impl FnOnce(&mut Tx, &mut Form, &Found) -> Result<Done> + Send + 'static,
) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let found = queries::find(tx, &me, &number)?;
            work::check(tx, &found.project, Deed::Settle, Work::Settle)?;
            what(tx, form, &found)
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /deliveries/{number}/count`.
pub async fn count(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, |tx, form, found| {
        let whole = Whole::read(tx, &found.order.id)?;
        let lines = whole.deliveries.iter().find(|(it, _)| it.id == found.delivery.id);
        let (on, counted) = forms::counts(form, lines.map_or(&[], |(_, lines)| lines.as_slice()));
        form.check()?;
        changes::count(tx, found, form.version, on, &counted)?;
        Ok(done(found.delivery.href(), "盘点已登记。", "The count is recorded."))
    })
    .await
}

/// `POST /deliveries/{number}/files`: the receipt note.
pub async fn attach(ctx: Ctx, number: web::Path<String>, upload: Upload) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let file = upload.file("file").cloned();
    change(ctx, number.into_inner(), upload.fields, move |tx, _, found| {
        let file = file.ok_or_else(no_file)?;
        let project = Some(found.project.id.as_str());
        let subject = files::changes::Subject { kind: SubjectKind::Delivery, id: &found.delivery.id, project };
        files::changes::attach(tx, &shelf, subject, &file.name, &file.bytes)?;
        Ok(attached(format!("{}#files", found.delivery.href())))
    })
    .await
}

/// The page that asks why a delivery is taken back.
fn reason(r: &mut Reading, number: &str, form: Form) -> Result<Reason> {
    let me = r.me.clone();
    let found = queries::find(r, &me, number)?;
    may(r, &found.project, Deed::Settle)?;
    let s = r.shell()?;
    let it = &found.delivery;
    let what = format!("{} · {}", it.number, s.day(it.delivered_on));
    let title = Pair("作废交货", "Void the delivery");
    Ok(Reason { s, form, back: it.href(), of: it.number.clone(), title, what, action: it.at("voiding") })
}

/// `GET /deliveries/{number}/voiding`.
pub async fn voiding(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| reason(r, &number, Form::blank())).await
}

/// `POST /deliveries/{number}/voiding`.
pub async fn void(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let found = queries::find(tx, &me, &number)?;
            work::check(tx, &found.project, Deed::Settle, Work::Settle)?;
            let reason = form.text("reason", 500);
            form.check()?;
            changes::void(tx, &found, reason)?;
            Ok(done(found.delivery.href(), "交货已作废。", "The delivery is void."))
        },
        move |r, form| reason(r, &shown, form),
    )
    .await
}
