//! 机构 departments, fire authorities and service bodies.

use base::RegionCode;
use register::{Choice, Reference, Register};

/// 机构 whoever answers for something, but for the units 单位 that are watched over.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "organisation",
    label(zh = "机构", en = "Organisation"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name)
)]
pub struct Organisation {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: OrganisationKind,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "上级机构", en = "Superior"),
        reference = "organisation",
        list
    )]
    pub superior: Option<Reference>,
    #[field(
        label(zh = "统一社会信用代码", en = "Credit code"),
        pattern = "credit_code",
        unique
    )]
    pub credit_code: Option<String>,
    #[field(label(zh = "值班电话", en = "Duty telephone"), pattern = "phone", list)]
    pub duty_phone: Option<String>,
    #[field(label(zh = "地址", en = "Address"), max_chars = 200)]
    pub address: Option<String>,
}

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum OrganisationKind {
    #[choice(label(zh = "消防救援支队", en = "Detachment"))]
    Detachment,
    #[choice(label(zh = "消防救援大队", en = "Battalion"))]
    Battalion,
    #[choice(label(zh = "人民政府", en = "Government"))]
    Government,
    #[choice(label(zh = "行业主管部门", en = "Sector department"))]
    SectorDepartment,
    #[choice(label(zh = "应急救援联动单位", en = "Linked agency"))]
    LinkedAgency,
    #[choice(label(zh = "消防技术服务机构", en = "Service body"))]
    ServiceBody,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}
