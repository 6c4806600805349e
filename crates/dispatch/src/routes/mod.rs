//! The operations of dispatch under `/api/v1`. Handlers only translate: the desk does the work.

mod arrivals;
mod asked;
mod assignments;
mod calls;
mod candidates;
mod counts;
mod incident_acts;
mod incidents;
pub(crate) mod view;

use access::OperationRule;
use access::permission::{ASSIGNMENT_PROGRESS, INCIDENT_COMMAND, INCIDENT_READ};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

/// Which permission each operation asks for.
pub(crate) const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/incidents", INCIDENT_READ),
    rule("POST", "/api/v1/incidents", INCIDENT_COMMAND),
    rule("GET", "/api/v1/incidents/nearby", INCIDENT_READ),
    rule("GET", "/api/v1/incidents/counts", INCIDENT_READ),
    rule("GET", "/api/v1/incidents/{id}", INCIDENT_READ),
    rule("POST", "/api/v1/incidents/{id}/calls", INCIDENT_COMMAND),
    rule("GET", "/api/v1/incidents/{id}/arrivals", INCIDENT_READ),
    rule("GET", "/api/v1/incidents/{id}/candidates", INCIDENT_READ),
    rule("GET", "/api/v1/incidents/{id}/timeline", INCIDENT_READ),
    rule(
        "POST",
        "/api/v1/incidents/{id}/assignments",
        INCIDENT_COMMAND,
    ),
    rule("POST", "/api/v1/incidents/{id}/progress", INCIDENT_COMMAND),
    rule("POST", "/api/v1/incidents/{id}/level", INCIDENT_COMMAND),
    rule("POST", "/api/v1/incidents/{id}/closure", INCIDENT_COMMAND),
    rule("POST", "/api/v1/incidents/{id}/reopening", INCIDENT_COMMAND),
    rule("GET", "/api/v1/orders", INCIDENT_READ),
    rule("GET", "/api/v1/assignments/{id}", INCIDENT_READ),
    rule(
        "POST",
        "/api/v1/assignments/{id}/progress",
        ASSIGNMENT_PROGRESS,
    ),
];

pub(crate) fn router(desk: Desk) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(
            incidents::list_incidents,
            incidents::create_incident
        ))
        .routes(routes!(calls::list_nearby))
        .routes(routes!(calls::add_call))
        .routes(routes!(counts::count_incidents))
        .routes(routes!(incidents::get_incident))
        .routes(routes!(arrivals::list_arrivals))
        .routes(routes!(candidates::list_candidates))
        .routes(routes!(incidents::get_timeline))
        .routes(routes!(assignments::create_assignments))
        .routes(routes!(assignments::list_orders))
        .routes(routes!(assignments::get_assignment))
        .routes(routes!(assignments::progress_assignment))
        .routes(routes!(incident_acts::progress_incident))
        .routes(routes!(incident_acts::raise_incident_level))
        .routes(routes!(incident_acts::close_incident))
        .routes(routes!(incident_acts::reopen_incident))
        .with_state(desk)
}
