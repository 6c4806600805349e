//! 增长、增幅: growth against the two figures it is between.

use crate::exact::{Exact, Interval};
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::grid::{Grid, Role};
use crate::measure::{Number, read_number};
use crate::message::Detail;
use crate::names::plain;
use crate::period::{Period, periods_in};
use crate::report::Report;

use super::sums::span;

/// A total that growth may be between.
struct Total {
    period: Option<Period>,
    value: Exact,
    printed: String,
    line: u32,
}

pub(super) fn of_tables(reading: &Reading, report: &mut Report) {
    for grid in &reading.grids {
        for row in grid.rows_that_are(Role::Growth) {
            for column in grid.columns_that_are(Role::Detail) {
                in_row(grid, row, column, report);
            }
        }
    }
}

/// A row of growth is between the periods that its label names, else the last two sums above it.
fn in_row(grid: &Grid, row: usize, column: usize, report: &mut Report) {
    let (Some(printed), Some(label)) = (
        grid.number(row, column),
        grid.table.rows.get(row).map(|row| row.label.as_str()),
    ) else {
        return;
    };
    let totals = totals(grid, row, column);
    let pair = match periods_in(label).as_slice() {
        [to, from, ..] => {
            let of = |period| totals.iter().find(|total| total.period == Some(period));
            of(*from).zip(of(*to))
        }
        _ => match totals.as_slice() {
            [.., from, to] => Some((from, to)),
            _ => None,
        },
    };
    let Some((from, to)) = pair else {
        return;
    };
    let is_share = printed.is_rate || ["%", "率", "幅"].iter().any(|word| label.contains(word));
    let Some(computed) = grown(from.value, to.value, is_share) else {
        return;
    };
    if fits(printed, computed) {
        return;
    }
    let detail = Detail::Growth {
        subject: grid.subject(row, column),
        from: from.printed.clone(),
        to: to.printed.clone(),
    };
    let computed = computed.text(printed.places + 2);
    let finding = Finding::new(
        grid.line(row),
        &printed.printed,
        computed,
        Confidence::ARITHMETIC,
        detail,
    );
    report.add(finding.against([from.line, to.line]));
}

/// The sums of a column, above a row, also those that a column of sums holds for it.
fn totals(grid: &Grid, row: usize, column: usize) -> Vec<Total> {
    let mut found = Vec::new();
    for above in 0..row {
        let named = grid.table.rows.get(above);
        if grid.row_is(above, Role::Sum) {
            let period = named.and_then(|row| Period::named(&row.label));
            found.extend(total(grid, above, column, period));
        }
        for sums in grid.columns_that_are(Role::Sum) {
            let period = named
                .and_then(|row| row.group.as_deref())
                .and_then(Period::named);
            if span(grid, above, sums).len() > 1 {
                found.extend(total(grid, above, sums, period));
            }
        }
    }
    found
}

fn total(grid: &Grid, row: usize, column: usize, period: Option<Period>) -> Option<Total> {
    let number = grid.amount(row, column)?;
    Some(Total {
        period,
        value: number.value,
        printed: number.printed.clone(),
        line: grid.line(row),
    })
}

/// The difference, or its share of the first in hundredths.
pub(super) fn grown(from: Exact, to: Exact, is_share: bool) -> Option<Exact> {
    let more = to.minus(from)?;
    if is_share {
        more.by(from)?.times(Exact::whole(100))
    } else {
        Some(more)
    }
}

/// A fall may be printed with or without its sign where the label says so.
pub(super) fn fits(printed: &Number, computed: Exact) -> bool {
    printed
        .rounding()
        .is_some_and(|range| range.holds(computed))
}

pub(super) fn of_sentences(reading: &Reading, report: &mut Report) {
    for said in &reading.plan.growths {
        let (quantity, area) = (
            reading.plan.called(&said.quantity),
            reading.plan.area(said.area.as_deref()),
        );
        let known = |period: &str| reading.known(&quantity, &area, Period::named(period)?);
        let (Some(from), Some(to)) = (known(&said.from), known(&said.to)) else {
            continue;
        };
        let Some(printed) = read_number(&said.printed, &said.measure) else {
            continue;
        };
        let Some(growth) = range(from.interval, to.interval, &printed) else {
            continue;
        };
        let growth = if said.falls {
            Interval {
                low: growth.high.negative(),
                high: growth.low.negative(),
            }
        } else {
            growth
        };
        if printed.rounding().is_some_and(|range| range.meets(&growth)) {
            continue;
        }
        let detail = Detail::Growth {
            subject: plain(&said.quantity),
            from: said.from.clone(),
            to: said.to.clone(),
        };
        let middle = growth
            .low
            .plus(growth.high)
            .and_then(|both| both.by(Exact::whole(2)));
        let computed = middle
            .map(|middle| middle.text(printed.places))
            .unwrap_or_default();
        let finding = Finding::new(
            said.line,
            &printed.printed,
            computed,
            Confidence::ARITHMETIC,
            detail,
        );
        report.add(finding.against(from.lines.into_iter().chain(to.lines)));
    }
}

/// Growth between two ranges in the printed unit.
fn range(from: Interval, to: Interval, printed: &Number) -> Option<Interval> {
    if !printed.is_rate {
        return to.minus(from)?.times(Exact::ONE.by(printed.factor)?);
    }
    // Exact ends of a monotone function: least growth from the most to the least.
    let one = |to: Exact, from: Exact| to.minus(from)?.by(from)?.by(printed.factor);
    Some(Interval {
        low: one(to.low, from.high)?,
        high: one(to.high, from.low)?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::checks::made::{found, table};

    #[test]
    fn a_row_of_growth_is_between_the_last_two_sums() {
        let rows = |growth| {
            format!(
                r#"[[1,"2011","100"],[2,"十二五小计","100"],[3,"2016","150"],[4,"十三五小计","150"],[5,"同比前五年增长 (%)","{growth}"]]"#
            )
        };
        assert!(found(&table(r#"["数量"]"#, &rows("50"))).is_empty());
        assert_eq!(
            found(&table(r#"["数量"]"#, &rows("33"))),
            [(5, "33".into(), "50".into())]
        );
    }

    #[test]
    fn a_sentence_is_held_against_the_figures_of_both_times() {
        let plan = |printed| {
            let figure = |period, printed| json!({ "line": 1, "quantity": "起数", "period": period, "printed": printed });
            json!({ "statements": [figure("2011-2015", "1000"), figure("2016-2020", "1023")],
                "growths": [{ "line": 2, "quantity": "起数", "from": "2011-2015", "to": "2016-2020",
                    "printed": printed, "measure": "%" }] })
        };
        assert!(found(&plan("2.3")).is_empty());
        assert_eq!(found(&plan("3.3")), [(2, "3.3".into(), "2.3".into())]);
    }
}
