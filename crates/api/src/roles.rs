//! `/api/v1/roles`: what each role may do, in words.

use access::{ALL_PERMISSIONS, Role, words_of};
use axum::Json;
use base::Label;
use serde::Serialize;
use utoipa::ToSchema;

use crate::sets_form::RoleWord;

/// A name in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleLabel {
    zh: &'static str,
    en: &'static str,
}

impl From<Label> for RoleLabel {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh,
            en: label.en,
        }
    }
}

/// A role.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleInfo {
    role: RoleWord,
    label: RoleLabel,
    /// Whether a person's account may have it; machines have tokens.
    for_people: bool,
    /// Which sets go with it. `city`: areas or none, which is the whole city; `sectors`: areas,
    /// sectors, both or none; `areas`: at least one area; `units`: an own unit or client units;
    /// `any`: whatever is written down.
    binding: &'static str,
    permissions: &'static [&'static str],
}

/// A permission in words.
#[derive(Serialize, ToSchema)]
pub(crate) struct PermissionInfo {
    key: &'static str,
    label: RoleLabel,
}

/// All roles and all permissions.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleTable {
    roles: Vec<RoleInfo>,
    /// In the order in which a person would look for them.
    permissions: Vec<PermissionInfo>,
}

/// What each role may do
#[utoipa::path(get, path = "/api/v1/roles", operation_id = "list_roles", tag = "accounts",
    responses((status = 200, description = "Roles and permissions", body = RoleTable)))]
pub(crate) async fn list_roles() -> Json<RoleTable> {
    let roles = Role::ALL.into_iter().map(|role| RoleInfo {
        role: role.into(),
        label: role.label().into(),
        for_people: role.is_for_people(),
        binding: role.binding().as_str(),
        permissions: role.permissions(),
    });
    let words = |key: &'static str| words_of(key).map(|label| (key, label));
    let permissions = ALL_PERMISSIONS.into_iter().filter_map(words);
    Json(RoleTable {
        roles: roles.collect(),
        permissions: permissions
            .map(|(key, label)| PermissionInfo {
                key,
                label: label.into(),
            })
            .collect(),
    })
}
