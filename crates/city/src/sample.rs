//! A synthetic city for demonstrations and tests, read from a pack's `sample/city.json`.
//!
//! Every record it makes is marked synthetic. Ids stand in the file, so that loading twice does
//! nothing the second time; a record that exists is left as it is, whatever became of it since.

use std::collections::HashSet;

use base::{RegionCode, Timestamp, Uuid, Wgs84};
use journal::{Actor, Change, ChangeSet, Journal, Lane};
use serde::Deserialize;

use register::{Choice, Entered, Register, entered};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::nouns::{FireStation, StationClass, Transmitter, VehicleClass};
use crate::{CityError, Responder, ResponderKind, entity};

/// How many records a load wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Stations that were not there before.
    pub stations: usize,
    /// Responders that were not there before.
    pub responders: usize,
    /// Transmitters that were not there before.
    pub transmitters: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "a remark for whoever reads the file")]
    note: String,
    stations: Vec<StationRow>,
    responders: Vec<ResponderRow>,
    transmitters: Vec<TransmitterRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StationRow {
    id: Uuid,
    name: String,
    class: String,
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
    #[serde(default)]
    class: Option<VehicleClass>,
    station_id: Option<Uuid>,
    region: RegionCode,
    longitude: Option<f64>,
    latitude: Option<f64>,
    in_service: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TransmitterRow {
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
            let mut station = row.station(now)?;
            set = set.with(station.write("created", now)?);
            loaded.stations += 1;
        }
    }
    for row in file.responders {
        if !known.contains(&row.id) {
            set = set.with(Change::of(&row.record()?, "created", now)?);
            loaded.responders += 1;
        }
    }
    for row in file.transmitters {
        if !known.contains(&row.id) {
            let mut transmitter = row.transmitter(now)?;
            set = set.with(transmitter.write("created", now)?);
            loaded.transmitters += 1;
        }
    }
    if !set.is_empty() {
        journal.submit(set).await?;
    }
    Ok(loaded)
}

/// Which of the file's ids stand in the database. Only these are asked for: a city has many more.
async fn known_ids(store: &store::Store, file: &File) -> Result<HashSet<Uuid>, CityError> {
    let stations = file.stations.iter().map(|row| row.id);
    let transmitters = file.transmitters.iter().map(|row| row.id);
    let responders: Vec<Uuid> = entity::responder::Entity::find()
        .select_only()
        .column(entity::responder::Column::Id)
        .filter(entity::responder::Column::Id.is_in(file.responders.iter().map(|row| row.id)))
        .into_tuple()
        .all(store.reader())
        .await?;
    let mut known = HashSet::from_iter(responders);
    known.extend(rows_among::<FireStation>(store, stations).await?);
    known.extend(rows_among::<Transmitter>(store, transmitters).await?);
    Ok(known)
}

async fn rows_among<R: Register + Clone>(
    store: &store::Store,
    wanted: impl Iterator<Item = Uuid>,
) -> Result<impl Iterator<Item = Uuid>, CityError> {
    let among = Expr::col(Alias::new("id")).is_in(wanted);
    let found: Vec<Entered<R>> = entered(store, among).await?;
    Ok(found.into_iter().map(|row| row.id))
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
    fn station(self, now: Timestamp) -> Result<Entered<FireStation>, CityError> {
        let position = place(&self.name, self.longitude, self.latitude)?;
        let class = StationClass::from_key(&self.class).ok_or_else(|| {
            CityError::Facts(format!(
                "{}: no station is of class '{}'",
                self.name, self.class
            ))
        })?;
        let station = FireStation {
            name: self.name,
            class,
            region: self.region,
            address: None,
            position,
            duty_phone: None,
            crew: None,
            bays: None,
            floor_area: None,
            in_service_since: None,
        };
        Ok(Entered::new(self.id, station, now).synthetic())
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
            class: self.class,
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

impl TransmitterRow {
    fn transmitter(self, now: Timestamp) -> Result<Entered<Transmitter>, CityError> {
        let position = place_if_known(&self.name, self.longitude, self.latitude)?;
        let transmitter = Transmitter {
            source_address: self.source_address,
            name: self.name,
            registered: self.registered,
            unit: None,
            unit_name: Some(self.unit_name),
            address: Some(self.address),
            region: self.region,
            position,
            model: None,
            dialect: Some(self.dialect),
            installed_on: None,
            address_clash_at: None,
        };
        Ok(Entered::new(self.id, transmitter, now).synthetic())
    }
}
