//! One short function per route.

use actix_web::{HttpResponse, web};

use super::model::ReportKind;
use super::pages::Subject;
use super::{changes, ended, forms, pages, queries};
use crate::calendar::Week;
use crate::error::{OrNotFound, Result};
use crate::files;
use crate::files::model::SubjectKind;
use crate::files::shelf::Shelf;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::web::upload::{Letter, Upload};
use crate::web::{Ctx, Fields, Form, done};

/// `GET /reports`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /reports.xlsx`.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `GET /reports/new?kind=…&project=…&follows=…`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| {
        let fields = ["kind", "project", "follows"].iter().fold(Fields::default(), |all, it| all.with(it, query.get(it)));
        pages::Edit::of(r, Subject::AtOnce, Form { fields, ..Form::blank() })
    })
    .await
}

/// `POST /reports`.
pub async fn create(ctx: Ctx, letter: Letter) -> Result<HttpResponse> {
    let shelf = Shelf::at(&ctx.app.files);
    let Letter { fields, files, left_out } = letter;
    ctx.submit(
        fields,
        move |tx, form| {
            tx.may(Deed::Report, Standing::NONE)?;
            let new = forms::at_once(form, tx.office.zone);
            files::changes::check_sent(form, &files, &left_out);
            form.check()?;
            let who = tx.who.clone();
            let follows = match form.key("follows").as_str() {
                "" => None,
                number => Some(queries::to_follow(tx, &who, number)?),
            };
            let goes_on = follows.as_ref().and_then(|it| it.project_id.as_deref());
            let project = queries::to_name(tx, &who, &form.key("project"), goes_on)?;
            let row = changes::report(tx, project.as_ref(), follows.as_ref(), new.or_not_found()?)?;
            files::changes::attach_sent(tx, &shelf, SubjectKind::Report, &row.id, &files)?;
            Ok(done(row.href(), "汇报已送总指挥。", "The report is with the commander."))
        },
        |r, form| pages::Edit::of(r, Subject::AtOnce, form),
    )
    .await
}

/// `GET /projects/{number}/reports/{id}`: on the stage that the move with this id ended.
pub async fn new_stage(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    let (number, row) = path.into_inner();
    ctx.page(move |r| pages::Edit::of(r, Subject::Stage(number, row), Form::blank())).await
}

/// `POST /projects/{number}/reports/{id}`.
pub async fn create_stage(ctx: Ctx, path: web::Path<(String, String)>, letter: Letter) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (shelf, shown) = (Shelf::at(&ctx.app.files), Subject::Stage(number.clone(), id.clone()));
    let Letter { fields, files, left_out } = letter;
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = projects::queries::find(tx, &who, &number)?;
            let ending = ended::ending(tx, &project, &id)?;
            let words = forms::words(form, ReportKind::Stage);
            files::changes::check_sent(form, &files, &left_out);
            // Once it is sent there is no form any more that could show what is wrong.
            if project.owner_id == who.id && changes::asked_for(tx, &project, &ending)?.is_some() {
                form.check()?;
            }
            let row = changes::report_stage(tx, &project, &ending, words)?;
            files::changes::attach_sent(tx, &shelf, SubjectKind::Report, &row.id, &files)?;
            Ok(done(row.href(), "汇报已送总指挥。", "The report is with the commander."))
        },
        move |r, form| pages::Edit::of(r, shown, form),
    )
    .await
}

/// `GET /reports/weekly/{week}`: everybody's.
pub async fn week(ctx: Ctx, week: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Together::of(r, &week)).await
}

/// `GET /reports/weekly/{week}/mine`: one's own, drafted from the records of the week.
pub async fn new_week(ctx: Ctx, week: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Mine::of(r, &week, Form::blank())).await
}

/// `POST /reports/weekly/{week}`: one's own.
pub async fn create_week(ctx: Ctx, week: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = week.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            tx.may(Deed::ReportWeekly, Standing::NONE)?;
            let week: Week = week.parse().ok().or_not_found()?;
            let (me, office, today) = (tx.who.id.clone(), tx.office.clone(), tx.today());
            queries::lived_through(&office, today, week)?;
            let words = forms::words(form, ReportKind::Weekly);
            // Once it is sent there is no form any more that could show what is wrong.
            if queries::weekly_of(tx, &me, week)?.is_none() {
                form.check()?;
            }
            let row = changes::report_week(tx, week, words)?;
            Ok(done(row.href(), "周报已报送。", "The weekly report is sent."))
        },
        move |r, form| pages::Mine::of(r, &shown, form),
    )
    .await
}

/// `POST /reports/weekly/{week}/reading`: the commander has read those of a week's that stood on the page (fields `report`, a number
/// each), and none that came afterwards.
pub async fn read_week(ctx: Ctx, week: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        // Whoever is represented reads what is their stand-in's own, and nothing else.
        tx.may(Deed::ReadReport, Standing { left: who.resting.is_some(), ..Standing::NONE })?;
        let week: Week = week.parse().ok().or_not_found()?;
        for (it, _) in queries::of_week(tx, &who, week)? {
            let stood = fields.all("report").any(|number| number == it.number);
            if stood && queries::reads(&who, &it) {
                changes::read(tx, &it, it.version, String::new())?;
            }
        }
        Ok(done(format!("/reports/weekly/{week}"), "页上的周报都已审阅。", "Every report on the page is read."))
    })
    .await
}

/// `GET /reports/{number}`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Show::of(r, &number, None)).await
}

/// `POST /reports/{number}/reading`: the commander has read it (field `remark`).
pub async fn read(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            tx.may(Deed::ReadReport, queries::standing(&who, &before))?;
            let remark = form.optional_text("remark", 1000);
            if before.read_at.is_none() {
                form.check()?;
                files::queries::same(tx, SubjectKind::Report, &before.id, form.value("seen"))?;
            }
            changes::read(tx, &before, form.version, remark)?;
            Ok(done(before.href(), "汇报已审阅。", "The report is read."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}

/// `POST /reports/{number}/files`: the author adds a file, until the report is read.
pub async fn attach(ctx: Ctx, number: web::Path<String>, upload: Upload) -> Result<HttpResponse> {
    let (shelf, shown) = (Shelf::at(&ctx.app.files), number.clone());
    let file = upload.file("file").cloned();
    ctx.submit(
        upload.fields,
        move |tx, _| {
            let who = tx.who.clone();
            let it = queries::find(tx, &who, &number)?;
            files::changes::check_author(tx, &it.id)?;
            files::changes::attach_apart(tx, &shelf, SubjectKind::Report, &it.id, file.as_ref())?;
            Ok(done(format!("{}#files", it.href()), "附件已上传。", "The file is attached."))
        },
        move |r, form| pages::Show::of(r, &shown, Some(form)),
    )
    .await
}
