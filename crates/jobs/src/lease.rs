//! A lease between processes: one of them runs a job, the others wait.
//!
//! As in the outbox no clocks are compared: the holder's beat rises while it works, and who has seen
//! a beat stand still for a whole lease on its own monotonic clock takes the lease over. It is
//! advisory: a holder that was frozen for longer may wake up beside its successor, which an
//! idempotent job bears.

use std::time::Duration;

use base::Uuid;
use sea_orm::EntityTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use store::{Store, StoreError, WriteBatch};
use tokio::time::{Instant, sleep};

use crate::tables::lease::{Column, Entity};

/// How long a beat has to stand still.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(8);
/// Between two looks at a lease that another holds. No whole part of a period: who looked in step with
/// a holder's runs would never find the lease free.
pub(crate) const LOOK: Duration = Duration::from_millis(730);

/// The lease of one job in one process.
pub(crate) struct Lease {
    store: Store,
    name: &'static str,
    process: Uuid,
    /// The beat that another's lease stands at, and since when.
    seen: Option<(i64, Instant)>,
    /// Our beat while we hold it.
    held: Option<i64>,
}

impl Lease {
    pub(crate) const fn new(store: Store, name: &'static str, process: Uuid) -> Self {
        Self {
            store,
            name,
            process,
            seen: None,
            held: None,
        }
    }

    /// Takes the lease when it is free or its holder is dead; `false` when another holds it.
    pub(crate) async fn take(&mut self) -> Result<bool, StoreError> {
        let found = Entity::find_by_id(self.name)
            .one(self.store.reader())
            .await?;
        let beat = match found {
            None => {
                self.make().await?;
                0
            }
            Some(row) if self.may_take(row.holder, row.beat, Instant::now()) => row.beat,
            Some(_) => return Ok(false),
        };
        let taken = self.pass(beat, Some(self.process)).await?;
        self.held = taken.then_some(beat + 1);
        self.seen = None;
        Ok(taken)
    }

    fn may_take(&mut self, holder: Option<Uuid>, beat: i64, now: Instant) -> bool {
        // One job runs once in a process, so what stands under our own name was left behind.
        if holder.is_none_or(|holder| holder == self.process) {
            return true;
        }
        match self.seen {
            Some((seen, since)) if seen == beat => now.saturating_duration_since(since) >= LEASE,
            _ => {
                self.seen = Some((beat, now));
                false
            }
        }
    }

    /// Raises the beat until it is dropped; give it a place beside the work.
    pub(crate) async fn keep(&mut self) {
        loop {
            sleep(BEAT).await;
            let Some(beat) = self.held else { continue };
            match self.pass(beat, Some(self.process)).await {
                Ok(true) => self.held = Some(beat + 1),
                Ok(false) => {
                    tracing::warn!(job = self.name, "another process took the lease over");
                    self.held = None;
                }
                Err(error) => {
                    tracing::warn!(job = self.name, %error, "the lease was not renewed");
                }
            }
        }
    }

    /// Gives it back; what cannot be given back is taken over one day.
    pub(crate) async fn give_back(&mut self) {
        let Some(beat) = self.held.take() else { return };
        if let Err(error) = self.pass(beat, None).await {
            tracing::warn!(job = self.name, %error, "the lease was not given back; it will lapse");
        }
    }

    async fn make(&self) -> Result<(), StoreError> {
        let insert = Query::insert()
            .into_table(Entity)
            .columns([Column::Name, Column::Beat])
            .values_panic([self.name.into(), 0_i64.into()])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .to_owned();
        self.execute(self.store.build(&insert)).await.map(drop)
    }

    /// Changes the holder if the beat still stands where we saw it.
    async fn pass(&self, beat: i64, holder: Option<Uuid>) -> Result<bool, StoreError> {
        let update = Query::update()
            .table(Entity)
            .value(Column::Holder, holder)
            .value(Column::Beat, beat + 1)
            .and_where(Expr::col(Alias::new("name")).eq(self.name))
            .and_where(Expr::col(Alias::new("beat")).eq(beat))
            .to_owned();
        Ok(self.execute(self.store.build(&update)).await? == 1)
    }

    async fn execute(&self, statement: sea_orm::Statement) -> Result<u64, StoreError> {
        let mut transaction = self.store.begin().await?;
        let changed = transaction.execute(statement).await?;
        transaction.commit(WriteBatch::default()).await?;
        Ok(changed)
    }
}
