//! What handlers ask a request for. Every refusal here is a [`Problem`].

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use base::{Label, Language, RegionCode, Uuid};
use journal::Actor;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use access::{Pass, Role, Subject};

use crate::problem::{FieldError, Problem, Text};

/// Who calls, as the gate found out before the handler.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The account, or the API token.
    pub account: Uuid,
    /// Its name at sign-in.
    pub username: String,
    /// Its name for people.
    pub display_name: String,
    /// Its role.
    pub role: Role,
    /// The regions it answers for; none means the whole city, as far as no other set narrows: see
    /// [`Caller::pass`].
    pub areas: Vec<RegionCode>,
    /// What it may do, and where.
    pub pass: Pass,
}

impl Caller {
    /// Who did it, for the journal.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.pass.actor()
    }

    /// Whether the caller may do `permission`.
    #[must_use]
    pub fn permits(&self, permission: &str) -> bool {
        self.pass.permits(permission)
    }

    /// Whether the caller answers for a subject of which the region alone is known.
    #[must_use]
    pub fn covers(&self, region: Option<&str>) -> bool {
        self.pass.scope().admits(&Subject::in_region(region))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(Problem::sign_in)
    }
}

/// The language the caller asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang(pub Language);

impl Lang {
    pub(crate) fn of(headers: &axum::http::HeaderMap) -> Language {
        let wanted = headers.get(header::ACCEPT_LANGUAGE);
        let wanted = wanted.and_then(|value| value.to_str().ok());
        wanted.map(Language::from_accept).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Self::of(&parts.headers)))
    }
}

/// The version an update was made for: `If-Match: "<version>"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Problem::precondition_required());
        };
        let version = value
            .to_str()
            .ok()
            .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'))
            .and_then(|text| text.parse().ok())
            .filter(|version| *version >= 0);
        version.map(Self).ok_or_else(|| {
            Problem::malformed(Label::new(
                "If-Match 应为读取时得到的 ETag,例如 \"3\"。",
                "If-Match has to be the ETag that was read, such as \"3\".",
            ))
        })
    }
}

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(body_problem(&rejection)),
        }
    }
}

fn body_problem(rejection: &JsonRejection) -> Problem {
    let reason = rejection.body_text();
    match rejection {
        JsonRejection::JsonDataError(_) => {
            // axum says "Failed to deserialize …: <path>: <reason>"; the path is what helps most.
            let told = reason
                .split_once("type: ")
                .map_or(&*reason, |(_, rest)| rest);
            let (field, message) = told.split_once(": ").unwrap_or(("", told));
            Problem::invalid([FieldError::new(field, Text::new(message, message))])
        }
        JsonRejection::MissingJsonContentType(_) => unsupported_media_type(),
        _ if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Problem::malformed(Text::new(format!("不是有效的 JSON:{reason}"), reason)),
    }
}

pub(crate) fn unsupported_media_type() -> Problem {
    let title = Label::new("请求内容应为 JSON", "The body has to be JSON");
    let detail = Label::new(
        "请以 Content-Type: application/json 提交。",
        "Send it with Content-Type: application/json.",
    );
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        title,
    )
    .detail(detail)
}

pub(crate) fn too_large() -> Problem {
    let title = Label::new("请求内容过大", "The body is too large");
    let detail = Label::new("请求内容不得超过 1 MiB。", "A body may hold 1 MiB.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", title).detail(detail)
}

/// The longest page.
pub const MAX_LIMIT: u64 = 200;

/// Which page of a list: keyset, so rows that arrive meanwhile move nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Rows on a page.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 200, default = 50, required = false)]
    pub limit: u64,
    /// The `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

const fn usual_limit() -> u64 {
    50
}

impl<S: Send + Sync> FromRequestParts<S> for PageQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let QueryOf(query) = QueryOf::<Self>::from_request_parts(parts, state).await?;
        if (1..=MAX_LIMIT).contains(&query.limit) {
            Ok(query)
        } else {
            Err(Problem::malformed(Label::new(
                "limit 应在 1 到 200 之间。",
                "limit has to lie between 1 and 200.",
            )))
        }
    }
}

/// Query parameters.
#[derive(Clone, Copy, Debug)]
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Query::<T>::from_request_parts(parts, state).await;
        read.map(|Query(query)| Self(query))
            .map_err(|rejection: QueryRejection| {
                let reason = rejection.body_text();
                Problem::malformed(Text::new(format!("查询参数有误:{reason}"), reason))
            })
    }
}

/// Parts of the path. A path that does not fit names nothing: 404.
#[derive(Clone, Copy, Debug)]
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(path)| Self(path))
            .map_err(|_: PathRejection| Problem::not_found())
    }
}
