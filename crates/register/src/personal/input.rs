//! Personal fields in an input: a value that comes back covered stays as it is.

use seal::Opened;
use serde_json::{Map, Value as Json, json};

use super::{Personal, fields};
use crate::{Ledger, LedgerError, RegisterDef, Stored, Value, value_to_json};

/// What an input says for a personal field that stays as it is.
pub(crate) fn keeps() -> Json {
    json!({ "kept": true })
}

/// Whether an input says that a field stays as it is.
pub(crate) fn kept(input: &Map<String, Json>, field: &str) -> bool {
    input.get(field) == Some(&keeps())
}

/// Values as an input for the row `stands`: a sealed value that was not touched stays as it is.
pub(crate) fn input_of(def: &RegisterDef, stands: &[Value], values: &[Value]) -> Map<String, Json> {
    let all = def.fields.iter().zip(values).enumerate();
    let said = all.map(|(at, (field, value))| {
        let untouched = match (stands.get(at), value) {
            (Some(Value::Sealed(sealed)), Value::Sealed(text) | Value::Text(text)) => {
                sealed == text
            }
            _ => false,
        };
        let said = if untouched {
            keeps()
        } else {
            value_to_json(field, value)
        };
        (field.name.to_owned(), said)
    });
    said.collect()
}

impl Ledger {
    /// The input of a change in which personal fields that came back covered, or not at all, stay
    /// as they are: who does not see a value cannot have meant to change it.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn keeping_covered(
        &self,
        current: &Stored,
        input: Map<String, Json>,
    ) -> Result<Map<String, Json>, LedgerError> {
        let personal = self.personal_of(current).await?;
        Ok(keeping(self.def(), &personal, input))
    }
}

/// As [`Ledger::keeping_covered`], of a row whose values are at hand.
pub(crate) fn keeping(
    def: &RegisterDef,
    personal: &Personal,
    mut input: Map<String, Json>,
) -> Map<String, Json> {
    for (_, field) in fields(def) {
        let Some(shown) = personal.covered(field) else {
            continue;
        };
        let given = input.get(field.name);
        if given.is_none_or(|given| given.as_str() == Some(&shown)) {
            input.insert(field.name.to_owned(), keeps());
        }
    }
    input
}

/// The input with the values that stay written out, and the fields that stay although nobody can
/// read them.
pub(crate) fn opened_input(
    def: &RegisterDef,
    personal: &Personal,
    mut input: Map<String, Json>,
) -> (Map<String, Json>, Vec<&'static str>) {
    let mut closed = Vec::new();
    for (_, field) in fields(def) {
        if !kept(&input, field.name) {
            continue;
        }
        match personal.get(field.name) {
            Some(Opened::Value(text)) => {
                input.insert(field.name.to_owned(), Json::String(text.to_string()));
            }
            Some(_) => {
                input.insert(field.name.to_owned(), Json::Null);
                closed.push(field.name);
            }
            None => {
                input.insert(field.name.to_owned(), Json::Null);
            }
        }
    }
    (input, closed)
}

/// Puts the sealed texts back in the place of values that did not change.
pub(crate) fn resealed(
    def: &RegisterDef,
    current: &Stored,
    personal: &Personal,
    closed: &[&str],
    values: &mut [Value],
) {
    for (at, field) in fields(def) {
        let (Some(value), Some(stands)) = (values.get_mut(at), current.values.get(at)) else {
            continue;
        };
        let same = value.as_text().is_some() && value.as_text() == personal.value(field.name);
        if same || closed.contains(&field.name) {
            *value = stands.clone();
        }
    }
}
