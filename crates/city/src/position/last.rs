//! Last positions, with what their subjects are called, narrowed to who asks.

use std::collections::HashMap;

use access::Subject as Bound;
use access::permission::POSITION_PERSONAL;
use api::Caller;
use base::{Timestamp, Uuid, Wgs84};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, Time};
use tiles::Bounds;

use super::PositionKind;
use super::entity::last_position::{self, Column, Model};
use super::subjects::{self, Subject};
use crate::CityError;

/// A last position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Whose.
    pub kind: PositionKind,
    /// Which one's.
    pub subject: Uuid,
    /// What they are called.
    pub title: String,
    /// Where they belong.
    pub region: Option<String>,
    /// Where they are.
    pub place: Wgs84,
    /// When that was measured.
    pub measured_at: Timestamp,
    /// When it came in.
    pub received_at: Timestamp,
    /// Whether the sender's clock was ahead, so that the time is that of receipt.
    pub clock_wrong: bool,
    /// Centimetres a second.
    pub speed: Option<i32>,
    /// Degrees from north, clockwise.
    pub heading: Option<i32>,
    /// Radius of uncertainty, metres.
    pub accuracy: Option<i32>,
}

/// The last positions in a box that the caller may see, at most `limit` of them.
///
/// # Errors
/// The database's refusal.
pub async fn last_positions(
    store: &Store,
    caller: &Caller,
    bounds: Bounds,
    limit: u64,
) -> Result<Vec<Last>, CityError> {
    let inside = bounds.parts().fold(Condition::any(), |any, part| {
        let all = Condition::all()
            .add(Column::LongitudeE7.into_expr().gte(part.west))
            .add(Column::LongitudeE7.into_expr().lt(part.east))
            .add(Column::LatitudeE7.into_expr().gte(part.south))
            .add(Column::LatitudeE7.into_expr().lt(part.north));
        any.add(all)
    });
    let mut select = last_position::Entity::find().filter(inside);
    if !caller.permits(POSITION_PERSONAL) {
        select = select.filter(Column::Kind.ne(PositionKind::Person.as_str()));
    }
    let rows = select
        .order_by_asc(Column::Subject)
        .limit(limit)
        .all(store.reader())
        .await?;
    let all = named(store, rows).await?;
    Ok(all.into_iter().filter(|one| sees(caller, one)).collect())
}

/// The last position of each responder that ever had one, with the time of its measurement.
///
/// # Errors
/// The database's refusal.
pub async fn last_of_responders(
    store: &Store,
) -> Result<HashMap<Uuid, (Wgs84, Timestamp)>, CityError> {
    let rows = last_position::Entity::find()
        .filter(Column::Kind.eq(PositionKind::Responder.as_str()))
        .all(store.reader())
        .await?;
    let position = |row: Model| {
        let place = Wgs84 {
            longitude_e7: row.longitude_e7,
            latitude_e7: row.latitude_e7,
        };
        (row.subject, (place, row.measured_at.into()))
    };
    Ok(rows.into_iter().map(position).collect())
}

/// Those that came in from `since` on, whoever may see them.
pub(super) async fn received_since(store: &Store, since: Time) -> Result<Vec<Last>, CityError> {
    let rows = last_position::Entity::find()
        .filter(Column::ReceivedAt.gte(since))
        .all(store.reader())
        .await?;
    named(store, rows).await
}

/// Whether the caller may see a position.
pub(super) fn sees(caller: &Caller, one: &Last) -> bool {
    let bound = Bound::in_region(one.region.as_deref());
    let open = one.kind != PositionKind::Person || caller.permits(POSITION_PERSONAL);
    open && caller.pass.scope().admits(&bound)
}

/// A subject that is gone or retired has no position any more.
async fn named(store: &Store, rows: Vec<Model>) -> Result<Vec<Last>, CityError> {
    let known = rows
        .iter()
        .filter_map(|row| Some((PositionKind::from_word(&row.kind)?, row.subject)));
    let known: HashMap<_, Subject> = subjects::find(store, known).await?;
    let all = rows.into_iter().filter_map(|row| {
        let kind = PositionKind::from_word(&row.kind)?;
        let subject = known.get(&(kind, row.subject))?.clone();
        Some(Last {
            kind,
            subject: row.subject,
            title: subject.title,
            region: subject.region,
            place: Wgs84 {
                longitude_e7: row.longitude_e7,
                latitude_e7: row.latitude_e7,
            },
            measured_at: row.measured_at.into(),
            received_at: row.received_at.into(),
            clock_wrong: row.clock_wrong,
            speed: row.speed,
            heading: row.heading,
            accuracy: row.accuracy,
        })
    });
    Ok(all.collect())
}
