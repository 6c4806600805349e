//! The gate in front of every handler: who calls, and may they.
//!
//! In this order: requests from a foreign page and bodies that are too large are turned away, the
//! session is looked up, the rule is asked, and only then the handler runs with its [`Caller`].
//!
//! A cross-site request is told by its `Origin`, which a browser sends with every state-changing
//! request and a page cannot forge; that the body has to be JSON keeps plain HTML forms out where
//! it is missing. The cookie's `SameSite=Lax` stands before both: it comes along when somebody
//! follows a link to a page, and with no request that another page makes.

use std::sync::Arc;

use access::{Access, Decision, Gate};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::Label;
use tokio::sync::watch;

use crate::extract::{Caller, too_large, unsupported_media_type};
use crate::parts::Transport;
use crate::problem::Problem;
use crate::standing::Standing;

/// The session's cookie over plain HTTP.
pub const COOKIE: &str = "fengsui_session";

/// The session's cookie behind TLS: a browser takes one of this name from this very host alone,
/// `Secure` and for every path, so no neighbour under the same domain can plant one.
const HOST_COOKIE: &str = "__Host-fengsui_session";

/// The name of the session's cookie.
#[must_use]
pub const fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => HOST_COOKIE,
        Transport::Plain => COOKIE,
    }
}

/// The largest body, bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What the guard asks.
pub(crate) struct Door {
    pub(crate) gate: Gate,
    pub(crate) access: Access,
    /// Turns true when the server stops.
    pub(crate) stop: watch::Receiver<bool>,
    /// The name of the session's cookie.
    pub(crate) cookie: &'static str,
}

/// The token a request came with, for the handlers that end or watch the session itself.
#[derive(Clone)]
pub(crate) struct SessionToken(pub(crate) String);

/// Lets a request through to its handler or answers it with a problem.
pub(crate) async fn guard(
    State(door): State<Arc<Door>>,
    mut request: Request,
    next: Next,
) -> Response {
    match admit(&door, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(door: &Door, request: &mut Request) -> Result<(), Problem> {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        // No operation: screens may answer, but a mistyped operation is never a page.
        return if request.uri().path().starts_with("/api/") {
            Err(Problem::not_found())
        } else {
            Ok(())
        };
    };
    let method = request.method().as_str();
    if !request.method().is_safe() || request.method() == Method::TRACE {
        refuse_foreign_page(request.headers())?;
        if !takes_files(path.as_str(), request.headers()) {
            refuse_other_bodies(request.headers())?;
        }
    }
    if door.gate.decide(method, path.as_str(), None) == Decision::Allowed {
        return Ok(());
    }
    let token = token_of(request.headers(), door.cookie).ok_or_else(Problem::sign_in)?;
    let session = door.access.session(&token).await?;
    let who = session.ok_or_else(Problem::sign_in)?.who;
    match door.gate.decide(method, path.as_str(), Some(&who.pass)) {
        Decision::Allowed => {}
        Decision::SignInFirst => return Err(Problem::sign_in()),
        Decision::Denied => return Err(Problem::denied()),
    }
    let caller = Caller {
        account: who.account,
        username: who.username,
        display_name: who.display_name,
        role: who.role,
        areas: who.sets.areas,
        pass: who.pass,
    };
    let (access, stop) = (door.access.clone(), door.stop.clone());
    let standing = Standing::new(access, token.clone(), caller.pass.clone(), stop);
    request.extensions_mut().insert(standing);
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(SessionToken(token));
    Ok(())
}

/// A machine's `Authorization: Bearer`, else a browser's cookie.
fn token_of(headers: &HeaderMap, cookie: &str) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).map(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
    });
    // Who shows a bearer token means that one, also when it is unreadable.
    bearer.unwrap_or_else(|| cookie_of(headers, cookie))
}

fn cookie_of(headers: &HeaderMap, cookie: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let found = pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == cookie && !value.is_empty());
    found.map(|(_, value)| value.to_owned())
}

