//! 沿路路线 the way from one place to another along the roads, and what is said where there is none.

use api::Problem;
use base::Wgs84;
use routing::{NoWay, RoadBook, Way};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::find::place_of;

/// From where to where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WayQuery {
    /// `longitude,latitude` in degrees.
    from: String,
    /// `longitude,latitude` in degrees.
    to: String,
}

/// A way along the roads, or why there is none.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayAnswer {
    #[schema(required)]
    way: Option<WayAlong>,
    /// Why there is none.
    #[schema(required)]
    missing: Option<MissingWay>,
    /// As the crow flies, metres.
    straight_metres: f64,
}

/// Why there is no way.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MissingWay {
    /// No roads were brought in.
    NoRoads,
    /// Where it begins lies too far off any road.
    BeginsOffRoad,
    /// Where it ends lies too far off any road.
    EndsOffRoad,
    /// The roads do not lead there.
    Apart,
}

/// 路线 the quickest way for an engine.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayAlong {
    /// Along the roads, what lies off them at both ends among it, metres.
    distance_metres: f64,
    /// Estimated without traffic, seconds.
    seconds: f64,
    /// How far its beginning lies off the road, metres.
    off_road_before_metres: f64,
    /// How far its end lies off the road, metres.
    off_road_behind_metres: f64,
    /// Longitude and latitude in degrees, place after place.
    line: Vec<[f64; 2]>,
    /// Its streets in turn.
    streets: Vec<StreetRun>,
}

/// A piece of the way on one street.
#[derive(Serialize, ToSchema)]
pub(crate) struct StreetRun {
    /// Empty where the road has none.
    name: String,
    metres: f64,
}

pub(crate) async fn along(roads: &RoadBook, query: WayQuery) -> Result<WayAnswer, Problem> {
    let from = place_of("from", &query.from)?;
    let to = place_of("to", &query.to)?;
    let found = match roads.current() {
        // The search takes the processor for some milliseconds.
        Some(roads) => {
            let way = tokio::task::spawn_blocking(move || roads.way(from, to));
            way.await.map_err(Problem::internal)?.map_err(missing)
        }
        None => Err(MissingWay::NoRoads),
    };
    let straight_metres = from.distance(to).0.round();
    Ok(match found {
        Ok(way) => WayAnswer {
            way: Some(way.into()),
            missing: None,
            straight_metres,
        },
        Err(why) => WayAnswer {
            way: None,
            missing: Some(why),
            straight_metres,
        },
    })
}

const fn missing(why: NoWay) -> MissingWay {
    match why {
        NoWay::BeginsOffRoad => MissingWay::BeginsOffRoad,
        NoWay::EndsOffRoad => MissingWay::EndsOffRoad,
        NoWay::Apart => MissingWay::Apart,
    }
}

impl From<Way> for WayAlong {
    fn from(way: Way) -> Self {
        let [before, behind] = way.off_road;
        let pair = |place: &Wgs84| [place.longitude(), place.latitude()];
        let run = |(name, length): (String, base::Metres)| StreetRun {
            name,
            metres: length.0.round(),
        };
        Self {
            distance_metres: way.drive.length.0.round(),
            seconds: way.drive.seconds.round(),
            off_road_before_metres: before.0.round(),
            off_road_behind_metres: behind.0.round(),
            line: way.places.iter().map(pair).collect(),
            streets: way.streets.into_iter().map(run).collect(),
        }
    }
}
