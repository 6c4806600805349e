//! `/api/v1/api-tokens`: tokens of other systems.

use access::{Access, KnownToken, NewApiToken};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::ApiTime;
use crate::extract::{Body, Caller, PathOf};
use crate::problem::Problem;
use crate::refusals::{CreateRefusals, ListRefusals, ReadRefusals};
use crate::sets_form::SetsForm;

/// A token without its text.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiToken {
    id: Uuid,
    /// What it is for.
    name: String,
    permissions: Vec<String>,
    sets: SetsForm,
    created_at: ApiTime,
    expires_at: ApiTime,
    #[schema(nullable)]
    revoked_at: Option<ApiTime>,
    /// To the minute.
    #[schema(nullable)]
    last_used_at: Option<ApiTime>,
}

impl TryFrom<KnownToken> for ApiToken {
    type Error = access::AccessError;

    fn try_from(known: KnownToken) -> Result<Self, access::AccessError> {
        let record = known.record;
        Ok(Self {
            permissions: record.permissions()?,
            sets: record.sets()?.into(),
            id: record.id,
            name: record.name,
            created_at: record.created_at.into(),
            expires_at: record.expires_at.into(),
            revoked_at: record.revoked_at.map(Into::into),
            last_used_at: known.last_used_at.map(Into::into),
        })
    }
}

/// A new token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiTokenForm {
    /// What it is for: 1 to 40 characters.
    name: String,
    /// Permissions that role integration has.
    permissions: Vec<String>,
    #[serde(default)]
    sets: SetsForm,
    /// At most two years from now.
    expires_at: ApiTime,
}

/// A token with its text, this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShownApiToken {
    #[serde(flatten)]
    token: ApiToken,
    /// Send it as `Authorization: Bearer`. It is kept nowhere and never shown again.
    secret: String,
}

/// List API tokens
#[utoipa::path(get, path = "/api/v1/api-tokens", operation_id = "list_api_tokens",
    tag = "accounts",
    responses((status = 200, description = "Tokens inside the caller's sets, the newest first",
        body = Vec<ApiToken>), ListRefusals))]
pub(crate) async fn list_api_tokens(
    State(access): State<Access>,
    caller: Caller,
) -> Result<Json<Vec<ApiToken>>, Problem> {
    let known = access.api_tokens(&caller.pass).await?.into_iter();
    let known = known.map(ApiToken::try_from).collect::<Result<_, _>>()?;
    Ok(Json(known))
}

/// Make an API token
///
/// Its text is in this answer and is never shown again.
#[utoipa::path(post, path = "/api/v1/api-tokens", operation_id = "create_api_token",
    tag = "accounts", request_body = ApiTokenForm,
    responses((status = 201, description = "Made", body = ShownApiToken), CreateRefusals))]
pub(crate) async fn create_api_token(
    State(access): State<Access>,
    caller: Caller,
    Body(form): Body<ApiTokenForm>,
) -> Result<Response, Problem> {
    let new = NewApiToken {
        name: form.name,
        permissions: form.permissions,
        sets: form.sets.read("sets")?,
        expires_at: form.expires_at.into(),
    };
    let (secret, known) = access.create_api_token(&caller.pass, new).await?;
    let shown = ShownApiToken {
        token: known.try_into()?,
        secret: secret.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

/// Revoke an API token
#[utoipa::path(delete, path = "/api/v1/api-tokens/{id}", operation_id = "revoke_api_token",
    tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked"), ReadRefusals))]
pub(crate) async fn revoke_api_token(
    State(access): State<Access>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<StatusCode, Problem> {
    access.revoke_api_token(&caller.pass, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
