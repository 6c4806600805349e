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

use crate::ledger::Author;
use crate::{Faults, Ledger, LedgerError, Plan, Stored, table};

/// Rows being staged. Dropped without [`StagedRows::flip`], they are taken away.
pub struct StagedRows {
    ledger: Ledger,
    author: Author,
    staging: Staging,
    changes: Vec<Change>,
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
        let (mut faults, mut changes) = (Vec::new(), Vec::new());
        for (at, input) in inputs.iter().enumerate() {
            match self.ledger.new_row(&self.author, input).await {
                Ok(row) => changes.push(self.change(&row, "imported")?),
                Err(LedgerError::Faults(found)) => faults.push((at, found)),
                Err(other) => return Err(other),
            }
        }
        if !changes.is_empty() {
            self.staging.add(changes).await?;
        }
        Ok(faults)
    }

    /// Writes what a planned row becomes: a new one at once and hidden, a change at the flip.
    ///
    /// # Errors
    /// The journal's and the database's refusals; none of these rows is written then.
    pub async fn add_planned(&mut self, plans: Vec<Plan>) -> Result<(), LedgerError> {
        let mut created = Vec::new();
        for plan in plans {
            match plan {
                Plan::Create(values) => {
                    let row = self.ledger.entered(&self.author, values);
                    created.push(self.change(&row, "imported")?);
                }
                Plan::Update { current, values } => {
                    let next = Stored {
                        version: current.version + 1,
                        values,
                        ..*current
                    };
                    self.changes.push(self.change(&next, "imported")?);
                }
                Plan::Unchanged => {}
            }
        }
        if !created.is_empty() {
            self.staging.add(created).await?;
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
            self.changes.push(self.change(&next, "imported")?);
        }
        Ok(())
    }

    /// Shows everything at once.
    ///
    /// # Errors
    /// The journal's refusal: a standing row was changed meanwhile, or there are more than
    /// [`journal::MOST_CHANGES`] changes. Nothing is shown then.
    pub async fn flip(mut self) -> Result<(), LedgerError> {
        self.staging.flip(std::mem::take(&mut self.changes)).await?;
        Ok(())
    }

    /// Takes everything away.
    ///
    /// # Errors
    /// The database's refusal; what is left is taken away later.
    pub async fn discard(self) -> Result<(), LedgerError> {
        Ok(self.staging.discard().await?)
    }

    fn change(&self, row: &Stored, verb: &'static str) -> Result<Change, LedgerError> {
        let now = self.ledger.journal().clock().now();
        Ok(row.change(self.ledger.def(), verb, now)?)
    }
}
