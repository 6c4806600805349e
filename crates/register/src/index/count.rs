//! Counting by the index: how many rows fulfil conditions, by region, without a look at most of them.
//!
//! Elsewhere the index only says where to look. Here it tells, and may: a row loses its number with
//! whatever is written to it, so of a row that has one all its tokens and its place in the column of
//! regions are true. What they cannot tell (a day on the step in which a range ends, a condition that
//! has no tokens) is left open, by number, to be looked at; so are the rows without a number. While rows
//! of the register are hidden, those of an import that goes on, nothing is told.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr};
use store::{Engine, Store};

use super::bits::Bits;
use super::column::{Column, REGIONS};
use super::look_up::{postings, segments_in_use};
use super::question::{Told, told_of};
use super::segments::Segment;
use super::tokens;
use crate::table::NUMBER;
use crate::{Filter, LedgerError, RegisterDef};

/// When more than one in so many rows are to be looked at one by one, a scan of all is shorter.
const ONE_IN: i64 = 32;
/// So few are always looked at.
const FEW: i64 = 500;

/// What the index tells of one question.
#[derive(Default)]
pub(crate) struct Count {
    /// Rows that fulfil it, by region.
    pub(crate) rows: BTreeMap<String, i64>,
    /// Numbers of rows that may fulfil it.
    pub(crate) open: Vec<i64>,
}

/// Counts the rows in use that fulfil all conditions of a question, for each question. `None` for one
/// of which the index cannot tell enough, and for all of them when too many rows have no number.
pub(crate) async fn count(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
    questions: &[&[Filter]],
) -> Result<Vec<Option<Count>>, LedgerError> {
    let untold = || questions.iter().map(|_| None).collect();
    let Some(segments) = segments_in_use(snapshot, store, def).await? else {
        return Ok(untold());
    };
    let most = Ord::max(
        FEW,
        segments.iter().map(|one| one.size).sum::<i64>() / ONE_IN,
    );
    if journal::hides_rows(snapshot, def.key).await?
        || has_more_unnumbered(snapshot, store, def, most).await?
    {
        return Ok(untold());
    }
    let told = questions.iter().map(|filters| {
        let each = filters.iter().map(|filter| told_of(def, filter));
        each.collect()
    });
    let told: Vec<Vec<Option<Told>>> = told.collect();
    let mut counts: Vec<Option<Count>> = questions.iter().map(|_| Some(Count::default())).collect();
    for segment in &segments {
        let part = Part::read(snapshot, store, def, segment, &told).await?;
        for (conditions, count) in told.iter().zip(&mut counts) {
            let added = count.take().and_then(|count| part.added(conditions, count));
            *count = added
                .filter(|count| i64::try_from(count.open.len()).is_ok_and(|open| open <= most));
        }
    }
    Ok(counts)
}

/// One segment, with all that the questions ask of it.
struct Part {
    first: i64,
    /// The places whose rows have their number still and are in use.
    held: Bits,
    regions: Option<Column>,
    tokens: HashMap<String, Vec<u8>>,
}

impl Part {
    async fn read(
        snapshot: &impl ConnectionTrait,
        store: &Store,
        def: &RegisterDef,
        segment: &Segment,
        told: &[Vec<Option<Told>>],
    ) -> Result<Self, DbErr> {
        let asked = told.iter().flatten().flatten();
        let asked = asked.flat_map(|told| told.surely.iter().chain(&told.perhaps));
        let asked = asked.map(String::as_str).chain([tokens::IN_USE, REGIONS]);
        let mut asked: Vec<&str> = asked.collect();
        asked.sort_unstable();
        asked.dedup();
        let read = postings(snapshot, store, def, vec![segment.first], asked).await?;
        let read = read.into_iter().map(|(_, token, bytes)| (token, bytes));
        let mut part = Self {
            first: segment.first,
            held: held(snapshot, store, def, segment).await?,
            regions: None,
            tokens: read.collect(),
        };
        let regions = part.tokens.get(REGIONS);
        part.regions = regions.and_then(|bytes| Column::read(bytes));
        part.held.keep(&part.with(&[tokens::IN_USE.to_owned()]));
        Ok(part)
    }

    /// The places that have one of these tokens.
    fn with(&self, clause: &[String]) -> Bits {
        let mut places = Bits::none();
        for bytes in clause.iter().filter_map(|token| self.tokens.get(token)) {
            places.add(bytes);
        }
        places
    }

    /// With what is told here of these conditions; `None` where the segment has no column.
    fn added(&self, conditions: &[Option<Told>], mut count: Count) -> Option<Count> {
        let (mut surely, mut perhaps) = (self.held.clone(), self.held.clone());
        for told in conditions {
            let Some(told) = told else {
                surely = Bits::none();
                continue;
            };
            let mut fits = self.with(&told.surely);
            surely.keep(&fits);
            fits.join(&self.with(&told.perhaps));
            perhaps.keep(&fits);
        }
        perhaps.leave_out(&surely);
        self.regions.as_ref()?.count(&surely, &mut count.rows);
        let open = perhaps.iter().map(|place| self.first + i64::from(place));
        count.open.extend(open);
        Some(count)
    }
}

/// The places of a segment whose rows still have their number.
async fn held(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
    segment: &Segment,
) -> Result<Bits, DbErr> {
    let numbered = |what: SimpleExpr| {
        let number = || Expr::col(Alias::new(NUMBER));
        let of_segment = number().gte(segment.first).and(number().lt(segment.end()));
        let mut select = Query::select();
        select
            .expr_as(what, Alias::new("told"))
            .from(Alias::new(def.key))
            .and_where(of_segment);
        select
    };
    let all = numbered(Expr::col(Alias::new(NUMBER)).count());
    let many: Option<i64> = told(snapshot, store, &all).await?;
    if many == Some(segment.size) {
        return Ok(Bits::first(usize::try_from(segment.size).unwrap_or(0)));
    }
    // A row of the answer for each would cost more than everything else.
    let each = numbered(as_one_text(store.engine()));
    let each: Option<String> = told(snapshot, store, &each).await?;
    let mut places = Bits::none();
    for number in each.iter().flat_map(|text| text.split(',')) {
        let number = number.parse::<i64>().ok();
        let place = number.and_then(|number| u16::try_from(number - segment.first).ok());
        place.into_iter().for_each(|place| places.put(place));
    }
    Ok(places)
}

/// All numbers in one text, with commas between.
fn as_one_text(engine: Engine) -> SimpleExpr {
    let number = Expr::col(Alias::new(NUMBER)).cast_as(Alias::new("text"));
    let name = match engine {
        Engine::Sqlite => "group_concat",
        Engine::Postgres => "string_agg",
    };
    Func::cust(Alias::new(name))
        .args([number, Expr::value(",")])
        .into()
}

async fn told<T: sea_orm::TryGetable>(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    select: &SelectStatement,
) -> Result<Option<T>, DbErr> {
    let row = snapshot.query_one_raw(store.build(select)).await?;
    row.map_or(Ok(None), |row| row.try_get("", "told"))
}

/// Whether more than so many rows have no number.
async fn has_more_unnumbered(
    snapshot: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
    most: i64,
) -> Result<bool, DbErr> {
    let beyond = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new(def.key))
        .and_where(Expr::col(Alias::new(NUMBER)).is_null())
        .limit(1)
        .offset(most.unsigned_abs())
        .to_owned();
    Ok(snapshot
        .query_one_raw(store.build(&beyond))
        .await?
        .is_some())
}
