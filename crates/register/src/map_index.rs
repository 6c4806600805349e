//! The index that the map reads: strip of longitudes, place, what hides a row, the word that colours
//! it, the id. It holds everything that a tile shows, so a tile never looks at the rows themselves.
//!
//! By longitude alone a tile would read the whole band from pole to pole that it lies in. The index
//! begins with the strip of longitudes that a place lies in, and then its latitude: a box is a few
//! strips, and of each the places between its edges. The strip is an expression, so no register has a
//! column for it.

use std::fmt::Write as _;

use sea_orm::sea_query::{Alias, BinOper, Expr, ExprTrait, SimpleExpr};
use store::Migration;

use crate::RegisterDef;
use crate::query::place_field;
use crate::table::point_columns;

/// The width of a strip, 1e-7 degrees: an eighth of a tile of zoom 14.
const STRIP: i64 = 27_466;
/// The most strips that a box is asked by: 16 tiles of zoom 14 beside each other. A wider one reads
/// the index whole.
const MOST: i64 = 128;

/// The strip that a longitude's column lies in. The number stands in the statement and is not bound: an
/// index serves an expression that reads the same.
pub(crate) fn strip_of(longitude: &str) -> SimpleExpr {
    let width = SimpleExpr::Constant(STRIP.into());
    Expr::col(Alias::new(longitude)).binary(BinOper::Div, width)
}

/// The strips from a western edge up to an eastern one; none where that is too many.
pub(crate) fn strips(west: i64, east: i64) -> Option<impl Iterator<Item = i64>> {
    // As the engines divide: towards zero.
    let (first, last) = (west / STRIP, (east - 1) / STRIP);
    (last - first < MOST).then_some(first..=last)
}

struct MapIndex {
    name: String,
    replaces: String,
    strip: String,
    columns: Vec<String>,
}

fn of(def: &RegisterDef) -> Option<MapIndex> {
    let field = place_field(def)?;
    let (east, north) = point_columns(field);
    let hiding = ["retired_at", journal::STAGED].map(str::to_owned);
    let colour = def.colour.map(str::to_owned);
    Some(MapIndex {
        name: format!("{}_map", def.key),
        replaces: format!("{}_{}_place", def.key, field.name),
        strip: format!(r#""{east}" / {STRIP}"#),
        columns: [north, east]
            .into_iter()
            .chain(hiding)
            .chain(colour)
            .chain(["id".to_owned()])
            .collect(),
    })
}

/// The migration behind those of the fields.
pub(crate) fn migration(def: &RegisterDef) -> Option<Migration> {
    let plan = of(def)?;
    let name = format!("register_{}_map", def.key);
    let migration = Migration::new(name).drop_indexes([plan.replaces]);
    Some(migration.index_by(&plan.name, def.key, &plan.strip, &plan.columns))
}

/// What it does, as text.
pub(crate) fn lock_text(def: &RegisterDef) -> String {
    let mut text = String::new();
    if let Some(plan) = of(def) {
        let columns = plan.columns.join(", ");
        let _infallible = writeln!(text, "register_{}_map", def.key);
        let _infallible = writeln!(text, "  drops {}", plan.replaces);
        let _infallible = writeln!(text, "  index {} ({}, {columns})", plan.name, plan.strip);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_the_strips_that_it_touches() {
        let of = |west, east| strips(west, east).map(Iterator::collect::<Vec<_>>);
        assert_eq!(of(0, STRIP), Some(vec![0]));
        assert_eq!(of(0, STRIP + 1), Some(vec![0, 1]));
        // The strip around Greenwich is twice as wide.
        assert_eq!(of(-STRIP, STRIP), Some(vec![-1, 0]));
        assert_eq!(of(1 - STRIP, 1), Some(vec![0]));
        assert_eq!(of(0, MOST * STRIP).map(|all| all.len()), Some(128));
        assert_eq!(of(0, MOST * STRIP + 1), None);
    }
}
