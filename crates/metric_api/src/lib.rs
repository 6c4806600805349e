//! The HTTP side of all metrics 指标: values, series, rankings and files, by one set of handlers.
//!
//! Invariants: a metric is there for who may read every register that it counts; a figure of an
//! area is given to who answers for all of it and refused to others, never narrowed in silence;
//! each number carries the question whose list shows its rows.
//!
//! It is not where numbers are counted: that is [`metric::Metrics`].

mod asked;
mod export;
mod problem;
mod ranking;
mod routes;
mod view;

use access::{OperationRule, permission};
use capability::Platform;
use metric::Metrics;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the handlers stand on.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) metrics: Metrics,
    pub(crate) platform: Platform,
}

/// The operations.
pub fn router(platform: &Platform, metrics: &Metrics) -> OpenApiRouter {
    let desk = Desk {
        metrics: metrics.clone(),
        platform: platform.clone(),
    };
    OpenApiRouter::new()
        .routes(routes!(routes::list_metrics))
        .routes(routes!(routes::read_metric))
        .routes(routes!(ranking::rank_metric))
        .routes(routes!(routes::follow_metric))
        .routes(routes!(export::export_metric))
        .routes(routes!(routes::list_metric_areas))
        .with_state(desk)
}

/// Which permission each operation asks for; each metric asks for those of its registers besides.
pub const RULES: &[OperationRule] = &[
    rule("/api/v1/metrics"),
    rule("/api/v1/metrics/{key}"),
    rule("/api/v1/metrics/{key}/areas"),
    rule("/api/v1/metrics/{key}/series"),
    rule("/api/v1/metrics/{key}/export"),
    rule("/api/v1/metric-areas"),
];

const fn rule(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: permission::METRIC_READ,
    }
}
