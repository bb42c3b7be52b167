//! One short function per route.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::changes::{self, Facts, Others};
use super::model::Customer;
use super::{codes, forms, merging, pages, queries, targets};
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::web::list::link;
use crate::web::{Ctx, Done, Fields, Form, done};

/// `GET /customers`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Index::of(r, &query, Form::blank())).await
}

/// `GET /customers.xlsx`: the same list as a workbook.
pub async fn workbook(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.workbook(move |r| pages::workbook(r, &query)).await
}

/// `POST /customers/keepers`: another looks after those chosen in the list.
pub async fn assign(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    let (query, back) = (ctx.query.clone(), fields.get("back").to_owned());
    ctx.submit(
        fields,
        move |tx, form| {
            let to = if back.starts_with("/customers") { back } else { "/customers".to_owned() };
            let chosen = form.keys("customer");
            assign_all(tx, form, &chosen, to)
        },
        move |r, form| pages::Index::of(r, &query, form),
    )
    .await
}

/// `POST /customers/{number}/keeper`.
pub async fn assign_one(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let keeper = fields.get("keeper").to_owned();
    ctx.press(move |tx| {
        let mut form = Form::typed(Fields::default().with("keeper", keeper));
        assign_all(tx, &mut form, &[number.to_string()], format!("/customers/{number}"))
    })
    .await
}

fn assign_all(tx: &mut Tx, form: &mut Form, chosen: &[String], to: String) -> Result<Done> {
    let who = tx.who.clone();
    who.may(Deed::SeeCustomers, Standing::NONE).or_not_found()?;
    tx.may(Deed::AssignKeeper, Standing::NONE)?;
    if chosen.is_empty() {
        form.complain("customer", Complaint::Said(Pair("请先勾选客户。", "Please tick the customers first.")));
    }
    let keeper = queries::keeper(tx, &form.key("keeper"))?;
    if keeper.is_none() {
        form.complain("keeper", Complaint::NotAChoice);
    }
    form.check()?;
    let mut customers = Vec::new();
    for number in chosen.iter().take(500) {
        customers.push(queries::find(tx, &who, number)?);
    }
    changes::assign(tx, &customers, &keeper.unwrap_or_default())?;
    Ok(done(to, "维护人已指定。", "It is settled who looks after them."))
}

/// `GET /customers/new`: empty, or filled in by its address to see who may be the same; with `project` on the way to that project's
/// targets.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| pages::Edit::blank(r, &query)).await
}

/// The ids of those whose company has one of the phones that were typed. Who is not signed in is told so, with all that they typed,
/// when it is to be saved.
async fn holders(ctx: &Ctx, fields: &Fields, typed: &[&str]) -> Result<Vec<String>> {
    let phones: Vec<String> = typed.iter().filter_map(|it| codes::phone(fields.get(it)).ok()).collect();
    if phones.iter().all(String::is_empty) {
        return Ok(Vec::new());
    }
    match ctx.read(move |r| queries::holders(r, &phones)).await {
        Err(Error { kind: Kind::SignedOut, .. }) => Ok(Vec::new()),
        found => found,
    }
}

/// `POST /customers`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    let holders = holders(&ctx, &fields, &["phone", "person_phone"]).await?;
    ctx.submit(
        fields,
        move |tx, form| {
            tx.who.may(Deed::SeeCustomers, Standing::NONE).or_not_found()?;
            tx.may(Deed::AddCustomer, Standing::NONE)?;
            let (facts, person) = (forms::facts(form), forms::first_person(form));
            let mut keeper = Some(tx.who.id.clone());
            if !form.key("keeper").is_empty() && form.key("keeper") != tx.who.username {
                keeper = queries::keeper(tx, &form.key("keeper"))?;
            }
            if keeper.is_none() {
                form.complain("keeper", Complaint::NotAChoice);
            }
            form.check()?;
            let others = Others { another: form.ticked("another"), holders: &holders };
            let customer = changes::add_among(tx, others, &facts, &keeper.unwrap_or_default(), person.as_ref())?;
            Ok(done(after_entering(tx, form, &customer)?, "客户已登记。", "The customer is entered."))
        },
        pages::Edit::new,
    )
    .await
}

/// Where one goes who has entered a customer: to its page, or back to choosing targets for a project, where it is found and ticked
/// beside those that were chosen before.
fn after_entering(tx: &mut Tx, form: &Form, customer: &Customer) -> Result<String> {
    let who = tx.who.clone();
    let Some(project) = targets::queries::chooser(tx, &who, &form.key("project"))? else { return Ok(customer.href()) };
    let chosen = targets::forms::carried(form).with("customer", &customer.number).with("q", &customer.number);
    Ok(link(&project.at("customers/new"), &chosen))
}

/// `GET /customers/{number}`; the number of one that was merged leads to what it became.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    let found = ctx.read(move |r| {
        let me = r.me.clone();
        let customer = queries::any(r, &me, &number)?;
        match customer.merged_into {
            Some(_) => Ok(Err(queries::became(r, customer)?.href())),
            None => Ok(Ok(pages::Show::of(r, customer, &query)?.render()?)),
        }
    });
    match found.await? {
        Ok(html) => Ok(ctx.html(StatusCode::OK, html)),
        Err(to) => Ok(ctx.go(Done { to, said: None })),
    }
}

