//! 管制影响 what a closure does: the roads in it, and who is reached later, or no more, while it stands.

use std::sync::Arc;

use api::{ApiLocation, Caller, Problem, Text};
use base::{Polygon, Uuid, Wgs84};
use routing::{Effect, Hindrance, Mover, Roads};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use crate::Inner;
use crate::placed::{LayerRow, RowQuestion};
use crate::reach::worked_out;

/// Corners of an area at most: it is drawn by hand.
const MOST_CORNERS: usize = 500;
/// Rows reached later that are told.
const MOST_LATER: usize = 50;
/// Stretches of road that are drawn: a county in snow has some ten thousand.
const MOST_DRAWN: usize = 2_000;
/// A delay below this is none, seconds.
const NOTICED: f64 = 1.0;
/// 一分钟出动 from the order until the wheels turn, seconds.
const TURNOUT: f64 = 60.0;

/// An area, what it means for the roads in it, and who is asked about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosureQuestion {
    /// The corners, longitude and latitude in degrees; the first may be said again at the end.
    area: Vec<[f64; 2]>,
    /// What passes.
    effect: Passage,
    /// Of `slow`: hundredths of the usual speed, 1 to 100.
    speed_percent: Option<u8>,
    /// From all rows of the layer with this key: stations when not said.
    from: Option<String>,
    /// To all rows of this one: units when not said.
    to: Option<String>,
    /// Within so many minutes from the order, up to 120: 5 when not said.
    minutes: Option<f64>,
}

/// What passes.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Passage {
    /// 断路
    Closed,
    /// 禁止车辆
    NoVehicles,
    /// 缓行
    Slow,
}

/// 管制影响 what it does.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosureAnswer {
    /// The county in which its first corner lies, by the pack's outlines.
    #[schema(required)]
    region: Option<String>,
    /// The roads in it as a GeoJSON MultiLineString, the first 2,000 stretches.
    roads: Json,
    /// How many stretches, each from junction to junction.
    stretches: usize,
    /// How long they are.
    road_metres: f64,
    /// The names of these roads, each once.
    names: Vec<String>,
    /// Who is reached; none without roads.
    #[schema(required)]
    reached: Option<ClosureReach>,
}

/// Who is reached without the closure and with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosureReach {
    /// Rows with a place.
    total: usize,
    /// Of these, reached in time without it.
    in_time_without: usize,
    /// And with it.
    in_time_with: usize,
    /// How many are reached later than without it.
    later: usize,
    /// How many no more.
    cut_off: usize,
    /// Who is reached later, those that are cut off first, then by how much later.
    items: Vec<Later>,
}

/// A row that is reached later.
#[derive(Serialize, ToSchema)]
pub(crate) struct Later {
    id: Uuid,
    title: String,
    location: ApiLocation,
    /// From the order to the first arrival without it, seconds.
    seconds_without: f64,
    /// And with it; none where the roads do not lead any more.
    #[schema(required)]
    seconds_with: Option<f64>,
}

pub(crate) async fn effect(
    room: &Arc<Inner>,
    caller: &Caller,
    question: ClosureQuestion,
) -> Result<ClosureAnswer, Problem> {
    let hindrance = question.hindrance()?;
    let region = question.area.first().and_then(|[east, north]| {
        let corner = Wgs84::from_degrees(*east, *north)?;
        Some(
            crate::county::of(&room.base.counties, corner)?
                .region
                .clone(),
        )
    });
    let minutes = question.minutes.unwrap_or(5.0);
    if !(minutes > 0.0 && minutes <= 120.0) {
        return Err(wrong(
            "minutes 应大于 0，至多 120",
            "minutes is more than 0 and at most 120",
        ));
    }
    let rows = |layer| RowQuestion {
        layer,
        ..RowQuestion::default()
    };
    let from = rows(question.from.as_deref().unwrap_or("fire_station"));
    let from = room.rows_of(caller, from).await?.placed();
    let to = rows(question.to.as_deref().unwrap_or("unit"));
    let to = room.rows_of(caller, to).await?.placed();
    let Some(roads) = room.platform.roads.current() else {
        return Ok(ClosureAnswer {
            region,
            roads: json!({"type": "MultiLineString", "coordinates": []}),
            stretches: 0,
            road_metres: 0.0,
            names: Vec::new(),
            reached: None,
        });
    };
    worked_out(roads, move |roads| {
        let alone = roads.under(vec![hindrance.clone()]);
        let hindered = alone.hindered();
        let mut names: Vec<String> = hindered.iter().map(|road| road.name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !name.is_empty());
        let line = |places: &[Wgs84]| -> Json {
            let at = |place: &Wgs84| json!([place.longitude(), place.latitude()]);
            places.iter().map(at).collect()
        };
        let lines = hindered.iter().take(MOST_DRAWN);
        let lines: Json = lines.map(|road| line(&road.places)).collect();
        ClosureAnswer {
            region,
            roads: json!({"type": "MultiLineString", "coordinates": lines}),
            stretches: hindered.len(),
            road_metres: hindered
                .iter()
                .map(|road| road.length.0)
                .sum::<f64>()
                .round(),
            names,
            reached: Some(compared(roads, hindrance, &from, to, minutes * 60.0)),
        }
    })
    .await
}

