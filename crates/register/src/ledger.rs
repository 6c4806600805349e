//! What can be done with a register: enter, change, retire, restore, look up.
//!
//! One engine for all registers: a [`Ledger`] is a descriptor with a journal. It decides whether a
//! row may be written; whether the person may is decided before, where permissions are known.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Uuid};
use journal::{Actor, ChangeSet, CommitError, Journal, Lane};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use serde_json::{Map, Value as Json};

use crate::personal::SealedRow;
use crate::{
    Catalogue, Faults, LedgerError, Page, Personal, Query, RegisterDef, Revision, Stored, Value,
    check, history, input, personal, query,
};

/// Who writes, and how urgent it is.
#[derive(Clone, Debug)]
pub struct Author {
    /// Who it is.
    pub actor: Actor,
    /// Whose turn it takes in the journal.
    pub lane: Lane,
    /// Whether what is entered is made up for a demonstration.
    pub synthetic: bool,
}

impl Author {
    /// A person at a screen.
    #[must_use]
    pub const fn person(actor: Actor) -> Self {
        Self {
            actor,
            lane: Lane::Dispatch,
            synthetic: false,
        }
    }
}

/// How often, and how far apart, a conflict looks for the state that won.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// A register in use.
#[derive(Clone)]
pub struct Ledger {
    def: &'static RegisterDef,
    journal: Journal,
    catalogue: Arc<Catalogue>,
}

impl Ledger {
    /// The register `def` over a journal; `catalogue` holds it and those it refers to.
    #[must_use]
    pub const fn new(
        def: &'static RegisterDef,
        journal: Journal,
        catalogue: Arc<Catalogue>,
    ) -> Self {
        Self {
            def,
            journal,
            catalogue,
        }
    }

