//! Counting a register: rows, sums and distinct values by region, for many questions in one scan.
//!
//! Invariants: what a question counts is what a list with its filters shows, retired rows left out;
//! [`Counter::part_of`] says of one row what it adds to the same cells, so that who follows the
//! journal keeps them right without counting again.
//!
//! It is not a metric: it knows neither areas nor periods.

use std::collections::BTreeMap;

use base::Uuid;
use sea_orm::sea_query::{
    Alias, CaseStatement, Condition, Expr, ExprTrait, Func, SelectStatement, SimpleExpr,
};
use sea_orm::{ConnectionTrait, QueryResult};
use store::{Engine, Store};

use crate::row::read_column;
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

/// Answers the questions, in their order; those that tell the same values apart share a scan.
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
    let mut answers = vec![Cells::new(); asks.len()];
    let mut scans: BTreeMap<Option<&'static str>, Vec<usize>> = BTreeMap::new();
    for (at, ask) in asks.iter().enumerate() {
        scans.entry(ask.each).or_default().push(at);
    }
    for (each, members) in scans {
        let of_scan: Vec<&Ask> = members.iter().filter_map(|at| asks.get(*at)).collect();
        let cells = scan(connection, store, def, each, &of_scan).await?;
        for (at, cells) in members.into_iter().zip(cells) {
            if let Some(answer) = answers.get_mut(at) {
                *answer = cells;
            }
        }
    }
    Ok(answers)
}

async fn scan<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    each: Option<&'static str>,
    asks: &[&Ask],
) -> Result<Vec<Cells>, LedgerError> {
    let scope = def.scope.map(|name| place(def, name)).transpose()?;
    let each = each.map(|name| place(def, name)).transpose()?;
    let mut select = check::from(def);
    select.and_where(Expr::col(Alias::new("retired_at")).is_null());
    for (_, field) in [scope, each].into_iter().flatten() {
        select.column(Alias::new(field.name));
        select.add_group_by([group_of(store.engine(), field)]);
    }
    let conditions = asks.iter().map(|ask| conditions(store.engine(), def, ask));
    let conditions: Vec<Condition> = conditions.collect::<Result<_, _>>()?;
    for (at, (ask, condition)) in asks.iter().zip(&conditions).enumerate() {
        let when = (asks.len() > 1).then_some(condition);
        let rows = Func::count(chosen(when, Expr::value(1)));
        select.expr_as(rows, Alias::new(format!("rows_{at}")));
        if let Some(name) = ask.sum {
            let (_, field) = place(def, name)?;
            let number = || chosen(when, Expr::col(Alias::new(field.name)));
            select.expr_as(Func::count(number()), Alias::new(format!("filled_{at}")));
            let sum = Expr::from(Func::sum(number())).cast_as(Alias::new("bigint"));
            select.expr_as(sum, Alias::new(format!("sum_{at}")));
        }
    }
    narrow(&mut select, store.engine(), def, asks)?;
    let found = connection.query_all_raw(store.build(&select)).await?;
    let mut answers = vec![Cells::new(); asks.len()];
    for row in &found {
        let text = |column: Option<(usize, &'static FieldDef)>| {
            let read = column
                .map(|(_, field)| read_column(field, row))
                .transpose()?;
            Ok::<_, LedgerError>(read.as_ref().and_then(spelled))
        };
        let cell = Cell {
            region: text(scope)?.unwrap_or_default(),
            each: text(each)?,
        };
        for (at, (ask, answer)) in asks.iter().zip(&mut answers).enumerate() {
            let counts = counts_of(row, ask, at)?;
            if counts.rows != 0 {
                answer.insert(cell.clone(), counts);
            }
        }
    }
    Ok(answers)
}

/// The column to group by. SQLite would walk the column's index in the order of the groups and look
/// each row up by itself, which of a large table is several times a scan; an expression keeps it
/// from that.
fn group_of(engine: Engine, field: &FieldDef) -> SimpleExpr {
    let column = Expr::col(Alias::new(field.name));
    match engine {
        Engine::Sqlite => Func::coalesce([column, Expr::value("")]).into(),
        Engine::Postgres => column,
    }
}

/// Leaves out the rows that no question wants. What all questions ask stands alone, where an index
/// can help; what they ask besides is one "or".
fn narrow(
    select: &mut SelectStatement,
    engine: Engine,
    def: &'static RegisterDef,
    asks: &[&Ask],
) -> Result<(), QueryError> {
    let spelled = |filter: &Filter| format!("{filter:?}");
    let asks_for = |ask: &Ask, filter: &Filter| {
        let wanted = spelled(filter);
        ask.filters.iter().any(|other| spelled(other) == wanted)
    };
    let is_common = |filter: &Filter| asks.iter().all(|ask| asks_for(ask, filter));
    let Some(first) = asks.first() else {
        return Ok(());
    };
    for filter in first.filters.iter().filter(|filter| is_common(filter)) {
        select.cond_where(query::condition(engine, def, filter)?);
    }
    let mut besides = Condition::any();
    for ask in asks {
        let own: Vec<&Filter> = ask.filters.iter().filter(|one| !is_common(one)).collect();
        if own.is_empty() {
            // This one wants every row that is left.
            return Ok(());
        }
        let mut all = Condition::all();
        for filter in own {
            all = all.add(query::condition(engine, def, filter)?);
        }
        besides = besides.add(all);
    }
    select.cond_where(besides);
    Ok(())
}

fn conditions(
    engine: Engine,
    def: &'static RegisterDef,
    ask: &Ask,
) -> Result<Condition, QueryError> {
    let filters = ask.filters.iter();
    let read = filters.map(|filter| query::condition(engine, def, filter));
    let all = read.collect::<Result<Vec<_>, _>>()?;
    // An empty condition would vanish from an "or" of several.
    let every = Condition::all().add(Expr::col(Alias::new("retired_at")).is_null());
    Ok(all.into_iter().fold(every, Condition::add))
}

/// The expression of the rows that fulfil the condition, and nothing of others.
fn chosen(when: Option<&Condition>, then: SimpleExpr) -> SimpleExpr {
    match when {
        Some(condition) => CaseStatement::new().case(condition.clone(), then).into(),
        None => then,
    }
}

fn counts_of(row: &QueryResult, ask: &Ask, at: usize) -> Result<Counts, sea_orm::DbErr> {
    let number = |word: &str| row.try_get::<Option<i64>>("", &format!("{word}_{at}"));
    let mut counts = Counts {
        rows: number("rows")?.unwrap_or(0),
        ..Counts::default()
    };
    if ask.sum.is_some() {
        counts.filled = number("filled")?.unwrap_or(0);
        counts.sum = number("sum")?.unwrap_or(0);
    }
    Ok(counts)
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
