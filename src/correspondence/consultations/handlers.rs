//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::ConsultationState;
use super::pages::{Edit, Index, Show, Typed, book};
use super::{changes, forms, queries};
use crate::error::{OrNotFound, Result};
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::web::upload::Upload;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /consultations`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Index::of(r, &query)).await
}

/// `GET /consultations.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| book::of(r, &query)).await
}

/// `GET /consultations/new?project=…`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let fields = Fields::default().with("project", ctx.query.get("project"));
    ctx.page(move |r| Edit::of(r, Form { fields, ..Form::blank() })).await
}

/// `POST /consultations`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::AskConsultation, Standing::NONE)?;
            let new = forms::consultation(form);
            form.check()?;
            let who = tx.who.clone();
            let project = match form.key("project").as_str() {
                "" => None,
                number => Some(projects::queries::find(tx, &who, number)?),
            };
            let row = changes::ask(tx, project.as_ref(), new)?;
            Ok(done(row.href(), "咨询已送企划助理。", "The consultation is with the planning assistants."))
        },
        Edit::of,
    )
    .await
}

/// `GET /consultations/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Show::of(r, &number, None)).await
}

/// `POST /consultations/{number}/questions`: the asker asks further.
pub async fn ask_further(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            changes::check_asker(tx, &before)?;
            let question = forms::question(form);
            // Otherwise there is no form that could show what is wrong.
            if before.state == ConsultationState::Answered {
                form.check()?;
            }
            changes::ask_further(tx, &before, form.version, question)?;
            Ok(done(before.href(), "追问已送企划助理。", "The question is with the planning assistants."))
        },
        move |r, form| Show::of(r, &shown, Some(Typed::Question(form))),
    )
    .await
}

/// `POST /consultations/{number}/questions/{id}/answer`: a planning assistant gives information.
pub async fn answer(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let it = queries::find(tx, &who, &number)?;
            changes::check_answer(tx, &it)?;
            let question = queries::questions_of(tx, &it.id)?.into_iter().find(|it| it.id == id).or_not_found()?;
            let said = forms::answer(form);
            // Once it is answered there is no form any more that could show what is wrong.
            if question.waits() && it.state == ConsultationState::Open {
                form.check()?;
            }
            changes::answer(tx, &it, &question, form.version, said)?;
            Ok(done(it.href(), "答复已送咨询人。", "The answer is with the asker."))
        },
        move |r, form| Show::of(r, &shown, Some(Typed::Answer(form))),
    )
    .await
}

/// `POST /consultations/{number}/decision`: the asker writes down what they decided.
pub async fn decide(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            changes::check_asker(tx, &before)?;
            let decision = forms::decision(form);
            if before.state == ConsultationState::Answered {
                form.check()?;
            }
            changes::decide(tx, &before, form.version, decision)?;
            Ok(done(before.href(), "决定已记下，咨询了结。", "The decision is written down; the consultation is closed."))
        },
        move |r, form| Show::of(r, &shown, Some(Typed::Decision(form))),
    )
    .await
}

/// `POST /consultations/{number}/files`: the asker adds a file while a question waits.
pub async fn attach(ctx: Ctx, number: web::Path<String>, upload: Upload) -> Result<HttpResponse> {
    let (shelf, shown) = (Shelf::at(&ctx.app.files), number.clone());
    let file = upload.file("file").cloned();
    ctx.submit(
        upload.fields,
        move |tx, _| {
            let who = tx.who.clone();
            let it = queries::find(tx, &who, &number)?;
            files::changes::check_consulting(tx, &it.id)?;
            files::changes::attach_apart(tx, &shelf, SubjectKind::Consultation, &it.id, file.as_ref())?;
            Ok(done(format!("{}#files", it.href()), "附件已上传。", "The file is attached."))
        },
        move |r, form| Show::of(r, &shown, Some(Typed::File(form))),
    )
    .await
}

/// `POST /consultations/{number}/withdrawal`.
pub async fn withdraw(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let before = queries::find(tx, &who, &number)?;
        changes::withdraw(tx, &before)?;
        Ok(done(before.href(), "咨询已撤回。", "The consultation is withdrawn."))
    })
    .await
}
