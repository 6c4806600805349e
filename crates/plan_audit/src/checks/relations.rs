//! Columns that are sums, differences or multiples of others: found on most rows, told on the rest.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::grid::Grid;
use crate::message::Detail;
use crate::report::{Cell, Report};

use super::strands::{Strand, bundles};

/// Rows that must show a relation at least.
const FEWEST: usize = 4;
/// Rows that must show it of a hundred: a relation with many exceptions is chance.
const MOST_OF: usize = 75;
/// No column is a larger multiple of another by intent.
const MOST_TIMES: i64 = 50;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for grid in &reading.grids {
        for bundle in bundles(grid) {
            for whole in &bundle {
                for (nth, left) in bundle.iter().enumerate() {
                    for right in bundle.iter().skip(nth + 1) {
                        difference(grid, whole, left, right, report);
                    }
                }
                for of in &bundle {
                    multiple(grid, whole, of, report);
                }
            }
        }
    }
}

/// `whole` = `left` + `right`, which is as well a difference.
fn difference(grid: &Grid, whole: &Strand, left: &Strand, right: &Strand, report: &mut Report) {
    let mut seen = Seen::default();
    for place in 0..whole.len() {
        let cells = (whole.amount(place), left.amount(place), right.amount(place));
        let (Some((at, printed)), Some((a, one)), Some((b, other))) = cells else {
            continue;
        };
        if at == a || at == b {
            return;
        }
        let Some(sum) = one.value.plus(other.value) else {
            continue;
        };
        // Nothing and something add up by themselves: such rows show no relation.
        let shows = !one.value.is_zero() && !other.value.is_zero();
        seen.add(
            sum == printed.value,
            shows,
            vec![at, a, b],
            (at, printed.printed.clone(), sum),
        );
    }
    seen.tell(report, grid, |cell| Detail::Difference {
        subject: grid.subject(cell.row, cell.column),
        left: left.name.clone(),
        right: right.name.clone(),
    });
}

/// `whole` = `of` × a whole number, the same on all rows.
fn multiple(grid: &Grid, whole: &Strand, of: &Strand, report: &mut Report) {
    let pairs: Vec<_> = (0..whole.len())
        .filter_map(|place| whole.amount(place).zip(of.amount(place)))
        .filter(|((at, _), (of, number))| at != of && !number.value.is_zero())
        .collect();
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for ((_, number), (_, of)) in &pairs {
        let times = number.value.by(of.value).and_then(Exact::as_whole);
        if let Some(times) = times.filter(|times| (2..=MOST_TIMES).contains(times)) {
            *counts.entry(times).or_default() += 1;
        }
    }
    let Some((times, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return;
    };
    let mut seen = Seen::default();
    for ((at, printed), (a, one)) in pairs {
        if let Some(product) = one.value.times(Exact::whole(times)) {
            let fits = product == printed.value;
            seen.add(
                fits,
                true,
                vec![at, a],
                (at, printed.printed.clone(), product),
            );
        }
    }
    seen.tell(report, grid, |cell| Detail::Multiple {
        subject: grid.subject(cell.row, cell.column),
        of: of.name.clone(),
        times,
    });
}

/// Where a relation holds and where it does not.
#[derive(Default)]
struct Seen {
    fits: usize,
    shown: usize,
    firm: Vec<Cell>,
    others: Vec<(Cell, String, Exact)>,
}

impl Seen {
    fn add(&mut self, fits: bool, shows: bool, cells: Vec<Cell>, told: (Cell, String, Exact)) {
        if fits {
            self.fits += 1;
            self.shown += usize::from(shows);
            self.firm.extend(cells);
        } else {
            self.others.push(told);
        }
    }

    fn tell(self, report: &mut Report, grid: &Grid, detail: impl Fn(Cell) -> Detail) {
        let all = self.fits + self.others.len();
        if self.shown < FEWEST || self.fits * 100 < all * MOST_OF {
            return;
        }
        report.confirm(self.firm);
        for (cell, printed, computed) in self.others {
            let line = grid.line(cell.row);
            let computed = computed.text(6);
            // Nothing, in a place for something, may be a cell that nobody filled in.
            let confidence = if printed == "0" {
                Confidence::LOOK
            } else {
                Confidence::PLAIN
            };
            report.add(Finding::new(
                line,
                printed,
                computed,
                confidence,
                detail(cell),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::made::{found, table};

    const ROWS: &str = r#"[[1,"甲","10","4","6"],[2,"乙","12","5","7"],[3,"丙","9","1","8"],
        [4,"丁","7","5","2"],[5,"戊","20","11","8"]]"#;

    #[test]
    fn the_one_row_that_breaks_a_difference_is_told() {
        let told = found(&table(r#"["应有","实有","欠账"]"#, ROWS));
        assert_eq!(told, [(5, "20".into(), "19".into())]);
    }

    #[test]
    fn two_exceptions_of_five_make_it_chance() {
        let rows = ROWS.replace(r#""7","5","2""#, r#""7","5","3""#);
        assert!(found(&table(r#"["应有","实有","欠账"]"#, &rows)).is_empty());
    }

    #[test]
    fn the_one_row_that_breaks_a_multiple_is_told() {
        let rows = r#"[[1,"甲","19","114"],[2,"乙","120","720"],[3,"丙","44","264"],
            [4,"丁","31","186"],[5,"戊","16","106"]]"#;
        let told = found(&table(r#"["室","人"]"#, rows));
        assert_eq!(told, [(5, "106".into(), "96".into())]);
        let rows = rows.replace("186", "180").replace("264", "260");
        assert!(found(&table(r#"["室","人"]"#, &rows)).is_empty());
    }
}
