//! The room's handle: signing in and out, looking a session up.

use std::sync::Arc;
use std::time::Duration;

use base::{Timestamp, Uuid};
use journal::{Actor, ChangeSet, Journal, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{Row, RowMode};
use tokio::sync::{Mutex, MutexGuard, Semaphore};

use crate::account::{self, Identity, normalise};
use crate::cache::Cache;
use crate::lockout::{Failures, Strangers};
use crate::secret::{Password, Token, session_id};
use crate::tables::{credential, session};
use crate::{AccessError, SignInError};

/// Limits of sessions and sign-ins.
#[derive(Clone, Debug)]
pub struct AccessConfig {
    /// A session that is not used for so long has ended.
    pub idle: Duration,
    /// How often at most a session's last use is written; a session may end earlier by this.
    pub touch: Duration,
    /// For how long a session that was looked up is believed without looking again. A change made
    /// by this process is seen at once, one made by another process after this time.
    pub believe: Duration,
    /// Wrong passwords in a row before the lock-out.
    pub failures: i32,
    /// How long the lock-out lasts.
    pub lock: Duration,
    /// Password hashes computed at once; each takes 19 MiB and a core.
    pub hashers: usize,
}

impl Default for AccessConfig {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30 * 60),
            touch: Duration::from_secs(60),
            believe: Duration::from_secs(2),
            failures: 5,
            lock: Duration::from_secs(5 * 60),
            hashers: 2,
        }
    }
}

/// A session that is valid now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of its token.
    pub id: String,
    /// Whose it is.
    pub who: Identity,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last seen in use, to the minute.
    pub last_seen_at: Timestamp,
}

/// Somebody who was let in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What to show from now on; given out once.
    pub token: Token,
    /// The session.
    pub session: Session,
}

/// Accounts and sessions of one process.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    journal: Journal,
    config: AccessConfig,
    cache: Cache,
    strangers: Strangers,
    hashers: Semaphore,
    /// Held while a session or a credential is read, changed and written: rows are replaced whole,
    /// and a last-seen note must not bring back a session that ended meanwhile.
    turn: Mutex<()>,
}

impl Access {
    /// Over a migrated database.
    #[must_use]
    pub fn new(journal: Journal, config: AccessConfig) -> Self {
        Self(Arc::new(Inner {
            journal,
            hashers: Semaphore::new(config.hashers.max(1)),
            config,
            cache: Cache::default(),
            strangers: Strangers::default(),
            turn: Mutex::new(()),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn config(&self) -> &AccessConfig {
        &self.0.config
    }

    /// The journal it writes to.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.journal.clock().now()
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.0.cache
    }

    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.turn.lock().await
    }

    /// Runs password work on a thread of its own, a few at a time.
    pub(crate) async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AccessError> + Send + 'static,
    ) -> Result<T, AccessError> {
        let crypto = |error: String| AccessError::Crypto(error);
        let permit = self.0.hashers.acquire().await;
        let permit = permit.map_err(|error| crypto(error.to_string()))?;
        let done = tokio::task::spawn_blocking(work).await;
        drop(permit);
        done.map_err(|error| crypto(error.to_string()))?
    }

    /// Lets somebody in by name and password. An unknown name costs the same work and is counted
    /// like a known one.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(
        &self,
        username: &str,
        password: &Password,
    ) -> Result<SignedIn, SignInError> {
        let name = normalise(username);
        let Some((account, proof)) = self.account_by_name(&name).await? else {
            return self.refuse_stranger(name, password).await;
        };
        refuse_locked(failures_of(&proof), self.now())?;
        let typed = password.clone();
        let hash = proof.hash;
        let right = self.hashing(move || typed.matches(Some(&hash))).await?;

        // Decided under the lock and on what stands there now: many guesses at once count as many.
        let _turn = self.turn().await;
        let now = self.now();
        let Some((account, proof)) = self.account_by_id(account.id).await? else {
            return Err(SignInError::WrongCredentials);
        };
        refuse_locked(failures_of(&proof), now)?;
        if !right {
            let failures = self.count_failure(failures_of(&proof), now);
            self.write_failures(proof, failures).await?;
            refuse_locked(failures, now)?;
            return Err(SignInError::WrongCredentials);
        }
        if account.disabled {
            return Err(SignInError::Disabled);
        }
        self.begin_session(account, proof, now).await
    }

    async fn refuse_stranger(
        &self,
        name: String,
        password: &Password,
    ) -> Result<SignedIn, SignInError> {
        let now = self.now();
        refuse_locked(self.0.strangers.get(&name), now)?;
        let typed = password.clone();
        self.hashing(move || typed.matches(None)).await?;
        let failures = self.count_failure(self.0.strangers.get(&name), now);
        self.0.strangers.set(name, failures);
        refuse_locked(failures, now)?;
        Err(SignInError::WrongCredentials)
    }

    fn count_failure(&self, failures: Failures, now: Timestamp) -> Failures {
        failures.one_more(now, self.0.config.failures, self.0.config.lock)
    }

    async fn write_failures(
        &self,
        mut proof: credential::Model,
        failures: Failures,
    ) -> Result<(), AccessError> {
        proof.failed_count = failures.count;
        proof.locked_until = failures.locked_until.map(Into::into);
        if failures.locked_until.is_some() {
            tracing::warn!(account = %proof.account, "locked after too many wrong passwords");
        }
        self.write([Row::of(&proof, RowMode::Upsert)]).await
    }

