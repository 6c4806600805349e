//! Many rows at once, for imports: new ones are written ahead and hidden, changes of standing ones
//! wait, and one flip shows everything or nothing.
//!
//! Rows are checked one by one as [`crate::Ledger::create`] checks them; what is wrong with a row
//! is said and the row left out, and whoever imports decides whether the rest is flipped. Two rows
//! of one batch with the same unique value: the index refuses the second's set, so rows are handed
//! over in the batches that may fail together.

use base::Uuid;
use journal::{Change, Staging};
use serde_json::{Map, Value as Json};
use store::Row;

use crate::ledger::Author;
use crate::{Faults, Ledger, LedgerError, Plan, Stored, table};

/// Rows being staged. Dropped without [`StagedRows::flip`], they are taken away.
pub struct StagedRows {
    ledger: Ledger,
    author: Author,
    staging: Staging,
    changes: Vec<Change>,
    /// Keys and digests that go with the changes.
    beside: Vec<Row>,
}

impl Ledger {
    /// Begins a batch of rows.
    ///
    /// # Errors
    /// The journal's refusal.
    pub async fn stage(&self, author: Author) -> Result<StagedRows, LedgerError> {
        let shape = table::shape_of(self.def());
        let staging = self.journal().stage(shape, author.actor.clone()).await?;
        Ok(StagedRows {
            ledger: self.clone(),
            author,
            staging,
            changes: Vec::new(),
            beside: Vec::new(),
        })
    }
}

impl StagedRows {
    /// Writes new rows, hidden. Some hundreds at a time keep other writers quick. The faults come
    /// with the places of their rows among `inputs`; rows without any are written.
    ///
    /// # Errors
    /// The journal's and the database's refusals; none of these rows is written then.
    pub async fn add(
        &mut self,
        inputs: &[Map<String, Json>],
    ) -> Result<Vec<(usize, Faults)>, LedgerError> {
        let (mut faults, mut changes, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        for (at, input) in inputs.iter().enumerate() {
            match self.ledger.new_row(&self.author, input).await {
                Ok(row) => changes.push(self.change(row, None, &mut beside).await?),
                Err(LedgerError::Faults(found)) => faults.push((at, found)),
                Err(other) => return Err(other),
            }
        }
        if !changes.is_empty() {
            self.staging.add_beside(changes, beside).await?;
        }
        Ok(faults)
    }

    /// Writes what a planned row becomes: a new one at once and hidden, a change at the flip.
    ///
    /// # Errors
    /// The journal's and the database's refusals; none of these rows is written then.
    pub async fn add_planned(&mut self, plans: Vec<Plan>) -> Result<(), LedgerError> {
        let (mut created, mut beside) = (Vec::new(), Vec::new());
        for plan in plans {
            match plan {
                Plan::Create(values) => {
                    let row = self.ledger.entered(&self.author, values);
                    created.push(self.change(row, None, &mut beside).await?);
                }
                Plan::Update { current, values } => {
                    let next = Stored {
                        version: current.version + 1,
                        values,
                        ..(*current).clone()
                    };
                    self.note(next, &current).await?;
                }
                Plan::Unchanged => {}
            }
        }
        if !created.is_empty() {
            self.staging.add_beside(created, beside).await?;
        }
        Ok(())
    }

    /// Notes a change of a standing row, written at the flip.
    ///
    /// # Errors
    /// As [`Ledger::update`].
    pub async fn update(
        &mut self,
        id: Uuid,
        expected: i64,
        input: &Map<String, Json>,
    ) -> Result<(), LedgerError> {
        let (current, next) = self.ledger.next_row(id, expected, input).await?;
        if next.values != current.values {
            self.note(next, &current).await?;
        }
        Ok(())
    }

    /// Shows everything at once.
    ///
    /// # Errors
    /// The journal's refusal: a standing row was changed meanwhile, or there are more than
    /// [`journal::MOST_CHANGES`] changes. Nothing is shown then.
    pub async fn flip(mut self) -> Result<(), LedgerError> {
        let changes = std::mem::take(&mut self.changes);
        let beside = std::mem::take(&mut self.beside);
        self.staging.flip_beside(changes, beside).await?;
        Ok(())
    }

    /// Takes everything away.
    ///
    /// # Errors
    /// The database's refusal; what is left is taken away later.
    pub async fn discard(self) -> Result<(), LedgerError> {
        Ok(self.staging.discard().await?)
    }

    async fn note(&mut self, next: Stored, current: &Stored) -> Result<(), LedgerError> {
        let mut beside = Vec::new();
        let change = self.change(next, Some(current), &mut beside).await?;
        self.changes.push(change);
        self.beside.extend(beside);
        Ok(())
    }

    /// The change that writes a row, its personal values sealed.
    async fn change(
        &self,
        row: Stored,
        before: Option<&Stored>,
        beside: &mut Vec<Row>,
    ) -> Result<Change, LedgerError> {
        let sealed = self.ledger.sealed(row, before).await?;
        beside.extend(sealed.beside);
        let now = self.ledger.journal().clock().now();
        Ok(sealed.row.change(self.ledger.def(), "imported", now)?)
    }
}
