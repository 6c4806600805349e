//! 消防控制室值班操作人员 who watches a control room, with the certificate that the work asks for.

use base::{Date, RegionCode};
use register::{Choice, Faults, Label, Reference, Register};

/// 持证操作员 a certified 消防设施操作员 in a control room. Who has no certificate is not entered: what lacks is
/// seen from what each room needs.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "control_room_operator",
    label(zh = "消防控制室持证操作员", en = "Control-room operator"),
    title = "certificate",
    scope = "region",
    permission = "unit",
    search(certificate),
    rules(ends_after_beginning)
)]
pub struct ControlRoomOperator {
    #[field(
        label(zh = "证书编号", en = "Certificate"),
        unique,
        list,
        sort,
        max_chars = 40
    )]
    pub certificate: String,
    #[field(label(zh = "姓名", en = "Name"), personal, list, max_chars = 40)]
    pub name: String,
    #[field(
        label(zh = "消防控制室", en = "Control room"),
        reference = "control_room",
        list,
        filter
    )]
    pub room: Reference,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "证书等级", en = "Grade"), list, filter)]
    pub grade: OperatorGrade,
    #[field(label(zh = "发证日期", en = "Certified on"), list, filter, sort)]
    pub certified_on: Date,
    #[field(label(zh = "上岗日期", en = "In post since"), list, filter, sort)]
    pub since: Date,
    #[field(label(zh = "离岗日期", en = "In post until"), filter)]
    pub until: Option<Date>,
    #[field(label(zh = "联系电话", en = "Telephone"), personal, pattern = "phone")]
    pub phone: Option<String>,
}

/// The grade of 消防设施操作员 (国家职业技能标准 GZB 4-07-05-04); who watches a room has at least 中级 where its
/// equipment is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum OperatorGrade {
    #[choice(label(zh = "初级（五级）", en = "Basic (5)"))]
    Basic,
    #[choice(label(zh = "中级（四级）", en = "Intermediate (4)"))]
    Intermediate,
    #[choice(label(zh = "高级（三级）", en = "Advanced (3)"))]
    Advanced,
    #[choice(label(zh = "技师（二级）", en = "Technician (2)"))]
    Technician,
    #[choice(label(zh = "高级技师（一级）", en = "Senior technician (1)"))]
    SeniorTechnician,
}

fn ends_after_beginning(operator: &ControlRoomOperator, faults: &mut Faults) {
    if operator.until.is_some_and(|until| until < operator.since) {
        let message = Label::new("离岗日期早于上岗日期", "the last day lies before the first");
        faults.rule("until", message);
    }
}
