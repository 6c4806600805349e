//! 微型消防站 micro-stations.

use base::{RegionCode, Wgs84};
use register::{Choice, Faults, Label, Reference, Register};

/// 微型消防站 of a key unit, a street or a community; it reaches a fire nearby within three minutes.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "micro_station",
    label(zh = "微型消防站", en = "Micro-station"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "micro_station",
    permission = "city",
    search(name, address),
    rules(a_units_station_names_its_unit)
)]
pub struct MicroStation {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: MicroStationKind,
    #[field(label(zh = "所属单位", en = "Unit"), reference = "unit", list, filter)]
    pub unit: Option<Reference>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: String,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "队员人数", en = "Members"),
        unit(zh = "人", en = "people"),
        min = 1,
        max = 200,
        list,
        sort
    )]
    pub members: i64,
    #[field(label(zh = "值守电话", en = "Duty telephone"), pattern = "phone", list)]
    pub duty_phone: Option<String>,
    #[field(label(zh = "接入统一调度", en = "In the joint dispatch"), filter)]
    pub dispatched: Option<bool>,
}

/// Whose micro-station it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum MicroStationKind {
    #[choice(label(zh = "重点单位", en = "Key unit"))]
    KeyUnit,
    #[choice(label(zh = "社区（村）", en = "Community"))]
    Community,
    #[choice(label(zh = "街道（乡镇）", en = "Street"))]
    Street,
}

fn a_units_station_names_its_unit(station: &MicroStation, faults: &mut Faults) {
    if station.kind == MicroStationKind::KeyUnit && station.unit.is_none() {
        let message = Label::new(
            "重点单位的微型消防站须填所属单位",
            "a key unit's station names its unit",
        );
        faults.rule("unit", message);
    }
}
