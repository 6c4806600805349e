//! Writing to PostgreSQL through SeaORM: many rows a statement, in few sizes, so that the server
//! prepares a statement once and meets it again.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value,
    Values as Parameters,
};

use uuid::Uuid;

use super::Values;
use crate::ddl::ColumnKind;
use crate::{StoreError, WriteBatch};

/// Numbers of rows that a statement may carry, largest first.
const STEPS: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    query: Statement,
    columns: &[ColumnKind],
) -> Result<Vec<Values>, StoreError> {
    let found = connection.query_all_raw(query).await?;
    let read_row = |row: &QueryResult| {
        let values = columns
            .iter()
            .enumerate()
            .map(|(index, kind)| read(row, index, *kind));
        values.collect::<Result<Values, StoreError>>()
    };
    found.iter().map(read_row).collect()
}

fn read(row: &QueryResult, index: usize, kind: ColumnKind) -> Result<Value, StoreError> {
    Ok(match kind {
        ColumnKind::Uuid => Value::Uuid(row.try_get_by_index(index)?),
        ColumnKind::Text => Value::String(row.try_get_by_index(index)?),
        ColumnKind::Int => Value::Int(row.try_get_by_index(index)?),
        ColumnKind::BigInt => Value::BigInt(row.try_get_by_index(index)?),
        ColumnKind::Bytes => Value::Bytes(row.try_get_by_index(index)?),
        ColumnKind::Bool => Value::Bool(row.try_get_by_index(index)?),
    })
}

pub(super) async fn execute(
    transaction: &DatabaseTransaction,
    statement: Statement,
) -> Result<u64, StoreError> {
    Ok(transaction.execute_raw(statement).await?.rows_affected())
}

pub(super) async fn write(
    transaction: &DatabaseTransaction,
    batch: WriteBatch,
) -> Result<(), StoreError> {
    for table in batch.tables {
        let mut left = table.rows.len();
        let text_of = |step| table.text(DbBackend::Postgres, step);
        let texts: Vec<_> = std::iter::from_fn(|| {
            let step = STEPS.into_iter().find(|step| *step <= left)?;
            left -= step;
            Some((step, text_of(step)))
        })
        .collect();
        let mut rows = table.rows.into_iter();
        for (step, sql) in texts {
            let values: Vec<Value> = rows.by_ref().take(step).flatten().collect();
            let statement = Statement {
                sql: sql.to_string(),
                values: Some(Parameters(values)),
                db_backend: DbBackend::Postgres,
            };
            transaction.execute_raw(statement).await?;
        }
    }
    Ok(())
}

/// See [`super::WriteTransaction::fill`].
pub(super) async fn fill(
    transaction: &DatabaseTransaction,
    table: &str,
    column: &str,
    rows: &[(Uuid, i64, i64)],
) -> Result<(), StoreError> {
    let listed = |one: &dyn Fn(&(Uuid, i64, i64)) -> String| -> Value {
        rows.iter().map(one).collect::<Vec<_>>().join(",").into()
    };
    let (ids, versions) = (
        listed(&|row| row.0.to_string()),
        listed(&|row| row.1.to_string()),
    );
    let numbers = listed(&|row| row.2.to_string());
    let lock = format!(
        r#"SELECT "id" FROM "{table}" WHERE "id" = ANY(string_to_array($1, ',')::uuid[])
           ORDER BY "id" FOR UPDATE"#
    );
    let update = format!(
        r#"UPDATE "{table}" AS t SET "{column}" = given.number
           FROM unnest(string_to_array($1, ',')::uuid[], string_to_array($2, ',')::bigint[],
                       string_to_array($3, ',')::bigint[]) AS given (id, version, number)
           WHERE t."id" = given.id AND t."version" = given.version"#
    );
    let statement = |sql: String, values: Vec<Value>| Statement {
        sql,
        values: Some(Parameters(values)),
        db_backend: DbBackend::Postgres,
    };
    transaction
        .execute_raw(statement(lock, vec![ids.clone()]))
        .await?;
    transaction
        .execute_raw(statement(update, vec![ids, versions, numbers]))
        .await?;
    Ok(())
}
