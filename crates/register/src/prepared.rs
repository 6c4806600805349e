//! Rows that are checked here and written by somebody else: a loop writes a case, its index and what
//! the action changes elsewhere in one change set.
//!
//! Invariant: what comes out passed the same checks as what [`Ledger::create`] and
//! [`Ledger::update`] write, and goes into a set with its personal values sealed.

use base::{Timestamp, Uuid};
use journal::ChangeSet;
use serde_json::{Map, Value as Json};

use crate::personal::{self, SealedRow};
use crate::{Author, Faults, Ledger, LedgerError, Stored, Value, input};

impl Ledger {
    /// Values as an input for the row that holds `stands`: a personal value that was not touched
    /// stays as it is.
    #[must_use]
    pub fn input_of(&self, stands: &[Value], values: &[Value]) -> Map<String, Json> {
        personal::input_of(self.def(), stands, values)
    }

    /// What was handed over for a row that holds `stands` (nothing, for a new one) as values of the
    /// fields' types, before rules, references and unique values are looked at.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(&self, stands: &[Value], input: &Map<String, Json>) -> Result<Vec<Value>, Faults> {
        let mut faults = Faults::new();
        let kept = personal::fields(self.def());
        let kept: Vec<(usize, &str)> = kept
            .filter(|(_, field)| personal::kept(input, field.name))
            .map(|(at, field)| (at, field.name))
            .collect();
        let names: Vec<&str> = kept.iter().map(|(_, name)| *name).collect();
        let mut values = input::read_fields(self.def(), input, &names, &mut faults);
        for (at, _) in kept {
            if let (Some(value), Some(stands)) = (values.get_mut(at), stands.get(at)) {
                *value = stands.clone();
            }
        }
        if faults.is_empty() {
            Ok(values)
        } else {
            Err(faults)
        }
    }

    /// The row that these values would make.
    ///
    /// # Errors
    /// As [`Ledger::create`], but for the journal's.
    pub async fn prepare_new(
        &self,
        author: &Author,
        input: &Map<String, Json>,
    ) -> Result<Stored, LedgerError> {
        self.new_row(author, input).await
    }

    /// The row as it would stand at its next version with these values.
    ///
    /// # Errors
    /// As [`Ledger::update`], but for the journal's.
    pub async fn prepare_next(
        &self,
        id: Uuid,
        expected: i64,
        input: &Map<String, Json>,
    ) -> Result<Stored, LedgerError> {
        let (_, next) = self.next_row(id, expected, input).await?;
        Ok(next)
    }

    /// The set with the change that writes a prepared row, its personal values sealed and their keys
    /// beside it. `before` is the row that stands, for one that is not new.
    ///
    /// # Errors
    /// [`LedgerError::Canonical`]; [`LedgerError::Faults`] for a value of an erased row; the
    /// database's refusal.
    pub async fn put(
        &self,
        set: ChangeSet,
        (row, before): (&Stored, Option<&Stored>),
        verb: &'static str,
        event_at: Timestamp,
    ) -> Result<ChangeSet, LedgerError> {
        let SealedRow { row, beside } = self.sealed(row.clone(), before).await?;
        let set = set.with(row.change(self.def(), verb, event_at)?);
        Ok(beside.into_iter().fold(set, ChangeSet::beside))
    }

    /// What is wrong with the unique values of a row that the journal refused as
    /// [`journal::CommitError::Duplicate`].
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn taken(&self, row: &Stored) -> Result<Faults, LedgerError> {
        let mut faults = Faults::new();
        let store = self.journal().store();
        crate::check::uniqueness(store, self.def(), Some(row.id), &row.values, &mut faults).await?;
        Ok(faults)
    }
}
