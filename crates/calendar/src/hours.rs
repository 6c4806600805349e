//! Office hours 办公时间 of one day: data of the city, the same on every working day.

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};
use serde::Deserialize;

/// Spans of one day in which offices are open, in order and apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Span {
    /// The first moment offices are open.
    pub(crate) from: Time,
    /// The first moment they are closed again.
    pub(crate) to: Time,
}

/// Office hours that are none.
#[derive(Debug, thiserror::Error)]
pub enum OfficeHoursError {
    /// The text is something else.
    #[error("the office hours cannot be read: write spans with from and to, as 08:00")]
    Json(#[from] serde_json::Error),
    /// No span, one that is empty, or two that overlap or stand in the wrong order.
    #[error(
        "office hours are one or more spans of a day, in order, none empty and none overlapping"
    )]
    Spans,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "note")]
    _note: Option<String>,
    office_hours: Vec<Span>,
}

impl Default for OfficeHours {
    /// 08:00–12:00 and 14:30–18:00, the usual hours of offices in north China, for a pack that says
    /// none. They are a custom of the trade and stand in no law.
    fn default() -> Self {
        let at = Time::constant;
        Self {
            spans: vec![
                Span {
                    from: at(8, 0, 0, 0),
                    to: at(12, 0, 0, 0),
                },
                Span {
                    from: at(14, 30, 0, 0),
                    to: at(18, 0, 0, 0),
                },
            ],
        }
    }
}

impl OfficeHours {
    /// Office hours from the pack's `office_hours.json`.
    ///
    /// # Errors
    /// [`OfficeHoursError`] when the text is something else or the spans are no day's hours.
    pub fn from_json(text: &str) -> Result<Self, OfficeHoursError> {
        let file: File = serde_json::from_str(text)?;
        let spans = file.office_hours;
        let apart = spans
            .iter()
            .zip(spans.iter().skip(1))
            .all(|(first, second)| first.to < second.from);
        if spans.is_empty() || !apart || spans.iter().any(|span| span.from >= span.to) {
            return Err(OfficeHoursError::Spans);
        }
        Ok(Self { spans })
    }

    /// The moment offices close for the day 停止业务活动的时间.
    pub(crate) fn close(&self) -> Time {
        self.spans.last().map_or(Time::MAX, |span| span.to)
    }

    /// Works `time` off from `start` within the day of `start`: where it ends, or how much is left
    /// when the day is over. A period may end at a closing time, never in a closed hour.
    pub(crate) fn work(
        &self,
        start: DateTime,
        time: SignedDuration,
    ) -> Result<DateTime, SignedDuration> {
        let mut left = time;
        for span in &self.spans {
            let from = start.max(start.date().to_datetime(span.from));
            let open = from.duration_until(start.date().to_datetime(span.to));
            if !open.is_positive() {
                continue;
            }
            if left <= open {
                return from.checked_add(left).map_err(|_| left);
            }
            left = left.saturating_sub(open);
        }
        Err(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn work(from: (i8, i8), minutes: i64) -> Result<(i8, i8), i64> {
        let start = date(2026, 11, 23).at(from.0, from.1, 0, 0);
        OfficeHours::default()
            .work(start, SignedDuration::from_mins(minutes))
            .map(|end| (end.hour(), end.minute()))
            .map_err(|left| left.as_mins())
    }

    #[test]
    fn work_runs_inside_the_open_spans() {
        assert_eq!(work((9, 0), 60), Ok((10, 0)));
        assert_eq!(work((11, 0), 60), Ok((12, 0)), "it may end at the close");
        assert_eq!(work((11, 0), 61), Ok((14, 31)), "noon is not worked");
        assert_eq!(work((12, 30), 30), Ok((15, 0)));
        assert_eq!(work((5, 0), 1), Ok((8, 1)));
        assert_eq!(work((17, 0), 61), Err(1));
        assert_eq!(work((18, 0), 5), Err(5));
        assert_eq!(
            work((8, 0), 450),
            Ok((18, 0)),
            "a day is seven hours and a half"
        );
    }

    #[test]
    fn only_spans_in_order_are_hours() {
        let read =
            |spans: &str| OfficeHours::from_json(&format!(r#"{{"office_hours":[{spans}]}}"#));
        let morning = r#"{"from":"08:00","to":"12:00"}"#;
        let noon = r#"{"from":"11:30","to":"13:00"}"#;
        let none = r#"{"from":"09:00","to":"09:00"}"#;
        assert!(read(morning).is_ok());
        assert!(read(&format!("{morning},{noon}")).is_err());
        assert!(read(none).is_err());
        assert!(read("").is_err());
        assert!(read(r#"{"from":"8 o'clock","to":"12:00"}"#).is_err());
    }
}
