//! The handle that rooms and administrators hold: ring, ask again, clear.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Uuid};
use sea_orm::sea_query::{Condition, Query, UpdateStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, StoreError, Time, WriteBatch};
use tokio::sync::watch;

use crate::tables::message::{Column, Entity};
use crate::{ChannelName, MessageState};

/// The outbox of one process; clones share it.
#[derive(Clone)]
pub struct Outbox {
    store: Store,
    clock: Clock,
    bell: Bell,
}

/// Tells the deliverers of this process that a message was written. Losing a ring loses nothing:
/// they look by themselves too, and that is how other processes' messages are found.
#[derive(Clone)]
pub struct Bell(Arc<watch::Sender<()>>);

impl Bell {
    /// Rings; it never waits.
    pub fn ring(&self) {
        self.0.send_replace(());
    }
}

/// Rows that one transaction of a long work touches.
const SLICE: usize = 500;

impl Outbox {
    /// Over a migrated database.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        let bell = Bell(Arc::new(watch::Sender::new(())));
        Self { store, clock, bell }
    }

    /// To be rung after a change set with a message was committed.
    #[must_use]
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    pub(crate) fn listen(&self) -> watch::Receiver<()> {
        self.bell.0.subscribe()
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// An administrator asks for a given-up message again: it is due at once, with all its
    /// attempts, under its old key. `false` when there is no such message or it is not given up.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn retry(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(self.ask_again(vec![id]).await? > 0)
    }

    /// As [`Outbox::retry`] for all that stood given up when this began; gives their number.
    ///
    /// # Errors
    /// The database's refusal; what was asked for again stays so.
    pub async fn retry_all(&self, channel: ChannelName) -> Result<u64, StoreError> {
        let ids = self.ids(of(channel, MessageState::GivenUp), None).await?;
        let mut asked = 0;
        for slice in ids.chunks(SLICE) {
            asked += self.ask_again(slice.to_vec()).await?;
        }
        Ok(asked)
    }

    async fn ask_again(&self, ids: Vec<Uuid>) -> Result<u64, StoreError> {
        let now = Time::from(self.clock.now());
        let update: UpdateStatement = Query::update()
            .table(Entity)
            .value(Column::State, MessageState::Waiting.as_str())
            .value(Column::Attempts, 0)
            .value(Column::DueAt, now)
            .value(Column::AskedAt, now)
            .value(Column::SettledAt, Option::<Time>::None)
            .value(Column::LeaseUntil, Option::<Time>::None)
            .and_where(Column::Id.is_in(ids))
            .and_where(Column::State.eq(MessageState::GivenUp.as_str()))
            .to_owned();
        let mut transaction = self.store.begin().await?;
        let asked = transaction.execute(self.store.build(&update)).await?;
        transaction.commit(WriteBatch::default()).await?;
        self.bell.ring();
        Ok(asked)
    }

    /// Clears what was sent longer ago than `keep`; gives their number. The keys of what is cleared
    /// are forgotten with it. Given-up messages stay until an administrator has dealt with them.
    ///
    /// # Errors
    /// The database's refusal; what was cleared stays cleared.
    pub async fn purge(&self, channel: ChannelName, keep: Duration) -> Result<u64, StoreError> {
        let before = Time::from(self.clock.now().minus(keep));
        let mut gone = 0;
        loop {
            let condition = of(channel, MessageState::Sent).add(Column::SettledAt.lt(before));
            let ids = self.ids(condition, Some(SLICE)).await?;
            if ids.is_empty() {
                return Ok(gone);
            }
            let delete = Query::delete()
                .from_table(Entity)
                .and_where(Column::Id.is_in(ids))
                .to_owned();
            let mut transaction = self.store.begin().await?;
            gone += transaction.execute(self.store.build(&delete)).await?;
            transaction.commit(WriteBatch::default()).await?;
        }
    }

    async fn ids(
        &self,
        condition: Condition,
        most: Option<usize>,
    ) -> Result<Vec<Uuid>, StoreError> {
        let ids = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(condition)
            .order_by_asc(Column::SettledAt)
            .limit(most.and_then(|most| u64::try_from(most).ok()))
            .into_tuple()
            .all(self.store.reader());
        Ok(ids.await?)
    }
}

fn of(channel: ChannelName, state: MessageState) -> Condition {
    Condition::all()
        .add(Column::Channel.eq(channel.as_str()))
        .add(Column::State.eq(state.as_str()))
}
