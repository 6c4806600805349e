//! 指标 what the plan's own registers count: fires and funds as years were closed, projects by their days.
//! What the nouns of the city answer stands with them.

use base::Label;
use metric::When::{Among, During, Filled, Is, OfYear, Since};
use metric::{Direction, Formula, Measure, MetricDef, count, per, share, sum};

const FIRES: Label = Label::new("火灾", "Fires");
const FUNDS: Label = Label::new("消防经费", "Funds");
const PROJECTS: Label = Label::new("规划建设项目", "Projects of the plan");

const CLOSED: metric::When = OfYear("year");
const TEN_THOUSAND_YUAN: Measure = Measure::counted(Label::new("万元", "×10,000 yuan")).digits(2);
const FIRES_MEASURE: Measure = Measure::counted(Label::new("起", "fires"));

const fn closed(field: &'static str) -> Formula {
    sum("fire_statistic", field, &[CLOSED])
}

/// Rows that lack the base of a rate are in neither part of it.
const RATED_FIRES: Formula = sum("fire_statistic", "fires", &[CLOSED, Filled("residents")]);
const RATED_DEATHS: Formula = sum("fire_statistic", "deaths", &[CLOSED, Filled("residents")]);
const RESIDENTS: Formula = closed("residents");
const RATED_LOSS: Formula = sum("fire_statistic", "loss", &[CLOSED, Filled("gdp")]);
const GDP: Formula = closed("gdp");
const RURAL: &[metric::When] = &[CLOSED, Filled("rural_residents"), Filled("rural_fires")];
const RURAL_FIRES: Formula = sum("fire_statistic", "rural_fires", RURAL);
const RURAL_BY_FIRES: Formula = sum("fire_statistic", "rural_residents", RURAL);
const MOURNED: &[metric::When] = &[CLOSED, Filled("rural_residents"), Filled("rural_deaths")];
const RURAL_DEATHS: Formula = sum("fire_statistic", "rural_deaths", MOURNED);
const RURAL_BY_DEATHS: Formula = sum("fire_statistic", "rural_residents", MOURNED);

const STATION: metric::When = Is("kind", "station");
const DUE: metric::When = During("due_on");
const STATIONS_DUE: Formula = count("project", &[STATION, DUE]);
const STATIONS_BUILT: Formula = count("project", &[STATION, DUE, Since("completed_on")]);
const BASES: metric::When = Among("kind", &["training_base", "logistics_base"]);

const fn metric(
    key: &'static str,
    group: Label,
    label: Label,
    formula: Formula,
    measure: Measure,
) -> MetricDef {
    MetricDef::new(key, label, formula, measure).group(group)
}

const fn words(zh: &'static str, en: &'static str) -> Label {
    Label::new(zh, en)
}

