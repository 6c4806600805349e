//! The table of a register, its frozen migrations, and the text that shows they stay frozen.
//!
//! Every column of a field may be empty: that a value is required is a rule of today, a column is
//! for ever. A field's mark (unique, filter, sort) makes an index in the migration of its
//! `marked_since`; giving an old field a mark therefore asks for a new number, and [`lock_text`]
//! shows when somebody forgot.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::{OnceLock, PoisonError, RwLock};

use sea_orm::sea_query::{Alias, Table, TableAlterStatement};
use store::ddl::{self, ColumnKind};
use store::{Migration, TableKind, TableShape};

use crate::{FieldDef, FieldKind, RegisterDef, map_index};

/// Columns before the fields.
pub(crate) const BEFORE: [&str; 2] = ["id", "version"];
/// Columns behind the fields.
pub(crate) const BEHIND: [&str; 6] = [
    "retired_at",
    "synthetic",
    "created_at",
    journal::STAGED,
    "search",
    NUMBER,
];
/// The row's number in the index (see [`crate::index`]); empty in a row that was just written.
pub(crate) const NUMBER: &str = "number_in_index";

/// The columns of one field.
pub(crate) fn columns_of(field: &FieldDef) -> Vec<(String, ColumnKind)> {
    let one = |kind| vec![(field.name.to_owned(), kind)];
    match field.kind {
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money | FieldKind::Time => {
            one(ColumnKind::BigInt)
        }
        FieldKind::Boolean => one(ColumnKind::Bool),
        FieldKind::Reference(_) => one(ColumnKind::Uuid),
        FieldKind::Point => {
            let (east, north) = point_columns(field);
            vec![(east, ColumnKind::Int), (north, ColumnKind::Int)]
        }
        FieldKind::Line | FieldKind::Polygon => {
            let sides = box_columns(field).map(|name| (name, ColumnKind::Int));
            let shape = (field.name.to_owned(), ColumnKind::Text);
            std::iter::once(shape).chain(sides).collect()
        }
        _ => one(ColumnKind::Text),
    }
}

/// The two columns of a place, in 1e-7 degrees.
pub(crate) fn point_columns(field: &FieldDef) -> (String, String) {
    let named = |axis| format!("{}_{axis}_e7", field.name);
    (named("longitude"), named("latitude"))
}

/// The columns of the box around a shape: west, south, east and north, in 1e-7 degrees.
pub(crate) fn box_columns(field: &FieldDef) -> [String; 4] {
    ["west", "south", "east", "north"].map(|side| format!("{}_{side}_e7", field.name))
}

/// The shape of the register's table, made once and kept for the life of the program.
#[must_use]
pub fn shape_of(def: &'static RegisterDef) -> &'static TableShape {
    static SHAPES: OnceLock<RwLock<HashMap<&'static str, &'static TableShape>>> = OnceLock::new();
    let shapes = SHAPES.get_or_init(RwLock::default);
    let known = shapes.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(shape) = known.get(def.key) {
        return shape;
    }
    drop(known);
    let of_fields = def.fields.iter().flat_map(columns_of).map(|(name, _)| name);
    let fixed = |names: &'static [&'static str]| names.iter().map(|name| (*name).to_owned());
    let shape: &'static TableShape = Box::leak(Box::new(TableShape {
        name: def.key.to_owned(),
        kind: TableKind::Journalled,
        columns: fixed(&BEFORE)
            .chain(of_fields)
            .chain(fixed(&BEHIND))
            .collect(),
        key: vec!["id".to_owned()],
    }));
    let mut shapes = shapes.write().unwrap_or_else(PoisonError::into_inner);
    shapes.entry(def.key).or_insert(shape)
}

/// An index that a field's marks ask for.
struct IndexPlan {
    name: String,
    columns: Vec<String>,
    unique: bool,
}

/// What one migration does, before it is said in the database's words.
struct Step {
    number: i32,
    added: Vec<(String, ColumnKind)>,
    indexes: Vec<IndexPlan>,
}

fn steps(def: &RegisterDef) -> Vec<Step> {
    let numbers: BTreeSet<i32> = def
        .fields
        .iter()
        .flat_map(|field| [field.since, field.marked_since])
        .chain([1])
        .collect();
    let step = |number| Step {
        number,
        added: def
            .fields
            .iter()
            .filter(|field| field.since == number)
            .flat_map(columns_of)
            .collect(),
        indexes: def
            .fields
            .iter()
            .filter(|field| field.marked_since == number)
            .flat_map(|field| indexes_of(def, field))
            .collect(),
    };
    numbers.into_iter().map(step).collect()
}

