//! Followers: reading the journal by position.

use base::Uuid;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use store::Store;
use tokio::sync::watch;

use crate::stage::not_flipped;
use crate::tables::{entry, seal};
use crate::{JournalError, Sealed};

/// Reads sealed entries in order, each once, from a position on.
pub struct Follower {
    store: Store,
    head: watch::Receiver<i64>,
    position: i64,
}

/// How many entries a read takes at most.
pub(crate) const PAGE: u64 = 512;

impl Follower {
    pub(crate) const fn new(store: Store, head: watch::Receiver<i64>, position: i64) -> Self {
        Self {
            store,
            head,
            position,
        }
    }

    /// The position behind which the next entry is read.
    #[must_use]
    pub const fn position(&self) -> i64 {
        self.position
    }

    /// Waits until there are entries behind the position and gives up to a page of them; an empty
    /// list means that the journal was closed.
    ///
    /// # Errors
    /// The database's refusal; the position stays and the call may be repeated.
    pub async fn next(&mut self) -> Result<Vec<Sealed>, JournalError> {
        loop {
            if *self.head.borrow_and_update() > self.position {
                let page = read_after(&self.store, self.position, PAGE).await?;
                if let Some(last) = page.last() {
                    self.position = last.position;
                    return Ok(page);
                }
            }
            if self.head.changed().await.is_err() {
                return Ok(Vec::new());
            }
        }
    }
}

/// The sealed entries behind `position`, in order, at most `limit` of them.
///
/// # Errors
/// The database's refusal.
pub async fn read_after(
    store: &Store,
    position: i64,
    limit: u64,
) -> Result<Vec<Sealed>, JournalError> {
    let seals = seal::Entity::find()
        .filter(seal::Column::Position.gt(position))
        .order_by_asc(seal::Column::Position)
        .limit(limit)
        .all(store.reader())
        .await?;
    let ids: Vec<Uuid> = seals.iter().map(|seal| seal.entry).collect();
    let entries = entry::Entity::find()
        .filter(entry::Column::Id.is_in(ids))
        .all(store.reader())
        .await?;
    let mut entries: HashMap<Uuid, entry::Model> =
        entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let joined = seals.iter().filter_map(|seal| {
        let entry = entries.remove(&seal.entry)?;
        Some(crate::entry::sealed(seal, entry))
    });
    Ok(joined.collect())
}

/// Everything that was ever written about some subjects, in the order of their positions; what has
/// no position yet stands last.
///
/// # Errors
/// The database's refusal.
pub async fn history(
    store: &Store,
    subjects: &[Uuid],
) -> Result<Vec<(Option<i64>, crate::Entry)>, JournalError> {
    let entries = entry::Entity::find()
        .filter(entry::Column::Subject.is_in(subjects.iter().copied()))
        .filter(not_flipped(Expr::col((Alias::new("journal_entry"), Alias::new("id")))).not())
        .order_by_asc(entry::Column::Id)
        .all(store.reader())
        .await?;
    let seals = seal::Entity::find()
        .filter(seal::Column::Entry.is_in(entries.iter().map(|entry| entry.id)))
        .all(store.reader())
        .await?;
    let positions: HashMap<Uuid, i64> = seals
        .into_iter()
        .map(|seal| (seal.entry, seal.position))
        .collect();
    let mut all: Vec<_> = entries
        .into_iter()
        .map(|entry| (positions.get(&entry.id).copied(), crate::Entry::from(entry)))
        .collect();
    all.sort_by_key(|(position, _)| position.unwrap_or(i64::MAX));
    Ok(all)
}
