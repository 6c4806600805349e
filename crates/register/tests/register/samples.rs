//! Registers for the tests: organisations, hydrants that they look after, and one of every kind.

use base::{Date, Line, Polygon, RegionCode, Timestamp, Wgs84};
use register::{Choice, Faults, Label, Money, Reference, Register};

/// 单位
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "organisation",
    label(zh = "单位", en = "Organisation"),
    title = "name",
    permission = "city",
    search(name)
)]
pub struct Organisation {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 20)]
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum HydrantState {
    #[choice(label(zh = "可用", en = "Usable"), tone = "good")]
    Usable,
    #[choice(label(zh = "待修", en = "Waiting for repair"), key = "broken")]
    Waiting,
    #[choice(label(zh = "停用", en = "Out of use"))]
    OutOfUse,
}

/// 室外消火栓
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "hydrant",
    label(zh = "消火栓", en = "Hydrant"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "hydrant",
    colour = "state",
    permission = "city",
    search(name, address),
    rules(usable_needs_check)
)]
pub struct Hydrant {
    #[field(label(zh = "名称", en = "Name"), list, filter, sort, max_chars = 80)]
    pub name: String,
    #[field(label(zh = "编号", en = "Number"), unique, filter, sort)]
    pub number: Option<i64>,
    #[field(label(zh = "状态", en = "State"), list, filter, sort)]
    pub state: HydrantState,
    #[field(
        label(zh = "管径", en = "Pipe"),
        unit = "mm",
        min = 50,
        max = 1200,
        filter,
        sort
    )]
    pub diameter: Option<i64>,
    #[field(label(zh = "所属区域", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), filter, sort)]
    pub address: Option<String>,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "维护单位", en = "Maintainer"),
        reference = "organisation",
        filter
    )]
    pub maintainer: Option<Reference>,
    #[field(label(zh = "联系电话", en = "Phone"), personal, pattern = "phone")]
    pub contact_phone: Option<String>,
    #[field(label(zh = "检查日期", en = "Checked on"), filter, sort)]
    pub checked_on: Option<Date>,
}

fn usable_needs_check(hydrant: &Hydrant, faults: &mut Faults) {
    if hydrant.state == HydrantState::Usable && hydrant.checked_on.is_none() {
        let message = Label::new("可用的须填检查日期", "a usable one needs its day of check");
        faults.rule("checked_on", message);
    }
}
// The declaration of the hydrant ends here.

/// One field of every kind.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "sample",
    label(zh = "样例", en = "Sample"),
    title = "text",
    geometry = "point",
    permission = "city"
)]
pub struct Sample {
    #[field(label(zh = "文本", en = "Text"), help(zh = "一行", en = "One line"))]
    pub text: String,
    #[field(label(zh = "长文本", en = "Long text"), long, max_chars = 300)]
    pub long_text: Option<String>,
    #[field(label(zh = "整数", en = "Integer"), min = -5, default = "3")]
    pub integer: Option<i64>,
    #[field(
        label(zh = "小数", en = "Decimal"),
        scale = 2,
        max = 60_000,
        unit = "m"
    )]
    pub decimal: Option<i64>,
    #[field(label(zh = "金额", en = "Money"), filter)]
    pub money: Option<Money>,
    #[field(label(zh = "是否", en = "Boolean"), filter, sort)]
    pub boolean: Option<bool>,
    #[field(label(zh = "日期", en = "Date"))]
    pub date: Option<Date>,
    #[field(label(zh = "时间", en = "Time"), filter, sort)]
    pub time: Option<Timestamp>,
    #[field(label(zh = "选项", en = "Choice"))]
    pub choice: Option<HydrantState>,
    #[field(label(zh = "多选", en = "Choices"), filter)]
    pub choices: Vec<HydrantState>,
    #[field(
        label(zh = "单位", en = "Reference"),
        reference = "organisation",
        required
    )]
    pub reference: Option<Reference>,
    #[field(label(zh = "区域", en = "Region"))]
    pub region: Option<RegionCode>,
    #[field(label(zh = "位置", en = "Point"))]
    pub point: Option<Wgs84>,
    #[field(label(zh = "信用代码", en = "Credit code"), pattern = "credit_code")]
    pub credit_code: Option<String>,
    #[field(
        label(zh = "身份证号", en = "Id number"),
        pattern = "id_number",
        personal
    )]
    pub id_number: Option<String>,
    #[field(label(zh = "后来的", en = "Later"), since = 2, sort)]
    pub later: Option<i64>,
    #[field(label(zh = "线路", en = "Line"), since = 3)]
    pub line: Option<Line>,
    #[field(label(zh = "范围", en = "Area"), since = 3, filter)]
    pub area: Option<Polygon>,
}

/// Rows that are areas on the map.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "zone",
    label(zh = "禁停区", en = "No-parking zone"),
    title = "name",
    scope = "region",
    geometry = "area",
    colour = "state",
    permission = "city"
)]
pub struct Zone {
    #[field(label(zh = "名称", en = "Name"), list)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), filter)]
    pub state: HydrantState,
    #[field(label(zh = "区域", en = "Region"), filter)]
    pub region: RegionCode,
    #[field(label(zh = "范围", en = "Area"))]
    pub area: Option<Polygon>,
}
