//! One short function per route.

use actix_web::{HttpResponse, web};

use super::{changes, forms, pages, queries, secrets};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::web::{Ctx, Fields, Form, done};

/// `GET /people`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(pages::Index::of).await
}

/// `GET /people/new`.
pub async fn new(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(pages::Edit::blank).await
}

/// `POST /people`.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            let account = forms::new_account(form);
            form.check()?;
            let person = changes::add(tx, &account)?;
            changes::new_link(tx, &person)?;
            Ok(done(
                format!("/people/{}", person.username),
                "已添加。把下面的一次性链接交给本人设定密码。",
                "Added. Hand them the one-time link below to choose a password.",
            ))
        },
        pages::Edit::new,
    )
    .await
}

/// `GET /people/{username}`.
pub async fn show(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    let (secret, base) = (ctx.app.secret.clone(), ctx.base.clone());
    ctx.page(move |r| pages::Show::of(r, &username, &secret, &base, None)).await
}

/// `POST /people/{username}/email`: where they are written to.
pub async fn email(ctx: Ctx, username: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (secret, base, name) = (ctx.app.secret.clone(), ctx.base.clone(), username.clone());
    let own = ctx.app.post.mail_domain().map(str::to_owned);
    ctx.submit(
        fields,
        move |tx, form| {
            let person = queries::find(tx, &username)?;
            let email = forms::email(form, own.as_deref());
            // Who may is asked first.
            changes::may_set_email(tx, &person)?;
            form.check()?;
            changes::set_email(tx, &person, email)?;
            Ok(done(format!("/people/{username}"), "已保存。", "Saved."))
        },
        move |r, form| pages::Show::of(r, &name, &secret, &base, Some(form)),
    )
    .await
}

/// `GET /people/{username}/account`.
pub async fn edit(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| pages::Edit::of(r, &username, None)).await
}

/// `POST /people/{username}/account`.
pub async fn update(ctx: Ctx, username: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let name = username.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let account = forms::account(form);
            form.check()?;
            let before = queries::find(tx, &username)?;
            changes::keep(tx, &before, form.version, &account)?;
            Ok(done(format!("/people/{username}"), "已保存。", "Saved."))
        },
        move |r, form| pages::Edit::of(r, &name, Some(form)),
    )
    .await
}

/// `GET /people/{username}/password`: one's own.
pub async fn password_page(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| {
        if r.me.username != *username {
            return Err(Error::not_found());
        }
        pages::Password::of(r, Form::blank())
    })
    .await
}

/// `POST /people/{username}/password`.
pub async fn password(ctx: Ctx, username: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        move |tx, form| {
            if tx.who.username != *username {
                return Err(Error::new(Kind::NotFound));
            }
            let me = queries::find(tx, &username)?;
            let password = forms::new_password(form, &[&me.username, &me.name]);
            if !secrets::verify(form.value("current"), me.password_hash.as_deref())? {
                form.complain("current", Complaint::Said(Pair("当前密码不正确。", "The current password is not right.")));
            }
            form.check()?;
            changes::set_password(tx, &me, secrets::hash(&password)?)?;
            Ok(done("/login", "密码已更改，请用新密码登录。", "Password changed; please sign in with the new one."))
        },
        pages::Password::of,
    )
    .await
}

/// `POST /people/{username}/links`.
pub async fn link(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let person = queries::find(tx, &username)?;
        changes::new_link(tx, &person)?;
        Ok(done(
            format!("/people/{username}"),
            "新的一次性链接在下面，旧的已失效。",
            "The new one-time link is below; older ones have ended.",
        ))
    })
    .await
}

/// `POST /people/{username}/command`: they become the commander.
pub async fn take_command(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let person = queries::find(tx, &username)?;
        changes::take_command(tx, &person)?;
        Ok(done(
            format!("/people/{username}"),
            "已接任总指挥，原总指挥已卸任。",
            "They command now; the predecessor has left it.",
        ))
    })
    .await
}

/// `POST /people/{username}/sessions`: ends them all.
pub async fn end_sessions(ctx: Ctx, username: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        let person = queries::find(tx, &username)?;
        changes::end_sessions(tx, &person)?;
        Ok(done(format!("/people/{username}"), "已在所有浏览器退出。", "Signed out everywhere."))
    })
    .await
}

/// `GET /acting`.
pub async fn acting(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(|r| pages::Acting::of(r, Form::blank())).await
}

/// `POST /acting`.
pub async fn appoint(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    ctx.submit(
        fields,
        |tx, form| {
            tx.may(Deed::AppointActing, crate::policy::Standing::NONE)?;
            let typed = forms::absence(form);
            form.check()?;
            let Some(acting) = queries::by_username(tx, &typed.acting)? else {
                return Err(Error::invalid("acting", Complaint::NotAChoice));
            };
            changes::appoint(tx, &acting, typed.starts_on, typed.ends_on, typed.reason)?;
            Ok(done("/acting", "已指定代理总指挥。", "The acting commander is appointed."))
        },
        pages::Acting::of,
    )
    .await
}

/// `POST /acting/{id}`: the commander is back early.
pub async fn end_acting(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse> {
    ctx.press(move |tx| {
        changes::end_acting(tx, &id)?;
        Ok(done("/acting", "代理已结束。", "The period has ended."))
    })
    .await
}
