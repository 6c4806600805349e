//! 政府研究部署消防工作 a register of a room that is not there yet, and the metric that it brings.

use base::{Date, RegionCode};
use metric::When::During;
use metric::{Measure, MetricDef, count};
use register::{Label, Register};

#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "government_session",
    label(zh = "政府研究消防工作会议", en = "Government session"),
    title = "name",
    scope = "region",
    permission = "city"
)]
pub struct GovernmentSession {
    #[field(label(zh = "名称", en = "Name"), list, sort)]
    pub name: String,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "日期", en = "Day"), list, filter, sort)]
    pub held_on: Date,
}

/// Under the key that the evaluation names.
pub static SESSIONS: MetricDef = MetricDef::new(
    "government_fire_sessions",
    Label::new("政府研究部署消防工作", "Government sessions on fire safety"),
    count("government_session", &[During("held_on")]),
    Measure::PIECES,
);