fn refuse_foreign_page(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|text| text.split_once("://"));
    match (origin, host) {
        (Some((_, authority)), Some(host)) if authority.eq_ignore_ascii_case(host) => Ok(()),
        _ => {
            let title = Label::new("请求来自其他网页", "The request comes from another page");
            let detail = Label::new(
                "请在本系统的页面中操作；如经代理访问，代理须保留 Host。",
                "Work in this system's own pages; a proxy in between has to keep Host.",
            );
            let problem = Problem::new(StatusCode::FORBIDDEN, "foreign_origin", title);
            Err(problem.detail(detail))
        }
    }
}

/// Whether the request brings a file to an operation that takes one; such an operation bounds it by
/// itself. The media type is none that a foreign page's form can send.
fn takes_files(path: &str, headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE);
    let takes = path.ends_with("/imports") || path.ends_with("/attachments");
    takes && media.is_some_and(|media| media == "application/octet-stream")
}

fn refuse_other_bodies(headers: &HeaderMap) -> Result<(), Problem> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_large());
    }
    let empty = length.unwrap_or(0) == 0 && !headers.contains_key(header::TRANSFER_ENCODING);
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|value| {
        let essence = value.to_str().unwrap_or_default();
        let essence = essence.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    });
    if empty || json {
        Ok(())
    } else {
        Err(unsupported_media_type())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name: header::HeaderName = name.parse().unwrap();
            (name, value.parse().unwrap())
        });
        pairs.collect()
    }

    #[test]
    fn a_token_comes_as_bearer_or_as_cookie() {
        let cookie = [("cookie", "theme=dark; fengsui_session=abc")];
        let token_of = |headers: &HeaderMap| super::token_of(headers, COOKIE);
        assert_eq!(token_of(&headers(&cookie)).as_deref(), Some("abc"));
        let behind_tls = cookie_name(Transport::Tls);
        assert_eq!(super::token_of(&headers(&cookie), behind_tls), None);
        let both = [
            ("cookie", "fengsui_session=abc"),
            ("authorization", "bearer x"),
        ];
        assert_eq!(token_of(&headers(&both)).as_deref(), Some("x"));
        let other = [
            ("cookie", "fengsui_session=abc"),
            ("authorization", "Basic x"),
        ];
        assert_eq!(token_of(&headers(&other)), None);
        assert_eq!(token_of(&headers(&[("cookie", "fengsui_session=")])), None);
    }

    #[test]
    fn only_our_own_origin_may_change_state() {
        let from = |origin| refuse_foreign_page(&headers(&[("host", "a:1"), ("origin", origin)]));
        assert!(from("http://a:1").is_ok());
        for foreign in [
            "http://b",
            "http://a:2",
            "http://a",
            "null",
            "http://evil/a:1",
        ] {
            assert_eq!(from(foreign).unwrap_err().code(), "foreign_origin");
        }
        assert!(refuse_foreign_page(&headers(&[("host", "a:1")])).is_ok());
    }

    #[test]
    fn a_body_is_json_and_not_too_large() {
        let json = ("content-type", "application/json; charset=utf-8");
        let text = ("content-type", "text/plain");
        assert!(refuse_other_bodies(&headers(&[json, ("content-length", "9")])).is_ok());
        assert!(refuse_other_bodies(&headers(&[text, ("content-length", "0")])).is_ok());
        assert!(refuse_other_bodies(&headers(&[])).is_ok());
        for wrong in [("content-length", "9"), ("transfer-encoding", "chunked")] {
            let problem = refuse_other_bodies(&headers(&[text, wrong])).unwrap_err();
            assert_eq!(problem.code(), "unsupported_media_type");
        }
        let large = [json, ("content-length", "1048577")];
        let problem = refuse_other_bodies(&headers(&large)).unwrap_err();
        assert_eq!(problem.code(), "too_large");
    }
}
