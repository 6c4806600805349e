//! The plan's figures by what they are of, wherever they stand.

use std::collections::BTreeMap;

use crate::exact::{Exact, Interval};
use crate::grid::{Grid, Key, Role};
use crate::measure::{Number, factor, read_number};
use crate::period::Period;
use crate::plan::Plan;
use crate::report::Cell;

/// A figure of the plan.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) key: Key,
    pub(crate) number: Number,
    pub(crate) interval: Interval,
    pub(crate) line: u32,
    /// Where it stands in a table; `None` in a sentence.
    pub(crate) cell: Option<Cell>,
    /// Printed as a sum of others.
    pub(crate) is_sum: bool,
}

/// What is known of a quantity, and from which lines.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) interval: Interval,
    pub(crate) lines: Vec<u32>,
}

impl Known {
    fn sum(all: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let mut sum = Self {
            interval: Interval::only(Exact::ZERO),
            lines: Vec::new(),
        };
        let mut count = 0;
        for known in all {
            let known = known?;
            sum.interval = sum.interval.plus(known.interval)?;
            sum.lines.extend(known.lines);
            count += 1;
        }
        (count > 0).then_some(sum)
    }

    /// The middle, in the printed unit of `number`, with one digit more than it prints.
    pub(crate) fn as_printed(&self, number: &Number) -> Option<String> {
        let middle = self
            .interval
            .low
            .plus(self.interval.high)?
            .by(Exact::whole(2))?;
        let digits = if self.interval.low == self.interval.high {
            4
        } else {
            number.places + 1
        };
        Some(middle.by(number.factor)?.text(digits))
    }
}

/// A plan with its tables and figures read.
pub(crate) struct Reading<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) grids: Vec<Grid<'p>>,
    pub(crate) facts: Vec<Fact>,
    /// Where the figures of a key stand in `facts`.
    places: BTreeMap<Key, Vec<usize>>,
    /// The parts of every area that has some.
    parts: BTreeMap<String, Vec<String>>,
}

/// Of each table, quantity and area the figures of its single years.
pub(crate) type Series<'r> = BTreeMap<(usize, &'r str, &'r str), BTreeMap<i32, &'r Fact>>;

impl<'p> Reading<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let grids: Vec<Grid<'p>> = plan
            .tables
            .iter()
            .enumerate()
            .map(|(index, table)| Grid::new(plan, table, index))
            .collect();
        let mut facts: Vec<Fact> = grids.iter().flat_map(of_grid).collect();
        facts.extend(of_statements(plan));
        let mut places: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (place, fact) in facts.iter().enumerate() {
            places.entry(fact.key.clone()).or_default().push(place);
        }
        let wholes = plan.areas.iter().map(|whole| plan.called(&whole.name));
        let parts = wholes
            .map(|whole| (whole.clone(), plan.parts(&whole)))
            .collect();
        Self {
            plan,
            grids,
            facts,
            places,
            parts,
        }
    }

    /// The series of years that tables print, without what is printed as a sum.
    pub(crate) fn series(&self) -> Series<'_> {
        let mut all = Series::new();
        let yearly = |fact: &&Fact| !fact.is_sum && fact.key.period.is_year();
        for fact in self.facts.iter().filter(yearly) {
            if let Some(cell) = fact.cell {
                let key = (
                    cell.table,
                    fact.key.quantity.as_str(),
                    fact.key.area.as_str(),
                );
                all.entry(key)
                    .or_default()
                    .entry(fact.key.period.from)
                    .or_insert(fact);
            }
        }
        all
    }

    /// Figures of this quantity, area and period; those of tables first.
    pub(crate) fn of(
        &self,
        quantity: &str,
        area: &str,
        period: Period,
    ) -> impl Iterator<Item = &Fact> {
        let key = Key {
            quantity: quantity.to_owned(),
            area: area.to_owned(),
            period,
        };
        let places = self.places.get(&key).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.facts.get(*place))
    }

    /// What is printed of it.
    pub(crate) fn direct(&self, quantity: &str, area: &str, period: Period) -> Option<Known> {
        let fact = self.of(quantity, area, period).next()?;
        Some(Known {
            interval: fact.interval,
            lines: vec![fact.line],
        })
    }

    /// The sum of its years, when all of them are printed.
    pub(crate) fn by_years(&self, quantity: &str, area: &str, period: Period) -> Option<Known> {
        if period.is_year() {
            return None;
        }
        Known::sum(
            period
                .years()
                .map(|year| self.direct(quantity, area, Period::year(year))),
        )
    }

    /// The sum of its areas, when all of them are known.
    pub(crate) fn by_areas(&self, quantity: &str, area: &str, period: Period) -> Option<Known> {
        Known::sum(
            self.parts
                .get(area)?
                .iter()
                .map(|part| self.known(quantity, part, period)),
        )
    }

    /// What is printed of it, else the sum of its years, else of its areas.
    pub(crate) fn known(&self, quantity: &str, area: &str, period: Period) -> Option<Known> {
        self.direct(quantity, area, period)
            .or_else(|| self.by_years(quantity, area, period))
            .or_else(|| self.by_areas(quantity, area, period))
    }
}

fn of_grid(grid: &Grid) -> Vec<Fact> {
    let mut facts = Vec::new();
    for row in 0..grid.rows.len() {
        for column in 0..grid.columns.len() {
            let Some(number) = grid
                .number(row, column)
                .filter(|_| grid.is_figure(row, column))
            else {
                continue;
            };
            let Some((key, interval)) = grid.key(row, column).zip(number.interval()) else {
                continue;
            };
            facts.push(Fact {
                key,
                number: number.clone(),
                interval,
                line: grid.line(row),
                cell: Some(grid.cell(row, column)),
                is_sum: grid.row_is(row, Role::Sum) || grid.column_is(column, Role::Sum),
            });
        }
    }
    unambiguous(facts)
}

/// Without details of one table that are of the same thing by what is said of them: their labels tell
/// them apart in a way that no key knows, so none of them is the figure.
fn unambiguous(facts: Vec<Fact>) -> Vec<Fact> {
    let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !fact.is_sum) {
        *counts.entry(fact.key.clone()).or_default() += 1;
    }
    let alone = |fact: &Fact| fact.is_sum || counts.get(&fact.key) == Some(&1);
    facts.into_iter().filter(alone).collect()
}

fn of_statements(plan: &Plan) -> impl Iterator<Item = Fact> {
    plan.statements
        .iter()
        .filter(|said| !said.about)
        .filter_map(|said| {
            let number = read_number(&said.printed, &said.measure)?;
            Some(Fact {
                key: Key {
                    quantity: plan.called(&said.quantity),
                    area: plan.area(said.area.as_deref()),
                    period: Period::named(&said.period)?,
                },
                interval: number.interval()?,
                number,
                line: said.line,
                cell: None,
                is_sum: false,
            })
        })
}

/// A share in the unit of its measure: 1/2 is 50 %.
pub(crate) fn in_measure(share: Exact, measure: &str) -> Option<Exact> {
    share.by(factor(measure))
}
