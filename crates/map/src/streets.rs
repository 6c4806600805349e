//! 道路与水源 the streets of each county: how dense they are, how many of them a hydrant serves, and which
//! ones none does.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::{Caller, Problem, Text};
use base::{Bounds, Metres, Wgs84};
use routing::{Survey, SurveyQuestion};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::{IntoParams, ToSchema};

use crate::Inner;
use crate::county::{self, County};
use crate::placed::RowQuestion;
use crate::reach::worked_out;

/// The register of water sources, and those of them that stand along streets and give water.
const WATER: &str = "water_source";
const HYDRANTS: [(&str, &str); 2] = [("kind.in", "hydrant,crane"), ("state", "intact")];
/// Streets without a hydrant that are drawn, the longest first.
const MOST_DRAWN: usize = 3_000;

/// By what measure.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct StreetsQuery {
    /// 保护半径 metres by straight line, 10 to 1000: 150 when not said (GB 50974-2014).
    radius: Option<f64>,
    /// 间距 the most between two hydrants along a street, metres, 10 to 1000: 120 when not said
    /// (GB 50974-2014).
    spacing: Option<f64>,
    /// Ground counts as built-up where streets are at least so dense, kilometres a square kilometre, 0.5 to
    /// 20: 4 when not said. A measure of ours.
    built_up: Option<f64>,
}

/// By what measure, and where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BareQuery {
    /// West, south, east, north in decimal degrees; half a degree a side at most.
    bbox: String,
    /// 保护半径 as in the survey of all streets.
    radius: Option<f64>,
    /// As in the survey of all streets.
    built_up: Option<f64>,
}

impl BareQuery {
    const fn measure(&self) -> StreetsQuery {
        StreetsQuery {
            radius: self.radius,
            spacing: None,
            built_up: self.built_up,
        }
    }
}

/// 道路与水源 by county.
#[derive(Serialize, ToSchema)]
pub(crate) struct StreetsAnswer {
    /// Whether there are roads to say it by.
    known: bool,
    /// Counties with built-up ground, as the pack orders them.
    counties: Vec<CountyStreets>,
    /// A GeoJSON MultiLineString: pieces of street that no hydrant serves, the longest 3,000.
    bare: Json,
    /// How many pieces there are.
    bare_pieces: usize,
}

/// A county with its streets.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountyStreets {
    region: String,
    zh: String,
    en: String,
    /// Built-up ground.
    built_up_km2: f64,
    /// Streets on it.
    street_km: f64,
    /// 道路网密度 kilometres a square kilometre.
    density: f64,
    /// Of these streets, kilometres that a hydrant serves.
    served_km: f64,
    /// Of these streets, kilometres where hydrants stand close enough to each other.
    spaced_km: f64,
    /// Hydrants and cranes that give water.
    hydrants: usize,
    /// Streets with the most that no hydrant serves, by name.
    worst: Vec<BareStreet>,
}

/// A street that no hydrant serves whole.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct BareStreet {
    name: String,
    /// How much of it no hydrant serves.
    bare_metres: f64,
    /// A place on it, longitude and latitude in degrees.
    at: [f64; 2],
}

pub(crate) async fn surveyed(
    room: &Arc<Inner>,
    caller: &Caller,
    query: StreetsQuery,
) -> Result<StreetsAnswer, Problem> {
    let question = question(room, caller, &query, None).await?;
    let Some(roads) = room.platform.roads.plain() else {
        return Ok(StreetsAnswer {
            known: false,
            counties: Vec::new(),
            bare: lines(&[]),
            bare_pieces: 0,
        });
    };
    let counties = covered(room, caller);
    worked_out(roads, move |roads| {
        let survey = roads.survey(&question);
        by_county(&counties, &question.hydrants, survey)
    })
    .await
}

/// 未覆盖路段 what no hydrant serves of the streets in a box.
#[derive(Serialize, ToSchema)]
pub(crate) struct BareAnswer {
    /// A GeoJSON MultiLineString, the longest 3,000 pieces.
    bare: Json,
    /// How many pieces there are.
    bare_pieces: usize,
}

/// The widest box that is looked at street by street, 1e-7 degrees.
const WIDEST_E7: i64 = 5_000_000;

pub(crate) async fn bare(
    room: &Arc<Inner>,
    caller: &Caller,
    query: BareQuery,
) -> Result<BareAnswer, Problem> {
    let asked = crate::places::bounds(&query.bbox)?;
    if Ord::max(asked.east - asked.west, asked.north - asked.south) > WIDEST_E7 {
        return Err(Problem::malformed(Text::new(
            "bbox 每边不超过 0.5 度",
            "each side of bbox is half a degree at most",
        )));
    }
    let only = Some(crate::roads::on_earth(asked));
    let question = question(room, caller, &query.measure(), only).await?;
    let counties = covered(room, caller);
    let Some(roads) = room.platform.roads.plain() else {
        return Ok(told_bare(Vec::new()));
    };
    worked_out(roads, move |roads| {
        let streets = roads.survey(&question).streets.into_iter();
        let inside = streets.filter(|street| county::position(&counties, street.middle).is_some());
        told_bare(inside.flat_map(|street| street.bare).collect())
    })
    .await
}

fn told_bare(mut bare: Vec<Vec<Wgs84>>) -> BareAnswer {
    let bare_pieces = bare.len();
    bare.sort_by_key(|line| std::cmp::Reverse(line.len()));
    bare.truncate(MOST_DRAWN);
    BareAnswer {
        bare: lines(&bare),
        bare_pieces,
    }
}

