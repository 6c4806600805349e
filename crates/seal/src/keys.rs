//! Subjects' keys: made, wrapped, unwrapped, wrapped anew, destroyed.
//!
//! Invariant: a destroyed key's row stands for ever without its key, so nothing seals for that
//! subject again and no late writer brings a key back: whoever wraps anew does it only where the
//! very text that was read still stands.

use std::collections::HashMap;

use base::Uuid;
use journal::{Actor, Change, ChangeSet, Lane};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{Row, RowMode, Store, WriteBatch};

use crate::cipher::{self, Key};
use crate::reading::reason_of;
use crate::seal::{Seal, Subject};
use crate::tables::{erasure, personal_key, personal_lookup};
use crate::{MasterKeys, SealError};

/// So many keys are wrapped anew in one transaction.
const SLICE: u64 = 200;

/// The place that a wrapped key is bound to.
fn place<'a>(subject: &'a Subject<'_>) -> [&'a [u8]; 3] {
    [
        b"key",
        subject.kind.as_bytes(),
        subject.id.as_bytes().as_slice(),
    ]
}

fn no_key(subject: Subject<'_>) -> SealError {
    SealError::NoKey {
        kind: subject.kind.to_owned(),
        subject: subject.id,
    }
}

/// The key in a stored row.
pub(crate) fn unwrap(keys: &MasterKeys, row: &personal_key::Model) -> Result<Key, SealError> {
    let subject = Subject::new(&row.kind, row.subject);
    let (Some(wrapped), Some(master)) = (&row.wrapped, &row.master) else {
        return Err(SealError::Erased {
            kind: row.kind.clone(),
            subject: row.subject,
        });
    };
    let damaged = || SealError::Damaged {
        kind: row.kind.clone(),
        subject: row.subject,
        field: "key".to_owned(),
    };
    let master = keys.find(master)?.wrapping();
    let opened = cipher::open(&master, &place(&subject), wrapped).map_err(|_| damaged())?;
    let bytes: [u8; 16] = opened.as_slice().try_into().map_err(|_| damaged())?;
    Ok(Key::new(bytes))
}

/// Whether a database holds keys that a master key wraps: then its file must not be made anew.
///
/// # Errors
/// The database's refusal.
pub async fn is_in_use(store: &Store) -> Result<bool, SealError> {
    let wrapped = personal_key::Entity::find()
        .filter(personal_key::Column::Wrapped.is_not_null())
        .limit(1)
        .one(store.reader())
        .await?;
    Ok(wrapped.is_some())
}

impl Seal {
    /// A new key for a subject, and the row that keeps it.
    pub(crate) fn new_key(
        &self,
        subject: Subject<'_>,
    ) -> Result<(Key, personal_key::Model), SealError> {
        let key = cipher::random::<16>()?;
        let row = personal_key::Model {
            kind: subject.kind.to_owned(),
            subject: subject.id,
            wrapped: Some(self.wrap(subject, &key)?),
            master: Some(self.keys().current().id().to_owned()),
            created_at: self.journal().clock().now().into(),
            destroyed_at: None,
        };
        Ok((key, row))
    }

    fn wrap(&self, subject: Subject<'_>, key: &Key) -> Result<String, SealError> {
        let master = self.keys().current().wrapping();
        cipher::seal(&master, &place(&subject), key.as_slice())
    }

    pub(crate) async fn key_row(
        &self,
        subject: Subject<'_>,
    ) -> Result<Option<personal_key::Model>, SealError> {
        let key = (subject.kind.to_owned(), subject.id);
        let reader = self.journal().store().reader();
        Ok(personal_key::Entity::find_by_id(key).one(reader).await?)
    }

    /// The key of a subject whose values are to be opened.
    pub(crate) async fn key_of(&self, subject: Subject<'_>) -> Result<Key, SealError> {
        let row = self.key_row(subject).await?;
        unwrap(self.keys(), &row.ok_or_else(|| no_key(subject))?)
    }

