//! Orders of a segment 次序: its places going up by a field and then by id, or by id alone, in pieces;
//! and for each piece the mark at which it begins.
//!
//! Whoever looks for the first rows of an order reads the pieces between two marks and looks at those
//! of their rows that a question's tokens lead to, instead of at every row on the way. A row that has
//! a number stands where its piece says; one that was changed has none (see [`crate::index`]).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use base::Uuid;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value as Json;
use store::Store;

use super::bits::Bits;
use super::look_up::{Found, postings};
use crate::form::{value_from_body, value_to_body};
use crate::query::Position;
use crate::{FieldDef, RegisterDef, Value};

/// Places of a piece: some more, and PostgreSQL keeps a piece outside its row.
pub(crate) const PIECE: usize = 900;

/// The fields that a register's lists are ordered by.
pub(super) fn fields_of(def: &RegisterDef) -> impl Iterator<Item = (usize, &'static FieldDef)> {
    def.fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.sort)
}

/// A row in the orders of its segment.
pub(super) struct Ordered {
    /// Its values of [`fields_of`].
    pub(super) values: Vec<Value>,
    pub(super) id: Uuid,
}

/// The postings of a segment's orders: pieces and marks, by token.
pub(super) fn postings_of(def: &RegisterDef, rows: &[Ordered]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut put_in_order = |name: &str, at: Option<usize>| {
        let value = |row| value_at(row, at);
        let mut placed: Vec<(u16, &Ordered)> = (0..=u16::MAX).zip(rows).collect();
        placed.sort_by(|(_, one), (_, other)| {
            let by_value = match (value(one), value(other)) {
                (Some(one), Some(other)) => up(one, other),
                _ => Ordering::Equal,
            };
            by_value.then_with(|| one.id.cmp(&other.id))
        });
        let mut marks: Vec<(Option<Json>, Uuid)> = Vec::new();
        for (piece, places) in placed.chunks(PIECE).enumerate() {
            let first = places.first();
            marks.extend(first.map(|(_, first)| (value(first).map(value_to_body), first.id)));
            let bytes = places.iter().flat_map(|(place, _)| place.to_le_bytes());
            found.push((token_of_piece(name, piece), bytes.collect()));
        }
        let said = serde_json::to_vec(&marks).unwrap_or_default();
        found.push((token_of_marks(name), said));
    };
    put_in_order("", None);
    for (at, (_, field)) in fields_of(def).enumerate() {
        put_in_order(field.name, Some(at));
    }
    found
}

/// A row's value in an order by a field; none in the order by id.
fn value_at(row: &Ordered, at: Option<usize>) -> Option<&Value> {
    row.values.get(at?)
}

/// No piece of a text and no field's word begins with a space.
fn token_of_marks(name: &str) -> String {
    format!(" {name}")
}

fn token_of_piece(name: &str, piece: usize) -> String {
    format!(" {name} {piece}")
}

/// The order in which a database keeps two values of one field going up, empty ones first.
pub(crate) fn up(one: &Value, other: &Value) -> Ordering {
    let filled = |value: &Value| !value.is_empty();
    filled(one)
        .cmp(&filled(other))
        .then_with(|| one.compare(other))
}

/// The order of two positions of one order, going up.
pub(crate) fn positions_up(one: &Position, other: &Position) -> Ordering {
    let values = one
        .0
        .iter()
        .zip(&other.0)
        .map(|(one, other)| up(one, other));
    let first_that_differs = values.fold(Ordering::Equal, Ordering::then);
    first_that_differs.then_with(|| one.1.cmp(&other.1))
}

/// What the index found, in an order.
pub(crate) struct InOrder<'a> {
    name: &'static str,
    parts: Vec<Part<'a>>,
}

/// What it found in one segment.
struct Part<'a> {
    first: i64,
    rows: &'a Bits,
    /// Where the segment's pieces begin, going up.
    marks: Vec<Position>,
}

/// What lies between two marks.
pub(crate) struct Between {
    /// The numbers of the rows that were found.
    pub(crate) numbers: Vec<i64>,
    /// Of how many rows.
    pub(crate) of: usize,
}

