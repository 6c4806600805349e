//! One transaction of the committer: check versions, write entries and rows, commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::Uuid;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Value};
use store::ddl::ColumnKind;
use store::{CommitFailure, Engine, Store, StoreError, TableShape, WriteBatch, WriteTransaction};

use super::Job;
use crate::CommitError;
use crate::sequencer::{AtOnce, queue};
use crate::tables::entry;

pub(super) enum Outcome {
    /// Everything that had no conflict is on disk; every job was answered.
    Written {
        /// Whether something is left for the sequencer to do.
        rings: bool,
    },
    /// Nothing is written, or, when `in_doubt`, the answer to COMMIT was lost.
    Failed {
        error: StoreError,
        jobs: Vec<Job>,
        in_doubt: bool,
    },
}

/// Writes `jobs` in one transaction; jobs whose expected versions do not stand are left out and
/// answered with a conflict.
///
/// They are answered after the commit, not before: a change may have lost against another of the
/// same group, and whoever is told so looks at once for what won.
pub(super) async fn write(store: &Store, at_once: Option<&AtOnce>, jobs: Vec<Job>) -> Outcome {
    let failed = |error, jobs| Outcome::Failed {
        error,
        jobs,
        in_doubt: false,
    };
    let mut transaction = match store.begin().await {
        Ok(transaction) => transaction,
        Err(error) => return failed(error, jobs),
    };
    let versions = match stored_versions(store, &mut transaction, &jobs).await {
        Ok(versions) => versions,
        Err(error) => return failed(error, jobs),
    };
    let (mut fitting, lost) = part(versions, jobs);
    let mut rings = false;
    if !fitting.is_empty() {
        let mut batch = WriteBatch::default();
        let placed = match place(store, at_once, &mut transaction, &fitting, &mut batch).await {
            Ok(placed) => placed,
            Err(error) => {
                fitting.extend(lost.into_iter().map(|(job, _)| job));
                return failed(error, fitting);
            }
        };
        for job in &fitting {
            job.rows.iter().cloned().for_each(|row| batch.push(row));
        }
        rings = placed.is_none() || fitting.iter().any(Job::touches_a_batch);
        if let Err(CommitFailure { error, in_doubt }) = transaction.commit(batch).await {
            if in_doubt {
                // Whether the winners were written is for the next look to say; that the others
                // were not is certain.
                for (job, _) in lost {
                    job.answer(Err(CommitError::Unavailable));
                }
            } else {
                fitting.extend(lost.into_iter().map(|(job, _)| job));
            }
            return Outcome::Failed {
                error,
                jobs: fitting,
                in_doubt,
            };
        }
        if let (Some(at_once), Some(position)) = (at_once, placed) {
            at_once.placed(position);
        }
    }
    fitting.into_iter().for_each(|job| job.answer(Ok(())));
    answer_lost(lost);
    Outcome::Written { rings }
}

/// Puts the positions of the entries into the batch, or the entries into the queue.
async fn place(
    store: &Store,
    at_once: Option<&AtOnce>,
    transaction: &mut WriteTransaction,
    jobs: &[Job],
    batch: &mut WriteBatch,
) -> Result<Option<i64>, StoreError> {
    let placed = match at_once {
        Some(at_once) => at_once.place(store, transaction, jobs, batch).await?,
        None => None,
    };
    if placed.is_none() {
        queue(jobs, batch);
    }
    Ok(placed)
}

fn answer_lost(lost: Vec<(Job, CommitError)>) {
    for (job, conflict) in lost {
        job.answer(Err(conflict));
    }
}

