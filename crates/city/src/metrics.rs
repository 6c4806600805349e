//! 指标 the metrics over the city's nouns: what stands in the plan (规划, L = its line) and can be
//! counted from these registers. One constant a metric; nothing here runs.

use metric::When::{Among, During, Filled, Holds, Is, OfYear, Over, Since, YearsAgo};
use metric::{Direction, Formula, Measure, MetricDef, count, distinct, entered, per, share, sum};
use register::Label;

const UNITS: Label = Label::new("单位与远程监控", "Units and monitoring");
const WATER: Label = Label::new("消防水源", "Water sources");
const FORCE: Label = Label::new("微型消防站与车辆", "Micro-stations and vehicles");
const PEOPLE: Label = Label::new("人口与建筑", "People and buildings");

/// On the day, a key unit 消防安全重点单位.
const KEY: metric::When = Holds("key_since", "key_until");
/// On the day, a high-risk unit 火灾高危单位.
const HIGH_RISK: metric::When = Holds("high_risk_since", "high_risk_until");
/// Connected to remote monitoring by the day.
const CONNECTED: metric::When = Since("monitored_since");
const HYDRANT: metric::When = Is("kind", "hydrant");
const INTACT: metric::When = Is("state", "intact");
/// 服役年限: the plan (L336, L583) renews what is past its years without naming them.
const SERVICE_YEARS: i8 = 15;