    async fn begin_session(
        &self,
        account: account::Model,
        mut proof: credential::Model,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let who = Identity::try_from(account)?;
        let token = Token::new()?;
        let row = session::Model {
            id: session_id(token.reveal()),
            account: who.account,
            created_at: now.into(),
            last_seen_at: now.into(),
            ended_at: None,
        };
        let mut rows = vec![Row::of(&row, RowMode::Insert)];
        if proof.failed_count != 0 || proof.locked_until.is_some() {
            proof.failed_count = 0;
            proof.locked_until = None;
            rows.push(Row::of(&proof, RowMode::Upsert));
        }
        self.write(rows).await?;
        let session = valid(row, who);
        Ok(SignedIn { token, session })
    }

    /// The session of a token, when it is valid: not ended, not idle for too long, and its account
    /// not disabled. Using it counts as use.
    ///
    /// # Errors
    /// The database's refusal, or an account that cannot be read.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, AccessError> {
        let id = session_id(token);
        let now = self.now();
        let cached = self.0.cache.get(&id, now, self.0.config.believe);
        let session = match cached {
            Some(session) => Some(session),
            None => self.look_up(&id, now).await?,
        };
        let session = session.filter(|s| now.since(s.last_seen_at) < self.0.config.idle);
        if let Some(session) = &session
            && now.since(session.last_seen_at) >= self.0.config.touch
        {
            // Nobody waits for the note; should it fail, the next request writes it.
            let (access, id) = (self.clone(), session.id.clone());
            tokio::spawn(async move {
                if let Err(error) = access.note_use(&id).await {
                    tracing::warn!(%error, "a session's use was not noted");
                }
            });
        }
        Ok(session)
    }

    async fn look_up(&self, id: &str, now: Timestamp) -> Result<Option<Session>, AccessError> {
        let mark = self.0.cache.mark();
        let reader = self.0.journal.store().reader();
        let Some(row) = session::Entity::find_by_id(id).one(reader).await? else {
            return Ok(None);
        };
        let account = account::Entity::find_by_id(row.account).one(reader).await?;
        let Some(account) = account.filter(|a| !a.disabled && row.ended_at.is_none()) else {
            return Ok(None);
        };
        let session = valid(row, Identity::try_from(account)?);
        self.0.cache.put(mark, &session, now);
        Ok(Some(session))
    }

    async fn note_use(&self, id: &str) -> Result<(), AccessError> {
        let _turn = self.turn().await;
        let now = self.now();
        let reader = self.0.journal.store().reader();
        let row = session::Entity::find_by_id(id).one(reader).await?;
        let due = row.filter(|row| {
            row.ended_at.is_none() && now.since(row.last_seen_at.into()) >= self.0.config.touch
        });
        let Some(mut row) = due else { return Ok(()) };
        row.last_seen_at = now.into();
        self.write([Row::of(&row, RowMode::Upsert)]).await?;
        self.0.cache.forget_session(id);
        Ok(())
    }

    /// Ends the session of a token; one that is not there is ended already.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn sign_out(&self, token: &str) -> Result<(), AccessError> {
        let id = session_id(token);
        let _turn = self.turn().await;
        let reader = self.0.journal.store().reader();
        let row = session::Entity::find_by_id(&*id).one(reader).await?;
        if let Some(mut row) = row.filter(|row| row.ended_at.is_none()) {
            row.ended_at = Some(self.now().into());
            self.write([Row::of(&row, RowMode::Upsert)]).await?;
        }
        self.0.cache.forget_session(&id);
        Ok(())
    }

    /// Writes operational rows.
    pub(crate) async fn write(
        &self,
        rows: impl IntoIterator<Item = Row>,
    ) -> Result<(), AccessError> {
        let empty = ChangeSet::new(Lane::Dispatch, Actor::system("access"));
        let set = rows.into_iter().fold(empty, ChangeSet::beside);
        self.0.journal.submit(set).await?;
        Ok(())
    }

    async fn account_by_name(
        &self,
        name: &str,
    ) -> Result<Option<(account::Model, credential::Model)>, AccessError> {
        let reader = self.0.journal.store().reader();
        let found = account::Entity::find()
            .filter(account::Column::Username.eq(name))
            .one(reader)
            .await?;
        match found {
            Some(account) => self.with_proof(account).await,
            None => Ok(None),
        }
    }

    async fn account_by_id(
        &self,
        id: Uuid,
    ) -> Result<Option<(account::Model, credential::Model)>, AccessError> {
        let reader = self.0.journal.store().reader();
        match account::Entity::find_by_id(id).one(reader).await? {
            Some(account) => self.with_proof(account).await,
            None => Ok(None),
        }
    }

    async fn with_proof(
        &self,
        account: account::Model,
    ) -> Result<Option<(account::Model, credential::Model)>, AccessError> {
        let reader = self.0.journal.store().reader();
        let proof = credential::Entity::find_by_id(account.id)
            .one(reader)
            .await?;
        Ok(proof.map(|proof| (account, proof)))
    }
}

fn valid(row: session::Model, who: Identity) -> Session {
    Session {
        id: row.id,
        who,
        created_at: row.created_at.into(),
        last_seen_at: row.last_seen_at.into(),
    }
}

fn failures_of(proof: &credential::Model) -> Failures {
    Failures {
        count: proof.failed_count,
        locked_until: proof.locked_until.map(Into::into),
    }
}

fn refuse_locked(failures: Failures, now: Timestamp) -> Result<(), SignInError> {
    match failures.locked_for(now) {
        Some(retry_after) => Err(SignInError::Locked { retry_after }),
        None => Ok(()),
    }
}
