//! Rows as plain values, written many at a time.
//!
//! A [`WriteBatch`] gathers rows of many tables; how they reach the disk is each engine's own
//! matter (see `write`). Statement texts are made once and kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use sea_orm::sea_query::{
    Alias, Expr, OnConflict, PostgresQueryBuilder, Query, SqliteQueryBuilder,
};
use sea_orm::{DbBackend, EntityTrait, Iterable, ModelTrait, Value};

use crate::{Table, TableKind, TableShape, shape_of};

/// What happens when a row's key exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowMode {
    /// It is an error ([`StoreError::Duplicate`]).
    Insert,
    /// The stored row is replaced.
    Upsert,
    /// What stands is kept and the row is left out, whichever unique index it meets; the rest of
    /// the transaction does not notice. For operational rows that say "let this be there once".
    Ignore,
}

/// One row of a declared table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The table it belongs to.
    pub shape: &'static TableShape,
    /// What happens when its key exists.
    pub mode: RowMode,
    /// One value a column, in the order of the shape.
    pub values: Vec<Value>,
}

impl Row {
    /// The row of an entity's model.
    #[must_use]
    pub fn of<M>(model: &M, mode: RowMode) -> Self
    where
        M: ModelTrait,
        M::Entity: Table,
    {
        let columns = <M::Entity as EntityTrait>::Column::iter();
        Self {
            shape: shape_of::<M::Entity>(),
            mode,
            values: columns.map(|column| model.get(column)).collect(),
        }
    }
}

/// Rows of many tables, to be written together inside one transaction.
#[derive(Debug, Default)]
pub struct WriteBatch {
    pub(crate) tables: Vec<TableRows>,
}

#[derive(Debug)]
pub(crate) struct TableRows {
    shape: &'static TableShape,
    mode: RowMode,
    pub(crate) rows: Vec<Vec<Value>>,
    /// Where the row of a journalled key stands.
    place: HashMap<String, usize>,
}

impl WriteBatch {
    /// Adds a row. Of several rows of one journalled key the last one stays.
    pub fn push(&mut self, row: Row) {
        let followed = row.mode == RowMode::Upsert && row.shape.kind == TableKind::Journalled;
        if followed && self.replace(&row) {
            return;
        }
        let found = self
            .tables
            .iter()
            .position(|t| std::ptr::eq(t.shape, row.shape) && t.mode == row.mode);
        let index = found.unwrap_or_else(|| {
            self.tables.push(TableRows {
                shape: row.shape,
                mode: row.mode,
                rows: Vec::new(),
                place: HashMap::new(),
            });
            self.tables.len() - 1
        });
        if let Some(table) = self.tables.get_mut(index) {
            table.push(row.values);
        }
    }

    /// Puts an upsert in the place of an earlier row of the same key, whatever that one's mode.
    fn replace(&mut self, row: &Row) -> bool {
        let same_table = |t: &&mut TableRows| std::ptr::eq(t.shape, row.shape);
        self.tables.iter_mut().filter(same_table).any(|table| {
            let at = table.place.get(&table.key_of(&row.values)).copied();
            let stored = at.and_then(|at| table.rows.get_mut(at));
            stored
                .map(|stored| stored.clone_from(&row.values))
                .is_some()
        })
    }
}

impl TableRows {
    fn push(&mut self, values: Vec<Value>) {
        if self.shape.kind == TableKind::Journalled {
            self.place.insert(self.key_of(&values), self.rows.len());
        }
        self.rows.push(values);
    }

    fn key_of(&self, values: &[Value]) -> String {
        let pairs = self.shape.columns.iter().zip(values);
        let of_key = pairs.filter(|(column, _)| self.shape.key.contains(column));
        of_key.map(|(_, value)| format!("{value:?}|")).collect()
    }

    /// The text of a statement that writes one row.
    pub(crate) fn text_for_one_row(&self, backend: DbBackend) -> Arc<str> {
        self.text(backend, 1)
    }

    /// The text of a statement that writes this many rows.
    pub(crate) fn text(&self, backend: DbBackend, rows: usize) -> Arc<str> {
        statement_text(backend, self.shape, self.mode, rows)
    }
}

type TextKey = (bool, usize, RowMode, usize);

/// The text of a multi-row insert, made once for each table, mode and number of rows.
fn statement_text(
    backend: DbBackend,
    shape: &'static TableShape,
    mode: RowMode,
    rows: usize,
) -> Arc<str> {
    static TEXTS: OnceLock<RwLock<HashMap<TextKey, Arc<str>>>> = OnceLock::new();
    let texts = TEXTS.get_or_init(RwLock::default);
    // A shape lives as long as the program, so its address names it.
    let postgres = backend == DbBackend::Postgres;
    let key = (postgres, std::ptr::from_ref(shape).addr(), mode, rows);
    let known = texts.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = known.get(&key) {
        return Arc::clone(text);
    }
    drop(known);
    let text: Arc<str> = build_text(backend, shape, mode, rows).into();
    let mut texts = texts.write().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(texts.entry(key).or_insert(text))
}

fn build_text(backend: DbBackend, shape: &TableShape, mode: RowMode, rows: usize) -> String {
    let mut insert = Query::insert();
    insert
        .into_table(Alias::new(&shape.name))
        .columns(shape.columns.iter().map(Alias::new));
    for _ in 0..rows {
        // The values only give the placeholders; the text alone is kept.
        insert.values_panic(shape.columns.iter().map(|_| Expr::value(0i64)));
    }
    if let Some(rule) = on_conflict(shape, mode) {
        insert.on_conflict(rule);
    }
    match backend {
        DbBackend::Postgres => insert.build(PostgresQueryBuilder).0,
        _ => insert.build(SqliteQueryBuilder).0,
    }
}

fn on_conflict(shape: &TableShape, mode: RowMode) -> Option<OnConflict> {
    match mode {
        RowMode::Insert => None,
        RowMode::Upsert => {
            let rest = shape.columns.iter().filter(|c| !shape.key.contains(c));
            let key = shape.key.iter().map(Alias::new);
            let rule = OnConflict::columns(key)
                .update_columns(rest.map(Alias::new))
                .to_owned();
            Some(rule)
        }
        // Without a column named, so that every unique index counts and not the primary key alone.
        RowMode::Ignore => Some(OnConflict::new().do_nothing().to_owned()),
    }
}
