//! 报警 calls: one contact by telephone about one event. A ledger of its own, because who called is a
//! personal matter: sealed, shown as a mask, read with a reason, erased for good.

use base::{RegionCode, Timestamp, Wgs84};
use register::{Choice, Reference, Register};

/// 报警 a call. Written by dispatch when it opens an incident or adds to one, and by nobody else.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "call",
    label(zh = "报警", en = "Call"),
    title = "incident",
    scope = "region",
    permission = "call",
    managed,
    search(address, said)
)]
pub struct Call {
    #[field(
        label(zh = "警情编号", en = "Incident"),
        list,
        filter,
        sort,
        max_chars = 20
    )]
    pub incident: String,
    #[field(label(zh = "报警类型", en = "Which call"), list, filter)]
    pub part: CallPart,
    #[field(label(zh = "接警时间", en = "Received"), list, filter, sort)]
    pub received_at: Timestamp,
    #[field(label(zh = "报警地址", en = "Address"), list, max_chars = 500)]
    pub address: String,
    #[field(label(zh = "所属区划", en = "Region"), filter)]
    pub region: Option<RegionCode>,
    // The one that was found for the address of a first call.
    #[field(label(zh = "单位", en = "Unit"), reference = "unit", filter)]
    pub unit: Option<Reference>,
    #[field(label(zh = "位置", en = "Position"))]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "被困人数", en = "Trapped"),
        unit(zh = "人", en = "people"),
        min = 0,
        max = 10_000
    )]
    pub trapped: Option<i64>,
    #[field(label(zh = "楼层", en = "Floor"), max_chars = 40)]
    pub storey: Option<String>,
    #[field(label(zh = "燃烧物", en = "What burns"), max_chars = 100)]
    pub burning: Option<String>,
    #[field(label(zh = "报警内容", en = "What was said"), long, max_chars = 1_000)]
    pub said: Option<String>,
    #[field(
        label(zh = "报警电话", en = "Caller's number"),
        personal,
        pattern = "phone",
        list
    )]
    pub caller_phone: Option<String>,
    #[field(label(zh = "报警人", en = "Caller"), personal, max_chars = 40, list)]
    pub caller_name: Option<String>,
}

/// Which call of its incident it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CallPart {
    #[choice(label(zh = "首次报警", en = "First call"))]
    First,
    #[choice(label(zh = "补充报警", en = "Further call"))]
    Further,
}