/// Of counties that the caller does not answer for no hydrant is known.
fn covered(room: &Inner, caller: &Caller) -> Vec<County> {
    let counties = room.base.counties.iter();
    let counties = counties.filter(|one| caller.covers(Some(&one.region)));
    counties.cloned().collect()
}

/// The question with the hydrants that the caller may see.
async fn question(
    room: &Arc<Inner>,
    caller: &Caller,
    query: &StreetsQuery,
    only: Option<Bounds>,
) -> Result<SurveyQuestion, Problem> {
    let filters = HYDRANTS.map(|(field, value)| (field.to_owned(), value.to_owned()));
    let asked = RowQuestion {
        layer: WATER,
        filters: &filters,
        ..RowQuestion::default()
    };
    let hydrants = room.rows_of(caller, asked).await?.placed();
    Ok(SurveyQuestion {
        hydrants: hydrants.into_iter().map(|(_, place)| place).collect(),
        radius: Metres(within("radius", query.radius, 150.0, 10.0..=1_000.0)?),
        spacing: Metres(within("spacing", query.spacing, 120.0, 10.0..=1_000.0)?),
        built_up: within("built_up", query.built_up, 4.0, 0.5..=20.0)?,
        within: only,
    })
}

fn within(
    name: &str,
    given: Option<f64>,
    usual: f64,
    range: std::ops::RangeInclusive<f64>,
) -> Result<f64, Problem> {
    let number = given.unwrap_or(usual);
    if range.contains(&number) {
        return Ok(number);
    }
    let (least, most) = (range.start(), range.end());
    Err(Problem::malformed(Text::new(
        format!("{name} 应在 {least} 到 {most} 之间"),
        format!("{name} lies between {least} and {most}"),
    )))
}

/// What is summed up of a county.
#[derive(Default)]
struct Sum {
    squares: usize,
    street: f64,
    served: f64,
    spaced: f64,
    hydrants: usize,
    /// By name: how much, and a place on it.
    bare: BTreeMap<String, (f64, [f64; 2])>,
}

fn by_county(counties: &[County], hydrants: &[Wgs84], survey: Survey) -> StreetsAnswer {
    let mut sums: Vec<Sum> = counties.iter().map(|_| Sum::default()).collect();
    let mut at = |place: Wgs84, add: &mut dyn FnMut(&mut Sum)| {
        let found = county::position(counties, place);
        if let Some(sum) = found.and_then(|index| sums.get_mut(index)) {
            add(sum);
            return true;
        }
        false
    };
    for square in &survey.squares {
        at(*square, &mut |sum| sum.squares += 1);
    }
    for hydrant in hydrants {
        at(*hydrant, &mut |sum| sum.hydrants += 1);
    }
    let mut bare = Vec::new();
    for street in survey.streets {
        let inside = at(street.middle, &mut |sum| {
            sum.street += street.length.0;
            sum.served += street.served.0;
            sum.spaced += street.spaced.0;
            let lacks = street.length.0 - street.served.0;
            if lacks > 0.0 && !street.name.is_empty() {
                let middle = [street.middle.longitude(), street.middle.latitude()];
                let (metres, _) = sum.bare.entry(street.name.clone()).or_insert((0.0, middle));
                *metres += lacks;
            }
        });
        if inside {
            bare.extend(street.bare);
        }
    }
    let BareAnswer { bare, bare_pieces } = told_bare(bare);
    let told = counties
        .iter()
        .zip(sums)
        .filter(|(_, sum)| sum.street > 0.0);
    let told = told.map(|(county, sum)| county_of(county, sum, survey.square_km2));
    StreetsAnswer {
        known: true,
        counties: told.collect(),
        bare,
        bare_pieces,
    }
}

/// Streets of a county that are named as its worst.
const MOST_WORST: usize = 5;

fn county_of(county: &County, sum: Sum, square_km2: f64) -> CountyStreets {
    let built_up_km2 = sum.squares as f64 * square_km2;
    let street_km = sum.street / 1e3;
    let rounded = |number: f64, parts: f64| (number * parts).round() / parts;
    let mut worst: Vec<BareStreet> = sum
        .bare
        .into_iter()
        .map(|(name, (bare_metres, at))| BareStreet {
            name,
            bare_metres,
            at,
        })
        .collect();
    worst.sort_by(|a, b| b.bare_metres.total_cmp(&a.bare_metres));
    worst.truncate(MOST_WORST);
    CountyStreets {
        region: county.region.clone(),
        zh: county.zh.clone(),
        en: county.en.clone(),
        built_up_km2: rounded(built_up_km2, 100.0),
        street_km: rounded(street_km, 10.0),
        density: rounded(street_km / built_up_km2.max(square_km2), 100.0),
        served_km: rounded(sum.served / 1e3, 10.0),
        spaced_km: rounded(sum.spaced / 1e3, 10.0),
        hydrants: sum.hydrants,
        worst,
    }
}

fn lines(lines: &[Vec<Wgs84>]) -> Json {
    let line = |line: &Vec<Wgs84>| -> Json {
        // Steps of ten metres are finer than a line needs: each third of them and both ends.
        let last = line.len().saturating_sub(1);
        let kept = line.iter().enumerate();
        let kept = kept.filter(|(index, _)| index % 3 == 0 || *index == last);
        kept.map(|(_, place)| json!([place.longitude(), place.latitude()]))
            .collect()
    };
    let coordinates: Json = lines.iter().map(line).collect();
    json!({"type": "MultiLineString", "coordinates": coordinates})
}
