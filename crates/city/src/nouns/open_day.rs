//! 开放日 days on which a fire station or an education venue is open to the public (plan L566).

use base::{Date, RegionCode};
use register::{Faults, Label, Reference, Register};

/// 开放日 of one station or one venue.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "open_day",
    label(zh = "开放日", en = "Open day"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name),
    rules(one_place)
)]
pub struct OpenDay {
    #[field(
        label(zh = "活动名称", en = "Name"),
        help(zh = "例如：“119”消防宣传日开放", en = "Such as: open on 9 November"),
        list,
        sort,
        max_chars = 100
    )]
    pub name: String,
    #[field(
        label(zh = "消防救援站", en = "Fire station"),
        reference = "fire_station",
        list,
        filter
    )]
    pub station: Option<Reference>,
    #[field(
        label(zh = "消防科普教育基地", en = "Education venue"),
        reference = "education_venue",
        list,
        filter
    )]
    pub venue: Option<Reference>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "开放日期", en = "Held on"), list, filter, sort)]
    pub held_on: Date,
    #[field(
        label(zh = "开放时长", en = "Hours"),
        help(zh = "半天按4小时计", en = "Half a day is 4 hours"),
        unit(zh = "小时", en = "h"),
        scale = 1,
        min = 5,
        max = 240,
        list,
        filter,
        sort
    )]
    pub hours: i64,
    #[field(
        label(zh = "参观人数", en = "Visitors"),
        unit(zh = "人", en = "people"),
        min = 0,
        max = 1_000_000,
        list,
        sort
    )]
    pub visitors: Option<i64>,
}

fn one_place(day: &OpenDay, faults: &mut Faults) {
    if day.station.is_some() == day.venue.is_some() {
        let message = Label::new(
            "消防救援站、消防科普教育基地填且只填一个",
            "name a station or a venue, and one of them only",
        );
        faults.rule("station", message);
    }
}
