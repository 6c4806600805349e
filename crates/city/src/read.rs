//! Rows of this room's registers as other rooms ask for them: stations in use, the transmitter of an
//! address, transmitters by id.

use base::Uuid;
use register::{Entered, entered};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use store::Store;

use crate::CityError;
use crate::nouns::{FireStation, Transmitter};

/// All stations in use, by id. A city has some dozens.
///
/// # Errors
/// The database's refusal.
pub async fn stations(store: &Store) -> Result<Vec<Entered<FireStation>>, CityError> {
    let in_use = Expr::col(Alias::new("retired_at")).is_null();
    Ok(entered(store, in_use).await?)
}

/// The transmitter of a wire address, retired or not: who speaks is somebody.
///
/// # Errors
/// The database's refusal.
pub async fn transmitter_by_address(
    store: &Store,
    address: i64,
) -> Result<Option<Entered<Transmitter>>, CityError> {
    let found = entered(store, Expr::col(Alias::new("source_address")).eq(address)).await?;
    Ok(found.into_iter().next())
}

/// Those of `ids` that exist, by id.
///
/// # Errors
/// The database's refusal.
pub async fn transmitters_by_ids(
    store: &Store,
    ids: &[Uuid],
) -> Result<Vec<Entered<Transmitter>>, CityError> {
    let among = Expr::col(Alias::new("id")).is_in(ids.iter().copied());
    Ok(entered(store, among).await?)
}
