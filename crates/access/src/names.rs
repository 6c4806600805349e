//! What actors are called: a history says who did it, not an id.

use std::collections::HashMap;

use base::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{Store, StoreError};

use crate::account::{Column, Entity};

/// The names for people of these accounts; those that do not exist (an API token, another node's)
/// are left out.
///
/// # Errors
/// The database's refusal.
pub async fn names_of(
    store: &Store,
    accounts: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let mut asked: Vec<Uuid> = accounts.into_iter().collect();
    asked.sort_unstable();
    asked.dedup();
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::DisplayName])
        .filter(Column::Id.is_in(asked))
        .into_tuple()
        .all(store.reader())
        .await?;
    Ok(found.into_iter().collect())
}
