//! A row of a register as its struct, for the room that declares it and works with it: reads it where
//! it decides something, writes it where a machine brings news.
//!
//! People and files write through a [`crate::Ledger`], which checks everything and says what is wrong.
//! A room that writes by itself makes what is right: rules, references and regions are its own care,
//! unique values the database's. Personal fields have no way in here: it does not compile.

use std::ops::{Deref, DerefMut};

use base::{CanonicalError, Timestamp, Uuid};
use journal::Change;
use sea_orm::sea_query::{Alias, IntoCondition, Order};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use crate::{Register, RegisterDef, Stored, check};

/// A row and what is known of it beside its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Entered<R> {
    /// Its id.
    pub id: Uuid,
    /// Its version; 0 until it is written.
    pub version: i64,
    /// Whether it was made up for a demonstration.
    pub synthetic: bool,
    /// Since when it is retired 停用; a room that works with rows in use asks for them.
    pub retired_at: Option<Timestamp>,
    created_at: Timestamp,
    row: R,
}

impl<R> Deref for Entered<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

impl<R> DerefMut for Entered<R> {
    fn deref_mut(&mut self) -> &mut R {
        &mut self.row
    }
}

impl<R: Register + Clone> Entered<R> {
    /// A row that nobody has written yet.
    pub const fn new(id: Uuid, row: R, now: Timestamp) -> Self {
        const { assert!(!has_personal(R::DEF), "a ledger seals personal values") };
        Self {
            id,
            version: 0,
            synthetic: false,
            retired_at: None,
            created_at: now,
            row,
        }
    }

    /// The same, made up for a demonstration.
    #[must_use]
    pub fn synthetic(self) -> Self {
        Self {
            synthetic: true,
            ..self
        }
    }

    /// The change that writes it as it is now; its version is the next one from here on.
    ///
    /// # Errors
    /// A value that has no canonical form.
    pub fn write(
        &mut self,
        verb: &'static str,
        event_at: Timestamp,
    ) -> Result<Change, CanonicalError> {
        self.version += 1;
        let stored = Stored {
            id: self.id,
            version: self.version,
            values: self.row.clone().into_values(),
            retired_at: self.retired_at,
            synthetic: self.synthetic,
            created_at: self.created_at,
        };
        stored.change(R::DEF, verb, event_at)
    }
}

/// The rows, retired ones too, that meet a condition on columns of the register's table, by id.
///
/// # Errors
/// The database's refusal, or a row that is not what the struct says.
pub async fn entered<R: Register + Clone>(
    store: &Store,
    condition: impl IntoCondition,
) -> Result<Vec<Entered<R>>, DbErr> {
    const { assert!(!has_personal(R::DEF), "a ledger opens personal values") };
    let mut select = check::from(R::DEF);
    select
        .columns(Stored::columns(R::DEF).map(Alias::new))
        .cond_where(condition)
        .order_by(Alias::new("id"), Order::Asc);
    let rows = store.reader().query_all_raw(store.build(&select)).await?;
    let read = |row| {
        let stored = Stored::read(R::DEF, row)?;
        let row = stored.record::<R>();
        Ok(Entered {
            id: stored.id,
            version: stored.version,
            synthetic: stored.synthetic,
            retired_at: stored.retired_at,
            created_at: stored.created_at,
            row: row.map_err(|misfit| DbErr::Type(misfit.to_string()))?,
        })
    };
    rows.iter().map(read).collect()
}

const fn has_personal(def: &RegisterDef) -> bool {
    let mut fields = def.fields;
    while let [first, others @ ..] = fields {
        if first.personal {
            return true;
        }
        fields = others;
    }
    false
}
