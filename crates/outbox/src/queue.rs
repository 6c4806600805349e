//! The table as a queue: what is due, who claimed it, how it ended. Every transaction here is short
//! and none is open while somebody calls out.

use base::{Timestamp, Uuid};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement,
    UpdateStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value};
use store::ddl::ColumnKind;
use store::{Engine, Store, StoreError, Time, WriteBatch, WriteTransaction};

use crate::lease::Claim;
use crate::tables::message::{Column, Entity};
use crate::{ChannelName, Limits, Message, MessageState};

/// A message that this process may deliver until its lease is over.
#[derive(Clone, Debug)]
pub(crate) struct Claimed {
    pub(crate) message: Message,
    pub(crate) claim: Claim,
    pub(crate) asked_at: Timestamp,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Sent { receipt: Option<String> },
    Again { due_at: Timestamp, reason: String },
    GivenUp { reason: String },
}

/// A due time further off than any pause was written by a clock that ran ahead.
const CLOCKS_DIFFER: std::time::Duration = std::time::Duration::from_secs(60);

/// What may be claimed now. A fresh message is due whatever the clock says: a clock that was set
/// back must not hold up an alarm.
fn due(channel: ChannelName, now: Timestamp, limits: &Limits) -> Condition {
    let furthest = now.plus(limits.longest_pause).plus(CLOCKS_DIFFER);
    let in_time = Condition::any()
        .add(Column::DueAt.lte(Time::from(now)))
        .add(Column::Attempts.eq(0))
        .add(Column::DueAt.gt(Time::from(furthest)));
    waiting(channel)
        .add(Column::LeaseUntil.is_null())
        .add(in_time)
}

fn waiting(channel: ChannelName) -> Condition {
    Condition::all()
        .add(Column::Channel.eq(channel.as_str()))
        .add(Column::State.eq(MessageState::Waiting.as_str()))
}

/// Whether anything is due: a look that takes no writer's turn.
pub(crate) async fn anything_due(
    store: &Store,
    channel: ChannelName,
    now: Timestamp,
    limits: &Limits,
) -> Result<bool, StoreError> {
    let select = Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(due(channel, now, limits))
        .limit(1)
        .to_owned();
    let found = store.reader().query_one_raw(store.build(&select)).await?;
    Ok(found.is_some())
}

/// The claims that stand, of every process.
pub(crate) async fn standing(
    store: &Store,
    channel: ChannelName,
) -> Result<Vec<Claim>, StoreError> {
    let found: Vec<(Uuid, i32, Option<Time>)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Attempts, Column::LeaseUntil])
        .filter(waiting(channel).add(Column::LeaseUntil.is_not_null()))
        .into_tuple()
        .all(store.reader())
        .await?;
    let claim = |(id, attempts, lease_until)| Claim {
        id,
        attempts,
        lease_until,
    };
    Ok(found.into_iter().map(claim).collect())
}

/// What to claim.
pub(crate) struct Wanted<'a> {
    pub(crate) channel: ChannelName,
    pub(crate) limits: &'a Limits,
    pub(crate) now: Timestamp,
    /// How many at most.
    pub(crate) room: usize,
    /// Claims whose holders are dead.
    pub(crate) dead: &'a [Claim],
}

