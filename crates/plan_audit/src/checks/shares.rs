//! Shares: a percentage against its part and whole, in tables where most rows show which those are, and
//! in sentences that print them.

use crate::exact::Exact;
use crate::facts::{Reading, in_measure};
use crate::finding::{Confidence, Finding};
use crate::grid::Grid;
use crate::measure::{Number, read_number};
use crate::message::Detail;
use crate::names::plain;
use crate::report::{Cell, Report};

use super::strands::{Strand, bundles};

/// Rows that must show which part and whole a share is of.
const FEWEST: usize = 3;
/// A share may be of a fixed number of things for each (six people for a room): so many at most.
const MOST_TIMES: i64 = 12;

pub(super) fn of_tables(reading: &Reading, report: &mut Report) {
    for grid in &reading.grids {
        for bundle in bundles(grid) {
            for share in bundle.iter().filter(|strand| strand.has_rates()) {
                if let Some(best) = relation(share, &bundle) {
                    tell(grid, share, &best, report);
                }
            }
        }
    }
}

/// How a printed share stands to the one that was computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Rounded,
    /// The digits of a number that was cut off.
    Cut,
    Off,
}

fn fit(printed: &Number, computed: Exact) -> Fit {
    if printed
        .rounding()
        .is_some_and(|range| range.holds(computed))
    {
        Fit::Rounded
    } else if computed.cut(printed.places) == Some(printed.value) {
        Fit::Cut
    } else {
        Fit::Off
    }
}

/// What a column of shares is of: part / (whole × times), or what is missing of it.
struct Relation<'g, 'b> {
    part: &'b Strand<'g>,
    whole: &'b Strand<'g>,
    times: i64,
    missing: bool,
    /// How many rows show it, rounded or cut off.
    shown: usize,
}

impl Relation<'_, '_> {
    /// The share at a place in the printed unit, with the cells of part and whole.
    fn at(&self, place: usize, share: &Number) -> Option<(Exact, [Cell; 2])> {
        let (part_at, part) = self.part.amount(place)?;
        let (whole_at, whole) = self.whole.amount(place)?;
        let whole = whole.scaled()?.times(Exact::whole(self.times))?;
        let part = part.scaled()?.by(whole)?;
        let value = if self.missing {
            Exact::ONE.minus(part)?
        } else {
            part
        };
        Some((value.by(share.factor)?, [part_at, whole_at]))
    }
}

