//! A request at the door. Time, person and language arrive here, once, and are handed down; reading and changing happen in
//! closures off the event loop.

use std::future::{Ready, ready};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_session::{Session, SessionExt};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, web};
use askama::Template;
use chrono::NaiveDate;

use super::fields::Fields;
use super::form::Form;
use super::live::Live;
use super::once;
use super::session::PERSON;
use super::shell::Shell;
use super::summary;
use crate::clock::{Clock, Moment};
use crate::config::Post;
use crate::error::{Error, Kind, Result};
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::store::connection::queries_sent;
use crate::store::memory::{Memory, Remembered};
use crate::store::office::Office;
use crate::store::trail::Head;
use crate::store::{Actor, Conn, Store, Tx};

/// The cookie that carries one sentence over a redirect.
const FLASH: &str = "shuguang_said";
/// The cookie that remembers the language of somebody who is not signed in.
pub const LANG: &str = "shuguang_lang";

/// What all requests share.
pub struct App {
    pub store: Store,
    pub clock: Clock,
    /// The folder of attached files.
    pub files: std::path::PathBuf,
    /// Signs the session cookies.
    pub secret: String,
    /// Whether people come by https.
    pub secure: bool,
    /// The address under which people reach the program, for links that are handed out; none: as they came.
    pub public_url: Option<String>,
    /// By which ways something goes out of the house.
    pub post: Post,
    /// The pages that are open.
    pub live: Live,
    /// How long a request may take, its body included.
    pub patience: std::time::Duration,
}

/// How many statements a request sent; read by the Server-Timing header.
#[derive(Clone, Default)]
pub struct Cost(pub Arc<AtomicU32>);

/// The language of a request's reader as far as the door knows it; for error pages.
#[derive(Clone, Copy)]
pub struct Reader(pub Lang);

/// One request.
#[derive(Clone)]
pub struct Ctx {
    pub app: web::Data<App>,
    pub session: Session,
    pub path: String,
    pub query: Fields,
    /// The page that the reader has before them, to come back to: its address with its question, or that of the form they sent.
    here: String,
    /// The browser's language; a signed-in person's own comes first.
    pub lang: Lang,
    /// The address a request came from, for slowing down guesses.
    pub peer: String,
    pub agent: String,
    /// `http://host` as the browser wrote it, for links that are handed out.
    pub base: String,
    flash: Option<String>,
    person: Option<String>,
    cost: Cost,
}

impl FromRequest for Ctx {
    type Error = Error;
    type Future = Ready<Result<Ctx>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ctx::of(request))
    }
}

impl Ctx {
    fn of(request: &HttpRequest) -> Result<Ctx> {
        let Some(app) = request.app_data::<web::Data<App>>() else {
            return Err(Error::broken("the application has no state"));
        };
        let header = |name: header::HeaderName| request.headers().get(name).and_then(|it| it.to_str().ok()).unwrap_or("");
        let session = request.get_session();
        let info = request.connection_info().clone();
        let base = app.public_url.clone().unwrap_or_else(|| format!("{}://{}", info.scheme(), info.host()));
        let cost = request.extensions().get::<Cost>().cloned().unwrap_or_default();
        Ok(Ctx {
            app: app.clone(),
            person: session.get(PERSON).unwrap_or_default(),
            session,
            path: request.path().to_owned(),
            // A question with a NUL in it asks for nothing that there is.
            query: Fields::parse(request.query_string().replace("%00", "").as_bytes()),
            here: here(request),
            lang: lang_of(request),
            peer: request.peer_addr().map(|it| it.ip().to_string()).unwrap_or_default(),
            agent: header(header::USER_AGENT).chars().take(200).collect(),
            base,
            flash: request
                .cookie(FLASH)
                .and_then(|it| form_urlencoded::parse(it.value().as_bytes()).next().map(|it| it.0.into_owned())),
            cost,
        })
    }

    /// Whether the browser has a session of a person; whether they may still come in is found when something is read.
    pub fn is_signed_in(&self) -> bool {
        self.person.is_some()
    }

