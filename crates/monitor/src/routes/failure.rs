//! Refusals of the alarm desk as problems: the one place that decides what a caller sees of them.

use api::{FieldError, Problem};
use axum::http::StatusCode;
use base::Label;

use super::view::Alarm;
use crate::alarm::AlarmError;

impl From<AlarmError> for Problem {
    fn from(error: AlarmError) -> Self {
        match error {
            AlarmError::NotFound => Self::not_found(),
            AlarmError::Stale(file) => Self::precondition_failed(Alarm::from(*file)),
            AlarmError::State(file) => Self::conflict(Alarm::from(*file)).detail(Label::new(
                "这条报警现在不能这样处理，请查看它的当前状态。",
                "The alarm does not allow this now; look at its present state.",
            )),
            AlarmError::NoteMissing => Self::invalid([FieldError::new(
                "note",
                Label::new(
                    "更改已有的核警结论时，请写明理由。",
                    "Give the reason for changing a judgement.",
                ),
            )]),
            AlarmError::NewerAlarm => {
                let title = Label::new("该点位已有新的报警", "The point rings anew");
                let detail = Label::new(
                    "该点位有一条更新的未处理报警，请处理那一条。",
                    "The point has a newer open alarm; act on that one.",
                );
                Self::new(StatusCode::CONFLICT, "newer_alarm", title).detail(detail)
            }
            AlarmError::Port(error) => error.into(),
            AlarmError::Commit(error) => error.into(),
            AlarmError::Store(error) => error.into(),
            AlarmError::City(city::CityError::Store(error)) => error.into(),
            AlarmError::City(error) => Self::internal(error),
            AlarmError::Canonical(error) => Self::internal(error),
        }
    }
}
