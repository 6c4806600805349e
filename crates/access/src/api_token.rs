//! The journalled record of an API token 接口令牌: what it may do and until when, without the token.

use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

use crate::account::StoredSets;
use crate::{AccessError, Identity, Pass, Role, Sets};

/// A token's record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of the row.
    #[serde(skip)]
    pub version: i64,
    /// What it is for, in words.
    pub name: String,
    /// Permissions as a JSON list of texts; counted only as far as role integration has them.
    pub permissions: String,
    /// Region codes as a JSON list; an empty list means the whole city.
    pub areas: String,
    /// Sectors as a JSON list; an empty list means all.
    pub sectors: String,
    /// The one unit it works for.
    pub unit: Option<Uuid>,
    /// Further units as a JSON list of ids.
    pub clients: String,
    /// When it was made.
    pub created_at: Time,
    /// From when on it opens nothing.
    pub expires_at: Time,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "api_token";
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

impl Model {
    /// The sets that bind it.
    ///
    /// # Errors
    /// [`AccessError::Unreadable`].
    pub fn sets(&self) -> Result<Sets, AccessError> {
        let stored = StoredSets {
            areas: &self.areas,
            sectors: Some(&self.sectors),
            unit: self.unit,
            clients: Some(&self.clients),
            organisation: None,
        };
        stored.read().map_err(|error| self.unreadable(&error))
    }

    /// The permissions as they were written down.
    ///
    /// # Errors
    /// [`AccessError::Unreadable`].
    pub fn permissions(&self) -> Result<Vec<String>, AccessError> {
        serde_json::from_str(&self.permissions).map_err(|error| self.unreadable(&error))
    }

    fn unreadable(&self, error: &serde_json::Error) -> AccessError {
        AccessError::Unreadable {
            account: self.id,
            reason: error.to_string(),
        }
    }
}

impl TryFrom<Model> for Identity {
    type Error = AccessError;

    fn try_from(model: Model) -> Result<Self, AccessError> {
        let sets = model.sets()?;
        let pass = Pass::of_token(model.id, &model.permissions()?, &sets);
        Ok(Self {
            account: model.id,
            username: model.name.clone(),
            display_name: model.name,
            role: Role::Integration,
            locale: "zh".to_owned(),
            sets,
            pass,
        })
    }
}
