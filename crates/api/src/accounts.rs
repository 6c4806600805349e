//! `/api/v1/accounts`: keeping accounts, their passwords and their sessions.

use access::{
    Access, AccessError, AccountChange, AccountFilter, NewAccount, OpenSession, Password, account,
};
use axum::extract::State;
use axum::http::StatusCode;
use base::{Label, Uuid};
use journal::CommitError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{ApiTime, Created, Freshness, Page, Tagged};
use crate::extract::{Body, Caller, IfMatch, PageQuery, PathOf, QueryOf};
use crate::problem::Problem;
use crate::refusals::{ChangeRefusals, CreateRefusals, QueryRefusals, ReadRefusals};
use crate::sets_form::{Locale, RoleWord, SetsForm};

/// An account, as those who keep accounts see it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Account {
    id: Uuid,
    /// The version; the ETag.
    version: i64,
    username: String,
    display_name: String,
    role: RoleWord,
    locale: String,
    sets: SetsForm,
    disabled: bool,
    created_at: ApiTime,
}

impl TryFrom<account::Model> for Account {
    type Error = AccessError;

    fn try_from(model: account::Model) -> Result<Self, AccessError> {
        Ok(Self {
            role: model.role()?.into(),
            sets: model.sets()?.into(),
            id: model.id,
            version: model.version,
            username: model.username,
            display_name: model.display_name,
            locale: model.locale,
            disabled: model.disabled,
            created_at: model.created_at.into(),
        })
    }
}

/// A new account with its first password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountForm {
    /// 2 to 32 of a–z, 0–9, `.`, `_`, `-`.
    username: String,
    /// 1 to 40 characters.
    display_name: String,
    role: RoleWord,
    #[serde(default)]
    locale: Locale,
    #[serde(default)]
    sets: SetsForm,
    /// 10 to 256 characters.
    #[schema(format = Password)]
    password: String,
}

/// What changes of an account; what is left out stays. `sets` replaces all sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountPatch {
    display_name: Option<String>,
    role: Option<RoleWord>,
    locale: Option<Locale>,
    sets: Option<SetsForm>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordForm {
    /// 10 to 256 characters.
    #[schema(format = Password)]
    password: String,
}

/// A session of an account that stands now.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionOfAccount {
    /// The record of its sign-in; end it by this. Missing for a session of an older program.
    #[schema(nullable)]
    id: Option<Uuid>,
    created_at: ApiTime,
    /// To the minute.
    last_seen_at: ApiTime,
}

impl From<OpenSession> for SessionOfAccount {
    fn from(session: OpenSession) -> Self {
        Self {
            id: session.sign_in,
            created_at: session.created_at.into(),
            last_seen_at: session.last_seen_at.into(),
        }
    }
}

/// A change of a record that another was faster with: 412 with what stands.
async fn stale(access: &Access, caller: &Caller, id: Uuid, error: AccessError) -> Problem {
    if !matches!(error, AccessError::Commit(CommitError::Conflict { .. })) {
        return error.into();
    }
    let stands = access.account(&caller.pass, id).await;
    match stands.and_then(Account::try_from) {
        Ok(current) => Problem::precondition_failed(current),
        Err(error) => error.into(),
    }
}

fn tagged(model: account::Model) -> Result<Tagged<Account>, Problem> {
    Ok(Tagged(model.version, Account::try_from(model)?))
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountQuery {
    /// Part of the username or of the name for people.
    #[serde(default)]
    search: Option<String>,
    /// Only this role.
    #[serde(default)]
    role: Option<RoleWord>,
    /// Only those that are disabled, or only those that are not.
    #[serde(default)]
    disabled: Option<bool>,
}

/// List accounts
///
/// Those inside the caller's own sets, in the order in which they were made.
#[utoipa::path(get, path = "/api/v1/accounts", operation_id = "list_accounts", tag = "accounts",
    params(AccountQuery, PageQuery),
    responses((status = 200, description = "Accounts", body = Page<Account>), QueryRefusals))]
pub(crate) async fn list_accounts(
    State(access): State<Access>,
    caller: Caller,
    QueryOf(query): QueryOf<AccountQuery>,
    page: PageQuery,
) -> Result<Page<Account>, Problem> {
    let after = page.after.as_deref().map(str::parse::<Uuid>).transpose();
    let after = after.map_err(|_| {
        Problem::malformed(Label::new(
            "after 应为上一页的 next。",
            "after has to be a page's next.",
        ))
    })?;
    let freshness = Freshness::of(access.journal());
    let filter = AccountFilter {
        words: query.search,
        role: query.role.map(Into::into),
        disabled: query.disabled,
    };
    let rows = access.accounts(&caller.pass, &filter, page.limit, after);
    let rows = rows.await?;
    let rows = rows.into_iter().map(Account::try_from);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of_one_more(freshness, rows, page.limit, |last| {
        last.id.to_string()
    }))
}

