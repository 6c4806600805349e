//! `/healthz` and `/readyz`: for whoever watches the process.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use journal::Journal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The state of the process.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`
    status: &'static str,
}

/// The process runs
#[utoipa::path(get, path = "/healthz", operation_id = "read_health", tag = "health",
    responses((status = 200, description = "It runs", body = Health)))]
pub(crate) async fn read_health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The process can work: its database answers
#[utoipa::path(get, path = "/readyz", operation_id = "read_readiness", tag = "health",
    responses((status = 200, description = "It can work", body = Health)))]
pub(crate) async fn read_readiness(
    State(journal): State<Journal>,
) -> Result<Json<Health>, Problem> {
    let answer = tokio::time::timeout(PATIENCE, journal.store().reader().ping()).await;
    answer.map_err(|_| Problem::unavailable(PATIENCE.as_secs()))??;
    Ok(Json(Health { status: "ok" }))
}
