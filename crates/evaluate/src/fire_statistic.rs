//! 历年火灾统计 fires of a year and an area as its statistics were closed, with the figures that rates are made of.
//!
//! Who is evaluated by them does not write them: they are kept with the city's ledgers, and not by those who
//! enter for the evaluation. What a running year counts comes from incidents one day; what past years were comes from here.

use base::RegionCode;
use register::{Faults, Label, Register};

/// 历年火灾统计 one year of one region. A row of the whole city stands only for years that are not known by area
/// (规划L70–86): what regions count is added up.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "fire_statistic",
    label(zh = "历年火灾统计", en = "Fire statistics"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name),
    rules(parts_fit)
)]
pub struct FireStatistic {
    /// Region and year.
    #[field(
        label(zh = "名称", en = "Name"),
        help(
            zh = "地区与年度，以空格分隔",
            en = "Region and year with a space between"
        ),
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
    /// 火灾起数
    #[field(
        label(zh = "火灾起数", en = "Fires"),
        unit(zh = "起", en = "fires"),
        min = 0,
        list,
        sort
    )]
    pub fires: i64,
    /// 死亡人数
    #[field(
        label(zh = "死亡", en = "Deaths"),
        unit(zh = "人", en = "people"),
        min = 0,
        list,
        sort
    )]
    pub deaths: i64,
    /// 受伤人数
    #[field(
        label(zh = "受伤", en = "Injured"),
        unit(zh = "人", en = "people"),
        min = 0,
        list,
        sort
    )]
    pub injuries: i64,
    /// 直接财产损失, in hundredths of 10,000 yuan.
    #[field(
        label(zh = "直接财产损失", en = "Direct loss"),
        unit(zh = "万元", en = "×10,000 yuan"),
        scale = 2,
        min = 0,
        list,
        sort
    )]
    pub loss: i64,
    /// Of these, 农村火灾.
    #[field(
        label(zh = "其中农村火灾", en = "Of these, rural fires"),
        unit(zh = "起", en = "fires"),
        min = 0,
        filter
    )]
    pub rural_fires: Option<i64>,
    /// Deaths in these.
    #[field(
        label(zh = "农村火灾死亡", en = "Deaths in rural fires"),
        unit(zh = "人", en = "people"),
        min = 0,
        filter
    )]
    pub rural_deaths: Option<i64>,
    /// 常住人口 of that year.
    #[field(
        label(zh = "常住人口", en = "Residents"),
        help(
            zh = "当年年末数，各项比率以此为分母",
            en = "At the year's end; rates are made of it"
        ),
        unit(zh = "人", en = "people"),
        min = 1,
        filter
    )]
    pub residents: Option<i64>,
    /// Of these, in the country.
    #[field(
        label(zh = "其中农村人口", en = "Rural residents"),
        unit(zh = "人", en = "people"),
        min = 0,
        filter
    )]
    pub rural_residents: Option<i64>,
    /// 地区生产总值, in hundredths of 100,000,000 yuan.
    #[field(
        label(zh = "地区生产总值", en = "Gross domestic product"),
        unit(zh = "亿元", en = "×100,000,000 yuan"),
        scale = 2,
        min = 1,
        filter
    )]
    pub gdp: Option<i64>,
    /// Where it is written.
    #[field(label(zh = "出处", en = "Source"), list, max_chars = 120)]
    pub source: String,
}

fn parts_fit(row: &FireStatistic, faults: &mut Faults) {
    let over = |part: Option<i64>, whole: Option<i64>| {
        part.zip(whole).is_some_and(|(part, whole)| part > whole)
    };
    let pairs = [
        ("rural_fires", row.rural_fires, Some(row.fires)),
        ("rural_deaths", row.rural_deaths, Some(row.deaths)),
        ("rural_residents", row.rural_residents, row.residents),
    ];
    for (field, part, whole) in pairs {
        if over(part, whole) {
            let message = Label::new("部分大于全部", "the part is more than the whole");
            faults.rule(field, message);
        }
    }
}
