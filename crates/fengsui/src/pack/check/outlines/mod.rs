//! 界线 the outlines of a pack: each of a region that is there, none over another, no hole between.
//!
//! Outlines come from different hands and meet within some hundred metres. So they are laid on a grid
//! of [`CELLS`] cells across, and what is thinner than three cells is not seen.

mod grid;

use serde::Deserialize;

use self::grid::Grid;
use super::Findings;
use super::regions::Codes;
use crate::pack::{OUTLINES, PLACES, Pack};

/// Cells of the grid across its longer side: 350 m in a city of 180 km.
const CELLS: usize = 512;
/// Digits of a county's code.
const COUNTY: usize = 6;

/// A ring of longitude and latitude.
type Ring = Vec<[f64; 2]>;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    region: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// The outline of a region.
struct Outline {
    region: String,
    rings: Vec<Ring>,
}

/// Looks at the outlines by their codes and by how they lie.
pub(super) fn check(pack: &Pack, codes: &Codes, findings: &mut Findings) {
    if !pack.has_map() {
        findings.warning(
            "map",
            "there is no map: no outline and no name is drawn under the city",
        );
        return;
    }
    findings.of(PLACES, pack.base_map());
    let read = pack.text(OUTLINES).and_then(|text| {
        serde_json::from_str::<Collection>(&text).map_err(|error| {
            let wanted = "features with the property 'region' and a Polygon or MultiPolygon of \
                          [longitude, latitude]";
            anyhow::anyhow!("{error}; wanted are {wanted}")
        })
    });
    let Some(collection) = findings.of(OUTLINES, read) else {
        return;
    };
    let mut outlines = Vec::new();
    for (feature, number) in collection.features.into_iter().zip(1..) {
        let region = feature.properties.region;
        if !codes.contains_key(&region) {
            let words = format!("{region} is no region of this pack");
            findings.error(format!("{OUTLINES}, feature {number}"), words);
        }
        let rings = match feature.geometry {
            Geometry::Polygon(rings) => rings,
            Geometry::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
        };
        outlines.push(Outline { region, rings });
    }
    for outline in &outlines {
        let on_earth = |[x, y]: &[f64; 2]| x.abs() <= 180.0 && y.abs() <= 90.0;
        let far = outline.rings.iter().flatten().find(|at| !on_earth(at));
        if let Some([x, y]) = far {
            let words = format!("[{x}, {y}] of {} is nowhere on the earth", outline.region);
            findings.error(OUTLINES, words);
            return;
        }
    }
    for (county, name) in codes.iter().filter(|(code, _)| code.len() == COUNTY) {
        if !outlines.iter().any(|one| one.region == *county) {
            findings.warning(OUTLINES, format!("{county} {name} has no outline"));
        }
    }
    how_they_lie(&outlines, findings);
}

fn how_they_lie(outlines: &[Outline], findings: &mut Findings) {
    let rings: Vec<&[Ring]> = outlines.iter().map(|one| one.rings.as_slice()).collect();
    let Some(grid) = Grid::of(&rings, CELLS) else {
        return;
    };
    let at = |spot: &grid::Spot| {
        format!(
            "{:.*} km² about {:.3}, {:.3}",
            usize::from(spot.area < 10.0),
            spot.area,
            spot.at[0],
            spot.at[1]
        )
    };
    for spot in grid.overlaps() {
        let over = spot.over.iter().filter_map(|one| outlines.get(*one));
        let over: Vec<&str> = over.map(|one| one.region.as_str()).collect();
        let words = format!("an overlap of {} lies in {}", at(&spot), over.join(" and "));
        findings.error(OUTLINES, words);
    }
    for spot in grid.holes() {
        let words = format!("a hole of {} lies in no outline", at(&spot));
        findings.error(OUTLINES, words);
    }
}
