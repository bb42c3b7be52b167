//! What changes while a page is open, as server-sent events. Whoever listens is looked after once something was committed, at most once
//! a second; what they are told is what their pages would show. Listening keeps no session alive, and ends with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDateTime;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::ctx::{App, Ctx};
use super::session::{holds, key_hash};
use super::trouble::Plain;
use crate::error::{Error, Kind, Result};
use crate::store::office::Office;
use crate::store::{Actor, Conn};

/// How many pages of one person may listen, and how many of everybody.
const EACH: usize = 6;
const ALL: usize = 500;
/// What is committed within this time is told together.
const TOGETHER: Duration = Duration::from_secs(1);
/// How long a line may be silent.
const SILENCE: Duration = Duration::from_secs(25);

/// The pages that are open.
#[derive(Clone)]
pub struct Live {
    open: Arc<Mutex<HashMap<String, usize>>>,
    over: Arc<watch::Sender<bool>>,
}

impl Default for Live {
    fn default() -> Live {
        Live { open: Arc::default(), over: Arc::new(watch::Sender::new(false)) }
    }
}

impl Live {
    /// Ends every stream; a server that is asked to stop would wait for them.
    pub fn end(&self) {
        self.over.send_replace(true);
    }

    /// Waits until the program is asked to stop, and ends every stream then.
    pub async fn ends_with_the_program(self) {
        #[cfg(unix)]
        if let Ok(mut asked) = actix_web::rt::signal::unix::signal(actix_web::rt::signal::unix::SignalKind::terminate()) {
            asked.recv().await;
            self.end();
        }
    }

    /// A place for one more page of somebody, if there is one.
    fn enter(&self, person: &str) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = open.get(person).copied().unwrap_or(0);
        if theirs >= EACH || open.values().sum::<usize>() >= ALL {
            return None;
        }
        open.insert(person.to_owned(), theirs + 1);
        Some(Place { live: self.clone(), person: person.to_owned() })
    }
}

/// Somebody's place among those who listen; given back when it is dropped.
struct Place {
    live: Live,
    person: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.live.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.person) {
            Some(theirs) if *theirs > 1 => *theirs -= 1,
            _ => {
                open.remove(&self.person);
            }
        }
    }
}

/// Whoever listens, as the rules see them now.
pub struct Listener {
    pub me: Actor,
    pub office: Arc<Office>,
    /// By the office's clock.
    pub now: NaiveDateTime,
}

/// What somebody is told of how it stands.
pub type Tell = fn(&mut Conn, &Listener) -> Result<String>;

/// One page that listens.
struct Line {
    app: web::Data<App>,
    place: Place,
    /// The hash of the session's key.
    key: String,
    tell: Tell,
    commits: watch::Receiver<u64>,
    over: watch::Receiver<bool>,
    told: Option<String>,
}

impl Line {
    /// How it stands; none once the session holds no more.
    async fn now(&self) -> Option<String> {
        let (app, person, key, tell) = (self.app.clone(), self.place.person.clone(), self.key.clone(), self.tell);
        let read = move || {
            let office = app.store.office()?;
            let now = app.clock.now();
            let local = office.zone.local(now);
            app.store.read(|conn| match holds(conn, &key, &person, now)? {
                true => match Actor::find(conn, &person, local.date())? {
                    Some(me) => tell(conn, &Listener { me, office: office.clone(), now: local }).map(Some),
                    None => Ok(None),
                },
                false => Ok(None),
            })
        };
        match web::block(read).await {
            Ok(Ok(told)) => told,
            Ok(Err(error)) => {
                tracing::error!("{}", error.account());
                None
            }
            Err(_) => None,
        }
    }

    /// The next piece of the stream: what is new, or a sign of life.
    async fn next(&mut self) -> Option<String> {
        if self.told.is_some() {
            tokio::select! {
                _ = self.over.wait_for(|over| *over) => return None,
                heard = timeout(SILENCE, self.commits.changed()) => {
                    if let Ok(heard) = heard {
                        heard.ok()?;
                        sleep(TOGETHER).await;
                    }
                }
            }
        }
        if *self.over.borrow() {
            return None;
        }
        self.commits.mark_unchanged();
        let now = self.now().await?;
        if self.told.as_ref() == Some(&now) {
            return Some(": \n\n".to_owned());
        }
        let event = format!("event: inbox\ndata: {now}\n\n");
        self.told = Some(now);
        Some(event)
    }
}

impl Ctx {
    /// Answers with what `tell` says; and where `?open=1` asks for it, goes on with what it says whenever that changes.
    pub async fn listen(&self, request: &HttpRequest, tell: Tell) -> Result<HttpResponse> {
        // Whoever may not come in is sent away as from every page.
        let person = self.read(|r| Ok(r.me.id.clone())).await?;
        let Some(key) = key_hash(request) else { return Err(Error::new(Kind::SignedOut)) };
        let Some(place) = self.app.live.enter(&person) else {
            return Ok(HttpResponse::from_error(Plain(actix_web::http::StatusCode::TOO_MANY_REQUESTS)));
        };
        let mut answer = HttpResponse::Ok();
        answer.insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"));
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        // Neither compressed here nor gathered by a proxy: each event goes out at once.
        answer.insert_header((header::CONTENT_ENCODING, "identity"));
        answer.insert_header(("x-accel-buffering", "no"));
        let (commits, over) = (self.app.store.commits(), self.app.live.over.subscribe());
        let mut line = Line { app: self.app.clone(), place, key, tell, commits, over, told: None };
        if request.method() == Method::HEAD || self.query.get("open") != "1" {
            let now = line.next().await.unwrap_or_default();
            return Ok(answer.body(now));
        }
        let pieces = stream::unfold(line, |mut line| async move {
            let piece = line.next().await?;
            Some((Ok::<_, actix_web::Error>(web::Bytes::from(piece)), line))
        });
        Ok(answer.streaming(Box::pin(pieces)))
    }
}
