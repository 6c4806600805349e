//! What stands in a box of the map: single places, groups of them, and what they are called.
//!
//! Invariants: the same rows as a list of the same question gives, as far as they have a place in
//! the box; the index of [`crate::map_index`] answers for callers whose question asks for nothing
//! beside the box, so that ten thousand places cost no look at ten thousand rows.

use std::collections::HashMap;

use base::{Uuid, Wgs84};
use sea_orm::sea_query::{
    Alias, BinOper, Condition, Expr, ExprTrait, Func, Query as Statement, SelectStatement,
    SimpleExpr,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use store::Store;
use tiles::{Bounds, Grid, Group};

use super::{Query, page};
use crate::table::point_columns;
use crate::{FieldDef, FieldKind, Ledger, LedgerError, RegisterDef, check, masked};

/// A question about places, and the most that are given.
#[derive(Clone, Debug)]
pub struct PlaceQuestion {
    /// What is asked of the rows; [`Query::inside`] is the box.
    pub query: Query,
    /// The most places.
    pub limit: u64,
}

/// A row as the map shows it from afar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The row.
    pub id: Uuid,
    /// Where it is.
    pub at: Wgs84,
    /// The word that colours it.
    pub word: Option<String>,
}

impl Ledger {
    /// The rows whose place lies in the question's box, as many as it asks for.
    ///
    /// # Errors
    /// As [`Ledger::list`].
    pub async fn places(&self, question: &PlaceQuestion) -> Result<Vec<Place>, LedgerError> {
        places(self.journal().store(), self.def(), question).await
    }

    /// The same rows, all of them, counted by the cells of a grid.
    ///
    /// # Errors
    /// As [`Ledger::list`].
    pub async fn place_groups(&self, query: &Query, grid: Grid) -> Result<Vec<Group>, LedgerError> {
        groups(self.journal().store(), self.def(), query, grid).await
    }

    /// What some of its rows are called; a personal title is covered.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn own_titles(&self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>, LedgerError> {
        titles(self.journal().store(), self.def(), ids).await
    }
}

/// The field with a place that a register's rows stand at; lines and areas have none.
pub(crate) fn place_field(def: &RegisterDef) -> Option<&'static FieldDef> {
    let (_, field) = def.field(def.geometry?)?;
    (field.kind == FieldKind::Point).then_some(field)
}

/// The rows whose place lies in a box.
pub(super) fn inside(def: &RegisterDef, bounds: &Bounds) -> Condition {
    let Some(field) = place_field(def) else {
        return Condition::all().add(Expr::value(1).eq(0));
    };
    let [east, north] = columns(field);
    // Nothing but the parts: whatever else were an alternative would cost the index.
    bounds.parts().fold(Condition::any(), |any, part| {
        let all = Condition::all()
            .add(east.clone().gte(part.west))
            .add(east.clone().lt(part.east))
            .add(north.clone().gte(part.south))
            .add(north.clone().lt(part.north));
        any.add(all)
    })
}

fn columns(field: &FieldDef) -> [SimpleExpr; 2] {
    let (east, north) = point_columns(field);
    [east, north].map(|name| Expr::col(Alias::new(name)))
}

fn select(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
) -> Result<SelectStatement, LedgerError> {
    let mut select = check::from(def);
    page::narrow(&mut select, store.engine(), def, query)?;
    Ok(select)
}

/// Up to `limit` places.
async fn places(
    store: &Store,
    def: &'static RegisterDef,
    question: &PlaceQuestion,
) -> Result<Vec<Place>, LedgerError> {
    let Some(field) = place_field(def) else {
        return Ok(Vec::new());
    };
    let mut select = select(store, def, &question.query)?;
    for column in columns(field) {
        select.and_where(column.clone().is_not_null()).expr(column);
    }
    select.column(Alias::new("id")).limit(question.limit);
    if let Some(colour) = def.colour {
        select.column(Alias::new(colour));
    }
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    let coloured = def.colour.is_some();
    let read = found.iter().map(|row| read(row, coloured));
    Ok(read.collect::<Result<_, _>>()?)
}

/// By number of the column: looking up names is most of the cost of ten thousand rows.
fn read(row: &QueryResult, coloured: bool) -> Result<Place, DbErr> {
    Ok(Place {
        at: Wgs84 {
            longitude_e7: row.try_get_by_index(0)?,
            latitude_e7: row.try_get_by_index(1)?,
        },
        id: row.try_get_by_index(2)?,
        word: if coloured {
            row.try_get_by_index(3)?
        } else {
            None
        },
    })
}

/// All places by the cells of a grid, counted by the database.
async fn groups(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
    grid: Grid,
) -> Result<Vec<Group>, LedgerError> {
    let Some(field) = place_field(def) else {
        return Ok(Vec::new());
    };
    let mut select = select(store, def, query)?;
    let [east, north] = columns(field);
    let cell = |axis: &SimpleExpr, from: i64, size: i64| {
        let past = axis.clone().binary(BinOper::Sub, Expr::value(from));
        past.binary(BinOper::Div, Expr::value(size))
    };
    // Named, because PostgreSQL takes two bound expressions for two different ones.
    let (x, y) = (Alias::new("map_cell_x"), Alias::new("map_cell_y"));
    select
        .and_where(east.clone().is_not_null())
        .and_where(north.clone().is_not_null())
        .expr(Func::count(Expr::col(Alias::new("id"))))
        .expr(Func::sum(east.clone()))
        .expr(Func::sum(north.clone()))
        .expr_as(cell(&east, grid.bounds.west, grid.width), x.clone())
        .expr_as(cell(&north, grid.bounds.south, grid.height), y.clone())
        .group_by_col(x)
        .group_by_col(y);
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    let mut groups = Vec::with_capacity(found.len());
    for row in &found {
        let count: i64 = row.try_get_by_index(0)?;
        let (east, north) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        groups.extend(Group::of_sums(count.unsigned_abs(), east, north));
    }
    Ok(groups)
}

/// What rows are called; a personal title is covered.
async fn titles(
    store: &Store,
    def: &'static RegisterDef,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, String>, LedgerError> {
    let statement = Statement::select()
        .columns(["id", def.title].map(Alias::new))
        .from(Alias::new(def.key))
        .and_where(Expr::col(Alias::new("id")).is_in(ids))
        .to_owned();
    let found = store
        .reader()
        .query_all_raw(store.build(&statement))
        .await?;
    let personal = def
        .field(def.title)
        .is_some_and(|(_, field)| field.personal);
    let mut titles = HashMap::with_capacity(found.len());
    for row in &found {
        let title: Option<String> = row.try_get_by_index(1)?;
        let title = title.unwrap_or_default();
        let title = if personal { masked(&title) } else { title };
        titles.insert(row.try_get_by_index(0)?, title);
    }
    Ok(titles)
}
