//! One short function per route.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;

use super::{changes, pages};
use crate::error::{Complaint, Error, Result};
use crate::projects::queries::find;
use crate::store::schema::people;
use crate::web::{Ctx, Fields, done};

/// `POST /projects/{number}/focus`: `month`, `on`; goes back to the project where `from` says so, otherwise to the load.
pub async fn set(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        let Some(month) = pages::month(fields.get("month")) else {
            return Err(Error::invalid("month", Complaint::NotADate));
        };
        let on = fields.get("on") == "1";
        changes::set(tx, &project, month, on)?;
        let owner: String = people::table.find(&project.owner_id).select(people::username).first(&mut **tx)?;
        let to = match fields.get("from") {
            "project" => project.href(),
            _ => format!("/people/{owner}/projects?month={month}"),
        };
        Ok(match on {
            true => done(to, "已定为该月重点。", "It is a focus of the month."),
            false => done(to, "已改为同步执行。", "It runs alongside."),
        })
    })
    .await
}

/// `GET /people/{username}/projects`: the load of a month.
pub async fn load(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Load::of(r, &username, &query)).await
}
