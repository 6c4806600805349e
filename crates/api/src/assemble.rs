//! Putting the rooms' routers, the gate and the document together.

use std::sync::Arc;

use access::{Gate, OperationRule, PUBLIC, permission};
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::get;
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::dress::dress;
use crate::events::{self, CATCHING_UP, EventState, Feed};
use crate::guard::{BODY_LIMIT, Door, cookie_name, guard};
use crate::hear_out::hear_out;
use crate::parts::Parts;
use crate::problem::Problem;
use crate::session::{self, SessionState};
use crate::{accounts, api_tokens, health, journal_list, roles};

/// The rules of the operations in this room; [`assemble`] adds them to the rooms' own.
pub const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/session", permission::SESSION_OWN),
    rule("DELETE", "/api/v1/session", permission::SESSION_OWN),
    rule("PUT", "/api/v1/session/password", permission::SESSION_OWN),
    rule("GET", "/api/v1/events", permission::EVENT_READ),
    rule("GET", "/api/v1/journal", permission::JOURNAL_READ),
    rule("GET", "/api/v1/accounts", permission::ACCOUNT_MANAGE),
    rule("POST", "/api/v1/accounts", permission::ACCOUNT_MANAGE),
    rule("GET", "/api/v1/accounts/{id}", permission::ACCOUNT_MANAGE),
    rule("PATCH", "/api/v1/accounts/{id}", permission::ACCOUNT_MANAGE),
    rule(
        "POST",
        "/api/v1/accounts/{id}/disabling",
        permission::ACCOUNT_MANAGE,
    ),
    rule(
        "POST",
        "/api/v1/accounts/{id}/enabling",
        permission::ACCOUNT_MANAGE,
    ),
    rule(
        "PUT",
        "/api/v1/accounts/{id}/password",
        permission::ACCOUNT_MANAGE,
    ),
    rule(
        "GET",
        "/api/v1/accounts/{id}/sessions",
        permission::ACCOUNT_MANAGE,
    ),
    rule(
        "DELETE",
        "/api/v1/accounts/{id}/sessions",
        permission::ACCOUNT_MANAGE,
    ),
    rule(
        "DELETE",
        "/api/v1/accounts/{id}/sessions/{session}",
        permission::ACCOUNT_MANAGE,
    ),
    rule("GET", "/api/v1/roles", permission::SESSION_OWN),
    rule("GET", "/api/v1/api-tokens", permission::ACCOUNT_MANAGE),
    rule("POST", "/api/v1/api-tokens", permission::ACCOUNT_MANAGE),
    rule(
        "DELETE",
        "/api/v1/api-tokens/{id}",
        permission::ACCOUNT_MANAGE,
    ),
];

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

/// The whole HTTP side and its document. Call it inside a Tokio runtime: the event feed starts
/// here.
///
/// Layers, from the outside: gzip, language and headers, the caller heard out, the gate, the body limit, the handlers.
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
        stop: parts.stop.clone(),
        cookie: cookie_name(parts.transport),
    });
    let all = routers
        .into_iter()
        .fold(own_routes(&parts), OpenApiRouter::merge);
    let (router, mut document) = all.split_for_parts();
    crate::document::complete(&mut document, &gate, cookie_name(parts.transport));
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
        .layer(from_fn(hear_out))
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
        feed: Feed::start(&parts.journal, &parts.access, &parts.events),
        turns: Arc::new(Semaphore::new(CATCHING_UP)),
        stop: parts.stop.clone(),
    };
    let sessions = OpenApiRouter::new()
        .routes(routes!(
            session::create_session,
            session::read_session,
            session::delete_session
        ))
        .routes(routes!(session::change_own_password))
        .with_state(session_state);
    let streams = OpenApiRouter::new()
        .routes(routes!(events::follow_events))
        .with_state(event_state);
    let readers = OpenApiRouter::new()
        .routes(routes!(journal_list::list_journal))
        .routes(routes!(health::read_readiness))
        .with_state(parts.journal.clone());
    OpenApiRouter::default()
        .merge(account_routes(parts))
        .merge(sessions)
        .merge(streams)
        .merge(readers)
        .routes(routes!(health::read_health))
        .routes(routes!(roles::list_roles))
}

fn account_routes(parts: &Parts) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(accounts::read_account, accounts::change_account))
        .routes(routes!(accounts::disable_account))
        .routes(routes!(accounts::enable_account))
        .routes(routes!(accounts::set_account_password))
        .routes(routes!(
            accounts::list_account_sessions,
            accounts::end_account_sessions
        ))
        .routes(routes!(accounts::end_account_session))
        .routes(routes!(
            api_tokens::list_api_tokens,
            api_tokens::create_api_token
        ))
        .routes(routes!(api_tokens::revoke_api_token))
        .with_state(parts.access.clone())
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