type Versions = HashMap<(&'static str, Uuid), i64>;

/// The jobs whose changes fit the stored versions and those that the jobs before them in this group
/// are about to write, and the others with their conflicts.
fn part(mut versions: Versions, jobs: Vec<Job>) -> (Vec<Job>, Vec<(Job, CommitError)>) {
    let (mut fitting, mut lost) = (Vec::with_capacity(jobs.len()), Vec::new());
    for job in jobs {
        match fit(&versions, &job) {
            Ok(()) => {
                for change in &job.written {
                    versions.insert((change.kind, change.subject), change.version);
                }
                fitting.push(job);
            }
            Err(conflict) => lost.push((job, conflict)),
        }
    }
    (fitting, lost)
}

fn fit(versions: &Versions, job: &Job) -> Result<(), CommitError> {
    let mut own: Versions = HashMap::new();
    for (change, footing) in job.written.iter().zip(&job.footings) {
        let key = (change.kind, change.subject);
        let found = own
            .get(&key)
            .or_else(|| versions.get(&key))
            .copied()
            .unwrap_or(0);
        if found != footing.expects {
            return Err(CommitError::Conflict {
                kind: change.kind.to_owned(),
                subject: change.subject,
                expected: footing.expects,
                found,
            });
        }
        own.insert(key, change.version);
    }
    Ok(())
}

/// The stored versions of every subject that a job wants to change. New subjects are not looked up:
/// their ids are new, and the unique index catches one that is not.
async fn stored_versions(
    store: &Store,
    transaction: &mut WriteTransaction,
    jobs: &[Job],
) -> Result<Versions, StoreError> {
    let mut wanted: BTreeMap<&'static str, (&'static TableShape, BTreeSet<Uuid>)> = BTreeMap::new();
    for job in jobs {
        for (change, footing) in job.written.iter().zip(&job.footings) {
            if footing.expects > 0 {
                let of_kind = wanted
                    .entry(change.kind)
                    .or_insert((footing.shape, BTreeSet::new()));
                of_kind.1.insert(change.subject);
            }
        }
    }
    let mut versions = HashMap::new();
    for (kind, (shape, ids)) in wanted {
        let query = store.build(&versions_of(store, shape, ids));
        for row in transaction
            .rows(query, &[ColumnKind::Uuid, ColumnKind::BigInt])
            .await?
        {
            if let [Value::Uuid(Some(id)), Value::BigInt(Some(version))] = row.as_slice() {
                versions.insert((kind, *id), *version);
            }
        }
    }
    Ok(versions)
}

fn versions_of(store: &Store, shape: &TableShape, ids: BTreeSet<Uuid>) -> SelectStatement {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    // Padded to a power of two, so that few statement texts occur and the engine knows them.
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    let mut select = Query::select();
    select
        .columns([Alias::new("id"), Alias::new("version")])
        .from(Alias::new(&shape.name))
        .and_where(Expr::col(Alias::new("id")).is_in(ids))
        .order_by(Alias::new("id"), sea_orm::Order::Asc);
    if store.engine() == Engine::Postgres {
        select.lock(LockType::Update);
    }
    select
}

/// Whether the entries of these jobs stand in the journal: asked after a commit whose answer was lost.
pub(super) async fn already_written(store: &Store, jobs: &[Job]) -> Result<bool, StoreError> {
    let first = jobs.iter().flat_map(|job| &job.written).next();
    let Some(first) = first else {
        // Rows without an entry cannot be asked for; they are telemetry and may be written twice.
        return Ok(false);
    };
    let found = entry::Entity::find_by_id(first.entry)
        .select_only()
        .column(entry::Column::Id)
        .into_tuple::<Uuid>()
        .one(store.reader())
        .await?;
    Ok(found.is_some())
}

/// Which version stands where this single job wanted its own.
pub(super) async fn explain_duplicate(store: &Store, jobs: &[Job]) -> CommitError {
    for change in jobs.iter().flat_map(|job| &job.written) {
        let newest = entry::Entity::find()
            .select_only()
            .column_as(entry::Column::Version.max(), "newest")
            .filter(entry::Column::Subject.eq(change.subject))
            .filter(entry::Column::Kind.eq(change.kind))
            .into_tuple::<Option<i64>>()
            .one(store.reader())
            .await;
        if let Ok(Some(Some(found))) = newest
            && found >= change.version
        {
            return CommitError::Conflict {
                kind: change.kind.to_owned(),
                subject: change.subject,
                expected: change.version - 1,
                found,
            };
        }
    }
    CommitError::Duplicate
}
