//! What a status page shows, read from the table: it is true of all processes and outlives them.

use std::time::Duration;

use base::{Timestamp, Uuid};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{StoreError, Time};

use crate::tables::message::{Column, Entity, Model};
use crate::{ChannelName, MessageState, Outbox, mask};

/// How a channel is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStatus {
    /// Which.
    pub channel: ChannelName,
    /// Messages that wait, those under way included.
    pub waiting: u64,
    /// Of them, claimed by somebody.
    pub under_way: u64,
    /// Of them, failed at least once and due again later.
    pub failing: u64,
    /// Messages sent and not yet cleared.
    pub sent: u64,
    /// Messages given up, until an administrator asks again.
    pub given_up: u64,
    /// How long the oldest waiting message has been asked for.
    pub oldest_waiting: Option<Duration>,
    /// The last failure, also when the message went out later.
    pub last_error: Option<LastError>,
    /// When a message was sent last.
    pub last_success: Option<Timestamp>,
}

/// A failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastError {
    /// When.
    pub at: Timestamp,
    /// What the channel said.
    pub reason: String,
}

/// A given-up message for the administrator's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// Its id, for [`Outbox::retry`].
    pub id: Uuid,
    /// Its idempotency key.
    pub key: String,
    /// To whom, masked.
    pub recipient: String,
    /// What it speaks of.
    pub cause: String,
    /// Attempts made.
    pub attempts: i32,
    /// Why it was given up.
    pub reason: String,
    /// When it was put in.
    pub created_at: Timestamp,
    /// When it was given up.
    pub given_up_at: Option<Timestamp>,
}

impl Outbox {
    /// The status of every channel.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn status(&self) -> Result<Vec<ChannelStatus>, StoreError> {
        let counts: Vec<(String, String, i64)> = Entity::find()
            .select_only()
            .columns([Column::Channel, Column::State])
            // A column of the index, so that the index alone is read.
            .column_as(Column::Channel.count(), "count")
            .group_by(Column::Channel)
            .group_by(Column::State)
            .into_tuple()
            .all(self.store().reader())
            .await?;
        let mut all = Vec::new();
        for channel in ChannelName::ALL {
            let count = |state: MessageState| {
                let of_state = counts
                    .iter()
                    .find(|(c, s, _)| c == channel.as_str() && s == state.as_str());
                of_state.map_or(0, |(_, _, count)| count.unsigned_abs())
            };
            let (under_way, oldest) = self.waiting(channel).await?;
            let failing = self.failing(channel).await?;
            let now = self.clock().now();
            all.push(ChannelStatus {
                channel,
                waiting: count(MessageState::Waiting),
                under_way,
                failing,
                sent: count(MessageState::Sent),
                given_up: count(MessageState::GivenUp),
                oldest_waiting: oldest.map(|asked| now.since(asked.into())),
                last_error: self.last_error(channel).await?,
                last_success: self.last_success(channel).await?,
            });
        }
        Ok(all)
    }

    async fn waiting(&self, channel: ChannelName) -> Result<(u64, Option<Time>), StoreError> {
        let found: Option<(i64, Option<Time>)> = Entity::find()
            .select_only()
            .column_as(Expr::col(Column::LeaseUntil).count(), "under_way")
            .column_as(Column::AskedAt.min(), "oldest")
            .filter(Column::Channel.eq(channel.as_str()))
            .filter(Column::State.eq(MessageState::Waiting.as_str()))
            .into_tuple()
            .one(self.store().reader())
            .await?;
        Ok(found.map_or((0, None), |(count, oldest)| (count.unsigned_abs(), oldest)))
    }

    async fn failing(&self, channel: ChannelName) -> Result<u64, StoreError> {
        let found = Entity::find()
            .filter(Column::Channel.eq(channel.as_str()))
            .filter(Column::State.eq(MessageState::Waiting.as_str()))
            .filter(Column::Attempts.gt(0))
            .filter(Column::LeaseUntil.is_null())
            .count(self.store().reader());
        Ok(found.await?)
    }

    async fn last_error(&self, channel: ChannelName) -> Result<Option<LastError>, StoreError> {
        let found: Option<(Time, String)> = Entity::find()
            .select_only()
            .columns([Column::FailedAt, Column::LastError])
            .filter(Column::Channel.eq(channel.as_str()))
            .filter(Column::FailedAt.is_not_null())
            .filter(Column::LastError.is_not_null())
            .order_by_desc(Column::FailedAt)
            .limit(1)
            .into_tuple()
            .one(self.store().reader())
            .await?;
        Ok(found.map(|(at, reason)| LastError {
            at: at.into(),
            reason,
        }))
    }

    async fn last_success(&self, channel: ChannelName) -> Result<Option<Timestamp>, StoreError> {
        let found: Option<Time> = Entity::find()
            .select_only()
            .column(Column::SettledAt)
            .filter(Column::Channel.eq(channel.as_str()))
            .filter(Column::SettledAt.is_not_null())
            .filter(Column::State.eq(MessageState::Sent.as_str()))
            .order_by_desc(Column::SettledAt)
            .limit(1)
            .into_tuple()
            .one(self.store().reader())
            .await?;
        Ok(found.map(Timestamp::from))
    }

    /// Given-up messages of a channel, the latest first, at most `most`.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn given_up(
        &self,
        channel: ChannelName,
        most: u64,
    ) -> Result<Vec<GivenUp>, StoreError> {
        let found = Entity::find()
            .filter(Column::Channel.eq(channel.as_str()))
            .filter(Column::State.eq(MessageState::GivenUp.as_str()))
            .order_by_desc(Column::SettledAt)
            .limit(most)
            .all(self.store().reader())
            .await?;
        let shown = |model: Model| GivenUp {
            id: model.id,
            recipient: mask::masked(channel, &model.recipient),
            key: model.key,
            cause: model.cause,
            attempts: model.attempts,
            reason: model.last_error.unwrap_or_default(),
            created_at: model.created_at.into(),
            given_up_at: model.settled_at.map(Timestamp::from),
        };
        Ok(found.into_iter().map(shown).collect())
    }
}
