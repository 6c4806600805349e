//! Counting a register: rows, sums and distinct values by region, for many questions in one scan.
//!
//! Invariants: what a question counts is what a list with its filters shows, retired rows left out;
//! [`Counter::part_of`] says of one row what it adds to the same cells, so that who follows the
//! journal keeps them right without counting again.
//!
//! It is not a metric: it knows neither areas nor periods.

mod scan;

use std::collections::BTreeMap;

use base::Uuid;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use store::Store;

use self::scan::{Rows, scan};
use crate::index::{self, Count};
use crate::{
    FieldDef, Filter, LedgerError, Matcher, QueryError, Reference, RegisterDef, Stored, Value,
    check, query,
};

/// What is counted.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// A field of numbers that is summed, in its smallest units.
    pub sum: Option<&'static str>,
    /// A field whose values are told apart.
    pub each: Option<&'static str>,
}

/// Rows of one region, and of one value where values are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The code in the register's scope; empty where the row has none.
    pub region: String,
    /// The value, as text.
    pub each: Option<String>,
}

/// What a cell counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows.
    pub rows: i64,
    /// Of them, rows whose summed field holds a number.
    pub filled: i64,
    /// The sum of these numbers.
    pub sum: i64,
}

impl Counts {
    /// Adds `other`, taken `times` times: −1 takes it away.
    pub fn add(&mut self, other: Self, times: i64) {
        self.rows += times * other.rows;
        self.filled += times * other.filled;
        self.sum += times * other.sum;
    }
}

/// The cells that are not empty.
pub type Cells = BTreeMap<Cell, Counts>;

/// A question read once, to be asked of single rows.
#[derive(Clone, Debug)]
pub struct Counter {
    matcher: Matcher,
    region: Option<usize>,
    each: Option<usize>,
    sum: Option<usize>,
}

impl Counter {
    /// Reads the question.
    ///
    /// # Errors
    /// [`QueryError`] as a list says it.
    pub fn of(def: &'static RegisterDef, ask: &Ask) -> Result<Self, QueryError> {
        let at = |name: Option<&'static str>| {
            name.map(|name| place(def, name).map(|(at, _)| at))
                .transpose()
        };
        Ok(Self {
            matcher: Matcher::of(def, &ask.filters)?,
            region: at(def.scope)?,
            each: at(ask.each)?,
            sum: at(ask.sum)?,
        })
    }

    /// The cell that a row counts in, and what it counts there; `None` when it does not count.
    #[must_use]
    pub fn part_of(&self, row: &Stored) -> Option<(Cell, Counts)> {
        if row.retired_at.is_some() || !self.matcher.takes(row) {
            return None;
        }
        let held = |at: Option<usize>| row.values.get(at?);
        let number = match held(self.sum) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        let cell = Cell {
            region: held(self.region).and_then(spelled).unwrap_or_default(),
            each: held(self.each).and_then(spelled),
        };
        let counts = Counts {
            rows: 1,
            filled: i64::from(number.is_some()),
            sum: number.unwrap_or(0),
        };
        Some((cell, counts))
    }
}

/// A value as the text of a cell.
fn spelled(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Reference(Reference(id)) => id.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Empty
        | Value::Set(_)
        | Value::Point(_)
        | Value::Line(_)
        | Value::Polygon(_)
        | Value::Sealed(_) => return None,
    })
}

fn place(def: &'static RegisterDef, name: &str) -> Result<(usize, &'static FieldDef), QueryError> {
    def.field(name).ok_or_else(|| QueryError::UnknownField {
        register: def.key,
        field: name.to_owned(),
    })
}

