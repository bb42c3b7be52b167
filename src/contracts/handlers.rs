//! One short function per route.

use actix_web::{HttpResponse, web};

use super::changes::{self, Said};
use super::model::Contract;
use super::road::Turn;
use super::{forms, list, pages, project, queries};
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::projects::queries::find;
use crate::store::Tx;
use crate::web::upload::Upload;
use crate::web::{Ctx, Done, Fields, Form, Reading, done};

/// Changes something of the contract with this number; a form that is refused is shown again by `page`.
pub async fn change<P: askama::Template>(
    ctx: Ctx,
    number: String,
    fields: Fields,
    what: impl FnOnce(&mut Tx, &mut Form, &Contract, &Project) -> Result<Done> + Send + 'static,
    page: impl FnOnce(&mut Reading, &str, Form) -> Result<P> + Send + 'static,
) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let (contract, project) = queries::find(tx, &me, &number)?;
            what(tx, form, &contract, &project)
        },
        move |r, form| page(r, &shown, form),
    )
    .await
}

/// `GET /contracts`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| list::pages::Index::of(r, &query)).await
}

/// `GET /contracts.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| list::pages::workbook(r, &query)).await
}

/// `GET /projects/{number}/contracts`.
pub async fn of_project(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| project::OfProject::of(r, &number)).await
}

/// `GET /projects/{number}/contracts/new?target=…&edition=…`.
pub async fn new(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let fields = Fields::default().with("target", ctx.query.get("target")).with("edition", ctx.query.get("edition"));
    ctx.page(move |r| pages::Edit::new(r, &number, Form { fields, ..Form::blank() })).await
}

/// `POST /projects/{number}/contracts`.
pub async fn draft(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let me = tx.who.clone();
            let project = find(tx, &me, &number)?;
            work::check(tx, &project, Deed::Execute, Work::Undertake)?;
            let draft = forms::draft(form);
            form.check()?;
            let contract = changes::draft(tx, &project, &draft)?;
            Ok(done(contract.href(), "合同已起草。", "The contract is drafted."))
        },
        move |r, form| pages::Edit::new(r, &shown, form),
    )
    .await
}

/// `GET /contracts/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, Form::blank())).await
}

/// `GET /contracts/{number}/summary`: to be printed.
pub async fn summary(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Summary::of(r, &number)).await
}

/// `GET /contracts/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /contracts/{number}`.
pub async fn amend(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            work::check(tx, project, Deed::Execute, Work::Undertake)?;
            // The customer stays; the form does not ask again.
            form.fields = form.fields.set("target", &contract.target_id);
            let draft = forms::draft(form);
            form.check()?;
            changes::write(tx, project, contract, form.version, &draft)?;
            Ok(done(contract.href(), "已保存。", "Saved."))
        },
        |r, number, form| pages::Edit::of(r, number, Some(form)),
    )
    .await
}

/// `GET /contracts/{number}/moves/new?move=sign`.
pub async fn turning(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let code = ctx.query.get("move").to_owned();
    ctx.page(move |r| pages::Turning::of(r, &number, &code, Form::blank())).await
}

/// `POST /contracts/{number}/moves`: field `move` sign, start, finish or cancel.
pub async fn turn(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    change(
        ctx,
        number.into_inner(),
        fields,
        |tx, form, contract, project| {
            let turn = Turn::from_code(form.value("move")).or_not_found()?;
            let way = turn.way(contract.state).ok_or_else(changes::no_way)?;
            work::check(tx, project, way.deed, way.work)?;
            let mut said = Said::default();
            for ask in way.asks {
                match ask {
                    super::road::Ask::Day => said.day = Some(form.date("signed_on")),
                    super::road::Ask::Reason => said.reason = form.text("reason", 500),
                }
            }
            form.check()?;
            // What is signed is what was seen.
            if turn == Turn::Sign && form.fields.has("seen") && form.value("seen") != contract.version.to_string() {
                return Err(Error::new(Kind::Late));
            }
            changes::carry_out(tx, project, contract, turn, &said)?;
            Ok(Done { to: contract.href(), said: Some(turn.said()) })
        },
        |r, number, form| {
            let code = form.value("move").to_owned();
            pages::Turning::of(r, number, &code, form)
        },
    )
    .await
}

/// `POST /contracts/{number}/files`: the scanned contract.
pub async fn attach(ctx: Ctx, number: web::Path<String>, upload: Upload) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let file = upload.file("file").cloned();
    change(
        ctx,
        number.into_inner(),
        upload.fields,
        move |tx, _, contract, project| {
            work::check(tx, project, Deed::Settle, Work::Settle)?;
            let file = file.ok_or_else(no_file)?;
            let subject = files::changes::Subject { kind: SubjectKind::Contract, id: &contract.id, project: Some(&project.id) };
            files::changes::attach(tx, &shelf, subject, &file.name, &file.bytes)?;
            Ok(attached(format!("{}#files", contract.href())))
        },
        pages::Show::of,
    )
    .await
}

/// Nothing was chosen.
pub fn no_file() -> crate::error::Error {
    Error::invalid("file", Complaint::Required)
}

/// What is said once a file is attached.
pub fn attached(to: String) -> Done {
    done(to, "附件已上传。", "The file is attached.")
}
