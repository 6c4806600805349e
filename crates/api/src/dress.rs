//! The outermost layer: problems in the caller's language, and the headers that keep browsers safe.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base::Language;

use crate::extract::Lang;
use crate::problem::Problem;

/// Scripts only from here; styles also inline, because Ant Design writes them so; workers from
/// blobs, because the map makes them so; no page of ours in another's frame.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
    connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; \
    form-action 'self'; frame-ancestors 'none'";

/// Finishes every response.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let language = Lang::of(request.headers());
    let operation = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        speak(&mut response, &problem, language);
    }
    let headers = response.headers_mut();
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "no-referrer");
    put(headers, header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    if operation {
        // What an operation answers is about now and about somebody.
        put(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn speak(response: &mut Response, problem: &Problem, language: Language) {
    *response.body_mut() = Body::from(problem.bytes(language));
    let tag = match language {
        Language::Zh => "zh",
        Language::En => "en",
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(tag));
}

/// A handler that set a header itself knows better.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
