//! The node: the origin of the entries written here.

use base::IdSource;
use sea_orm::EntityTrait;
use store::{Row, RowMode, Store, StoreError, WriteBatch};

use crate::JournalError;
use crate::tables::node;

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
        let suffix = ids.next().simple().to_string();
        let name = suffix.get(22..).unwrap_or(&suffix);
        let mut slot = node::Model {
            slot: SLOT.to_owned(),
            id: format!("n{name}"),
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
}
