//! 合计、小计: a sum against its parts, in rows and in columns, nested too.

use crate::exact::{Exact, Interval};
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::grid::{Grid, Role};
use crate::message::Detail;
use crate::period::Period;
use crate::report::{Cell, Report};

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for grid in &reading.grids {
        for row in grid.rows_that_are(Role::Sum) {
            for column in grid.columns_that_are(Role::Detail) {
                let down = |rows: Vec<usize>| rows.into_iter().map(|row| (row, column)).collect();
                let options = row_scopes(grid, row).into_iter().map(down).collect();
                judge(grid, (row, column), options, report);
            }
        }
        for row in grid.rows_that_are(Role::Mean) {
            for column in grid.columns_that_are(Role::Detail) {
                mean(grid, row, column, report);
            }
        }
        for column in grid.columns_that_are(Role::Sum) {
            for row in 0..grid.rows.len() {
                judge(
                    grid,
                    (row, column),
                    column_scopes(grid, row, column),
                    report,
                );
            }
        }
    }
}

/// Which rows a row of sums may be the sum of, the likeliest first.
fn row_scopes(grid: &Grid, row: usize) -> Vec<Vec<usize>> {
    let Some(this) = grid.table.rows.get(row) else {
        return Vec::new();
    };
    let details = || grid.rows_that_are(Role::Detail);
    if let Some(span) = Period::named(&this.label).filter(|span| !span.is_year()) {
        let within = |at: &usize| {
            let label = grid.table.rows.get(*at).map(|row| row.label.as_str());
            label
                .and_then(Period::named)
                .is_some_and(|year| span.covers(year))
        };
        let rows: Vec<usize> = details().filter(within).collect();
        if !rows.is_empty() {
            return vec![rows];
        }
    }
    let begin = (0..row)
        .rev()
        .find(|at| grid.row_is(*at, Role::Sum))
        .map_or(0, |at| at + 1);
    let same = |at: &usize| {
        let other = grid.table.rows.get(*at);
        other.is_some_and(|other| {
            (this.area.is_none() || other.area == this.area)
                && (this.group.is_none() || other.group == this.group)
        })
    };
    let block: Vec<usize> = (begin..row)
        .filter(|at| grid.row_is(*at, Role::Detail))
        .filter(same)
        .collect();
    if this.label.contains("小计") || this.area.is_some() || this.group.is_some() {
        return vec![block];
    }
    let below: Vec<usize> = grid
        .rows_that_are(Role::Sum)
        .filter(|at| *at != row)
        .collect();
    vec![details().collect(), block, below]
}

/// Which cells a cell in a column of sums may be the sum of: those down its merged block, or those
/// before it in its row.
fn column_scopes(grid: &Grid, row: usize, column: usize) -> Vec<Vec<(usize, usize)>> {
    if grid.row_is(row, Role::Growth) {
        return Vec::new();
    }
    let before: Vec<usize> = (0..column)
        .filter(|at| grid.column_is(*at, Role::Detail))
        .collect();
    let begin = (0..column)
        .rev()
        .find(|at| grid.column_is(*at, Role::Sum))
        .map_or(0, |at| at + 1);
    let near: Vec<usize> = before.iter().copied().filter(|at| *at >= begin).collect();
    let across = |columns: &[usize]| columns.iter().map(|at| (row, *at)).collect();
    let mut scopes: Vec<Vec<(usize, usize)>> = vec![across(&near), across(&before)];
    let rows = span(grid, row, column);
    if rows.len() > 1 {
        // Empty cells below a sum: merged into it, or simply not filled in. Either may be right.
        let down = rows
            .iter()
            .flat_map(|row| before.iter().map(|at| (*row, *at)));
        scopes.insert(0, down.collect());
    }
    scopes
}

/// The rows that a merged cell of a column of sums stands for.
pub(super) fn span(grid: &Grid, row: usize, column: usize) -> Vec<usize> {
    let empty = |at: &usize| grid.number(*at, column).is_none() && grid.row_is(*at, Role::Detail);
    let same = |at: &usize| grid.block(*at) == grid.block(row);
    let rest = (row + 1..grid.rows.len()).take_while(|at| empty(at) && same(at));
    std::iter::once(row).chain(rest).collect()
}

/// Holds a printed sum against the scopes; the first one that fits is believed.
fn judge(grid: &Grid, at: (usize, usize), options: Vec<Vec<(usize, usize)>>, report: &mut Report) {
    let Some(printed) = grid.amount(at.0, at.1) else {
        return;
    };
    let mut first = None;
    for cells in options {
        let Some(sum) = add(grid, &cells, printed.places) else {
            continue;
        };
        if sum.range.holds(printed.value) {
            if sum.exact == printed.value {
                report.confirm(sum.cells);
                report.confirm([grid.cell(at.0, at.1)]);
            }
            return;
        }
        first.get_or_insert(sum);
    }
    let Some(sum) = first else {
        return;
    };
    let subject = grid.subject(at.0, at.1);
    let detail = Detail::Sum {
        subject,
        parts: sum.cells.len(),
    };
    let lines = sum.cells.iter().map(|cell| grid.line(cell.row));
    report.add(
        Finding::new(
            grid.line(at.0),
            &printed.printed,
            sum.exact.text(6),
            Confidence::ARITHMETIC,
            detail,
        )
        .against(lines),
    );
}

