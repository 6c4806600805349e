//! 行政区划 the tree 市 → 县 → 乡镇(街道) → 村(社区).

use base::{RegionCode, Wgs84};
use register::{Choice, Faults, Label, Register};

/// 行政区划 a node of the tree, by its statistical code.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "region",
    label(zh = "行政区划", en = "Region"),
    title = "name",
    scope = "code",
    geometry = "seat",
    symbol = "seat",
    permission = "city",
    search(name),
    rules(level_fits_code)
)]
pub struct Region {
    #[field(
        label(zh = "统计用区划代码", en = "Statistical code"),
        unique,
        list,
        filter,
        sort
    )]
    pub code: RegionCode,
    #[field(label(zh = "名称", en = "Name"), list, sort, max_chars = 60)]
    pub name: String,
    #[field(label(zh = "层级", en = "Level"), list, filter)]
    pub level: RegionLevel,
    #[field(
        label(zh = "常住人口", en = "Residents"),
        unit(zh = "人", en = "people"),
        min = 0,
        max = 100_000_000,
        list,
        sort
    )]
    pub residents: Option<i64>,
    #[field(label(zh = "面积", en = "Area"), unit = "km²", scale = 2, min = 0)]
    pub area: Option<i64>,
    #[field(label(zh = "驻地位置", en = "Seat"))]
    pub seat: Option<Wgs84>,
}

/// How deep in the tree a region stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RegionLevel {
    #[choice(label(zh = "市", en = "City"))]
    City,
    #[choice(label(zh = "县（市、区）", en = "County"))]
    County,
    #[choice(label(zh = "乡镇（街道）", en = "Township"))]
    Township,
    #[choice(label(zh = "村（社区）", en = "Village"))]
    Village,
    /// A code of a township's length that is none: a development zone, a prison, a works.
    #[choice(label(zh = "开发区等", en = "Zone, not a township"))]
    Zone,
}

fn level_fits_code(region: &Region, faults: &mut Faults) {
    let digits = match region.level {
        RegionLevel::City => 4,
        RegionLevel::County => 6,
        RegionLevel::Township | RegionLevel::Zone => 9,
        RegionLevel::Village => 12,
    };
    if region.code.as_str().len() != digits {
        let message = Label::new(
            "层级与区划代码的位数不符",
            "the level does not fit the length of the code",
        );
        faults.rule("level", message);
    }
}
