//! 消防水源 where water is taken, and who plans, builds, uses and maintains it (规划 L318).

use base::{Date, RegionCode, Wgs84};
use register::{Choice, Faults, Label, Reference, Register};

/// 消防水源
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "water_source",
    label(zh = "消防水源", en = "Water source"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "hydrant",
    colour = "state",
    permission = "city",
    search(name, address),
    rules(usable_needs_check, broken_says_what)
)]
pub struct WaterSource {
    #[field(
        label(zh = "名称（编号）", en = "Name"),
        unique,
        list,
        sort,
        max_chars = 80
    )]
    pub name: String,
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: WaterKind,
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: WaterState,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: String,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "管径", en = "Pipe"),
        unit = "mm",
        min = 50,
        max = 2_000,
        filter
    )]
    pub diameter: Option<i64>,
    #[field(
        label(zh = "静水压力", en = "Static pressure"),
        unit = "MPa",
        scale = 2,
        min = 0,
        max = 500
    )]
    pub pressure: Option<i64>,
    #[field(
        label(zh = "容量", en = "Volume"),
        unit = "m³",
        min = 0,
        max = 1_000_000_000
    )]
    pub volume: Option<i64>,
    #[field(label(zh = "规划单位", en = "Planner"), reference = "organisation")]
    pub planner: Option<Reference>,
    #[field(label(zh = "建设单位", en = "Builder"), reference = "organisation")]
    pub builder: Option<Reference>,
    #[field(label(zh = "使用单位", en = "User"), reference = "organisation")]
    pub user: Option<Reference>,
    #[field(
        label(zh = "维护保养单位", en = "Maintainer"),
        reference = "organisation",
        list,
        filter
    )]
    pub maintainer: Option<Reference>,
    #[field(label(zh = "最近检查日期", en = "Last checked"), list, filter, sort)]
    pub checked_on: Option<Date>,
    #[field(label(zh = "备注", en = "Remarks"), long, max_chars = 500)]
    pub remarks: Option<String>,
}

/// What kind of water source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WaterKind {
    #[choice(label(zh = "市政消火栓", en = "Hydrant"))]
    Hydrant,
    #[choice(label(zh = "消防水鹤", en = "Water crane"))]
    Crane,
    #[choice(label(zh = "消防水池", en = "Fire reservoir"))]
    Reservoir,
    #[choice(label(zh = "天然水源取水点", en = "Natural intake"))]
    Natural,
}

/// Whether water can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WaterState {
    #[choice(label(zh = "完好", en = "Intact"), tone = "good")]
    Intact,
    #[choice(label(zh = "损坏", en = "Broken"), tone = "bad")]
    Broken,
    #[choice(label(zh = "停用", en = "Out of use"), tone = "stale")]
    OutOfUse,
}

fn usable_needs_check(source: &WaterSource, faults: &mut Faults) {
    if source.state == WaterState::Intact && source.checked_on.is_none() {
        faults.rule(
            "checked_on",
            Label::new(
                "完好的水源须填最近检查日期",
                "an intact source says when it was last checked",
            ),
        );
    }
}

fn broken_says_what(source: &WaterSource, faults: &mut Faults) {
    if source.state == WaterState::Broken && source.remarks.is_none() {
        faults.rule(
            "remarks",
            Label::new(
                "损坏的水源须在备注中说明",
                "say in the remarks what is broken",
            ),
        );
    }
}

impl WaterSource {
    /// 损坏 no water can be taken any more, and why.
    pub fn break_down(&mut self, what: &str) {
        self.state = WaterState::Broken;
        self.remarks = Some(what.to_owned());
    }

    /// 修复 water can be taken again, as was seen on this day.
    pub fn put_right(&mut self, on: Date) {
        self.state = WaterState::Intact;
        self.checked_on = Some(on);
        self.remarks = None;
    }
}
