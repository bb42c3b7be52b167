//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::error::Result;
use crate::meetings::handlers::found;
use crate::meetings::queries::{resolutions, standing};
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, done};

/// `GET /resolutions`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /resolutions.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `GET /resolutions/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, None)).await
}

/// `GET /resolutions/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /resolutions/{number}/edit`.
pub async fn change(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let (row, meeting, _) = queries::find(tx, &who, &number)?;
            changes::may_write(tx, &meeting)?;
            let new = forms::whole(tx, form)?;
            form.check()?;
            let row = changes::change(tx, &meeting, &row, form.version, new)?;
            Ok(done(format!("{}/session#{}", meeting.href(), row.number), "决议已修改。", "The resolution is changed."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /meetings/{number}/resolutions/{resolution}/removal`.
pub async fn remove(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, resolution) = path.into_inner();
    ctx.press(move |tx| {
        let meeting = found(tx, &number)?.meeting;
        changes::may_write(tx, &meeting)?;
        // Gone already: the button was pressed twice.
        if let Some(row) = resolutions(tx, &meeting.id)?.into_iter().find(|it| it.number == resolution) {
            changes::remove(tx, &meeting, &row)?;
        }
        Ok(done(format!("{}/session", meeting.href()), "决议已删去。", "The resolution is taken out."))
    })
    .await
}

/// `POST /resolutions/{number}/outcome`: carried out, or (`dropped`) not to be carried out any more.
pub async fn finish(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let (row, meeting, _) = queries::find(tx, &who, &number)?;
            tx.may(Deed::CloseResolution, queries::standing(&who, &row))?;
            let outcome = form.text("outcome", 1000);
            let dropped = form.choice("then", |it| ["done", "drop"].iter().position(|word| *word == it)) == Some(1);
            form.check()?;
            let row = changes::finish(tx, &meeting, &row, dropped, outcome)?;
            // Where it was said at a later meeting, its minutes go on; by whoever keeps them.
            let back = match form.key("meeting").as_str() {
                "" => row.href(),
                number => {
                    let later = found(tx, number)?.meeting;
                    let keeps = tx.may(Deed::KeepMinutes, standing(&who, &later)).is_ok();
                    if keeps { format!("{}/session", later.href()) } else { row.href() }
                }
            };
            Ok(done(back, "落实情况已登记。", "What came of it is recorded."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /resolutions/{number}/reopening`: what was settled by mistake is open again.
pub async fn reopen(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let (row, meeting, _) = queries::find(tx, &who, &number)?;
            tx.may(Deed::CloseResolution, Standing::NONE)?;
            let (reason, due_on) = (form.text("reason", 1000), forms::due_again(form, tx.today()));
            form.check()?;
            let row = changes::reopen(tx, &meeting, &row, form.version, due_on, reason)?;
            Ok(done(row.href(), "决议已重新打开，负责人会收到。", "The resolution is open again; who answers for it is told."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /resolutions/{number}/holder`: another answers for it from now on.
pub async fn assign(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let (row, meeting, _) = queries::find(tx, &who, &number)?;
            tx.may(Deed::ArrangeMeeting, Standing::NONE)?;
            let person = forms::holder(tx, form)?;
            form.check()?;
            changes::assign(tx, &meeting, &row, form.version, person)?;
            Ok(done(row.href(), "负责人已更换。", "Somebody else answers for it now."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}