/// Make an account
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "create_account", tag = "accounts",
    request_body = AccountForm,
    responses((status = 201, description = "Made", body = Account, headers(("ETag" = String))),
        CreateRefusals))]
pub(crate) async fn create_account(
    State(access): State<Access>,
    caller: Caller,
    Body(form): Body<AccountForm>,
) -> Result<Created<Account>, Problem> {
    let new = NewAccount {
        username: form.username,
        display_name: form.display_name,
        role: form.role.into(),
        locale: form.locale.into(),
        sets: form.sets.read("sets")?,
    };
    let password = Password::new(form.password);
    let made = access.create_account(&caller.pass, new, password).await?;
    Ok(Created {
        location: format!("/api/v1/accounts/{}", made.id),
        version: made.version,
        body: made.try_into()?,
    })
}

/// Read an account
#[utoipa::path(get, path = "/api/v1/accounts/{id}", operation_id = "read_account",
    tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Account, headers(("ETag" = String))), ReadRefusals))]
pub(crate) async fn read_account(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<Account>, Problem> {
    tagged(access.account(&caller.pass, id).await?)
}

/// Change an account
///
/// Nobody changes the role or the sets of the account they act with.
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", operation_id = "change_account",
    tag = "accounts", params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = AccountPatch,
    responses((status = 200, body = Account, headers(("ETag" = String))), ChangeRefusals))]
pub(crate) async fn change_account(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(patch): Body<AccountPatch>,
) -> Result<Tagged<Account>, Problem> {
    let change = AccountChange {
        display_name: patch.display_name,
        role: patch.role.map(Into::into),
        locale: patch.locale.map(Into::into),
        sets: patch.sets.map(|sets| sets.read("sets")).transpose()?,
    };
    match access
        .change_account(&caller.pass, id, version, change)
        .await
    {
        Ok(model) => tagged(model),
        Err(error) => Err(stale(&access, &caller, id, error).await),
    }
}

/// Disable an account
///
/// Its sessions end at once. The last administrator of the whole city stays enabled.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disabling", operation_id = "disable_account",
    tag = "accounts", params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Account, headers(("ETag" = String))), ChangeRefusals))]
pub(crate) async fn disable_account(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<Account>, Problem> {
    match access.disable_account(&caller.pass, id, version).await {
        Ok(model) => tagged(model),
        Err(error) => Err(stale(&access, &caller, id, error).await),
    }
}

/// Enable an account again
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enabling", operation_id = "enable_account",
    tag = "accounts", params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Account, headers(("ETag" = String))), ChangeRefusals))]
pub(crate) async fn enable_account(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<Account>, Problem> {
    match access.enable_account(&caller.pass, id, version).await {
        Ok(model) => tagged(model),
        Err(error) => Err(stale(&access, &caller, id, error).await),
    }
}

/// Set somebody's password
///
/// Opens a lock-out and ends all sessions of the account.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/password", operation_id = "set_account_password",
    tag = "accounts", params(("id" = Uuid, Path)), request_body = PasswordForm,
    responses((status = 204, description = "Set"), ReadRefusals))]
pub(crate) async fn set_account_password(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(form): Body<PasswordForm>,
) -> Result<StatusCode, Problem> {
    let password = Password::new(form.password);
    access.set_password(&caller.pass, id, password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List the sessions of an account
#[utoipa::path(get, path = "/api/v1/accounts/{id}/sessions",
    operation_id = "list_account_sessions", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 200, description = "Sessions that stand, the newest first",
        body = Vec<SessionOfAccount>), ReadRefusals))]
pub(crate) async fn list_account_sessions(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<axum::Json<Vec<SessionOfAccount>>, Problem> {
    let account = access.account(&caller.pass, id).await?;
    let open = access.sessions_of(account.id).await?;
    Ok(axum::Json(open.into_iter().map(Into::into).collect()))
}

/// End all sessions of an account
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/sessions",
    operation_id = "end_account_sessions", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Ended"), ReadRefusals))]
pub(crate) async fn end_account_sessions(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<StatusCode, Problem> {
    let account = access.account(&caller.pass, id).await?;
    access
        .end_sessions(caller.actor(), account.id, None)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End one session of an account
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/sessions/{session}",
    operation_id = "end_account_session", tag = "accounts",
    params(("id" = Uuid, Path), ("session" = Uuid, Path)),
    responses((status = 204, description = "Ended"), ReadRefusals))]
pub(crate) async fn end_account_session(
    State(access): State<Access>,
    caller: Caller,
    PathOf((id, session)): PathOf<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let account = access.account(&caller.pass, id).await?;
    let ended = access.end_sessions(caller.actor(), account.id, Some(session));
    ended.await?;
    Ok(StatusCode::NO_CONTENT)
}
