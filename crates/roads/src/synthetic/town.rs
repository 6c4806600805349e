//! A town: a grid of streets, turned and shaken a little, some of them missing, no part cut off.

use std::collections::HashMap;
use std::ops::Range;

use super::ground::Point;
use super::words::Run;
use super::{Canvas, Line, Plan, Town};
use crate::class::Class;
use crate::network::{Direction, DraftError, JunctionId, at, count};

/// Metres between two streets: from the blocks of an old town to those of a new district.
const BLOCK: Range<f64> = 130.0..220.0;
/// No town is smaller.
const FEWEST: f64 = 9.0;
/// Of the streets that no place depends on, so many are missing.
const MISSING: f64 = 0.15;
/// Every so many streets one is wider.
const WIDER: i32 = 4;

/// A town that was drawn.
pub(super) struct Settled {
    pub(super) middle: Point,
    pub(super) weight: u32,
    pub(super) radius: f64,
    pub(super) junctions: Range<u32>,
}

impl Settled {
    /// Its junctions as indices.
    pub(super) const fn run(&self) -> Range<usize> {
        at(self.junctions.start)..at(self.junctions.end)
    }
}

/// Draws every town that lies inside the outline.
pub(super) fn draw_all(
    plan: &Plan<'_>,
    canvas: &mut Canvas<'_>,
) -> Result<Vec<Settled>, DraftError> {
    let point = |town: &Town| (canvas.ground.point(town.position), town.weight.max(1));
    let towns = plan.towns.iter().map(point);
    let towns: Vec<(Point, u32)> = towns
        .filter(|(middle, _)| canvas.ground.is_inside(*middle))
        .collect();
    let all: f64 = towns.iter().map(|(_, weight)| f64::from(*weight)).sum();
    let mut drawn = Vec::with_capacity(towns.len());
    for (middle, weight) in &towns {
        let share = f64::from(plan.junctions) * f64::from(*weight) / all;
        let grid = Grid::new(*middle, share.max(FEWEST), &mut canvas.random);
        let neighbours = towns.iter().map(|(other, _)| *other);
        let near = neighbours.filter(|other| {
            let apart = other.apart(*middle);
            apart > 0.0 && apart < grid.radius() * 2.0
        });
        let near: Vec<Point> = near.collect();
        drawn.extend(grid.draw(&near, *weight, canvas)?);
    }
    Ok(drawn)
}

/// A row and a column.
type Cell = (i32, i32);

struct Grid {
    middle: Point,
    /// Streets to each side of the middle.
    half: i32,
    block: f64,
    turn: f64,
}

