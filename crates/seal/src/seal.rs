//! The room's handle: sealing values of a subject, and opening them for the machine's own work.

use std::sync::{Arc, OnceLock};

use base::Uuid;
use journal::Journal;
use store::{Row, RowMode};
use zeroize::Zeroizing;

use crate::cipher::{self, Key};
use crate::keys::unwrap;
use crate::{MasterKeys, SealError};

/// Whose values: a kind of records and one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The kind, as in the journal: `person`.
    pub kind: &'a str,
    /// The record.
    pub id: Uuid,
}

impl<'a> Subject<'a> {
    /// A subject.
    #[must_use]
    pub const fn new(kind: &'a str, id: Uuid) -> Self {
        Self { kind, id }
    }
}

/// Sealed values of one subject.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The sealed texts, in the order of the fields.
    pub texts: Vec<String>,
    /// Rows that must be written in the same change set as the texts: the subject's key, when it
    /// had none. Without them the texts never open.
    pub beside: Vec<Row>,
}

/// Personal values of one database. Clones share it.
#[derive(Clone)]
pub struct Seal(Arc<Inner>);

struct Inner {
    journal: Journal,
    keys: MasterKeys,
    lookup: OnceLock<Key>,
}

/// The place that a value is bound to.
fn place<'a>(subject: &'a Subject<'_>, field: &'a str) -> [&'a [u8]; 4] {
    [
        b"value",
        subject.kind.as_bytes(),
        subject.id.as_bytes().as_slice(),
        field.as_bytes(),
    ]
}

/// Opens one text with its subject's key.
pub(crate) fn open_with(
    key: &Key,
    subject: Subject<'_>,
    field: &str,
    sealed: &str,
) -> Result<Zeroizing<String>, SealError> {
    let damaged = || SealError::Damaged {
        kind: subject.kind.to_owned(),
        subject: subject.id,
        field: field.to_owned(),
    };
    let bytes = cipher::open(key, &place(&subject, field), sealed).map_err(|_| damaged())?;
    let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn seal_with(
    key: &Key,
    subject: Subject<'_>,
    fields: &[(&str, &str)],
) -> Result<Vec<String>, SealError> {
    let texts = fields
        .iter()
        .map(|(field, value)| cipher::seal(key, &place(&subject, field), value.as_bytes()));
    texts.collect()
}

impl Seal {
    /// Over a migrated database, with the master keys of this server.
    #[must_use]
    pub fn new(journal: Journal, keys: MasterKeys) -> Self {
        Self(Arc::new(Inner {
            journal,
            keys,
            lookup: OnceLock::new(),
        }))
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub(crate) fn keys(&self) -> &MasterKeys {
        &self.0.keys
    }

    pub(crate) fn lookup_cell(&self) -> &OnceLock<Key> {
        &self.0.lookup
    }

    /// Seals values of a subject: (field, value) each. Write [`Sealed::beside`] with the change of
    /// this subject that holds the texts; of two writers who both bring a first key, the journal's
    /// version check or the key's own row lets one through.
    ///
    /// # Errors
    /// [`SealError::Erased`] for a subject whose key was destroyed, [`SealError::MasterMissing`],
    /// or the database's refusal.
    pub async fn seal(
        &self,
        subject: Subject<'_>,
        fields: &[(&str, &str)],
    ) -> Result<Sealed, SealError> {
        match self.key_row(subject).await? {
            Some(row) => Ok(Sealed {
                texts: seal_with(&unwrap(self.keys(), &row)?, subject, fields)?,
                beside: Vec::new(),
            }),
            None => self.seal_new(subject, fields),
        }
    }

    /// As [`Seal::seal`], for a subject that was made just now and has no key for certain: nothing
    /// is read, which an import of many rows feels. A key that stands all the same refuses the
    /// change set as a duplicate.
    ///
    /// # Errors
    /// [`SealError::Crypto`].
    pub fn seal_new(
        &self,
        subject: Subject<'_>,
        fields: &[(&str, &str)],
    ) -> Result<Sealed, SealError> {
        let (key, row) = self.new_key(subject)?;
        Ok(Sealed {
            texts: seal_with(&key, subject, fields)?,
            beside: vec![Row::of(&row, RowMode::Insert)],
        })
    }

    /// The value of a sealed text, for the machine's own work (sending the message that somebody
    /// asked for). What a person is shown goes through [`Seal::open_with_reason`] or
    /// [`Seal::masks`].
    ///
    /// # Errors
    /// [`SealError::Erased`], [`SealError::NoKey`], [`SealError::MasterMissing`],
    /// [`SealError::Damaged`], or the database's refusal.
    pub async fn open(
        &self,
        subject: Subject<'_>,
        field: &str,
        sealed: &str,
    ) -> Result<Zeroizing<String>, SealError> {
        let key = self.key_of(subject).await?;
        open_with(&key, subject, field, sealed)
    }
}
