//! What is open, and how today went, in numbers.

use api::{ApiTime, Caller, Freshness, ListRefusals, Problem};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{self, Desk, Seat};
use crate::machine::incident::IncidentState;
use crate::record::IncidentKind;

/// Open incidents of one kind and level.
#[derive(Serialize, ToSchema)]
pub(crate) struct LevelCount {
    kind: IncidentKind,
    level: i32,
    count: u64,
}

/// Incidents that stand somewhere.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentCount {
    state: IncidentState,
    count: u64,
}

/// A time of today.
#[derive(Serialize, ToSchema)]
pub(crate) struct TimeOfToday {
    /// Orders of today that were not cancelled.
    ordered: u64,
    /// Those that have both ends of the time.
    measured: u64,
    /// The middle one of these, seconds; none while nothing is measured.
    #[schema(required)]
    median_seconds: Option<u64>,
}

impl From<desk::TimeOfToday> for TimeOfToday {
    fn from(time: desk::TimeOfToday) -> Self {
        Self {
            ordered: time.ordered,
            measured: time.measured,
            median_seconds: time.median.map(|median| median.as_secs()),
        }
    }
}

/// Incidents counted.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentCounts {
    /// When today began.
    since: ApiTime,
    /// Open ones, the gravest first.
    open: Vec<LevelCount>,
    /// Those that were opened today, by where they stand now; every state, also with none.
    today: Vec<IncidentCount>,
    /// From the order to turning out.
    turn_out: TimeOfToday,
    /// From the order to the scene.
    arrival: TimeOfToday,
    as_of: ApiTime,
    position: i64,
}

impl IncidentCounts {
    fn of(counts: desk::IncidentCounts, freshness: Freshness) -> Self {
        let open = counts.open.into_iter();
        let today = counts.today.into_iter();
        Self {
            since: counts.since.into(),
            open: open
                .map(|(kind, level, count)| LevelCount { kind, level, count })
                .collect(),
            today: today
                .map(|(state, count)| IncidentCount { state, count })
                .collect(),
            turn_out: counts.turn_out.into(),
            arrival: counts.arrival.into(),
            as_of: freshness.as_of.into(),
            position: freshness.position,
        }
    }
}

/// What is open by kind and level, and how today went.
///
/// Today began at 00:00 by China's clock. Times count the orders of today that were not cancelled.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/counts",
    operation_id = "count_incidents",
    tag = "dispatch",
    responses(
        (status = 200, body = IncidentCounts),
        ListRefusals,
    )
)]
pub(crate) async fn count_incidents(
    State(desk): State<Desk>,
    caller: Caller,
) -> Result<Json<IncidentCounts>, Problem> {
    let freshness = Freshness::of(desk.journal());
    let counts = desk.counts(&Seat::from(&caller)).await?;
    Ok(Json(IncidentCounts::of(counts, freshness)))
}
