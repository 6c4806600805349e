//! 个人信息 personal fields on their way in and out of a ledger: sealed per row before they are
//! written, opened for checks and masks, shown to a person for a reason only.
//!
//! Invariants: a change holds no personal value in the clear; a value that was not touched keeps
//! its sealed text, so that it is no change; of a row whose key was destroyed nothing opens, its
//! old plain values in the journal included, as far as this engine shows them.
//!
//! A row of the time before its fields were sealed is read as it is and sealed when it is written
//! next, or by [`Ledger::seal_standing`]. What the journal held of it in the clear stays there:
//! hashes cover those bytes.

mod input;
mod sealing;
mod standing;

use std::collections::BTreeMap;

use base::Uuid;
use journal::{Actor, Lane};
use seal::{Normal, Opened, Reader, Seal};
use zeroize::Zeroizing;

pub(crate) use input::{input_of, keeping, kept, opened_input, resealed};
pub(crate) use sealing::SealedRow;

use crate::{FieldDef, FieldKind, Ledger, LedgerError, Pattern, RegisterDef, Stored, Value, mask};

/// The personal values of one row, as far as there are any.
#[derive(Clone, Debug, Default)]
pub struct Personal(BTreeMap<&'static str, Opened>);

impl Personal {
    /// What became of a field's value; `None` for an empty field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Opened> {
        self.0.get(field)
    }

    /// The value, where it opens.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        match self.0.get(field) {
            Some(Opened::Value(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether the row's values were erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.0.values().any(|opened| *opened == Opened::Erased)
    }

    /// What everybody who may see the row sees of a field; `None` for an empty field.
    #[must_use]
    pub fn covered(&self, field: &FieldDef) -> Option<String> {
        let shown = match self.0.get(field.name)? {
            Opened::Value(text) => mask::mask_of(field).of(text),
            Opened::Erased | Opened::Unreadable => mask::NOTHING.to_owned(),
        };
        Some(shown)
    }
}

/// The fields of a register that are about a person, with their places.
pub(crate) fn fields(
    def: &RegisterDef,
) -> impl Iterator<Item = (usize, &'static FieldDef)> + use<> {
    let all: &'static [FieldDef] = def.fields;
    all.iter().enumerate().filter(|(_, field)| field.personal)
}

impl FieldDef {
    /// How an equal value of the field is found, where it is personal and a line of text: the only
    /// question that a list answers about a personal field.
    #[must_use]
    pub const fn lookup(&self) -> Option<Normal> {
        match (self.personal, self.kind, self.pattern) {
            (true, FieldKind::Text, Some(Pattern::Phone)) => Some(Normal::Phone),
            (true, FieldKind::Text, Some(Pattern::IdNumber)) => Some(Normal::IdNumber),
            (true, FieldKind::Text, _) => Some(Normal::Exact),
            _ => None,
        }
    }
}

impl Ledger {
    fn seal(&self) -> Result<&Seal, LedgerError> {
        self.catalogue().seal().ok_or(LedgerError::NoSeal)
    }

    /// The personal values of each of `rows`, with one read of their keys. For masks and for the
    /// machine's own work: a person reads a value by [`Ledger::uncover`].
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn personal(&self, rows: &[Stored]) -> Result<Vec<Personal>, LedgerError> {
        let def = self.def();
        let mut texts: Vec<(Uuid, &str, &str)> = Vec::new();
        let mut plain: Vec<Uuid> = Vec::new();
        for row in rows {
            for (at, field) in fields(def) {
                match row.values.get(at) {
                    Some(Value::Sealed(text)) => texts.push((row.id, field.name, text)),
                    Some(Value::Text(_)) => plain.push(row.id),
                    _ => {}
                }
            }
        }
        let (mut opened, mut erased) = (Vec::new().into_iter(), Default::default());
        if let Some(seal) = self.catalogue().seal() {
            if !texts.is_empty() {
                opened = seal.open_all(def.key, &texts).await?.into_iter();
            }
            if !plain.is_empty() {
                erased = seal.erased(def.key, &plain).await?;
            }
        }
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut personal = Personal::default();
            for (at, field) in fields(def) {
                let value = match row.values.get(at) {
                    Some(Value::Sealed(_)) => opened.next().unwrap_or(Opened::Unreadable),
                    Some(Value::Text(_)) if erased.contains(&row.id) => Opened::Erased,
                    Some(Value::Text(text)) => Opened::Value(Zeroizing::new(text.clone())),
                    _ => continue,
                };
                personal.0.insert(field.name, value);
            }
            all.push(personal);
        }
        Ok(all)
    }

    /// The personal values of one row.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn personal_of(&self, row: &Stored) -> Result<Personal, LedgerError> {
        let mut all = self.personal(std::slice::from_ref(row)).await?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Opens personal fields of rows for a person: first the journal notes who reads which fields
    /// of which rows and why, then the values are given. Whether the person may is decided above.
    ///
    /// # Errors
    /// [`SealError::Reason`] before anything is noted; the journal's and the database's refusals.
    pub async fn uncover(
        &self,
        actor: Actor,
        lane: Lane,
        reason: &str,
        rows: &[Stored],
        wanted: &[&str],
    ) -> Result<Vec<Personal>, LedgerError> {
        let reader = Reader {
            actor,
            lane,
            reason,
        };
        let holds = |row: &Stored| -> Vec<&str> {
            let filled = fields(self.def()).filter(|(at, field)| {
                let value = row.values.get(*at);
                wanted.contains(&field.name) && value.is_some_and(|value| !value.is_empty())
            });
            filled.map(|(_, field)| field.name).collect()
        };
        let noted = rows
            .iter()
            .map(|row| (row.id, holds(row), row.region(self.def())));
        let noted = noted.filter(|(_, fields, _)| !fields.is_empty()).collect();
        let seal = self.seal()?;
        seal.note_readings(&reader, self.def().key, noted).await?;
        let mut all = self.personal(rows).await?;
        for personal in &mut all {
            personal.0.retain(|field, _| wanted.contains(field));
        }
        Ok(all)
    }

    /// The rows whose personal field has this value.
    ///
    /// # Errors
    /// [`LedgerError::Query`] for a field that is not found so; the database's refusal.
    pub async fn found_by(&self, field: &str, value: &str) -> Result<Vec<Uuid>, LedgerError> {
        let def = self.def();
        let declared = def.field(field).map(|(_, field)| field);
        let normal = declared.and_then(|field| Some((field, field.lookup()?)));
        let Some((field, normal)) = normal else {
            let register = def.key;
            let field = field.to_owned();
            return Err(crate::QueryError::UnknownField { register, field }.into());
        };
        Ok(self
            .seal()?
            .find(def.key, field.name, value, normal)
            .await?)
    }
}
