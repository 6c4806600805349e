//! What the plan prints: rows of `plan_figure` by what they are called, region and year.
//!
//! A subtotal stands under its item with 小计 behind, in the last of its years; growth with 增长率 behind. Two rows
//! of one item and year (城区 and 县/乡) add up where they are counts; of rates nothing is told then.

use city::nouns::PlanFigure;
use metric::Exact;
use register::entered;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};

use super::{Asked, RowKind};
use crate::EvaluateError;

/// Digits behind the point of a printed figure.
const HUNDREDTHS: i128 = 100;
const SUBTOTAL: &str = "小计";
const GROWTH: &str = "增长率";
const PER_CENT: &str = "%";

pub(crate) struct Printed(Vec<PlanFigure>);

impl Printed {
    /// Of the region that the area is; an area with something carved out of it is none.
    pub(crate) async fn read(
        store: &store::Store,
        asked: &Asked<'_>,
    ) -> Result<Self, EvaluateError> {
        let [region] = asked.area.includes.as_slice() else {
            return Ok(Self(Vec::new()));
        };
        if !asked.area.excludes.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let condition = Expr::col(Alias::new("region")).eq(region.as_str());
        let rows = entered::<PlanFigure>(store, condition).await?;
        let rows = rows.iter().filter(|row| row.retired_at.is_none());
        Ok(Self(rows.map(|row| PlanFigure::clone(row)).collect()))
    }

    /// The figure that is printed for a row of an item, with its line in the plan.
    pub(crate) fn of(&self, item: &str, row: RowKind) -> Option<(Exact, Option<i64>)> {
        let (item, year) = match row {
            RowKind::Year(year) => (item.to_owned(), year),
            RowKind::Subtotal(_, last) => (format!("{item}{SUBTOTAL}"), last),
            RowKind::Growth(_, last) => (format!("{item}{GROWTH}"), last),
        };
        let of_item = self
            .0
            .iter()
            .filter(|one| one.item == item && one.year == i64::from(year));
        let found: Vec<&PlanFigure> = of_item.collect();
        let first = found.first()?;
        if found.len() > 1 && first.unit == PER_CENT {
            return None;
        }
        let all: i128 = found.iter().map(|one| i128::from(one.value)).sum();
        Some((Exact::ratio(all, HUNDREDTHS)?, first.line))
    }
}
