//! 火警等级 alarm levels: what a city calls each level of an incident, how it colours it, and from how
//! many people in danger it applies. Which level an incident has is for the call taker to say; this
//! ledger lets the form propose one.

use register::{Choice, Faults, Label, Register};

/// 火警等级
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "alarm_level",
    label(zh = "火警等级", en = "Alarm level"),
    title = "name",
    permission = "city",
    search(name),
    rules(the_level_exists)
)]
pub struct AlarmLevel {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 40)]
    pub name: String,
    #[field(label(zh = "警情类别", en = "Incident"), list, filter)]
    pub kind: LevelledKind,
    #[field(label(zh = "等级", en = "Level"), min = 1, max = 5, list, filter, sort)]
    pub level: i64,
    #[field(label(zh = "颜色", en = "Colour"), list)]
    pub colour: LevelColour,
    #[field(
        label(zh = "伤亡或被困人数（起）", en = "From so many people in danger"),
        unit(zh = "人", en = "people"),
        help(
            zh = "达到该人数时，受理表单建议本等级；空白表示不以人数为依据",
            en = "From this number the intake form proposes the level; empty where people do not decide"
        ),
        min = 0,
        max = 10_000,
        list
    )]
    pub people_from: Option<i64>,
    #[field(label(zh = "其他标准", en = "Other criteria"), long, max_chars = 500)]
    pub criteria: Option<String>,
}

/// 警情类别 of incidents that have levels of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum LevelledKind {
    #[choice(label(zh = "火灾扑救", en = "Fire"))]
    Fire,
    #[choice(label(zh = "抢险救援", en = "Rescue"))]
    Rescue,
    #[choice(label(zh = "社会救助", en = "Assistance"))]
    Assistance,
    #[choice(label(zh = "公务执勤", en = "Duty"))]
    Duty,
}

/// The colours of levels 绿蓝黄橙红.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum LevelColour {
    #[choice(label(zh = "绿", en = "Green"))]
    Green,
    #[choice(label(zh = "蓝", en = "Blue"))]
    Blue,
    #[choice(label(zh = "黄", en = "Yellow"))]
    Yellow,
    #[choice(label(zh = "橙", en = "Orange"))]
    Orange,
    #[choice(label(zh = "红", en = "Red"))]
    Red,
}

fn the_level_exists(row: &AlarmLevel, faults: &mut Faults) {
    no_fifth_of_a_rescue(row.kind, row.level, faults);
}

/// Fire has five levels, rescue four.
pub(super) fn no_fifth_of_a_rescue(kind: LevelledKind, level: i64, faults: &mut Faults) {
    if kind == LevelledKind::Rescue && level > 4 {
        let label = Label::new("抢险救援只有四级", "a rescue has four levels");
        faults.rule("level", label);
    }
}
