//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages};
use crate::error::{Complaint, Error, Kind, Result};
use crate::plans::queries;
use crate::policy::{Deed, Standing};
use crate::web::{Ctx, Fields, Form, done};

/// `GET /packages`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query)).await
}

/// `GET /packages/new`: the address may name the plan.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let fields = Fields::default().with("plan", ctx.query.get("plan"));
    ctx.page(move |r| pages::Edit::new(r, Form { fields, ..Form::blank() })).await
}

/// `POST /packages`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            queries::seen(&tx.who)?;
            tx.may(Deed::KeepPlans, Standing::NONE)?;
            let metrics = queries::offered(tx, &[])?;
            let share = forms::package(form, tx, &metrics)?;
            let (who, number) = (tx.who.clone(), form.line("plan", 30));
            let plan = match queries::find(tx, &who, &number) {
                Err(Error { kind: Kind::NotFound, .. }) => {
                    form.complain("plan", Complaint::NotAChoice);
                    None
                }
                found => Some(found?),
            };
            form.check()?;
            let Some(plan) = plan else { return Err(Error::not_found()) };
            let package = changes::divide(tx, &plan, &share)?;
            Ok(done(package.href(), "项目包已划分，可以起草指令了。", "The package is there; directives can be drafted in it."))
        },
        pages::Edit::new,
    )
    .await
}

/// `GET /packages/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}
