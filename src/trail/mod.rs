//! The trail (留痕): every change there was, newest first, and the proof that all of them are true.
//!
//! `/admin/trail` · `shuguang verify`

/// Every kind of row whose changes stand in the trail.
pub mod records;

/// What a row of the trail says.
pub mod rows;

/// The page.
pub mod pages;

/// The proof.
pub mod verify;

use actix_web::HttpResponse;

use crate::error::Result;
use crate::web::{Ctx, Routes};

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/admin/trail", index);
}

/// `GET /admin/trail?kind=people&person=liwei&before=1000`.
async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, query)).await
}
