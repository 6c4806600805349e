//! Reading: masks for everybody who may see the row, values for who says why.

use std::collections::{HashMap, HashSet};

use base::Uuid;
use journal::{Actor, Change, ChangeSet, Lane};
use zeroize::Zeroizing;

use crate::keys::unwrap;
use crate::seal::{Seal, Subject, open_with};
use crate::tables::personal_read;
use crate::{Mask, SealError};

/// What a person wants to read.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// Whose values.
    pub subject: Subject<'a>,
    /// The fields with their sealed texts.
    pub fields: &'a [(&'a str, &'a str)],
    /// Why, in the reader's words: 2 to 200 characters.
    pub reason: &'a str,
    /// The subject's region, so that who answers for it sees the reading in the journal.
    pub region: Option<String>,
}

/// Who reads many subjects' values, how urgently, and why.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// Who it is.
    pub actor: Actor,
    /// Whose turn the records take in the journal.
    pub lane: Lane,
    /// Why, in the reader's words: 2 to 200 characters.
    pub reason: &'a str,
}

/// A sealed text, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Its value.
    Value(Zeroizing<String>),
    /// The subject's key was destroyed.
    Erased,
    /// It was altered, belongs elsewhere, or its key is not here (another node's subject).
    Unreadable,
}

/// A sealed text of a list, and how to show it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The row.
    pub id: Uuid,
    /// The field.
    pub field: &'a str,
    /// The sealed text.
    pub sealed: &'a str,
    /// The form of its mask.
    pub mask: Mask,
}

/// A reason without the blanks around it.
pub(crate) fn reason_of(text: &str) -> Result<String, SealError> {
    let reason = text.trim();
    if (2..=200).contains(&reason.chars().count()) {
        Ok(reason.to_owned())
    } else {
        Err(SealError::Reason)
    }
}

impl Seal {
    /// Opens values for a person: first the journalled record of who reads which fields of whom and
    /// why, on disk; then the values, in the order of the fields. The record stays when a value
    /// does not open, because the attempt was made.
    ///
    /// Ask before whether the account may (`<area>.personal` and its sets): that is decided above.
    ///
    /// # Errors
    /// [`SealError::Reason`] before anything is written; then as [`Seal::open`].
    pub async fn open_with_reason(
        &self,
        reader: Actor,
        reading: Reading<'_>,
    ) -> Result<Vec<Zeroizing<String>>, SealError> {
        let names: Vec<&str> = reading.fields.iter().map(|(field, _)| *field).collect();
        let reader = Reader {
            actor: reader,
            lane: Lane::Dispatch,
            reason: reading.reason,
        };
        let one = (reading.subject.id, names, reading.region);
        self.note_readings(&reader, reading.subject.kind, vec![one])
            .await?;
        let key = self.key_of(reading.subject).await?;
        let values = reading.fields.iter();
        let values = values.map(|(field, text)| open_with(&key, reading.subject, field, text));
        values.collect()
    }

    /// Writes who reads which fields of which subjects of a kind, and why, in one transaction: for
    /// readers of many subjects at once, who open the values afterwards with [`Seal::open_all`].
    ///
    /// # Errors
    /// [`SealError::Reason`], or the journal's refusal; nothing was written then.
    pub async fn note_readings(
        &self,
        reader: &Reader<'_>,
        kind: &str,
        subjects: Vec<(Uuid, Vec<&str>, Option<String>)>,
    ) -> Result<(), SealError> {
        let now = self.journal().clock().now();
        let reason = reason_of(reader.reason)?;
        let mut set = ChangeSet::new(reader.lane, reader.actor.clone());
        for (subject, fields, region) in subjects {
            let record = personal_read::Model {
                id: self.journal().new_id(),
                version: 0,
                reader: reader.actor.to_string(),
                subject_kind: kind.to_owned(),
                subject,
                fields: serde_json::to_string(&fields).map_err(base::CanonicalError::Json)?,
                reason: reason.clone(),
                region,
                read_at: now.into(),
            };
            set = set.with(Change::of(&record, "read", now)?);
        }
        if !set.is_empty() {
            self.journal().submit(set).await?;
        }
        Ok(())
    }

    /// Values for the machine's own work, in the order of the texts, with one read of the keys.
    /// What a person is shown of them is a mask, or is noted before by [`Seal::note_readings`].
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn open_all(
        &self,
        kind: &str,
        texts: &[(Uuid, &str, &str)],
    ) -> Result<Vec<Opened>, SealError> {
        let mut ids: Vec<Uuid> = texts.iter().map(|(id, _, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self.key_rows(kind, ids).await?;
        let mut keys = HashMap::new();
        let open = |(id, field, sealed): &(Uuid, &str, &str)| {
            let Some(row) = rows.get(id) else {
                return Opened::Unreadable;
            };
            if row.wrapped.is_none() {
                return Opened::Erased;
            }
            let key = keys
                .entry(*id)
                .or_insert_with(|| unwrap(self.keys(), row).ok());
            let subject = Subject::new(kind, *id);
            let value = key.as_ref();
            let value = value.and_then(|key| open_with(key, subject, field, sealed).ok());
            value.map_or(Opened::Unreadable, Opened::Value)
        };
        Ok(texts.iter().map(open).collect())
    }

    /// The subjects of a kind, among `subjects`, whose key was destroyed.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn erased(&self, kind: &str, subjects: &[Uuid]) -> Result<HashSet<Uuid>, SealError> {
        let rows = self.key_rows(kind, subjects.to_vec()).await?;
        let gone = rows.into_values().filter(|row| row.wrapped.is_none());
        Ok(gone.map(|row| row.subject).collect())
    }

    /// The masks of a list's sealed texts, in their order, with one read of the keys. A text that
    /// does not open (erased, altered, its master key missing) shows as `***`: a list stays a list.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn masks(&self, kind: &str, shown: &[Shown<'_>]) -> Result<Vec<String>, SealError> {
        let mut ids: Vec<Uuid> = shown.iter().map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self.key_rows(kind, ids).await?;
        let mask = |one: &Shown<'_>| {
            let row = rows.get(&one.id)?;
            let key = unwrap(self.keys(), row).ok()?;
            let value = open_with(&key, Subject::new(kind, one.id), one.field, one.sealed);
            value.ok().map(|value| one.mask.of(&value))
        };
        let masks = shown
            .iter()
            .map(|one| mask(one).unwrap_or_else(|| Mask::Nothing.of("")));
        Ok(masks.collect())
    }
}
