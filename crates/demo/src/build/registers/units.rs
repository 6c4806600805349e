//! Organisations, key units, small premises, buildings.

use std::collections::HashMap;

use base::Uuid;
use serde_json::{Value as Json, json};

use super::super::Site;
use super::rows::{Row, ago, id, placed, row};
use crate::made::{City, Unit};

pub(super) fn battalion(city: &City, county: &str) -> String {
    city.recipe.marked(&format!("{county}消防救援大队"))
}

pub(super) fn organisations(city: &City, site: &Site) -> impl Iterator<Item = Row> {
    let own = city.recipe.organisations.iter().map(move |body| {
        row([
            ("name", json!(city.recipe.marked(&body.name))),
            ("kind", json!(body.kind)),
            ("region", json!(site.region.as_str())),
        ])
    });
    let battalions = city.recipe.counties.iter().map(move |county| {
        row([
            ("name", json!(battalion(city, &county.short))),
            ("kind", json!("battalion")),
            ("region", json!(county.region.as_str())),
        ])
    });
    own.chain(battalions)
}

pub(super) fn key_unit(
    city: &City,
    unit: &Unit,
    battalions: &HashMap<String, Uuid>,
    today: jiff::civil::Date,
) -> Row {
    let town = city.ground.towns.get(unit.spot.town);
    let county = town.and_then(|town| city.recipe.counties.get(town.county));
    let battalion = county.map_or_else(String::new, |county| battalion(city, &county.short));
    // One in ten counts as of high fire risk, as the plan's base year had it (147 of 1,467).
    let number = usize::try_from(unit.source_address).unwrap_or_default();
    let high_risk = number % 10 == 0;
    let (name, phone) = &unit.person;
    placed(
        city,
        &unit.spot,
        [
            ("name", json!(unit.name)),
            ("kind", json!(unit.kind)),
            ("supervised_by", id(battalions, &battalion)),
            ("floor_area", json!(unit.floor_area)),
            ("key_since", json!(ago(today, 400 + number % 2_000))),
            (
                "high_risk_since",
                if high_risk {
                    json!(ago(today, 380))
                } else {
                    Json::Null
                },
            ),
            ("control_room", json!(unit.control_room)),
            ("monitored_since", json!(ago(today, 366 + number % 700))),
            ("responsible_person", json!(name)),
            ("responsible_phone", json!(phone)),
            (
                "duty_phone",
                json!(format!("0359-200{:04}", number % 10_000)),
            ),
        ],
    )
}

pub(super) fn small_premises(city: &City) -> impl Iterator<Item = Row> {
    city.premises.iter().map(move |shop| {
        placed(
            city,
            &shop.spot,
            [
                ("name", json!(shop.name)),
                ("kind", json!("small_premises")),
                ("floor_area", json!(shop.floor_area)),
                ("control_room", json!(false)),
            ],
        )
    })
}

pub(super) fn buildings(city: &City, units: &HashMap<String, Uuid>) -> impl Iterator<Item = Row> {
    city.units.iter().map(move |unit| {
        let purpose = match unit.kind.as_str() {
            "factory" => "factory",
            "warehouse" => "warehouse",
            "heritage" => "heritage",
            _ => "public",
        };
        placed(
            city,
            &unit.spot,
            [
                (
                    "name",
                    json!(
                        format!("{}主楼", unit.name.trim_end_matches(&city.recipe.mark))
                            + &city.recipe.mark
                    ),
                ),
                ("unit", id(units, &unit.name)),
                ("purpose", json!(purpose)),
                ("storeys_above", json!(unit.storeys)),
                ("height", json!(format!("{}.0", unit.storeys * 3 + 2))),
                ("floor_area", json!(unit.floor_area)),
                ("fire_alarm", json!(true)),
                (
                    "sprinklers",
                    json!(unit.storeys > 3 || unit.floor_area > 3_000),
                ),
            ],
        )
    })
}
