//! Fire stations as the rooms ask for them: all that are in use.

use register::{Entered, entered};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use store::Store;

use crate::CityError;
use crate::nouns::FireStation;

/// All stations in use, by id. A city has some dozens.
///
/// # Errors
/// The database's refusal.
pub async fn stations(store: &Store) -> Result<Vec<Entered<FireStation>>, CityError> {
    let in_use = Expr::col(Alias::new("retired_at")).is_null();
    Ok(entered(store, in_use).await?)
}
