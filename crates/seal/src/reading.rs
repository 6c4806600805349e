//! Reading: masks for everybody who may see the row, values for who says why.

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
        let now = self.journal().clock().now();
        let names: Vec<&str> = reading.fields.iter().map(|(field, _)| *field).collect();
        let record = personal_read::Model {
            id: self.journal().new_id(),
            version: 0,
            reader: reader.to_string(),
            subject_kind: reading.subject.kind.to_owned(),
            subject: reading.subject.id,
            fields: serde_json::to_string(&names).map_err(base::CanonicalError::Json)?,
            reason: reason_of(reading.reason)?,
            region: reading.region,
            read_at: now.into(),
        };
        let set = ChangeSet::new(Lane::Dispatch, reader).with(Change::of(&record, "read", now)?);
        self.journal().submit(set).await?;
        let key = self.key_of(reading.subject).await?;
        let values = reading.fields.iter();
        let values = values.map(|(field, text)| open_with(&key, reading.subject, field, text));
        values.collect()
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
