//! Canonical bytes of a record: the form that is hashed, stored in the journal and compared.
//!
//! JSON without white space, object keys in code-point order, strings escaped as JSON's minimum,
//! integers only. A floating-point number is refused: two machines may print it differently, so a
//! record keeps integers in a smallest unit instead (fen, millimetres, 1e-7 degrees, microseconds).

use serde::Serialize;
use serde_json::Value;

/// Why a record has no canonical bytes.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// The record cannot be expressed as JSON at all.
    #[error("the record cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A floating-point number was found.
    #[error("a record holds the floating-point number {0}; keep an integer in a smallest unit")]
    Float(String),
}

/// The canonical bytes of `record`.
///
/// # Errors
/// [`CanonicalError`] when the record is not JSON or holds a floating-point number.
pub fn canonical_bytes<T: Serialize + ?Sized>(record: &T) -> Result<Vec<u8>, CanonicalError> {
    canonical_value(&serde_json::to_value(record)?)
}

/// The canonical bytes of an already parsed JSON value.
///
/// # Errors
/// As [`canonical_bytes`].
pub fn canonical_value(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::with_capacity(256);
    write_value(value, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => serde_json::to_writer(out, value)?,
        Value::Number(number) if number.is_f64() => {
            return Err(CanonicalError::Float(number.to_string()));
        }
        Value::Number(_) => serde_json::to_writer(out, value)?,
        Value::Array(items) => write_sequence(items, out)?,
        Value::Object(fields) => {
            // Sorted here and not by the map's own order: a dependency may switch that order on.
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            out.push(b'{');
            for (index, (key, field)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, key)?;
                out.push(b':');
                write_value(field, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_sequence(items: &[Value], out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_value(item, out)?;
    }
    out.push(b']');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_at_every_depth_and_white_space_is_gone() {
        let value = json!({"b": [1, {"d": null, "c": "火"}], "a": true});
        let bytes = canonical_value(&value).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            r#"{"a":true,"b":[1,{"c":"火","d":null}]}"#
        );
    }

    #[test]
    fn a_float_is_refused_by_name() {
        let error = canonical_bytes(&json!({"loss": 1.5})).unwrap_err();
        assert!(error.to_string().contains("1.5"), "{error}");
    }
}
