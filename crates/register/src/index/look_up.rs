//! Which rows a question's tokens lead to.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use super::bits::Bits;
use super::question::Clause;
use super::segments::{self, Segment, State};
use super::tables::POSTING;
use super::tokens;
use crate::RegisterDef;

/// What the index says.
pub(crate) struct Found {
    /// How many numbers the segments hold: about the rows of the register.
    pub(crate) of: i64,
    /// The places that may hold what is asked, by the segment's first number; `None` when the
    /// question has no tokens.
    parts: Option<Vec<(i64, Bits)>>,
}

impl Found {
    /// The places found, by the segment's first number.
    pub(super) fn parts(&self) -> impl Iterator<Item = &(i64, Bits)> {
        self.parts.iter().flatten()
    }

    /// How many rows to look at; `None` when the index does not narrow the question.
    pub(crate) fn len(&self) -> Option<usize> {
        let parts = self.parts.as_ref()?;
        Some(parts.iter().map(|(_, bits)| bits.len()).sum())
    }

    /// The numbers of these rows.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.parts()
            .flat_map(|(first, bits)| bits.iter().map(|place| *first + i64::from(place)))
            .collect()
    }
}

/// Asks the index, inside a snapshot in which the rows are read too; `None` while nothing is
/// indexed, or what is was made for other fields than today's.
pub(crate) async fn look_up(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
    clauses: &[Clause],
) -> Result<Option<Found>, DbErr> {
    let Some(active) = segments_in_use(snapshot, store, def).await? else {
        return Ok(None);
    };
    let of = active.iter().map(|one| one.size).sum();
    if clauses.is_empty() {
        return Ok(Some(Found { of, parts: None }));
    }
    let firsts: Vec<i64> = active.iter().map(|one| one.first).collect();
    let mut clause_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, clause) in clauses.iter().enumerate() {
        for token in clause {
            clause_of.entry(token).or_default().push(at);
        }
    }
    let tokens = clause_of.keys().copied();
    let mut sets: HashMap<i64, Vec<Option<Bits>>> = HashMap::new();
    for (first, token, rows) in postings(snapshot, store, def, firsts, tokens).await? {
        let of_segment = sets
            .entry(first)
            .or_insert_with(|| vec![None; clauses.len()]);
        for at in clause_of.get(token.as_str()).into_iter().flatten() {
            if let Some(set) = of_segment.get_mut(*at) {
                set.get_or_insert_with(Bits::none).add(&rows);
            }
        }
    }
    let shared = sets.into_iter().filter_map(|(first, sets)| {
        // A clause that no posting answers has no rows in this segment.
        let sets: Vec<Bits> = sets.into_iter().collect::<Option<_>>()?;
        let meet = |mut all: Bits, next: Bits| {
            all.keep(&next);
            all
        };
        Some((first, sets.into_iter().reduce(meet)?))
    });
    let mut parts: Vec<(i64, Bits)> = shared.collect();
    parts.sort_by_key(|(first, _)| *first);
    Ok(Some(Found {
        of,
        parts: Some(parts),
    }))
}

/// The segments that answer questions; `None` while nothing is indexed, or what is was made for other
/// fields than today's.
pub(super) async fn segments_in_use(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
) -> Result<Option<Vec<Segment>>, DbErr> {
    let mut segments = segments::of_register(snapshot, store, def).await?;
    segments.retain(|one| one.state == State::Active);
    let made_for = tokens::made_for(def);
    let is_fit = !segments.is_empty() && segments.iter().all(|one| one.made_for == made_for);
    Ok(is_fit.then_some(segments))
}

/// The postings of tokens in segments: the segment's first number, the token, its bytes.
pub(super) async fn postings<'a>(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
    firsts: Vec<i64>,
    tokens: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<(i64, String, Vec<u8>)>, DbErr> {
    let select = Query::select()
        .columns(["first", "token", "rows"].map(Alias::new))
        .from(Alias::new(POSTING))
        .and_where(Expr::col(Alias::new("register")).eq(def.key))
        .and_where(Expr::col(Alias::new("first")).is_in(firsts))
        .and_where(Expr::col(Alias::new("token")).is_in(tokens))
        .to_owned();
    let read = |row: &sea_orm::QueryResult| {
        Ok((
            row.try_get("", "first")?,
            row.try_get("", "token")?,
            row.try_get("", "rows")?,
        ))
    };
    let rows = snapshot.query_all_raw(store.build(&select)).await?;
    rows.iter().map(read).collect()
}
