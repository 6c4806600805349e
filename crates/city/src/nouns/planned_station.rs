//! 规划消防站: fire stations that the plan wants built (annex 1), as it prints them.

use base::{Date, RegionCode, Wgs84};
use register::Register;

use super::StationClass;

/// 规划消防站
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "planned_station",
    label(zh = "规划消防站", en = "Planned fire station"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "place",
    permission = "city",
    search(name, address)
)]
pub struct PlannedStation {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "站级", en = "Class"), list, filter)]
    pub class: StationClass,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: String,
    #[field(
        label(zh = "位置", en = "Position"),
        help(
            zh = "规划未给坐标，由本市填报",
            en = "The plan gives none; the city enters it"
        ),
        filter
    )]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "占地面积", en = "Site area"),
        unit = "m²",
        scale = 2,
        min = 0,
        max = 100_000_000
    )]
    pub site_area: Option<i64>,
    #[field(
        label(zh = "建筑面积", en = "Floor area"),
        unit = "m²",
        scale = 2,
        min = 0,
        max = 100_000_000
    )]
    pub floor_area: Option<i64>,
    #[field(
        label(zh = "计划开工", en = "Planned to begin"),
        help(
            zh = "按规划所印，例如：2021年11月",
            en = "As printed, such as 2021年11月"
        ),
        list,
        max_chars = 20
    )]
    pub begins: Option<String>,
    #[field(label(zh = "计划竣工", en = "Planned to end"), list, max_chars = 20)]
    pub ends: Option<String>,
    #[field(
        label(zh = "规划文本行号", en = "Line of the plan"),
        min = 1,
        max = 100_000,
        list,
        sort
    )]
    pub line: Option<i64>,
    #[field(label(zh = "备注", en = "Remarks"), long, max_chars = 500)]
    pub remarks: Option<String>,
    #[field(
        label(zh = "计划竣工日", en = "Due on"),
        help(
            zh = "所印月份的最后一日；规划未印的由本市填报",
            en = "The last day of the month that is printed; where none is, the city enters it"
        ),
        list,
        filter,
        sort,
        since = 2
    )]
    pub due_on: Option<Date>,
}
