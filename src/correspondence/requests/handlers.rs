//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::RequestState;
use super::{changes, forms, pages, queries};
use crate::error::{OrNotFound, Result};
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::policy::{Deed, Standing};
use crate::web::upload::{Letter, Upload};
use crate::web::{Ctx, Fields, done};

/// `GET /requests`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /requests/new?project=…&matter=…&up_to=…&title=…&question=…`, or `?again=QS-2026-017`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Edit::begun(r, &query)).await
}

/// `POST /requests`: with files, where some are sent along.
pub async fn create(ctx: Ctx, letter: Letter) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let Letter { fields, files, left_out } = letter;
    ctx.submit(
        fields,
        move |tx, form| {
            tx.may(Deed::AskRequest, Standing::NONE)?;
            let new = forms::request(form);
            files::changes::check_sent(form, &files, &left_out);
            form.check()?;
            let who = tx.who.clone();
            let project = queries::to_name(tx, &who, &form.key("project"), None)?;
            let Some(new) = new else { return Err(crate::error::Error::not_found()) };
            let row = match form.key("again").as_str() {
                "" => changes::ask(tx, project.as_ref(), new)?,
                number => {
                    let earlier = queries::own(tx, &who, number)?;
                    changes::ask_again(tx, project.as_ref(), &earlier, new)?
                }
            };
            files::changes::attach_sent(tx, &shelf, SubjectKind::Request, &row.id, &files)?;
            Ok(done(
                row.href(),
                "请示已送总指挥，批示之后请确认。",
                "The request is with the commander; confirm the answer when it comes.",
            ))
        },
        pages::Edit::of,
    )
    .await
}

/// `GET /requests/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, None)).await
}

/// `POST /requests/{number}/answer`: the commander's instruction.
pub async fn answer(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            changes::check_answer(tx, &before)?;
            let answer = forms::answer(form, &before);
            // Once it is answered there is no form any more that could show what is wrong.
            if before.state == RequestState::Open {
                form.check()?;
                files::queries::same(tx, SubjectKind::Request, &before.id, form.value("seen"))?;
            }
            changes::answer(tx, &before, form.version, answer)?;
            Ok(done(before.href(), "已批示。", "Answered."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `GET /requests.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::book::of(r, &query)).await
}

/// `POST /requests/{number}/advice`: the commander asks the planning assistants.
pub async fn pass_on(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let request = queries::find(tx, &who, &number)?;
            changes::check_answer(tx, &request)?;
            let question = form.text("wanted", 1000);
            if request.state == RequestState::Open {
                form.check()?;
            }
            changes::pass_on(tx, &request, question)?;
            let said = ("已请企划助理提供参考意见。", "The planning assistants are asked for advice.");
            Ok(done(format!("{}#advice", request.href()), said.0, said.1))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /requests/{number}/advice/{id}`: a planning assistant gives it.
pub async fn advise(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let request = queries::find(tx, &who, &number)?;
            let owns = request.asker_id == who.id;
            tx.may(Deed::AdviseRequest, Standing { owns, ..Standing::NONE })?;
            let row = queries::advice_on(tx, &request.id)?.into_iter().find(|it| it.id == id).or_not_found()?;
            let content = form.text("advice", 4000);
            // Once it is given there is no form any more that could show what is wrong.
            if row.given_at.is_none() && request.state == RequestState::Open {
                form.check()?;
            }
            changes::advise(tx, &request, &row, form.version, content)?;
            let said = ("参考意见已送总指挥。", "The advice is with the commander.");
            Ok(done(format!("{}#advice", request.href()), said.0, said.1))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /requests/{number}/files`: the asker adds a file, until the request is answered.
pub async fn attach(ctx: Ctx, number: web::Path<String>, upload: Upload) -> Result<HttpResponse> {
    let (shelf, shown) = (Shelf::at(&ctx.app.files), number.clone());
    let file = upload.file("file").cloned();
    ctx.submit(
        upload.fields,
        move |tx, _| {
            let who = tx.who.clone();
            let it = queries::find(tx, &who, &number)?;
            files::changes::check_asker(tx, &it.id)?;
            files::changes::attach_apart(tx, &shelf, SubjectKind::Request, &it.id, file.as_ref())?;
            Ok(done(format!("{}#files", it.href()), "附件已上传。", "The file is attached."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /requests/{number}/confirmation`: the asker has the answer.
pub async fn confirm(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let before = queries::find(tx, &who, &number)?;
        changes::confirm(tx, &before)?;
        Ok(done(before.href(), "已确认批示。", "The answer is confirmed."))
    })
    .await
}

/// `POST /requests/{number}/withdrawal`.
pub async fn withdraw(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let before = queries::find(tx, &who, &number)?;
        changes::withdraw(tx, &before)?;
        Ok(done(before.href(), "请示已撤回。", "The request is withdrawn."))
    })
    .await
}
