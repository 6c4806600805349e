//! Fire stations, vehicles, micro-stations, water sources.

use std::collections::HashMap;

use base::Uuid;
use serde_json::{Value as Json, json};

use super::rows::{Row, ago, id, placed, row};
use crate::made::{City, WaterState};

pub(super) fn stations(city: &City) -> impl Iterator<Item = Row> {
    city.stations
        .iter()
        .enumerate()
        .map(move |(number, station)| {
            placed(
                city,
                &station.spot,
                [
                    ("name", json!(station.name)),
                    ("class", json!(station.class)),
                    ("crew", json!(station.crew)),
                    ("bays", json!(station.vehicles.len() + 1)),
                    (
                        "in_service_since",
                        json!(format!("{}-10-01", 2003 + number % 16)),
                    ),
                ],
            )
        })
}

pub(super) fn vehicles(city: &City, stations: &HashMap<String, Uuid>) -> impl Iterator<Item = Row> {
    let all = city.stations.iter();
    let all = all.flat_map(|station| station.vehicles.iter().map(move |own| (station, own)));
    all.map(move |(station, vehicle)| {
        let kind = city.recipe.vehicle(&vehicle.class);
        let number = |pick: fn(&crate::recipe::VehicleRecipe) -> Option<i64>| {
            kind.and_then(pick).map_or(Json::Null, |value| json!(value))
        };
        let reach = kind.and_then(|kind| kind.reach);
        row([
            ("plate", json!(vehicle.plate)),
            ("class", json!(vehicle.class)),
            ("model", kind.map_or(Json::Null, |kind| json!(kind.model))),
            (
                "region",
                city.region(&station.spot)
                    .map_or(Json::Null, |at| json!(at.as_str())),
            ),
            ("station", id(stations, &station.name)),
            ("water", number(|kind| kind.water)),
            ("foam", number(|kind| kind.foam)),
            (
                "reach",
                reach.map_or(Json::Null, |reach| {
                    json!(format!("{}.{}", reach / 10, reach % 10))
                }),
            ),
            ("seats", number(|kind| Some(kind.seats))),
        ])
    })
}

pub(super) fn micro_stations(
    city: &City,
    units: &HashMap<String, Uuid>,
) -> impl Iterator<Item = Row> {
    city.micro_stations.iter().map(move |station| {
        let unit = station.unit.and_then(|at| city.units.get(at));
        placed(
            city,
            &station.spot,
            [
                ("name", json!(station.name)),
                (
                    "kind",
                    json!(if unit.is_some() {
                        "key_unit"
                    } else {
                        "community"
                    }),
                ),
                (
                    "unit",
                    unit.map_or(Json::Null, |unit| id(units, &unit.name)),
                ),
                ("members", json!(station.members)),
                ("dispatched", json!(true)),
            ],
        )
    })
}

pub(super) fn waters(
    city: &City,
    keepers: &[Uuid],
    today: jiff::civil::Date,
) -> impl Iterator<Item = Row> {
    city.waters.iter().enumerate().map(move |(number, water)| {
        let (state, remarks) = match &water.state {
            WaterState::Intact => ("intact", Json::Null),
            WaterState::Broken(why) => ("broken", json!(why)),
            WaterState::OutOfUse(why) => ("out_of_use", json!(why)),
        };
        let keeper = keepers.get(number % keepers.len().max(1));
        placed(
            city,
            &water.spot,
            [
                ("name", json!(water.name)),
                ("kind", json!(water.kind)),
                ("state", json!(state)),
                (
                    "diameter",
                    water.diameter.map_or(Json::Null, |pipe| json!(pipe)),
                ),
                (
                    "maintainer",
                    keeper.map_or(Json::Null, |keeper| json!(keeper.to_string())),
                ),
                ("checked_on", json!(ago(today, water.checked_ago))),
                ("remarks", remarks),
            ],
        )
    })
}
