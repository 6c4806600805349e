//! What stands in a box of the map: single places, groups of them, and what they are called.
//!
//! Invariants: the same rows as a list of the same question gives, as far as they have a place in
//! the box; the index of [`crate::map_index`] answers for callers whose question asks for nothing
//! beside the box, so that ten thousand places cost no look at ten thousand rows. A line or an area
//! is in each box that the box around it meets, and is counted where the middle of its own lies.

use std::collections::HashMap;

use base::{Uuid, Wgs84};
use sea_orm::sea_query::{
    Alias, BinOper, Condition, Expr, ExprTrait, Func, Query as Statement, SelectStatement,
    SimpleExpr,
};
use sea_orm::{ConnectionTrait, DbErr, Value as Column};
use store::Store;
use store::ddl::ColumnKind;
use tiles::{Bounds, Grid, Group};

use super::{Query, page};
use crate::row::read_column;
use crate::table::{box_columns, columns_of, point_columns};
use crate::{FieldDef, FieldKind, Ledger, LedgerError, RegisterDef, Value, check, map_index, mask};

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

/// A row whose geometry is a line or an area, as the map shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The row.
    pub id: Uuid,
    /// Its line or area.
    pub shape: Value,
    /// The word that colours it.
    pub word: Option<String>,
}

impl Ledger {
    /// The rows whose line or area may reach into the question's box, as many as it asks for; none
    /// of a register of places.
    ///
    /// # Errors
    /// As [`Ledger::list`].
    pub async fn outlines(&self, question: &PlaceQuestion) -> Result<Vec<Outline>, LedgerError> {
        outlines(self.journal().store(), self.def(), question).await
    }

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

/// The field that puts a register's rows on the map.
pub(super) fn geometry_field(def: &RegisterDef) -> Option<&'static FieldDef> {
    Some(def.field(def.geometry?)?.1)
}

/// The field with a place that a register's rows stand at; lines and areas have none.
pub(crate) fn place_field(def: &RegisterDef) -> Option<&'static FieldDef> {
    geometry_field(def).filter(|field| field.kind == FieldKind::Point)
}

/// The rows whose place lies in a box, or whose own box meets it.
pub(super) fn inside(def: &RegisterDef, bounds: &Bounds) -> Condition {
    match geometry_field(def) {
        None => Condition::all().add(Expr::value(1).eq(0)),
        Some(field) if field.kind.is_shape() => meeting(field, bounds),
        Some(field) => {
            let (east, _) = point_columns(field);
            let by_strips = |part: &Bounds| {
                let strips = map_index::strips(part.west, part.east)?;
                Some(map_index::strip_of(&east).is_in(strips))
            };
            standing(columns(field), bounds, by_strips)
        }
    }
}

/// Nothing but the parts: whatever else were an alternative would cost the index.
fn standing(
    [east, north]: [SimpleExpr; 2],
    bounds: &Bounds,
    narrowed: impl Fn(&Bounds) -> Option<SimpleExpr>,
) -> Condition {
    bounds.parts().fold(Condition::any(), |any, part| {
        let all = Condition::all()
            .add_option(narrowed(&part))
            .add(east.clone().gte(part.west))
            .add(east.clone().lt(part.east))
            .add(north.clone().gte(part.south))
            .add(north.clone().lt(part.north));
        any.add(all)
    })
}

fn meeting(field: &FieldDef, bounds: &Bounds) -> Condition {
    let [west, south, east, north] = box_columns(field).map(|name| Expr::col(Alias::new(name)));
    bounds.parts().fold(Condition::any(), |any, part| {
        let all = Condition::all()
            .add(west.clone().lt(part.east))
            .add(east.clone().gte(part.west))
            .add(south.clone().lt(part.north))
            .add(north.clone().gte(part.south));
        any.add(all)
    })
}