/// All metrics of this room, in the order in which they stand on the screen.
#[rustfmt::skip]
static ALL: &[MetricDef] = &[
    metric("fires_of_year", FIRES, words("火灾起数", "Fires"), closed("fires"), FIRES_MEASURE)
        .better(Direction::Lower)
        .note("历年火灾统计所填的当年起数（规划L70–86）", "As entered for the year (plan L70–86)"),
    metric("fire_deaths_of_year", FIRES, words("火灾死亡", "Deaths in fires"), closed("deaths"), Measure::PEOPLE)
        .better(Direction::Lower)
        .note("历年火灾统计所填（规划L70–86）", "As entered for the year (plan L70–86)"),
    metric("fire_injuries_of_year", FIRES, words("火灾受伤", "Injured in fires"), closed("injuries"), Measure::PEOPLE)
        .better(Direction::Lower)
        .note("历年火灾统计所填（规划L70–86）", "As entered for the year (plan L70–86)"),
    metric("fire_loss_of_year", FIRES, words("火灾直接财产损失", "Direct loss by fires"), closed("loss"), TEN_THOUSAND_YUAN)
        .better(Direction::Lower)
        .note("历年火灾统计所填（规划L70–86）", "As entered for the year (plan L70–86)"),
    metric("fire_rate", FIRES, words("万人火灾发生率", "Fires per 10,000 residents"), per(&RATED_FIRES, &RESIDENTS, 10_000), FIRES_MEASURE.digits(3))
        .better(Direction::Lower).expected()
        .note("当年火灾起数÷当年常住人口×1万（规划L250、L607）", "Fires of the year ÷ its residents × 10,000 (plan L250, L607)"),
    metric("fire_death_rate", FIRES, words("十万人火灾死亡率", "Deaths in fires per 100,000 residents"), per(&RATED_DEATHS, &RESIDENTS, 100_000), Measure::PEOPLE.digits(3))
        .better(Direction::Lower).binding()
        .note("当年火灾死亡人数÷当年常住人口×10万（规划L249、L606）", "Deaths of the year ÷ its residents × 100,000 (plan L249, L606)"),
    metric("fire_loss_rate", FIRES, words("亿元GDP火灾直接财产损失率", "Loss by fires per 100,000,000 yuan of GDP"), per(&RATED_LOSS, &GDP, 10_000), Measure::counted(Label::new("元", "yuan")))
        .better(Direction::Lower).expected()
        .note("当年直接财产损失（元）÷地区生产总值（亿元）（规划L251、L608）", "Loss of the year in yuan ÷ GDP in 100,000,000 yuan (plan L251, L608)"),
    metric("rural_fire_rate", FIRES, words("农村火灾发生率", "Rural fires per 10,000 residents"), per(&RURAL_FIRES, &RURAL_BY_FIRES, 10_000), FIRES_MEASURE.digits(3))
        .better(Direction::Lower)
        .note("农村火灾起数÷农村常住人口×1万（规划L555）", "Rural fires ÷ rural residents × 10,000 (plan L555)"),
    metric("rural_fire_death_rate", FIRES, words("农村火灾死亡率", "Deaths in rural fires per 100,000 residents"), per(&RURAL_DEATHS, &RURAL_BY_DEATHS, 100_000), Measure::PEOPLE.digits(3))
        .better(Direction::Lower)
        .note("农村火灾死亡人数÷农村常住人口×10万（规划L555）", "Deaths in rural fires ÷ rural residents × 100,000 (plan L555)"),

    metric("fire_funds", FUNDS, words("消防经费", "Fire-safety funds"), sum("fire_fund", "amount", &[CLOSED]), TEN_THOUSAND_YUAN)
        .better(Direction::Higher)
        .note("各类消防经费合计；同比见环比、同比栏（规划L88–112、L432 逐年递增）", "Of all kinds together (plan L88–112; to grow year by year, L432)"),

    metric("stations_due", PROJECTS, words("本年应建成的消防站", "Fire stations due"), STATIONS_DUE, Measure::PIECES)
        .note("计划竣工日在期内的消防站项目（规划附件1）", "Station projects that are due in the period (plan annex 1)"),
    metric("station_completion_rate", PROJECTS, words("消防站年度建设任务完成率", "Fire stations built as planned"), share(&STATIONS_BUILT, &STATIONS_DUE), Measure::PERCENT)
        .better(Direction::Higher)
        .note("期内应竣工且期末已竣工的÷期内应竣工的（规划附件1、L576）", "Of those due in the period, those that are accepted by its end (plan annex 1, L576)"),
    metric("training_logistics_bases_built", PROJECTS, words("建成的训练和战勤保障基地", "Training and logistics bases built"), count("project", &[BASES, Since("completed_on")]), Measure::PIECES)
        .better(Direction::Higher)
        .note("期末已竣工的训练基地、战勤保障基地（规划L328–330、L580）", "Accepted by the period's end (plan L328–330, L580)"),
];

/// All metrics of this room.
pub(crate) fn metrics() -> Vec<&'static MetricDef> {
    ALL.iter().collect()
}
