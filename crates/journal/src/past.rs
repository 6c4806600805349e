//! The past from the journal: what changed between two positions, what an entry replaced, what
//! stood at a position, and which position a point in time is.
//!
//! Invariant: entries of another node that did not become the row here (this node had changed the
//! subject too) count nowhere; the merge entry that settled the clash does.

use std::collections::{BTreeSet, HashMap, HashSet};

use base::{Timestamp, Uuid};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use store::Store;

use crate::follow::read_after;
use crate::tables::{entry, seal};
use crate::{Entry, JournalError};

/// One change of one subject with what it replaced.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// The position of the change.
    pub position: i64,
    /// The entry before it; none for a new subject.
    pub before: Option<Entry>,
    /// The entry.
    pub after: Entry,
}

/// How many subjects or entries a question names at a time.
const SOME: usize = 500;

/// The changes of the wanted kinds behind `position`, among the next `limit` entries, and the
/// position that was read up to; that is `position` itself when nothing lies behind it.
///
/// # Errors
/// The database's refusal.
pub async fn replaced_after(
    store: &Store,
    position: i64,
    limit: u64,
    wanted: impl Fn(&str) -> bool,
) -> Result<(Vec<Replaced>, i64), JournalError> {
    let page = read_after(store, position, limit).await?;
    let upto = page.last().map_or(position, |last| last.position);
    let page: Vec<_> = page
        .into_iter()
        .filter(|sealed| wanted(&sealed.entry.kind))
        .collect();
    let subjects: BTreeSet<Uuid> = page.iter().map(|sealed| sealed.entry.subject).collect();
    let subjects: Vec<Uuid> = subjects.into_iter().collect();
    let versions = versions_of(store.reader(), store, &subjects, upto).await?;
    let earlier = |subject: Uuid, kind: &str, position: i64| {
        let of_subject = versions.get(&subject)?.iter();
        let earlier = of_subject.filter(|one| one.position < position && one.kind == kind);
        earlier.max_by_key(|one| one.position).map(|one| one.entry)
    };
    let is_effective = |sealed: &crate::Sealed| {
        let of_subject = versions.get(&sealed.entry.subject);
        of_subject.is_some_and(|all| all.iter().any(|one| one.entry == sealed.entry.id))
    };
    let found = page.into_iter().filter(is_effective).map(|sealed| {
        let before = earlier(sealed.entry.subject, &sealed.entry.kind, sealed.position);
        (sealed, before)
    });
    let found: Vec<_> = found.collect();
    let ids: Vec<Uuid> = found.iter().filter_map(|(_, before)| *before).collect();
    let bodies = entries_of(store.reader(), &ids).await?;
    let changes = found.into_iter().map(|(sealed, before)| Replaced {
        position: sealed.position,
        before: before.and_then(|id| bodies.get(&id).cloned()),
        after: sealed.entry,
    });
    Ok((changes.collect(), upto))
}

/// The subjects of a kind that were changed behind `after`, up to `upto`.
///
/// # Errors
/// The database's refusal.
pub async fn changed_between<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    kind: &str,
    after: i64,
    upto: i64,
) -> Result<HashSet<Uuid>, JournalError> {
    let position = || Expr::col((Alias::new("s"), Alias::new("position")));
    let select = Query::select()
        .distinct()
        .expr_as(
            Expr::col((Alias::new("e"), Alias::new("subject"))),
            Alias::new("subject"),
        )
        .from_as(Alias::new("journal_seal"), Alias::new("s"))
        .join_as(
            JoinType::InnerJoin,
            Alias::new("journal_entry"),
            Alias::new("e"),
            same(("e", "id"), ("s", "entry")),
        )
        .and_where(position().gt(after))
        .and_where(position().lte(upto))
        .and_where(Expr::col((Alias::new("e"), Alias::new("kind"))).eq(kind))
        .to_owned();
    let rows = connection.query_all_raw(store.build(&select)).await?;
    let subjects = rows.iter().map(|row| row.try_get("", "subject"));
    Ok(subjects.collect::<Result<_, _>>()?)
}

/// What stood at `position` of each of these subjects of a kind: its latest entry there. A subject
/// that came later is not among the answers.
///
/// # Errors
/// The database's refusal.
pub async fn standing_at<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    kind: &str,
    subjects: &[Uuid],
    position: i64,
) -> Result<HashMap<Uuid, Entry>, JournalError> {
    let mut standing = HashMap::new();
    for some in subjects.chunks(SOME) {
        let versions = versions_of(connection, store, some, position).await?;
        let latest = versions.values().filter_map(|all| {
            let of_kind = all.iter().filter(|one| one.kind == kind);
            of_kind.max_by_key(|one| one.position).map(|one| one.entry)
        });
        let ids: Vec<Uuid> = latest.collect();
        let found = entries_of(connection, &ids).await?;
        standing.extend(found.into_values().map(|entry| (entry.subject, entry)));
    }
    Ok(standing)
}

