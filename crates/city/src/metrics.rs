//! 指标 the metrics over the city's nouns: what stands in the plan (规划, L = its line) and can be
//! counted from these registers. One constant a metric; nothing here runs.

use metric::When::{Among, During, Filled, Holds, Is, OfYear, Over, Since, YearsAgo};
use metric::{Direction, Formula, Measure, MetricDef, count, distinct, entered, per, share, sum};
use register::Label;

const UNITS: Label = Label::new("单位与远程监控", "Units and monitoring");
const WATER: Label = Label::new("消防水源", "Water sources");
const FORCE: Label = Label::new("微型消防站与车辆", "Micro-stations and vehicles");
const GRASSROOTS: Label = Label::new("基层与宣传教育", "Grassroots and education");
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
/// 欠账 of what annex 2 asks, what is not there; less than nothing where there are more.
const HYDRANTS_SHORT: Formula = Formula::Less(&HYDRANTS_PLANNED, &HYDRANTS);
const SOURCES: Formula = count("water_source", &[]);
const INTACT_SOURCES: Formula = count("water_source", &[INTACT]);
const VEHICLES: Formula = count("vehicle", &[]);
const DATED_VEHICLES: Formula = count("vehicle", &[Since("in_service_since")]);
const OLD_VEHICLES: Formula = count("vehicle", &[YearsAgo("in_service_since", SERVICE_YEARS)]);
/// On the day, in use, in post, drawn.
const STANDS: metric::When = Holds("since", "until");
/// 应有操作人员: what every control room needs by itself.
const OPERATORS_NEEDED: Formula = sum("control_room", "operators_needed", &[STANDS]);
const OPERATORS: Formula = count("control_room_operator", &[STANDS, Since("certified_on")]);
const GRIDS: Formula = count("grid", &[STANDS]);
const STANDARD_GRIDS: Formula = count("grid", &[STANDS, Since("standard_since")]);
const COMBINED_GRIDS: Formula = count("grid", &[STANDS, Since("combined_since")]);
const TRAINED_GRIDS: Formula = distinct("grid_training", "grid", &[During("held_on")]);
/// 建成并开放
const OPEN: metric::When = Holds("open_since", "open_until");
const STATIONS: Formula = count("fire_station", &[Since("in_service_since")]);
/// 每次不少于半天: hours above 3.9.
const OPENED_STATIONS: Formula = distinct(
    "open_day",
    "station",
    &[During("held_on"), Filled("station"), Over("hours", "3.9")],
);
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
    metric("street_hydrants_planned", WATER, words("市政消火栓应有数", "Street hydrants that should be"), HYDRANTS_PLANNED, Measure::PIECES)
        .note("规划附件2该年应达到的总数", "The total that annex 2 of the plan asks for the year"),
    metric("street_hydrant_shortage", WATER, words("市政消火栓欠账数", "Street hydrants that lack"), HYDRANTS_SHORT, Measure::PIECES)
        .better(Direction::Lower)
        .note("应有数－实有数；负数为超出（规划附件2）", "What should be less what is; less than nothing where there are more (plan annex 2)"),
    metric("street_hydrant_shortage_rate", WATER, words("市政消火栓缺建率", "Share of street hydrants that lack"), share(&HYDRANTS_SHORT, &HYDRANTS_PLANNED), Measure::PERCENT)
        .better(Direction::Lower)
        .note("欠账数÷应有数（规划L150–163）", "What lacks ÷ what should be (plan L150–163)"),
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

    metric("control_rooms", UNITS, words("消防控制室", "Control rooms"), count("control_room", &[STANDS]), Measure::PIECES)
        .note("期末在用的消防控制室（规划附件4）", "In use on the period's last day (plan annex 4)"),
    metric("control_room_operators", UNITS, words("消防控制室持证操作员", "Certified operators"), OPERATORS, Measure::PEOPLE)
        .better(Direction::Higher)
        .note("期末在岗且已取得证书的（规划附件4）", "In post on the period's last day, with a certificate by then (plan annex 4)"),
    metric("control_room_certified_rate", UNITS, words("消防控制室操作人员持证上岗率", "Certified control-room operators"), share(&OPERATORS, &OPERATORS_NEEDED), Measure::PERCENT)
        .better(Direction::Higher)
        .note("在岗持证操作员÷各控制室应有操作人员之和，规划按每室6人计（附件4、L604）", "Certified operators in post ÷ what all control rooms need together, six of each after the plan (annex 4, L604)"),

    metric("grid_cells", GRASSROOTS, words("消防安全网格", "Grid cells"), GRIDS, Measure::PIECES)
        .note("期末在用的网格（规划L124–130）", "Drawn by the period's last day and not given up (plan L124–130)"),
    metric("grid_standard_rate", GRASSROOTS, words("网格化规范管理率", "Grid cells up to standard"), share(&STANDARD_GRIDS, &GRIDS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("规范化管理达标的网格÷网格（规划L292 专栏05）", "Cells up to standard ÷ cells (plan L292, box 05)"),
    metric("combined_grid_rate", GRASSROOTS, words("纳入综合网格占比", "Cells in the combined grid"), share(&COMBINED_GRIDS, &GRIDS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("纳入“多网合一”综合网格的÷网格（规划L382、L590）", "Cells in the combined grid ÷ cells (plan L382, L590)"),
    metric("grid_worker_training_rate", GRASSROOTS, words("基层网格员专业培训覆盖率", "Grid workers trained"), share(&TRAINED_GRIDS, &GRIDS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("期内受过培训的网格÷期末网格；每半年一次（规划L590）", "Cells whose worker was trained in the period ÷ cells at its end; every half-year once (plan L590)"),
    metric("education_venues", GRASSROOTS, words("消防科普教育基地", "Education venues"), count("education_venue", &[OPEN]), Measure::PIECES)
        .better(Direction::Higher)
        .note("期末开放的各级基地（规划L406–410）", "Open on the period's last day, of all levels (plan L406–410)"),
    metric("county_education_bases", GRASSROOTS, words("县级应急消防科普教育基地", "Education venues of counties"), count("education_venue", &[Is("level", "county"), OPEN]), Measure::PIECES)
        .better(Direction::Higher)
        .note("期末建成并开放的县级基地（规划L569）", "Of counties, open on the period's last day (plan L569)"),
    metric("city_education_base_open", GRASSROOTS, words("市级应急消防科普教育基地", "Education venues of the city"), count("education_venue", &[Is("level", "city"), OPEN]), Measure::PIECES)
        .better(Direction::Higher)
        .note("期末建成并开放的市级基地；有1处即为完成（规划L569）", "Of the city, open on the period's last day; one is enough (plan L569)"),
    metric("station_open_day_rate", GRASSROOTS, words("开放过的消防站占比", "Fire stations that were open"), share(&OPENED_STATIONS, &STATIONS), Measure::PERCENT)
        .better(Direction::Higher)
        .note("期内至少开放半天一次的消防站÷期末消防站；100%即各站均开放（规划L566）", "Stations open for half a day at least once in the period ÷ stations at its end; at 100 % each was (plan L566)"),

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
