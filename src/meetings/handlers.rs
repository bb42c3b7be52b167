//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::{AgendaItem, MeetingKind};
use super::schedule::{self, Occasion};
use super::{agenda, attending, changes, forms, hearings, pages, queries};
use crate::correspondence::requests;
use crate::error::{Complaint, Error, Result};
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::web::{Ctx, Fields, Form, done};

/// The meeting of an address.
pub fn found(tx: &mut Tx, number: &str) -> Result<Occasion> {
    let (who, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
    schedule::find(tx, &who, &office, today, number)
}

/// A part of its agenda.
fn item_of(tx: &mut Tx, it: &Occasion, key: &str) -> Result<AgendaItem> {
    let (who, office, now) = (tx.who.clone(), tx.office.clone(), tx.now);
    agenda::part(tx, &who, &office, now, (it, key))
}

/// `GET /meetings`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::index::Index::of(r, &query)).await
}

/// `GET /meetings.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::index::workbook(r, &query)).await
}

/// `GET /meetings/new?matter=…&project=…`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::edit::New::begin(r, &query)).await
}

/// `POST /meetings`: a special one.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::ConveneMeeting, Standing::NONE)?;
            let new = forms::special(tx, form)?;
            let convened = match &new {
                Some(new) => changes::convened(tx, new)?,
                None => None,
            };
            let subject = match &new {
                Some(new) if convened.is_none() => forms::subject(tx, form, new)?,
                _ => queries::Subject::default(),
            };
            form.check()?;
            let Some(new) = new else { return Err(Error::not_found()) };
            let row = changes::convene(tx, &subject, new)?;
            Ok(done(row.href(), "专项会议已安排，到会的人会看到。", "The meeting is arranged; those who are due see it."))
        },
        pages::edit::New::of,
    )
    .await
}

/// `GET /meetings/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::show::Show::of(r, &number, None)).await
}

/// `GET /meetings/{number}/pack`: what is laid before it.
pub async fn pack(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| super::pack::sheet::Sheet::of(r, &number)).await
}

/// `GET /meetings/{number}/time`.
pub async fn time(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::edit::Time::of(r, &number, None)).await
}

/// `POST /meetings/{number}/time`: it is moved by hand.
pub async fn reschedule(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
            let when = forms::when(tx, form);
            if when.starts_at != it.starts_at || when.minutes != it.meeting.minutes {
                forms::suits(tx, form, &it.meeting, &when)?;
            }
            form.check()?;
            let row = changes::reschedule(tx, &it, form.version, when)?;
            Ok(done(row.href(), "会议时间已更改。", "The meeting is moved."))
        },
        move |r, form| pages::edit::Time::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /meetings/{number}/cancellation`.
pub async fn cancel(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
            let reason = form.text("reason", 300);
            form.check()?;
            let row = changes::cancel(tx, &it, form.version, reason)?;
            Ok(match row.kind {
                MeetingKind::Special => done(row.href(), "会议已取消。", "The meeting is cancelled."),
                _ => done(
                    row.href(),
                    "会议已取消，待议事项转到下一次会议。",
                    "It is cancelled; its matters wait for the next meeting.",
                ),
            })
        },
        move |r, form| pages::edit::Time::cancelling(r, &shown, form),
    )
    .await
}

/// `GET /meetings/{number}/due`: who is due at a special one.
pub async fn due(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::edit::Due::of(r, &number, None)).await
}

/// `POST /meetings/{number}/due`.
pub async fn name_due(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
            attending::may_be_named(&it.meeting)?;
            let people = forms::people(tx, form)?;
            hearings::still_attended(tx, form, &it.meeting, &people)?;
            form.check()?;
            attending::name(tx, &it, form.version, &people)?;
            Ok(done(it.meeting.href(), "应到的人已更改。", "Who is due is changed."))
        },
        move |r, form| pages::edit::Due::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /meetings/{number}/items`: a matter, or (`request`) a request that is not answered.