/// Who is reached when, beside all else that hinders today.
fn compared(
    roads: &Roads,
    hindrance: Hindrance,
    from: &[(LayerRow, Wgs84)],
    to: Vec<(LayerRow, Wgs84)>,
    seconds: f64,
) -> ClosureReach {
    let places = |rows: &[(LayerRow, Wgs84)]| rows.iter().map(|(_, place)| *place).collect();
    let (starts, goals): (Vec<Wgs84>, Vec<Wgs84>) = (places(from), places(&to));
    let mut others = roads.hindrances().to_vec();
    others.retain(|other| *other != hindrance);
    let without = roads.under(others.clone());
    others.push(hindrance);
    let with = roads.under(others);
    let [without, with] =
        [without, with].map(|roads| roads.soonest(&starts, &goals, Mover::FireEngine));
    let in_time = |all: &[Option<f64>]| {
        let reached = all.iter().flatten();
        reached.filter(|drive| **drive + TURNOUT <= seconds).count()
    };
    let (in_time_without, in_time_with) = (in_time(&without), in_time(&with));
    let total = to.len();
    let compared = to.into_iter().zip(without).zip(with);
    let later = compared.filter_map(|(((row, place), without), with)| {
        let without = without?;
        let is_later = with.is_none_or(|with| with - without >= NOTICED);
        is_later.then(|| Later {
            id: row.id,
            title: row.title,
            location: place.into(),
            seconds_without: (without + TURNOUT).round(),
            seconds_with: with.map(|with| (with + TURNOUT).round()),
        })
    });
    let mut items: Vec<Later> = later.collect();
    let delay = |one: &Later| {
        let with = one.seconds_with.unwrap_or(f64::INFINITY);
        with - one.seconds_without
    };
    items.sort_by(|a, b| delay(b).total_cmp(&delay(a)));
    let (later, cut_off) = (
        items.len(),
        items
            .iter()
            .filter(|one| one.seconds_with.is_none())
            .count(),
    );
    items.truncate(MOST_LATER);
    ClosureReach {
        total,
        in_time_without,
        in_time_with,
        later,
        cut_off,
        items,
    }
}

impl ClosureQuestion {
    fn hindrance(&self) -> Result<Hindrance, Problem> {
        let effect = match (self.effect, self.speed_percent) {
            (Passage::Closed, None) => Effect::Closed,
            (Passage::NoVehicles, None) => Effect::NoVehicles,
            (Passage::Slow, Some(percent @ 1..=100)) => Effect::Slow(percent),
            _ => {
                return Err(wrong(
                    "speed_percent 在缓行时填 1 到 100，其他不填",
                    "speed_percent is 1 to 100 of slow, and nothing of the others",
                ));
            }
        };
        if self.area.len() > MOST_CORNERS {
            return Err(wrong("area 至多 500 个角", "area has 500 corners at most"));
        }
        let corner = |[east, north]: &[f64; 2]| Wgs84::from_degrees(*east, *north);
        let ring: Option<Vec<Wgs84>> = self.area.iter().map(corner).collect();
        let not_an_area = || {
            wrong(
                "area 应为不自相交的一圈 [经度, 纬度]，至少三个角",
                "area is a ring of [longitude, latitude] that does not cross itself, of three corners at \
                 least",
            )
        };
        let mut ring = ring.ok_or_else(not_an_area)?;
        if ring.first() != ring.last() {
            ring.extend(ring.first().copied());
        }
        let area = Polygon::new(vec![ring]).map_err(|_| not_an_area())?;
        Ok(Hindrance { area, effect })
    }
}

fn wrong(zh: &str, en: &str) -> Problem {
    Problem::malformed(Text::new(zh, en))
}
