//! The index of all cases: where each stands, with whom, until when.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::Time;

use super::journalled;

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "loop_case")]
pub struct Model {
    /// Its own id in the journal; people and addresses know it by `row`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of this record.
    #[serde(skip)]
    pub version: i64,
    /// The loop, which is also the key of the register.
    pub loop_key: String,
    /// The row of the register.
    pub row: Uuid,
    /// What the row is called.
    pub title: String,
    /// Its region.
    pub region: Option<String>,
    /// The unit 单位 it belongs to.
    pub unit: Option<Uuid>,
    /// Where it stands.
    pub state: String,
    /// Counts actions and hand-overs: the ETag. Reminders and escalations do not raise it, so that
    /// nobody's action fails because a clock struck.
    pub step: i64,
    /// `nobody`, `account`, `role` or `organisation`.
    pub holder_kind: String,
    /// The account's or organisation's id, or the role's word.
    pub holder: String,
    /// Who opened it, as the journal names them.
    pub opened_by: String,
    /// When it was opened.
    pub opened_at: Time,
    /// When it came to its end.
    pub closed_at: Option<Time>,
    /// The version of the rules that it opened under.
    pub rule: String,
    /// The running term.
    pub term: Option<String>,
    /// When it is over.
    pub due_at: Option<Time>,
    /// When the holder is reminded.
    pub remind_at: Option<Time>,
    /// Since when it is known to be overdue.
    pub overdue_at: Option<Time>,
    /// When somebody further hears of it.
    pub escalate_at: Option<Time>,
    /// How often it was escalated in this term.
    pub escalation: i32,
    /// The role that heard of it last.
    pub escalated_to: Option<String>,
    /// When the reconciler has to look again.
    pub attend_at: Option<Time>,
    /// `due_at`, or the end of time: what inboxes are ordered by.
    pub due_key: i64,
    /// The reason given with the change that made this version.
    pub reason: Option<String>,
}

journalled!("loop_case");

/// Whom a case is with, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// Nobody.
    Nobody,
    /// An account.
    Account(Uuid),
    /// A role.
    Role(access::Role),
    /// An organisation.
    Organisation(Uuid),
}

impl With {
    /// The word of its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Account(_) => "account",
            Self::Role(_) => "role",
            Self::Organisation(_) => "organisation",
        }
    }

    /// Whose it is: an id or a role's word.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Nobody => String::new(),
            Self::Account(id) | Self::Organisation(id) => id.to_string(),
            Self::Role(role) => role.to_string(),
        }
    }

    /// From its two words; what cannot be read is nobody.
    #[must_use]
    pub fn read(kind: &str, key: &str) -> Self {
        match kind {
            "account" => Uuid::parse_str(key).map_or(Self::Nobody, Self::Account),
            "organisation" => Uuid::parse_str(key).map_or(Self::Nobody, Self::Organisation),
            "role" => key.parse().map_or(Self::Nobody, Self::Role),
            _ => Self::Nobody,
        }
    }
}

impl Model {
    /// Whom it is with.
    #[must_use]
    pub fn with(&self) -> With {
        With::read(&self.holder_kind, &self.holder)
    }

    pub(crate) fn hand_to(&mut self, with: &With) {
        self.holder_kind = with.kind().to_owned();
        self.holder = with.key();
    }

    /// Puts what follows from the times in order.
    pub(crate) fn settle(&mut self) {
        self.due_key = self.due_at.map_or(i64::MAX, |due| due.0);
        let due = self.due_at.filter(|_| self.overdue_at.is_none());
        let next = [self.remind_at, due, self.escalate_at];
        self.attend_at = next.into_iter().flatten().min();
    }
}
