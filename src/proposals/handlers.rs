//! One short function per route.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;

use super::model::{LessonKind, ProposalState};
use super::{changes, pages, queries};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::projects::model::Project;
use crate::projects::queries::find;
use crate::store::Tx;
use crate::store::schema::projects;
use crate::web::{Ctx, Done, Fields, Form, done};

/// `GET /proposals`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /proposals/new?project=…`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let fields = Fields::default().with("project", ctx.query.get("project"));
    ctx.page(move |r| pages::Edit::new(r, Form { fields, ..Form::blank() })).await
}

fn typed(form: &mut Form) -> changes::NewProposal {
    changes::NewProposal {
        title: form.line("title", 100),
        background: form.optional_text("background", 4000),
        content: form.optional_text("content", 4000),
        effect: form.optional_text("effect", 4000),
        needs: form.optional_text("needs", 2000),
    }
}

/// `POST /proposals`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::DraftProposal, Standing::OWNER)?;
            let new = typed(form);
            form.check()?;
            let who = tx.who.clone();
            let project = match form.key("project").as_str() {
                "" => None,
                number => Some(find(tx, &who, number)?),
            };
            let row = changes::draft(tx, project.as_ref(), &new)?;
            Ok(done(
                format!("/proposals/{}", row.number),
                "提案已起草，写好后提交。",
                "The proposal is drafted; submit it when it is ready.",
            ))
        },
        pages::Edit::new,
    )
    .await
}

/// `GET /proposals/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// `GET /proposals/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /proposals/{number}`.
pub async fn update(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            let new = typed(form);
            form.check()?;
            changes::write(tx, &before, form.version, &new)?;
            Ok(done(format!("/proposals/{number}"), "已保存。", "Saved."))
        },
        move |r, form| pages::Edit::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /proposals/{number}/removal`: its author throws a draft away.
pub async fn discard(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let row = queries::find(tx, &who, &number)?;
        changes::discard(tx, &row)?;
        Ok(done("/proposals", "草稿已删除。", "The draft is gone."))
    })
    .await
}

/// `POST /proposals/{number}/submission`.
pub async fn submit(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, _| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            let project: Option<Project> = match &before.project_id {
                Some(id) => projects::table.find(id).select(Project::as_select()).first(&mut **tx).optional()?,
                None => None,
            };
            changes::submit(tx, &before, project.as_ref())?;
            Ok(done(format!("/proposals/{number}"), "提案已提交总指挥。", "The proposal is submitted to the commander."))
        },
        move |r, form| {
            let filled = standing_form(r, &shown)?;
            pages::Edit::of(r, &shown, Some(Form { complaints: form.complaints, ..filled }))
        },
    )
    .await
}

/// The form of a proposal as it stands, for complaints about what is missing in it.
fn standing_form(r: &mut crate::web::Reading, number: &str) -> Result<Form> {
    let me = r.me.clone();
    let it = queries::find(r, &me, number)?;
    let fields = Fields::default()
        .with("title", it.title)
        .with("background", it.background)
        .with("content", it.content)
        .with("effect", it.effect)
        .with("needs", it.needs);
    Ok(Form::showing(fields, it.version))
}

/// `POST /proposals/{number}/decision`: field `verdict` accept, decline or hand_on.
pub async fn decide(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            tx.may(Deed::DecideProposal, before.standing(&who))?;
            let verdict = form.choice("verdict", |code| match code {
                "accept" => Some(ProposalState::Accepted),
                "decline" => Some(ProposalState::Declined),
                "hand_on" => Some(ProposalState::HandedOn),
                _ => None,
            });
            let reason = form.text("reason", 1000);
            form.check()?;
            changes::decide(tx, &before, verdict.or_not_found()?, reason)?;
            Ok(done(format!("/proposals/{number}"), "已决定。", "Decided."))
        },
        move |r, form| pages::Show::of(r, &shown, form),
    )
    .await
}

/// `GET /lessons`.
pub async fn lessons(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Lessons::of(r, &query)).await
}

/// `GET /projects/{number}/proposals`.
pub async fn of_project(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::OfProject::of(r, &number, Form::blank())).await
}

/// Changes something on a project's page of proposals.
async fn change(
    ctx: Ctx,
    number: String,
    fields: Fields,
    what: impl FnOnce(&mut Tx, &mut Form, &Project) -> Result<Done> + Send + 'static,
) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            what(tx, form, &project)
        },
        move |r, form| pages::OfProject::of(r, &shown, form),
    )
    .await
}

/// `POST /projects/{number}/lessons`.
pub async fn lesson(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, |tx, form, project| {
        tx.may(Deed::RecordLesson, project.standing(&tx.who, ""))?;
        let kind = form.choice("kind", LessonKind::from_code).unwrap_or(LessonKind::Lesson);
        let (title, content, advice) = (form.line("lesson_title", 80), form.text("lesson", 2000), form.text("advice", 1000));
        form.check()?;
        changes::record_lesson(tx, project, kind, title, content, advice)?;
        Ok(done(project.at("proposals"), "已记录。", "Recorded."))
    })
    .await
}

/// `POST /projects/{number}/ideas`.
pub async fn idea(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, |tx, form, project| {
        tx.may(Deed::GiveIdea, Standing::NONE)?;
        let text = form.text("idea", 1000);
        form.check()?;
        changes::give_idea(tx, project, text)?;
        Ok(done(project.at("proposals"), "谢谢，创意已收下。", "Thank you; the idea is noted."))
    })
    .await
}

/// `POST /projects/{number}/ideas/end`: the owner ends the collection.
pub async fn end_ideas(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, |tx, _, project| {
        changes::close_ideas(tx, project)?;
        Ok(done(project.at("proposals"), "征集已结束。", "The collection is closed."))
    })
    .await
}

/// `POST /projects/{number}/proposals/none`: this round ends without a new proposal.
pub async fn nothing(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(ctx, number.into_inner(), fields, |tx, form, project| {
        changes::check_owner(tx, project, Deed::DraftProposal)?;
        let reason = form.text("nothing", 500);
        form.check()?;
        changes::propose_nothing(tx, project, reason)?;
        Ok(done(project.at("proposals"), "已记录：本轮不提新提案。", "Recorded: no new proposal in this round."))
    })
    .await
}
