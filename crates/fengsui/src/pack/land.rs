//! The land that a synthetic city is made up in: townships, outlines and known places of a pack.

use std::collections::HashMap;

use anyhow::{Context, bail};
use base::{Polygon, RegionCode, RegionLevel, Wgs84};
use demo::{Land, Recipe};
use serde::Deserialize;

use super::{OUTLINES, PLACES, Pack, RECIPE};

#[derive(Deserialize)]
struct Outlines {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    region: RegionCode,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

#[derive(Deserialize)]
struct Places {
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    zh: String,
    longitude: f64,
    latitude: f64,
}

impl Pack {
    /// What a synthetic city is made of; an error where the pack has no recipe.
    pub(crate) fn recipe(&self) -> anyhow::Result<Recipe> {
        let text = self.text(RECIPE)?;
        Recipe::from_json(&text).with_context(|| format!("{RECIPE} of the pack"))
    }

    /// The land of the pack.
    pub(crate) fn land(&self) -> anyhow::Result<Land> {
        let outlines: Outlines = serde_json::from_str(&self.text(OUTLINES)?)
            .with_context(|| format!("{OUTLINES} of the pack"))?;
        let places: Places = serde_json::from_str(&self.text(PLACES)?)
            .with_context(|| format!("{PLACES} of the pack"))?;
        let mut land = Land {
            townships: townships(&self.region_tree()?)?,
            outlines: Vec::new(),
            places: HashMap::new(),
        };
        for feature in outlines.features {
            let region = feature.properties.region;
            let polygons = match feature.geometry {
                Geometry::Polygon(rings) => vec![rings],
                Geometry::MultiPolygon(polygons) => polygons,
            };
            for rings in polygons {
                let polygon = polygon(rings).with_context(|| format!("the outline of {region}"))?;
                land.outlines.push((region.clone(), polygon));
            }
        }
        for place in places.places {
            let position = Wgs84::from_degrees(place.longitude, place.latitude);
            land.places
                .extend(position.map(|position| (place.zh, position)));
        }
        Ok(land)
    }
}

fn polygon(rings: Vec<Vec<[f64; 2]>>) -> anyhow::Result<Polygon> {
    let ring = |ring: Vec<[f64; 2]>| {
        let places = ring.into_iter().map(|[longitude, latitude]| {
            Wgs84::from_degrees(longitude, latitude).context("a corner is no place on earth")
        });
        places.collect::<anyhow::Result<Vec<Wgs84>>>()
    };
    let rings: Vec<Vec<Wgs84>> = rings.into_iter().map(ring).collect::<Result<_, _>>()?;
    Ok(Polygon::new(rings)?)
}

/// The townships of the region tree, without the zones that count by themselves.
fn townships(csv: &str) -> anyhow::Result<Vec<(RegionCode, String)>> {
    let mut townships = Vec::new();
    for line in csv.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let mut cells = line.split(',').map(str::trim);
        let (Some(code), Some(name), Some(level)) = (cells.next(), cells.next(), cells.next())
        else {
            bail!("'{line}' of the region tree has not three cells");
        };
        let code: RegionCode = code.parse()?;
        if level == "township" && code.level() == RegionLevel::Township {
            townships.push((code, name.to_owned()));
        }
    }
    Ok(townships)
}
