//! Finding a subject by an equal value, and values that may stand only once.
//!
//! The digest is HMAC-SM3 under a key of its own, which the master key wraps like a subject's: so a
//! change of the master key leaves the digests alone.

use base::Uuid;
use journal::{Actor, ChangeSet, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::{Row, RowMode};

use crate::SealError;
use crate::cipher::{Key, hex, mac};
use crate::keys::unwrap;
use crate::seal::{Seal, Subject};
use crate::tables::personal_lookup::{self, Column, Entity};

/// The place of the digests' own key among the subjects' keys; no kind of records is named so.
const OWN: Subject<'static> = Subject::new("@lookup", Uuid::nil());

/// Whether two subjects of a kind may have one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// They may: a phone of a family.
    Shared,
    /// They may not: an identity number. The second one's change set is refused as a duplicate.
    Unique,
}

/// What counts as the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normal {
    /// The same characters, blanks around them apart.
    Exact,
    /// The same digits of a phone number: blanks, `-` and the prefix +86 do not count.
    Phone,
    /// The same identity number: blanks do not count, a final x is X.
    IdNumber,
}

impl Normal {
    /// The form that is digested.
    #[must_use]
    pub fn form(self, value: &str) -> String {
        let tight = || value.chars().filter(|c| !c.is_whitespace());
        match self {
            Self::Exact => value.trim().to_owned(),
            Self::IdNumber => tight().collect::<String>().to_uppercase(),
            Self::Phone => {
                let digits: String = tight().filter(|c| *c != '-').collect();
                let national = digits.strip_prefix("+86");
                national.map_or_else(|| digits.clone(), str::to_owned)
            }
        }
    }
}

impl Seal {
    /// The row that makes a subject found by this value of a field; write it beside the change that
    /// holds the sealed text. `None` takes the subject out, for a field that became empty.
    ///
    /// # Errors
    /// [`SealError::MasterMissing`], or the database's refusal.
    pub async fn lookup_row(
        &self,
        subject: Subject<'_>,
        field: &str,
        value: Option<&str>,
        lookup: Lookup,
        normal: Normal,
    ) -> Result<Row, SealError> {
        let digest = match value {
            Some(value) => Some(
                self.digest(subject.kind, field, &normal.form(value))
                    .await?,
            ),
            None => None,
        };
        let row = personal_lookup::Model {
            kind: subject.kind.to_owned(),
            subject: subject.id,
            field: field.to_owned(),
            sole: digest.clone().filter(|_| lookup == Lookup::Unique),
            digest,
        };
        Ok(Row::of(&row, RowMode::Upsert))
    }

    /// The subjects of a kind whose field has this value, in the order of their ids.
    ///
    /// # Errors
    /// As [`Seal::lookup_row`].
    pub async fn find(
        &self,
        kind: &str,
        field: &str,
        value: &str,
        normal: Normal,
    ) -> Result<Vec<Uuid>, SealError> {
        let digest = self.digest(kind, field, &normal.form(value)).await?;
        let rows = Entity::find()
            .filter(Column::Digest.eq(digest))
            .filter(Column::Kind.eq(kind))
            .order_by_asc(Column::Subject)
            .all(self.journal().store().reader())
            .await?;
        // A writer of the moment of an erasure may have left a digest behind: it finds nobody.
        let ids: Vec<Uuid> = rows.into_iter().map(|row| row.subject).collect();
        let keys = self.key_rows(kind, ids.clone()).await?;
        let stands = |id: &Uuid| keys.get(id).is_some_and(|row| row.wrapped.is_some());
        Ok(ids.into_iter().filter(stands).collect())
    }

    async fn digest(&self, kind: &str, field: &str, form: &str) -> Result<String, SealError> {
        let key = self.lookup_key().await?;
        let parts = [kind.as_bytes(), field.as_bytes(), form.as_bytes()];
        Ok(hex(mac(key.as_slice(), &parts).as_slice()))
    }

    /// The digests' key; made by whoever needs it first. Of several who make one at once the
    /// database keeps one, and all read that.
    async fn lookup_key(&self) -> Result<Key, SealError> {
        if let Some(key) = self.lookup_cell().get() {
            return Ok(key.clone());
        }
        if self.key_row(OWN).await?.is_none() {
            let (_, row) = self.new_key(OWN)?;
            let set = ChangeSet::new(Lane::Dispatch, Actor::system("seal"));
            let set = set.beside(Row::of(&row, RowMode::Ignore));
            self.journal().submit(set).await?;
        }
        let row = self.key_row(OWN).await?.ok_or_else(|| SealError::NoKey {
            kind: OWN.kind.to_owned(),
            subject: OWN.id,
        })?;
        let key = unwrap(self.keys(), &row)?;
        Ok(self.lookup_cell().get_or_init(|| key).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_has_one_form() {
        for phone in ["13812345678", "138 1234 5678", "+86 138-1234-5678"] {
            assert_eq!(Normal::Phone.form(phone), "13812345678");
        }
        assert_eq!(
            Normal::IdNumber.form(" 14080219900101123x "),
            "14080219900101123X"
        );
        assert_eq!(Normal::Exact.form(" 张 三 "), "张 三");
    }
}
