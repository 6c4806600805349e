//! 规划基础数据: figures that a plan prints of years gone by and of its base year, each with the line it
//! stands on, so that what is computed can be laid beside what was printed.

use base::RegionCode;
use register::Register;

/// 规划基础数据
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "plan_figure",
    label(zh = "规划基础数据", en = "Printed figure of the plan"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name)
)]
pub struct PlanFigure {
    #[field(
        label(zh = "名称", en = "Name"),
        help(
            zh = "指标、单位与年度，例如：火灾起数 2020",
            en = "Item, area and year, such as: fires 2020"
        ),
        unique,
        list,
        sort,
        max_chars = 100
    )]
    pub name: String,
    #[field(label(zh = "指标", en = "Item"), list, filter, sort, max_chars = 60)]
    pub item: String,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "年度", en = "Year"),
        min = 1949,
        max = 2100,
        list,
        filter,
        sort
    )]
    pub year: i64,
    #[field(
        label(zh = "数值", en = "Value"),
        scale = 2,
        min = -1_000_000_000_000,
        max = 1_000_000_000_000,
        list,
        sort
    )]
    pub value: i64,
    #[field(label(zh = "单位", en = "Unit"), list, max_chars = 12)]
    pub unit: String,
    #[field(
        label(zh = "规划文本行号", en = "Line of the plan"),
        min = 1,
        max = 100_000,
        list,
        sort
    )]
    pub line: Option<i64>,
}
