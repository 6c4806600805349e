//! 占比: a column of shares of a column's total, and whether the shares make up the whole.

use crate::exact::{Exact, Interval};
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::grid::{Grid, Role};
use crate::message::Detail;
use crate::report::Report;

/// Rows that must show of which column the shares are.
const FEWEST: usize = 3;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for grid in reading
        .grids
        .iter()
        .filter(|grid| !grid.columns_are_years())
    {
        for shares in grid.columns_that_are(Role::Detail) {
            let amounts = grid
                .columns_that_are(Role::Detail)
                .filter(|column| *column != shares);
            let best = amounts
                .filter_map(|column| portions(grid, shares, column))
                .max_by_key(|rows| rows.iter().filter(|row| row.fits).count());
            if let Some(rows) = best {
                rows.iter()
                    .filter(|row| !row.fits)
                    .for_each(|row| tell(grid, shares, row, report));
                whole(grid, shares, report);
            }
        }
    }
}

/// A row's share of the total.
struct Portion {
    row: usize,
    part: String,
    total: String,
    computed: Exact,
    fits: bool,
}

/// The rows under one column, when most of them show that the shares are of its total.
fn portions(grid: &Grid, shares: usize, column: usize) -> Option<Vec<Portion>> {
    let mut total = Exact::ZERO;
    for row in grid.rows_that_are(Role::Detail) {
        if let Some(number) = grid.amount(row, column) {
            total = total.plus(number.value)?;
        }
    }
    let portion = |row: usize| {
        let share = grid.number(row, shares).filter(|number| number.is_rate)?;
        let part = grid.amount(row, column)?;
        let computed = part.value.by(total)?.by(share.factor)?;
        Some(Portion {
            row,
            part: part.printed.clone(),
            total: total.text(4),
            computed,
            fits: share.rounding()?.holds(computed),
        })
    };
    let rows: Vec<Portion> = grid
        .rows_that_are(Role::Detail)
        .filter_map(portion)
        .collect();
    let fits = rows.iter().filter(|row| row.fits).count();
    (fits >= FEWEST && fits * 3 >= rows.len() * 2).then_some(rows)
}

fn tell(grid: &Grid, shares: usize, row: &Portion, report: &mut Report) {
    let Some(number) = grid.number(row.row, shares) else {
        return;
    };
    let detail = Detail::Share {
        subject: grid.subject(row.row, shares),
        part: row.part.clone(),
        whole: row.total.clone(),
        times: 1,
        missing: false,
        cut: row.computed.cut(number.places) == Some(number.value),
    };
    let computed = format!("{}{}", row.computed.text(number.places + 2), number.sign());
    let printed = &number.printed;
    report.add(Finding::new(
        grid.line(row.row),
        printed,
        computed,
        Confidence::PLAIN,
        detail,
    ));
}

/// The printed total of the shares: all of it, or the sum of them as rounded.
fn whole(grid: &Grid, shares: usize, report: &mut Report) {
    let mut sum = Interval::only(Exact::ZERO);
    let mut count = 0;
    for row in grid.rows_that_are(Role::Detail) {
        let range = grid
            .number(row, shares)
            .and_then(crate::measure::Number::rounding);
        let Some(next) = range.and_then(|range| sum.plus(range)) else {
            continue;
        };
        sum = next;
        count += 1;
    }
    for row in grid.rows_that_are(Role::Sum) {
        let Some(number) = grid.number(row, shares).filter(|number| number.is_rate) else {
            continue;
        };
        if !sum.holds(number.value) {
            let detail = Detail::Sum {
                subject: grid.subject(row, shares),
                parts: count,
            };
            let middle = sum
                .low
                .plus(sum.high)
                .and_then(|both| both.by(Exact::whole(2)));
            let computed =
                middle.map(|middle| format!("{}{}", middle.text(number.places), number.sign()));
            let finding = Finding::new(
                grid.line(row),
                &number.printed,
                computed.unwrap_or_default(),
                Confidence::ARITHMETIC,
                detail,
            );
            report.add(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::made::{found, table};

    const ROWS: &str = r#"[[1,"甲","10","33.3%"],[2,"乙","5","16.7%"],[3,"丙","9","30%"],[4,"丁","6","20%"],[5,"合计","30","100%"]]"#;

    #[test]
    fn shares_of_a_total_are_right_when_rounded() {
        assert!(found(&table(r#"["数量","占比"]"#, ROWS)).is_empty());
    }

    #[test]
    fn a_share_that_is_not_that_of_its_row_is_told() {
        let told = found(&table(
            r#"["数量","占比"]"#,
            &ROWS.replace("33.3%", "32.3%"),
        ));
        assert_eq!(told[0], (1, "32.3%".into(), "33.333%".into()));
    }

    #[test]
    fn a_total_of_shares_that_is_not_all_of_it_is_told() {
        let told = found(&table(r#"["数量","占比"]"#, &ROWS.replace("100%", "98%")));
        assert!(told.contains(&(5, "98%".into(), "100%".into())), "{told:?}");
    }
}
