//! One short function per route.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};

use super::{changes, pages, queries};
use crate::error::Result;
use crate::store::trail::sha256;
use crate::web::{Ctx, done};

/// The cookie that carries a new key to the page that shows it once.
const MADE: &str = "shuguang_feed";
/// Where it goes.
const PAGE: &str = "/calendar/feed";

fn cookie(key: String) -> Cookie<'static> {
    Cookie::build(MADE, key).path(PAGE).http_only(true).same_site(SameSite::Strict).max_age(Duration::minutes(1)).finish()
}

/// `GET /calendar/feed`.
pub async fn address(ctx: Ctx, request: HttpRequest) -> Result<HttpResponse> {
    let (made, base) = (request.cookie(MADE).map(|it| it.value().to_owned()), ctx.base.clone());
    let is_new = made.is_some();
    let mut answer = ctx.page(move |r| pages::Address::of(r, made, &base)).await?;
    if is_new {
        let mut shown = cookie(String::new());
        shown.make_removal();
        answer.add_cookie(&shown)?;
    }
    Ok(answer)
}

/// `POST /calendar/feed`: a new address; the one before has ended.
pub async fn make(ctx: Ctx) -> Result<HttpResponse> {
    let key = ctx.write(changes::make).await?;
    let mut answer = ctx.go(done(PAGE, "地址已生成，只显示这一次。", "The address is made; it is shown only this once."));
    answer.add_cookie(&cookie(key))?;
    Ok(answer)
}

/// `POST /calendar/feed/removal`.
pub async fn end(ctx: Ctx) -> Result<HttpResponse> {
    ctx.press(|tx| {
        changes::end(tx)?;
        Ok(done(PAGE, "地址已停用，订阅的日历不再更新。", "The address has ended; calendars that use it get nothing more."))
    })
    .await
}

/// `GET /calendar.ics?key=…`: for a calendar program, which has no session. A key that opens nothing is not found.
pub async fn subscribed(ctx: Ctx, request: HttpRequest) -> Result<HttpResponse> {
    let (app, key, now) = (ctx.app.clone(), ctx.query.get("key").to_owned(), ctx.app.clock.now());
    let text = ctx
        .counted(move || {
            let office = app.store.office()?;
            app.store.read(|conn| queries::file(conn, &key, &office, now, app.public_url.as_deref()))
        })
        .await?;
    let tag = format!("\"{}\"", sha256(&text).get(..32).unwrap_or_default());
    let known = request.headers().get(IF_NONE_MATCH).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|it| it.trim().trim_start_matches("W/") == tag);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8")).body(text))
}
