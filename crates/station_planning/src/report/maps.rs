//! The maps of the report: the ground, the roads, who is covered, the stations.

use std::collections::BTreeSet;

use base::Wgs84;
use map::Outlined;
use map::paper::{Anchor, Drawing, Projection, Sign, Spot};
use routing::{RoadRank, Roads};
use serde_json::Value as Json;

use crate::findings::Findings;
use crate::question::Question;

/// The width of the type area, and how high a map may be.
const WIDTH: f64 = 1_560.0;
const HEIGHT: (f64, f64) = (700.0, 1_200.0);
/// A map that is wider than this on the earth shows no small roads.
const WIDE: f64 = 60_000.0;
/// The strip under a map for its legend.
const LEGEND: f64 = 110.0;

const PAPER: &str = "#fdfdfb";
const OUTSIDE: &str = "#eceff2";
const BORDER: &str = "#8d97a5";
const ROAD: &str = "#c3cad3";
const GREAT_ROAD: &str = "#aab4c0";
const GROUND: &str = "#5aa46d";
const COVERED: &str = "#2f7d46";
const NEWLY: &str = "#1f5fa8";
const UNCOVERED: &str = "#c0392b";
const UNREACHED: &str = "#7a4b8f";
const STATION: &str = "#b3261e";
const PROPOSED: &str = "#1f5fa8";
const PLANNED: &str = "#8a6d00";
const INK: &str = "#3a434f";

/// What lies under every map.
pub(super) struct Ground<'m> {
    pub(super) outlines: Vec<Outlined<'m>>,
    pub(super) roads: Option<&'m Roads>,
}

/// The stations that stand, and who they cover.
pub(super) fn today(question: &Question, findings: &Findings, ground: &Ground<'_>) -> String {
    let (mut drawing, map) = begun(question, findings, ground, &findings.ground_today);
    dots(
        &mut drawing,
        &map,
        findings,
        &[(3, UNREACHED), (1, UNCOVERED), (2, UNCOVERED), (0, COVERED)],
    );
    standing(&mut drawing, &map, findings);
    let legend = [
        Entry::Sign(Sign::Square, STATION, "现有消防站"),
        Entry::Area(GROUND, "时限内可达"),
        Entry::Dot(COVERED, "已覆盖需求"),
        Entry::Dot(UNCOVERED, "未覆盖需求"),
        Entry::Dot(UNREACHED, "道路不通"),
    ];
    finished(drawing, &map, &legend)
}

/// The proposed stations with those that stand and the plan's.
pub(super) fn proposed(question: &Question, findings: &Findings, ground: &Ground<'_>) -> String {
    let (mut drawing, map) = begun(question, findings, ground, &findings.ground_proposed);
    dots(
        &mut drawing,
        &map,
        findings,
        &[(3, UNREACHED), (2, UNCOVERED), (0, COVERED), (1, NEWLY)],
    );
    for site in &findings.plan.sites {
        drawing.sign(
            map.spot(site.at[0], site.at[1]),
            Sign::Triangle,
            PLANNED,
            "",
        );
    }
    standing(&mut drawing, &map, findings);
    for (at, site) in findings.chosen.iter().enumerate().rev() {
        let spot = map.spot(site.at[0], site.at[1]);
        drawing.sign(spot, Sign::Round, PROPOSED, &(at + 1).to_string());
    }
    let legend = [
        Entry::Sign(Sign::Square, STATION, "现有"),
        Entry::Sign(Sign::Round, PROPOSED, "建议"),
        Entry::Sign(Sign::Triangle, PLANNED, "规划"),
        Entry::Area(GROUND, "时限内可达"),
        Entry::Dot(COVERED, "现状覆盖"),
        Entry::Dot(NEWLY, "新增覆盖"),
        Entry::Dot(UNCOVERED, "未覆盖"),
        Entry::Dot(UNREACHED, "道路不通"),
    ];
    finished(drawing, &map, &legend)
}

/// Land, borders, roads and the ground that is reached.
fn begun(
    question: &Question,
    findings: &Findings,
    ground: &Ground<'_>,
    reached: &Json,
) -> (Drawing, Projection) {
    let map = Projection::around(&shown(question, findings), WIDTH, HEIGHT);
    let mut drawing = Drawing::new(map.width, map.height + LEGEND);
    drawing.rectangle(
        (0.0, 0.0),
        (map.width, map.height),
        &format!("fill=\"{OUTSIDE}\""),
    );
    let area =
        |county: &&Outlined<'_>| {
            question.terms.regions.iter().any(|code| {
                county.region.starts_with(code.as_str()) || code.starts_with(county.region)
            })
        };
    let rings = |county: &Outlined<'_>| -> Vec<Vec<Spot>> {
        let spots = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| map.spot(*x, *y)).collect();
        county.rings.iter().map(spots).collect()
    };
    let inside: Vec<Vec<Spot>> = ground
        .outlines
        .iter()
        .filter(area)
        .flat_map(rings)
        .collect();
    let look = format!("fill=\"{PAPER}\" fill-rule=\"evenodd\"");
    drawing.lines(inside.iter().map(Vec::as_slice), true, &look);
    roads(&mut drawing, &map, ground);
    let reached = polygons(reached, &map);
    let look = format!(
        "fill=\"{GROUND}\" fill-opacity=\"0.22\" fill-rule=\"evenodd\" stroke=\"{GROUND}\" stroke-width=\"3\""
    );
    drawing.lines(reached.iter().map(Vec::as_slice), true, &look);
    let borders: Vec<Vec<Spot>> = ground.outlines.iter().flat_map(rings).collect();
    let look = format!(
        "fill=\"none\" stroke=\"{BORDER}\" stroke-width=\"5\" stroke-dasharray=\"24 8 4 8\""
    );
    drawing.lines(borders.iter().map(Vec::as_slice), true, &look);
    for county in &ground.outlines {
        if let Some(centre) = county.centre {
            drawing.text(map.place(centre), county.zh, 36, INK, Anchor::Middle);
        }
    }
    (drawing, map)
}

