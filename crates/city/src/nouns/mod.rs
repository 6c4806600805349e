//! 城的台账 the nouns that every room shares, each a register: one file a noun, nothing but
//! declarations and rules.
//!
//! Periods are dated: a flag such as 消防安全重点单位 says since when and until when it holds, so
//! that a past date can be asked. Persons' names and telephones are marked personal.

mod area;
mod building;
mod control_room;
mod control_room_operator;
mod device_model;
mod education_venue;
mod fire_station;
mod grid;
mod grid_training;
mod installed_point;
mod micro_station;
mod open_day;
mod organisation;
mod person;
mod plan_figure;
mod planned_station;
mod region;
mod region_duty;
mod road_closure;
mod transmitter;
mod unit;
mod vehicle;
mod water_source;

use capability::Ledgered;
use register::{CoverageDef, Groups, Label, Link, Slot};

pub use area::AssessedArea;
pub use building::{Building, BuildingUse};
pub use control_room::ControlRoom;
pub use control_room_operator::{ControlRoomOperator, OperatorGrade};
pub use device_model::{DeviceModel, Protocol};
pub use education_venue::{EducationVenue, VenueLevel};
pub use fire_station::{FireStation, StationClass};
pub use grid::Grid;
pub use grid_training::GridTraining;
pub use installed_point::{InstalledPoint, PointKind};
pub use micro_station::{MicroStation, MicroStationKind};
pub use open_day::OpenDay;
pub use organisation::{Organisation, OrganisationKind};
pub use person::{Duty, Person};
pub use plan_figure::PlanFigure;
pub use planned_station::PlannedStation;
pub use region::{Region, RegionLevel};
pub use region_duty::{RegionDuty, RegionDutyKind};
pub use road_closure::{ClosureCause, ClosureEffect, ClosureState, RoadClosure};
pub use transmitter::Transmitter;
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
        Ledgered::of::<RegionDuty>(),
        Ledgered::of::<Unit>(),
        Ledgered::of::<Building>(),
        Ledgered::of::<FireStation>(),
        Ledgered::of::<MicroStation>(),
        Ledgered::of::<PlannedStation>(),
        Ledgered::of::<PlanFigure>(),
        Ledgered::of::<Vehicle>(),
        Ledgered::of::<WaterSource>(),
        Ledgered::of::<RoadClosure>(),
        Ledgered::of::<DeviceModel>(),
        Ledgered::of::<Transmitter>(),
        Ledgered::of::<InstalledPoint>(),
        Ledgered::of::<ControlRoom>(),
        Ledgered::of::<ControlRoomOperator>(),
        Ledgered::of::<Grid>(),
        Ledgered::of::<GridTraining>(),
        Ledgered::of::<EducationVenue>(),
        Ledgered::of::<OpenDay>(),
    ]
}

/// 缺岗清单 townships and villages without those who must answer for them (plan L386–388).
const DUTY_GAPS: CoverageDef = CoverageDef {
    key: "region_duty",
    label: Label::new("乡镇村缺岗清单", "Duties that nobody holds"),
    needing: "region",
    filling: "region_duty",
    link: Link {
        from: "region",
        to: "code",
    },
    slots: &[
        Slot {
            key: "first_responsible",
            label: Label::new("第一责任人", "First responsible"),
            needed_where: &[("level", &["township", "village"])],
            filled_where: &[("duty", "first_responsible")],
        },
        Slot {
            key: "directly_responsible",
            label: Label::new("直接责任人", "Directly responsible"),
            needed_where: &[("level", &["township"])],
            filled_where: &[("duty", "directly_responsible")],
        },
        Slot {
            key: "named_officer",
            label: Label::new("在编专人", "Named officer"),
            needed_where: &[("level", &["township"])],
            filled_where: &[("duty", "named_officer")],
        },
        Slot {
            key: "safety_assistant",
            label: Label::new("消防安全协管员", "Safety assistant"),
            needed_where: &[("level", &["village"])],
            filled_where: &[("duty", "safety_assistant")],
        },
    ],
    since: Some("since"),
    until: Some("until"),
    groups: Some(Groups {
        register: "assessed_area",
        includes: "includes",
        excludes: "excludes",
    }),
};

/// What this room's registers must have of each other.
pub(crate) fn coverages() -> Vec<&'static CoverageDef> {
    vec![&DUTY_GAPS]
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
