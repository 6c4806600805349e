//! 驻地 where townships and villages have their seats, and where the plan's stations are to stand: the pack
//! knows neither, so in a synthetic city both are made up, each beside a street of its own township.

use std::collections::HashMap;

use base::{Random, Wgs84};
use register::{RegisterDef, Stored};
use serde_json::json;

use super::registers::row;
use super::sheet::Sheet;
use crate::made::{City, as_json};

/// Metres off the road.
const OFF: [f64; 2] = [15.0, 60.0];

/// Enters both where nobody has said them; how many.
pub(super) async fn enter(city: &City, to: &Sheet) -> anyhow::Result<usize> {
    let mut random = Random::new(city.recipe.seed ^ 0x5ea7);
    let (def, regions) = to.all("region").await?;
    let mut seats = Vec::new();
    let towns = city.ground.towns.iter().enumerate();
    let towns: HashMap<&str, usize> = towns.map(|(at, town)| (town.region.as_str(), at)).collect();
    for region in regions.iter().filter(|one| !has(def, one, "seat")) {
        let code = text(def, region, "code");
        let town = code.get(..9).and_then(|township| towns.get(township));
        if let Some(place) = town.and_then(|town| spot(city, *town, &mut random)) {
            seats.push(row([("code", json!(code)), ("seat", as_json(place))]));
        }
    }
    let mut entered = to.amend("region", seats).await?;
    let (def, planned) = to.all("planned_station").await?;
    let mut places = Vec::new();
    for station in planned.iter().filter(|one| !has(def, one, "position")) {
        let code = text(def, station, "region");
        let county = city
            .recipe
            .counties
            .iter()
            .position(|county| code.starts_with(county.region.as_str()));
        let town = county.and_then(|county| city.ground.town(county, 80, &mut random));
        if let Some(place) = town.and_then(|town| spot(city, town, &mut random)) {
            let name = text(def, station, "name");
            places.push(row([("name", json!(name)), ("position", as_json(place))]));
        }
    }
    entered += to.amend("planned_station", places).await?;
    Ok(entered)
}

fn spot(city: &City, town: usize, random: &mut Random) -> Option<Wgs84> {
    let found = city.ground.spot(town, OFF, random);
    found.map(|spot| spot.position)
}

fn text(def: &RegisterDef, of: &Stored, field: &str) -> String {
    let value = of.value(def, field).and_then(|value| value.as_text());
    value.unwrap_or_default().to_owned()
}

fn has(def: &RegisterDef, of: &Stored, field: &str) -> bool {
    let value = of.value(def, field);
    value.is_some_and(|value| *value != register::Value::Empty)
}
