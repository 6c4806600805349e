//! 点位 points behind a transmitter: which detector a number on the wire means.

use base::{Date, RegionCode, Wgs84};
use register::{Choice, Reference, Register};

/// 点位 a detector, a module or a meter of a fire-protection system.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "installed_point",
    label(zh = "设备点位", en = "Installed point"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "device",
    permission = "device",
    search(name, place)
)]
pub struct InstalledPoint {
    #[field(label(zh = "名称", en = "Name"), list, sort, max_chars = 80)]
    pub name: String,
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: PointKind,
    #[field(
        label(zh = "型号", en = "Model"),
        reference = "device_model",
        list,
        filter
    )]
    pub model: Option<Reference>,
    #[field(label(zh = "所在单位", en = "Unit"), reference = "unit", list, filter)]
    pub unit: Option<Reference>,
    #[field(
        label(zh = "所在建筑", en = "Building"),
        reference = "building",
        filter
    )]
    pub building: Option<Reference>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "安装部位", en = "Place"), list, max_chars = 100)]
    pub place: String,
    #[field(
        label(zh = "传输装置源地址", en = "Transmitter address"),
        help(zh = "六字节地址，十进制", en = "Six bytes, as a decimal number"),
        min = 0,
        max = 281_474_976_710_655,
        filter
    )]
    pub source_address: Option<i64>,
    #[field(
        label(zh = "系统类型与地址", en = "System"),
        min = 0,
        max = 65_535,
        filter
    )]
    pub system: Option<i64>,
    #[field(
        label(zh = "部件地址", en = "Component address"),
        min = 0,
        max = 4_294_967_295,
        filter
    )]
    pub component: Option<i64>,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(label(zh = "安装日期", en = "Installed on"), list, filter, sort)]
    pub installed_on: Option<Date>,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum PointKind {
    #[choice(label(zh = "感烟探测器", en = "Smoke detector"))]
    Smoke,
    #[choice(label(zh = "感温探测器", en = "Heat detector"))]
    Heat,
    #[choice(label(zh = "手动报警按钮", en = "Manual call point"))]
    ManualCall,
    #[choice(label(zh = "独立式烟感", en = "Standalone smoke alarm"))]
    Standalone,
    #[choice(label(zh = "电气火灾探测器", en = "Electrical fire detector"))]
    Electrical,
    #[choice(label(zh = "可燃气体探测器", en = "Gas detector"))]
    Gas,
    #[choice(label(zh = "水压、液位", en = "Water pressure or level"))]
    Water,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}
