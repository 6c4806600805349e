//! Sessions: begun at the door, looked up with each request, ended, cleared away.

use std::time::Duration;

use base::{Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, CommitError, Entry, Lane, Record};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Row, RowMode, Time, WriteBatch};

use crate::account::{self, Identity};
use crate::secret::{is_api_token, session_id};
use crate::sign_in::{self, Ending};
use crate::tables::session;
use crate::{Access, AccessError, api_token};

/// So many sessions are ended or cleared in one transaction.
const SLICE: u64 = 200;

/// A session that is valid now; what an API token opens looks the same.
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
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
}

/// A session as its account's administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// The record of its sign-in; `None` for a session of an older program.
    pub sign_in: Option<Uuid>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last seen in use, to the minute.
    pub last_seen_at: Timestamp,
}

/// What [`Access::tend_sessions`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// Sessions that had run out and were ended.
    pub ended: u64,
    /// Ended sessions that were cleared away.
    pub cleared: u64,
}

/// The account or token whose sessions this entry of the journal may have ended or changed.
#[must_use]
pub fn account_touched_by(entry: &Entry) -> Option<Uuid> {
    match (&*entry.kind, &*entry.verb) {
        (sign_in::Model::KIND, "ended") => {
            let record: sign_in::Model = serde_json::from_slice(&entry.body).ok()?;
            Some(record.account)
        }
        (account::Model::KIND | api_token::Model::KIND, _) if entry.version > 1 => {
            Some(entry.subject)
        }
        _ => None,
    }
}

impl Access {
    /// The session of a token, or what an API token opens, when it is valid: not ended, not idle
    /// for too long, not too old, and its account not disabled. Using it counts as use.
    ///
    /// # Errors
    /// The database's refusal, or an account that cannot be read.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, AccessError> {
        if is_api_token(token) {
            return self.opened_by_token(token).await;
        }
        let id = session_id(token);
        let now = self.now();
        let session = match self.cache().get(&id, now, self.config().believe) {
            Some(session) => Some(session),
            None => self.look_up(&id, now).await?,
        };
        let idle = self.config().idle;
        let session = session.filter(|s| now < s.ends_at && now.since(s.last_seen_at) < idle);
        if let Some(session) = &session
            && now.since(session.last_seen_at) >= self.config().touch
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

    /// Forgets what was read of an account's or a token's sessions: its next request is asked of the
    /// database.
    pub fn look_again(&self, account: Uuid) {
        self.cache().forget_account(account);
    }

    async fn look_up(&self, id: &str, now: Timestamp) -> Result<Option<Session>, AccessError> {
        let mark = self.cache().mark();
        let reader = self.journal().store().reader();
        let Some(row) = session::Entity::find_by_id(id).one(reader).await? else {
            return Ok(None);
        };
        let account = account::Entity::find_by_id(row.account).one(reader).await?;
        let Some(account) = account.filter(|a| !a.disabled && row.ended_at.is_none()) else {
            return Ok(None);
        };
        let session = self.valid(row, Identity::try_from(account)?);
        self.cache().put(mark, &session, now);
        Ok(Some(session))
    }

    pub(crate) fn valid(&self, row: session::Model, who: Identity) -> Session {
        let created_at: Timestamp = row.created_at.into();
        Session {
            id: row.id,
            who,
            created_at,
            last_seen_at: row.last_seen_at.into(),
            ends_at: created_at.plus(self.config().lifetime),
        }
    }

    async fn note_use(&self, id: &str) -> Result<(), AccessError> {
        let _turn = self.turn().await;
        let now = self.now();
        let reader = self.journal().store().reader();
        let row = session::Entity::find_by_id(id).one(reader).await?;
        let due = row.filter(|row| {
            row.ended_at.is_none() && now.since(row.last_seen_at.into()) >= self.config().touch
        });
        let Some(mut row) = due else { return Ok(()) };
        row.last_seen_at = now.into();
        self.write([Row::of(&row, RowMode::Upsert)]).await?;
        self.cache().forget_session(id);
        Ok(())
    }

