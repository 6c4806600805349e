//! 单位 units: organisations or premises with a fire-safety duty of their own.

use base::{Date, RegionCode, Wgs84};
use register::{Choice, Faults, Label, Reference, Register};

/// 单位 (社会单位).
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "unit",
    label(zh = "单位", en = "Unit"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "unit",
    colour = "kind",
    permission = "unit",
    search(name, address),
    rules(key_period_is_whole, high_risk_period_is_whole)
)]
pub struct Unit {
    #[field(
        label(zh = "单位名称", en = "Name"),
        unique,
        list,
        sort,
        max_chars = 100
    )]
    pub name: String,
    #[field(
        label(zh = "统一社会信用代码", en = "Credit code"),
        pattern = "credit_code",
        unique,
        list
    )]
    pub credit_code: Option<String>,
    #[field(label(zh = "场所类别", en = "Kind of premises"), list, filter)]
    pub kind: UnitKind,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "地址", en = "Address"), list, max_chars = 200)]
    pub address: String,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(
        label(zh = "行业主管部门", en = "Sector department"),
        reference = "organisation",
        filter
    )]
    pub sector: Option<Reference>,
    #[field(
        label(zh = "监管机构", en = "Supervised by"),
        reference = "organisation",
        filter
    )]
    pub supervised_by: Option<Reference>,
    #[field(
        label(zh = "建筑面积", en = "Floor area"),
        unit = "m²",
        min = 0,
        max = 100_000_000,
        sort
    )]
    pub floor_area: Option<i64>,
    #[field(
        label(zh = "消防安全重点单位（起）", en = "Key unit since"),
        list,
        filter,
        sort
    )]
    pub key_since: Option<Date>,
    #[field(label(zh = "消防安全重点单位（止）", en = "Key unit until"), filter)]
    pub key_until: Option<Date>,
    #[field(
        label(zh = "火灾高危单位（起）", en = "High-risk unit since"),
        list,
        filter,
        sort
    )]
    pub high_risk_since: Option<Date>,
    #[field(label(zh = "火灾高危单位（止）", en = "High-risk unit until"), filter)]
    pub high_risk_until: Option<Date>,
    #[field(label(zh = "消防控制室", en = "Has a control room"), filter)]
    pub control_room: Option<bool>,
    #[field(
        label(zh = "接入远程监控日期", en = "Connected to monitoring on"),
        filter,
        sort
    )]
    pub monitored_since: Option<Date>,
    #[field(
        label(zh = "消防安全责任人", en = "Responsible person"),
        personal,
        max_chars = 40
    )]
    pub responsible_person: Option<String>,
    #[field(
        label(zh = "责任人电话", en = "Their telephone"),
        personal,
        pattern = "phone"
    )]
    pub responsible_phone: Option<String>,
    #[field(label(zh = "值班电话", en = "Duty telephone"), pattern = "phone")]
    pub duty_phone: Option<String>,
}

/// 场所类别 what stands on the premises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum UnitKind {
    #[choice(label(zh = "公众聚集场所", en = "Public assembly"))]
    PublicAssembly,
    #[choice(label(zh = "大型商业综合体", en = "Commercial complex"))]
    CommercialComplex,
    #[choice(label(zh = "学校、幼儿园", en = "School or kindergarten"))]
    School,
    #[choice(label(zh = "医院", en = "Hospital"))]
    Hospital,
    #[choice(label(zh = "养老、福利机构", en = "Care home"))]
    CareHome,
    #[choice(label(zh = "党政机关", en = "Government office"))]
    Office,
    #[choice(label(zh = "文物建筑", en = "Heritage building"))]
    Heritage,
    #[choice(
        label(zh = "易燃易爆单位", en = "Flammables and explosives"),
        tone = "warn"
    )]
    Hazardous,
    #[choice(label(zh = "劳动密集型企业", en = "Labour-intensive plant"))]
    Factory,
    #[choice(label(zh = "仓储物流", en = "Warehouse"))]
    Warehouse,
    #[choice(label(zh = "高层建筑", en = "High-rise building"))]
    HighRise,
    #[choice(label(zh = "小单位、小场所", en = "Small premises"))]
    SmallPremises,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

fn key_period_is_whole(unit: &Unit, faults: &mut Faults) {
    period(("key_until", unit.key_since, unit.key_until), faults);
}

fn high_risk_period_is_whole(unit: &Unit, faults: &mut Faults) {
    period(
        (
            "high_risk_until",
            unit.high_risk_since,
            unit.high_risk_until,
        ),
        faults,
    );
}

fn period((end, since, until): (&str, Option<Date>, Option<Date>), faults: &mut Faults) {
    match (since, until) {
        (None, Some(_)) => faults.rule(
            end,
            Label::new("有止期而无起期", "it ends but never begins"),
        ),
        (Some(since), Some(until)) if until < since => {
            faults.rule(end, Label::new("止期早于起期", "it ends before it begins"));
        }
        _ => {}
    }
}