/// The relation that most rows show, if enough do.
fn relation<'g, 'b>(share: &Strand<'g>, bundle: &'b [Strand<'g>]) -> Option<Relation<'g, 'b>> {
    let mut best: Option<Relation> = None;
    let amounts: Vec<&Strand> = bundle
        .iter()
        .filter(|strand| strand.has_amounts())
        .collect();
    // The plainest first: a share of something for each is believed only when it shows on more rows.
    for (times, missing) in [(1, false), (1, true)]
        .into_iter()
        .chain((2..=MOST_TIMES).map(|n| (n, false)))
    {
        for (nth, part) in amounts.iter().enumerate() {
            for (other, whole) in amounts.iter().enumerate() {
                if nth == other {
                    continue;
                }
                let mut tried = Relation {
                    part,
                    whole,
                    times,
                    missing,
                    shown: 0,
                };
                tried.shown = shown(share, &tried);
                if best.as_ref().is_none_or(|best| tried.shown > best.shown) {
                    best = Some(tried);
                }
            }
        }
    }
    best.filter(|best| best.shown >= FEWEST)
}

/// How many rows show a relation; none when too few of all do, or all show the same share, which a
/// column of equal values would by chance.
fn shown(share: &Strand, tried: &Relation) -> usize {
    let mut all = 0;
    let mut rounded = 0;
    let mut fits = Vec::new();
    for place in 0..share.len() {
        let Some((_, number)) = share.at(place).filter(|(_, number)| number.is_rate) else {
            continue;
        };
        let Some((computed, _)) = tried.at(place, number) else {
            continue;
        };
        all += 1;
        match fit(number, computed) {
            Fit::Rounded => rounded += 1,
            Fit::Cut => {}
            Fit::Off => continue,
        }
        fits.push(number.value);
    }
    let count = fits.len();
    fits.sort_unstable();
    fits.dedup();
    let believed = count * 3 >= all * 2 && fits.len() > 1 && rounded * 2 >= count;
    if believed { count } else { 0 }
}

fn tell(grid: &Grid, share: &Strand, relation: &Relation, report: &mut Report) {
    for place in 0..share.len() {
        let Some((cell, number)) = share.at(place) else {
            continue;
        };
        let Some((computed, cells)) = relation.at(place, number) else {
            continue;
        };
        let cut = match fit(number, computed) {
            Fit::Rounded => {
                report.support(cells.into_iter().chain([cell]));
                continue;
            }
            Fit::Cut => true,
            Fit::Off => false,
        };
        let detail = Detail::Share {
            subject: grid.subject(cell.row, cell.column),
            part: relation.part.name.clone(),
            whole: relation.whole.name.clone(),
            times: relation.times,
            missing: relation.missing,
            cut,
        };
        let confidence = if cut {
            Confidence::LIKELY
        } else {
            Confidence::PLAIN
        };
        let computed = as_share(computed, number);
        let lines = cells.map(|cell| grid.line(cell.row));
        report.add(
            Finding::new(
                grid.line(cell.row),
                &number.printed,
                computed,
                confidence,
                detail,
            )
            .against(lines),
        );
    }
}

/// With two digits more than are printed, and the printed sign.
fn as_share(computed: Exact, number: &Number) -> String {
    format!("{}{}", computed.text(number.places + 2), number.sign())
}

pub(super) fn of_sentences(reading: &Reading, report: &mut Report) {
    for said in &reading.plan.shares {
        let numbers = (
            read_number(&said.part, ""),
            read_number(&said.whole, ""),
            read_number(&said.printed, &said.measure),
        );
        let (Some(part), Some(whole), Some(printed)) = numbers else {
            continue;
        };
        let share = part.value.by(whole.value).and_then(|share| {
            let value = if said.missing {
                Exact::ONE.minus(share)?
            } else {
                share
            };
            in_measure(value, &said.measure)
        });
        let Some(computed) = share else {
            continue;
        };
        let fit = fit(&printed, computed);
        if fit == Fit::Rounded {
            continue;
        }
        let detail = Detail::Share {
            subject: plain(&said.quantity),
            part: part.printed,
            whole: whole.printed,
            times: 1,
            missing: said.missing,
            cut: fit == Fit::Cut,
        };
        let confidence = if fit == Fit::Cut {
            Confidence::LIKELY
        } else {
            Confidence::ARITHMETIC
        };
        let computed = format!("{}{}", computed.text(printed.places + 2), said.measure);
        report.add(Finding::new(
            said.line,
            printed.printed,
            computed,
            confidence,
            detail,
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::checks::made::{found, table};

    #[test]
    fn a_share_of_six_for_each_is_found_out_and_its_exception_told() {
        let rows = r#"[[1,"2016","100","330","55%"],[2,"2017","110","600","95%"],[3,"2018","120","720","100%"],
            [4,"2019","300","900","50%"],[5,"2020","130","780","100%"]]"#;
        let told = found(&table(r#"["室","人","率"]"#, rows));
        assert_eq!(told, [(2, "95%".into(), "90.91%".into())]);
    }

    #[test]
    fn shares_that_are_rounded_to_even_or_up_are_right() {
        let rows = r#"[[1,"甲","200","25","12%"],[2,"乙","200","25","13%"],[3,"丙","200","50","25%"],[4,"丁","100","33","33%"]]"#;
        assert!(found(&table(r#"["全","部","率"]"#, rows)).is_empty());
    }

    #[test]
    fn a_share_that_is_cut_off_is_told() {
        let rows = r#"[[1,"甲","1000","389","61%"],[2,"乙","1000","480","52%"],[3,"丙","1000","343","65%"],[4,"丁","100","40","60%"]]"#;
        assert_eq!(
            found(&table(r#"["应有","现有","缺建率"]"#, rows)),
            [(3, "65%".into(), "65.7%".into())]
        );
    }

    #[test]
    fn rates_without_part_and_whole_beside_them_are_left_alone() {
        let rows = r#"[[1,"2016","1300","120","0"],[2,"2017","1350","130","10%"],[3,"2018","1400","135","15%"],[4,"2019","1450","145","20%"]]"#;
        assert!(found(&table(r#"["重点","高危","监测率"]"#, rows)).is_empty());
    }

    #[test]
    fn a_sentence_is_held_against_its_own_figures() {
        let said = |printed| {
            json!({ "shares": [{ "line": 4, "quantity": "缺建率", "part": "4", "whole": "9", "missing": true,
                "printed": printed, "measure": "%" }] })
        };
        assert!(found(&said("55.6")).is_empty());
        assert_eq!(found(&said("44.4")).len(), 1);
    }
}
