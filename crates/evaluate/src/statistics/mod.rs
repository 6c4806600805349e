//! 统计表 statistics as the plan prints them: fires, funds, hydrants, certificates and the grid year by year, with
//! subtotals of five years and their growth, each figure that the plan prints beside the one that is computed.
//!
//! A table is a list of metrics; nothing is counted here. What is printed are rows of `plan_figure`, and a
//! difference is told and never mended.

mod file;
mod printed;
mod routes;
mod view;

use base::Label;
use metric::{Area, Exact, MetricDef, Metrics, Moment, Reading, Reason};

use self::printed::Printed;
use crate::{EvaluateError, facts};

pub(crate) use routes::{RULES, router};
pub use view::{
    StatisticsCell, StatisticsColumn, StatisticsRow, StatisticsTable, StatisticsTableName,
};

/// Years of one subtotal: a five-year plan.
const SPAN: usize = 5;
/// Years that one table shows at most.
pub(crate) const MOST: i32 = 30;

/// A table.
pub(crate) struct Table {
    pub(crate) key: &'static str,
    pub(crate) label: Label,
    columns: &'static [Column],
}

/// A column of a table.
struct Column {
    /// The metric that is computed.
    metric: &'static str,
    /// 指标 what the plan's figures call it.
    printed: Option<&'static str>,
    /// Whether years add up.
    adds: Adds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Adds {
    /// What happened in a year: years add up to subtotals, and those are compared.
    Up,
    /// How things stood at its end.
    Not,
}

const fn flow(metric: &'static str, printed: &'static str) -> Column {
    Column {
        metric,
        printed: Some(printed),
        adds: Adds::Up,
    }
}

const fn stock(metric: &'static str, printed: Option<&'static str>) -> Column {
    Column {
        metric,
        printed,
        adds: Adds::Not,
    }
}

/// All tables, in the plan's order (规划 L70–163).
pub(crate) static TABLES: [Table; 5] = [
    Table {
        key: "fires",
        label: Label::new("火灾基本情况", "Fires"),
        columns: &[
            flow("fires_of_year", "火灾起数"),
            flow("fire_deaths_of_year", "火灾亡人"),
            flow("fire_injuries_of_year", "火灾伤人"),
            flow("fire_loss_of_year", "火灾直接损失"),
        ],
    },
    Table {
        key: "grid",
        label: Label::new("网格化", "Grid"),
        columns: &[
            stock("grid_cells", Some("网格化")),
            stock("grid_standard_rate", None),
            stock("combined_grid_rate", None),
        ],
    },
    Table {
        key: "certificates",
        label: Label::new("消防控制室持证上岗", "Control-room certificates"),
        columns: &[
            stock("control_rooms", Some("重点单位控制室")),
            stock("control_room_operators", Some("控制室持证人员")),
            stock("control_room_certified_rate", Some("控制室持证上岗率")),
        ],
    },
    Table {
        key: "funds",
        label: Label::new("地方消防经费", "Funds"),
        columns: &[flow("fire_funds", "地方消防经费")],
    },
    Table {
        key: "hydrants",
        label: Label::new("市政消火栓", "Street hydrants"),
        columns: &[
            stock("street_hydrants_planned", Some("应有市政消火栓数")),
            stock("street_hydrants", Some("现状市政消火栓总数")),
            stock("street_hydrant_shortage", None),
            stock("street_hydrant_shortage_rate", Some("缺建率")),
            stock("hydrant_intact_rate", Some("完好率")),
        ],
    },
];

/// What is asked of a table.
pub(crate) struct Asked<'a> {
    pub(crate) table: &'static Table,
    pub(crate) area: &'a Area,
    pub(crate) years: [i32; 2],
    pub(crate) moment: Moment,
}

/// A table's figures of an area.
pub(crate) struct Figures {
    pub(crate) columns: Vec<Series>,
}

/// A column's figures.
pub(crate) struct Series {
    pub(crate) metric: &'static MetricDef,
    /// By year, then subtotals, then growth; see [`Figures::rows`].
    pub(crate) cells: Vec<Figure>,
}

/// One figure, computed and printed, in the metric's measure (growth in per cent).
pub(crate) struct Figure {
    pub(crate) value: Result<Exact, Why>,
    pub(crate) printed: Option<(Exact, Option<i64>)>,
    /// Digits behind the point.
    pub(crate) digits: u8,
}

