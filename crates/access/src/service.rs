//! The room's handle, and its door: signing in, proving a password.

use std::sync::Arc;
use std::time::Duration;

use base::{Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, Journal, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{Row, RowMode};
use tokio::sync::{Mutex, MutexGuard, Semaphore};

use crate::account::{self, Identity, normalise};
use crate::cache::Cache;
use crate::lockout::{Failures, Strangers};
use crate::secret::{Password, Token, session_id};
use crate::tables::{credential, session};
use crate::{AccessError, Session, SignInError, lock_out, sign_in};

/// Limits of sessions and sign-ins.
#[derive(Clone, Debug)]
pub struct AccessConfig {
    /// A session that is not used for so long has ended.
    pub idle: Duration,
    /// A session ends after so long, used or not.
    pub lifetime: Duration,
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
            // A shift of a station lasts a day.
            lifetime: Duration::from_secs(24 * 3600),
            touch: Duration::from_secs(60),
            believe: Duration::from_secs(2),
            failures: 5,
            lock: Duration::from_secs(5 * 60),
            hashers: 2,
        }
    }
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
        // An account without a credential (after a rebuild) is no more known at the door than none.
        let known = match self.account_by_name(&name).await? {
            Some(account) => self.with_proof(account).await?,
            None => None,
        };
        let Some((account, _)) = known else {
            return self.refuse_stranger(name, password).await;
        };
        let (account, proof, _turn) = self.prove(account.id, password).await?;
        if account.disabled {
            return Err(SignInError::Disabled);
        }
        self.begin_session(account, proof, self.now()).await
    }

    /// Proves that a password is an account's: counts a wrong one, and gives the account with the
    /// turn still held, so that what follows is decided on what stands.
    pub(crate) async fn prove(
        &self,
        id: Uuid,
        password: &Password,
    ) -> Result<(account::Model, credential::Model, MutexGuard<'_, ()>), SignInError> {
        let Some((_, proof)) = self.account_by_id(id).await? else {
            return Err(SignInError::WrongCredentials);
        };
        refuse_locked(failures_of(&proof), self.now())?;
        let typed = password.clone();
        let checked = proof.hash;
        let hash = checked.clone();
        let right = self.hashing(move || typed.matches(Some(&hash))).await?;

        // Decided under the lock and on what stands there now: many guesses at once count as many.
        let turn = self.turn().await;
        let now = self.now();
        let Some((account, proof)) = self.account_by_id(id).await? else {
            return Err(SignInError::WrongCredentials);
        };
        refuse_locked(failures_of(&proof), now)?;
        // A password that was replaced meanwhile is a wrong one.
        if right && proof.hash == checked {
            return Ok((account, proof, turn));
        }
        let failures = self.count_failure(failures_of(&proof), now);
        self.write_failures(proof, failures).await?;
        refuse_locked(failures, now)?;
        Err(SignInError::WrongCredentials)
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
        if failures.locked_until.is_some() {
            let set = ChangeSet::new(Lane::Dispatch, Actor::system("access"));
            let set = self.with_lock_out(set, None, failures)?;
            self.0.journal.submit(set).await?;
        }
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
        let mut set = ChangeSet::new(Lane::Dispatch, Actor::system("access"));
        if failures.locked_until.is_some() {
            tracing::warn!(account = %proof.account, "locked after too many wrong passwords");
            set = self.with_lock_out(set, Some(proof.account), failures)?;
        }
        self.0
            .journal
            .submit(set.beside(Row::of(&proof, RowMode::Upsert)))
            .await?;
        Ok(())
    }

    /// Adds the journalled record of a lock-out.
    fn with_lock_out(
        &self,
        set: ChangeSet,
        account: Option<Uuid>,
        failures: Failures,
    ) -> Result<ChangeSet, AccessError> {
        let now = self.now();
        let record = lock_out::Model {
            id: self.0.journal.new_id(),
            version: 0,
            account,
            failures: i64::from(self.0.config.failures),
            locked_at: now.into(),
            locked_until: failures.locked_until.unwrap_or(now).into(),
        };
        Ok(set.with(Change::of(&record, "locked", now)?))
    }

    async fn begin_session(
        &self,
        account: account::Model,
        mut proof: credential::Model,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let who = Identity::try_from(account)?;
        let token = Token::new()?;
        let record = sign_in::Model {
            id: self.0.journal.new_id(),
            version: 0,
            account: who.account,
            username: who.username.clone(),
            began_at: now.into(),
            ended_at: None,
            ended_by: None,
        };
        let row = session::Model {
            id: session_id(token.reveal()),
            account: who.account,
            created_at: now.into(),
            last_seen_at: now.into(),
            ended_at: None,
            sign_in: Some(record.id),
        };
        let mut set = ChangeSet::new(Lane::Dispatch, who.pass.actor())
            .with(Change::of(&record, "signed_in", now).map_err(AccessError::from)?)
            .beside(Row::of(&row, RowMode::Insert));
        if proof.failed_count != 0 || proof.locked_until.is_some() {
            proof.failed_count = 0;
            proof.locked_until = None;
            set = set.beside(Row::of(&proof, RowMode::Upsert));
        }
        self.0.journal.submit(set).await?;
        let session = self.valid(row, who);
        Ok(SignedIn { token, session })
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

    async fn account_by_name(&self, name: &str) -> Result<Option<account::Model>, AccessError> {
        let reader = self.0.journal.store().reader();
        let found = account::Entity::find()
            .filter(account::Column::Username.eq(name))
            .one(reader)
            .await?;
        Ok(found)
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
