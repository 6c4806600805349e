//! Rows that are checked here and written by somebody else: a loop writes a case, its index and what
//! the action changes elsewhere in one change set.
//!
//! Invariant: what comes out passed the same checks as what [`Ledger::create`] and
//! [`Ledger::update`] write.

use base::{Timestamp, Uuid};
use journal::Change;
use serde_json::{Map, Value as Json};

use crate::{Author, Faults, Ledger, LedgerError, Stored, Value, input};

impl Ledger {
    /// What was handed over as values of the fields' types, before rules, references and unique
    /// values are looked at.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(&self, input: &Map<String, Json>) -> Result<Vec<Value>, Faults> {
        let mut faults = Faults::new();
        let values = input::read_row(self.def(), input, &mut faults);
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

    /// The change that writes a prepared row.
    ///
    /// # Errors
    /// [`LedgerError::Canonical`].
    pub fn change(
        &self,
        row: &Stored,
        verb: &'static str,
        event_at: Timestamp,
    ) -> Result<Change, LedgerError> {
        Ok(row.change(self.def(), verb, event_at)?)
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
