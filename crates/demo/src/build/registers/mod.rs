//! What stands in each register.

mod devices;
mod force;
mod rows;
mod units;

use std::collections::HashMap;

use base::Uuid;

use self::devices::{MODEL, STANDALONE_MODEL};
pub(super) use self::rows::{Row, id, placed, row};
use super::Site;
use super::sheet::Sheet;
use crate::made::City;

/// A register that is filled, in the order in which they refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Organisations,
    KeyUnits,
    SmallPremises,
    Buildings,
    Stations,
    Vehicles,
    MicroStations,
    Waters,
    Models,
    Transmitters,
    Points,
    StandaloneAlarms,
}

impl Part {
    pub(super) const ALL: [Self; 12] = [
        Self::Organisations,
        Self::KeyUnits,
        Self::SmallPremises,
        Self::Buildings,
        Self::Stations,
        Self::Vehicles,
        Self::MicroStations,
        Self::Waters,
        Self::Models,
        Self::Transmitters,
        Self::Points,
        Self::StandaloneAlarms,
    ];

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Organisations => "机构 organisations",
            Self::KeyUnits => "消防安全重点单位 key units",
            Self::SmallPremises => "小场所 small premises",
            Self::Buildings => "建筑 buildings",
            Self::Stations => "消防救援站 fire stations",
            Self::Vehicles => "消防车辆 vehicles",
            Self::MicroStations => "微型消防站 micro-stations",
            Self::Waters => "消防水源 water sources",
            Self::Models => "设备型号 device models",
            Self::Transmitters => "用户信息传输装置 transmitters",
            Self::Points => "设备点位 installed points",
            Self::StandaloneAlarms => "独立式烟感 stand-alone alarms",
        }
    }

    /// Enters its rows unless they are there; how many.
    pub(super) async fn enter(self, city: &City, site: &Site, to: &Sheet) -> anyhow::Result<usize> {
        let today = rows::today(site);
        let mark = city.recipe.mark.as_str();
        match self {
            Self::Organisations => {
                to.enter("organisation", units::organisations(city, site))
                    .await
            }
            Self::KeyUnits => {
                let battalions = city
                    .recipe
                    .counties
                    .iter()
                    .map(|of| units::battalion(city, &of.short));
                let battalions = to.ids("organisation", battalions).await?;
                let rows = city
                    .units
                    .iter()
                    .map(|unit| units::key_unit(city, unit, &battalions, today));
                to.enter("unit", rows).await
            }
            Self::SmallPremises => to.enter("unit", units::small_premises(city)).await,
            Self::Buildings => {
                let units = unit_ids(city, to).await?;
                to.enter("building", units::buildings(city, &units)).await
            }
            Self::Stations => to.enter("fire_station", force::stations(city)).await,
            Self::Vehicles => {
                let names = city.stations.iter().map(|station| station.name.clone());
                let stations = to.ids("fire_station", names).await?;
                to.enter("vehicle", force::vehicles(city, &stations)).await
            }
            Self::MicroStations => {
                let units = unit_ids(city, to).await?;
                to.enter("micro_station", force::micro_stations(city, &units))
                    .await
            }
            Self::Waters => {
                let bodies = city.recipe.organisations.iter();
                let bodies = bodies.filter(|body| body.kind == "service_body");
                let names: Vec<String> =
                    bodies.map(|body| city.recipe.marked(&body.name)).collect();
                let ids = to.ids("organisation", names.iter().cloned()).await?;
                let keepers: Vec<Uuid> = names
                    .iter()
                    .filter_map(|name| ids.get(name))
                    .copied()
                    .collect();
                to.enter("water_source", force::waters(city, &keepers, today))
                    .await
            }
            Self::Models => to.enter("device_model", devices::models(mark)).await,
            Self::Transmitters => {
                let (units, model) = (unit_ids(city, to).await?, model(to, MODEL, mark).await?);
                to.enter(
                    "transmitter",
                    devices::transmitters(city, &units, model, today),
                )
                .await
            }
            Self::Points => {
                let (units, model) = (unit_ids(city, to).await?, model(to, MODEL, mark).await?);
                to.enter(
                    "installed_point",
                    devices::points(city, &units, model, today),
                )
                .await
            }
            Self::StandaloneAlarms => {
                let names = city.premises.iter().map(|shop| shop.name.clone());
                let shops = to.ids("unit", names).await?;
                let model = model(to, STANDALONE_MODEL, mark).await?;
                to.enter(
                    "installed_point",
                    devices::standalone(city, &shops, model, today),
                )
                .await
            }
        }
    }
}

async fn unit_ids(city: &City, to: &Sheet) -> anyhow::Result<HashMap<String, Uuid>> {
    to.ids("unit", city.units.iter().map(|unit| unit.name.clone()))
        .await
}

async fn model(to: &Sheet, name: &str, mark: &str) -> anyhow::Result<Option<Uuid>> {
    let name = format!("{name}{mark}");
    Ok(to
        .ids("device_model", [name.clone()].into_iter())
        .await?
        .remove(&name))
}
