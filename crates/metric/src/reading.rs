//! A value read off counted cells: the formula worked out for one area.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::RegionCode;
use register::{Cell, Cells, Counts, FieldDef, Filter, Operator, RegisterDef};
use serde_json::json;

use crate::when::filter;
use crate::{Area, Exact, Formula, Period, Reason, Source, Take, When};

/// A metric's value for an area and a period.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The period.
    pub period: Period,
    /// The value, before the measure's factor; or why it is not known.
    pub value: Result<Exact, Reason>,
    /// The counts that it is made of, from left to right.
    pub leaves: Vec<Leaf>,
}

/// One count in a value, and the list that shows its rows.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// What it is in the value.
    pub role: Role,
    /// The register.
    pub register: &'static RegisterDef,
    /// The filters of the register's list, the area's among them.
    pub filters: Vec<Filter>,
    /// How many rows the list shows.
    pub rows: i64,
    /// What they make.
    pub number: Result<Exact, Reason>,
    /// Whether they were counted as they stood at an earlier position; the list shows today's.
    pub past: bool,
}

/// What a count is in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The value itself, or a part of it.
    Value,
    /// 分子 above the line.
    Numerator,
    /// 分母 below the line.
    Denominator,
    /// What is taken away.
    Subtracted,
}

/// What was counted for a source.
pub(crate) struct Counted {
    pub(crate) def: &'static RegisterDef,
    pub(crate) cells: Arc<Cells>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) past: bool,
    /// Why nothing counted means nothing known, where it does.
    pub(crate) blank: Option<Reason>,
}

/// Works the formula out for an area; `counted` are its sources from left to right.
pub(crate) fn read(formula: &Formula, counted: &[Counted], area: &Area, period: Period) -> Reading {
    let mut work = Work {
        rest: counted.iter(),
        area,
        leaves: Vec::new(),
    };
    let value = work.value(formula, Role::Value);
    Reading {
        period,
        value,
        leaves: work.leaves,
    }
}

struct Work<'a> {
    rest: std::slice::Iter<'a, Counted>,
    area: &'a Area,
    leaves: Vec<Leaf>,
}

impl Work<'_> {
    fn value(&mut self, formula: &Formula, role: Role) -> Result<Exact, Reason> {
        match formula {
            Formula::Of(source) => self.leaf(source, role),
            Formula::Together(parts) => {
                let mut all = Ok(Exact::ZERO);
                for part in *parts {
                    let part = self.value(part, role);
                    all = all.and_then(|sum| sum.plus(part?).ok_or(Reason::TooLarge));
                }
                all
            }
            Formula::Less(of, taken) => {
                let (of, taken) = (self.value(of, role), self.value(taken, Role::Subtracted));
                of?.minus(taken?).ok_or(Reason::TooLarge)
            }
            Formula::Over(over, under, times) => {
                let over = self.value(over, Role::Numerator);
                let under = self.value(under, Role::Denominator);
                let (over, under) = (over?, under?);
                if under == Exact::ZERO {
                    return Err(Reason::NothingToDivideBy);
                }
                let share = over.divided_by(under);
                let scaled = share.and_then(|share| share.times(Exact::whole((*times).into())));
                scaled.ok_or(Reason::TooLarge)
            }
        }
    }

    fn leaf(&mut self, source: &Source, role: Role) -> Result<Exact, Reason> {
        let Some(counted) = self.rest.next() else {
            return Err(Reason::TooLarge);
        };
        let scope = counted.def.scope.and_then(|name| counted.def.field(name));
        let mut filters = counted.filters.clone();
        let (rows, number) = match source.take {
            Take::Entered(field) => {
                let found = entered(&counted.cells, self.area, measure(counted.def, field));
                if let Some((_, scope)) = scope {
                    let codes: Vec<&str> = found.codes.iter().map(String::as_str).collect();
                    filters.push(filter(scope.name, Operator::In, json!(codes)));
                }
                (found.rows, found.number)
            }
            take => {
                if let Some((_, scope)) = scope {
                    filters.extend(self.area.filters(scope));
                }
                summed(counted, self.area, take)
            }
        };
        // What nobody entered for a year is not nought.
        let of_year = source
            .when
            .iter()
            .any(|when| matches!(when, When::OfYear(_)));
        let number = match number {
            Ok(_) if of_year && rows == 0 => Err(Reason::NothingOfYear(counted.def.label)),
            number => number,
        };
        self.leaves.push(Leaf {
            role,
            register: counted.def,
            filters,
            rows,
            number: number.clone(),
            past: counted.past,
        });
        number
    }
}

