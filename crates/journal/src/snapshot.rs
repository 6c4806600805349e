//! One moment of the database: tables and journal as they stand together.
//!
//! Rows are there from their commit on, positions come some milliseconds later. Who counts rows and
//! then follows the journal must know which entries the rows hold already: those up to
//! [`Snapshot::head`], and those that wait for their position, [`Snapshot::unsealed`].

use base::Uuid;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{AccessMode, ConnectionTrait, DatabaseTransaction, IsolationLevel, TransactionTrait};
use store::Engine;

use crate::stage::not_flipped;
use crate::{Journal, JournalError};

/// A reading transaction that sees one moment.
pub struct Snapshot {
    transaction: DatabaseTransaction,
    head: i64,
    unsealed: Vec<(Uuid, Uuid)>,
}

impl Journal {
    /// Opens a snapshot, with the entries of `kind` that wait for their position. Keep it shortly: a
    /// long one keeps SQLite's log from being copied back.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn snapshot(&self, kind: &str) -> Result<Snapshot, JournalError> {
        let store = self.store();
        let reader = store.reader();
        let transaction = match store.engine() {
            // A deferred transaction sees the moment of its first reading.
            Engine::Sqlite => reader.begin().await?,
            Engine::Postgres => {
                let isolation = Some(IsolationLevel::RepeatableRead);
                let access = Some(AccessMode::ReadOnly);
                reader.begin_with_config(isolation, access).await?
            }
        };
        let head = crate::sequencer::head_seen_by(&transaction).await?;
        let id = || Expr::col((Alias::new("journal_entry"), Alias::new("id")));
        let queue = |table: &str| {
            Query::select()
                .column(Alias::new("entry"))
                .from(Alias::new(table))
                .to_owned()
        };
        let staged = id().in_subquery(queue("journal_staged"));
        let select = Query::select()
            .columns(["id", "subject"].map(Alias::new))
            .from(Alias::new("journal_entry"))
            .and_where(Expr::col(Alias::new("kind")).eq(kind))
            .cond_where(
                Condition::any()
                    .add(id().in_subquery(queue("journal_pending")))
                    .add(staged.and(not_flipped(id()).not())),
            )
            .to_owned();
        let found = transaction.query_all_raw(store.build(&select)).await?;
        let pairs = found
            .iter()
            .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "subject")?)));
        let unsealed = pairs.collect::<Result<_, sea_orm::DbErr>>()?;
        Ok(Snapshot {
            transaction,
            head,
            unsealed,
        })
    }
}

impl Snapshot {
    /// The connection that sees the moment.
    #[must_use]
    pub const fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// The last position of the moment.
    #[must_use]
    pub const fn head(&self) -> i64 {
        self.head
    }

    /// The entries of the kind that the rows hold though they have no position yet, with their
    /// subjects.
    #[must_use]
    pub fn unsealed(&self) -> &[(Uuid, Uuid)] {
        &self.unsealed
    }

    /// Lets the moment go.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn close(self) -> Result<(), JournalError> {
        Ok(self.transaction.rollback().await?)
    }
}