/// Why a figure is not there.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// The metric does not know.
    Unknown(Reason),
    /// Years of this column do not add up.
    NoSum,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    Year(i32),
    /// 小计 of the years from the first to the last.
    Subtotal(i32, i32),
    /// 同比前五年增长 of these years against as many before.
    Growth(i32, i32),
}

/// The rows of these years: every five that are whole end with their subtotal; then the growth of each against
/// the one before.
pub(crate) fn rows([from, until]: [i32; 2], sums: bool) -> Vec<RowKind> {
    let years: Vec<i32> = (from..=until).collect();
    let mut rows = Vec::new();
    let mut growth = Vec::new();
    for (at, span) in years.chunks(SPAN).enumerate() {
        rows.extend(span.iter().copied().map(RowKind::Year));
        if let (true, SPAN, Some(first), Some(last)) = (sums, span.len(), span.first(), span.last())
        {
            rows.push(RowKind::Subtotal(*first, *last));
            if at > 0 {
                growth.push(RowKind::Growth(*first, *last));
            }
        }
    }
    rows.extend(growth);
    rows
}

impl Table {
    pub(crate) fn of_key(key: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.key == key)
    }

    /// Whether years of any of its columns add up.
    pub(crate) fn sums(&self) -> bool {
        self.columns.iter().any(|column| column.adds == Adds::Up)
    }
}

/// The figures of a table; columns that `seen` does not admit are left out.
pub(crate) async fn figures(
    metrics: &Metrics,
    store: &store::Store,
    asked: &Asked<'_>,
    seen: impl Fn(&MetricDef) -> bool,
) -> Result<Figures, EvaluateError> {
    let [from, until] = asked.years;
    let printed = Printed::read(store, asked).await?;
    let rows = rows(asked.years, asked.table.sums());
    let mut columns = Vec::new();
    for column in asked.table.columns {
        let Some(metric) = metrics.get(column.metric).filter(|metric| seen(metric)) else {
            continue;
        };
        let periods = (from..=until)
            .map(facts::year)
            .collect::<Result<Vec<_>, _>>()?;
        let area = std::slice::from_ref(asked.area);
        let read = metrics
            .readings(metric, area, &periods, asked.moment)
            .await?;
        let readings = read.0.into_iter().next().unwrap_or_default();
        let by_year: Vec<(i32, Result<Exact, Why>)> = (from..=until)
            .zip(readings.iter().map(|reading| shown(metric, reading)))
            .collect();
        let cells = rows.iter().map(|row| Figure {
            value: value(*row, column.adds, &by_year),
            printed: column.printed.and_then(|item| printed.of(item, *row)),
            digits: match row {
                RowKind::Growth(..) => 1,
                _ => metric.measure.digits,
            },
        });
        columns.push(Series {
            metric,
            cells: cells.collect(),
        });
    }
    Ok(Figures { columns })
}

fn shown(metric: &MetricDef, reading: &Reading) -> Result<Exact, Why> {
    let value = reading.value.clone().map_err(Why::Unknown)?;
    let shown = value.times(Exact::whole(metric.measure.times.into()));
    shown.ok_or(Why::Unknown(Reason::TooLarge))
}

/// The figure of a row, from those of the years.
fn value(row: RowKind, adds: Adds, by_year: &[(i32, Result<Exact, Why>)]) -> Result<Exact, Why> {
    match (row, adds) {
        (RowKind::Year(year), _) => {
            let found = by_year.iter().find(|(one, _)| *one == year);
            found.map_or(Err(Why::NoSum), |(_, value)| value.clone())
        }
        (_, Adds::Not) => Err(Why::NoSum),
        (RowKind::Subtotal(first, last), Adds::Up) => sum(by_year, first, last),
        (RowKind::Growth(first, last), Adds::Up) => {
            let span = last - first + 1;
            let before = sum(by_year, first - span, first - 1)?;
            let now = sum(by_year, first, last)?;
            let more = now.minus(before).and_then(|more| more.divided_by(before));
            let per_cent = more.and_then(|more| more.times(Exact::whole(100)));
            per_cent.ok_or(Why::Unknown(Reason::NothingToDivideBy))
        }
    }
}

fn sum(by_year: &[(i32, Result<Exact, Why>)], first: i32, last: i32) -> Result<Exact, Why> {
    let mut all = Exact::ZERO;
    for (_, value) in by_year
        .iter()
        .filter(|(year, _)| (first..=last).contains(year))
    {
        all = all
            .plus(value.clone()?)
            .ok_or(Why::Unknown(Reason::TooLarge))?;
    }
    Ok(all)
}