/// A field's label and how many of its smallest units make one.
fn measure(def: &'static RegisterDef, field: &str) -> (Option<&'static FieldDef>, i128) {
    let found = def.field(field).map(|(_, field)| field);
    let scale = found.and_then(|field| field.kind.scale()).unwrap_or(0);
    (found, 10_i128.saturating_pow(u32::from(scale)))
}

fn summed(counted: &Counted, area: &Area, take: Take) -> (i64, Result<Exact, Reason>) {
    let mut all = Counts::default();
    let mut values: BTreeSet<&str> = BTreeSet::new();
    for (cell, counts) in cells_in(&counted.cells, area) {
        all.add(*counts, 1);
        if matches!(take, Take::Distinct(_)) {
            values.extend(cell.each.as_deref());
        }
    }
    if let Some(reason) = &counted.blank {
        return (all.rows, Err(reason.clone()));
    }
    let number = match take {
        Take::Rows => Some(Exact::whole(all.rows.into())),
        Take::Distinct(_) => i128::try_from(values.len()).ok().map(Exact::whole),
        Take::Sum(field) | Take::Entered(field) => {
            Exact::ratio(all.sum.into(), measure(counted.def, field).1)
        }
    };
    (all.rows, number.ok_or(Reason::TooLarge))
}

/// The cells of an area, each once.
fn cells_in<'a>(cells: &'a Cells, area: &'a Area) -> impl Iterator<Item = (&'a Cell, &'a Counts)> {
    let of_region = move |(at, code): (usize, &'a RegionCode)| {
        let first = Cell {
            region: code.to_string(),
            each: None,
        };
        let earlier = area.includes.get(..at).unwrap_or_default();
        cells
            .range(first..)
            .take_while(move |(cell, _)| cell.region.starts_with(code.as_str()))
            .filter(move |(cell, _)| {
                let seen = |codes: &[RegionCode]| {
                    codes
                        .iter()
                        .any(|code| cell.region.starts_with(code.as_str()))
                };
                !seen(earlier) && !seen(&area.excludes)
            })
    };
    area.includes.iter().enumerate().flat_map(of_region)
}

struct Entered {
    rows: i64,
    codes: Vec<String>,
    number: Result<Exact, Reason>,
}

/// The figure of an area from what is entered for regions: what it includes less what it carves out.
fn entered(
    cells: &Cells,
    area: &Area,
    (field, units): (Option<&'static FieldDef>, i128),
) -> Entered {
    let (mut rows, mut sum, mut codes, mut missing) = (0, 0_i128, Vec::new(), Vec::new());
    let signed = area.includes.iter().map(|code| (code, 1));
    for (code, sign) in signed.chain(area.excludes.iter().map(|code| (code, -1))) {
        match of_region(cells, code) {
            Some(found) => {
                for (region, counts) in found {
                    rows += counts.rows;
                    sum += sign * i128::from(counts.sum);
                    codes.push(region.to_owned());
                }
            }
            None => missing.push(code.to_string()),
        }
    }
    let number = match field {
        Some(field) if !missing.is_empty() => Err(Reason::NotEntered {
            field: field.label,
            regions: missing,
        }),
        _ => Exact::ratio(sum, units).ok_or(Reason::TooLarge),
    };
    Entered {
        rows,
        codes,
        number,
    }
}

/// The rows that tell a region's figure: its own, else those of all its direct parts; `None` when
/// it is not known.
fn of_region<'a>(cells: &'a Cells, code: &RegionCode) -> Option<Vec<(&'a str, &'a Counts)>> {
    let first = Cell {
        region: code.to_string(),
        each: None,
    };
    let inside: Vec<(&str, &Counts)> = cells
        .range(first..)
        .map(|(cell, counts)| (cell.region.as_str(), counts))
        .take_while(|(region, _)| region.starts_with(code.as_str()))
        .collect();
    let of_length = |length: usize| {
        let of_level = inside
            .iter()
            .filter(move |(region, _)| region.len() == length);
        of_level.copied().collect::<Vec<_>>()
    };
    let known = |rows: &[(&str, &Counts)]| {
        !rows.is_empty() && rows.iter().all(|(_, counts)| counts.filled == counts.rows)
    };
    let own = of_length(code.as_str().len());
    if known(&own) {
        return Some(own);
    }
    let parts = of_length(match code.as_str().len() {
        4 => 6,
        6 => 9,
        _ => 12,
    });
    (code.as_str().len() < 12 && known(&parts)).then_some(parts)
}
