//! Receiving: a parcel becomes entries and rows of this database.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use base::{CanonicalError, Uuid};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{Row, RowMode};

use super::merge::Merge;
use super::parcel::{Parcel, Parcelled};
use super::plan::{Branch, Merges, Plan, Planner};
use super::send::{Known, Origin, known};
use crate::handle::Arrival;
use crate::tables::{entry, origin};
use crate::{Actor, ChangeSet, CommitError, Entry, Journal, JournalError, Lane, Record, Records};

/// Which side of an exchange settles what both changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settle {
    /// This one: the centre.
    Here,
    /// The other: its merge entry will come.
    There,
}

/// What a parcel brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Entries that were not known.
    pub new: usize,
    /// Entries that were known.
    pub known: usize,
    /// Entries of kinds that are not exchanged.
    pub omitted: usize,
    /// Subjects that both sides had changed and that were settled here.
    pub merged: usize,
    /// Subjects that both sides had changed and that wait for the other side's word.
    pub held: usize,
}

/// Why a parcel was not, or not wholly, received. Receiving it again goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Entries are missing before those that came.
    #[error("entries {first} to {last} of node {origin} are missing; have them sent first")]
    Hole {
        /// Whose.
        origin: Origin,
        /// From.
        first: i64,
        /// To.
        last: i64,
    },
    /// The parcel holds entries of this node that this database never wrote.
    #[error(
        "the parcel holds entries of this very node and epoch ({0}) that are not here: the database was restored or cloned; run `fengsui journal epoch` first"
    )]
    OwnLost(Origin),
    /// A change of a subject whose earlier versions are not here.
    #[error("{kind} {subject} came at version {found}, but version {expected} is missing here")]
    Missing {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
        /// The version that should have come.
        expected: i64,
        /// The one that came.
        found: i64,
    },
    /// A subject changed again and again while it was received.
    #[error("{kind} {subject} is being changed here without a pause; try again")]
    Busy {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
    },
    /// The commit.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// Reading.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<CanonicalError> for ReceiveError {
    fn from(error: CanonicalError) -> Self {
        Self::Journal(error.into())
    }
}

/// How often a subject that changes meanwhile is looked at anew.
const TRIES: usize = 8;

/// Writes what the parcel brings and this database does not know.
///
/// # Errors
/// [`ReceiveError`].
pub async fn receive(
    journal: &Journal,
    records: &Records,
    parcel: &Parcel,
    settle: Settle,
) -> Result<Received, ReceiveError> {
    let mut report = Received::default();
    let before = known(journal.store()).await?;
    let after = without_holes(parcel, &before, &journal.node().into())?;
    let (branches, merges) = unknown_branches(journal, parcel, &before, &mut report).await?;
    let planner = Planner {
        store: journal.store(),
        node: journal.node(),
        clock: journal.clock(),
        ids: journal.ids(),
        settle,
        merges: &merges,
    };
    for ((kind, _), branch) in &branches {
        let def = records.get(kind)?;
        take_in(journal, &planner, def, branch, &mut report).await?;
    }
    journal.submit(cursors(&before, after)).await?;
    Ok(report)
}

/// Up to where each origin is known after this parcel.
fn without_holes(parcel: &Parcel, before: &Known, own: &Origin) -> Result<Known, ReceiveError> {
    let mut sequences: BTreeMap<Origin, BTreeSet<i64>> = BTreeMap::new();
    for (origin, sequence) in parcel.items.iter().map(Parcelled::place) {
        sequences.entry(origin).or_default().insert(sequence);
    }
    let mut after = before.clone();
    for (origin, of_origin) in sequences {
        let end = after.entry(origin.clone()).or_insert(0);
        for sequence in of_origin
            .into_iter()
            .filter(|s| s > &*end)
            .collect::<Vec<_>>()
        {
            if origin == *own {
                return Err(ReceiveError::OwnLost(origin));
            }
            if sequence != *end + 1 {
                let (first, last) = (*end + 1, sequence - 1);
                return Err(ReceiveError::Hole {
                    origin,
                    first,
                    last,
                });
            }
            *end = sequence;
        }
    }
    Ok(after)
}

