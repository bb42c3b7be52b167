//! What the program does by itself, on threads of its own: once a minute it looks whether it is time for the morning's digest and what
//! can be forgotten; and a thread for each way out sends what waits, so that a receiver that hangs holds up nobody else.

use std::time::Duration;

use crate::clock::Clock;
use crate::config::Post;
use crate::digests::morning;
use crate::error::Result;
use crate::outbox::model::Channel;
use crate::outbox::sending;
use crate::store::{Actor, Store};
use crate::web::ctx::App;
use crate::{duties, notices, outbox};

/// How often it looks what time it is.
const MINUTE: Duration = Duration::from_secs(60);
/// How often a way out looks whether something waits.
const LOOK: Duration = Duration::from_secs(10);

/// Everything that the jobs need.
#[derive(Clone)]
pub struct Jobs {
    pub store: Store,
    pub clock: Clock,
    pub post: Post,
    /// The address by which people reach the program.
    pub base: Option<String>,
}

impl Jobs {
    /// The jobs of a program that serves.
    pub fn of(app: &App) -> Jobs {
        Jobs { store: app.store.clone(), clock: app.clock.clone(), post: app.post.clone(), base: app.public_url.clone() }
    }

    /// What is done once a minute.
    pub fn minute(&self) -> Result<()> {
        // First who is reminded, so that the digest has it.
        duties::morning::make(&self.store, self.clock.now())?;
        morning::make(&self.store, self.clock.now(), &self.post, self.base.as_deref())
    }

    /// What is done once a day, and at the start.
    pub fn day(&self) -> Result<()> {
        self.store.write(Actor::program(), self.clock.now(), |tx| {
            notices::changes::forget(tx)?;
            outbox::changes::forget(tx)
        })
    }

    /// Tries everything that waits for a way out and whose time has come; each once.
    pub fn send(&self, channel: Channel) -> Result<()> {
        while sending::one(&self.store, &self.clock, &self.post, channel)? {}
        Ok(())
    }

    /// Begins with all of it. The threads end with the program.
    pub fn start(self) {
        for channel in Channel::ALL.iter().copied().filter(|it| it.is_set(&self.post)) {
            let jobs = self.clone();
            go_on(LOOK, move || jobs.send(channel));
        }
        let mut day = None;
        go_on(MINUTE, move || {
            self.minute()?;
            let today = self.store.office()?.zone.day(self.clock.now());
            if day != Some(today) {
                self.day()?;
                day = Some(today);
            }
            Ok(())
        });
    }
}

/// Does something again and again, with a pause between; what goes wrong is logged.
fn go_on(pause: Duration, mut what: impl FnMut() -> Result<()> + Send + 'static) {
    std::thread::spawn(move || {
        loop {
            if let Err(error) = what() {
                tracing::error!("{}", error.account());
            }
            std::thread::sleep(pause);
        }
    });
}
