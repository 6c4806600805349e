//! Columns of growth: between two columns of their table, or from each row to the next, whichever most
//! rows show.

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::grid::{Grid, Role};
use crate::measure::Number;
use crate::message::Detail;
use crate::report::Report;

use super::growth::{fits, grown};

/// Rows that must show what a column of growth is between.
const FEWEST: usize = 3;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for grid in &reading.grids {
        for column in grid.columns_that_are(Role::Growth) {
            let rows = operands(grid, column)
                .into_iter()
                .map(|operands| rows(grid, column, operands))
                .filter(|rows| believed(rows))
                .max_by_key(|rows| right(rows));
            for row in rows.into_iter().flatten() {
                tell(grid, column, &row, report);
            }
        }
    }
}

/// What growth may be between.
#[derive(Clone, Copy)]
enum Operands {
    /// From one column to another.
    Columns(usize, usize),
    /// From the row before to this one in a column.
    Rows(usize),
}

/// What a row of growth shows under some operands.
struct Shown<'g> {
    row: usize,
    printed: &'g Number,
    computed: Exact,
    from: &'g Number,
    to: &'g Number,
}

fn operands(grid: &Grid, column: usize) -> Vec<Operands> {
    let amounts = || (0..column).filter(|at| !grid.column_is(*at, Role::Growth));
    let pairs = amounts().flat_map(|from| amounts().map(move |to| (from, to)));
    let columns = pairs.filter(|(from, to)| from != to);
    let columns = columns.map(|(from, to)| Operands::Columns(from, to));
    columns.chain(amounts().map(Operands::Rows)).collect()
}

fn rows<'g>(grid: &'g Grid, column: usize, operands: Operands) -> Vec<Shown<'g>> {
    let name = grid.table.columns.get(column).map(|of| of.name.as_str());
    let is_share = |printed: &Number| {
        let says = |word: &str| name.is_some_and(|name| name.contains(word));
        printed.is_rate || ["%", "率", "幅"].iter().any(|word| says(word))
    };
    let shown = |row: usize| {
        let printed = grid.number(row, column)?;
        let (from, to) = match operands {
            Operands::Columns(from, to) => (grid.amount(row, from)?, grid.amount(row, to)?),
            Operands::Rows(at) => {
                let detail = |row: &usize| grid.row_is(*row, Role::Detail);
                let before = (0..row).rev().find(detail).filter(|_| detail(&row))?;
                (grid.amount(before, at)?, grid.amount(row, at)?)
            }
        };
        let computed = grown(from.value, to.value, is_share(printed))?;
        Some(Shown {
            row,
            printed,
            computed,
            from,
            to,
        })
    };
    (0..grid.rows.len()).filter_map(shown).collect()
}

fn right(rows: &[Shown]) -> usize {
    rows.iter()
        .filter(|row| fits(row.printed, row.computed))
        .count()
}

fn believed(rows: &[Shown]) -> bool {
    let right = right(rows);
    right >= FEWEST && right * 3 >= rows.len() * 2
}

fn tell(grid: &Grid, column: usize, row: &Shown, report: &mut Report) {
    if fits(row.printed, row.computed) {
        return;
    }
    let detail = Detail::Growth {
        subject: grid.subject(row.row, column),
        from: row.from.printed.clone(),
        to: row.to.printed.clone(),
    };
    let computed = format!(
        "{}{}",
        row.computed.text(row.printed.places + 2),
        row.printed.sign()
    );
    let printed = &row.printed.printed;
    report.add(Finding::new(
        grid.line(row.row),
        printed,
        computed,
        Confidence::PLAIN,
        detail,
    ));
}

#[cfg(test)]
mod tests {
    use crate::checks::made::{found, table};

    #[test]
    fn a_column_of_growth_is_between_the_columns_that_most_rows_show() {
        let rows = r#"[[1,"甲","10","12","20%"],[2,"乙","20","30","50%"],[3,"丙","8","9","12.5%"],[4,"丁","50","60","30%"]]"#;
        assert_eq!(
            found(&table(r#"["上年","本年","增幅"]"#, rows)),
            [(4, "30%".into(), "20%".into())]
        );
        let rows = rows.replace("50%", "40%").replace("20%", "7%");
        assert!(found(&table(r#"["上年","本年","增幅"]"#, &rows)).is_empty());
    }

    #[test]
    fn a_column_of_growth_may_go_from_row_to_row() {
        let rows = r#"[[1,"2016","100",""],[2,"2017","110","10%"],[3,"2018","121","10%"],[4,"2019","100","17.4%"],[5,"2020","150","50%"]]"#;
        let told = found(&table(r#"["起数","同比增长"]"#, rows));
        assert_eq!(told, [(4, "17.4%".into(), "-17.355%".into())]);
        let rows = rows.replace("17.4%", "-17.4%");
        assert!(found(&table(r#"["起数","同比增长"]"#, &rows)).is_empty());
    }
}
