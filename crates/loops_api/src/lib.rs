//! The HTTP side of the loops 闭环: what there is, the inbox, one case and all that is done to it.
//!
//! Invariants: handlers translate and decide nothing, who may do what is said by [`loops::Cases`]; a
//! case is known by its row, so that the register's addresses and these name the same thing; its ETag
//! counts actions and hand-overs.

mod info;
mod problem;
mod routes;
mod view;

use access::OperationRule;
use access::permission::{CASE_ACT, CASE_READ};
use api::EventRule;
use loops::Cases;
use utoipa_axum::router::OpenApiRouter;

pub use problem::no_template;

/// The operations of the loops.
pub fn router(cases: Cases) -> OpenApiRouter {
    routes::router(cases)
}

/// Which permission each operation asks for; the loop asks further.
pub const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/loops", CASE_READ),
    rule("POST", "/api/v1/loops/{key}/cases", CASE_ACT),
    rule("GET", "/api/v1/cases", CASE_READ),
    rule("GET", "/api/v1/cases/counts", CASE_READ),
    rule("POST", "/api/v1/cases/actions", CASE_ACT),
    rule("GET", "/api/v1/cases/{id}", CASE_READ),
    rule("GET", "/api/v1/cases/{id}/story", CASE_READ),
    rule("POST", "/api/v1/cases/{id}/actions", CASE_ACT),
    rule("POST", "/api/v1/cases/{id}/comments", CASE_ACT),
    rule("GET", "/api/v1/cases/{id}/receivers", CASE_ACT),
    rule("POST", "/api/v1/cases/{id}/handover", CASE_ACT),
    rule("POST", "/api/v1/cases/{id}/links", CASE_ACT),
    rule("DELETE", "/api/v1/cases/{id}/links/{link}", CASE_ACT),
    rule("GET", "/api/v1/cases/{id}/documents/{document}", CASE_READ),
];

/// What of the cases leaves by the event stream.
#[must_use]
pub fn events() -> Vec<EventRule> {
    ["loop_case", "case_comment", "case_link", "case_document"]
        .map(|kind| EventRule::of(kind, CASE_READ))
        .into()
}

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}
