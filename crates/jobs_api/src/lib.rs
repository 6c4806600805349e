//! The HTTP side of what the house does by itself: its jobs and its outbox, for whoever keeps it
//! running.
//!
//! Invariants: reading is one permission and acting another; what a person asks for (a run now, a
//! message once more) stands in the journal before it is done; no recipient leaves unmasked. The
//! house is one: an account that is bound to areas keeps no part of it and is refused.
//!
//! What it shows is what this process knows; another process of the same database shows its own.

mod acts;
mod jobs_list;
mod outbox_desk;
mod view;

use std::sync::Arc;

use access::OperationRule;
use access::permission::{JOB_READ, JOB_RUN};
use api::{Caller, Problem};
use jobs::Board;
use journal::Journal;
use outbox::{ChannelName, Outbox};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use acts::{migrations, record_defs, table_shapes};

/// What the handlers stand on.
#[derive(Clone)]
pub struct Upkeep {
    /// The jobs of this process.
    pub board: Board,
    /// The outbox.
    pub outbox: Outbox,
    /// The channels that this process delivers by.
    pub served: Arc<[ChannelName]>,
    /// The journal.
    pub journal: Journal,
}

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

/// Which permission each operation asks for.
pub const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/jobs", JOB_READ),
    rule("POST", "/api/v1/jobs/{name}/run", JOB_RUN),
    rule("GET", "/api/v1/outbox", JOB_READ),
    rule("GET", "/api/v1/outbox/{channel}/given-up", JOB_READ),
    rule("POST", "/api/v1/outbox/{channel}/retry", JOB_RUN),
    rule("POST", "/api/v1/outbox/messages/{id}/retry", JOB_RUN),
];

/// The operations.
pub fn router(upkeep: Upkeep) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(jobs_list::list_jobs))
        .routes(routes!(jobs_list::run_job))
        .routes(routes!(outbox_desk::read_outbox))
        .routes(routes!(outbox_desk::list_given_up))
        .routes(routes!(outbox_desk::retry_channel))
        .routes(routes!(outbox_desk::retry_message))
        .with_state(upkeep)
}

/// The house is one: who answers for a part of the city is refused.
pub(crate) fn whole_house(caller: &Caller) -> Result<(), Problem> {
    if caller.covers(None) {
        Ok(())
    } else {
        Err(Problem::denied())
    }
}
