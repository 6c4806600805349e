//! 驻地 where townships and villages have their seats, how many live in a village, and where the plan's
//! stations are to stand: the pack knows none of it, so in a synthetic city it is made up. A seat stands
//! beside a street of its own township; of the census of a county each of its villages has the same share.

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
    let shares = shares(def, &regions);
    let towns = city.ground.towns.iter().enumerate();
    let towns: HashMap<&str, usize> = towns.map(|(at, town)| (town.region.as_str(), at)).collect();
    for region in regions.iter().filter(|one| !has(def, one, "seat")) {
        let code = text(def, region, "code");
        let town = code.get(..9).and_then(|township| towns.get(township));
        if let Some(place) = town.and_then(|town| spot(city, *town, &mut random)) {
            let share = shares.get(&code).filter(|_| !has(def, region, "residents"));
            seats.push(row([
                ("code", json!(code)),
                ("seat", as_json(place)),
                ("residents", json!(share)),
            ]));
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

/// Digits of a county's code.
const COUNTY: usize = 6;

/// By the code of a village: its even share of the residents of its county.
fn shares(def: &RegisterDef, regions: &[Stored]) -> HashMap<String, i64> {
    let mut of_county: HashMap<String, i64> = HashMap::new();
    let mut villages: HashMap<String, Vec<String>> = HashMap::new();
    for region in regions {
        let code = text(def, region, "code");
        match (
            text(def, region, "level").as_str(),
            region.value(def, "residents"),
        ) {
            ("county", Some(register::Value::Integer(residents))) => {
                of_county.insert(code, *residents);
            }
            ("village", _) => {
                let county = code.chars().take(COUNTY).collect();
                villages.entry(county).or_default().push(code);
            }
            _ => {}
        }
    }
    let share = |(county, villages): (String, Vec<String>)| {
        let many = i64::try_from(villages.len()).unwrap_or(i64::MAX);
        let each = of_county.get(&county).map(|all| all / many.max(1));
        villages
            .into_iter()
            .filter_map(move |code| Some((code, each?)))
    };
    villages.into_iter().flat_map(share).collect()
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
