//! 消防经费 what a region spent on fire safety in a year (规划L88–112, L430–432).

use base::RegionCode;
use register::{Choice, Register};

/// 消防经费 one kind of one region and year, as it was spent.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "fire_fund",
    label(zh = "消防经费", en = "Fire-safety funds"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name)
)]
pub struct FireFund {
    /// Region, year and kind.
    #[field(
        label(zh = "名称", en = "Name"),
        help(zh = "地区、年度与类别", en = "Region, year and kind"),
        unique,
        list,
        sort,
        max_chars = 100
    )]
    pub name: String,
    /// Where.
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    /// When.
    #[field(
        label(zh = "年度", en = "Year"),
        min = 1949,
        max = 2100,
        list,
        filter,
        sort
    )]
    pub year: i64,
    /// What for.
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: FundKind,
    /// In hundredths of 10,000 yuan.
    #[field(
        label(zh = "金额", en = "Amount"),
        unit(zh = "万元", en = "×10,000 yuan"),
        scale = 2,
        min = 0,
        list,
        sort
    )]
    pub amount: i64,
    /// Where it is written.
    #[field(label(zh = "出处", en = "Source"), list, max_chars = 120)]
    pub source: String,
}

/// What funds are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FundKind {
    /// 地方消防经费, not told apart.
    #[choice(label(zh = "地方消防经费（合计）", en = "Local funds, all together"))]
    Local,
    /// 业务经费
    #[choice(label(zh = "业务经费", en = "Running costs"))]
    Running,
    /// 政府专职消防队经费
    #[choice(label(zh = "政府专职消防队经费", en = "Government brigades"))]
    Brigades,
    /// 装备
    #[choice(label(zh = "装备购置", en = "Equipment"))]
    Equipment,
    /// 基础设施建设
    #[choice(label(zh = "公共消防设施建设", en = "Public facilities"))]
    Facilities,
}