    /// Reads for the signed-in person.
    pub async fn read<T: Send + 'static>(&self, what: impl FnOnce(&mut Reading) -> Result<T> + Send + 'static) -> Result<T> {
        let door = self.door()?;
        self.counted(move || {
            let office = door.app.store.office()?;
            let now = door.app.clock.now();
            let today = office.zone.day(now);
            let memory = door.app.store.memory();
            door.app.store.read(|conn| {
                let Some(me) = Actor::find(conn, &door.person, today)? else {
                    return Err(Error::new(Kind::SignedOut));
                };
                what(&mut Reading {
                    conn,
                    me,
                    now,
                    today,
                    office,
                    memory,
                    end: None,
                    flash: door.flash,
                    path: door.path,
                    here: door.here,
                })
            })
        })
        .await
    }

    /// Answers with the page that `what` makes.
    pub async fn page<P: Template>(
        &self,
        what: impl FnOnce(&mut Reading) -> Result<P> + Send + 'static,
    ) -> Result<HttpResponse> {
        let html = self.read(|reading| Ok(what(reading)?.render()?)).await?;
        Ok(self.html(StatusCode::OK, html))
    }

    /// Changes something as the signed-in person.
    pub async fn write<T: Send + 'static>(&self, what: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static) -> Result<T> {
        let door = self.door()?;
        self.counted(move || {
            let office = door.app.store.office()?;
            let now = door.app.clock.now();
            let today = office.zone.day(now);
            let me = door.app.store.read(|conn| Actor::find(conn, &door.person, today))?;
            match me {
                Some(me) => door.app.store.write(me, now, what),
                None => Err(Error::new(Kind::SignedOut)),
            }
        })
        .await
    }

    /// Changes something and goes where `change` says; where the form is not acceptable, shows `page` again with what was
    /// typed and why (422), or with what another wrote meanwhile (409).
    pub async fn submit<P: Template>(
        &self,
        fields: Fields,
        change: impl FnOnce(&mut Tx, &mut Form) -> Result<Done> + Send + 'static,
        page: impl FnOnce(&mut Reading, Form) -> Result<P> + Send + 'static,
    ) -> Result<HttpResponse> {
        let written = fields.written();
        self.tried(fields, change, page).await.map_err(|mut error| {
            // There is no form in which it could come back.
            error.written = written;
            error
        })
    }

    async fn tried<P: Template>(
        &self,
        fields: Fields,
        change: impl FnOnce(&mut Tx, &mut Form) -> Result<Done> + Send + 'static,
        page: impl FnOnce(&mut Reading, Form) -> Result<P> + Send + 'static,
    ) -> Result<HttpResponse> {
        let hash = once::hash(&fields);
        let form = Form::typed(fields);
        let mut tried = form.clone();
        match self.write(move |tx| once::carry_out(tx, hash, |tx| change(tx, &mut tried))).await {
            Ok(done) => Ok(self.go(done)),
            Err(Error { kind: Kind::Invalid(complaints), .. }) => {
                let fields: Vec<String> = complaints.iter().map(|it| it.0.clone()).collect();
                let form = Form { complaints, ..form };
                let make = move |reading: &mut Reading| {
                    let html = page(reading, form)?.render()?;
                    Ok(summary::named(html, fields.iter().map(String::as_str), reading.me.lang.of("：", ": ")))
                };
                let html = self.read(make).await?;
                Ok(self.html(StatusCode::UNPROCESSABLE_ENTITY, html))
            }
            Err(Error { kind: Kind::Late, .. }) => {
                let form = Form { late: true, ..form };
                let html = self.read(|reading| Ok(page(reading, form)?.render()?)).await?;
                Ok(self.html(StatusCode::CONFLICT, html))
            }
            Err(error) => Err(error),
        }
    }

    /// Changes something by a button that has nothing to type, and goes where `change` says.
    pub async fn press(&self, change: impl FnOnce(&mut Tx) -> Result<Done> + Send + 'static) -> Result<HttpResponse> {
        Ok(self.go(self.write(change).await?))
    }

    /// Runs something slow or blocking off the event loop and counts its statements.
    pub async fn counted<T: Send + 'static>(&self, what: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let cost = self.cost.clone();
        web::block(move || {
            let before = queries_sent();
            let answer = what();
            cost.0.fetch_add(queries_sent().wrapping_sub(before), Ordering::Relaxed);
            answer
        })
        .await?
    }

    /// Goes somewhere after a change and says there what was done.
    pub fn go(&self, done: Done) -> HttpResponse {
        let mut answer = HttpResponse::SeeOther();
        answer.insert_header((header::LOCATION, in_ascii(&done.to)));
        if let Some(said) = done.said {
            let said: String = form_urlencoded::byte_serialize(self.lang.say(said).as_bytes()).collect();
            answer.cookie(
                Cookie::build(FLASH, said)
                    .path("/")
                    .http_only(true)
                    .same_site(SameSite::Lax)
                    .max_age(Duration::minutes(1))
                    .finish(),
            );
        }
        answer.finish()
    }

    /// A page in HTML; the sentence of the last change has been shown with it.
    pub fn html(&self, status: StatusCode, html: String) -> HttpResponse {
        let mut answer = HttpResponse::build(status);
        answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.flash.is_some() {
            let mut gone = Cookie::build(FLASH, "").path("/").finish();
            gone.make_removal();
            answer.cookie(gone);
        }
        answer.body(html)
    }

    /// The shell of a page for somebody who is not signed in.
    pub fn outside(&self) -> Result<Shell> {
        let office = self.app.store.office()?;
        let today = office.zone.day(self.app.clock.now());
        Ok(Shell { flash: self.flash.clone(), ..Shell::outside(self.lang, &self.path, office, today) })
    }

    fn door(&self) -> Result<Door> {
        match &self.person {
            None => Err(Error::new(Kind::SignedOut)),
            Some(person) => {
                let (flash, path, here) = (self.flash.clone(), self.path.clone(), self.here.clone());
                Ok(Door { app: self.app.clone(), person: person.clone(), flash, path, here })
            }
        }
    }
}

