//! Answers of a graph, in words, as CSV or as JSON.

use std::path::Path;

use anyhow::{bail, ensure};
use base::{Metres, Wgs84};
use roads::{Cost, Dijkstra, Ground, Snap, Terms, covered, covered_mm};
use serde_json::{Value, json};

use super::Graph;
use super::points::{place, places};

/// Minutes: beyond, an isochrone is the whole network.
const LONGEST: f64 = 24.0 * 60.0;

pub(super) fn route(
    graph: &Path,
    [from, to]: [&str; 2],
    reach: f64,
    in_json: bool,
) -> anyhow::Result<String> {
    let (from, to) = (place(from)?, place(to)?);
    let graph = Graph::open(graph)?;
    let start = graph.snap("--from", from, Metres(reach))?;
    let goal = graph.snap("--to", to, Metres(reach))?;
    let Some(route) = graph.swift().route(&start, &goal) else {
        bail!("no way leads from --from to --to");
    };
    let (seconds, length) = (seconds(route.cost), metres(route.cost.length_mm));
    let streets = route.streets(&graph.network);
    if !in_json {
        let streets = streets.iter().map(|run| {
            let name = if run.name.is_empty() { "—" } else { run.name };
            format!("\n  {:>7.0} m  {name}", metres(run.cost.length_mm))
        });
        let streets: String = streets.collect();
        return Ok(format!("{seconds:.1} s, {length:.0} m{streets}"));
    }
    let places = route.places(&graph.network);
    let streets = streets.iter().map(|run| {
        json!({ "name": run.name, "seconds": self::seconds(run.cost),
            "metres": metres(run.cost.length_mm) })
    });
    Ok(json!({
        "seconds": seconds,
        "metres": length,
        "off_road": { "from": start.distance, "to": goal.distance },
        "streets": streets.collect::<Vec<_>>(),
        "geometry": { "type": "LineString", "coordinates": coordinates(&places) },
    })
    .to_string())
}

pub(super) fn matrix(
    graph: &Path,
    files: [&Path; 2],
    reach: f64,
    in_json: bool,
) -> anyhow::Result<String> {
    let [from, to] = files;
    let (from, to) = (places(from)?, places(to)?);
    let graph = Graph::open(graph)?;
    let snapped = |what: &str, places: &[Wgs84]| -> anyhow::Result<Vec<Snap>> {
        let numbered = places.iter().zip(1..);
        let snap = |(place, number): (&Wgs84, i32)| {
            graph.snap(&format!("{what}, place {number}"), *place, Metres(reach))
        };
        numbered.map(snap).collect()
    };
    let (from, to) = (snapped("--from", &from)?, snapped("--to", &to)?);
    let matrix = graph.swift().matrix(&from, &to);
    if in_json {
        let rows = matrix.rows().map(|row| {
            let costs = row.iter().map(|cost| cost.map(seconds));
            costs.collect::<Vec<_>>()
        });
        return Ok(json!({ "seconds": rows.collect::<Vec<_>>() }).to_string());
    }
    let rows = matrix.rows().map(|row| {
        let costs = row
            .iter()
            .map(|cost| cost.map_or_else(String::new, |cost| format!("{:.3}", seconds(cost))));
        costs.collect::<Vec<_>>().join(",")
    });
    Ok(rows.collect::<Vec<_>>().join("\n"))
}

pub(super) fn isochrone(
    graph: &Path,
    at: &str,
    minutes: f64,
    reverse: bool,
    reach: f64,
) -> anyhow::Result<String> {
    ensure!(
        minutes > 0.0 && minutes <= LONGEST,
        "--minutes {minutes} is none of 0 to {LONGEST}"
    );
    let at = place(at)?;
    let graph = Graph::open(graph)?;
    let snap = graph.snap("--at", at, Metres(reach))?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a day in milliseconds at most, and more than nothing"
    )]
    let within = (minutes * 60_000.0) as u64;
    let terms = Terms {
        within: Some(within),
        ..Terms::default()
    };
    let mut dijkstra = Dijkstra::new(&graph.network);
    let area = if reverse {
        dijkstra.area_to(&snap, &terms)
    } else {
        dijkstra.area(&snap, &terms)
    };
    let parts = covered(&graph.network, &area);
    let ground = Ground::along(&graph.network, &parts);
    let polygons = ground.polygons.iter().map(|rings| {
        let rings = rings.iter().map(|ring| coordinates(ring));
        rings.collect::<Vec<_>>()
    });
    Ok(json!({
        "type": "Feature",
        "properties": {
            "minutes": minutes,
            "reverse": reverse,
            "road_metres": metres(covered_mm(&parts)),
            "reach_metres": ground.reach,
            "cell_metres": ground.cell,
            "off_road_metres": snap.distance,
        },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons.collect::<Vec<_>>() },
    })
    .to_string())
}

fn coordinates(places: &[Wgs84]) -> Vec<Value> {
    let pairs = places.iter();
    pairs
        .map(|place| json!([place.longitude(), place.latitude()]))
        .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a drive are below 2^53"
)]
fn seconds(cost: Cost) -> f64 {
    cost.time_ms as f64 / 1e3
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths of roads are below 2^53"
)]
fn metres(millimetres: u64) -> f64 {
    millimetres as f64 / 1e3
}