/// Answers the questions, in their order. What the register's index can tell by itself it tells; those
/// that are left and tell the same values apart share a scan.
///
/// # Errors
/// [`LedgerError::Query`] for a question that the register does not allow; the database's refusal,
/// also of a sum beyond 64 bits.
pub async fn tally<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    asks: &[Ask],
) -> Result<Vec<Cells>, LedgerError> {
    let told = told_by_index(connection, store, def, asks).await?;
    let mut answers = vec![Cells::new(); asks.len()];
    let mut scans: BTreeMap<Option<&'static str>, Vec<usize>> = BTreeMap::new();
    let untold = asks.iter().enumerate().zip(&told);
    for ((at, ask), _) in untold.filter(|(_, told)| told.is_none()) {
        scans.entry(ask.each).or_default().push(at);
    }
    for (each, members) in scans {
        let of_scan: Vec<&Ask> = members.iter().filter_map(|at| asks.get(*at)).collect();
        let cells = scan(connection, store, def, each, &of_scan, &Rows::All).await?;
        for (at, cells) in members.into_iter().zip(cells) {
            if let Some(answer) = answers.get_mut(at) {
                *answer = cells;
            }
        }
    }
    let told = asks.iter().zip(told).zip(&mut answers);
    let told: Vec<_> = told
        .filter_map(|((ask, told), answer)| Some((ask, told?, answer)))
        .collect();
    if !told.is_empty() {
        look_at_the_rest(connection, store, def, told).await?;
    }
    Ok(answers)
}

/// What the index tells: of questions that only count rows.
async fn told_by_index<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    asks: &[Ask],
) -> Result<Vec<Option<Count>>, LedgerError> {
    let only_rows = |ask: &Ask| ask.sum.is_none() && ask.each.is_none();
    for filter in asks.iter().flat_map(|ask| &ask.filters) {
        query::condition(store.engine(), def, filter)?;
    }
    let plain = asks.iter().filter(|ask| only_rows(ask));
    let plain: Vec<&[Filter]> = plain.map(|ask| ask.filters.as_slice()).collect();
    if plain.is_empty() {
        return Ok(asks.iter().map(|_| None).collect());
    }
    let mut told = index::count(connection, store, def, &plain)
        .await?
        .into_iter();
    let each = asks
        .iter()
        .map(|ask| only_rows(ask).then(|| told.next()).flatten().flatten());
    Ok(each.collect())
}

/// Looks at the rows that the index does not know, and for each question at those that it left open.
async fn look_at_the_rest<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    told: Vec<(&Ask, Count, &mut Cells)>,
) -> Result<(), LedgerError> {
    store.prefer_indexes(connection).await?;
    let asks: Vec<&Ask> = told.iter().map(|(ask, ..)| *ask).collect();
    let unknown = scan(connection, store, def, None, &asks, &Rows::Unnumbered).await?;
    for ((ask, count, answer), unknown) in told.into_iter().zip(unknown) {
        *answer = unknown;
        let mut more: Vec<(Cell, Counts)> = Vec::new();
        for (region, rows) in count.rows {
            let counts = Counts {
                rows,
                ..Counts::default()
            };
            more.push((Cell { region, each: None }, counts));
        }
        for numbers in count.open.chunks(SOME) {
            let rows = Rows::Numbered(numbers);
            more.extend(
                scan(connection, store, def, None, &[ask], &rows)
                    .await?
                    .into_iter()
                    .flatten(),
            );
        }
        for (cell, counts) in more {
            answer.entry(cell).or_default().add(counts, 1);
        }
    }
    Ok(())
}

/// How many rows are asked for at a time.
const SOME: usize = 500;

/// The rows of these ids that are visible to the connection, retired ones too.
///
/// # Errors
/// The database's refusal.
pub async fn rows_of<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    ids: &[Uuid],
) -> Result<Vec<Stored>, LedgerError> {
    let mut rows = Vec::with_capacity(ids.len());
    for some in ids.chunks(SOME) {
        let mut select = check::from(def);
        select
            .columns(Stored::columns(def).map(Alias::new))
            .and_where(Expr::col(Alias::new("id")).is_in(some.iter().copied()));
        for row in connection.query_all_raw(store.build(&select)).await? {
            rows.push(Stored::read(def, &row)?);
        }
    }
    Ok(rows)
}
