//! `/api/v1/session`: signing in, who am I, signing out.

use access::{Access, AccessError, Identity, Password, SignInError};
use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use base::{Label, Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::ApiTime;
use crate::extract::{Body, Caller};
use crate::guard::{SessionToken, cookie_name};
use crate::parts::Transport;
use crate::problem::{FieldError, Problem, Text};
use crate::sets_form::{RoleWord, SetsForm};

/// What these handlers stand on.
#[derive(Clone)]
pub(crate) struct SessionState {
    pub(crate) access: Access,
    pub(crate) transport: Transport,
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SignIn {
    /// The name at sign-in.
    username: String,
    /// The password.
    #[schema(format = Password)]
    password: String,
}

/// Who is signed in, and what they may do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    account: SessionAccount,
    /// What the account may do, by its role and its sets.
    permissions: Vec<&'static str>,
    /// After so many seconds without use the session ends.
    idle_timeout_seconds: u64,
    /// After so many seconds from signing in the session ends, used or not.
    lifetime_seconds: u64,
    /// The server's time, for clocks on screens.
    server_time: ApiTime,
}

/// The account behind a session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionAccount {
    id: Uuid,
    username: String,
    display_name: String,
    role: RoleWord,
    /// `zh` or `en`.
    locale: String,
    /// Where it may act.
    sets: SetsForm,
}

impl SessionState {
    fn describe(&self, who: Identity) -> Session {
        Session {
            permissions: who.pass.permissions().to_vec(),
            idle_timeout_seconds: self.access.config().idle.as_secs(),
            lifetime_seconds: self.access.config().lifetime.as_secs(),
            server_time: self.access.journal().clock().now().into(),
            account: SessionAccount {
                id: who.account,
                username: who.username,
                display_name: who.display_name,
                role: who.role.into(),
                locale: who.locale,
                sets: who.sets.into(),
            },
        }
    }

    /// The cookie ends with the browser; the server ends it earlier by idleness.
    fn cookie(&self, token: &str, rest: &str) -> Result<HeaderValue, Problem> {
        let secure = match self.transport {
            Transport::Tls => "; Secure",
            Transport::Plain => "",
        };
        let name = cookie_name(self.transport);
        let line = format!("{name}={token}; HttpOnly; SameSite=Lax; Path=/{secure}{rest}");
        let mut value = HeaderValue::try_from(line)
            .map_err(|_| Problem::internal("the session cookie cannot be written"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Sign in
///
/// Sets the session cookie. A machine may send the cookie's value as `Authorization: Bearer`.
#[utoipa::path(post, path = "/api/v1/session", operation_id = "create_session", tag = "session",
    request_body = SignIn,
    responses((status = 200, description = "Signed in", body = Session)))]
pub(crate) async fn create_session(
    State(state): State<SessionState>,
    Body(body): Body<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let password = Password::new(body.password);
    let signed_in = state.access.sign_in(&body.username, &password).await;
    let signed_in = signed_in.map_err(sign_in_problem)?;
    let cookie = state.cookie(signed_in.token.reveal(), "")?;
    let session = state.describe(signed_in.session.who);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(session)))
}

/// Who am I
#[utoipa::path(get, path = "/api/v1/session", operation_id = "read_session", tag = "session",
    responses((status = 200, description = "The session", body = Session)))]
pub(crate) async fn read_session(
    State(state): State<SessionState>,
    Extension(token): Extension<SessionToken>,
) -> Result<Json<Session>, Problem> {
    let session = state.access.session(&token.0).await?;
    let session = session.ok_or_else(Problem::sign_in)?;
    Ok(Json(state.describe(session.who)))
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "delete_session", tag = "session",
    responses((status = 204, description = "Signed out")))]
pub(crate) async fn delete_session(
    State(state): State<SessionState>,
    Extension(token): Extension<SessionToken>,
) -> Result<impl IntoResponse, Problem> {
    state.access.sign_out(&token.0).await?;
    let cookie = state.cookie("", "; Max-Age=0")?;
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, cookie)]),
    ))
}

/// A new password of one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPassword {
    /// The password that counts now.
    #[schema(format = Password)]
    present: String,
    /// The next one: 10 to 256 characters.
    #[schema(format = Password)]
    next: String,
}

/// Change one's own password
///
/// This session goes on; all others of the account end. A wrong present password counts towards
/// the lock-out.
#[utoipa::path(put, path = "/api/v1/session/password", operation_id = "change_own_password",
    tag = "session", request_body = OwnPassword,
    responses((status = 204, description = "Changed")))]
pub(crate) async fn change_own_password(
    State(state): State<SessionState>,
    caller: Caller,
    Extension(token): Extension<SessionToken>,
    Body(body): Body<OwnPassword>,
) -> Result<StatusCode, Problem> {
    let (present, next) = (Password::new(body.present), Password::new(body.next));
    let access = &state.access;
    let changed =
        access.change_own_password(&caller.pass, caller.account, &token.0, &present, next);
    changed.await.map_err(|error| match error {
        // 401 would say that the session is over.
        SignInError::WrongCredentials => {
            let told = Text::new("当前密码错误", "The present password is wrong");
            Problem::invalid([FieldError::new("present", told)])
        }
        SignInError::Failed(AccessError::Password) => {
            let told = Text::new("密码应为 10 至 256 个字符", "Write 10 to 256 characters");
            Problem::invalid([FieldError::new("next", told)])
        }
        other => sign_in_problem(other),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

fn sign_in_problem(error: SignInError) -> Problem {
    match error {
        SignInError::WrongCredentials => {
            let title = Label::new("用户名或密码错误", "The username or the password is wrong");
            Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", title)
        }
        SignInError::Locked { retry_after } => {
            let title = Label::new(
                "密码错误次数过多，账号暂时锁定",
                "Locked after too many wrong passwords",
            );
            let detail = Label::new(
                "请稍后再试，或请管理员重设密码。",
                "Try again later, or ask an administrator for a new password.",
            );
            Problem::new(StatusCode::LOCKED, "locked", title)
                .detail(detail)
                .retry_after(retry_after.as_secs().max(1))
        }
        SignInError::Disabled => {
            let title = Label::new("账号已停用", "The account is disabled");
            let detail = Label::new("请联系管理员。", "Ask an administrator.");
            Problem::new(StatusCode::FORBIDDEN, "account_disabled", title).detail(detail)
        }
        SignInError::Failed(error) => error.into(),
    }
}
