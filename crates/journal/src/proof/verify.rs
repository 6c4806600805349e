//! Walking the chain.

use std::collections::HashMap;
use std::fmt;

use base::{Digest, Uuid};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::Store;

use crate::tables::{entry, seal, signature};
use crate::{Entry, JournalError, PublicSealKey};

/// A place of the chain and its link, noted outside the database: whoever rewrites the whole chain
/// cannot rewrite a note on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The place.
    pub position: i64,
    /// Its link.
    pub link: Digest,
}

/// What the verifier holds outside the database.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Noted heads.
    pub anchors: Vec<Anchor>,
    /// The key that the ends of sealings must be signed with.
    pub key: Option<PublicSealKey>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// An entry does not say what it said when it was sealed.
    Edited,
    /// An entry or a place of the chain is gone.
    Deleted,
    /// An entry stands in the journal that did not come through it.
    Inserted,
    /// A link does not follow from the one before.
    BrokenLink,
    /// The versions of a subject do not ascend by one.
    Version,
    /// The chain does not meet an anchor.
    Anchor,
    /// A signature does not fit its link, or the end of the chain has none.
    Signature,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Where in the chain, when it has a place.
    pub position: Option<i64>,
    /// The entry, when one is known.
    pub entry: Option<Uuid>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FindingKind::Edited => "was edited after it was sealed",
            FindingKind::Deleted => "is gone",
            FindingKind::Inserted => "did not come through the journal",
            FindingKind::BrokenLink => "does not follow from the link before it",
            FindingKind::Version => "breaks the order of its subject's versions",
            FindingKind::Anchor => "does not meet the anchor",
            FindingKind::Signature => "is not signed with the key",
        };
        match (self.position, self.entry) {
            (Some(position), Some(entry)) => {
                write!(f, "position {position} (entry {entry}) {what}")
            }
            (Some(position), None) => write!(f, "position {position} {what}"),
            (None, Some(entry)) => write!(f, "entry {entry} {what}"),
            (None, None) => write!(f, "the journal {what}"),
        }
    }
}

/// What [`verify`] saw.
#[derive(Clone, Debug)]
pub struct VerifyReport {
    /// The end of the chain; note it outside the database.
    pub head: Anchor,
    /// Entries that wait for a position.
    pub waiting: u64,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

const PAGE: u64 = 1_000;

/// Walks the whole chain and looks for entries outside it.
///
/// # Errors
/// The database's refusal. What is wrong with the journal is no error but a [`Finding`].
pub async fn verify(store: &Store, trust: &Trust) -> Result<VerifyReport, JournalError> {
    let mut walk = Walk::new(trust);
    loop {
        let seals = seal::Entity::find()
            .filter(seal::Column::Position.gt(walk.position))
            .order_by_asc(seal::Column::Position)
            .limit(PAGE)
            .all(store.reader())
            .await?;
        if seals.is_empty() {
            break;
        }
        walk.signatures = signatures(store, &seals).await?;
        let ids: Vec<Uuid> = seals.iter().map(|seal| seal.entry).collect();
        let entries = entry::Entity::find()
            .filter(entry::Column::Id.is_in(ids))
            .all(store.reader())
            .await?;
        let mut entries: HashMap<Uuid, entry::Model> =
            entries.into_iter().map(|entry| (entry.id, entry)).collect();
        for seal in &seals {
            walk.step(seal, entries.remove(&seal.entry));
        }
    }
    walk.finish();
    let strangers = unaccounted(store, Side::Entries).await?;
    walk.note_all(FindingKind::Inserted, strangers);
    for queue in ["journal_pending", "journal_staged"] {
        let lost = unaccounted(store, Side::Queue(queue)).await?;
        walk.note_all(FindingKind::Deleted, lost);
    }
    Ok(VerifyReport {
        head: Anchor {
            position: walk.position,
            link: walk.link,
        },
        waiting: waiting(store).await?,
        findings: walk.findings,
    })
}

/// The versions of one subject, as far as the walk came.
#[derive(Default)]
struct Versions {
    newest: i64,
    newest_origin: Option<(String, i32)>,
    by_origin: HashMap<(String, i32), i64>,
}

struct Walk<'a> {
    trust: &'a Trust,
    position: i64,
    link: Digest,
    signatures: HashMap<i64, Vec<u8>>,
    signed_to: i64,
    versions: HashMap<(String, Uuid), Versions>,
    findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn new(trust: &'a Trust) -> Self {
        Self {
            trust,
            position: 0,
            link: Digest::ZERO,
            signatures: HashMap::new(),
            signed_to: 0,
            versions: HashMap::new(),
            findings: Vec::new(),
        }
    }

    fn note(&mut self, kind: FindingKind, position: Option<i64>, entry: Option<Uuid>) {
        self.findings.push(Finding {
            kind,
            position,
            entry,
        });
    }

    fn note_all(&mut self, kind: FindingKind, entries: Vec<Uuid>) {
        for entry in entries {
            self.note(kind, None, Some(entry));
        }
    }

