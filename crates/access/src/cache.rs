//! Sessions read a moment ago, so that a screen's ten requests cost one look at the database.
//!
//! Invariant: what is forgotten stays forgotten. A reader takes a [`Cache::mark`] before it reads
//! and what it read is kept only when nothing was forgotten meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base::{Timestamp, Uuid};

use crate::Session;

/// More than this many at once are not expected; then the cache starts anew.
const CAPACITY: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    forgotten: u64,
    sessions: HashMap<String, (Timestamp, Session)>,
}

impl Cache {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, id: &str, now: Timestamp, keep: Duration) -> Option<Session> {
        let inner = self.inner();
        let (read_at, session) = inner.sessions.get(id)?;
        // A clock that went back says nothing about age.
        (now >= *read_at && now.since(*read_at) < keep).then(|| session.clone())
    }

    pub(crate) fn mark(&self) -> u64 {
        self.inner().forgotten
    }

    pub(crate) fn put(&self, mark: u64, session: &Session, now: Timestamp) {
        let mut inner = self.inner();
        if inner.forgotten != mark {
            return;
        }
        if inner.sessions.len() >= CAPACITY {
            inner.sessions.clear();
        }
        let id = session.id.clone();
        inner.sessions.insert(id, (now, session.clone()));
    }

    pub(crate) fn forget_session(&self, id: &str) {
        let mut inner = self.inner();
        inner.forgotten += 1;
        inner.sessions.remove(id);
    }

    pub(crate) fn forget_account(&self, account: Uuid) {
        let mut inner = self.inner();
        inner.forgotten += 1;
        inner
            .sessions
            .retain(|_, (_, session)| session.who.account != account);
    }
}
