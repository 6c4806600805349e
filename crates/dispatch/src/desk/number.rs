//! 警情编号 incident numbers for people: `2026-000123`, counted anew each year of China's clock.
//!
//! The unique index on the number is what keeps it single; this file only guesses the next one. A
//! guess that somebody else took comes back as [`journal::CommitError::Duplicate`] and is made
//! again. Numbers have no gaps unless a transaction is lost between guess and commit.

use std::time::Duration;

use base::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::Store;

use crate::DispatchError;
use crate::record::incident;

/// China has one time zone, UTC+8, the whole year.
const CHINA: Duration = Duration::from_secs(8 * 3600);

/// The number after the highest stored one of this year.
pub(super) async fn next(store: &Store, now: Timestamp) -> Result<String, DispatchError> {
    let year = year_in_china(now);
    let highest = highest(store, &year).await?;
    Ok(format!("{year}-{:06}", highest + 1))
}

/// Numbers for many, one after another: the last one of a year is asked for once. `last` is the year
/// and the count of the number before.
pub(super) async fn following(
    store: &Store,
    last: &mut Option<(String, u32)>,
    at: Timestamp,
) -> Result<String, DispatchError> {
    let year = year_in_china(at);
    let count = match last {
        Some((of, count)) if *of == year => *count,
        _ => highest(store, &year).await?,
    };
    *last = Some((year.clone(), count + 1));
    Ok(format!("{year}-{:06}", count + 1))
}

/// The highest stored count of a year; 0 where there is none.
async fn highest(store: &Store, year: &str) -> Result<u32, DispatchError> {
    let highest: Option<String> = incident::Entity::find()
        .select_only()
        .column(incident::Column::Number)
        .filter(incident::Column::Number.starts_with(format!("{year}-")))
        .order_by_desc(incident::Column::Number)
        .into_tuple()
        .one(store.reader())
        .await?;
    let count = highest.as_deref().and_then(|number| {
        let (_, count) = number.split_once('-')?;
        count.parse::<u32>().ok()
    });
    Ok(count.unwrap_or(0))
}

fn year_in_china(now: Timestamp) -> String {
    // RFC 3339 begins with the year.
    now.plus(CHINA).to_string().chars().take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_turns_at_midnight_in_china() {
        let year = |text: &str| year_in_china(text.parse().unwrap());
        assert_eq!(year("2026-12-31T15:59:59Z"), "2026");
        assert_eq!(year("2026-12-31T16:00:00Z"), "2027");
    }
}
