//! What every operation's document has in common: who may call it, and how it refuses.

use access::{Gate, PUBLIC};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, Info, OpenApi};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::problem::Problem;
use crate::refusals::problem;

/// Adds the title, the ways to sign in, problems and permissions.
pub(crate) fn complete(document: &mut OpenApi, gate: &Gate, cookie: &str) {
    let mut info = Info::new("烽燧 Fengsui", env!("CARGO_PKG_VERSION"));
    info.description = Some("One API for a city's fire safety.".to_owned());
    document.info = info;
    let components = document.components.get_or_insert_with(Components::new);
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookie)));
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("bearer", bearer);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_mut(item) {
            complete_operation(operation, gate, method, path);
        }
    }
}

fn complete_operation(operation: &mut Operation, gate: &Gate, method: &'static str, path: &str) {
    let refusal = problem("A problem (RFC 9457)");
    let responses = &mut operation.responses.responses;
    responses
        .entry("default".to_owned())
        .or_insert(refusal.into());
    if PUBLIC.contains(&(method, path)) {
        operation.security = Some(Vec::new());
        return;
    }
    let no_scopes = || std::iter::empty::<String>();
    operation.security = Some(vec![
        SecurityRequirement::new("session", no_scopes()),
        SecurityRequirement::new("bearer", no_scopes()),
    ]);
    if let Some(permission) = gate.permission(method, path) {
        let permission = ExtensionsBuilder::new().add("x-permission", permission);
        operation
            .extensions
            .get_or_insert_default()
            .merge(permission.build());
    }
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("DELETE", &mut item.delete),
        ("PATCH", &mut item.patch),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Every operation of a document: method and path.
pub(crate) fn operations(document: &OpenApi) -> Vec<(&'static str, String)> {
    let items = document.paths.paths.iter();
    let operations = items.flat_map(|(path, item)| {
        let all = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("DELETE", &item.delete),
            ("PATCH", &item.patch),
        ];
        let there = all.into_iter().filter(|(_, operation)| operation.is_some());
        there.map(|(method, _)| (method, path.clone()))
    });
    operations.collect()
}
