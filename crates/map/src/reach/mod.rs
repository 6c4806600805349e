//! 可达圈 circles by time: what is reached from a place, or from all rows of a layer, between the order
//! and the arrival, and who lies beyond.

mod gaps;

use std::sync::Arc;

use api::{Caller, Problem, Text};
use base::Wgs84;
use routing::{Mover, Roads};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::{IntoParams, ToSchema};

pub(crate) use gaps::{GapQuery, ReachGaps, gaps};

use crate::Inner;
use crate::find::place_of;
use crate::placed::RowQuestion;

/// Places in an address at most.
const MOST_PLACES: usize = 100;
/// The longest time that is asked about, minutes: beyond it a circle is the province.
const LONGEST: f64 = 120.0;
/// 一分钟出动 from the order until the wheels turn, seconds.
const TURNOUT: u32 = 60;

/// From where, and for how long.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReachQuery {
    /// `longitude,latitude` in degrees, up to a hundred with `;` between them.
    at: Option<String>,
    /// Instead: all rows of the layer with this key.
    layer: Option<String>,
    /// From the order to the arrival, up to 120.
    minutes: f64,
    /// Of these, until the wheels turn: 60 when not said.
    turnout_seconds: Option<u32>,
    /// A fire engine when not said.
    #[param(inline)]
    by: Option<By>,
}

/// How somebody moves.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// 消防车
    #[default]
    FireEngine,
    /// 步行
    OnFoot,
    /// 电动消防车
    ElectricCart,
}

impl From<By> for Mover {
    fn from(by: By) -> Self {
        match by {
            By::FireEngine => Self::FireEngine,
            By::OnFoot => Self::OnFoot,
            By::ElectricCart => Self::ElectricCart,
        }
    }
}

/// 可达圈 what is reached in time.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReachAnswer {
    /// A GeoJSON MultiPolygon: the ground along the roads that are reached. None without roads.
    #[schema(required)]
    ground: Option<Json>,
    /// How much road is reached, metres.
    road_metres: f64,
    /// The border is right to about so many metres.
    border_metres: f64,
    /// From how many places.
    places: usize,
    /// How many of them lie too far off any road.
    off_road: usize,
    /// How many closures are in force today: they are reckoned with.
    closures: usize,
}

/// A question that was read: seconds are those on the road.
pub(crate) struct Asked {
    origins: Vec<Wgs84>,
    turnout: f64,
    seconds: f64,
    mover: Mover,
}

pub(crate) async fn circle(
    room: &Arc<Inner>,
    caller: &Caller,
    query: ReachQuery,
) -> Result<ReachAnswer, Problem> {
    let asked = asked(room, caller, query).await?;
    let places = asked.origins.len();
    let Some(roads) = room.platform.roads.current() else {
        return Ok(ReachAnswer {
            ground: None,
            road_metres: 0.0,
            border_metres: 0.0,
            places,
            off_road: 0,
            closures: 0,
        });
    };
    let closures = roads.hindrances().len();
    let reach = worked_out(roads, move |roads| {
        roads.reach(&asked.origins, asked.seconds, asked.mover)
    });
    let reach = reach.await?;
    Ok(ReachAnswer {
        ground: Some(multi_polygon(&reach.ground.polygons)),
        road_metres: reach.road.0.round(),
        border_metres: reach.ground.cell.0.round(),
        places,
        off_road: reach.off.len(),
        closures,
    })
}

/// Beside the threads that answer: it takes the processor for a while.
pub(crate) async fn worked_out<T: Send + 'static>(
    roads: Arc<Roads>,
    work: impl FnOnce(&Roads) -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(move || work(&roads));
    done.await.map_err(Problem::internal)
}

async fn asked(room: &Inner, caller: &Caller, query: ReachQuery) -> Result<Asked, Problem> {
    if !(query.minutes > 0.0 && query.minutes <= LONGEST) {
        return Err(Problem::malformed(Text::new(
            format!("minutes 应大于 0，至多 {LONGEST}"),
            format!("minutes is more than 0 and at most {LONGEST}"),
        )));
    }
    let turnout = f64::from(query.turnout_seconds.unwrap_or(TURNOUT));
    let origins = match (&query.at, &query.layer) {
        (Some(at), None) => places_in(at)?,
        (None, Some(layer)) => {
            let question = RowQuestion {
                layer,
                ..RowQuestion::default()
            };
            let rows = room.rows_of(caller, question).await?.placed();
            rows.into_iter().map(|(_, place)| place).collect()
        }
        _ => {
            return Err(Problem::malformed(Text::new(
                "请给出 at 或 layer 之一",
                "either at or layer is asked for",
            )));
        }
    };
    Ok(Asked {
        origins,
        turnout,
        seconds: (query.minutes * 60.0 - turnout).max(0.0),
        mover: query.by.unwrap_or_default().into(),
    })
}

fn places_in(text: &str) -> Result<Vec<Wgs84>, Problem> {
    let parts: Vec<&str> = text.split(';').collect();
    if parts.len() > MOST_PLACES {
        return Err(Problem::malformed(Text::new(
            format!("at 至多 {MOST_PLACES} 处"),
            format!("at holds {MOST_PLACES} places at most"),
        )));
    }
    parts.into_iter().map(|part| place_of("at", part)).collect()
}

fn multi_polygon(polygons: &[Vec<Vec<Wgs84>>]) -> Json {
    let ring = |ring: &Vec<Wgs84>| -> Json {
        let at = |place: &Wgs84| json!([place.longitude(), place.latitude()]);
        ring.iter().map(at).collect()
    };
    let rings = |rings: &Vec<Vec<Wgs84>>| -> Json { rings.iter().map(ring).collect() };
    let coordinates: Json = polygons.iter().map(rings).collect();
    json!({"type": "MultiPolygon", "coordinates": coordinates})
}
