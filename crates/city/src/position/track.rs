//! 轨迹 where a responder was between two moments, as it was reported.

use base::{Timestamp, Uuid, Wgs84};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, Time};

use super::PositionKind;
use super::entity::position_report::{self, Column};
use crate::CityError;

/// No track is longer: a day of one report every two seconds.
const LONGEST: u64 = 43_200;

/// Where a responder was from one moment to another, by time. Reports whose time was not believed are
/// left out, and older ones than the store keeps at hand: on SQLite a day.
///
/// # Errors
/// The database's refusal.
pub async fn track_of_responder(
    store: &Store,
    responder: Uuid,
    [from, to]: [Timestamp; 2],
) -> Result<Vec<(Timestamp, Wgs84)>, CityError> {
    let reports = position_report::Entity::find()
        .filter(Column::Subject.eq(responder))
        .filter(Column::Kind.eq(PositionKind::Responder.as_str()))
        .filter(Column::ClockWrong.eq(false))
        .filter(Column::MeasuredAt.between(Time::from(from), Time::from(to)))
        .order_by_asc(Column::MeasuredAt)
        .limit(LONGEST)
        .all(store.reader())
        .await?;
    let place = |report: position_report::Model| {
        let place = Wgs84 {
            longitude_e7: report.longitude_e7,
            latitude_e7: report.latitude_e7,
        };
        (report.measured_at.into(), place)
    };
    Ok(reports.into_iter().map(place).collect())
}