impl<'a> InOrder<'a> {
    /// Reads the marks of an order by a field, or by age; `None` where a segment has none.
    pub(crate) async fn read(
        snapshot: &impl ConnectionTrait,
        store: &Store,
        def: &RegisterDef,
        field: Option<&'static FieldDef>,
        found: &'a Found,
    ) -> Result<Option<Self>, DbErr> {
        let name = field.map_or("", |field| field.name);
        let token = token_of_marks(name);
        let firsts = found.parts().map(|(first, _)| *first).collect();
        let read = postings(snapshot, store, def, firsts, [token.as_str()]).await?;
        let part = |(first, rows): &'a (i64, Bits)| {
            let said = read.iter().find(|(of, _, _)| of == first);
            let marks = said.and_then(|(_, _, bytes)| marks(field, bytes))?;
            Some(Part {
                first: *first,
                rows,
                marks,
            })
        };
        let parts: Option<Vec<Part<'a>>> = found.parts().map(part).collect();
        Ok(parts.map(|parts| Self { name, parts }))
    }

    /// The marks of all segments, going up. Where a segment begins nothing of it is passed yet, so
    /// its first is none of them: so many marks on, about so many pieces' rows are passed.
    pub(crate) fn marks(&self) -> Vec<Position> {
        let all = self.parts.iter().flat_map(|part| part.marks.iter().skip(1));
        let mut all: Vec<Position> = all.cloned().collect();
        all.sort_by(positions_up);
        all
    }

    /// What lies from one position to another, both with their whole pieces.
    pub(crate) async fn between(
        &self,
        snapshot: &impl ConnectionTrait,
        store: &Store,
        def: &RegisterDef,
        (low, high): (Option<&Position>, Option<&Position>),
    ) -> Result<Between, DbErr> {
        let (mut firsts, mut tokens) = (Vec::new(), BTreeSet::new());
        for part in &self.parts {
            let pieces = part.pieces(low, high);
            if !pieces.is_empty() {
                firsts.push(part.first);
            }
            tokens.extend(pieces.map(|piece| token_of_piece(self.name, piece)));
        }
        let mut between = Between {
            numbers: Vec::new(),
            of: 0,
        };
        if firsts.is_empty() {
            return Ok(between);
        }
        let tokens = tokens.iter().map(String::as_str);
        for (first, token, places) in postings(snapshot, store, def, firsts, tokens).await? {
            let Some(part) = self.parts.iter().find(|part| part.first == first) else {
                continue;
            };
            let mut asked = part.pieces(low, high);
            // A question names pieces of all segments at once; another segment's is not meant.
            if !asked.any(|piece| token_of_piece(self.name, piece) == token) {
                continue;
            }
            let places = places
                .chunks_exact(2)
                .filter_map(|pair| pair.try_into().ok());
            for place in places.map(u16::from_le_bytes) {
                between.of += 1;
                if part.rows.has(place) {
                    between.numbers.push(first + i64::from(place));
                }
            }
        }
        Ok(between)
    }
}

impl Part<'_> {
    /// The pieces that hold something from one position to another.
    fn pieces(&self, low: Option<&Position>, high: Option<&Position>) -> std::ops::Range<usize> {
        let begun = |at: &Position| {
            self.marks
                .partition_point(|mark| positions_up(mark, at) != Ordering::Greater)
        };
        let from = low.map_or(0, |low| begun(low).saturating_sub(1));
        let to = high.map_or(self.marks.len(), begun);
        from..to
    }
}

fn marks(field: Option<&'static FieldDef>, bytes: &[u8]) -> Option<Vec<Position>> {
    let said: Vec<(Option<Json>, Uuid)> = serde_json::from_slice(bytes).ok()?;
    let position = |(value, id): (Option<Json>, Uuid)| {
        let values = match field {
            Some(field) => vec![value_from_body(field, &value.unwrap_or_default())?],
            None => Vec::new(),
        };
        Some((values, id))
    };
    said.into_iter().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: Option<i64>, id: u128) -> Position {
        let value = number.map_or(Value::Empty, Value::Integer);
        (vec![value], Uuid::from_u128(id))
    }

    #[test]
    fn positions_go_up_by_value_then_by_id_and_empty_ones_stand_first() {
        let in_order = [at(None, 7), at(Some(-1), 9), at(Some(3), 1), at(Some(3), 2)];
        for pair in in_order.windows(2) {
            assert_eq!(positions_up(&pair[0], &pair[1]), Ordering::Less);
        }
    }

    #[test]
    fn pieces_that_hold_something_between_two_positions() {
        let rows = Bits::none();
        let marks = vec![
            at(None, 1),
            at(Some(10), 1),
            at(Some(10), 5),
            at(Some(20), 1),
        ];
        let part = Part {
            first: 0,
            rows: &rows,
            marks,
        };
        assert_eq!(part.pieces(None, None), 0..4);
        let (low, high) = (at(Some(10), 3), at(Some(10), 5));
        assert_eq!(part.pieces(Some(&low), None), 1..4);
        assert_eq!(part.pieces(None, Some(&high)), 0..3);
        assert_eq!(part.pieces(Some(&low), Some(&high)), 1..3);
        assert_eq!(part.pieces(Some(&at(Some(30), 0)), None), 3..4);
        let before = at(None, 0);
        assert!(part.pieces(None, Some(&before)).is_empty());
    }
}
