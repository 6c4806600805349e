//! Positions given inside the commit itself, where the engine has one writer.
//!
//! SQLite's writer lock is the sequencer's lock: whoever commits holds it, sees the end of the chain
//! and may go on from there. That spares the queue, its emptying and a second commit. Entries still
//! wait in the queue when something waits there before them, so that the versions of one subject
//! ascend, when they come from another node, and when the ends of sealings are signed: a signature
//! for each commit would cost more than the commit.

use base::{Clock, Digest, Uuid};
use sea_orm::{Statement, Value};
use store::ddl::ColumnKind;
use store::{Engine, Row, RowMode, Store, StoreError, WriteBatch, WriteTransaction};

use super::Head;
use crate::committer::Job;
use crate::stage::FLIPPED;
use crate::tables::{origin, pending, seal};
use crate::{JournalConfig, Node};

/// An entry of a group that has no position yet.
pub(crate) struct Unplaced {
    pub(crate) entry: Uuid,
    pub(crate) hash: Vec<u8>,
    /// Whether this node wrote it.
    pub(crate) ours: bool,
}

/// Gives positions inside commits.
pub(crate) struct AtOnce {
    node: Node,
    clock: Clock,
    head: Head,
}

/// The end of the chain, seen from inside the transaction that goes on from it.
struct End {
    position: i64,
    link: Digest,
    /// The last sequence of this node and epoch.
    sequence: i64,
}

/// The end of the chain and the counter, and whether anything waits.
const END: &str = "SELECT position, link,
 (SELECT sequence FROM journal_origin WHERE node = ? AND epoch = ?),
 EXISTS (SELECT 1 FROM journal_pending)
  OR EXISTS (SELECT 1 FROM journal_batch WHERE state = ?)
 FROM journal_seal ORDER BY position DESC LIMIT 1";

impl AtOnce {
    /// None where the sequencer alone gives positions.
    pub(crate) fn over(
        store: &Store,
        node: &Node,
        clock: &Clock,
        head: &Head,
        config: &JournalConfig,
    ) -> Option<Self> {
        let may = store.engine() == Engine::Sqlite && config.seal_key.is_none();
        may.then(|| Self {
            node: node.clone(),
            clock: clock.clone(),
            head: head.clone(),
        })
    }

    /// Adds the places of the entries of these jobs to the rows of their commit, and gives the last
    /// of them; none, and nothing added, when the entries must wait in the queue.
    pub(crate) async fn place(
        &self,
        store: &Store,
        transaction: &mut WriteTransaction,
        jobs: &[Job],
        batch: &mut WriteBatch,
    ) -> Result<Option<i64>, StoreError> {
        if jobs.iter().flat_map(|job| &job.unplaced).any(|e| !e.ours) {
            return Ok(None);
        }
        let Some(mut end) = self.end(store, transaction).await? else {
            return Ok(None);
        };
        let sealed_at = self.clock.now().into();
        for entry in jobs.iter().flat_map(|job| &job.unplaced) {
            end.position += 1;
            end.sequence += 1;
            end.link = crate::entry::link(end.link, end.position, &entry.hash);
            let seal = seal::Model {
                position: end.position,
                entry: entry.entry,
                node_sequence: end.sequence,
                link: end.link.as_bytes().to_vec(),
                sealed_at,
            };
            batch.push(Row::of(&seal, RowMode::Insert));
        }
        let counter = origin::Model {
            node: self.node.id.clone(),
            epoch: self.node.epoch,
            sequence: end.sequence,
        };
        batch.push(Row::of(&counter, RowMode::Upsert));
        Ok(Some(end.position))
    }

    /// Tells followers that positions up to here are on disk.
    pub(crate) fn placed(&self, position: i64) {
        self.head.reach(position);
    }

    /// None when something waits before, and in a chain or an epoch that has just begun.
    async fn end(
        &self,
        store: &Store,
        transaction: &mut WriteTransaction,
    ) -> Result<Option<End>, StoreError> {
        const COLUMNS: &[ColumnKind] = &[
            ColumnKind::BigInt,
            ColumnKind::Bytes,
            ColumnKind::BigInt,
            ColumnKind::Bool,
        ];
        let values = [
            self.node.id.as_str().into(),
            self.node.epoch.into(),
            FLIPPED.into(),
        ];
        let end = Statement::from_sql_and_values(store.backend(), END, values);
        let rows = transaction.rows(end, COLUMNS).await?;
        let end = match rows.first().map(Vec::as_slice) {
            Some(
                [
                    Value::BigInt(Some(position)),
                    Value::Bytes(Some(link)),
                    Value::BigInt(Some(sequence)),
                    Value::Bool(Some(false)),
                ],
            ) => Digest::from_slice(link).map(|link| End {
                position: *position,
                link,
                sequence: *sequence,
            }),
            _ => None,
        };
        Ok(end)
    }
}

/// Puts the entries of these jobs into the queue.
pub(crate) fn queue(jobs: &[Job], batch: &mut WriteBatch) {
    for entry in jobs.iter().flat_map(|job| &job.unplaced) {
        let waits = pending::Model { entry: entry.entry };
        batch.push(Row::of(&waits, RowMode::Insert));
    }
}