    /// The key rows of many subjects of one kind, in one read.
    pub(crate) async fn key_rows(
        &self,
        kind: &str,
        subjects: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, personal_key::Model>, SealError> {
        let rows = personal_key::Entity::find()
            .filter(personal_key::Column::Kind.eq(kind))
            .filter(personal_key::Column::Subject.is_in(subjects))
            .all(self.journal().store().reader())
            .await?;
        Ok(rows.into_iter().map(|row| (row.subject, row)).collect())
    }

    /// Whether every key in the database can be unwrapped by the master keys at hand: ask at the
    /// start, so that a lost line is told then and not by the first call for help.
    ///
    /// # Errors
    /// [`SealError::MasterMissing`] with the first key that is missing, or the database's refusal.
    pub async fn check(&self) -> Result<(), SealError> {
        let masters: Vec<Option<String>> = personal_key::Entity::find()
            .select_only()
            .column(personal_key::Column::Master)
            .distinct()
            .into_tuple()
            .all(self.journal().store().reader())
            .await?;
        for master in masters.iter().flatten() {
            self.keys().find(master)?;
        }
        Ok(())
    }

    /// Wraps anew every key that another master key than the current one wraps, a slice a
    /// transaction; gives their number. Values are read and written meanwhile as ever. Idempotent:
    /// one that was stopped goes on where it stopped.
    ///
    /// # Errors
    /// [`SealError::MasterMissing`] for a key that nothing at hand unwraps, or the database's
    /// refusal; what was wrapped stays wrapped.
    pub async fn rewrap(&self) -> Result<u64, SealError> {
        let mut wrapped = 0;
        loop {
            let (seen, done) = self.rewrap_slice(SLICE).await?;
            wrapped += done;
            if seen == 0 {
                return Ok(wrapped);
            }
        }
    }

    /// One slice: how many keys wanted wrapping, and how many were wrapped by us.
    async fn rewrap_slice(&self, most: u64) -> Result<(usize, u64), SealError> {
        use personal_key::Column;
        let store = self.journal().store();
        let current = self.keys().current().id();
        let rows = personal_key::Entity::find()
            .filter(Column::Master.is_not_null())
            .filter(Column::Master.ne(current))
            .limit(most)
            .all(store.reader())
            .await?;
        let mut updates = Vec::with_capacity(rows.len());
        for row in &rows {
            let key = unwrap(self.keys(), row)?;
            let again = self.wrap(Subject::new(&row.kind, row.subject), &key)?;
            let update = Query::update()
                .table(personal_key::Entity)
                .value(Column::Wrapped, again)
                .value(Column::Master, current)
                .and_where(Column::Kind.eq(&*row.kind))
                .and_where(Column::Subject.eq(row.subject))
                // Destroyed or wrapped by another meanwhile: then this finds nothing.
                .and_where(Column::Wrapped.eq(row.wrapped.clone()))
                .to_owned();
            updates.push(store.build(&update));
        }
        if updates.is_empty() {
            return Ok((0, 0));
        }
        let mut transaction = store.begin().await?;
        let mut done = 0;
        for update in updates {
            done += transaction.execute(update).await?;
        }
        let committed = transaction.commit(WriteBatch::default()).await;
        committed.map_err(store::StoreError::from)?;
        Ok((rows.len(), done))
    }

    /// 删除 erases a subject's personal values for good: its key and its digests go in one
    /// transaction with the journalled act. Erasing again changes nothing. A subject without a key
    /// gets the mark too, so that nothing is sealed for it later.
    ///
    /// Copies of the database that were made before still hold the wrapped key until they are
    /// destroyed themselves.
    ///
    /// # Errors
    /// [`SealError::Reason`], or the database's refusal.
    pub async fn erase(
        &self,
        actor: Actor,
        subject: Subject<'_>,
        reason: &str,
        region: Option<String>,
    ) -> Result<(), SealError> {
        let reason = reason_of(reason)?;
        let now = self.journal().clock().now();
        let before = self.key_row(subject).await?;
        if before.as_ref().is_some_and(|row| row.wrapped.is_none()) {
            return Ok(());
        }
        let mark = personal_key::Model {
            kind: subject.kind.to_owned(),
            subject: subject.id,
            wrapped: None,
            master: None,
            created_at: before.map_or_else(|| now.into(), |row| row.created_at),
            destroyed_at: Some(now.into()),
        };
        let act = erasure::Model {
            id: self.journal().new_id(),
            version: 0,
            subject_kind: subject.kind.to_owned(),
            subject: subject.id,
            reason,
            region,
            erased_at: now.into(),
        };
        let digests = personal_lookup::Entity::find()
            .filter(personal_lookup::Column::Kind.eq(subject.kind))
            .filter(personal_lookup::Column::Subject.eq(subject.id))
            .all(self.journal().store().reader())
            .await?;
        let mut set = ChangeSet::new(Lane::Dispatch, actor)
            .with(Change::of(&act, "erased", now)?)
            .beside(Row::of(&mark, RowMode::Upsert));
        for mut row in digests {
            row.digest = None;
            row.sole = None;
            set = set.beside(Row::of(&row, RowMode::Upsert));
        }
        self.journal().submit(set).await?;
        Ok(())
    }
}
