//! The operations of monitoring under `/api/v1`. Handlers only translate: the desk does the work.

mod alarms;
mod failure;
pub mod view;

use access::OperationRule;
use access::permission::{ALARM_ESCALATE, ALARM_READ, ALARM_VERIFY};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::alarm::AlarmDesk;

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

/// Which permission each operation asks for.
pub(crate) const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/alarms", ALARM_READ),
    rule("GET", "/api/v1/alarms/counts", ALARM_READ),
    rule("GET", "/api/v1/alarms/{id}", ALARM_READ),
    rule("POST", "/api/v1/alarms/{id}/verification", ALARM_VERIFY),
    rule("POST", "/api/v1/alarms/{id}/incident", ALARM_ESCALATE),
];

pub(crate) fn router(desk: AlarmDesk) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(alarms::list_alarms))
        .routes(routes!(alarms::count_alarms))
        .routes(routes!(alarms::get_alarm))
        .routes(routes!(alarms::verify_alarm))
        .routes(routes!(alarms::create_incident_of_alarm))
        .with_state(desk)
}
