//! The journalled record of a person's account 账号. The password is not in it: see `credential`.

use base::{RegionCode, Timestamp};
use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

use crate::{AccessError, Pass, Role, Sets};

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
    /// Sectors as a JSON list of texts; empty in bodies of schema 1, which means all.
    pub sectors: Option<String>,
    /// The own unit; empty in bodies of schema 1.
    pub unit: Option<Uuid>,
    /// Client units as a JSON list of ids; empty in bodies of schema 1.
    pub clients: Option<String>,
    /// The organisation it acts for; empty in bodies up to schema 2.
    pub organisation: Option<Uuid>,
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
    const SCHEMA: i32 = 3;
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
    /// Schema 1 had areas alone, schema 2 no organisation: what they lack reads as empty.
    fn upcast(schema: i32, body: serde_json::Value) -> Result<serde_json::Value, String> {
        match schema {
            1..=3 => Ok(body),
            _ => Err(format!("no way from schema {schema} to 3")),
        }
    }
}

impl Model {
    /// The sets that bind it.
    ///
    /// # Errors
    /// [`AccessError::Unreadable`].
    pub fn sets(&self) -> Result<Sets, AccessError> {
        let stored = StoredSets {
            areas: &self.areas,
            sectors: self.sectors.as_deref(),
            unit: self.unit,
            clients: self.clients.as_deref(),
            organisation: self.organisation,
        };
        stored.read().map_err(|error| AccessError::Unreadable {
            account: self.id,
            reason: error.to_string(),
        })
    }

    pub(crate) fn set_sets(&mut self, sets: &Sets) -> Result<(), AccessError> {
        self.areas = list(&sets.areas)?;
        self.sectors = Some(list(&sets.sectors)?);
        self.unit = sets.unit;
        self.clients = Some(list(&sets.clients)?);
        self.organisation = sets.organisation;
        Ok(())
    }

    /// Its role.
    ///
    /// # Errors
    /// [`AccessError::Unreadable`].
    pub fn role(&self) -> Result<Role, AccessError> {
        self.role
            .parse()
            .map_err(|error: crate::UnknownRole| AccessError::Unreadable {
                account: self.id,
                reason: error.to_string(),
            })
    }
}

/// Sets as columns hold them.
pub(crate) struct StoredSets<'a> {
    pub(crate) areas: &'a str,
    pub(crate) sectors: Option<&'a str>,
    pub(crate) unit: Option<Uuid>,
    pub(crate) clients: Option<&'a str>,
    pub(crate) organisation: Option<Uuid>,
}

impl StoredSets<'_> {
    /// A list that cannot be read is an error and never "all of them".
    pub(crate) fn read(&self) -> Result<Sets, serde_json::Error> {
        Ok(Sets {
            areas: serde_json::from_str::<Vec<RegionCode>>(self.areas)?,
            sectors: serde_json::from_str(self.sectors.unwrap_or("[]"))?,
            unit: self.unit,
            clients: serde_json::from_str(self.clients.unwrap_or("[]"))?,
            organisation: self.organisation,
        })
    }
}

pub(crate) fn list<T: Serialize>(items: &[T]) -> Result<String, AccessError> {
    Ok(serde_json::to_string(items).map_err(base::CanonicalError::Json)?)
}

/// The word of a language in the database and the API.
#[must_use]
pub const fn locale_word(language: base::Language) -> &'static str {
    match language {
        base::Language::Zh => "zh",
        base::Language::En => "en",
    }
}

/// A name for people: 1 to 40 characters without blanks around them.
pub(crate) fn display_name(text: &str) -> Result<String, AccessError> {
    let name = text.trim();
    let plain = !name.chars().any(char::is_control);
    if plain && (1..=40).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err(AccessError::DisplayName)
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
    /// The sets that bind it.
    pub sets: Sets,
}

impl NewAccount {
    pub(crate) fn into_model(self, id: Uuid, now: Timestamp) -> Result<Model, AccessError> {
        let username = normalise(&self.username);
        if !is_username(&username) {
            return Err(AccessError::Username(self.username));
        }
        if !self.role.is_for_people() {
            return Err(AccessError::RoleOfMachines);
        }
        self.sets.fit(self.role)?;
        let mut model = Model {
            id,
            version: 0,
            username,
            display_name: display_name(&self.display_name)?,
            role: self.role.as_str().to_owned(),
            locale: locale_word(self.locale).to_owned(),
            areas: String::new(),
            sectors: None,
            unit: None,
            clients: None,
            organisation: None,
            disabled: false,
            created_at: now.into(),
        };
        model.set_sets(&self.sets)?;
        Ok(model)
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

/// Who somebody is, read from an account or a token and checked: the form the rest of the program
/// sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account, or the token.
    pub account: Uuid,
    /// The name at sign-in; a token's name.
    pub username: String,
    /// The name for people.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// `zh` or `en`.
    pub locale: String,
    /// The sets that bind it.
    pub sets: Sets,
    /// What it may do, and where.
    pub pass: Pass,
}

impl TryFrom<Model> for Identity {
    type Error = AccessError;

    /// An account with a role or a set that cannot be read is nobody: reading it as "the whole
    /// city" would open what somebody meant to close.
    fn try_from(model: Model) -> Result<Self, AccessError> {
        let role = model.role()?;
        let sets = model.sets()?;
        Ok(Self {
            account: model.id,
            username: model.username,
            display_name: model.display_name,
            role,
            locale: model.locale,
            pass: Pass::of_account(model.id, role, &sets),
            sets,
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
            sets: Sets::of_areas(vec!["140802".parse().unwrap()]),
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
        assert_eq!(
            Identity::try_from(model.clone()).unwrap().sets.areas.len(),
            1
        );
        model.areas = r#"["1408020"]"#.to_owned();
        assert!(Identity::try_from(model.clone()).is_err());
        model.areas = String::new();
        assert!(Identity::try_from(model).is_err());
        let mut model = new("wang").unwrap();
        model.sectors = Some("[\"教育\"]".to_owned());
        assert!(Identity::try_from(model).is_err());
    }

    #[test]
    fn a_body_of_schema_1_reads_as_an_account_without_the_new_sets() {
        let body = serde_json::json!({
            "id": Uuid::nil(), "username": "wang", "display_name": "王", "role": "dispatcher",
            "locale": "zh", "areas": "[\"140802\"]", "disabled": false, "created_at": 5,
        });
        let body = Model::upcast(1, body).unwrap();
        let model: Model = serde_json::from_value(body).unwrap();
        let sets = model.sets().unwrap();
        assert_eq!(sets, Sets::of_areas(vec!["140802".parse().unwrap()]));
        assert!(Model::upcast(4, serde_json::Value::Null).is_err());
    }

    #[test]
    fn a_machines_role_and_sets_that_do_not_fit_make_no_account() {
        let with = |role, sets| NewAccount {
            username: "wang".to_owned(),
            display_name: "王".to_owned(),
            role,
            locale: base::Language::Zh,
            sets,
        };
        let made = |new: NewAccount| new.into_model(Uuid::nil(), Timestamp::default());
        let machine = made(with(Role::Integration, Sets::default()));
        assert!(matches!(machine, Err(AccessError::RoleOfMachines)));
        let nowhere = made(with(Role::GridWorker, Sets::default()));
        assert!(matches!(nowhere, Err(AccessError::Sets(_))));
        let mut nameless = with(Role::Dispatcher, Sets::default());
        nameless.display_name = " ".to_owned();
        assert!(matches!(made(nameless), Err(AccessError::DisplayName)));
    }
}
