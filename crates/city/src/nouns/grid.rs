//! 消防安全网格 the smallest areas of daily checks, each with its grid worker (plan L124–130, L290–292, L590).

use base::{Date, Polygon, RegionCode};
use register::{Faults, Label, Reference, Register};

/// 消防安全网格 a cell: a village or a part of one.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "grid",
    label(zh = "消防安全网格", en = "Grid cell"),
    title = "name",
    scope = "region",
    geometry = "outline",
    permission = "city",
    search(name),
    rules(ends_after_beginning)
)]
pub struct Grid {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "网格员", en = "Grid worker"),
        reference = "person",
        list,
        filter
    )]
    pub worker: Option<Reference>,
    #[field(label(zh = "网格范围", en = "Outline"))]
    pub outline: Option<Polygon>,
    #[field(
        label(zh = "住户", en = "Households"),
        unit(zh = "户", en = "households"),
        min = 0,
        max = 100_000,
        list,
        sort
    )]
    pub households: Option<i64>,
    #[field(label(zh = "划定日期", en = "Drawn on"), list, filter, sort)]
    pub since: Date,
    #[field(
        label(zh = "规范化管理达标日期", en = "Up to standard since"),
        help(zh = "规划专栏05", en = "Box 05 of the plan"),
        list,
        filter,
        sort
    )]
    pub standard_since: Option<Date>,
    #[field(
        label(zh = "纳入“多网合一”综合网格日期", en = "In the combined grid since"),
        list,
        filter,
        sort
    )]
    pub combined_since: Option<Date>,
    #[field(label(zh = "撤销日期", en = "Given up on"), filter)]
    pub until: Option<Date>,
}

fn ends_after_beginning(grid: &Grid, faults: &mut Faults) {
    if grid.until.is_some_and(|until| until < grid.since) {
        let message = Label::new("撤销日期早于划定日期", "the last day lies before the first");
        faults.rule("until", message);
    }
}
