//! Putting the rooms' routers, the gate and the document together.

use std::sync::Arc;

use access::{Gate, OperationRule, PUBLIC, permission};
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::dress::dress;
use crate::events::{self, EventState, Feed};
use crate::guard::{BODY_LIMIT, Door, guard};
use crate::parts::Parts;
use crate::problem::Problem;
use crate::session::{self, SessionState};
use crate::{health, journal_list};

/// The rules of the operations in this room; [`assemble`] adds them to the rooms' own.
pub const RULES: &[OperationRule] = &[
    OperationRule {
        method: "GET",
        path: "/api/v1/session",
        permission: permission::SESSION_OWN,
    },
    OperationRule {
        method: "DELETE",
        path: "/api/v1/session",
        permission: permission::SESSION_OWN,
    },
    OperationRule {
        method: "GET",
        path: "/api/v1/events",
        permission: permission::EVENT_READ,
    },
    OperationRule {
        method: "GET",
        path: "/api/v1/journal",
        permission: permission::JOURNAL_READ,
    },
];

/// The whole HTTP side and its document. Call it inside a Tokio runtime: the event feed starts
/// here.
///
/// Layers, from the outside: gzip, language and headers, the gate, the body limit, the handlers.
/// Add nothing to the router afterwards: it would stand outside the gate.
pub fn assemble(
    parts: Parts,
    rules: impl IntoIterator<Item = OperationRule>,
    routers: Vec<OpenApiRouter>,
) -> (axum::Router, OpenApi) {
    let gate = Gate::new(RULES.iter().copied().chain(rules));
    let door = Arc::new(Door {
        gate: gate.clone(),
        access: parts.access.clone(),
    });
    let all = routers
        .into_iter()
        .fold(own_routes(&parts), OpenApiRouter::merge);
    let (router, mut document) = all.split_for_parts();
    crate::document::complete(&mut document, &gate);
    let text: Arc<str> = document.to_json().unwrap_or_default().into();
    let serve_document = move || async move {
        (
            [(header::CONTENT_TYPE, "application/json")],
            text.to_string(),
        )
            .into_response()
    };
    let router = router.route("/api/v1/openapi.json", get(serve_document));
    let router = match parts.screens {
        Some(screens) => router.fallback_service(screens),
        None => router.fallback(|| async { Problem::not_found() }),
    };
    let router = router
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(door, guard))
        .layer(from_fn(dress))
        // Outermost, because what it packed nobody may rewrite. Its own predicate leaves event
        // streams and small bodies alone.
        .layer(CompressionLayer::new());
    (router, document)
}

fn own_routes(parts: &Parts) -> OpenApiRouter {
    let session_state = SessionState {
        access: parts.access.clone(),
        transport: parts.transport,
    };
    let event_state = EventState {
        journal: parts.journal.clone(),
        access: parts.access.clone(),
        feed: Feed::start(&parts.journal, &parts.events),
        stop: parts.stop.clone(),
    };
    let sessions = OpenApiRouter::new()
        .routes(routes!(
            session::create_session,
            session::read_session,
            session::delete_session
        ))
        .with_state(session_state);
    let streams = OpenApiRouter::new()
        .routes(routes!(events::follow_events))
        .with_state(event_state);
    let readers = OpenApiRouter::new()
        .routes(routes!(journal_list::list_journal))
        .routes(routes!(health::read_readiness))
        .with_state(parts.journal.clone());
    OpenApiRouter::default()
        .merge(sessions)
        .merge(streams)
        .merge(readers)
        .routes(routes!(health::read_health))
}

/// The operations of a document that no rule names and that are not public, as `METHOD path`; a
/// test holds this empty, because the gate refuses them to everybody.
#[must_use]
pub fn operations_without_rule(
    document: &OpenApi,
    rules: impl IntoIterator<Item = OperationRule>,
) -> Vec<String> {
    let gate = Gate::new(RULES.iter().copied().chain(rules));
    let operations = crate::document::operations(document);
    let forgotten = operations.into_iter().filter(|(method, path)| {
        !PUBLIC.contains(&(*method, path)) && gate.permission(method, path).is_none()
    });
    forgotten
        .map(|(method, path)| format!("{method} {path}"))
        .collect()
}
