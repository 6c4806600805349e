//! Migrations: written once, frozen, applied in order, each with its own note in one transaction.
//!
//! Ours and not a library's because a migration and the note that it ran must be one transaction on
//! both engines (DDL is transactional on both), and because each room hands its own list over.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sea_orm::sea_query::{
    Alias, ColumnDef, Expr, Index, IndexCreateStatement, Query, Table as QueryTable,
    TableAlterStatement, TableCreateStatement,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use crate::ddl::ColumnKind;
use crate::{Engine, Store, StoreError, TableKind, TableShape, WriteBatch, WriteTransaction};

/// One frozen step of the schema.
#[derive(Clone)]
pub struct Migration {
    name: Cow<'static, str>,
    tables: Vec<TableCreateStatement>,
    alterations: Vec<TableAlterStatement>,
    dropped: Vec<Cow<'static, str>>,
    byte_ordered: Vec<(String, String)>,
    indexes: Vec<IndexCreateStatement>,
    expression_indexes: Vec<String>,
}

impl Migration {
    /// A step of this name, unique for ever; rooms prefix theirs: `dispatch_0001_incident`.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            tables: Vec::new(),
            alterations: Vec::new(),
            dropped: Vec::new(),
            byte_ordered: Vec::new(),
            indexes: Vec::new(),
            expression_indexes: Vec::new(),
        }
    }

    /// Tables that it creates.
    #[must_use]
    pub fn tables(mut self, tables: Vec<TableCreateStatement>) -> Self {
        self.tables = tables;
        self
    }

    /// Tables that it changes, after its own are created.
    #[must_use]
    pub fn alterations(mut self, alterations: Vec<TableAlterStatement>) -> Self {
        self.alterations = alterations;
        self
    }

    /// Indexes of earlier steps that it takes away.
    #[must_use]
    pub fn drop_indexes<N>(mut self, names: impl IntoIterator<Item = N>) -> Self
    where
        N: Into<Cow<'static, str>>,
    {
        self.dropped.extend(names.into_iter().map(Into::into));
        self
    }

    /// Text columns, as (table, column), that are ordered by their bytes on PostgreSQL too, as they
    /// are on SQLite: pages are then alike on both, and an index serves ranges and prefixes.
    #[must_use]
    pub fn byte_ordered(mut self, columns: Vec<(String, String)>) -> Self {
        self.byte_ordered = columns;
        self
    }

    /// Indexes that it creates, last.
    #[must_use]
    pub fn indexes(mut self, indexes: Vec<IndexCreateStatement>) -> Self {
        self.indexes = indexes;
        self
    }

    /// An index that begins with an expression, written as both engines read it; behind it columns.
    #[must_use]
    pub fn index_by(
        mut self,
        name: &str,
        table: &str,
        expression: &str,
        columns: &[String],
    ) -> Self {
        let columns: Vec<String> = columns.iter().map(|name| format!(r#""{name}""#)).collect();
        self.expression_indexes.push(format!(
            r#"CREATE INDEX "{name}" ON "{table}" (({expression}), {})"#,
            columns.join(", ")
        ));
        self
    }
}

/// All tables and migrations of the program, gathered from its rooms by the binary.
#[derive(Default)]
pub struct Schema {
    migrations: Vec<Migration>,
    tables: Vec<&'static TableShape>,
}

const LEDGER: &str = "schema_migration";

impl Schema {
    /// An empty schema.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a room's migrations, in order, and the tables it declares.
    pub fn add(&mut self, migrations: Vec<Migration>, tables: &[&'static TableShape]) {
        self.migrations.extend(migrations);
        self.tables.extend(tables);
    }

    /// The declared tables.
    #[must_use]
    pub fn tables(&self) -> &[&'static TableShape] {
        &self.tables
    }

    /// Brings the database up to this program.
    ///
    /// # Errors
    /// [`StoreError::UnknownMigration`] when the database is newer than the program; the engine's
    /// refusal otherwise.
    pub async fn migrate(&self, store: &Store) -> Result<(), StoreError> {
        let ledger = QueryTable::create()
            .table(Alias::new(LEDGER))
            .if_not_exists()
            .col(
                ColumnDef::new(Alias::new("name"))
                    .text()
                    .not_null()
                    .primary_key(),
            )
            .to_owned();
        let mut transaction = store.begin().await?;
        transaction.execute(store.build(&ledger)).await?;
        transaction.commit(WriteBatch::default()).await?;
        for migration in self.pending(store).await? {
            let mut transaction = store.begin().await?;
            // Another process may have done it while we waited for the lock.
            if store.engine() == Engine::Postgres {
                let lock = "LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE";
                transaction
                    .execute(Statement::from_string(DbBackend::Postgres, lock))
                    .await?;
            }
            if applied(store, &mut transaction)
                .await?
                .contains(migration.name.as_ref())
            {
                continue;
            }
            tracing::info!(migration = %migration.name, "applying");
            self.apply(store, &mut transaction, migration).await?;
            let note = Query::insert()
                .into_table(Alias::new(LEDGER))
                .columns([Alias::new("name")])
                .values_panic([Expr::value(migration.name.as_ref())])
                .to_owned();
            transaction.execute(store.build(&note)).await?;
            transaction.commit(WriteBatch::default()).await?;
        }
        Ok(())
    }

    async fn apply(
        &self,
        store: &Store,
        transaction: &mut WriteTransaction,
        migration: &Migration,
    ) -> Result<(), StoreError> {
        for table in &migration.tables {
            self.create_table(store, transaction, table.clone()).await?;
        }
        for alteration in &migration.alterations {
            transaction.execute(store.build(alteration)).await?;
        }
        if store.engine() == Engine::Postgres {
            for text in order_by_bytes(&migration.byte_ordered) {
                let statement = Statement::from_string(DbBackend::Postgres, text);
                transaction.execute(statement).await?;
            }
        }
        for name in &migration.dropped {
            let drop = Index::drop().name(name.as_ref()).to_owned();
            transaction.execute(store.build(&drop)).await?;
        }
        for index in &migration.indexes {
            transaction.execute(store.build(index)).await?;
        }
        for text in &migration.expression_indexes {
            let statement = Statement::from_string(store.backend(), text.clone());
            transaction.execute(statement).await?;
        }
        Ok(())
    }

    /// Creates a table; on PostgreSQL a telemetry table is partitioned by its id, with a default
    /// partition for every month that has none.
    async fn create_table(
        &self,
        store: &Store,
        transaction: &mut WriteTransaction,
        mut table: TableCreateStatement,
    ) -> Result<(), StoreError> {
        let text = store.build(&table).sql;
        let by_month = self
            .of_kind(TableKind::Telemetry)
            .find(|shape| text.starts_with(&format!("CREATE TABLE \"{}\" ", shape.name)));
        let Some(shape) = by_month.filter(|_| store.engine() == Engine::Postgres) else {
            transaction.execute(store.build(&table)).await?;
            return Ok(());
        };
        table.extra("PARTITION BY RANGE (id)");
        transaction.execute(store.build(&table)).await?;
        let rest = format!("CREATE TABLE {0}_rest PARTITION OF {0} DEFAULT", shape.name);
        transaction
            .execute(Statement::from_string(DbBackend::Postgres, rest))
            .await?;
        Ok(())
    }

    async fn pending(&self, store: &Store) -> Result<Vec<&Migration>, StoreError> {
        let done = applied(store, &mut store.begin().await?).await?;
        let known: BTreeSet<_> = self.migrations.iter().map(|m| m.name.as_ref()).collect();
        if let Some(stranger) = done.iter().find(|name| !known.contains(name.as_str())) {
            return Err(StoreError::UnknownMigration(stranger.clone()));
        }
        let todo = self.migrations.iter();
        Ok(todo.filter(|m| !done.contains(m.name.as_ref())).collect())
    }

    /// Tables that stand in the database and are declared by nobody; a test holds this empty.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn undeclared_tables(&self, store: &Store) -> Result<Vec<String>, StoreError> {
        let sql = match store.engine() {
            Engine::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            Engine::Postgres => {
                "SELECT relname::text AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition \
                 AND relnamespace = current_schema()::regnamespace"
            }
        };
        let known: BTreeSet<_> = self.tables.iter().map(|t| t.name.as_str()).collect();
        let rows = store
            .reader()
            .query_all_raw(Statement::from_string(store.backend(), sql))
            .await?;
        let mut strangers = Vec::new();
        for row in rows {
            let name: String = row.try_get("", "name")?;
            if name != LEDGER && !known.contains(name.as_str()) {
                strangers.push(name);
            }
        }
        Ok(strangers)
    }

    /// The declared tables of one kind.
    pub fn of_kind(&self, kind: TableKind) -> impl Iterator<Item = &'static TableShape> + '_ {
        self.tables.iter().copied().filter(move |t| t.kind == kind)
    }
}

/// One statement a table, which PostgreSQL writes anew for each.
fn order_by_bytes(columns: &[(String, String)]) -> impl Iterator<Item = String> {
    let of_table = |all: &[(String, String)]| {
        let columns = all
            .iter()
            .map(|(_, column)| format!(r#"ALTER COLUMN "{column}" TYPE text COLLATE "C""#));
        let columns = columns.collect::<Vec<_>>().join(", ");
        let (table, _) = all.first()?;
        Some(format!(r#"ALTER TABLE "{table}" {columns}"#))
    };
    columns
        .chunk_by(|one, next| one.0 == next.0)
        .filter_map(of_table)
}

async fn applied(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<BTreeSet<String>, StoreError> {
    let select = Query::select()
        .column(Alias::new("name"))
        .from(Alias::new(LEDGER))
        .to_owned();
    let rows = transaction
        .rows(store.build(&select), &[ColumnKind::Text])
        .await?;
    let names = rows.into_iter().flatten().filter_map(|value| match value {
        Value::String(name) => name,
        _ => None,
    });
    Ok(names.collect())
}
