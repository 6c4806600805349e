//! The node: the origin of the entries written here.

use base::IdSource;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait};
use store::Store;

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
        let first = node::ActiveModel {
            slot: ActiveValue::Set(SLOT.to_owned()),
            id: ActiveValue::Set(format!("n{name}")),
            epoch: ActiveValue::Set(1),
        };
        if node::Entity::find_by_id(SLOT)
            .one(store.writer())
            .await?
            .is_none()
        {
            let _turn = store.turn().await;
            node::Entity::insert(first)
                .on_conflict(
                    OnConflict::column(node::Column::Slot)
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(store.writer())
                .await?;
        }
        let stored = node::Entity::find_by_id(SLOT).one(store.writer()).await?;
        Ok(stored.map_or_else(
            || Self {
                id: format!("n{name}"),
                epoch: 1,
            },
            |row| Self {
                id: row.id,
                epoch: row.epoch,
            },
        ))
    }
}
