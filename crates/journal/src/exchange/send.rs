//! Packing: what the other side does not know.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use base::{Digest, Uuid};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use store::Store;

use super::parcel::{Parcel, Parcelled};
use crate::follow::PAGE;
use crate::tables::{entry, origin, seal};
use crate::{Entry, JournalError, Node};

/// A node in one of its epochs: who wrote an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The node.
    pub node: String,
    /// Its epoch.
    pub epoch: i32,
}

impl Origin {
    /// Who wrote this entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            node: entry.node.clone(),
            epoch: entry.epoch,
        }
    }
}

impl From<&Node> for Origin {
    fn from(node: &Node) -> Self {
        Self {
            node: node.id.clone(),
            epoch: node.epoch,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.node, self.epoch)
    }
}

/// How far each origin's entries are known: the newest sequence without a hole before it.
pub type Known = BTreeMap<Origin, i64>;

/// What this database knows.
///
/// # Errors
/// The database's refusal.
pub async fn known(store: &Store) -> Result<Known, JournalError> {
    let rows = origin::Entity::find().all(store.reader()).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let origin = Origin {
                node: row.node,
                epoch: row.epoch,
            };
            (origin, row.sequence)
        })
        .collect())
}

/// Packs sealed entries that a node with this knowledge lacks, at most `limit` of them. Entries of
/// kinds that `exchanged` refuses go as their places and hashes only. `after` spares reading: the
/// position up to which the other side is known to have everything, or 0.
///
/// # Errors
/// The database's refusal.
pub async fn pack(
    store: &Store,
    from: &Node,
    theirs: &Known,
    exchanged: impl Fn(&str) -> bool,
    (after, limit): (i64, usize),
) -> Result<Parcel, JournalError> {
    let mut items: Vec<Parcelled> = Vec::new();
    let mut position = after;
    while items.len() < limit {
        let seals = seal::Entity::find()
            .filter(seal::Column::Position.gt(position))
            .order_by_asc(seal::Column::Position)
            .limit(PAGE)
            .all(store.reader())
            .await?;
        let Some(last) = seals.last() else { break };
        position = last.position;
        let ids = seals.iter().map(|seal| seal.entry);
        let found = entry::Entity::find()
            .filter(entry::Column::Id.is_in(ids))
            .all(store.reader())
            .await?;
        let mut found: HashMap<Uuid, entry::Model> =
            found.into_iter().map(|row| (row.id, row)).collect();
        for seal in &seals {
            let Some(row) = found.remove(&seal.entry) else {
                continue;
            };
            let item = item_of(row, seal.node_sequence, &exchanged);
            let (origin, sequence) = item.place();
            if sequence > theirs.get(&origin).copied().unwrap_or(0) {
                items.push(item);
            }
        }
    }
    items.truncate(limit);
    Ok(Parcel {
        from: from.into(),
        items: without_holes(items, theirs),
    })
}

fn item_of(row: entry::Model, sequence: i64, exchanged: &impl Fn(&str) -> bool) -> Parcelled {
    let hash = Digest::from_slice(&row.hash).unwrap_or(Digest::ZERO);
    let entry = Entry::from(row);
    if exchanged(&entry.kind) {
        return Parcelled::Entry { sequence, entry };
    }
    Parcelled::Omitted {
        origin: Origin::of(&entry),
        sequence,
        hash,
    }
}

/// Entries that were brought here may stand in another order than their origin's; what would leave
/// a hole in an origin's sequence waits for the next parcel.
fn without_holes(items: Vec<Parcelled>, theirs: &Known) -> Vec<Parcelled> {
    let mut sequences: BTreeMap<Origin, Vec<i64>> = BTreeMap::new();
    for (origin, sequence) in items.iter().map(Parcelled::place) {
        sequences.entry(origin).or_default().push(sequence);
    }
    let mut whole_to = theirs.clone();
    for (origin, mut of_origin) in sequences {
        of_origin.sort_unstable();
        let end = whole_to.entry(origin).or_insert(0);
        for sequence in of_origin {
            if sequence == *end + 1 {
                *end = sequence;
            }
        }
    }
    let fits = |item: &Parcelled| {
        let (origin, sequence) = item.place();
        whole_to.get(&origin).is_some_and(|end| sequence <= *end)
    };
    items.into_iter().filter(fits).collect()
}
