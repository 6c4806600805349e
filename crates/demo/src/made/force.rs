//! Who goes: fire stations with vehicles and crews, brigades of towns, micro-stations.

use base::{Uuid, Wgs84, run_on};

use super::{Ground, Names, Spot, Unit, dice, within};
use crate::recipe::Recipe;

/// A fire station.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) spot: Spot,
    pub(crate) crew: usize,
    pub(crate) vehicles: Vec<Vehicle>,
    /// 班组
    pub(crate) crew_id: Uuid,
    pub(crate) crew_name: String,
}

/// A vehicle.
#[derive(Clone, Debug)]
pub(crate) struct Vehicle {
    /// As a responder.
    pub(crate) id: Uuid,
    pub(crate) plate: String,
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) fit: bool,
}

/// A brigade of a town 乡镇专职消防队.
#[derive(Clone, Debug)]
pub(crate) struct Brigade {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) spot: Spot,
}

/// A micro-station 微型消防站.
#[derive(Clone, Debug)]
pub(crate) struct MicroStation {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// Its unit, by its place among the units; a community's has none.
    pub(crate) unit: Option<usize>,
    pub(crate) spot: Spot,
    pub(crate) members: usize,
}

/// Ids that are the same in each making: a kind and a number in the room of version 7, at a time when
/// nobody made ids.
fn id(kind: u16, number: usize) -> Uuid {
    let number = u128::try_from(number).unwrap_or_default();
    Uuid::from_u128(0x0199_d000_0000_7000_8000_0000_0000_0000 | u128::from(kind) << 48 | number)
}

pub(super) fn stations(recipe: &Recipe, ground: &Ground) -> Vec<Station> {
    let mut random = dice(recipe, 3);
    let mut stations = Vec::new();
    let mut vehicles = 0;
    for (at, county) in recipe.counties.iter().enumerate() {
        let streets = ground.of_county(at, true);
        for (turn, of) in county.stations.iter().enumerate() {
            // Each in a street of its own, as far as there are any.
            let town = streets.get(turn % streets.len().max(1)).copied();
            let spot = town.and_then(|town| ground.spot(town, [20.0, 30.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let number = stations.len();
            let mut own = Vec::with_capacity(of.vehicles.len());
            for class in &of.vehicles {
                let Some(kind) = recipe.vehicle(class) else {
                    continue;
                };
                vehicles += 1;
                let turn = own.len() + 1;
                own.push(Vehicle {
                    id: id(1, vehicles),
                    plate: recipe.marked(&format!("{}{vehicles:04}", recipe.plates)),
                    class: class.clone(),
                    name: recipe.marked(&run_on([
                        of.name.as_str(),
                        format!("{turn}号").as_str(),
                        kind.name.as_str(),
                    ])),
                    fit: random.below(100) < 95,
                });
            }
            stations.push(Station {
                name: recipe.marked(&of.name),
                class: of.class.clone(),
                spot,
                crew: own.len() * 5 + 6,
                vehicles: own,
                crew_id: id(2, number),
                crew_name: recipe.marked(&format!("{}战斗一班", of.name)),
            });
        }
    }
    stations
}

pub(super) fn brigades(recipe: &Recipe, ground: &Ground) -> Vec<Brigade> {
    let mut random = dice(recipe, 4);
    let mut brigades = Vec::new();
    for (at, county) in recipe.counties.iter().enumerate() {
        let towns = ground.of_county(at, false).into_iter();
        for town in towns.take(county.town_brigades) {
            let name = ground.towns.get(town).map_or("", |town| town.name.as_str());
            if let Some(spot) = ground.spot(town, [18.0, 26.0], &mut random) {
                brigades.push(Brigade {
                    id: id(3, brigades.len()),
                    name: recipe.marked(&run_on([county.short.as_str(), name, "专职消防队"])),
                    spot,
                });
            }
        }
    }
    brigades
}

pub(super) fn micro_stations(
    recipe: &Recipe,
    ground: &Ground,
    units: &[Unit],
) -> Vec<MicroStation> {
    let mut random = dice(recipe, 5);
    let mut names = Names::default();
    let mut all = Vec::new();
    for (at, county) in recipe.counties.iter().enumerate() {
        for _ in 0..county.micro_stations {
            let town = ground.town(at, 55, &mut random);
            let spot = town.and_then(|town| ground.spot(town, [10.0, 20.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let (short, street) = (county.short.as_str(), spot.street.as_str());
            let town = ground
                .towns
                .get(spot.town)
                .map_or("", |town| town.name.as_str());
            let town = if town == short { "" } else { town };
            let end = "社区微型消防站";
            let plain = recipe.marked(&run_on([short, town, end]));
            let by_street = recipe.marked(&run_on([short, town, street, end]));
            all.push(MicroStation {
                id: id(4, all.len()),
                name: names.free([plain, by_street]),
                unit: None,
                spot,
                members: within(&mut random, [4, 9]),
            });
        }
    }
    let own = units
        .iter()
        .enumerate()
        .take(recipe.micro_stations_of_units);
    for (at, unit) in own {
        let name = unit.name.trim_end_matches(recipe.mark.as_str());
        all.push(MicroStation {
            id: id(4, all.len()),
            name: recipe.marked(&format!("{name}微型消防站")),
            unit: Some(at),
            spot: unit.spot.clone(),
            members: within(&mut random, [6, 12]),
        });
    }
    all
}

impl Station {
    pub(crate) const fn position(&self) -> Wgs84 {
        self.spot.position
    }
}
