//! Conditions of a metric, and what filters of a register they are in a window of days.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::Offset;
use register::{FieldKind, Filter, Operator, QueryError, RegisterDef};
use serde_json::{Value as Json, json};

use crate::period::{end_of, start_of};
use crate::{Period, Step};

/// One condition on a row. Every field that is named is one that lists can be narrowed by, so that
/// a number opens as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The field is this word.
    Is(&'static str, &'static str),
    /// The field is one of these words.
    Among(&'static str, &'static [&'static str]),
    /// The field is yes.
    Yes(&'static str),
    /// The field holds something.
    Filled(&'static str),
    /// The field is greater than this, written with its point.
    Over(&'static str, &'static str),
    /// The field, a day or a time, lies in the period: what happened in it.
    During(&'static str),
    /// The field, a day, has come by the period's end.
    Since(&'static str),
    /// From the first field's day to the second's, or without end: it holds on the period's last
    /// day. Of a period that still runs the last day is today.
    Holds(&'static str, &'static str),
    /// On the period's last day, the field's day is at least so many years ago.
    YearsAgo(&'static str, i8),
    /// The field, a text or a whole number, names the year in which the period ends: `2025`, as targets and
    /// statistics of a year are entered.
    OfYear(&'static str),
}

/// The days that a metric is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The last day, or today when that is earlier: when things are looked at.
    pub seen: Date,
    /// The city's offset from UTC.
    pub offset: Offset,
}

impl When {
    /// As filters of the register.
    ///
    /// # Errors
    /// [`QueryError`] for a field that the register does not have.
    pub fn filters(
        self,
        def: &'static RegisterDef,
        window: &Window,
    ) -> Result<Vec<Filter>, QueryError> {
        let one = |field: &str, operator, value| vec![filter(field, operator, value)];
        let day = |day: Date| Json::String(day.to_string());
        Ok(match self {
            Self::Is(field, word) => one(field, Operator::Equal, json!(word)),
            Self::Among(field, words) => one(field, Operator::In, json!(words)),
            Self::Yes(field) => one(field, Operator::Equal, json!(true)),
            Self::Filled(field) => one(field, Operator::Empty, json!(false)),
            Self::Over(field, number) => {
                let whole = matches!(kind(def, field)?, FieldKind::Integer);
                let number = match (whole, number.parse::<i64>()) {
                    (true, Ok(number)) => json!(number),
                    _ => json!(number),
                };
                one(field, Operator::Greater, number)
            }
            Self::During(field) if matches!(kind(def, field)?, FieldKind::Time) => {
                let from = start_of(window.from, window.offset).to_string();
                let until = end_of(window.until, window.offset).to_string();
                vec![
                    filter(field, Operator::AtLeast, json!(from)),
                    filter(field, Operator::Less, json!(until)),
                ]
            }
            Self::During(field) => {
                let days = json!([window.from.to_string(), window.until.to_string()]);
                one(field, Operator::Between, days)
            }
            Self::Since(field) => one(field, Operator::AtMost, day(window.seen)),
            Self::Holds(since, until) => vec![
                filter(since, Operator::AtMost, day(window.seen)),
                filter(until, Operator::AtLeastOrEmpty, day(window.seen)),
            ],
            Self::YearsAgo(field, years) => {
                let by = window.seen.saturating_sub(i64::from(years).years());
                one(field, Operator::AtMost, day(by))
            }
            Self::OfYear(field) => {
                let year = Period::of(Step::Year, window.until).to_string();
                let number = match (kind(def, field)?, year.parse::<i64>()) {
                    (FieldKind::Integer, Ok(number)) => json!(number),
                    _ => json!(year),
                };
                one(field, Operator::Equal, number)
            }
        })
    }

    /// The filter of rows that had begun by the window's end, where the condition tells.
    pub(crate) fn begins(
        self,
        def: &'static RegisterDef,
        window: &Window,
    ) -> Option<Result<Filter, QueryError>> {
        let (field, last) = match self {
            Self::During(field) => (field, window.until),
            Self::Since(field) | Self::Holds(field, _) | Self::YearsAgo(field, _) => {
                (field, window.seen)
            }
            _ => return None,
        };
        let by = |kind| match kind {
            FieldKind::Time => {
                let until = end_of(last, window.offset).to_string();
                filter(field, Operator::Less, json!(until))
            }
            _ => filter(field, Operator::AtMost, json!(last.to_string())),
        };
        Some(kind(def, field).map(by))
    }

    pub(crate) const fn is_dated(self) -> bool {
        matches!(
            self,
            Self::During(_)
                | Self::Since(_)
                | Self::Holds(..)
                | Self::YearsAgo(..)
                | Self::OfYear(_)
        )
    }
}

fn kind(def: &'static RegisterDef, name: &str) -> Result<FieldKind, QueryError> {
    let found = def.field(name).map(|(_, field)| field.kind);
    found.ok_or_else(|| QueryError::UnknownField {
        register: def.key,
        field: name.to_owned(),
    })
}

pub(crate) fn filter(field: &str, operator: Operator, value: Json) -> Filter {
    Filter {
        field: field.to_owned(),
        operator,
        value,
    }
}
