//! The node: the origin of the entries written here.

use base::IdSource;
use sea_orm::EntityTrait;
use store::{Row, RowMode, Store, StoreError, WriteBatch};

use crate::JournalError;
use crate::tables::node;

/// Why a database begins a new epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewEpoch {
    /// It was restored from a backup: the same node goes on, and what it wrote after the backup
    /// may come home from others as entries of the earlier epoch.
    Restored,
    /// It is a copy of a database that goes on elsewhere: it becomes another node.
    Cloned,
}

/// The identity under which this database writes, and its epoch, which rises after a restore or a
/// clone so that two histories never share an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// A short random name, made once for a database.
    pub id: String,
    /// 1 for a new database.
    pub epoch: i32,
}

const SLOT: &str = "self";

impl Node {
    /// Reads the node of this database; the first caller names it.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn of(store: &Store, ids: &IdSource) -> Result<Self, JournalError> {
        let mut slot = node::Model {
            slot: SLOT.to_owned(),
            id: new_name(ids),
            epoch: 1,
        };
        for _ in 0..2 {
            if let Some(stored) = node::Entity::find_by_id(SLOT).one(store.reader()).await? {
                slot = stored;
                break;
            }
            let mut batch = WriteBatch::default();
            batch.push(Row::of(&slot, RowMode::Insert));
            match store.write(batch).await {
                // Another process named the node first: read its name.
                Err(StoreError::Duplicate(_)) => {}
                written => {
                    written?;
                    break;
                }
            }
        }
        Ok(Self {
            id: slot.id,
            epoch: slot.epoch,
        })
    }

    /// Begins a new epoch. No process may have the database open.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn begin_epoch(
        store: &Store,
        ids: &IdSource,
        why: NewEpoch,
    ) -> Result<Self, JournalError> {
        let before = Self::of(store, ids).await?;
        let id = match why {
            NewEpoch::Restored => before.id,
            NewEpoch::Cloned => new_name(ids),
        };
        let slot = node::Model {
            slot: SLOT.to_owned(),
            id,
            epoch: before.epoch + 1,
        };
        let mut batch = WriteBatch::default();
        batch.push(Row::of(&slot, RowMode::Upsert));
        store.write(batch).await?;
        Ok(Self {
            id: slot.id,
            epoch: slot.epoch,
        })
    }
}

fn new_name(ids: &IdSource) -> String {
    let suffix = ids.next().simple().to_string();
    format!("n{}", suffix.get(22..).unwrap_or(&suffix))
}
