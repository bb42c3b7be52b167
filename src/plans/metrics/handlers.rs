//! One short function per route.

use actix_web::{HttpResponse, web};

use super::changes::{self, Defined};
use super::pages;
use crate::error::Result;
use crate::plans::queries;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /plans/metrics`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(|r| pages::Metrics::of(r, Form::blank())).await
}

/// `POST /plans/metrics`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            queries::seen(&tx.who)?;
            tx.may(crate::policy::Deed::KeepPlans, crate::policy::Standing::NONE)?;
            let defined = Defined {
                name: form.line("name", 20),
                name_en: form.line("name_en", 40),
                unit: form.line("unit", 10),
                unit_en: form.line("unit_en", 20),
            };
            form.check()?;
            changes::define(tx, &defined)?;
            Ok(done("/plans/metrics", "已添加指标。", "The metric is added."))
        },
        pages::Metrics::of,
    )
    .await
}

/// `POST /plans/metrics/{code}`: in use or not (field `active`).
pub async fn offer(ctx: Ctx, code: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let active = Form::typed(fields).ticked("active");
    ctx.press(move |tx| {
        queries::seen(&tx.who)?;
        let metric = queries::metric(tx, &code)?;
        changes::offer(tx, &metric, active)?;
        Ok(match active {
            true => done("/plans/metrics", "指标已恢复使用。", "The metric is in use again."),
            false => done(
                "/plans/metrics",
                "指标已停用，已设的目标不受影响。",
                "The metric is out of use; targets set with it stay.",
            ),
        })
    })
    .await
}
