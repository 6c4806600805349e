//! The journalled record of a person's account 账号. The password is not in it: see `credential`.

use base::{RegionCode, Timestamp};
use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

use crate::{AccessError, Role};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version; the ETag.
    #[serde(skip)]
    pub version: i64,
    /// The name at sign-in, lower case, unique.
    pub username: String,
    /// The name for people.
    pub display_name: String,
    /// The role's word; see [`Role`].
    pub role: String,
    /// `zh` or `en`.
    pub locale: String,
    /// Region codes as a JSON list of texts; an empty list means the whole city.
    pub areas: String,
    /// Whether it may not be used any more.
    pub disabled: bool,
    /// When it was made.
    pub created_at: Time,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "account";
    const MERGE: MergeRule = MergeRule::Settler;

    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i64 {
        self.version
    }
    fn set_version(&mut self, version: i64) {
        self.version = version;
    }
}

/// What a new account is made of.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name at sign-in: 2 to 32 of a–z, 0–9, `.`, `_`, `-`; capitals are made small.
    pub username: String,
    /// The name for people.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The language of its screens.
    pub locale: base::Language,
    /// The regions it answers for; none means the whole city.
    pub areas: Vec<RegionCode>,
}

impl NewAccount {
    pub(crate) fn into_model(self, id: Uuid, now: Timestamp) -> Result<Model, AccessError> {
        let username = normalise(&self.username);
        if !is_username(&username) {
            return Err(AccessError::Username(self.username));
        }
        let locale = match self.locale {
            base::Language::Zh => "zh",
            base::Language::En => "en",
        };
        Ok(Model {
            id,
            version: 0,
            username,
            display_name: self.display_name,
            role: self.role.as_str().to_owned(),
            locale: locale.to_owned(),
            areas: serde_json::to_string(&self.areas).map_err(base::CanonicalError::Json)?,
            disabled: false,
            created_at: now.into(),
        })
    }
}

/// The form in which a username is stored and looked for.
pub(crate) fn normalise(username: &str) -> String {
    username.trim().to_lowercase()
}

fn is_username(text: &str) -> bool {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    (2..=32).contains(&text.len()) && text.bytes().all(known)
}

/// Who somebody is, read from an account and checked: the form the rest of the program sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: Uuid,
    /// The name at sign-in.
    pub username: String,
    /// The name for people.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// `zh` or `en`.
    pub locale: String,
    /// The regions it answers for; none means the whole city.
    pub areas: Vec<RegionCode>,
}

impl TryFrom<Model> for Identity {
    type Error = AccessError;

    /// An account with a role or an area that cannot be read is nobody: reading it as "the whole
    /// city" would open what somebody meant to close.
    fn try_from(model: Model) -> Result<Self, AccessError> {
        let unreadable = |reason: String| AccessError::Unreadable {
            account: model.id,
            reason,
        };
        let role = model.role.parse::<Role>();
        let role = role.map_err(|error| unreadable(error.to_string()))?;
        let areas = serde_json::from_str(&model.areas);
        let areas = areas.map_err(|error| unreadable(error.to_string()))?;
        Ok(Self {
            account: model.id,
            username: model.username,
            display_name: model.display_name,
            role,
            locale: model.locale,
            areas,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(username: &str) -> Result<Model, AccessError> {
        let account = NewAccount {
            username: username.to_owned(),
            display_name: "王".to_owned(),
            role: Role::Dispatcher,
            locale: base::Language::Zh,
            areas: vec!["140802".parse().unwrap()],
        };
        account.into_model(Uuid::nil(), Timestamp::default())
    }

    #[test]
    fn usernames_are_lower_case_and_plain() {
        assert_eq!(new(" Wang.Li ").unwrap().username, "wang.li");
        for wrong in ["", "a", "王力", "a b", "a/b", &"x".repeat(33)] {
            assert!(matches!(new(wrong), Err(AccessError::Username(_))));
        }
    }

    #[test]
    fn an_unreadable_area_never_becomes_the_whole_city() {
        let mut model = new("wang").unwrap();
        assert_eq!(Identity::try_from(model.clone()).unwrap().areas.len(), 1);
        model.areas = r#"["1408020"]"#.to_owned();
        assert!(Identity::try_from(model.clone()).is_err());
        model.areas = String::new();
        assert!(Identity::try_from(model).is_err());
    }
}
