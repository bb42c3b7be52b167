//! The door: signing in and out, the language, one-time links.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{changes, forms, pages, queries, secrets};
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::store::Actor;
use crate::web::ctx::LANG;
use crate::web::session::{AGENT, PERSON};
use crate::web::{Ctx, Done, Fields, Form};

/// An address of our own to go on to; anything else leads to the desk.
fn safe_next(next: &str) -> String {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if ours { next.to_owned() } else { "/".to_owned() }
}

fn language_cookie(lang: Lang) -> Cookie<'static> {
    Cookie::build(LANG, lang.code()).path("/").same_site(SameSite::Lax).http_only(true).max_age(Duration::days(365)).finish()
}

fn begin_session(ctx: &Ctx, person: &str) -> Result<()> {
    // A new key for a new person; a purged session would take nothing more.
    ctx.session.clear();
    ctx.session.renew();
    ctx.session.insert(PERSON, person)?;
    ctx.session.insert(AGENT, &ctx.agent)?;
    Ok(())
}

/// `GET /login`.
pub async fn sign_in_page(ctx: Ctx) -> Result<HttpResponse> {
    let mut ctx = ctx;
    let asked = ctx.query.get("lang").to_owned();
    if !asked.is_empty() {
        ctx.lang = Lang::from_code(&asked);
    }
    let next = ctx.query.get("next").to_owned();
    let form = Form::showing(Fields::default().with("lang", &asked), 0);
    let page = pages::login(&ctx, form, next, None)?;
    let mut answer = ctx.html(StatusCode::OK, page.render()?);
    if !asked.is_empty() {
        answer.add_cookie(&language_cookie(ctx.lang))?;
    }
    Ok(answer)
}

/// What became of a try to sign in.
enum Tried {
    In(String, Lang),
    Wrong,
    Wait(i64),
}

/// `POST /login`: says only that it was wrong, never which half; slower after failures.
pub async fn sign_in(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    // Nobody's name has a NUL in it, and PostgreSQL cannot even be asked about one.
    let username = forms::folded(&fields.get("username").replace('\0', "\u{fffd}"));
    let password = fields.get("password").to_owned();
    let (app, name, peer, now) = (ctx.app.clone(), username.clone(), ctx.peer.clone(), ctx.app.clock.now());
    let tried = ctx
        .counted(move || {
            let wait = app.store.aside(|conn| secrets::still_to_wait(conn, &name, &peer, now))?;
            if wait > 0 {
                return Ok(Tried::Wait(wait));
            }
            let person = app.store.read(|conn| queries::by_username(conn, &name))?.filter(|it| it.active);
            let right = secrets::verify(&password, person.as_ref().and_then(|it| it.password_hash.as_deref()))?;
            match person.filter(|_| right) {
                Some(person) => {
                    app.store.aside(|conn| secrets::succeeded(conn, &name))?;
                    Ok(Tried::In(person.id, Lang::from_code(&person.lang)))
                }
                None => {
                    app.store.aside(|conn| secrets::failed(conn, &name, &peer, now))?;
                    Ok(Tried::Wrong)
                }
            }
        })
        .await?;
    let (status, trouble, wait) = match tried {
        Tried::In(person, lang) => {
            begin_session(&ctx, &person)?;
            let lang = chosen_at_the_door(&ctx, fields.get("lang"), &person, lang).await?;
            let mut answer = ctx.go(Done { to: safe_next(fields.get("next")), said: None });
            answer.add_cookie(&language_cookie(lang))?;
            return Ok(answer);
        }
        Tried::Wrong => {
            let wrong = ctx.lang.of("账号或密码不正确。", "The account name or the password is not right.");
            (StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned(), None)
        }
        Tried::Wait(seconds) => {
            let wait = match ctx.lang {
                Lang::Zh => format!("尝试次数太多，请在 {seconds} 秒后再试。"),
                Lang::En => format!("Too many tries; please try again in {seconds} seconds."),
            };
            (StatusCode::TOO_MANY_REQUESTS, wait, Some(seconds))
        }
    };
    let form = Form::typed(Fields::default().with("username", username).with("lang", fields.get("lang")));
    let page = pages::login(&ctx, form, fields.get("next").to_owned(), Some(trouble))?;
    let mut answer = ctx.html(status, page.render()?);
    if let Some(seconds) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    Ok(answer)
}

/// The language that somebody has chosen on the page of the door becomes theirs.
async fn chosen_at_the_door(ctx: &Ctx, asked: &str, person: &str, theirs: Lang) -> Result<Lang> {
    let chosen = Lang::from_code(asked);
    if asked.is_empty() || chosen == theirs {
        return Ok(theirs);
    }
    let (app, id, now) = (ctx.app.clone(), person.to_owned(), ctx.app.clock.now());
    ctx.counted(move || {
        let today = app.store.office()?.zone.day(now);
        let Some(me) = app.store.read(|conn| Actor::find(conn, &id, today))? else { return Ok(()) };
        app.store.write(me, now, |tx| {
            let person = queries::by_id(tx, &id)?;
            changes::set_language(tx, &person, chosen)
        })
    })
    .await?;
    Ok(chosen)
}

/// `POST /logout`.
pub async fn sign_out(ctx: Ctx) -> Result<HttpResponse> {
    ctx.session.purge();
    // The session goes with the answer; whoever listens by it looks again then.
    ctx.app.store.stir();
    Ok(ctx.go(Done { to: "/login".into(), said: Some(Pair("已退出。", "Signed out.")) }))
}

