//! 建筑 buildings on the premises of units.

use base::{RegionCode, Wgs84};
use register::{Choice, Faults, Label, Reference, Register};

/// 建筑
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "building",
    label(zh = "建筑", en = "Building"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "building",
    permission = "unit",
    search(name, address),
    rules(storeys_fit_height)
)]
pub struct Building {
    #[field(label(zh = "建筑名称", en = "Name"), list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "所属单位", en = "Unit"), reference = "unit", list, filter)]
    pub unit: Option<Reference>,
    #[field(label(zh = "使用性质", en = "Use"), list, filter)]
    pub purpose: BuildingUse,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: Option<String>,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "地上层数", en = "Storeys above ground"),
        min = 0,
        max = 200,
        list,
        filter,
        sort
    )]
    pub storeys_above: Option<i64>,
    #[field(label(zh = "地下层数", en = "Storeys below ground"), min = 0, max = 20)]
    pub storeys_below: Option<i64>,
    #[field(
        label(zh = "建筑高度", en = "Height"),
        unit = "m",
        scale = 1,
        min = 0,
        max = 10_000,
        list,
        filter,
        sort
    )]
    pub height: Option<i64>,
    #[field(
        label(zh = "建筑面积", en = "Floor area"),
        unit = "m²",
        min = 0,
        max = 100_000_000,
        sort
    )]
    pub floor_area: Option<i64>,
    #[field(
        label(zh = "建成年份", en = "Built in"),
        min = 1000,
        max = 2100,
        filter
    )]
    pub built: Option<i64>,
    #[field(label(zh = "自动喷水灭火系统", en = "Has sprinklers"), filter)]
    pub sprinklers: Option<bool>,
    #[field(
        label(zh = "火灾自动报警系统", en = "Has automatic fire alarm"),
        filter
    )]
    pub fire_alarm: Option<bool>,
}

/// 使用性质 what a building serves for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum BuildingUse {
    #[choice(label(zh = "住宅", en = "Residential"))]
    Residential,
    #[choice(label(zh = "公共建筑", en = "Public"))]
    Public,
    #[choice(label(zh = "厂房", en = "Factory"))]
    Factory,
    #[choice(label(zh = "仓库", en = "Warehouse"))]
    Warehouse,
    #[choice(label(zh = "文物古建筑", en = "Heritage"))]
    Heritage,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

fn storeys_fit_height(building: &Building, faults: &mut Faults) {
    // No storey that people use is lower than two metres.
    if let (Some(storeys), Some(decimetres)) = (building.storeys_above, building.height)
        && decimetres < storeys * 20
    {
        let message = Label::new(
            "高度与层数不符：每层不足2米",
            "the height does not fit the storeys: less than 2 m each",
        );
        faults.rule("height", message);
    }
}