    /// What is declared.
    #[must_use]
    pub const fn def(&self) -> &'static RegisterDef {
        self.def
    }

    /// The clock that its rows are dated by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.journal.clock()
    }

    /// Enters a row.
    ///
    /// # Errors
    /// [`LedgerError::Faults`] with everything that is wrong; the journal's and the database's
    /// refusals.
    pub async fn create(
        &self,
        author: &Author,
        input: &Map<String, Json>,
    ) -> Result<Stored, LedgerError> {
        let row = self.new_row(author, input).await?;
        self.write(author, row, None, "created").await
    }

    /// Writes all fields of a row anew; a field that `input` does not name becomes empty. A row
    /// that stays as it is makes no entry.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when `expected` is not the version that stands,
    /// [`LedgerError::Retired`], and as [`Ledger::create`].
    pub async fn update(
        &self,
        author: &Author,
        id: Uuid,
        expected: i64,
        input: &Map<String, Json>,
    ) -> Result<Stored, LedgerError> {
        let (current, next) = self.next_row(id, expected, input).await?;
        if next.values == current.values {
            return Ok(current);
        }
        self.write(author, next, Some(&current), "updated").await
    }

    /// Takes a row out of use; it stays readable, and its unique values stay taken.
    ///
    /// # Errors
    /// [`LedgerError::ReferredTo`] while rows in use refer to it; [`LedgerError::Conflict`],
    /// [`LedgerError::Retired`] and the rest as [`Ledger::update`].
    pub async fn retire(
        &self,
        author: &Author,
        id: Uuid,
        expected: i64,
    ) -> Result<Stored, LedgerError> {
        let current = self.at_version(id, expected).await?;
        if current.retired_at.is_some() {
            return Err(LedgerError::Retired);
        }
        let store = self.journal.store();
        let referrers = check::referrers(store, &self.catalogue, self.def, id).await?;
        if !referrers.is_empty() {
            return Err(LedgerError::ReferredTo(referrers));
        }
        let row = Stored {
            version: expected + 1,
            retired_at: Some(self.journal.clock().now()),
            ..current
        };
        self.write(author, row, None, "retired").await
    }

    /// Takes a retired row into use again; one that is in use stays as it is.
    ///
    /// # Errors
    /// [`LedgerError::Faults`] when what it refers to is retired; otherwise as [`Ledger::retire`].
    pub async fn restore(
        &self,
        author: &Author,
        id: Uuid,
        expected: i64,
    ) -> Result<Stored, LedgerError> {
        let current = self.at_version(id, expected).await?;
        if current.retired_at.is_none() {
            return Ok(current);
        }
        let mut faults = Faults::new();
        let (store, values) = (self.journal.store(), &current.values);
        check::references(store, &self.catalogue, self.def, values, None, &mut faults).await?;
        if !faults.is_empty() {
            return Err(LedgerError::Faults(faults));
        }
        let row = Stored {
            version: expected + 1,
            retired_at: None,
            ..current
        };
        self.write(author, row, None, "restored").await
    }

    /// One row, retired or not.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn get(&self, id: Uuid) -> Result<Option<Stored>, LedgerError> {
        let store = self.journal.store();
        let mut select = check::from(self.def);
        select
            .columns(Stored::columns(self.def).map(Alias::new))
            .and_where(Expr::col(Alias::new("id")).eq(id));
        let found = store.reader().query_one_raw(store.build(&select)).await?;
        let row = found.map(|row| Stored::read(self.def, &row));
        Ok(row.transpose()?)
    }

    /// A page of rows.
    ///
    /// # Errors
    /// [`LedgerError::Query`] for a question that the register does not allow; the database's
    /// refusal.
    pub async fn list(&self, query: &Query) -> Result<Page, LedgerError> {
        query::page(self.journal.store(), self.def, query).await
    }

    /// What was done to a row, the oldest first.
    ///
    /// # Errors
    /// An entry that cannot be read, or the database's refusal.
    pub async fn history(&self, id: Uuid) -> Result<Vec<Revision>, LedgerError> {
        history::revisions(self, id).await
    }

    pub(crate) const fn journal(&self) -> &Journal {
        &self.journal
    }

    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The row that would be entered.
    pub(crate) async fn new_row(
        &self,
        author: &Author,
        input: &Map<String, Json>,
    ) -> Result<Stored, LedgerError> {
        let values = self.check(input, None).await?;
        Ok(self.entered(author, values))
    }

    /// A row of checked values, entered now.
    pub(crate) fn entered(&self, author: &Author, values: Vec<Value>) -> Stored {
        Stored {
            values,
            id: self.journal.new_id(),
            version: 1,
            retired_at: None,
            synthetic: author.synthetic,
            created_at: self.journal.clock().now(),
        }
    }

    /// The row that stands, and what it would become.
    pub(crate) async fn next_row(
        &self,
        id: Uuid,
        expected: i64,
        input: &Map<String, Json>,
    ) -> Result<(Stored, Stored), LedgerError> {
        let current = self.standing(id).await?;
        let conflicts = current.version != expected;
        if current.retired_at.is_some() && !conflicts {
            return Err(LedgerError::Retired);
        }
        let personal = self.personal_of(&current).await?;
        let values = self.check(input, Some((&current, &personal))).await?;
        if conflicts {
            return Err(LedgerError::Conflict {
                expected,
                yours: Some(values),
                current: Box::new(current),
            });
        }
        let next = Stored {
            version: expected + 1,
            values,
            ..current.clone()
        };
        Ok((current, next))
    }

    /// The values of what was handed over, or everything that is wrong with it.
    async fn check(
        &self,
        input: &Map<String, Json>,
        current: Option<(&Stored, &Personal)>,
    ) -> Result<Vec<Value>, LedgerError> {
        let nothing = Personal::default();
        let stands = current.map_or(&nothing, |(_, personal)| personal);
        let (input, closed) = personal::opened_input(self.def, stands, input.clone());
        let current = current.map(|(row, _)| row);
        let mut faults = Faults::new();
        let mut values = input::read_fields(self.def, &input, &closed, &mut faults);
        if let Some(current) = current {
            personal::resealed(self.def, current, &nothing, &closed, &mut values);
        }
        let mut complaints = Faults::new();
        self.catalogue.judge(self.def, &values, &mut complaints);
        faults.add_about_other_fields(complaints);
        if let Some(current) = current {
            personal::resealed(self.def, current, stands, &[], &mut values);
        }
        let store = self.journal.store();
        let before = current.map(|row| row.values.as_slice());
        check::references(
            store,
            &self.catalogue,
            self.def,
            &values,
            before,
            &mut faults,
        )
        .await?;
        let own = current.map(|row| row.id);
        check::uniqueness(store, self.def, own, &values, &mut faults).await?;
        if faults.is_empty() {
            Ok(values)
        } else {
            Err(LedgerError::Faults(faults))
        }
    }

    pub(crate) async fn standing(&self, id: Uuid) -> Result<Stored, LedgerError> {
        let register = self.def.key;
        let found = self.get(id).await?;
        found.ok_or(LedgerError::NotFound { register, id })
    }

    /// The row once it has reached `version`. The journal answers a conflict within one group before
    /// the winner's commit is on disk; should that commit fail, what stands is given after all.
    async fn standing_at(&self, id: Uuid, version: i64) -> Result<Stored, LedgerError> {
        for _ in 0..LOOKS {
            let current = self.standing(id).await?;
            if current.version >= version {
                return Ok(current);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        self.standing(id).await
    }

    async fn at_version(&self, id: Uuid, expected: i64) -> Result<Stored, LedgerError> {
        let current = self.standing(id).await?;
        if current.version == expected {
            return Ok(current);
        }
        Err(LedgerError::Conflict {
            expected,
            yours: None,
            current: Box::new(current),
        })
    }

    pub(crate) async fn write(
        &self,
        author: &Author,
        row: Stored,
        before: Option<&Stored>,
        verb: &'static str,
    ) -> Result<Stored, LedgerError> {
        let SealedRow { row, beside } = self.sealed(row, before).await?;
        let change = row.change(self.def, verb, self.journal.clock().now())?;
        let set = ChangeSet::new(author.lane, author.actor.clone()).with(change);
        let set = beside.into_iter().fold(set, ChangeSet::beside);
        match self.journal.submit(set).await {
            Ok(_) => Ok(row),
            Err(refusal) => Err(self.explain(refusal, row).await?),
        }
    }

    /// Says a refusal of the journal in the register's words.
    async fn explain(&self, refusal: CommitError, row: Stored) -> Result<LedgerError, LedgerError> {
        match refusal {
            // Somebody else was quicker with a unique value.
            CommitError::Duplicate => {
                let mut faults = Faults::new();
                let store = self.journal.store();
                check::uniqueness(store, self.def, Some(row.id), &row.values, &mut faults).await?;
                if faults.is_empty() {
                    return Ok(refusal.into());
                }
                Ok(LedgerError::Faults(faults))
            }
            CommitError::Conflict { found, .. } => Ok(LedgerError::Conflict {
                expected: row.version - 1,
                current: Box::new(self.standing_at(row.id, found).await?),
                yours: Some(row.values),
            }),
            other => Ok(other.into()),
        }
    }
}
