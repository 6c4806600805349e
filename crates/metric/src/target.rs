//! 目标值 targets: what the plan asks of a metric, of an area, by a period. A register, so that
//! import, history and access come with it.

use base::RegionCode;
use register::{Ask, Cells, Faults, Label, Operator, Reference, Register};
use serde_json::json;

use crate::when::filter;
use crate::{Area, Direction, Exact, MetricDef, Period};

/// 指标目标
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "metric_target",
    label(zh = "指标目标", en = "Metric target"),
    title = "source",
    scope = "region",
    permission = "city",
    search(source, metric),
    rules(period_is_one)
)]
pub struct MetricTarget {
    /// The metric, by key.
    #[field(
        label(zh = "指标", en = "Metric"),
        help(zh = "指标的键", en = "The metric's key"),
        list,
        filter,
        sort,
        max_chars = 60
    )]
    pub metric: String,
    /// The region that it belongs to.
    #[field(label(zh = "所在区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    /// The assessed area, where it is of one.
    #[field(
        label(zh = "考核单元", en = "Assessed area"),
        help(
            zh = "对区划本身的目标不填",
            en = "Leave it empty for a target of the region itself"
        ),
        reference = "assessed_area",
        list,
        filter
    )]
    pub assessed_area: Option<Reference>,
    /// The period, as [`Period`] spells it.
    #[field(
        label(zh = "时期", en = "Period"),
        help(
            zh = "如 2025、2025-Q3、2025-11",
            en = "Such as 2025, 2025-Q3 or 2025-11"
        ),
        list,
        filter,
        sort,
        max_chars = 24
    )]
    pub period: String,
    /// In ten-thousandths of what the metric shows.
    #[field(
        label(zh = "目标值", en = "Value"),
        help(
            zh = "按指标显示的计量单位填写：百分之八十填 80",
            en = "As the metric shows it: 80 for 80 %"
        ),
        scale = 4,
        min = 0,
        list
    )]
    pub value: i64,
    /// Where it is written.
    #[field(label(zh = "出处", en = "Source"), list, sort, max_chars = 120)]
    pub source: String,
}

fn period_is_one(target: &MetricTarget, faults: &mut Faults) {
    if target.period.parse::<Period>().is_err() {
        let message = Label::new(
            "应写作 2025、2025-H1、2025-Q3、2025-11 或 2025-W47",
            "write 2025, 2025-H1, 2025-Q3, 2025-11 or 2025-W47",
        );
        faults.rule("period", message);
    }
}

/// The question for the targets of a metric in a period.
pub(crate) fn ask(metric: &MetricDef, period: Period) -> Ask {
    Ask {
        filters: vec![
            filter("metric", Operator::Equal, json!(metric.key)),
            filter("period", Operator::Equal, json!(period.to_string())),
        ],
        sum: Some("value"),
        each: Some("assessed_area"),
    }
}

/// The target of an area as the metric shows it; none where none or several are entered.
pub(crate) fn of_area(cells: &Cells, area: &Area) -> Option<Exact> {
    let assessed = area.assessed.map(|id| id.to_string());
    let own = |region: &str| assessed.is_some() || region == area.key;
    let mut found = cells
        .iter()
        .filter(|(cell, _)| cell.each == assessed && own(&cell.region));
    let (_, counts) = found.next()?;
    if counts.rows != 1 || found.next().is_some() {
        return None;
    }
    Exact::ratio(i128::from(counts.sum), 10_000)
}

/// How a value stands to its target: a word and a shape on the screen, never a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// The target is reached.
    Met,
    /// At most a tenth of the target is lacking.
    Near,
    /// More is.
    Missed,
}

/// How a value stands to its target; a metric without a direction has no light.
#[must_use]
pub fn light(direction: Direction, shown: Exact, target: Exact) -> Option<Light> {
    let tenths = |count| target.times(Exact::ratio(count, 10)?);
    let (met, near) = match direction {
        Direction::Higher => (shown >= target, shown >= tenths(9)?),
        Direction::Lower => (shown <= target, shown <= tenths(11)?),
        Direction::Neutral => return None,
    };
    Some(match (met, near) {
        (true, _) => Light::Met,
        (false, true) => Light::Near,
        (false, false) => Light::Missed,
    })
}