/// Where a row is counted: its place, or the middle of the box around its shape.
fn columns(field: &FieldDef) -> [SimpleExpr; 2] {
    if !field.kind.is_shape() {
        let (east, north) = point_columns(field);
        return [east, north].map(|name| Expr::col(Alias::new(name)));
    }
    let [west, south, east, north] = box_columns(field);
    // As large integers: the sum of two longitudes is none of 32 bits.
    let side = |name: String| Expr::col(Alias::new(name)).cast_as(Alias::new("bigint"));
    let middle = |low, high| {
        let sum = side(low).binary(BinOper::Add, side(high));
        sum.binary(BinOper::Div, Expr::value(2_i64))
    };
    [middle(west, east), middle(south, north)]
}

fn select(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
) -> Result<SelectStatement, LedgerError> {
    let mut select = check::from(def);
    select.cond_where(page::conditions(store.engine(), def, query)?);
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
    let mut kinds = vec![ColumnKind::Int, ColumnKind::Int, ColumnKind::Uuid];
    kinds.extend(def.colour.map(|_| ColumnKind::Text));
    let found = store.rows(store.build(&select), kinds).await?;
    Ok(found.into_iter().filter_map(place).collect())
}

/// Up to `limit` lines or areas.
async fn outlines(
    store: &Store,
    def: &'static RegisterDef,
    question: &PlaceQuestion,
) -> Result<Vec<Outline>, LedgerError> {
    let Some(field) = geometry_field(def).filter(|field| field.kind.is_shape()) else {
        return Ok(Vec::new());
    };
    let mut select = select(store, def, &question.query)?;
    let names = columns_of(field).into_iter().map(|(name, _)| name);
    select
        .and_where(Expr::col(Alias::new(field.name)).is_not_null())
        .column(Alias::new("id"))
        .columns(names.map(Alias::new))
        .limit(question.limit);
    if let Some(colour) = def.colour {
        select.column(Alias::new(colour));
    }
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    let read = found.iter().map(|row| {
        let word = def.colour.map(|colour| row.try_get("", colour));
        Ok(Outline {
            id: row.try_get("", "id")?,
            shape: read_column(field, row)?,
            word: word.transpose()?.flatten(),
        })
    });
    Ok(read.collect::<Result<_, DbErr>>()?)
}

/// A place of a row: longitude, latitude, id, and the word where the register has a colour.
fn place(row: Vec<Column>) -> Option<Place> {
    let mut values = row.into_iter();
    let (Some(Column::Int(Some(longitude_e7))), Some(Column::Int(Some(latitude_e7)))) =
        (values.next(), values.next())
    else {
        return None;
    };
    let Some(Column::Uuid(Some(id))) = values.next() else {
        return None;
    };
    let word = match values.next() {
        Some(Column::String(word)) => word,
        _ => None,
    };
    Some(Place {
        id,
        at: Wgs84 {
            longitude_e7,
            latitude_e7,
        },
        word,
    })
}

/// All places by the cells of a grid, counted by the database.
async fn groups(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
    grid: Grid,
) -> Result<Vec<Group>, LedgerError> {
    let Some(field) = geometry_field(def) else {
        return Ok(Vec::new());
    };
    let mut select = select(store, def, query)?;
    let [east, north] = columns(field);
    if field.kind.is_shape() {
        // One that reaches in from elsewhere is counted there.
        select.cond_where(standing(
            [east.clone(), north.clone()],
            &grid.bounds,
            |_| None,
        ));
    }
    let cell = |axis: &SimpleExpr, from: i64, size: i64| {
        let past = axis.clone().binary(BinOper::Sub, Expr::value(from));
        past.binary(BinOper::Div, Expr::value(size))
    };
    let sum = |axis: &SimpleExpr| {
        let sum = SimpleExpr::from(Func::sum(axis.clone()));
        sum.cast_as(Alias::new("bigint"))
    };
    // Named, because PostgreSQL takes two bound expressions for two different ones.
    let (x, y) = (Alias::new("map_cell_x"), Alias::new("map_cell_y"));
    select
        .and_where(east.clone().is_not_null())
        .and_where(north.clone().is_not_null())
        .expr(Func::count(Expr::col(Alias::new("id"))))
        .expr(sum(&east))
        .expr(sum(&north))
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
        let title = if personal {
            mask::NOTHING.to_owned()
        } else {
            title
        };
        titles.insert(row.try_get_by_index(0)?, title);
    }
    Ok(titles)
}
