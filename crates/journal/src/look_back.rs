//! Reading the journal backwards, the newest first, narrowed by what an auditor asks for.
//!
//! Invariants: each read is led by a key or an index and looks at [`LOOKED_AT`] entries at most,
//! however long the journal is; a page may so be short of what was asked for, and says where to go
//! on. Only sealed entries are shown. Narrowed pages are in the order of the entries' ids, which is
//! the order in which they were written; the whole journal is in the order of its positions.

use std::collections::HashMap;

use base::{Timestamp, Uuid, first_id_of};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::time::Duration;
use store::Store;

use crate::tables::{NOT_A_DEVICE, entry, seal};
use crate::{JournalError, Sealed};

/// How many entries one read looks at.
pub const LOOKED_AT: u64 = 2_000;

/// What is asked of the journal; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The subject's kind.
    pub kind: Option<String>,
    /// Who did it, as the entry writes it.
    pub actor: Option<String>,
    /// One subject.
    pub subject: Option<Uuid>,
    /// Recorded then or later.
    pub from: Option<Timestamp>,
    /// Recorded before that.
    pub until: Option<Timestamp>,
}

impl Question {
    fn narrows(&self) -> bool {
        *self != Self::default()
    }

    /// The actor, unless it is a device: of those there is no index, for it would cost each of their
    /// entries more than all else.
    fn indexed_actor(&self) -> Option<&str> {
        let actor = self.actor.as_deref()?;
        (!actor.starts_with("device:")).then_some(actor)
    }

    fn holds(&self, line: &Line) -> bool {
        self.kind.as_ref().is_none_or(|kind| *kind == line.kind)
            && self.actor.as_ref().is_none_or(|actor| *actor == line.actor)
            && self.from.is_none_or(|from| line.recorded_at >= from)
            && self.until.is_none_or(|until| line.recorded_at < until)
    }
}

/// Where a reading back stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Behind this position, where the whole journal is read.
    Position(i64),
    /// Behind this entry, where it is narrowed.
    Entry(Uuid),
}

/// A page of entries, the newest first.
#[derive(Clone, Debug, Default)]
pub struct LookedBack {
    /// The entries.
    pub entries: Vec<Sealed>,
    /// Where to go on; none at the end.
    pub next: Option<Mark>,
}

/// At most `limit` entries behind `mark`, the newest first.
///
/// # Errors
/// The database's refusal.
pub async fn look_back(
    store: &Store,
    question: &Question,
    mark: Option<Mark>,
    limit: u64,
) -> Result<LookedBack, JournalError> {
    if question.narrows() {
        let after = match mark {
            Some(Mark::Entry(id)) => Some(id),
            _ => None,
        };
        narrowed(store, question, after, limit).await
    } else {
        let after = match mark {
            Some(Mark::Position(position)) => position,
            _ => i64::MAX,
        };
        whole(store, after, limit).await
    }
}

async fn whole(store: &Store, before: i64, limit: u64) -> Result<LookedBack, JournalError> {
    let seals = seal::Entity::find()
        .filter(seal::Column::Position.lt(before))
        .order_by_desc(seal::Column::Position)
        .limit(limit)
        .all(store.reader())
        .await?;
    let last = seals.last().map(|seal| seal.position);
    let ids = seals.iter().map(|seal| seal.entry).collect();
    let mut entries = entries_of(store, ids).await?;
    let joined = seals.iter().filter_map(|seal| {
        let entry = entries.remove(&seal.entry)?;
        Some(crate::entry::sealed(seal, entry))
    });
    Ok(LookedBack {
        entries: joined.collect(),
        next: last.filter(|last| *last > 1).map(Mark::Position),
    })
}

/// What an entry is judged by, without its body.
struct Line {
    id: Uuid,
    kind: String,
    actor: String,
    recorded_at: Timestamp,
}

async fn narrowed(
    store: &Store,
    question: &Question,
    after: Option<Uuid>,
    limit: u64,
) -> Result<LookedBack, JournalError> {
    let lines = lines(store, question, after).await?;
    let all_seen = (lines.len() as u64) < LOOKED_AT;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let last_seen = lines.last().map(|line| line.id);
    let mut found: Vec<Uuid> = lines
        .into_iter()
        .filter(|line| question.holds(line))
        .map(|line| line.id)
        .collect();
    let more = found.len() > most;
    found.truncate(most);
    let next = if more {
        found.last().copied()
    } else {
        last_seen.filter(|_| !all_seen)
    };
    Ok(LookedBack {
        entries: sealed_of(store, found).await?,
        next: next.map(Mark::Entry),
    })
}

/// The newest entries of the narrowest index that the question names.
async fn lines(
    store: &Store,
    question: &Question,
    after: Option<Uuid>,
) -> Result<Vec<Line>, JournalError> {
    let mut select = entry::Entity::find().select_only().columns([
        entry::Column::Id,
        entry::Column::Kind,
        entry::Column::Actor,
        entry::Column::RecordedAt,
    ]);
    if let Some(subject) = question.subject {
        select = select.filter(entry::Column::Subject.eq(subject));
    } else if let Some(actor) = question.indexed_actor() {
        select = select
            .filter(entry::Column::Actor.eq(actor))
            .filter(Expr::cust(NOT_A_DEVICE));
    } else if let Some(kind) = &question.kind {
        select = select.filter(entry::Column::Kind.eq(kind.as_str()));
    }
    // An entry's id and its time are made in the same moment; the clock may step between them.
    if let Some(from) = question.from {
        let first = first_id_of(from.minus(Duration::from_secs(1)));
        select = select.filter(entry::Column::Id.gte(first));
    }
    if let Some(until) = question.until {
        let end = first_id_of(until.plus(Duration::from_secs(1)));
        select = select.filter(entry::Column::Id.lt(end));
    }
    if let Some(after) = after {
        select = select.filter(entry::Column::Id.lt(after));
    }
    let rows: Vec<(Uuid, String, String, store::Time)> = select
        .order_by_desc(entry::Column::Id)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(store.reader())
        .await?;
    let line = |(id, kind, actor, at): (Uuid, String, String, store::Time)| Line {
        id,
        kind,
        actor,
        recorded_at: at.into(),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Those of these entries that have a position, in the order of `ids`.
async fn sealed_of(store: &Store, ids: Vec<Uuid>) -> Result<Vec<Sealed>, JournalError> {
    let seals = seal::Entity::find()
        .filter(seal::Column::Entry.is_in(ids.iter().copied()))
        .all(store.reader())
        .await?;
    let seals: HashMap<Uuid, seal::Model> =
        seals.into_iter().map(|seal| (seal.entry, seal)).collect();
    let mut entries = entries_of(store, ids.clone()).await?;
    let joined = ids.iter().filter_map(|id| {
        let entry = entries.remove(id)?;
        Some(crate::entry::sealed(seals.get(id)?, entry))
    });
    Ok(joined.collect())
}

async fn entries_of(
    store: &Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, entry::Model>, JournalError> {
    let entries = entry::Entity::find()
        .filter(entry::Column::Id.is_in(ids))
        .all(store.reader())
        .await?;
    Ok(entries.into_iter().map(|entry| (entry.id, entry)).collect())
}