impl Grid {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the root of a number of 32 bits"
    )]
    fn new(middle: Point, junctions: f64, random: &mut base::Random) -> Self {
        Self {
            middle,
            half: ((junctions.sqrt() - 1.0) / 2.0).round() as i32,
            block: random.between(BLOCK.start, BLOCK.end),
            turn: random.between(-0.2, 0.2),
        }
    }

    fn radius(&self) -> f64 {
        f64::from(self.half) * self.block * 1.5
    }

    fn point(&self, (row, column): Cell) -> Point {
        let (x, y) = (f64::from(column) * self.block, f64::from(row) * self.block);
        let (sin, cos) = self.turn.sin_cos();
        self.middle.moved(x * cos - y * sin, x * sin + y * cos)
    }

    fn draw(
        &self,
        neighbours: &[Point],
        weight: u32,
        canvas: &mut Canvas<'_>,
    ) -> Result<Option<Settled>, DraftError> {
        let cells = self.cells(neighbours, canvas);
        let streets = kept_streets(&cells, &mut canvas.random);
        let first = count(canvas.positions.len());
        let mut junctions = HashMap::with_capacity(cells.len());
        let mut radius = 0.0_f64;
        for (cell, point) in &cells {
            junctions.insert(*cell, canvas.junction(*point)?);
            radius = radius.max(point.apart(self.middle));
        }
        self.draw_streets(&streets, &junctions, canvas)?;
        let drawn = first..count(canvas.positions.len());
        Ok((!drawn.is_empty()).then_some(Settled {
            middle: self.middle,
            weight,
            radius,
            junctions: drawn,
        }))
    }

    /// The cells inside the outline, nearer to this town than to its neighbours, and in one piece
    /// with the middle; in the order of rows.
    fn cells(&self, neighbours: &[Point], canvas: &mut Canvas<'_>) -> Vec<(Cell, Point)> {
        let all = (-self.half..=self.half)
            .flat_map(|row| (-self.half..=self.half).map(move |column| (row, column)));
        let mut inside = HashMap::new();
        let mut order = Vec::new();
        for cell in all {
            let shaken = canvas.random.between(-0.12, 0.12) * self.block;
            let point = self.point(cell);
            let point = match cell {
                (0, 0) => point,
                _ => point.moved(shaken, canvas.random.between(-0.12, 0.12) * self.block),
            };
            let own = point.apart(self.middle);
            let is_own = neighbours.iter().all(|other| own < other.apart(point));
            if is_own && canvas.ground.is_inside(point) {
                inside.insert(cell, point);
                order.push(cell);
            }
        }
        let mut joined = HashMap::new();
        let mut open = vec![(0, 0)];
        while let Some(cell) = open.pop() {
            if let Some(point) = inside.remove(&cell) {
                joined.insert(cell, point);
                open.extend(around(cell));
            }
        }
        let kept = order.into_iter();
        kept.filter_map(|cell| joined.get(&cell).map(|point| (cell, *point)))
            .collect()
    }

    fn draw_streets(
        &self,
        streets: &[(Cell, Cell)],
        junctions: &HashMap<Cell, JunctionId>,
        canvas: &mut Canvas<'_>,
    ) -> Result<(), DraftError> {
        let lines = usize::try_from(self.half * 2 + 1).unwrap_or(0);
        let random = &mut canvas.random;
        let across = canvas.names.of_town(lines, Run::Across, random);
        let along = canvas.names.of_town(lines, Run::Along, random);
        for (one, other) in streets {
            let (names, line) = if one.0 == other.0 {
                (&across, one.0)
            } else {
                (&along, one.1)
            };
            let ends = (junctions.get(one), junctions.get(other));
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            let name = usize::try_from(line + self.half).ok();
            let name = name.and_then(|index| names.get(index));
            canvas.street(&Line {
                from: *from,
                to: *to,
                via: &[],
                class: class(line),
                direction: Direction::Both,
                name: name.map_or("", String::as_str),
            })?;
        }
        Ok(())
    }
}

fn class(line: i32) -> Class {
    match line {
        0 => Class::Primary,
        line if line % (WIDER * 2) == 0 => Class::Secondary,
        line if line % WIDER == 0 => Class::Tertiary,
        _ => Class::Residential,
    }
}

fn around((row, column): Cell) -> [Cell; 4] {
    [
        (row - 1, column),
        (row + 1, column),
        (row, column - 1),
        (row, column + 1),
    ]
}

/// The streets between neighbouring cells without some of them. What joins the cells into one is
/// kept, and so are the wider streets.
fn kept_streets(cells: &[(Cell, Point)], random: &mut base::Random) -> Vec<(Cell, Cell)> {
    let index: HashMap<Cell, usize> = cells.iter().map(|(cell, _)| *cell).zip(0..).collect();
    let mut streets = Vec::with_capacity(cells.len() * 2);
    for (cell, _) in cells {
        let (row, column) = *cell;
        for next in [(row, column + 1), (row + 1, column)] {
            if index.contains_key(&next) {
                streets.push((*cell, next));
            }
        }
    }
    random.shuffle(&mut streets);
    let mut parts = Joined::of(cells.len());
    streets.retain(|(one, other)| {
        let ends = index.get(one).zip(index.get(other));
        let joins = ends.is_some_and(|(one, other)| parts.join(*one, *other));
        let line = if one.0 == other.0 { one.0 } else { one.1 };
        joins || line % WIDER == 0 || random.share() >= MISSING
    });
    streets.sort_unstable();
    streets
}

/// Which cells are joined already: disjoint sets by halving paths.
struct Joined {
    above: Vec<usize>,
}

impl Joined {
    fn of(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    fn top(&mut self, mut cell: usize) -> usize {
        loop {
            let above = self.above.get(cell).copied().unwrap_or(cell);
            if above == cell {
                return cell;
            }
            let higher = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(cell) {
                *slot = higher;
            }
            cell = higher;
        }
    }

    /// Joins two; whether they were apart.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.top(one), self.top(other));
        if let Some(slot) = self.above.get_mut(one) {
            *slot = other;
        }
        one != other
    }
}
