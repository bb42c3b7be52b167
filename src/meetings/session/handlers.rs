//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, minutes, pages};
use crate::error::{Error, OrNotFound, Result};
use crate::meetings::changes::restore;
use crate::meetings::handlers::found;
use crate::meetings::model::MeetingMove;
use crate::meetings::queries;
use crate::meetings::resolutions;
use crate::policy::Deed;
use crate::web::{Ctx, Fields, done};

/// `POST /meetings/{number}/moves`: `call`, `open`, `close`, `publish`, `restore`.
pub async fn move_on(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let it = found(tx, &number)?;
        let href = it.meeting.href();
        match MeetingMove::from_code(fields.get("move")) {
            Some(MeetingMove::Call) => {
                changes::call(tx, &it)?;
                Ok(done(href, "会议已召集，会议材料已固定。", "The meeting is called and its pack written down."))
            }
            Some(MeetingMove::Open) => {
                changes::open(tx, &it)?;
                Ok(done(format!("{href}/session"), "开会。", "The meeting is open."))
            }
            Some(MeetingMove::Close) => {
                changes::close(tx, &it)?;
                let said = ("已散会；整理纪要后请发布。", "The meeting is closed; publish its minutes when they are ready.");
                Ok(done(format!("{href}/session"), said.0, said.1))
            }
            Some(MeetingMove::Publish) => {
                changes::publish(tx, &it)?;
                let said = ("会议纪要已发布，到会的人会收到。", "The minutes are published; everybody who was due finds them.");
                Ok(done(format!("{href}/minutes"), said.0, said.1))
            }
            Some(MeetingMove::Restore) => {
                restore(tx, &it)?;
                let said = (
                    "会议已恢复；取消时转到下一次会议的待议事项仍留在那里。",
                    "The meeting is held after all; the matters that went to the next one stay there.",
                );
                Ok(done(href, said.0, said.1))
            }
            // It asks for a reason: another form.
            Some(MeetingMove::Cancel) | None => Err(Error::not_found()),
        }
    })
    .await
}

/// `GET /meetings/{number}/session?at=…`: the page of who keeps the minutes.
pub async fn session(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let at = ctx.query.get("at").to_owned();
    ctx.page(move |r| pages::Session::of(r, &number, &at, pages::Typed::Nothing)).await
}

/// `POST /meetings/{number}/attendance`.
pub async fn attendance(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
            let noted = forms::attendance(tx, form, &it.meeting.id)?;
            form.check()?;
            changes::note_attendance(tx, &it, &noted)?;
            Ok(done(format!("{}/session", it.meeting.href()), "到会情况已登记。", "The attendance is noted."))
        },
        move |r, form| pages::Session::of(r, &shown, "", pages::Typed::Attendance(form)),
    )
    .await
}

/// `POST /meetings/{number}/items/{item}/record`: what was said, and one resolution more.
pub async fn record(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
            let item = queries::item(tx, &it.meeting, &id)?.or_not_found()?;
            changes::is_written(&it.meeting)?;
            let notes = form.optional_text("notes", forms::NOTES);
            let new = resolutions::forms::quick(tx, form)?;
            form.check()?;
            let item = changes::note(tx, &it, &item, form.version, notes)?;
            if let Some(new) = new {
                resolutions::changes::write(tx, &it.meeting, &item, new)?;
            }
            // Without a fragment: a browser that jumps to one does not put the cursor where the page asks for it.
            let back = format!("{}/session?at={}", it.meeting.href(), item.id);
            Ok(done(back, "已记录。", "Written down."))
        },
        move |r, form| pages::Session::of(r, &shown.0, "", pages::Typed::Item(shown.1.clone(), form)),
    )
    .await
}

/// `GET /meetings/{number}/minutes`.
pub async fn minutes(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| minutes::Minutes::of(r, &number)).await
}

/// `POST /meetings/{number}/minutes/reading`: the reader has read them.
pub async fn read(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let it = found(tx, &number)?;
        changes::read(tx, &it)?;
        Ok(done(format!("{}/minutes", it.meeting.href()), "已确认阅读。", "You have confirmed to have read them."))
    })
    .await
}
