//! Sessions kept in the database, so that one can be ended: the browser holds a signed key, the database its hash.

use std::collections::HashMap;

use actix_session::SessionMiddleware;
use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError, generate_session_key};
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::{HttpRequest, web};
use diesel::prelude::*;

use super::ctx::App;
use crate::clock::{Clock, Moment};
use crate::store::schema::sessions;
use crate::store::trail::sha256;
use crate::store::tx::new_id;
use crate::store::{Conn, Store};

/// The session's entry that names the signed-in person.
pub const PERSON: &str = "person";
/// The session's entry that names the browser it was begun with.
pub const AGENT: &str = "agent";
/// The cookie of a session.
const COOKIE: &str = "shuguang";
/// How long a session lasts without signing in again.
const LIFE: Duration = Duration::hours(14);

/// The sessions of the department.
pub struct Sessions {
    store: Store,
    clock: Clock,
}

type State = HashMap<String, String>;

/// The middleware that gives each request its session.
pub fn middleware(app: &App) -> SessionMiddleware<Sessions> {
    let sessions = Sessions { store: app.store.clone(), clock: app.clock.clone() };
    SessionMiddleware::builder(sessions, Key::derive_from(app.secret.as_bytes()))
        .cookie_name(COOKIE.into())
        .cookie_secure(app.secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(PersistentSession::default().session_ttl(LIFE))
        .build()
}

/// A value of the state, which keeps each as JSON.
fn entry(state: &State, name: &str) -> Option<String> {
    state.get(name).and_then(|json| serde_json::from_str(json).ok())
}

/// By which a request's session is found again: the hash of its key. The cookie holds the key behind a signature of 44 signs, and
/// whoever has a person in their session has passed it.
pub fn key_hash(request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(COOKIE)?;
    cookie.value().get(44..).map(sha256)
}

/// Whether a session still holds for a person.
pub fn holds(conn: &mut Conn, key_hash: &str, person: &str, now: Moment) -> QueryResult<bool> {
    let row = sessions::table.filter(sessions::key_hash.eq(key_hash)).filter(sessions::expires_at.gt(now));
    diesel::select(diesel::dsl::exists(row.filter(sessions::person_id.eq(person)))).get_result(conn)
}

impl Sessions {
    async fn aside<T: Send + 'static>(
        &self,
        what: impl FnOnce(&mut Conn, Moment) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, anyhow::Error> {
        let (store, now) = (self.store.clone(), self.clock.now());
        let done = web::block(move || store.aside(|conn| what(conn, now))).await?;
        done.map_err(|error| anyhow::anyhow!(error.account()))
    }
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = sha256(key.as_ref());
        let found: Option<String> = self
            .aside(move |conn, now| {
                sessions::table
                    .filter(sessions::key_hash.eq(hash))
                    .filter(sessions::expires_at.gt(now))
                    .select(sessions::state)
                    .first(conn)
                    .optional()
            })
            .await
            .map_err(LoadError::Other)?;
        found.map(|state| serde_json::from_str(&state)).transpose().map_err(|cause| LoadError::Deserialization(cause.into()))
    }

    async fn save(&self, state: State, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let key = generate_session_key();
        let hash = sha256(key.as_ref());
        let text = serde_json::to_string(&state).map_err(|cause| SaveError::Serialization(cause.into()))?;
        let life = chrono::Duration::seconds(ttl.whole_seconds());
        let id = new_id(self.clock.now()).map_err(|error| SaveError::Other(anyhow::anyhow!(error.account())))?;
        self.aside(move |conn, now| {
            // Those that have run out go when a new one comes.
            diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)?;
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(id),
                    sessions::key_hash.eq(hash),
                    sessions::person_id.eq(entry(&state, PERSON)),
                    sessions::agent.eq(entry(&state, AGENT).unwrap_or_default()),
                    sessions::state.eq(text),
                    sessions::created_at.eq(now),
                    sessions::expires_at.eq(now + life),
                ))
                .execute(conn)
        })
        .await
        .map_err(SaveError::Other)?;
        Ok(key)
    }

    async fn update(&self, key: SessionKey, state: State, ttl: &Duration) -> Result<SessionKey, UpdateError> {
        let hash = sha256(key.as_ref());
        let text = serde_json::to_string(&state).map_err(|cause| UpdateError::Serialization(cause.into()))?;
        let life = chrono::Duration::seconds(ttl.whole_seconds());
        self.aside(move |conn, now| {
            diesel::update(sessions::table.filter(sessions::key_hash.eq(hash)))
                .set((
                    sessions::person_id.eq(entry(&state, PERSON)),
                    sessions::state.eq(text),
                    sessions::expires_at.eq(now + life),
                ))
                .execute(conn)
        })
        .await
        .map_err(UpdateError::Other)?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        let hash = sha256(key.as_ref());
        let life = chrono::Duration::seconds(ttl.whole_seconds());
        self.aside(move |conn, now| {
            diesel::update(sessions::table.filter(sessions::key_hash.eq(hash)))
                .set(sessions::expires_at.eq(now + life))
                .execute(conn)
        })
        .await?;
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = sha256(key.as_ref());
        self.aside(move |conn, _| diesel::delete(sessions::table.filter(sessions::key_hash.eq(hash))).execute(conn)).await?;
        Ok(())
    }
}