/// The last position that was sealed up to a point in time; 0 before the first.
///
/// # Errors
/// The database's refusal.
pub async fn position_at(store: &Store, at: Timestamp) -> Result<i64, JournalError> {
    let (mut low, mut high) = (0, crate::head_of(store).await?);
    // Positions have no gaps and times do not go back with them.
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if sealed_at(store, middle)
            .await?
            .is_some_and(|time| time <= at)
        {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// The position of the first entry of a kind.
///
/// # Errors
/// The database's refusal.
pub async fn first_of(store: &Store, kind: &str) -> Result<Option<i64>, JournalError> {
    let position = (Alias::new("s"), Alias::new("position"));
    let select = Query::select()
        .expr_as(Expr::col(position.clone()), Alias::new("position"))
        .from_as(Alias::new("journal_seal"), Alias::new("s"))
        .join_as(
            JoinType::InnerJoin,
            Alias::new("journal_entry"),
            Alias::new("e"),
            same(("e", "id"), ("s", "entry")),
        )
        .and_where(Expr::col((Alias::new("e"), Alias::new("kind"))).eq(kind))
        .order_by(position, sea_orm::Order::Asc)
        .limit(1)
        .to_owned();
    let found = store.reader().query_one_raw(store.build(&select)).await?;
    Ok(found.map(|row| row.try_get("", "position")).transpose()?)
}

/// When a position was sealed.
///
/// # Errors
/// The database's refusal.
pub async fn sealed_at(store: &Store, position: i64) -> Result<Option<Timestamp>, JournalError> {
    let found = seal::Entity::find_by_id(position)
        .one(store.reader())
        .await?;
    Ok(found.map(|seal| seal.sealed_at.into()))
}

/// One entry of a subject that became its row, without its body.
struct Version {
    position: i64,
    kind: String,
    entry: Uuid,
}

async fn versions_of<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    subjects: &[Uuid],
    upto: i64,
) -> Result<HashMap<Uuid, Vec<Version>>, JournalError> {
    let mut all: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for some in subjects.chunks(SOME) {
        let select = effective_versions(some, upto);
        for row in connection.query_all_raw(store.build(&select)).await? {
            let version = Version {
                position: row.try_get("", "position")?,
                kind: row.try_get("", "kind")?,
                entry: row.try_get("", "id")?,
            };
            let subject: Uuid = row.try_get("", "subject")?;
            all.entry(subject).or_default().push(version);
        }
    }
    Ok(all)
}

fn effective_versions(subjects: &[Uuid], upto: i64) -> SelectStatement {
    let column = |table: &str, name: &str| Expr::col((Alias::new(table), Alias::new(name)));
    let mut select = Query::select();
    for (table, name) in [
        ("e", "id"),
        ("e", "subject"),
        ("e", "kind"),
        ("s", "position"),
    ] {
        select.expr_as(column(table, name), Alias::new(name));
    }
    select
        .from_as(Alias::new("journal_entry"), Alias::new("e"))
        .join_as(
            JoinType::InnerJoin,
            Alias::new("journal_seal"),
            Alias::new("s"),
            same(("s", "entry"), ("e", "id")),
        )
        .join_as(
            JoinType::LeftJoin,
            Alias::new("journal_received"),
            Alias::new("r"),
            same(("r", "entry"), ("e", "id")),
        )
        .and_where(column("e", "subject").is_in(subjects.iter().copied()))
        .and_where(column("s", "position").lte(upto))
        .cond_where(
            Condition::any()
                .add(column("r", "entry").is_null())
                .add(column("r", "followed").eq(true)),
        );
    select
}

fn same(a: (&str, &str), b: (&str, &str)) -> sea_orm::sea_query::SimpleExpr {
    let column = |(table, name): (&str, &str)| (Alias::new(table), Alias::new(name));
    Expr::col(column(a)).equals(column(b))
}

async fn entries_of<C: ConnectionTrait>(
    connection: &C,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Entry>, JournalError> {
    let mut found = HashMap::new();
    for some in ids.chunks(SOME) {
        let rows = entry::Entity::find()
            .filter(entry::Column::Id.is_in(some.iter().copied()))
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, Entry::from(row))));
    }
    Ok(found)
}
