//! Registers and metrics for the tests.

use base::{Date, RegionCode, Timestamp};
use metric::When::{During, Filled, Holds, Is, Over, Since, YearsAgo};
use metric::{Direction, Formula, Measure, MetricDef, count, distinct, entered, per, share, sum};
use register::{Choice, Label, Reference, Register};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    #[choice(label(zh = "完好", en = "Intact"))]
    Intact,
    #[choice(label(zh = "损坏", en = "Broken"))]
    Broken,
}

/// One register with all that formulas ask for.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "thing",
    label(zh = "物", en = "Thing"),
    title = "name",
    scope = "region",
    permission = "city"
)]
pub struct Thing {
    #[field(label(zh = "名称", en = "Name"), list, sort)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: State,
    #[field(label(zh = "区域", en = "Region"), list, filter, sort)]
    pub region: Option<RegionCode>,
    #[field(label(zh = "数量", en = "Size"), scale = 1, filter)]
    pub size: Option<i64>,
    #[field(label(zh = "日", en = "Day"), filter, sort)]
    pub day: Option<Date>,
    #[field(label(zh = "时", en = "Time"), filter, sort)]
    pub time: Option<Timestamp>,
    #[field(label(zh = "起", en = "Since"), filter)]
    pub since: Option<Date>,
    #[field(label(zh = "止", en = "Until"), filter)]
    pub until: Option<Date>,
    #[field(label(zh = "属于", en = "Owner"), reference = "thing", filter)]
    pub owner: Option<Reference>,
}

#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "region",
    label(zh = "行政区划", en = "Region"),
    title = "name",
    scope = "code",
    permission = "city"
)]
pub struct Region {
    #[field(label(zh = "代码", en = "Code"), unique, list, filter, sort)]
    pub code: RegionCode,
    #[field(label(zh = "名称", en = "Name"), list, sort)]
    pub name: String,
    #[field(label(zh = "常住人口", en = "Residents"), min = 0, list)]
    pub residents: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "assessed_area",
    label(zh = "考核单元", en = "Assessed area"),
    title = "name",
    scope = "county",
    permission = "city"
)]
pub struct Area {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort)]
    pub name: String,
    #[field(label(zh = "序号", en = "Rank"), unique, list, sort)]
    pub rank: Option<i64>,
    #[field(label(zh = "县", en = "County"), list, filter)]
    pub county: RegionCode,
    #[field(label(zh = "包含", en = "Includes"), list, long)]
    pub includes: String,
    #[field(label(zh = "划出", en = "Excludes"), long)]
    pub excludes: Option<String>,
}

const fn words(name: &'static str) -> Label {
    Label::new(name, name)
}

const ALL: Formula = count("thing", &[]);
const INTACT: Formula = count("thing", &[Is("state", "intact")]);
const HELD: Formula = count("thing", &[Holds("since", "until")]);
const RESIDENTS: Formula = entered("region", "residents");

pub static THINGS: MetricDef = MetricDef::new("things", words("things"), ALL, Measure::PIECES);
pub static INTACT_RATE: MetricDef = MetricDef::new(
    "intact_rate",
    words("intact rate"),
    share(&INTACT, &ALL),
    Measure::PERCENT,
)
.better(Direction::Higher);
pub static ON_DAYS: MetricDef = MetricDef::new(
    "on_days",
    words("on days"),
    count("thing", &[During("day")]),
    Measure::PIECES,
);
pub static AT_TIMES: MetricDef = MetricDef::new(
    "at_times",
    words("at times"),
    sum("thing", "size", &[During("time")]),
    Measure::PIECES.digits(1),
);
pub static HOLDING: MetricDef = MetricDef::new("holding", words("holding"), HELD, Measure::PIECES);
pub static BROKEN_OR_LARGE: MetricDef = MetricDef::new(
    "broken_or_large",
    words("broken or large"),
    Formula::Together(&[
        count("thing", &[Is("state", "broken")]),
        count("thing", &[Is("state", "intact"), Over("size", "5")]),
    ]),
    Measure::PIECES,
);
pub static LESS: MetricDef = MetricDef::new(
    "less",
    words("less"),
    Formula::Less(&HELD, &INTACT_SINCE),
    Measure::PIECES,
);
const INTACT_SINCE: Formula = count("thing", &[Is("state", "intact"), Since("since")]);
pub static OWNERS: MetricDef = MetricDef::new(
    "owners",
    words("owners"),
    distinct("thing", "owner", &[Filled("owner"), Since("day")]),
    Measure::PIECES,
);
pub static OLD: MetricDef = MetricDef::new(
    "old",
    words("old"),
    count("thing", &[YearsAgo("since", 2)]),
    Measure::PIECES,
);
pub static PER_RESIDENT: MetricDef = MetricDef::new(
    "per_resident",
    words("per resident"),
    per(&ALL, &RESIDENTS, 1_000),
    Measure::PIECES.digits(3),
);
pub static PEOPLE: MetricDef =
    MetricDef::new("people", words("people"), RESIDENTS, Measure::PEOPLE);

pub static DEFS: [&MetricDef; 11] = [
    &THINGS,
    &INTACT_RATE,
    &ON_DAYS,
    &AT_TIMES,
    &HOLDING,
    &BROKEN_OR_LARGE,
    &LESS,
    &OWNERS,
    &OLD,
    &PER_RESIDENT,
    &PEOPLE,
];
