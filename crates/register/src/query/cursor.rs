//! Where a page ended: opaque to whoever carries it, checked when it comes back.

use std::fmt;
use std::str::FromStr;

use base::Uuid;
use serde_json::{Value as Json, json};

use super::{Direction, QueryError};
use crate::form::{value_from_body, value_to_body};
use crate::{FieldDef, Stored, Value};

/// The last row of a page, as its values of the order and its id. It is a text that may travel in
/// an address; it opens nothing that its bearer could not see, since scope and filters are asked
/// anew with every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    pub(super) fn of(order: &[(usize, &FieldDef, Direction)], row: &Stored) -> Self {
        let place: Vec<Json> = order
            .iter()
            .map(|(at, _, _)| row.values.get(*at).map_or(Json::Null, value_to_body))
            .collect();
        let text = json!([row.id.to_string(), spelled(order), place]).to_string();
        Self(text.bytes().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The values and the id to go on behind; refused when the order is another.
    pub(super) fn read(
        &self,
        order: &[(usize, &FieldDef, Direction)],
    ) -> Result<(Vec<Value>, Uuid), QueryError> {
        self.parse(order).ok_or(QueryError::Cursor)
    }

    fn parse(&self, order: &[(usize, &FieldDef, Direction)]) -> Option<(Vec<Value>, Uuid)> {
        let digits = self.0.as_bytes();
        let pairs = digits.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = pairs.map(byte).collect();
        let stored: Json = serde_json::from_slice(&bytes?).ok()?;
        let [id, spelling, place] = stored.as_array()?.as_slice() else {
            return None;
        };
        let place = place.as_array()?;
        if *spelling != spelled(order) || place.len() != order.len() {
            return None;
        }
        let values = order.iter().zip(place);
        let values = values.map(|((_, field, _), stored)| value_from_body(field, stored));
        Some((
            values.collect::<Option<_>>()?,
            Uuid::parse_str(id.as_str()?).ok()?,
        ))
    }
}

fn spelled(order: &[(usize, &FieldDef, Direction)]) -> Json {
    let words = order.iter().map(|(_, field, direction)| match direction {
        Direction::Ascending => format!("+{}", field.name),
        Direction::Descending => format!("-{}", field.name),
    });
    Json::from(words.collect::<Vec<_>>())
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Cursor {
    type Err = QueryError;

    /// Takes any text; whether it is a cursor of a list shows when the list is asked.
    fn from_str(text: &str) -> Result<Self, QueryError> {
        Ok(Self(text.to_owned()))
    }
}
