//! Rows of this room's registers as they stand, or as they stood at a position of the journal.

use std::collections::BTreeMap;

use base::Uuid;
use journal::standing_at;
use register::{Register, Stored, entered};
use sea_orm::DbErr;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use store::Store;

use crate::EvaluateError;

/// The rows of these years by their ids. A row's year never changes, so who had it then has it now.
pub(crate) async fn rows_of<R: Register + Clone>(
    store: &Store,
    years: [i32; 2],
    position: Option<i64>,
) -> Result<BTreeMap<Uuid, R>, EvaluateError> {
    let condition = Expr::col(Alias::new("year")).is_in(years);
    let now = entered::<R>(store, condition).await?;
    let now = now.into_iter().filter(|one| one.retired_at.is_none());
    let Some(position) = position else {
        return Ok(now.map(|one| (one.id, R::clone(&one))).collect());
    };
    let ids: Vec<Uuid> = now.map(|one| one.id).collect();
    let then = standing_at(store.reader(), store, R::DEF.key, &ids, position).await?;
    let mut rows = BTreeMap::new();
    for (id, entry) in then {
        let record = Stored::of_entry(R::DEF, &entry)?.record::<R>();
        let record = record.map_err(|misfit| DbErr::Type(misfit.to_string()))?;
        rows.insert(id, record);
    }
    Ok(rows)
}
