//! How something known or unknown is written: `{"known": …}` or `{"unknown": …}`, nothing in between.

use serde::{Serialize, Serializer};

use super::Unknown;

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Found<'f, T> {
    Known(&'f T),
    Unknown(&'f Unknown),
}

fn found<T>(result: &Result<T, Unknown>) -> Found<'_, T> {
    match result {
        Ok(value) => Found::Known(value),
        Err(why) => Found::Unknown(why),
    }
}

/// Writes a result.
pub(crate) fn one<T: Serialize, S: Serializer>(
    result: &Result<T, Unknown>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    found(result).serialize(serializer)
}

/// Writes a result that need not be there.
pub(crate) fn maybe<T: Serialize, S: Serializer>(
    result: &Option<Result<T, Unknown>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    result.as_ref().map(found).serialize(serializer)
}