/// `GET /customers/{number}/edit`.
pub async fn edit(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &number, None)).await
}

/// `POST /customers/{number}`.
pub async fn update(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (again, holders) = (number.clone(), holders(&ctx, &fields, &["phone"]).await?);
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let before = queries::find(tx, &who, &number)?;
            tx.may(Deed::ChangeCustomer, before.standing(&who))?;
            let facts = forms::facts(form);
            form.check()?;
            let others = Others { another: form.ticked("another"), holders: &holders };
            changes::keep(tx, &before, forms::version(form, &before), &facts, others)?;
            Ok(done(before.href(), "已保存。", "Saved."))
        },
        move |r, form| pages::Edit::of(r, &again, Some(form)),
    )
    .await
}

/// `GET /customers/{number}/people/new`.
pub async fn new_person(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::PersonPage::of(r, &number, None, None)).await
}

/// `POST /customers/{number}/people`.
pub async fn create_person(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (again, holders) = (number.clone(), holders(&ctx, &fields, &["phone"]).await?);
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let customer = queries::find(tx, &who, &number)?;
            tx.may(Deed::ChangeCustomer, customer.standing(&who))?;
            let facts = forms::person(form);
            form.check()?;
            let others = Others { another: form.ticked("another"), holders: &holders };
            changes::add_person_among(tx, others, &customer, &facts)?;
            Ok(done(customer.href(), "联系人已添加。", "The person is entered."))
        },
        move |r, form| pages::PersonPage::of(r, &again, None, Some(form)),
    )
    .await
}

/// `GET /customers/{number}/people/{id}`.
pub async fn edit_person(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::PersonPage::of(r, &path.0, Some(&path.1), None)).await
}

/// `POST /customers/{number}/people/{id}`.
pub async fn update_person(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (again, holders) = (path.clone(), holders(&ctx, &fields, &["phone"]).await?);
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let customer = queries::find(tx, &who, &path.0)?;
            let before = queries::person(tx, &customer.id, &path.1)?;
            tx.may(Deed::ChangeCustomer, customer.standing(&who))?;
            let facts = forms::person(form);
            form.check()?;
            let others = Others { another: form.ticked("another"), holders: &holders };
            changes::keep_person(tx, others, &customer, &before, form.version, &facts)?;
            Ok(done(customer.href(), "已保存。", "Saved."))
        },
        move |r, form| pages::PersonPage::of(r, &again.0, Some(&again.1), Some(form)),
    )
    .await
}

/// `POST /customers/{number}/people/{id}/absence`: has left, or with `back` is there again.
pub async fn leave(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let back = fields.has("back");
    ctx.press(move |tx| {
        let who = tx.who.clone();
        let customer = queries::find(tx, &who, &path.0)?;
        let person = queries::person(tx, &customer.id, &path.1)?;
        changes::leave(tx, &customer, &person, !back)?;
        Ok(done(customer.href(), "已保存。", "Saved."))
    })
    .await
}

/// `GET /customers/{number}/merger`.
pub async fn merger(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let form = Form { fields: ctx.query.clone(), ..Form::blank() };
    ctx.page(move |r| pages::Merger::of(r, &number, form)).await
}

/// `POST /customers/{number}/merger`: the other one becomes a part of this one.
pub async fn merge(ctx: Ctx, number: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let again = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let stays = queries::find(tx, &who, &number)?;
            tx.may(Deed::MergeCustomers, Standing::NONE)?;
            let gone = match queries::any(tx, &who, &form.key("other")) {
                Ok(gone) => gone,
                Err(_) => return Err(Error::invalid("other", Complaint::NotAChoice)),
            };
            // Pressed twice: it is done already.
            if gone.merged_into.as_deref() != Some(stays.id.as_str()) {
                let code_chosen = matches!(form.value("credit_code"), "mine" | "theirs");
                merging::merge(tx, &stays, &gone, &chosen(form, &stays, &gone), code_chosen)?;
            }
            Ok(done(
                stays.href(),
                "已合并，两家的往来和经过都在这里。",
                "They are one now; the dealings and the history of both are here.",
            ))
        },
        move |r, form| pages::Merger::of(r, &again, form),
    )
    .await
}

/// The facts that stay, field by field as chosen; where nothing was, those of the one that stays.
fn chosen(form: &Form, stays: &Customer, gone: &Customer) -> Facts {
    let (mine, theirs) = (Facts::of(stays), Facts::of(gone));
    let other = |name: &str| form.value(name) == "theirs";
    Facts {
        name: if other("name") { theirs.name } else { mine.name },
        credit_code: if other("credit_code") { theirs.credit_code } else { mine.credit_code },
        region: if other("region") { theirs.region } else { mine.region },
        industry: if other("industry") { theirs.industry } else { mine.industry },
        source: if other("source") { theirs.source } else { mine.source },
        grade: if other("grade") { theirs.grade } else { mine.grade },
        phone: if other("phone") { theirs.phone } else { mine.phone },
        address: if other("address") { theirs.address } else { mine.address },
        note: if other("note") { theirs.note } else { mine.note },
    }
}