/// What a map has to hold: the demand, and the stations of the area.
fn shown(question: &Question, findings: &Findings) -> Vec<Wgs84> {
    let stations = findings.stations.iter().filter(|station| station.inside);
    let signs = stations
        .map(|station| station.at)
        .chain(findings.chosen.iter().map(|site| site.at))
        .chain(findings.plan.sites.iter().map(|site| site.at));
    let signs = signs.filter_map(|[x, y]| Wgs84::from_degrees(x, y));
    question
        .points
        .iter()
        .map(|point| point.place)
        .chain(signs)
        .collect()
}

fn roads(drawing: &mut Drawing, map: &Projection, ground: &Ground<'_>) {
    let (Some(roads), Some(bounds)) = (ground.roads, map.bounds()) else {
        return;
    };
    let wide = map.width / map.length(1.0) > WIDE;
    let least = if wide {
        RoadRank::Main
    } else {
        RoadRank::Minor
    };
    let (mut great, mut small): (Vec<Vec<Spot>>, Vec<Vec<Spot>>) = (Vec::new(), Vec::new());
    for line in roads.lines_in(bounds, least) {
        let spots = line.places.iter().map(|place| map.place(*place)).collect();
        let is_great = line.rank <= RoadRank::Trunk;
        if is_great {
            great.push(spots)
        } else {
            small.push(spots)
        }
    }
    for (lines, colour, width) in [(small, ROAD, 3), (great, GREAT_ROAD, 7)] {
        let look = format!(
            "fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\""
        );
        drawing.lines(lines.iter().map(Vec::as_slice), false, &look);
    }
}

/// The rings of a GeoJSON MultiPolygon on the paper.
fn polygons(shape: &Json, map: &Projection) -> Vec<Vec<Spot>> {
    let all = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let rings = all(&shape["coordinates"])
        .into_iter()
        .flat_map(|polygon| all(&polygon));
    let spot = |place: &Json| Some(map.spot(place.get(0)?.as_f64()?, place.get(1)?.as_f64()?));
    rings
        .map(|ring| all(&ring).iter().filter_map(spot).collect())
        .collect()
}

/// Dots by state, those named last on top.
fn dots(drawing: &mut Drawing, map: &Projection, findings: &Findings, order: &[(i32, &str)]) {
    for (state, colour) in order {
        let spots: BTreeSet<(i64, i64)> = findings
            .dots
            .iter()
            .filter(|[_, _, own]| own == state)
            .map(|[x, y, _]| {
                let (x, y) = map.spot(f64::from(*x) / 1e5, f64::from(*y) / 1e5);
                #[expect(clippy::cast_possible_truncation, reason = "tenths of a millimetre")]
                (x.round() as i64, y.round() as i64)
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "tenths of a millimetre")]
        let spots: Vec<Spot> = spots
            .into_iter()
            .map(|(x, y)| (x as f64, y as f64))
            .collect();
        drawing.dots(&spots, 11.0, colour);
    }
}

fn standing(drawing: &mut Drawing, map: &Projection, findings: &Findings) {
    for station in &findings.stations {
        drawing.sign(
            map.spot(station.at[0], station.at[1]),
            Sign::Square,
            STATION,
            "",
        );
    }
}

/// A line of the legend.
#[derive(Clone, Copy)]
enum Entry<'w> {
    Sign(Sign, &'static str, &'w str),
    Dot(&'static str, &'w str),
    Area(&'static str, &'w str),
}

/// With frame, scale, north and legend.
fn finished(mut drawing: Drawing, map: &Projection, legend: &[Entry<'_>]) -> String {
    // What was drawn over the lower edge makes room for the legend.
    drawing.rectangle((0.0, map.height), (map.width, LEGEND), "fill=\"#ffffff\"");
    drawing.frame(map);
    let step = map.width / legend.len().max(1) as f64;
    for (at, entry) in legend.iter().enumerate() {
        let (x, y) = (step * at as f64 + 30.0, map.height + LEGEND / 2.0 + 8.0);
        let words = match *entry {
            Entry::Sign(shape, colour, words) => {
                drawing.sign((x, y), shape, colour, "");
                words
            }
            Entry::Dot(colour, words) => {
                drawing.dots(&[(x, y)], 20.0, colour);
                words
            }
            Entry::Area(colour, words) => {
                let look = format!(
                    "fill=\"{colour}\" fill-opacity=\"0.3\" stroke=\"{colour}\" stroke-width=\"3\""
                );
                drawing.rectangle((x - 22.0, y - 14.0), (44.0, 28.0), &look);
                words
            }
        };
        drawing.text((x + 30.0, y + 11.0), words, 30, INK, Anchor::Start);
    }
    drawing.finish()
}
