//! The index that the map reads: place, what hides a row, the word that colours it, the id. It holds
//! everything that a tile shows, so a tile never looks at the rows themselves.
//!
//! It begins with the place as the index that a geometry had before and takes its place. An order by
//! cells of a curve was weighed: it reads only a tile's own entries where this one reads the band of
//! its longitudes, but it wants a column more in every register, filled for the rows that stand. A
//! band of a million rows costs a tile of ten thousand places some milliseconds (docs/BENCHMARKS.md).

use std::fmt::Write as _;

use store::{Migration, ddl};

use crate::RegisterDef;
use crate::query::place_field;
use crate::table::point_columns;

struct MapIndex {
    name: String,
    replaces: String,
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
        columns: [east, north]
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
    let columns: Vec<&str> = plan.columns.iter().map(String::as_str).collect();
    let index = ddl::index(&plan.name, def.key, &columns);
    let name = format!("register_{}_map", def.key);
    let migration = Migration::new(name).drop_indexes([plan.replaces]);
    Some(migration.indexes(vec![index]))
}

/// What it does, as text.
pub(crate) fn lock_text(def: &RegisterDef) -> String {
    let mut text = String::new();
    if let Some(plan) = of(def) {
        let columns = plan.columns.join(", ");
        let _infallible = writeln!(text, "register_{}_map", def.key);
        let _infallible = writeln!(text, "  drops {}", plan.replaces);
        let _infallible = writeln!(text, "  index {} ({columns})", plan.name);
    }
    text
}