/// The language of a request: the person's own as the last page set it, the browser's otherwise.
pub fn lang_of(request: &HttpRequest) -> Lang {
    match request.cookie(LANG) {
        Some(cookie) => Lang::from_code(cookie.value()),
        None => {
            let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
            header.map_or(Lang::Zh, Lang::accepted)
        }
    }
}

/// Where the reader of the answer stands: on the page asked for, or on the one whose form was sent.
fn here(request: &HttpRequest) -> String {
    if request.method() == actix_web::http::Method::GET {
        return request.uri().path_and_query().map_or("/".to_owned(), |it| it.as_str().to_owned());
    }
    came_from(request).unwrap_or_else(|| "/".to_owned())
}

/// The path of the page that a request came from, as its browser says.
pub fn came_from(request: &HttpRequest) -> Option<String> {
    let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    let path = rest.find('/').and_then(|at| rest.get(at..))?;
    (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}

/// What of a request goes off the event loop.
struct Door {
    app: web::Data<App>,
    person: String,
    flash: Option<String>,
    path: String,
    here: String,
}

/// Where a change leads, and what is said there.
#[derive(Clone, Debug)]
pub struct Done {
    pub to: String,
    pub said: Option<Pair>,
}

/// An address as a header carries it: names in Chinese become percent signs and digits.
fn in_ascii(address: &str) -> String {
    address.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'!'..=b'~' => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
        text
    })
}

/// Go there and say this.
pub fn done(to: impl Into<String>, zh: &'static str, en: &'static str) -> Done {
    Done { to: to.into(), said: Some(Pair(zh, en)) }
}

/// A reading of the database for one person at one time. Derefs to the connection.
pub struct Reading<'c> {
    conn: &'c mut Conn,
    pub me: Actor,
    pub now: Moment,
    pub today: NaiveDate,
    pub office: Arc<Office>,
    memory: Memory,
    /// Where the trail ends, once it was asked.
    end: Option<i64>,
    flash: Option<String>,
    path: String,
    here: String,
}

impl Deref for Reading<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Reading<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl Reading<'_> {
    /// What the page shares with all others.
    pub fn shell(&mut self) -> Result<Shell> {
        let (me, flash, office) = (self.me.clone(), self.flash.clone(), self.office.clone());
        let local = office.zone.local(self.now);
        Ok(Shell { here: self.here.clone(), ..Shell::inside(self.conn, me, flash, &self.path, office, local)? })
    }

    /// Looks through the rows of a kind that are kept in memory.
    pub fn look<T: Remembered, A>(&mut self, what: impl FnOnce(&[(Arc<str>, T)]) -> A) -> Result<A> {
        let end = match self.end {
            Some(end) => end,
            None => *self.end.insert(Head::read(self.conn)?.seq),
        };
        self.memory.look(self.conn, end, what)
    }

    /// The ids of the rows of a kind of which something is true.
    pub fn find<T: Remembered>(&mut self, is: impl Fn(&T) -> bool) -> Result<Vec<Arc<str>>> {
        self.look(|rows: &[(Arc<str>, T)]| rows.iter().filter(|it| is(&it.1)).map(|it| it.0.clone()).collect())
    }

    /// Goes on only if the reader may do this; what they may not even see is not there.
    pub fn may_see(&self, deed: Deed) -> Result<()> {
        match self.me.may(deed, Standing::NONE) {
            Some(_) => Ok(()),
            None => Err(Error::not_found()),
        }
    }

    /// Goes on only if the reader may do this; otherwise forbidden.
    pub fn may(&self, deed: Deed, standing: Standing) -> Result<()> {
        match self.me.may(deed, standing) {
            Some(_) => Ok(()),
            None => Err(Error::new(Kind::Forbidden(deed.name()))),
        }
    }
}
