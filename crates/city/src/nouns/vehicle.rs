//! 消防车 vehicles: what they are. Whether one can be sent now is dispatch's responder.

use base::{Date, RegionCode};
use register::{Choice, Faults, Label, Reference, Register};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// 消防车
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "vehicle",
    label(zh = "消防车辆", en = "Vehicle"),
    title = "plate",
    scope = "region",
    permission = "city",
    search(plate, model),
    rules(a_tanker_says_its_water)
)]
pub struct Vehicle {
    #[field(label(zh = "号牌", en = "Plate"), unique, list, sort, max_chars = 20)]
    pub plate: String,
    #[field(label(zh = "车型类别", en = "Class"), list, filter)]
    pub class: VehicleClass,
    #[field(label(zh = "型号", en = "Model"), list, max_chars = 80)]
    pub model: Option<String>,
    #[field(label(zh = "所在区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "所属队站", en = "Stationed at"),
        reference = "fire_station",
        list,
        filter
    )]
    pub station: Option<Reference>,
    #[field(
        label(zh = "载水量", en = "Water carried"),
        unit = "L",
        min = 0,
        max = 60_000,
        list,
        sort
    )]
    pub water: Option<i64>,
    #[field(
        label(zh = "载泡沫量", en = "Foam carried"),
        unit = "L",
        min = 0,
        max = 60_000
    )]
    pub foam: Option<i64>,
    #[field(
        label(zh = "举高高度", en = "Reach"),
        unit = "m",
        scale = 1,
        min = 0,
        max = 2_000
    )]
    pub reach: Option<i64>,
    #[field(
        label(zh = "乘员", en = "Seats"),
        unit(zh = "人", en = "people"),
        min = 1,
        max = 60
    )]
    pub seats: Option<i64>,
    #[field(label(zh = "列装日期", en = "In service since"), list, filter, sort)]
    pub in_service_since: Option<Date>,
}

/// 车型类别 what a vehicle is made for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Choice,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VehicleClass {
    #[choice(label(zh = "水罐消防车", en = "Water tender"))]
    WaterTender,
    #[choice(label(zh = "泡沫消防车", en = "Foam tender"))]
    FoamTender,
    #[choice(label(zh = "举高消防车", en = "Aerial appliance"))]
    Aerial,
    #[choice(label(zh = "抢险救援消防车", en = "Rescue tender"))]
    Rescue,
    #[choice(label(zh = "供水消防车", en = "Water supply"))]
    WaterSupply,
    #[choice(label(zh = "通信指挥车", en = "Command vehicle"))]
    Command,
    #[choice(label(zh = "战勤保障车", en = "Logistics vehicle"))]
    Logistics,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

fn a_tanker_says_its_water(vehicle: &Vehicle, faults: &mut Faults) {
    let carries = matches!(
        vehicle.class,
        VehicleClass::WaterTender | VehicleClass::FoamTender
    );
    if carries && vehicle.water.is_none() {
        faults.rule(
            "water",
            Label::new(
                "水罐、泡沫消防车须填载水量",
                "a tender says how much water it carries",
            ),
        );
    }
}
