//! What the journal says of an attachment, and how those of a record are asked for.

use std::collections::BTreeMap;

use base::{CanonicalError, Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, Lane, Record, standing_at};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use store::ddl::ColumnKind::{BigInt, Int, Text, Uuid as Id};
use store::ddl::{column, index, nullable, table};
use store::{Migration, Store, Table, TableKind, TableShape, shape_of};

use crate::{Files, FilesError};

mod entity {
    use journal::{MergeRule, Record};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::Time;

    /// 附件 one attachment.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "attachment")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// The kind of the record that it hangs on.
        pub subject_kind: String,
        /// The record.
        pub subject: Uuid,
        /// What its sender called it, without a path.
        pub name: String,
        /// What it is, told by its bytes.
        pub media_type: String,
        /// How long it is.
        pub bytes: i64,
        /// SM3 of its bytes, 64 hexadecimal digits: where its content stands.
        pub digest: String,
        /// Where its camera says it was taken, 1e-7 degrees: what the file says, not what is true.
        pub longitude_e7: Option<i32>,
        /// The same.
        pub latitude_e7: Option<i32>,
        /// When its camera says so, in the camera's own words.
        pub taken: Option<String>,
        /// Who hung it there, as the journal writes actors.
        pub by: String,
        /// The region of the record, so that who answers for it sees the entry.
        pub region: Option<String>,
        /// When it was hung there.
        pub added_at: Time,
        /// When it was taken away.
        pub removed_at: Option<Time>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Record for Model {
        const KIND: &'static str = "attachment";
        const MERGE: MergeRule = MergeRule::Settler;

        fn id(&self) -> Uuid {
            self.id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn set_version(&mut self, version: i64) {
            self.version = version;
        }
        fn region(&self) -> Option<String> {
            self.region.clone()
        }
    }
}

pub use entity::Model as Attachment;
pub(crate) use entity::{Column, Entity};

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

/// A record that something hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Its kind, as in the journal: a register's key, a case's kind.
    pub kind: &'a str,
    /// The record.
    pub id: Uuid,
    /// Its region.
    pub region: Option<String>,
}

/// 证据 what hangs on a record, the oldest first; what was removed is not among it. An action that
/// demands evidence asks this.
///
/// # Errors
/// The database's refusal.
pub async fn attachments_of(
    store: &Store,
    kind: &str,
    id: Uuid,
) -> Result<Vec<Attachment>, FilesError> {
    let found = standing(kind, id).order_by_asc(Column::Id);
    Ok(found.all(store.reader()).await?)
}

/// How much hangs on a record.
///
/// # Errors
/// The database's refusal.
pub async fn count_of(store: &Store, kind: &str, id: Uuid) -> Result<u64, FilesError> {
    Ok(standing(kind, id).count(store.reader()).await?)
}

/// What hangs on each record of a kind, now or as of a position of the journal: attachments by their ids,
/// under the records'. A record on which nothing hangs is not among them.
///
/// # Errors
/// The database's refusal; an entry that cannot be read.
pub async fn hanging_on(
    store: &Store,
    kind: &str,
    position: Option<i64>,
) -> Result<BTreeMap<Uuid, Vec<Uuid>>, FilesError> {
    let all = Entity::find().filter(Column::SubjectKind.eq(kind));
    let mut all: Vec<Attachment> = all.order_by_asc(Column::Id).all(store.reader()).await?;
    if let Some(position) = position {
        let ids: Vec<Uuid> = all.iter().map(|one| one.id).collect();
        let (reader, kind) = (store.reader(), <Attachment as Record>::KIND);
        let standing = standing_at(reader, store, kind, &ids, position).await?;
        let read = standing
            .values()
            .map(|entry| serde_json::from_slice(&entry.body));
        let read: Result<Vec<Attachment>, _> = read.collect();
        all = read.map_err(CanonicalError::Json)?;
        all.sort_by_key(|one| one.id);
    }
    let mut hanging: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for one in all.into_iter().filter(|one| one.removed_at.is_none()) {
        hanging.entry(one.subject).or_default().push(one.id);
    }
    Ok(hanging)
}

impl Files {
    /// One attachment of a record.
    ///
    /// # Errors
    /// [`FilesError::NotFound`], also for one of another record or one that was removed; the
    /// database's refusal.
    pub async fn attachment(
        &self,
        subject: &Subject<'_>,
        id: Uuid,
    ) -> Result<Attachment, FilesError> {
        let found = standing(subject.kind, subject.id)
            .filter(Column::Id.eq(id))
            .one(self.journal().store().reader())
            .await?;
        found.ok_or(FilesError::NotFound)
    }

    /// Takes an attachment away. The entry that says so stays, and so does the one that says what
    /// it was; its content goes when nothing refers to it any more.
    ///
    /// # Errors
    /// As [`Files::attachment`]; the journal's refusal.
    pub async fn remove(
        &self,
        actor: Actor,
        subject: &Subject<'_>,
        id: Uuid,
    ) -> Result<(), FilesError> {
        let mut gone = self.attachment(subject, id).await?;
        let now: Timestamp = self.journal().clock().now();
        gone.removed_at = Some(now.into());
        let change = Change::of(&gone, "removed", now)?;
        let set = ChangeSet::new(Lane::Dispatch, actor).with(change);
        self.journal().submit(set).await?;
        Ok(())
    }
}

fn standing(kind: &str, id: Uuid) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::SubjectKind.eq(kind))
        .filter(Column::Subject.eq(id))
        .filter(Column::RemovedAt.is_null())
}

/// The kinds of journalled records of this room.
#[must_use]
pub fn record_defs() -> Vec<journal::RecordDef> {
    vec![journal::RecordDef::of::<Attachment>()]
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<Entity>()]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let columns = vec![
        column("id", Id),
        column("version", BigInt),
        column("subject_kind", Text),
        column("subject", Id),
        column("name", Text),
        column("media_type", Text),
        column("bytes", BigInt),
        column("digest", Text),
        nullable("longitude_e7", Int),
        nullable("latitude_e7", Int),
        nullable("taken", Text),
        column("by", Text),
        nullable("region", Text),
        column("added_at", BigInt),
        nullable("removed_at", BigInt),
    ];
    vec![
        Migration::new("files_0001_attachment")
            .tables(vec![table("attachment", &["id"], columns)])
            .indexes(vec![
                index("attachment_subject", "attachment", &["subject"]),
                index("attachment_digest", "attachment", &["digest"]),
            ]),
    ]
}