const KEY_UNITS: Formula = count("unit", &[KEY]);
const HIGH_RISK_UNITS: Formula = count("unit", &[HIGH_RISK]);
const KEY_CONNECTED: Formula = count("unit", &[KEY, CONNECTED]);
const HIGH_RISK_CONNECTED: Formula = count("unit", &[HIGH_RISK, CONNECTED]);
const KEY_WITH_STATION: Formula = distinct(
    "micro_station",
    "unit",
    &[Is("kind", "key_unit"), Filled("unit")],
);
const HYDRANTS: Formula = count("water_source", &[HYDRANT]);
const INTACT_HYDRANTS: Formula = count("water_source", &[HYDRANT, INTACT]);
/// 达到总数 how many street hydrants annex 2 asks an area to have by the end of the year.
const HYDRANTS_PLANNED: Formula = sum(
    "metric_target",
    "value",
    &[
        Is("metric", "street_hydrants"),
        OfYear("period"),
        Filled("assessed_area"),
    ],
);
const SOURCES: Formula = count("water_source", &[]);
const INTACT_SOURCES: Formula = count("water_source", &[INTACT]);
const VEHICLES: Formula = count("vehicle", &[]);
const DATED_VEHICLES: Formula = count("vehicle", &[Since("in_service_since")]);
const OLD_VEHICLES: Formula = count("vehicle", &[YearsAgo("in_service_since", SERVICE_YEARS)]);
const RESIDENTS: Formula = entered("region", "residents");
/// 高层建筑: dwellings above 27 m, other buildings above 24 m and of more than one storey
/// (GB 55037, GB 50016 §2.1.1).
const HIGH_RISES: [Formula; 2] = [
    count(
        "building",
        &[Is("purpose", "residential"), Over("height", "27")],
    ),
    count(
        "building",
        &[
            Among(
                "purpose",
                &["public", "factory", "warehouse", "heritage", "other"],
            ),
            Over("height", "24"),
            Over("storeys_above", "1"),
        ],
    ),
];

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
    metric("key_units", UNITS, words("消防安全重点单位", "Key units"), KEY_UNITS, Measure::UNITS)
        .note("期末处于重点单位期内的单位（规划 L92–99）", "Units that are key units on the period's last day (plan L92–99)"),
    metric("commercial_complexes", UNITS, words("大型商业综合体", "Large commercial complexes"), count("unit", &[Is("kind", "commercial_complex")]), Measure::UNITS)
        .note("期末单位台账中场所类别为大型商业综合体的单位（规划 L304 专栏08、L560）", "Units whose kind of premises is commercial complex, at the period's end (plan L304 box 08, L560)"),
    metric("high_risk_units", UNITS, words("火灾高危单位", "High-risk units"), HIGH_RISK_UNITS, Measure::UNITS)
        .note("期末处于火灾高危单位期内的单位（规划 L92–99）", "Units that are high-risk units on the period's last day (plan L92–99)"),
    metric("key_unit_monitoring_rate", UNITS, words("重点单位消防远程监控率", "Key units monitored"), share(&KEY_CONNECTED, &KEY_UNITS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("已接入远程监控的重点单位÷重点单位（规划 L92–99）", "Key units connected to remote monitoring ÷ key units (plan L92–99)"),
    metric("high_risk_monitoring_rate", UNITS, words("高危单位消防远程监控率", "High-risk units monitored"), share(&HIGH_RISK_CONNECTED, &HIGH_RISK_UNITS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("已接入远程监控的火灾高危单位÷火灾高危单位（规划 L92–99）", "High-risk units connected to remote monitoring ÷ high-risk units (plan L92–99)"),
    metric("standalone_alarms_installed", UNITS, words("独立式烟感安装数", "Standalone smoke alarms installed"), count("installed_point", &[Is("kind", "standalone"), During("installed_on")]), Measure::PIECES)
        .better(Direction::Higher)
        .note("期内安装的独立式感烟火灾探测报警器（规划 L101–107）", "Installed in the period (plan L101–107)"),

    metric("street_hydrants", WATER, words("市政消火栓实有数", "Street hydrants"), HYDRANTS, Measure::PIECES)
        .better(Direction::Higher)
        .note("期末台账中的市政消火栓；目标为应有数（规划 L150–163、附件2）", "Hydrants in the register at the period's end; the target is how many there should be (plan L150–163, annex 2)"),
    metric("hydrant_intact_rate", WATER, words("市政消火栓完好率", "Intact hydrants"), share(&INTACT_HYDRANTS, &HYDRANTS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("完好的市政消火栓÷实有市政消火栓（规划 L150–163）", "Intact hydrants ÷ hydrants that exist (plan L150–163)"),
    metric("street_hydrant_completion_rate", WATER, words("市政消火栓年度建设完成率", "Street hydrants built as planned"), share(&HYDRANTS, &HYDRANTS_PLANNED), Measure::PERCENT)
        .better(Direction::Higher)
        .note("期末实有市政消火栓÷本年应达到总数（规划附件2、L577）；没有该年目标的无从计算", "Hydrants in the register at the period's end ÷ the total that annex 2 asks for the year (plan annex 2, L577); unknown where no target of the year is entered"),
    metric("water_sources", WATER, words("消防水源", "Water sources"), SOURCES, Measure::PIECES)
        .better(Direction::Higher)
        .note("各类消防水源合计（规划 L318）", "Of all kinds together (plan L318)"),
    metric("water_intact_rate", WATER, words("消防水源完好率", "Intact water sources"), share(&INTACT_SOURCES, &SOURCES), Measure::PERCENT)
        .better(Direction::Higher)
        .note("完好的消防水源÷实有消防水源（规划 L318）", "Intact sources ÷ sources that exist (plan L318)"),
    metric("water_cranes", WATER, words("消防水鹤", "Water cranes"), count("water_source", &[Is("kind", "crane")]), Measure::PIECES)
        .better(Direction::Higher),
    metric("fire_reservoirs", WATER, words("消防水池", "Fire reservoirs"), count("water_source", &[Is("kind", "reservoir")]), Measure::PIECES)
        .better(Direction::Higher),
    metric("natural_intakes", WATER, words("天然水源取水点", "Natural intakes"), count("water_source", &[Is("kind", "natural")]), Measure::PIECES)
        .better(Direction::Higher),

    metric("key_unit_micro_station_rate", FORCE, words("重点单位微型消防站覆盖率", "Key units with a micro-station"), share(&KEY_WITH_STATION, &KEY_UNITS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("微型消防站台账所列的重点单位÷重点单位（规划 L300 专栏07）", "Key units that the register of micro-stations names ÷ key units (plan L300, box 07)"),
    metric("community_micro_stations", FORCE, words("街道、社区微型消防站", "Street and community micro-stations"), count("micro_station", &[Among("kind", &["street", "community"])]), Measure::PIECES)
        .better(Direction::Higher)
        .note("规划 L300 专栏07", "Plan L300, box 07"),
    metric("micro_station_members", FORCE, words("微型消防站队员", "Members of micro-stations"), sum("micro_station", "members", &[]), Measure::PEOPLE)
        .better(Direction::Higher),
    metric("vehicles", FORCE, words("消防车辆", "Fire vehicles"), VEHICLES, Measure::VEHICLES),
    metric("aerial_vehicles", FORCE, words("举高消防车", "Aerial appliances"), count("vehicle", &[Is("class", "aerial")]), Measure::VEHICLES)
        .better(Direction::Higher)
        .note("规划 L193：五个站未配备举高车辆", "Plan L193: five stations have none"),
    metric("old_vehicles", FORCE, words("超服役年限消防车", "Vehicles past their years"), OLD_VEHICLES, Measure::VEHICLES)
        .better(Direction::Lower)
        .note("期末列装满15年；规划 L336、L583 未写明年限", "15 years in service on the period's last day; the plan (L336, L583) names no number"),
    metric("old_vehicle_rate", FORCE, words("超服役年限消防车占比", "Share of vehicles past their years"), share(&OLD_VEHICLES, &DATED_VEHICLES), Measure::PERCENT)
        .better(Direction::Lower)
        .note("列装满15年÷填有列装日期的车辆（规划 L336、L583）", "15 years in service ÷ vehicles whose first day is entered (plan L336, L583)"),

    metric("residents", PEOPLE, words("常住人口", "Residents"), RESIDENTS, Measure::PEOPLE)
        .note("行政区划台账所填的常住人口；划出的区划从所在县扣除", "As entered for regions; what is carved out of a county is taken off it"),
    metric("vehicles_per_100000", PEOPLE, words("每十万人消防车辆", "Vehicles per 100,000 residents"), per(&VEHICLES, &RESIDENTS, 100_000), Measure::VEHICLES.digits(2))
        .better(Direction::Higher),
    metric("high_rise_buildings", PEOPLE, words("高层建筑", "High-rise buildings"), Formula::Together(&HIGH_RISES), Measure::BUILDINGS)
        .note("住宅高于27米；其他多层建筑高于24米（GB 50016）", "Dwellings above 27 m; other buildings of several storeys above 24 m (GB 50016)"),
];

/// All metrics of this room.
pub(crate) fn metrics() -> Vec<&'static MetricDef> {
    ALL.iter().collect()
}
