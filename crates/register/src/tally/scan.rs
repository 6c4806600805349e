//! The scan of a tally: questions asked of many rows at once by the database.

use sea_orm::sea_query::{
    Alias, CaseStatement, Condition, Expr, ExprTrait, Func, SelectStatement, SimpleExpr,
};
use sea_orm::{ConnectionTrait, QueryResult};
use store::{Engine, Store};

use super::{Ask, Cell, Cells, Counts, place, spelled};
use crate::row::read_column;
use crate::table::NUMBER;
use crate::{FieldDef, Filter, LedgerError, QueryError, RegisterDef, check, query};

/// Which rows a scan looks at.
pub(super) enum Rows<'a> {
    All,
    /// Those that have no number in the index.
    Unnumbered,
    /// Those that have one of these.
    Numbered(&'a [i64]),
}

/// Answers questions that tell the values of one field apart, or of none, by looking at rows.
pub(super) async fn scan<C: ConnectionTrait>(
    connection: &C,
    store: &Store,
    def: &'static RegisterDef,
    each: Option<&'static str>,
    asks: &[&Ask],
    rows: &Rows<'_>,
) -> Result<Vec<Cells>, LedgerError> {
    let scope = def.scope.map(|name| place(def, name)).transpose()?;
    let each = each.map(|name| place(def, name)).transpose()?;
    let mut select = check::from(def);
    select.and_where(Expr::col(Alias::new("retired_at")).is_null());
    let number = Expr::col(Alias::new(NUMBER));
    match rows {
        Rows::All => {}
        Rows::Unnumbered => drop(select.and_where(number.is_null())),
        Rows::Numbered(these) => drop(select.and_where(number.is_in(these.iter().copied()))),
    }
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
