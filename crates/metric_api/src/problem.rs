//! Refusals of metrics in the API's words.

use api::{Problem, Text};
use axum::http::StatusCode;
use base::Label;
use metric::MetricsError;

/// A failure while counting.
pub(crate) fn of_metrics(error: MetricsError) -> Problem {
    match error {
        MetricsError::Journal(error) => error.into(),
        other => Problem::internal(other),
    }
}

/// 403: the area is not, or not wholly, the caller's.
pub(crate) fn area_denied() -> Problem {
    let title = Label::new("不归你管的区域", "This area is not yours");
    let detail = Label::new(
        "只能查看本人辖区内的指标；所选区域超出了辖区。",
        "Figures are given for areas that you answer for; this one reaches beyond.",
    );
    Problem::new(StatusCode::FORBIDDEN, "area_denied", title).detail(detail)
}

/// 403: a register behind the metric is closed to the caller.
pub(crate) fn register_denied() -> Problem {
    let title = Label::new("没有权限", "Not permitted");
    let detail = Label::new(
        "这项指标所依据的台账中有你无权查看的。",
        "The metric counts a register that you may not read.",
    );
    Problem::new(StatusCode::FORBIDDEN, "register_denied", title).detail(detail)
}

/// 400: a parameter that cannot be read.
pub(crate) fn malformed(zh: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::malformed(Text::new(zh, en))
}
