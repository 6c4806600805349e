//! What a branch of received entries means for the subject that stands here.

use std::collections::{BTreeMap, BTreeSet};

use base::{Clock, IdSource, Uuid};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use store::Store;

use super::merge::{Merge, MergeRule, merged};
use super::receive::{ReceiveError, Settle};
use crate::tables::entry;
use crate::{Change, Entry, JournalError, Node, RecordDef};

/// Received entries of one subject that are not known here, versions ascending.
pub(super) struct Branch {
    pub(super) entries: Vec<(Entry, i64)>,
}

/// What has to be done with a branch.
pub(super) enum Plan {
    /// Its newest state follows what stands here.
    Follow {
        /// The version that stands.
        expects: i64,
        /// The entry whose image becomes the row.
        newest: Entry,
    },
    /// Both sides changed the subject; this entry of ours settles it.
    Merge {
        /// The version that stands.
        expects: i64,
        /// Our merge entry.
        entry: Entry,
        /// The record of it.
        record: Box<Change>,
    },
    /// Both sides changed the subject and the other side settles.
    Hold,
}

/// Which entries each merge of the parcel joined, by subject and version of the merge entry.
pub(super) type Merges = BTreeMap<(String, Uuid, i64), BTreeSet<Uuid>>;

/// What a plan is made with.
pub(super) struct Planner<'a> {
    pub(super) store: &'a Store,
    pub(super) node: &'a Node,
    pub(super) clock: &'a Clock,
    pub(super) ids: &'a IdSource,
    pub(super) settle: Settle,
    pub(super) merges: &'a Merges,
}

impl Planner<'_> {
    /// The plan for a branch, as the subject stands now.
    pub(super) async fn plan(
        &self,
        def: &RecordDef,
        branch: &Branch,
    ) -> Result<Plan, ReceiveError> {
        let (Some((first, _)), Some((newest, _))) = (branch.entries.first(), branch.entries.last())
        else {
            return Ok(Plan::Hold);
        };
        let standing = self.standing(def, first.subject).await?;
        let expects = standing.as_ref().map_or(0, |entry| entry.version);
        if first.version > expects + 1 {
            return Err(ReceiveError::Missing {
                kind: first.kind.clone(),
                subject: first.subject,
                expected: expects + 1,
                found: first.version,
            });
        }
        let follow = Plan::Follow {
            expects,
            newest: newest.clone(),
        };
        let Some(ours) = standing.filter(|_| first.version <= expects) else {
            return Ok(follow);
        };
        let settled = branch.entries.iter().any(|(entry, _)| {
            let key = (entry.kind.clone(), entry.subject, entry.version);
            let joined = self.merges.get(&key);
            joined.is_some_and(|heads| heads.contains(&ours.id))
        });
        match self.settle {
            _ if settled => Ok(follow),
            Settle::There => Ok(Plan::Hold),
            Settle::Here => self.merge(def, first, &ours, newest).await,
        }
    }

    async fn merge(
        &self,
        def: &RecordDef,
        first: &Entry,
        ours: &Entry,
        theirs: &Entry,
    ) -> Result<Plan, ReceiveError> {
        let base = self.common(first, ours).await?;
        // Bodies of different schemas have no common fields to speak of.
        let rule = if def.merge == MergeRule::Fields && ours.schema != theirs.schema {
            MergeRule::Latest
        } else {
            def.merge
        };
        let (body, contested) = merged(rule, base.as_ref(), ours, theirs)?;
        let taken_from = if body == theirs.body { theirs } else { ours };
        let entry = Entry {
            id: self.ids.next(),
            node: self.node.id.clone(),
            epoch: self.node.epoch,
            version: Ord::max(ours.version, theirs.version) + 1,
            verb: "merged".to_owned(),
            event_at: Ord::max(ours.event_at, theirs.event_at),
            recorded_at: self.clock.now(),
            actor: "system:merge".to_owned(),
            body,
            ..taken_from.clone()
        };
        let record = Merge {
            id: self.ids.next(),
            version: 0,
            subject_kind: entry.kind.clone(),
            subject: entry.subject,
            merged_version: entry.version,
            ours: ours.id,
            theirs: theirs.id,
            contested: contested.join(","),
        };
        let record = Change::of(&record, "settled", entry.recorded_at)?;
        Ok(Plan::Merge {
            expects: ours.version,
            entry,
            record: Box::new(record),
        })
    }

    /// The entry whose image is the row that stands, when one stands.
    async fn standing(
        &self,
        def: &RecordDef,
        subject: Uuid,
    ) -> Result<Option<Entry>, JournalError> {
        let select = Query::select()
            .columns(def.shape.columns.iter().map(Alias::new))
            .from(Alias::new(&def.shape.name))
            .and_where(Expr::col(Alias::new("id")).eq(subject))
            .to_owned();
        let connection = self.store.reader();
        let Some(row) = connection.query_one_raw(self.store.build(&select)).await? else {
            return Ok(None);
        };
        let version: i64 = row.try_get("", "version")?;
        let candidates = self.entries_at(def.kind, subject, version).await?;
        if candidates.len() < 2 {
            return Ok(candidates.into_iter().next());
        }
        // Entries of a held branch may bear the same version: the row tells which one made it.
        let image = (def.export)(&row)?;
        let made_it = |entry: &Entry| {
            let line = (def.line_of)(entry);
            line.is_ok_and(|line| line == image)
        };
        let own = |entry: &Entry| entry.node == self.node.id;
        let mut fitting: Vec<Entry> = candidates.into_iter().filter(made_it).collect();
        fitting.sort_by_key(|entry| !own(entry));
        Ok(fitting.into_iter().next())
    }

    /// The newest entry that both sides knew before they parted.
    async fn common(&self, first: &Entry, ours: &Entry) -> Result<Option<Entry>, JournalError> {
        let before = self
            .entries_at(&first.kind, first.subject, first.version - 1)
            .await?;
        let known = |entry: &Entry| entry.id != ours.id;
        Ok(before.into_iter().find(known))
    }

    async fn entries_at(
        &self,
        kind: &str,
        subject: Uuid,
        version: i64,
    ) -> Result<Vec<Entry>, JournalError> {
        let rows = entry::Entity::find()
            .filter(entry::Column::Subject.eq(subject))
            .filter(entry::Column::Version.eq(version))
            .filter(entry::Column::Kind.eq(kind))
            .order_by_asc(entry::Column::Id)
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(Entry::from).collect())
    }
}
