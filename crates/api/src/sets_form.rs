//! Roles, languages and sets as the API writes them.

use std::str::FromStr;

use access::{Role, Sets};
use base::{Language, Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::problem::{FieldError, Problem, Text};

/// A role by its word.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct RoleWord(Role);

impl From<Role> for RoleWord {
    fn from(role: Role) -> Self {
        Self(role)
    }
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        word.0
    }
}

impl utoipa::PartialSchema for RoleWord {
    /// From the roles themselves, so that a new one is never missing.
    fn schema() -> utoipa::openapi::RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Role::ALL.map(Role::as_str)))
            .into()
    }
}

impl ToSchema for RoleWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "Role".into()
    }
}

/// A language of screens.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Locale {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::Zh => Self::Zh,
            Locale::En => Self::En,
        }
    }
}

/// The sets that bind an account or a token: each one that is there narrows.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SetsForm {
    /// Region codes, each with everything in it; none means the whole city.
    areas: Vec<String>,
    /// Sectors; none means all.
    sectors: Vec<String>,
    /// The own unit.
    unit: Option<Uuid>,
    /// The units that a service body works for.
    clients: Vec<Uuid>,
    /// The organisation that the account acts for.
    organisation: Option<Uuid>,
}

impl SetsForm {
    /// The sets, or every entry that cannot be one, at its place below `field`.
    pub(crate) fn read(self, field: &str) -> Result<Sets, Problem> {
        let mut errors = Vec::new();
        let sets = Sets {
            areas: all(&self.areas, &format!("{field}.areas"), &mut errors),
            sectors: all(&self.sectors, &format!("{field}.sectors"), &mut errors),
            unit: self.unit,
            clients: self.clients,
            organisation: self.organisation,
        };
        if errors.is_empty() {
            Ok(sets)
        } else {
            Err(Problem::invalid(errors))
        }
    }
}

fn all<T: FromStr>(texts: &[String], field: &str, errors: &mut Vec<FieldError>) -> Vec<T>
where
    T::Err: std::fmt::Display,
{
    let mut read = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        match text.parse::<T>() {
            Ok(one) => read.push(one),
            Err(error) => {
                let message = Text::new(format!("“{text}”不是有效的代码"), error.to_string());
                errors.push(FieldError::new(format!("{field}.{at}"), message));
            }
        }
    }
    read
}

impl From<Sets> for SetsForm {
    fn from(sets: Sets) -> Self {
        Self {
            areas: sets.areas.iter().map(ToString::to_string).collect(),
            sectors: sets.sectors.iter().map(ToString::to_string).collect(),
            unit: sets.unit,
            clients: sets.clients,
            organisation: sets.organisation,
        }
    }
}