/// Claims messages: when this returns they are ours until the lease is over.
pub(crate) async fn claim(store: &Store, wanted: &Wanted<'_>) -> Result<Vec<Claimed>, StoreError> {
    let mut transaction = store.begin().await?;
    let mut ours = left_behind(store, &mut transaction, wanted).await?;
    let room = wanted.room.saturating_sub(ours.len());
    if room > 0 {
        let condition = due(wanted.channel, wanted.now, wanted.limits);
        let select = lockable(store, condition, room);
        ours.extend(read(store, &mut transaction, wanted.channel, &select).await?);
    }
    let most = i32::try_from(wanted.limits.attempts).unwrap_or(i32::MAX);
    let has_hope =
        |found: &Claimed| found.claim.lease_until.is_none() || found.claim.attempts < most;
    let (ours, hopeless): (Vec<_>, Vec<_>) = ours.into_iter().partition(has_hope);
    let until = Time::from(wanted.now.plus(wanted.limits.lease));
    if !ours.is_empty() {
        let update = Query::update()
            .table(Entity)
            .value(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .value(Column::LeaseUntil, until)
            .and_where(Column::Id.is_in(ours.iter().map(|found| found.claim.id)))
            .to_owned();
        transaction.execute(store.build(&update)).await?;
    }
    for found in hopeless {
        let reason = "whoever delivered it died, each time".to_owned();
        let update = outcome(&found.claim, &Outcome::GivenUp { reason }, wanted.now);
        transaction.execute(store.build(&update)).await?;
    }
    transaction.commit(WriteBatch::default()).await?;
    Ok(ours
        .into_iter()
        .map(|found| found.with_lease(until))
        .collect())
}

impl Claimed {
    fn with_lease(mut self, until: Time) -> Self {
        self.claim.attempts += 1;
        self.claim.lease_until = Some(until);
        self.message.attempt = self.claim.attempts;
        self
    }
}

/// Of the dead claims those that stand unchanged inside the transaction.
async fn left_behind(
    store: &Store,
    transaction: &mut WriteTransaction,
    wanted: &Wanted<'_>,
) -> Result<Vec<Claimed>, StoreError> {
    if wanted.dead.is_empty() {
        return Ok(Vec::new());
    }
    let ids = wanted.dead.iter().map(|claim| claim.id);
    let condition = waiting(wanted.channel).add(Column::Id.is_in(ids));
    let select = lockable(store, condition, wanted.room);
    let found = read(store, transaction, wanted.channel, &select).await?;
    let unchanged = found
        .into_iter()
        .filter(|found| wanted.dead.contains(&found.claim));
    Ok(unchanged.collect())
}

/// The oldest rows first. On PostgreSQL a row that another process is claiming is passed over;
/// SQLite's transaction has the only writer's turn already.
fn lockable(store: &Store, condition: Condition, limit: usize) -> SelectStatement {
    let mut select = Query::select()
        .columns([
            Column::Id,
            Column::Key,
            Column::Recipient,
            Column::Body,
            Column::Cause,
            Column::CreatedAt,
            Column::AskedAt,
            Column::Attempts,
            Column::LeaseUntil,
        ])
        .from(Entity)
        .cond_where(condition)
        .order_by(Column::DueAt, Order::Asc)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .to_owned();
    if store.engine() == Engine::Postgres {
        select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    select
}

async fn read(
    store: &Store,
    transaction: &mut WriteTransaction,
    channel: ChannelName,
    select: &SelectStatement,
) -> Result<Vec<Claimed>, StoreError> {
    use ColumnKind::{BigInt, Int, Text};
    const KINDS: &[ColumnKind] = &[
        ColumnKind::Uuid,
        Text,
        Text,
        Text,
        Text,
        BigInt,
        BigInt,
        Int,
        BigInt,
    ];
    let rows = transaction.rows(store.build(select), KINDS).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| claimed(channel, row))
        .collect())
}

fn claimed(channel: ChannelName, row: Vec<Value>) -> Option<Claimed> {
    let values: [Value; 9] = row.try_into().ok()?;
    let [
        Value::Uuid(Some(id)),
        Value::String(Some(key)),
        Value::String(Some(recipient)),
        Value::String(Some(body)),
        Value::String(Some(cause)),
        Value::BigInt(Some(created_at)),
        Value::BigInt(Some(asked_at)),
        Value::Int(Some(attempts)),
        Value::BigInt(lease_until),
    ] = values
    else {
        return None;
    };
    let message = Message {
        id,
        key,
        channel,
        recipient,
        body,
        cause,
        created_at: Timestamp::from_micros(created_at),
        attempt: attempts,
    };
    let claim = Claim {
        id,
        attempts,
        lease_until: lease_until.map(Time),
    };
    let asked_at = Timestamp::from_micros(asked_at);
    Some(Claimed {
        message,
        claim,
        asked_at,
    })
}

/// Notes how an attempt ended.
pub(crate) async fn note(
    store: &Store,
    claim: &Claim,
    ended: &Outcome,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut transaction = store.begin().await?;
    let update = outcome(claim, ended, now);
    transaction.execute(store.build(&update)).await?;
    Ok(transaction.commit(WriteBatch::default()).await?)
}

/// A failure is noted by who still holds the claim; a success by everybody, since it happened.
fn outcome(claim: &Claim, ended: &Outcome, now: Timestamp) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(Entity)
        .value(Column::LeaseUntil, Option::<Time>::None)
        .and_where(Column::Id.eq(claim.id));
    let now = Time::from(now);
    match ended {
        Outcome::Sent { receipt } => {
            return update
                .value(Column::State, MessageState::Sent.as_str())
                .value(Column::SettledAt, now)
                .value(Column::Receipt, receipt.clone())
                .and_where(Column::State.ne(MessageState::Sent.as_str()))
                .to_owned();
        }
        Outcome::Again { due_at, reason } => update
            .value(Column::DueAt, Time::from(*due_at))
            .value(Column::LastError, reason.as_str()),
        Outcome::GivenUp { reason } => update
            .value(Column::State, MessageState::GivenUp.as_str())
            .value(Column::SettledAt, now)
            .value(Column::LastError, reason.as_str()),
    };
    update
        .value(Column::FailedAt, now)
        .and_where(Column::State.eq(MessageState::Waiting.as_str()))
        .and_where(Column::Attempts.eq(claim.attempts))
        .and_where(Column::LeaseUntil.eq(claim.lease_until))
        .to_owned()
}