pub async fn add_item(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            tx.may(Deed::AddItem, Standing::NONE)?;
            match form.key("request").as_str() {
                "" => {
                    let new = forms::item(tx, form)?;
                    form.check()?;
                    changes::add_item(tx, &it, new)?;
                }
                request => {
                    let who = tx.who.clone();
                    let request = requests::queries::find(tx, &who, request)?;
                    changes::add_request(tx, &it, &request)?;
                }
            }
            Ok(done(format!("{}#agenda", it.meeting.href()), "已列入议程。", "It is on the agenda."))
        },
        move |r, form| pages::show::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /meetings/{number}/items/{item}`: the form of a matter.
pub async fn item(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, item) = path.into_inner();
    ctx.page(move |r| pages::edit::Item::of(r, &number, &item, None)).await
}

/// `POST /meetings/{number}/items/{item}`.
pub async fn change_item(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = (number.clone(), id.clone());
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            let item = item_of(tx, &it, &id)?;
            if item.kind.is_standing() {
                tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
                let minutes = forms::planned(form);
                form.check()?;
                changes::plan_part(tx, &it, &item, form.version, minutes)?;
                return Ok(done(format!("{}#agenda", it.meeting.href()), "议程时长已修改。", "Its length is changed."));
            }
            changes::may_change(tx, &it.meeting, &item)?;
            let new = forms::item(tx, form)?;
            form.check()?;
            changes::change_item(tx, &it.meeting, &item, form.version, new)?;
            Ok(done(format!("{}#agenda", it.meeting.href()), "待议事项已修改。", "The matter is changed."))
        },
        move |r, form| pages::edit::Item::of(r, &shown.0, &shown.1, Some(form)),
    )
    .await
}

/// `POST /meetings/{number}/items/{item}/removal`.
pub async fn remove_item(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    ctx.press(move |tx| {
        let it = found(tx, &number)?;
        // Gone already: the button was pressed twice.
        if let Some(item) = queries::item(tx, &it.meeting, &id)? {
            changes::remove_item(tx, &it.meeting, &item)?;
        }
        Ok(done(format!("{}#agenda", it.meeting.href()), "已从议程中撤下。", "It is off the agenda."))
    })
    .await
}

/// `POST /meetings/{number}/items/{item}/place`: `earlier` or `later`.
pub async fn arrange(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    ctx.press(move |tx| {
        let it = found(tx, &number)?;
        let item = item_of(tx, &it, &id)?;
        changes::arrange(tx, &it, &item, fields.get("to") == "earlier")?;
        Ok(done(format!("{}#agenda", it.meeting.href()), "议程顺序已调整。", "The agenda is in another order."))
    })
    .await
}

/// `POST /meetings/{number}/leave`.
pub async fn take_leave(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let it = found(tx, &number)?;
            let reason = form.line("leave_reason", 200);
            form.check()?;
            attending::take_leave(tx, &it, reason)?;
            Ok(done(it.meeting.href(), "已请假。", "You are on leave from it."))
        },
        move |r, form| pages::show::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /meetings/{number}/leave/removal`: they can come after all.
pub async fn end_leave(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let it = found(tx, &number)?;
        attending::end_leave(tx, &it)?;
        Ok(done(it.meeting.href(), "已销假。", "Your leave is ended."))
    })
    .await
}

/// `GET /requests/{number}/agenda`: the meetings before which a request can be put.
pub async fn agendas(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::edit::Agendas::of(r, &number, Form::blank())).await
}

/// `POST /requests/{number}/agenda`: it is put before the meeting that was chosen.
pub async fn put(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let request = requests::queries::find(tx, &who, &number)?;
            let chosen = form.key("meeting");
            if chosen.is_empty() {
                return Err(Error::invalid("meeting", Complaint::Required));
            }
            let it = found(tx, &chosen)?;
            changes::add_request(tx, &it, &request)?;
            Ok(done(format!("{}#agenda", it.meeting.href()), "请示已列入议程。", "The request is on the agenda."))
        },
        move |r, form| pages::edit::Agendas::of(r, &shown, form),
    )
    .await
}
