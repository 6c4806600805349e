//! Rows of this room's registers as other rooms ask for them: stations in use, the transmitter of an
//! address, transmitters by id, the kind of a unit.

use base::Uuid;
use register::{Choice as _, Entered, Register as _, entered};
use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use store::Store;

use crate::CityError;
use crate::nouns::{FireStation, Transmitter, Unit, UnitKind};

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

/// What stands on the premises of a unit. Its register holds personal values, so that its rows are not
/// read whole.
///
/// # Errors
/// The database's refusal.
pub async fn unit_kind(store: &Store, unit: Uuid) -> Result<Option<UnitKind>, CityError> {
    let select = Query::select()
        .column(Alias::new("kind"))
        .from(Alias::new(Unit::DEF.key))
        .and_where(Expr::col(Alias::new("id")).eq(unit))
        .to_owned();
    let found = store.reader().query_one_raw(store.build(&select)).await?;
    let key: Option<String> = found.map(|row| row.try_get("", "kind")).transpose()?;
    Ok(key.as_deref().and_then(UnitKind::from_key))
}
