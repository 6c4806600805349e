//! 城的台账 the nouns that every room shares, each a register: one file a noun, nothing but
//! declarations and rules.
//!
//! Periods are dated: a flag such as 消防安全重点单位 says since when and until when it holds, so
//! that a past date can be asked. Persons' names and telephones are marked personal.

mod area;
mod building;
mod device_model;
mod installed_point;
mod micro_station;
mod organisation;
mod person;
mod region;
mod unit;
mod vehicle;
mod water_source;

use capability::Ledgered;

pub use area::AssessedArea;
pub use building::{Building, BuildingUse};
pub use device_model::{DeviceModel, Protocol};
pub use installed_point::{InstalledPoint, PointKind};
pub use micro_station::{MicroStation, MicroStationKind};
pub use organisation::{Organisation, OrganisationKind};
pub use person::{Duty, Person};
pub use region::{Region, RegionLevel};
pub use unit::{Unit, UnitKind};
pub use vehicle::{Vehicle, VehicleClass};
pub use water_source::{WaterKind, WaterSource, WaterState};

/// The registers of this room, those that others refer to first.
pub(crate) fn registers() -> Vec<Ledgered> {
    vec![
        Ledgered::of::<Region>(),
        Ledgered::of::<AssessedArea>(),
        Ledgered::of::<Organisation>(),
        Ledgered::of::<Person>(),
        Ledgered::of::<Unit>(),
        Ledgered::of::<Building>(),
        Ledgered::of::<MicroStation>(),
        Ledgered::of::<Vehicle>(),
        Ledgered::of::<WaterSource>(),
        Ledgered::of::<DeviceModel>(),
        Ledgered::of::<InstalledPoint>(),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// A changed line that stood before is a changed frozen migration; new lines are added with
    /// `BLESS=1 cargo test -p city`.
    #[test]
    fn migrations_stay_as_they_were_frozen() {
        let all: String = super::registers()
            .iter()
            .map(|ledger| register::lock_text(ledger.def))
            .collect();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/nouns/migrations.lock");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &all).unwrap();
        }
        let frozen = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(all, frozen);
    }
}
