//! 消防控制室 control rooms of units, and how many operators each should have.

use base::{Date, RegionCode, Wgs84};
use register::{Faults, Label, Reference, Register};

/// 消防控制室 a room that is staffed round the clock, two to a shift (GB 25201 §5); the plan asks for six
/// operators of each (annex 4, L612–632).
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "control_room",
    label(zh = "消防控制室", en = "Control room"),
    title = "name",
    scope = "region",
    geometry = "position",
    permission = "unit",
    search(name, address),
    rules(ends_after_beginning)
)]
pub struct ControlRoom {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "所属单位", en = "Unit"), reference = "unit", list, filter)]
    pub unit: Option<Reference>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: String,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "应有操作人员", en = "Operators needed"),
        help(
            zh = "规划附件4按每个控制室6人计",
            en = "Annex 4 of the plan asks for six"
        ),
        unit(zh = "人", en = "people"),
        default = "6",
        min = 1,
        max = 100,
        list,
        filter,
        sort
    )]
    pub operators_needed: i64,
    #[field(label(zh = "值守电话", en = "Duty telephone"), pattern = "phone", list)]
    pub duty_phone: Option<String>,
    #[field(label(zh = "启用日期", en = "In use since"), list, filter, sort)]
    pub since: Date,
    #[field(label(zh = "停用日期", en = "In use until"), filter)]
    pub until: Option<Date>,
}

fn ends_after_beginning(room: &ControlRoom, faults: &mut Faults) {
    if room.until.is_some_and(|until| until < room.since) {
        let message = Label::new("停用日期早于启用日期", "the last day lies before the first");
        faults.rule("until", message);
    }
}
