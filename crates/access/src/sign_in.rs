//! 登录记录 the journalled record of a session: who came in, when, and how it ended. Without the token
//! and without the password.

use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

/// One session's record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    /// Its id; people name a session by it, because the session's own key is a secret's digest.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of the row.
    #[serde(skip)]
    pub version: i64,
    /// Whose session.
    pub account: Uuid,
    /// The name at sign-in, as it was then.
    pub username: String,
    /// When it began.
    pub began_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// How it ended: the word of an [`Ending`].
    pub ended_by: Option<String>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "sign_in";
    const MERGE: MergeRule = MergeRule::Latest;

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

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its person signed out.
    SignedOut,
    /// Nobody used it for too long.
    Idle,
    /// It reached the most that a session may last.
    Aged,
    /// An administrator ended it.
    Administrator,
    /// The account's password was set anew.
    Password,
    /// The account was disabled.
    Disabled,
}

impl Ending {
    /// The word in the database and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Idle => "idle",
            Self::Aged => "aged",
            Self::Administrator => "administrator",
            Self::Password => "password",
            Self::Disabled => "disabled",
        }
    }
}
