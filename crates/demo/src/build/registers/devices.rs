//! Device models, transmitters, installed points.

use std::collections::HashMap;

use base::Uuid;
use serde_json::{Value as Json, json};

use super::rows::{Row, ago, id, placed, row};
use crate::made::{City, Point, Unit, as_json};

pub(super) const MODEL: &str = "FS-D26 用户信息传输装置";
pub(super) const STANDALONE_MODEL: &str = "FS-S1 独立式感烟火灾探测报警器";

pub(super) fn models(mark: &str) -> impl Iterator<Item = Row> {
    let model = move |name: &str, protocol: &str, years: i64| {
        row([
            ("name", json!(format!("{name}{mark}"))),
            ("maker", json!(format!("烽燧演示设备厂{mark}"))),
            ("protocol", json!(protocol)),
            ("service_years", json!(years)),
        ])
    };
    [(MODEL, "gb26875_3", 12), (STANDALONE_MODEL, "none", 10)]
        .into_iter()
        .map(move |(name, protocol, years)| model(name, protocol, years))
}

pub(super) fn transmitters(
    city: &City,
    units: &HashMap<String, Uuid>,
    model: Option<Uuid>,
    today: jiff::civil::Date,
) -> impl Iterator<Item = Row> {
    city.units.iter().map(move |unit| {
        placed(
            city,
            &unit.spot,
            [
                ("name", json!(transmitter_name(city, unit))),
                ("source_address", json!(unit.source_address)),
                ("registered", json!(true)),
                ("unit", id(units, &unit.name)),
                ("unit_name", json!(unit.name)),
                (
                    "model",
                    model.map_or(Json::Null, |model| json!(model.to_string())),
                ),
                ("installed_on", json!(ago(today, 380))),
            ],
        )
    })
}

fn transmitter_name(city: &City, unit: &Unit) -> String {
    let name = unit.name.trim_end_matches(&city.recipe.mark);
    city.recipe.marked(&format!("{name}传输装置"))
}

pub(super) fn points(
    city: &City,
    units: &HashMap<String, Uuid>,
    model: Option<Uuid>,
    today: jiff::civil::Date,
) -> impl Iterator<Item = Row> {
    let all = city
        .units
        .iter()
        .flat_map(|unit| unit.points().map(move |point| (unit, point)));
    all.map(move |(unit, point)| point_row(city, unit, &point, units, model, today))
}

fn point_row(
    city: &City,
    unit: &Unit,
    point: &Point,
    units: &HashMap<String, Uuid>,
    model: Option<Uuid>,
    today: jiff::civil::Date,
) -> Row {
    let (kind, number) = crate::made::SYSTEM;
    let (zone, at) = point.address.zone_and_point();
    let unit_name = unit.name.trim_end_matches(&city.recipe.mark);
    row([
        (
            "name",
            json!(
                city.recipe
                    .marked(&format!("{unit_name} {zone}-{at} {}", point.name))
            ),
        ),
        ("kind", json!(point.kind)),
        (
            "model",
            model.map_or(Json::Null, |model| json!(model.to_string())),
        ),
        ("unit", id(units, &unit.name)),
        (
            "region",
            city.region(&unit.spot)
                .map_or(Json::Null, |at| json!(at.as_str())),
        ),
        ("place", json!(point.place())),
        ("source_address", json!(unit.source_address)),
        ("system", json!(u16::from_le_bytes([kind, number]))),
        ("component", json!(point.address.0)),
        ("position", as_json(unit.spot.position)),
        ("installed_on", json!(ago(today, 380))),
    ])
}

pub(super) fn standalone(
    city: &City,
    shops: &HashMap<String, Uuid>,
    model: Option<Uuid>,
    today: jiff::civil::Date,
) -> impl Iterator<Item = Row> {
    let all = city.premises.iter();
    let all = all.flat_map(|shop| (1..=shop.alarms).map(move |number| (shop, number)));
    all.enumerate().map(move |(at, (shop, number))| {
        let name = shop.name.trim_end_matches(&city.recipe.mark);
        row([
            (
                "name",
                json!(city.recipe.marked(&format!("{name} 烟感{number}"))),
            ),
            ("kind", json!("standalone")),
            (
                "model",
                model.map_or(Json::Null, |model| json!(model.to_string())),
            ),
            ("unit", id(shops, &shop.name)),
            (
                "region",
                city.region(&shop.spot)
                    .map_or(Json::Null, |at| json!(at.as_str())),
            ),
            (
                "place",
                json!(if number == 1 {
                    "营业厅"
                } else {
                    "后厨、库房"
                }),
            ),
            ("position", as_json(shop.spot.position)),
            ("installed_on", json!(ago(today, 30 + at % 1_700))),
        ])
    })
}