type Branches = BTreeMap<(String, Uuid), Branch>;

/// The unknown entries by subject, and the merges that the parcel tells of.
async fn unknown_branches(
    journal: &Journal,
    parcel: &Parcel,
    before: &Known,
    report: &mut Received,
) -> Result<(Branches, Merges), ReceiveError> {
    let mut branches = Branches::new();
    let mut merges = Merges::new();
    for chunk in parcel.items.chunks(256) {
        let ids = chunk.iter().filter_map(|item| match item {
            Parcelled::Entry { entry, .. } => Some(entry.id),
            Parcelled::Omitted { .. } => None,
        });
        let stored: HashSet<Uuid> = entry::Entity::find()
            .select_only()
            .column(entry::Column::Id)
            .filter(entry::Column::Id.is_in(ids))
            .into_tuple::<Uuid>()
            .all(journal.store().reader())
            .await
            .map_err(JournalError::from)?
            .into_iter()
            .collect();
        for item in chunk {
            let Parcelled::Entry { sequence, entry } = item else {
                report.omitted += 1;
                continue;
            };
            note_merge(&mut merges, entry)?;
            let old = *sequence <= before.get(&Origin::of(entry)).copied().unwrap_or(0);
            if old || stored.contains(&entry.id) {
                report.known += 1;
                continue;
            }
            report.new += 1;
            let branch = branches.entry((entry.kind.clone(), entry.subject));
            let branch = branch.or_insert_with(|| Branch {
                entries: Vec::new(),
            });
            branch.entries.push((entry.clone(), *sequence));
        }
    }
    for branch in branches.values_mut() {
        branch.entries.sort_by_key(|(entry, _)| entry.version);
    }
    Ok((branches, merges))
}

fn note_merge(merges: &mut Merges, entry: &Entry) -> Result<(), ReceiveError> {
    if entry.kind == Merge::KIND {
        let merge: Merge = serde_json::from_slice(&entry.body).map_err(CanonicalError::Json)?;
        let key = (merge.subject_kind, merge.subject, merge.merged_version);
        merges.insert(key, BTreeSet::from([merge.ours, merge.theirs]));
    }
    Ok(())
}

/// Writes a branch; when its subject changes meanwhile, plans anew.
async fn take_in(
    journal: &Journal,
    planner: &Planner<'_>,
    def: &crate::RecordDef,
    branch: &Branch,
    report: &mut Received,
) -> Result<(), ReceiveError> {
    for _ in 0..TRIES {
        let mut arrival = Arrival {
            brought: branch.entries.clone(),
            ..Arrival::default()
        };
        match planner.plan(def, branch).await? {
            Plan::Hold => report.held += 1,
            Plan::Follow { expects, newest } => {
                arrival.followed = true;
                arrival.stands = Some((expects, newest.clone(), (def.row_of)(&newest)?));
            }
            Plan::Merge {
                expects,
                entry,
                record,
            } => {
                report.merged += 1;
                let row = (def.row_of)(&entry)?;
                arrival.own.push(entry.clone());
                arrival.stands = Some((expects, entry, row));
                arrival.record = Some(*record);
            }
        }
        let merged = arrival.record.is_some();
        match journal.submit_arrival(def.kind, arrival).await {
            Err(CommitError::Conflict { .. }) => report.merged -= usize::from(merged),
            written => {
                written?;
                return Ok(());
            }
        }
    }
    let (kind, subject) = branch.entries.first().map_or_else(
        || (def.kind.to_owned(), Uuid::nil()),
        |(entry, _)| (entry.kind.clone(), entry.subject),
    );
    Err(ReceiveError::Busy { kind, subject })
}

/// The cursors of the origins that moved.
fn cursors(before: &Known, after: Known) -> ChangeSet {
    let set = ChangeSet::new(Lane::Import, Actor::system("exchange"));
    after
        .into_iter()
        .filter(|(origin, sequence)| before.get(origin) != Some(sequence))
        .fold(set, |set, (origin, sequence)| {
            let row = origin::Model {
                node: origin.node,
                epoch: origin.epoch,
                sequence,
            };
            set.beside(Row::of(&row, RowMode::Upsert))
        })
}
