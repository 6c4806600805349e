//! 消防科普教育基地(场馆) venues of fire-safety education (plan L406–410, L569).

use base::{Date, RegionCode, Wgs84};
use register::{Choice, Faults, Label, Reference, Register};

/// 消防科普教育基地 of the nation, the province, the city or a county.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "education_venue",
    label(zh = "消防科普教育基地", en = "Education venue"),
    title = "name",
    scope = "region",
    geometry = "position",
    permission = "city",
    search(name, address),
    rules(closes_after_opening)
)]
pub struct EducationVenue {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "级别", en = "Level"), list, filter)]
    pub level: VenueLevel,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: Option<String>,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "运营单位", en = "Kept by"),
        reference = "organisation",
        filter
    )]
    pub keeper: Option<Reference>,
    #[field(
        label(zh = "建筑面积", en = "Floor area"),
        unit = "m²",
        min = 0,
        max = 1_000_000
    )]
    pub floor_area: Option<i64>,
    #[field(label(zh = "命名文件", en = "Named by"), max_chars = 120)]
    pub named_by: Option<String>,
    #[field(
        label(zh = "开放日期", en = "Open since"),
        help(
            zh = "建成并对公众开放之日；在建的不填",
            en = "The day on which it opened to the public; leave it empty while it is built"
        ),
        list,
        filter,
        sort
    )]
    pub open_since: Option<Date>,
    #[field(label(zh = "关闭日期", en = "Open until"), filter)]
    pub open_until: Option<Date>,
}

/// Whose venue it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum VenueLevel {
    #[choice(label(zh = "国家级", en = "National"))]
    National,
    #[choice(label(zh = "省级", en = "Provincial"))]
    Provincial,
    #[choice(label(zh = "市级", en = "Of the city"))]
    City,
    #[choice(label(zh = "县级", en = "Of a county"))]
    County,
}

fn closes_after_opening(venue: &EducationVenue, faults: &mut Faults) {
    let wrong = match (venue.open_since, venue.open_until) {
        (Some(since), Some(until)) => until < since,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if wrong {
        let message = Label::new("关闭日期早于开放日期", "it closes before it opens");
        faults.rule("open_until", message);
    }
}