fn indexes_of(def: &RegisterDef, field: &FieldDef) -> Vec<IndexPlan> {
    let mut plans = Vec::new();
    let mut plan = |suffix: &str, columns: Vec<String>, unique| {
        let name = format!("{}_{}_{suffix}", def.key, field.name);
        plans.push(IndexPlan {
            name,
            columns,
            unique,
        });
    };
    if field.unique {
        plan("unique", vec![field.name.to_owned()], true);
    }
    let on_the_map = field.filter || def.geometry == Some(field.name);
    if field.kind == FieldKind::Point && on_the_map {
        let (east, north) = point_columns(field);
        plan("place", vec![east, north], false);
    } else if field.kind.is_shape() && on_the_map {
        plan("box", box_columns(field).to_vec(), false);
    } else if field.sort {
        // With the id, in the order in which pages are read.
        plan("order", vec![field.name.to_owned(), "id".to_owned()], false);
    } else if needs_look_up(def, field) && !field.unique {
        plan("look_up", vec![field.name.to_owned()], false);
    }
    plans
}

fn needs_look_up(def: &RegisterDef, field: &FieldDef) -> bool {
    match field.kind {
        // A set stands in one text; no index finds a word inside it.
        FieldKind::Choices(_) | FieldKind::Point | FieldKind::Line | FieldKind::Polygon => false,
        FieldKind::Reference(_) => true,
        _ => field.filter || def.scope == Some(field.name),
    }
}

/// The register's migrations: `register_<key>_1`, one for each later number,
/// `register_<key>_number` for the column that the index needs, and `register_<key>_map` for the
/// map's index where its rows have a place.
#[must_use]
pub fn migrations_of(def: &RegisterDef) -> Vec<Migration> {
    let steps = steps(def).into_iter().map(|step| migration(def, step));
    steps
        .chain([number_migration(def)])
        .chain(map_index::migration(def))
        .collect()
}

fn number_migration(def: &RegisterDef) -> Migration {
    let mut column = ddl::nullable(NUMBER, ColumnKind::BigInt);
    let mut table = Table::alter();
    table.table(Alias::new(def.key)).add_column(&mut column);
    let index = format!("{}_{NUMBER}", def.key);
    Migration::new(format!("register_{}_number", def.key))
        .alterations(vec![table])
        .indexes(vec![ddl::index(&index, def.key, &[NUMBER])])
}

fn migration(def: &RegisterDef, step: Step) -> Migration {
    let texts = step
        .added
        .iter()
        .filter(|(_, kind)| *kind == ColumnKind::Text);
    let byte_ordered = texts.map(|(name, _)| (def.key.to_owned(), name.clone()));
    let mut migration = Migration::new(format!("register_{}_{}", def.key, step.number))
        .byte_ordered(byte_ordered.collect());
    let mut added = step
        .added
        .iter()
        .map(|(name, kind)| ddl::nullable(name, *kind));
    if step.number == 1 {
        let mut columns = vec![
            ddl::column("id", ColumnKind::Uuid),
            ddl::column("version", ColumnKind::BigInt),
        ];
        columns.extend(added);
        columns.extend([
            ddl::nullable("retired_at", ColumnKind::BigInt),
            ddl::column("synthetic", ColumnKind::Bool),
            ddl::column("created_at", ColumnKind::BigInt),
            ddl::nullable(journal::STAGED, ColumnKind::Uuid),
            ddl::column("search", ColumnKind::Text),
        ]);
        migration = migration.tables(vec![ddl::table(def.key, &["id"], columns)]);
    } else {
        let alter = |mut column| -> TableAlterStatement {
            let mut table = Table::alter();
            table.table(Alias::new(def.key)).add_column(&mut column);
            table
        };
        migration = migration.alterations(added.by_ref().map(alter).collect());
    }
    let indexes = step.indexes.iter().map(|plan| {
        let columns: Vec<&str> = plan.columns.iter().map(String::as_str).collect();
        if plan.unique {
            ddl::unique(&plan.name, def.key, &columns)
        } else {
            ddl::index(&plan.name, def.key, &columns)
        }
    });
    migration.indexes(indexes.collect())
}

/// What the register's migrations do, as text. A room keeps it in a file and compares in a test:
/// a difference in a line that stood before is a changed frozen migration.
#[must_use]
pub fn lock_text(def: &RegisterDef) -> String {
    let mut text = String::new();
    for step in steps(def) {
        let _infallible = writeln!(text, "register_{}_{}", def.key, step.number);
        for (name, kind) in &step.added {
            let _infallible = writeln!(text, "  {name} {kind:?}");
        }
        for plan in &step.indexes {
            let unique = if plan.unique { "unique" } else { "index" };
            let columns = plan.columns.join(", ");
            let _infallible = writeln!(text, "  {unique} {} ({columns})", plan.name);
        }
    }
    text + &map_index::lock_text(def)
}
