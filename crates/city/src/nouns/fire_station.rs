//! 消防救援站 fire stations.

use base::{Date, RegionCode, Wgs84};
use register::{Choice, Register};

/// 消防救援站
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "fire_station",
    label(zh = "消防救援站", en = "Fire station"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "station",
    permission = "city",
    search(name, address)
)]
pub struct FireStation {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "站级", en = "Class"), list, filter)]
    pub class: StationClass,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: Option<String>,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Wgs84,
    #[field(label(zh = "值守电话", en = "Duty telephone"), pattern = "phone", list)]
    pub duty_phone: Option<String>,
    #[field(
        label(zh = "执勤人数", en = "On duty"),
        unit(zh = "人", en = "people"),
        min = 0,
        max = 500,
        list,
        sort
    )]
    pub crew: Option<i64>,
    #[field(
        label(zh = "车库车位", en = "Bays"),
        unit(zh = "个", en = "bays"),
        min = 0,
        max = 50
    )]
    pub bays: Option<i64>,
    #[field(
        label(zh = "建筑面积", en = "Floor area"),
        unit = "m²",
        min = 0,
        max = 1_000_000
    )]
    pub floor_area: Option<i64>,
    #[field(label(zh = "启用日期", en = "In service since"), list, filter, sort)]
    pub in_service_since: Option<Date>,
}

/// 站级 the class of a station (建标152-2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum StationClass {
    #[choice(label(zh = "普通一级站", en = "Ordinary, first class"))]
    OrdinaryFirst,
    #[choice(label(zh = "普通二级站", en = "Ordinary, second class"))]
    OrdinarySecond,
    #[choice(label(zh = "小型站", en = "Small"))]
    Small,
    #[choice(label(zh = "特勤站", en = "Special service"))]
    Special,
    #[choice(label(zh = "战勤保障站", en = "Logistics"))]
    Logistics,
}