    /// Ends the session of a token; one that is not there is ended already.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn sign_out(&self, token: &str) -> Result<(), AccessError> {
        let id = session_id(token);
        let _turn = self.turn().await;
        let reader = self.journal().store().reader();
        let row = session::Entity::find_by_id(&*id).one(reader).await?;
        if let Some(row) = row.filter(|row| row.ended_at.is_none()) {
            let set = ChangeSet::new(Lane::Dispatch, Actor::account(row.account));
            let set = self.ending(set, vec![row], Ending::SignedOut).await?;
            self.submit_ending(set).await?;
        }
        self.cache().forget_session(&id);
        Ok(())
    }

    /// Adds the end of these sessions to a set: their rows, and their journalled records.
    pub(crate) async fn ending(
        &self,
        mut set: ChangeSet,
        rows: Vec<session::Model>,
        ending: Ending,
    ) -> Result<ChangeSet, AccessError> {
        let now = self.now();
        let records = rows.iter().filter_map(|row| row.sign_in);
        let records = sign_in::Entity::find()
            .filter(sign_in::Column::Id.is_in(records))
            .all(self.journal().store().reader())
            .await?;
        for mut row in rows {
            row.ended_at = Some(now.into());
            set = set.beside(Row::of(&row, RowMode::Upsert));
        }
        for mut record in records
            .into_iter()
            .filter(|record| record.ended_at.is_none())
        {
            record.ended_at = Some(now.into());
            record.ended_by = Some(ending.as_str().to_owned());
            set = set.with(Change::of(&record, "ended", now)?);
        }
        Ok(set)
    }

    /// Submits a set that ends sessions and nothing else: whoever ended them first, they ended.
    async fn submit_ending(&self, set: ChangeSet) -> Result<(), AccessError> {
        match self.journal().submit(set).await {
            Ok(_) | Err(CommitError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The rows of an account's sessions that nobody ended.
    pub(crate) async fn open_rows(
        &self,
        account: Uuid,
    ) -> Result<Vec<session::Model>, AccessError> {
        let rows = session::Entity::find()
            .filter(session::Column::Account.eq(account))
            .filter(session::Column::EndedAt.is_null())
            .order_by_desc(session::Column::CreatedAt)
            .all(self.journal().store().reader())
            .await?;
        Ok(rows)
    }

    /// The sessions of an account that stand now, the newest first.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn sessions_of(&self, account: Uuid) -> Result<Vec<OpenSession>, AccessError> {
        let now = self.now();
        let (idle, lifetime) = (self.config().idle, self.config().lifetime);
        let open = self.open_rows(account).await?.into_iter();
        let open = open.map(|row| OpenSession {
            sign_in: row.sign_in,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
        });
        let stands = |one: &OpenSession| {
            now.since(one.last_seen_at) < idle && now < one.created_at.plus(lifetime)
        };
        Ok(open.filter(stands).collect())
    }

    /// Ends sessions of an account for an administrator: the one of this sign-in, or all.
    ///
    /// # Errors
    /// [`AccessError::UnknownSession`] when the one named does not stand, or the database's refusal.
    pub async fn end_sessions(
        &self,
        actor: Actor,
        account: Uuid,
        sign_in: Option<Uuid>,
    ) -> Result<(), AccessError> {
        let _turn = self.turn().await;
        let mut rows = self.open_rows(account).await?;
        if let Some(wanted) = sign_in {
            rows.retain(|row| row.sign_in == Some(wanted));
            if rows.is_empty() {
                return Err(AccessError::UnknownSession);
            }
        }
        if !rows.is_empty() {
            let set = ChangeSet::new(Lane::Dispatch, actor);
            let set = self.ending(set, rows, Ending::Administrator).await?;
            self.submit_ending(set).await?;
        }
        self.cache().forget_account(account);
        Ok(())
    }

    /// Ends the sessions that ran out, with their records, and clears away those that ended longer
    /// ago than `keep`. Idempotent; a job calls it now and then.
    ///
    /// # Errors
    /// The database's refusal; what was done stays done.
    pub async fn tend_sessions(&self, keep: Duration) -> Result<Tended, AccessError> {
        Ok(Tended {
            ended: self.end_run_out().await?,
            cleared: self.clear_ended(keep).await?,
        })
    }

    async fn end_run_out(&self) -> Result<u64, AccessError> {
        use session::Column;
        let mut ended = 0;
        loop {
            let _turn = self.turn().await;
            let now = self.now();
            let aged = Time::from(now.minus(self.config().lifetime));
            let idle = Time::from(now.minus(self.config().idle));
            let rows = session::Entity::find()
                .filter(Column::EndedAt.is_null())
                .filter(
                    Condition::any()
                        .add(Column::CreatedAt.lte(aged))
                        .add(Column::LastSeenAt.lte(idle)),
                )
                .limit(SLICE)
                .all(self.journal().store().reader())
                .await?;
            if rows.is_empty() {
                return Ok(ended);
            }
            ended += u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
            let (old, unused) = rows.into_iter().partition(|row| row.created_at <= aged);
            let set = ChangeSet::new(Lane::Import, Actor::system("access"));
            let set = self.ending(set, old, Ending::Aged).await?;
            let set = self.ending(set, unused, Ending::Idle).await?;
            self.journal().submit(set).await?;
            ids.iter().for_each(|id| self.cache().forget_session(id));
        }
    }

    async fn clear_ended(&self, keep: Duration) -> Result<u64, AccessError> {
        use session::Column;
        let store = self.journal().store();
        let before = Time::from(self.now().minus(keep));
        let mut cleared = 0;
        loop {
            let ids: Vec<String> = session::Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::EndedAt.lt(before))
                .limit(SLICE)
                .into_tuple()
                .all(store.reader())
                .await?;
            if ids.is_empty() {
                return Ok(cleared);
            }
            let delete = Query::delete()
                .from_table(session::Entity)
                .and_where(Column::Id.is_in(ids))
                .to_owned();
            let mut transaction = store.begin().await?;
            cleared += transaction.execute(store.build(&delete)).await?;
            let committed = transaction.commit(WriteBatch::default()).await;
            committed.map_err(store::StoreError::from)?;
        }
    }
}