/// 年均: the sum of all details over how many there are, rounded as it is printed.
fn mean(grid: &Grid, row: usize, column: usize, report: &mut Report) {
    let details: Vec<(usize, usize)> = grid
        .rows_that_are(Role::Detail)
        .map(|row| (row, column))
        .collect();
    let (Some(printed), Some(sum)) = (grid.amount(row, column), add(grid, &details, 0)) else {
        return;
    };
    let count = i64::try_from(sum.cells.len()).ok().map(Exact::whole);
    let Some(mean) = count.and_then(|count| sum.exact.by(count)) else {
        return;
    };
    if !printed.rounding().is_some_and(|range| range.holds(mean)) {
        let detail = Detail::Mean {
            subject: grid.subject(row, column),
            parts: sum.cells.len(),
        };
        let computed = mean.text(printed.places + 1);
        let finding = Finding::new(
            grid.line(row),
            &printed.printed,
            computed,
            Confidence::PLAIN,
            detail,
        );
        report.add(finding.against(sum.cells.iter().map(|cell| grid.line(cell.row))));
    }
}

struct Sum {
    exact: Exact,
    /// What the sum may be printed as when parts and sum were rounded on their own.
    range: Interval,
    cells: Vec<Cell>,
}

/// Whole numbers add up exactly; numbers with digits behind the point may each be rounded.
fn add(grid: &Grid, cells: &[(usize, usize)], places: u32) -> Option<Sum> {
    let numbers: Vec<_> = cells
        .iter()
        .filter_map(|(row, column)| Some((grid.cell(*row, *column), grid.amount(*row, *column)?)))
        .collect();
    let factor = numbers.first()?.1.factor;
    if numbers.iter().any(|(_, number)| number.factor != factor) {
        return None;
    }
    let mut exact = Exact::ZERO;
    for (_, number) in &numbers {
        exact = exact.plus(number.value)?;
    }
    let most = numbers
        .iter()
        .map(|(_, number)| number.places)
        .max()?
        .max(places);
    let slack = if most == 0 {
        Exact::ZERO
    } else {
        let count = i64::try_from(numbers.len() + 1).ok()?;
        Exact::digit(most)?
            .by(Exact::whole(2))?
            .times(Exact::whole(count))?
    };
    let range = Interval {
        low: exact.minus(slack)?,
        high: exact.plus(slack)?,
    };
    let cells = numbers.into_iter().map(|(cell, _)| cell).collect();
    Some(Sum {
        exact,
        range,
        cells,
    })
}

#[cfg(test)]
mod tests {
    use crate::checks::made::{found, table};

    #[test]
    fn a_subtotal_of_named_years_and_a_total_are_held_against_their_rows() {
        let rows = r#"[[1,"2011","10"],[2,"2012","12"],[3,"十二五小计","23"],[4,"2016","5"],[5,"十三五小计","5"],[6,"合计","27"]]"#;
        let told = found(&table(r#"["数量"]"#, rows));
        assert_eq!(told, [(3, "23".into(), "22".into())]);
    }

    #[test]
    fn a_total_of_subtotals_or_of_all_rows_is_right() {
        let rows = r#"[[1,"甲","10"],[2,"乙","12"],[3,"小计","22"],[4,"丙","5"],[5,"小计","5"],[6,"合计","27"]]"#;
        assert!(found(&table(r#"["数量"]"#, rows)).is_empty());
    }

    #[test]
    fn rounded_parts_may_miss_their_rounded_sum() {
        let rows = r#"[[1,"甲","1.4"],[2,"乙","1.4"],[3,"合计","2.9"]]"#;
        assert!(found(&table(r#"["数量"]"#, rows)).is_empty());
        let rows = r#"[[1,"甲","1.4"],[2,"乙","1.4"],[3,"合计","3.1"]]"#;
        assert_eq!(found(&table(r#"["数量"]"#, rows)).len(), 1);
    }

    #[test]
    fn a_column_of_sums_goes_across_and_down_a_merged_cell() {
        let across = r#"[[1,"甲","1","2","3"],[2,"乙","4","4","9"]]"#;
        let told = found(&table(r#"["城","乡","合计"]"#, across));
        assert_eq!(told, [(2, "9".into(), "8".into())]);
        let down = r#"[[1,"甲","1","7"],[2,"乙","5",""]]"#;
        let told = found(&table(r#"["数量","小计"]"#, down));
        assert_eq!(told, [(1, "7".into(), "6".into())]);
        let hole = r#"[[1,"甲","1","2","3"],[2,"乙","4","4",""]]"#;
        assert!(found(&table(r#"["城","乡","合计"]"#, hole)).is_empty());
    }

    #[test]
    fn what_is_part_of_a_row_and_what_numbers_rows_is_not_added() {
        let rows =
            r#"[[1,"甲","1","10"],[2,"其中：丙","2","4"],[3,"乙","3","12"],[4,"合计","","22"]]"#;
        assert!(found(&table(r#"["序号","数量"]"#, rows)).is_empty());
    }

    #[test]
    fn a_mean_is_that_of_the_rows() {
        let rows = r#"[[1,"2019","10"],[2,"2020","13"],[3,"合计","23"],[4,"年均","11.5"]]"#;
        assert!(found(&table(r#"["数量"]"#, rows)).is_empty());
        let told = found(&table(r#"["数量"]"#, &rows.replace("11.5", "12.5")));
        assert_eq!(told, [(4, "12.5".into(), "11.5".into())]);
    }

    #[test]
    fn rates_have_no_sum() {
        let rows = r#"[[1,"甲","10%"],[2,"乙","20%"],[3,"合计","15%"]]"#;
        assert!(found(&table(r#"["率"]"#, rows)).is_empty());
    }
}
