//! 出动力量 what can be sent: vehicles and crews of stations, brigades of towns, micro-stations.

use std::collections::{HashMap, HashSet};

use base::{Uuid, Wgs84};
use city::nouns::VehicleClass;
use city::{Responder, ResponderKind};
use journal::{Actor, Change, ChangeSet, Lane};
use register::Choice as _;

use super::Site;
use super::sheet::Sheet;
use crate::made::{City, Spot};

/// Changes of one set.
const PIECE: usize = 400;

/// Enters those that are not there; how many.
pub(super) async fn enter(city: &City, site: &Site) -> anyhow::Result<usize> {
    let journal = &site.journal;
    let known = city::responders(journal.store()).await?;
    let known: HashSet<Uuid> = known.into_iter().map(|one| one.id).collect();
    let names = city.stations.iter().map(|station| station.name.clone());
    let stations = Sheet::of(site).ids("fire_station", names).await?;
    let mut all = responders(city, &stations);
    all.retain(|one| !known.contains(&one.id));
    let now = journal.clock().now();
    for piece in all.chunks(PIECE) {
        let mut set = ChangeSet::new(Lane::Import, Actor::system("demo"));
        for one in piece {
            set = set.with(Change::of(one, "created", now)?);
        }
        journal.submit(set).await?;
    }
    Ok(all.len())
}

fn responders(city: &City, stations: &HashMap<String, Uuid>) -> Vec<Responder> {
    let mut all = Vec::new();
    for station in &city.stations {
        let id = stations.get(&station.name).copied();
        for vehicle in &station.vehicles {
            let one = responder(city, vehicle.id, &vehicle.name, &station.spot);
            all.push(Responder {
                kind: ResponderKind::Vehicle,
                class: VehicleClass::from_key(&vehicle.class),
                station_id: id,
                in_service: vehicle.fit,
                ..one
            });
        }
        let one = responder(city, station.crew_id, &station.crew_name, &station.spot);
        all.push(Responder {
            kind: ResponderKind::Crew,
            station_id: id,
            ..one
        });
    }
    for brigade in &city.brigades {
        let one = responder(city, brigade.id, &brigade.name, &brigade.spot);
        all.push(Responder {
            kind: ResponderKind::TownBrigade,
            ..at(one, brigade.spot.position)
        });
    }
    for station in &city.micro_stations {
        let one = responder(city, station.id, &station.name, &station.spot);
        all.push(Responder {
            kind: ResponderKind::MicroStation,
            ..at(one, station.spot.position)
        });
    }
    all
}

/// A responder of no station, whose own place nobody reported.
fn responder(city: &City, id: Uuid, name: &str, spot: &Spot) -> Responder {
    Responder {
        id,
        version: 0,
        name: name.to_owned(),
        kind: ResponderKind::Vehicle,
        class: None,
        station_id: None,
        region: city
            .region(spot)
            .map_or_else(String::new, |region| region.as_str().to_owned()),
        longitude_e7: None,
        latitude_e7: None,
        position_at: None,
        in_service: true,
        assignment_id: None,
        synthetic: true,
    }
}

fn at(one: Responder, place: Wgs84) -> Responder {
    Responder {
        longitude_e7: Some(place.longitude_e7),
        latitude_e7: Some(place.latitude_e7),
        ..one
    }
}
