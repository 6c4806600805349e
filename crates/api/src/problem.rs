//! Problems (RFC 9457): how every refusal leaves the house.
//!
//! A handler returns a [`Problem`] with its words in both languages. Turned into a response it is
//! rendered in Chinese and rides along in the response's extensions; the outermost layer
//! ([`crate::assemble`]) knows what language the caller asked for and renders it again. So no
//! handler passes a language around, and a problem still reads well where no layer is.
//!
//! Invariant: a problem shows what the caller can do next and never a cause from inside; causes
//! are logged where the problem is made.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Label, Language};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Words for people in both languages, made while the program runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Text {
    /// A text from its two forms.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    fn text(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

impl From<Label> for Text {
    fn from(label: Label) -> Self {
        Self::new(label.zh, label.en)
    }
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field, as a path: `location.longitude`.
    pub field: String,
    /// What to do about it.
    pub message: Text,
}

impl FieldError {
    /// An error of `field`.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<Text>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// A refusal.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    title: Text,
    detail: Option<Text>,
    errors: Vec<FieldError>,
    current: Option<Value>,
    retry_after: Option<u64>,
}

/// A problem as it is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `urn:fengsui:problem:<code>`
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, in the caller's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do, in the caller's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The problem's name for programs.
    code: &'static str,
    /// What is wrong with single fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField>,
    /// What stands in the database now, where that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<Value>,
    /// Seconds after which trying again makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
pub struct ProblemField {
    /// The field, as a path.
    field: String,
    /// What to do about it.
    message: String,
}

impl Problem {
    /// A problem of one's own: use it for what only one room knows.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<Text>) -> Self {
        Self(Box::new(Inner {
            status,
            code,
            title: title.into(),
            detail: None,
            errors: Vec::new(),
            current: None,
            retry_after: None,
        }))
    }

    /// Adds what to do.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Text>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds errors of fields.
    #[must_use]
    pub fn errors(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.0.errors.extend(errors);
        self
    }

    /// Adds what stands in the database now.
    #[must_use]
    pub fn current(mut self, current: impl Serialize) -> Self {
        self.0.current = serde_json::to_value(current).ok();
        self
    }

    /// Adds after how many seconds trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Its HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Its name for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// 404: there is no such thing, or not for this caller.
    #[must_use]
    pub fn not_found() -> Self {
        let title = Label::new("没有找到", "Not found");
        Self::new(StatusCode::NOT_FOUND, "not_found", title)
    }

    /// 409: the request does not fit the state; `current` is that state.
    #[must_use]
    pub fn conflict(current: impl Serialize) -> Self {
        let title = Label::new("与当前状态冲突", "This does not fit the present state");
        Self::new(StatusCode::CONFLICT, "conflict", title).current(current)
    }

    /// 428: an update came without If-Match.
    #[must_use]
    pub fn precondition_required() -> Self {
        let title = Label::new("缺少 If-Match", "If-Match is missing");
        let detail = Label::new(
            "先读取记录，再用它的 ETag 作为 If-Match 提交。",
            "Read the record first and send its ETag as If-Match.",
        );
        Self::new(
            StatusCode::PRECONDITION_REQUIRED,
            "precondition_required",
            title,
        )
        .detail(detail)
    }

    /// 412: the record has another version; `current` is the record as it stands.
    #[must_use]
    pub fn precondition_failed(current: impl Serialize) -> Self {
        let title = Label::new("记录已被他人修改", "The record was changed by someone else");
        let detail = Label::new(
            "请核对最新内容后再提交。",
            "Look at the present state and decide again.",
        );
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "precondition_failed",
            title,
        )
        .detail(detail)
        .current(current)
    }

    /// 422: fields are wrong.
    #[must_use]
    pub fn invalid(errors: impl IntoIterator<Item = FieldError>) -> Self {
        let title = Label::new("内容有误", "Some fields are wrong");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title).errors(errors)
    }

    /// 400: the request cannot be read.
    #[must_use]
    pub fn malformed(detail: impl Into<Text>) -> Self {
        let title = Label::new("请求无法读取", "The request cannot be read");
        Self::new(StatusCode::BAD_REQUEST, "malformed", title).detail(detail)
    }

    /// 403: the caller may not.
    #[must_use]
    pub fn denied() -> Self {
        let title = Label::new("没有权限", "Not permitted");
        let detail = Label::new(
            "如工作需要，请联系管理员调整角色。",
            "If your work needs it, ask an administrator to change your role.",
        );
        Self::new(StatusCode::FORBIDDEN, "denied", title).detail(detail)
    }

    /// 401: nobody is signed in.
    #[must_use]
    pub fn sign_in() -> Self {
        let title = Label::new("请先登录", "Sign in first");
        Self::new(StatusCode::UNAUTHORIZED, "sign_in", title)
    }

    /// 503: nothing was done; try again after so many seconds.
    #[must_use]
    pub fn unavailable(retry_after: u64) -> Self {
        let title = Label::new("服务暂时不可用", "The service is not available right now");
        let detail = Label::new(
            "没有保存任何内容，请稍后重试。",
            "Nothing was saved; try again in a moment.",
        );
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", title)
            .detail(detail)
            .retry_after(retry_after)
    }

    /// 500: a defect of ours. The cause goes to the log and not to the caller.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "an operation failed");
        let title = Label::new("内部错误", "Internal error");
        let detail = Label::new(
            "错误已记录，请联系维护人员。",
            "It was written to the log; tell whoever maintains this server.",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title).detail(detail)
    }

    /// The problem as it is sent in `language`.
    #[must_use]
    pub fn body(&self, language: Language) -> ProblemBody {
        let inner = &*self.0;
        let errors = inner.errors.iter().map(|error| ProblemField {
            field: error.field.clone(),
            message: error.message.text(language).to_owned(),
        });
        ProblemBody {
            kind: format!("urn:fengsui:problem:{}", inner.code),
            title: inner.title.text(language).to_owned(),
            status: inner.status.as_u16(),
            detail: inner
                .detail
                .as_ref()
                .map(|detail| detail.text(language).to_owned()),
            code: inner.code,
            errors: errors.collect(),
            current: inner.current.clone(),
            retry_after: inner.retry_after,
        }
    }

    pub(crate) fn bytes(&self, language: Language) -> Vec<u8> {
        serde_json::to_vec(&self.body(language)).unwrap_or_default()
    }
}

impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        ProblemBody::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> std::borrow::Cow<'static, str> {
        "Problem".into()
    }

    fn schemas(
        schemas: &mut Vec<(
            String,
            utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>,
        )>,
    ) {
        ProblemBody::schemas(schemas);
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.bytes(Language::Zh)));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("zh"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