    fn step(&mut self, seal: &seal::Model, stored: Option<entry::Model>) {
        let (position, id) = (seal.position, seal.entry);
        for missing in (self.position + 1)..position {
            self.note(FindingKind::Deleted, Some(missing), None);
        }
        let gap = position != self.position + 1;
        let stored_link = Digest::from_slice(&seal.link).unwrap_or(Digest::ZERO);
        match stored {
            None => self.note(FindingKind::Deleted, Some(position), Some(id)),
            Some(row) => {
                let sealed_hash = row.hash.clone();
                let entry = Entry::from(row);
                if entry.hash().as_bytes().as_slice() != sealed_hash {
                    self.note(FindingKind::Edited, Some(position), Some(id));
                }
                // After a gap the link before is not known; the gap itself is the finding.
                let expected = crate::entry::link(self.link, position, &sealed_hash);
                if !gap && expected != stored_link {
                    self.note(FindingKind::BrokenLink, Some(position), Some(id));
                }
                self.check_version(&entry, position);
            }
        }
        (self.position, self.link) = (position, stored_link);
        self.meet_anchors();
        self.check_signature();
    }

    fn check_signature(&mut self) {
        let Some(key) = &self.trust.key else { return };
        let Some(signature) = self.signatures.remove(&self.position) else {
            return;
        };
        if key.accepts(self.position, self.link, &signature) {
            self.signed_to = self.position;
        } else {
            self.note(FindingKind::Signature, Some(self.position), None);
        }
    }

    /// Versions of one subject ascend by one. Where another node wrote beside us, its branch may
    /// start at an earlier version; each origin's own versions ascend all the same, and nobody
    /// skips one.
    fn check_version(&mut self, entry: &Entry, position: i64) {
        let key = (entry.kind.clone(), entry.subject);
        let known = self.versions.entry(key).or_default();
        let own = known.by_origin.entry((entry.node.clone(), entry.epoch));
        let own = own.or_insert(0);
        let in_order = entry.version > *own && entry.version <= known.newest + 1;
        // Without a branch this says: one more than the newest.
        let alone = entry.version == known.newest + 1;
        let branch = known.newest_origin != Some((entry.node.clone(), entry.epoch));
        *own = entry.version;
        if entry.version >= known.newest {
            known.newest = entry.version;
            known.newest_origin = Some((entry.node.clone(), entry.epoch));
        }
        if !in_order || !(alone || branch) {
            self.note(FindingKind::Version, Some(position), Some(entry.id));
        }
    }

    fn meet_anchors(&mut self) {
        let here = Anchor {
            position: self.position,
            link: self.link,
        };
        let missed = |anchor: &&Anchor| anchor.position == here.position && **anchor != here;
        if self.trust.anchors.iter().any(|anchor| missed(&anchor)) {
            self.note(FindingKind::Anchor, Some(here.position), None);
        }
    }

    fn finish(&mut self) {
        if self.trust.key.is_some() && self.signed_to < self.position {
            self.note(FindingKind::Signature, Some(self.position), None);
        }
        let beyond = self
            .trust
            .anchors
            .iter()
            .filter(|a| a.position > self.position);
        let places: Vec<i64> = beyond.map(|anchor| anchor.position).collect();
        for position in places {
            self.note(FindingKind::Anchor, Some(position), None);
        }
    }
}

/// The signatures at the places of a page.
async fn signatures(
    store: &Store,
    page: &[seal::Model],
) -> Result<HashMap<i64, Vec<u8>>, JournalError> {
    let (Some(first), Some(last)) = (page.first(), page.last()) else {
        return Ok(HashMap::new());
    };
    let found = signature::Entity::find()
        .filter(signature::Column::Position.between(first.position, last.position))
        .all(store.reader())
        .await?;
    Ok(found
        .into_iter()
        .map(|row| (row.position, row.signature))
        .collect())
}

#[derive(Clone, Copy)]
enum Side {
    /// Entries that are neither sealed, nor waiting, nor hidden.
    Entries,
    /// Ids of a queue whose entry is gone.
    Queue(&'static str),
}

async fn unaccounted(store: &Store, side: Side) -> Result<Vec<Uuid>, JournalError> {
    let (table, key, others): (_, _, &[&str]) = match side {
        Side::Entries => (
            "journal_entry",
            "id",
            &["journal_seal", "journal_pending", "journal_staged"],
        ),
        Side::Queue(queue) => (queue, "entry", &["journal_entry"]),
    };
    let own = (Alias::new(table), Alias::new(key));
    let mut select = Query::select();
    select.column(own.clone()).from(Alias::new(table));
    for other in others {
        let column = if *other == "journal_entry" {
            "id"
        } else {
            "entry"
        };
        let theirs = (Alias::new(*other), Alias::new(column));
        let on = Expr::col(theirs.clone()).equals(own.clone());
        select.join(JoinType::LeftJoin, Alias::new(*other), on);
        select.and_where(Expr::col(theirs).is_null());
    }
    let connection = store.reader();
    let statement = connection.get_database_backend().build(&select);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

async fn waiting(store: &Store) -> Result<u64, JournalError> {
    use sea_orm::PaginatorTrait;
    Ok(crate::tables::pending::Entity::find()
        .count(store.reader())
        .await?)
}
