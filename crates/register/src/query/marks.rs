//! The way from mark to mark: of an order's rows only those are looked at that the index leads to.

use std::cmp::Ordering;

use super::Direction;
use super::order::{Position, Reach, id_direction, position};
use super::stretch::{self, Side, Stretch};
use super::ways::Ways;
use crate::index::{Between, Found, InOrder, PIECE, WORTH_A_SEGMENT, positions_up};
use crate::{LedgerError, Stored};

/// How much further the next look may go than the last.
const WIDEST: usize = 8;
/// Rows that a walk may look at for each that it should have to.
const PATIENCE: usize = 8;

impl Ways<'_> {
    /// Goes from mark to mark until there are rows enough; `None` when the index does not know the
    /// order, or too few of the rows. `border` rows may be looked at one by one.
    pub(super) async fn by_marks(
        &self,
        found: &Found,
        border: usize,
    ) -> Result<Option<Vec<Stored>>, LedgerError> {
        let field = match self.order.as_slice() {
            [] => None,
            [(_, field, _)] => Some(*field),
            _ => return Ok(None),
        };
        // Each look looks at all rows that the index does not know; while a file is imported they
        // are many.
        if !self.unknown_are_at_most(WORTH_A_SEGMENT).await? {
            return Ok(None);
        }
        let left = stretch::of_order(self.def, self.query, self.order)?;
        if left.0.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let read = InOrder::read(self.snapshot, self.store, self.def, field, found);
        let Some(index) = read.await? else {
            return Ok(None);
        };
        let mut marks = index.marks();
        if id_direction(self.order) == Direction::Descending {
            marks.reverse();
        }
        let mut road = Road::new(self, marks, &left);
        let wanted = usize::try_from(self.wanted).unwrap_or(usize::MAX);
        // A quarter more: what is likely may yet fall short.
        let (mut rows, mut enough) = (Vec::new(), wanted.saturating_add(wanted / 4));
        let mut is_first = true;
        loop {
            let between = self.look_on(&index, &mut road, enough).await?;
            let likely = road.share(&between);
            let Between { numbers, of } = between;
            if std::mem::take(&mut is_first)
                && let Some(walked) = self.shorter_by_walking(numbers.len(), of).await?
            {
                return Ok(Some(walked));
            }
            let left = self.wanted.saturating_sub(rows.len() as u64);
            rows.extend(self.first_within(&road, &numbers, left).await?);
            if rows.len() >= wanted || !road.go_on() {
                return Ok(Some(rows));
            }
            // Pieces of a word in another order lead to rows that do not hold it. Where few of the
            // named ones fit, the next looks would find no more: all are looked at at once.
            if rows.len().saturating_mul(4) < likely && found.len().is_some_and(|all| all <= border)
            {
                let all = found.numbers();
                return Ok(Some(
                    self.among_numbers(&all, self.behind, self.wanted).await?,
                ));
            }
            enough = enough.saturating_mul(2);
        }
    }

    /// Of the rows of these numbers those between where the way has come to and where the look ends.
    async fn first_within(
        &self,
        road: &Road,
        numbers: &[i64],
        most: u64,
    ) -> Result<Vec<Stored>, LedgerError> {
        let some = self.among_numbers(numbers, road.from.as_ref(), most);
        let is_within = |row: &Stored| {
            let at = position(self.order, row);
            road.to().is_none_or(|to| !road.is_behind(&at, to))
        };
        Ok(some.await?.into_iter().filter(is_within).collect())
    }

    /// Reads pieces until rows enough are likely to stand within them, or to the end.
    async fn look_on(
        &self,
        index: &InOrder<'_>,
        road: &mut Road,
        enough: usize,
    ) -> Result<Between, LedgerError> {
        loop {
            let ends = road.ends();
            let between = index.between(self.snapshot, self.store, self.def, ends);
            let between = between.await?;
            let within = road.share(&between);
            if within >= enough || !road.widen(within, enough) {
                return Ok(between);
            }
        }
    }

    /// Where so many of the rows are named that reading all on the way is less, that is done.
    async fn shorter_by_walking(
        &self,
        named: usize,
        of: usize,
    ) -> Result<Option<Vec<Stored>>, LedgerError> {
        let wanted = usize::try_from(self.wanted).unwrap_or(usize::MAX);
        let on_the_way = wanted.saturating_mul(of) / named.max(1);
        if named <= on_the_way {
            return Ok(None);
        }
        let patience = on_the_way.saturating_mul(PATIENCE) as u64;
        self.along_order(Some(patience)).await
    }
}

/// The marks ahead, in the direction of the list.
struct Road {
    direction: Direction,
    /// Where the way has come to.
    from: Option<Position>,
    /// The marks of what the question leaves of the order; `None` is the order's end.
    stops: Vec<Option<Position>>,
    /// How many stops lie behind.
    at: usize,
    /// How many of those ahead the next look takes.
    stride: usize,
}

impl Road {
    fn new(ways: &Ways<'_>, marks: Vec<Position>, left: &(Vec<Stretch>, Reach)) -> Self {
        let mut road = Self {
            direction: id_direction(ways.order),
            from: ways.behind.cloned(),
            stops: Vec::with_capacity(marks.len() + 1),
            at: 0,
            stride: 1,
        };
        for mark in marks {
            if !road
                .from
                .as_ref()
                .is_none_or(|from| road.is_behind(&mark, from))
            {
                continue;
            }
            let value = mark.0.first();
            let side = value.map(|value| stretch::side_of(left, value, road.direction));
            match side.unwrap_or(Side::Inside) {
                Side::Before => road.from = Some(mark),
                Side::Inside => road.stops.push(Some(mark)),
                Side::Past => {
                    road.stops.push(Some(mark));
                    return road;
                }
            }
        }
        road.stops.push(None);
        road
    }

    /// Whether one position stands behind another in the list.
    fn is_behind(&self, one: &Position, other: &Position) -> bool {
        let order = match self.direction {
            Direction::Ascending => positions_up(one, other),
            Direction::Descending => positions_up(other, one),
        };
        order == Ordering::Greater
    }

    fn is_at_end(&self) -> bool {
        self.at + self.stride >= self.stops.len()
    }

    /// How far the next look goes; `None` to the end.
    fn to(&self) -> Option<&Position> {
        let last = Ord::min(self.at + self.stride, self.stops.len());
        self.stops.get(last.saturating_sub(1))?.as_ref()
    }

    /// What the next look takes, as positions that go up.
    fn ends(&self) -> (Option<&Position>, Option<&Position>) {
        match self.direction {
            Direction::Ascending => (self.from.as_ref(), self.to()),
            Direction::Descending => (self.to(), self.from.as_ref()),
        }
    }

    /// How many of the rows that a look names stand within it; the pieces at its ends reach beyond.
    fn share(&self, between: &Between) -> usize {
        let rows = self.stride.saturating_mul(PIECE).min(between.of);
        let named = between.numbers.len().saturating_mul(rows);
        named.checked_div(between.of).unwrap_or(0)
    }

    /// Takes more at once, when so many rows stand within a look and so many are enough; `false` at
    /// the end.
    fn widen(&mut self, within: usize, enough: usize) -> bool {
        if self.is_at_end() {
            return false;
        }
        let times = enough.saturating_mul(2).checked_div(within);
        self.stride *= times.unwrap_or(WIDEST).clamp(2, WIDEST);
        true
    }

    /// Goes to where the last look ended; `false` at the end.
    fn go_on(&mut self) -> bool {
        if self.is_at_end() {
            return false;
        }
        self.from = self.to().cloned();
        self.at += self.stride;
        true
    }
}
