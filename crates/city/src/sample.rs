//! A synthetic city for demonstrations and tests, read from a pack's `sample/city.json`.
//!
//! Every record it makes is marked synthetic. Ids stand in the file, so that loading twice does
//! nothing the second time; a record that exists is left as it is, whatever became of it since.

use std::collections::HashSet;

use base::{RegionCode, Timestamp, Uuid, Wgs84};
use journal::{Actor, Change, ChangeSet, Journal, Lane};
use serde::Deserialize;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{CityError, Device, FireStation, Responder, ResponderKind, StationClass, entity};

/// How many records a load wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Stations that were not there before.
    pub stations: usize,
    /// Responders that were not there before.
    pub responders: usize,
    /// Devices that were not there before.
    pub devices: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "a remark for whoever reads the file")]
    note: String,
    stations: Vec<StationRow>,
    responders: Vec<ResponderRow>,
    devices: Vec<DeviceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StationRow {
    id: Uuid,
    name: String,
    class: StationClass,
    region: RegionCode,
    longitude: f64,
    latitude: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponderRow {
    id: Uuid,
    name: String,
    kind: ResponderKind,
    station_id: Option<Uuid>,
    region: RegionCode,
    longitude: Option<f64>,
    latitude: Option<f64>,
    in_service: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceRow {
    id: Uuid,
    source_address: i64,
    name: String,
    unit_name: String,
    address: String,
    dialect: String,
    region: RegionCode,
    longitude: Option<f64>,
    latitude: Option<f64>,
    registered: bool,
}

/// Loads the file's records that are not there yet, in one change set.
///
/// # Errors
/// [`CityError::File`] when the text is no city file; what the journal and the database refuse.
pub async fn load(journal: &Journal, json_text: &str) -> Result<Loaded, CityError> {
    let file: File = serde_json::from_str(json_text)?;
    let store = journal.store();
    let known = known_ids(store, &file).await?;
    let now = journal.clock().now();
    let mut loaded = Loaded::default();
    let mut set = ChangeSet::new(Lane::Import, Actor::system("sample"));
    for row in file.stations {
        if !known.contains(&row.id) {
            set = set.with(Change::of(&row.record()?, "created", now)?);
            loaded.stations += 1;
        }
    }
    for row in file.responders {
        if !known.contains(&row.id) {
            set = set.with(Change::of(&row.record()?, "created", now)?);
            loaded.responders += 1;
        }
    }
    for row in file.devices {
        if !known.contains(&row.id) {
            set = set.with(change_of_device(row, now)?);
            loaded.devices += 1;
        }
    }
    if !set.is_empty() {
        journal.submit(set).await?;
    }
    Ok(loaded)
}

/// Which of the file's ids stand in the database. Only these are asked for: a city has many more.
async fn known_ids(store: &store::Store, file: &File) -> Result<HashSet<Uuid>, CityError> {
    let mut known = ids_among::<entity::fire_station::Entity>(
        store,
        entity::fire_station::Column::Id,
        file.stations.iter().map(|row| row.id),
    )
    .await?;
    known.extend(
        ids_among::<entity::responder::Entity>(
            store,
            entity::responder::Column::Id,
            file.responders.iter().map(|row| row.id),
        )
        .await?,
    );
    known.extend(
        ids_among::<entity::device::Entity>(
            store,
            entity::device::Column::Id,
            file.devices.iter().map(|row| row.id),
        )
        .await?,
    );
    Ok(known)
}

async fn ids_among<E: EntityTrait>(
    store: &store::Store,
    id: E::Column,
    wanted: impl Iterator<Item = Uuid>,
) -> Result<HashSet<Uuid>, CityError> {
    let found = E::find()
        .select_only()
        .column(id)
        .filter(id.is_in(wanted))
        .into_tuple::<Uuid>()
        .all(store.reader())
        .await?;
    Ok(found.into_iter().collect())
}

fn place(name: &str, longitude: f64, latitude: f64) -> Result<Wgs84, CityError> {
    let position = Wgs84::from_degrees(longitude, latitude);
    position.ok_or_else(|| CityError::Position {
        name: name.to_owned(),
    })
}

fn place_if_known(
    name: &str,
    longitude: Option<f64>,
    latitude: Option<f64>,
) -> Result<Option<Wgs84>, CityError> {
    let degrees = longitude.zip(latitude);
    degrees.map(|(x, y)| place(name, x, y)).transpose()
}

impl StationRow {
    fn record(self) -> Result<FireStation, CityError> {
        let at = place(&self.name, self.longitude, self.latitude)?;
        Ok(FireStation {
            id: self.id,
            version: 0,
            name: self.name,
            class: self.class,
            region: self.region.into(),
            longitude_e7: at.longitude_e7,
            latitude_e7: at.latitude_e7,
            synthetic: true,
        })
    }
}

impl ResponderRow {
    fn record(self) -> Result<Responder, CityError> {
        let at = place_if_known(&self.name, self.longitude, self.latitude)?;
        Ok(Responder {
            id: self.id,
            version: 0,
            name: self.name,
            kind: self.kind,
            station_id: self.station_id,
            region: self.region.into(),
            longitude_e7: at.map(|at| at.longitude_e7),
            latitude_e7: at.map(|at| at.latitude_e7),
            position_at: None,
            in_service: self.in_service,
            assignment_id: None,
            synthetic: true,
        })
    }
}

fn change_of_device(row: DeviceRow, now: Timestamp) -> Result<Change, CityError> {
    let at = place_if_known(&row.name, row.longitude, row.latitude)?;
    let device = Device {
        id: row.id,
        version: 0,
        source_address: row.source_address,
        name: row.name,
        unit_name: row.unit_name,
        address: row.address,
        dialect: row.dialect,
        region: row.region.into(),
        longitude_e7: at.map(|at| at.longitude_e7),
        latitude_e7: at.map(|at| at.latitude_e7),
        registered: row.registered,
        synthetic: true,
        address_clash_at: None,
    };
    Ok(Change::of(&device, "created", now)?)
}