/// `POST /language`.
pub async fn language(ctx: Ctx, fields: Fields) -> Result<HttpResponse> {
    let lang = Lang::from_code(fields.get("lang"));
    if ctx.is_signed_in() {
        ctx.write(move |tx| {
            let id = tx.who.id.clone();
            let me = queries::by_id(tx, &id)?;
            changes::set_language(tx, &me, lang)
        })
        .await?;
    }
    let mut answer = ctx.go(Done { to: safe_next(fields.get("back")), said: None });
    answer.add_cookie(&language_cookie(lang))?;
    Ok(answer)
}

/// The id of the link of a token that can still be used, and whose it is.
async fn open_link(ctx: &Ctx, token: &str, purpose: &'static str) -> Result<(String, Option<String>)> {
    let link = secrets::link_of(&ctx.app.secret, token)?.or_not_found()?.to_owned();
    let (store, now) = (ctx.app.store.clone(), ctx.app.clock.now());
    ctx.counted(move || {
        let found = store.read(|conn| queries::open_link(conn, &link, purpose, now))?.or_not_found()?;
        Ok((found.id, found.person_id))
    })
    .await
}

/// `GET /setup/{token}`.
pub async fn setup_page(ctx: Ctx, token: web::Path<String>) -> Result<HttpResponse> {
    open_link(&ctx, &token, "setup").await?;
    let page = pages::SetUp { s: ctx.outside()?, form: Form::blank(), token: token.into_inner() };
    Ok(ctx.html(StatusCode::OK, page.render()?))
}

/// `POST /setup/{token}`.
pub async fn setup(ctx: Ctx, token: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (link, _) = open_link(&ctx, &token, "setup").await?;
    let (app, mut form, now) = (ctx.app.clone(), Form::typed(fields.clone()), ctx.app.clock.now());
    let made = ctx
        .counted(move || {
            let typed = forms::set_up(&mut form);
            form.check()?;
            let hash = secrets::hash(&typed.password)?;
            app.store.write(Actor::program(), now, |tx| changes::set_up(tx, &link, &typed.admin, hash, &typed.commander))
        })
        .await;
    match made {
        Ok(admin) => {
            begin_session(&ctx, &admin.id)?;
            let said = Pair(
                "设置完成。请打开总指挥的页面，把一次性链接交给本人。",
                "All set. Open the commander's page and hand the one-time link to them.",
            );
            Ok(ctx.go(Done { to: "/people".into(), said: Some(said) }))
        }
        Err(Error { kind: Kind::Invalid(complaints), .. }) => {
            let form = Form { complaints, ..Form::typed(fields) };
            let page = pages::SetUp { s: ctx.outside()?, form, token: token.into_inner() };
            Ok(ctx.html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
        }
        Err(error) => Err(error),
    }
}

async fn welcome_form(ctx: &Ctx, person: Option<String>, token: String, form: Form) -> Result<pages::Welcome> {
    let (store, id) = (ctx.app.store.clone(), person.or_not_found()?);
    let person = ctx.counted(move || store.read(|conn| queries::by_id(conn, &id))).await?;
    Ok(pages::Welcome { s: ctx.outside()?, form, token, name: person.name, username: person.username })
}

/// `GET /welcome/{token}`.
pub async fn welcome_page(ctx: Ctx, token: web::Path<String>) -> Result<HttpResponse> {
    let (_, person) = open_link(&ctx, &token, "password").await?;
    let page = welcome_form(&ctx, person, token.into_inner(), Form::blank()).await?;
    Ok(ctx.html(StatusCode::OK, page.render()?))
}

/// `POST /welcome/{token}`.
pub async fn welcome(ctx: Ctx, token: web::Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (link, person) = open_link(&ctx, &token, "password").await?;
    let id = person.clone().or_not_found()?;
    let (app, mut form, now) = (ctx.app.clone(), Form::typed(fields), ctx.app.clock.now());
    let (made, form) = ctx
        .counted(move || {
            let person = app.store.read(|conn| queries::by_id(conn, &id))?;
            let password = forms::new_password(&mut form, &[&person.username, &person.name]);
            if !form.complaints.is_empty() {
                return Ok((None, form));
            }
            let hash = secrets::hash(&password)?;
            app.store.write(Actor::program(), now, |tx| {
                queries::open_link(tx, &link, "password", now)?.or_not_found()?;
                let person = queries::by_id(tx, &person.id)?;
                changes::set_password(tx, &person, hash)
            })?;
            Ok((Some(person), form))
        })
        .await?;
    match made {
        Some(person) => {
            begin_session(&ctx, &person.id)?;
            Ok(ctx
                .go(Done { to: "/".into(), said: Some(Pair("密码已设定，欢迎。", "Your password is set. Welcome.")) }))
        }
        None => {
            let page = welcome_form(&ctx, person, token.into_inner(), form).await?;
            Ok(ctx.html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for (next, leads) in [
            ("/projects?stage=planning", "/projects?stage=planning"),
            ("", "/"),
            ("https://example.org", "/"),
            ("//example.org", "/"),
            ("/\\example.org", "/"),
            ("/a\r\nb: c", "/"),
        ] {
            assert_eq!(safe_next(next), leads);
        }
    }
}
