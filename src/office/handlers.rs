//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries};
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, Form, done};

/// `GET /admin`.
pub async fn health(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(pages::Health::of).await
}

/// `GET /admin/calendar?year=2026`.
pub async fn calendar(ctx: Ctx) -> Result<HttpResponse> {
    let year = ctx.query.get("year").to_owned();
    ctx.page(move |r| pages::Calendar::of(r, &year, Form::blank())).await
}

/// `POST /admin/calendar`: more special days.
pub async fn add_days(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    let year = fields.get("year").to_owned();
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::KeepOffice, Standing::NONE)?;
            let days = forms::days(form);
            form.check()?;
            changes::add_days(tx, &days)?;
            let year = days.first.format("%Y");
            Ok(done(format!("/admin/calendar?year={year}"), "已加入日历。", "Added to the calendar."))
        },
        move |r, form| pages::Calendar::of(r, &year, form),
    )
    .await
}

/// `POST /admin/calendar/confirmations` (field `year`).
pub async fn confirm(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    let year = fields.get("year").parse().unwrap_or(0);
    ctx.press(move |tx| {
        changes::confirm_year(tx, year)?;
        Ok(done(format!("/admin/calendar?year={year}"), "这一年的放假安排已确认。", "The year's days are confirmed."))
    })
    .await
}

/// `GET /admin/calendar/2026-10-01`.
pub async fn day(ctx: Ctx, day: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Day::of(r, &day, None)).await
}

/// `POST /admin/calendar/2026-10-01`.
pub async fn change_day(ctx: Ctx, day: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let date = day.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            tx.may(Deed::KeepOffice, Standing::NONE)?;
            let row = queries::day(tx, &day)?;
            let (kind, name, provisional) = forms::day(form);
            form.check()?;
            changes::change_day(tx, &row, form.version, kind, name, provisional)?;
            Ok(done(pages::year_of(row.day), "已保存。", "Saved."))
        },
        move |r, form| pages::Day::of(r, &date, Some(form)),
    )
    .await
}

/// `POST /admin/calendar/2026-10-01/removal`: an ordinary day again.
pub async fn remove_day(ctx: Ctx, day: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        tx.may(Deed::KeepOffice, Standing::NONE)?;
        let row = queries::day(tx, &day)?;
        changes::remove_day(tx, &row)?;
        Ok(done(pages::year_of(row.day), "已从日历中删除，按平日计算。", "Removed; it counts as an ordinary day."))
    })
    .await
}

/// `GET /admin/settings`.
pub async fn settings(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(|r| pages::Settings::of(r, None)).await
}

/// `POST /admin/settings`.
pub async fn keep_settings(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::KeepOffice, Standing::NONE)?;
            let values = forms::settings(form);
            form.check()?;
            changes::keep_settings(tx, form.version, &values)?;
            Ok(done("/admin/settings", "已保存。", "Saved."))
        },
        |r, form| pages::Settings::of(r, Some(form)),
    )
    .await
}
