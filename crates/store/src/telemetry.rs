//! Telemetry by month: readings are written once, to one place, and leave by the month.
//!
//! A telemetry table has an `id` of UUID version 7, whose first 48 bits are its time, so the key
//! itself tells the month. On PostgreSQL such a table is partitioned by that id: a month is one
//! partition, made ahead, dropped whole. On SQLite rows are written into the main file, so that a
//! confirm rests on one file, and are moved to a file of their month afterwards; that file can be
//! kept elsewhere or deleted.
//!
//! Moving is copy, sync, delete, in this order and in slices: a crash in between leaves a row in
//! both files, and the next move settles it.

use std::path::{Path, PathBuf};

use base::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::Offset;
use rusqlite::Connection;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{DbBackend, Statement};
use uuid::Uuid;

use crate::{Store, StoreError, TableShape, WriteBatch};

/// A calendar month in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month of a time.
    #[must_use]
    pub fn of(time: Timestamp) -> Self {
        let instant = jiff::Timestamp::from_microsecond(time.as_micros());
        let instant = instant.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Self(Offset::UTC.to_datetime(instant).date().first_of_month())
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1.month()))
    }

    /// The smallest id of the month: no id of version 7 of an earlier moment reaches it.
    #[must_use]
    pub fn first_id(self) -> Uuid {
        let midnight = self.0.at(0, 0, 0, 0);
        let start = Offset::UTC
            .to_timestamp(midnight)
            .map_or(0, jiff::Timestamp::as_millisecond);
        Uuid::from_u128(u128::from(Ord::max(start, 0).unsigned_abs()) << 80)
    }

    /// As `2026_11`.
    fn name(self) -> String {
        format!("{:04}_{:02}", self.0.year(), self.0.month())
    }
}

/// How many rows are moved in one transaction.
const SLICE: usize = 500;

impl Store {
    /// Makes PostgreSQL's partitions of this month and the next; nothing on SQLite. A month that
    /// has no partition yet is kept by the table's default partition, so no reading is refused.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn prepare_months(
        &self,
        tables: &[&TableShape],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.backend() == DbBackend::Sqlite {
            return Ok(());
        }
        let this = Month::of(now);
        for month in [this, this.next()] {
            for table in tables {
                let sql = format!(
                    "CREATE TABLE IF NOT EXISTS {name}_{month} PARTITION OF {name} \
                     FOR VALUES FROM ('{from}') TO ('{to}')",
                    name = table.name,
                    month = month.name(),
                    from = month.first_id(),
                    to = month.next().first_id(),
                );
                let mut transaction = self.begin().await?;
                transaction
                    .execute(Statement::from_string(DbBackend::Postgres, sql))
                    .await?;
                transaction.commit(WriteBatch::default()).await?;
            }
        }
        Ok(())
    }

    /// Moves SQLite's readings from before `before` into the files of their months and gives their
    /// number; nothing on PostgreSQL.
    ///
    /// # Errors
    /// The engine's refusal; what was moved stays moved.
    pub async fn move_telemetry(
        &self,
        tables: &[&'static TableShape],
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let (Some(main), Some(copier)) = (self.path().map(Path::to_owned), self.copier()) else {
            return Ok(0);
        };
        let millis = u128::from(Ord::max(before.as_micros(), 0).unsigned_abs()) / 1000;
        let end = Uuid::from_u128(millis << 80);
        let mut moved = 0;
        for table in tables.iter().copied() {
            loop {
                let main = main.clone();
                let copied = copier
                    .run(move |db| copy_slice(db, &main, table, end))
                    .await?;
                if copied.is_empty() {
                    break;
                }
                moved += copied.len() as u64;
                let delete = Query::delete()
                    .from_table(Alias::new(&table.name))
                    .and_where(Expr::col(Alias::new("id")).is_in(copied))
                    .to_owned();
                let mut transaction = self.begin().await?;
                transaction.execute(self.build(&delete)).await?;
                transaction.commit(WriteBatch::default()).await?;
            }
        }
        Ok(moved)
    }

    /// The file that a month's readings of a SQLite database are moved to.
    #[must_use]
    pub fn month_file(&self, month: Month) -> Option<PathBuf> {
        self.path().map(|main| month_file(main, month))
    }
}

fn month_file(main: &Path, month: Month) -> PathBuf {
    main.with_file_name(format!("telemetry-{}.db", month.name()))
}

/// Copies one slice of the oldest month into its file; the ids are on disk there when this returns.
fn copy_slice(
    db: &Connection,
    main: &Path,
    table: &TableShape,
    end: Uuid,
) -> Result<Vec<Uuid>, StoreError> {
    let name = &table.name;
    let oldest = format!("SELECT min(id) FROM {name} WHERE id < ?1");
    let oldest: Option<[u8; 16]> = db.query_row(&oldest, [end.as_bytes()], |row| row.get(0))?;
    let Some(oldest) = oldest.map(Uuid::from_bytes) else {
        return Ok(Vec::new());
    };
    let millis = i64::try_from(oldest.as_u128() >> 80).unwrap_or(0);
    let month = Month::of(Timestamp::from_micros(millis.saturating_mul(1000)));
    let until = Ord::min(month.next().first_id(), end);
    let select = format!("SELECT id FROM {name} WHERE id < ?1 LIMIT {SLICE}");
    let ids = db
        .prepare(&select)?
        .query_map([until.as_bytes()], |row| row.get(0))?
        .map(|id: rusqlite::Result<[u8; 16]>| id.map(Uuid::from_bytes))
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let file = month_file(main, month);
    db.execute("ATTACH DATABASE ?1 AS month", [file.to_string_lossy()])?;
    let copied = copy_into_month(db, table, &ids);
    db.execute_batch("DETACH DATABASE month")?;
    copied.map(|()| ids)
}

fn copy_into_month(db: &Connection, table: &TableShape, ids: &[Uuid]) -> Result<(), StoreError> {
    let (name, key) = (&table.name, table.key.join(", "));
    db.execute_batch(&format!(
        "PRAGMA month.synchronous = FULL;
         CREATE TABLE IF NOT EXISTS month.{name} AS SELECT * FROM main.{name} WHERE 0;
         CREATE UNIQUE INDEX IF NOT EXISTS month.{name}_key ON {name} ({key});
         BEGIN;"
    ))?;
    let copy =
        format!("INSERT OR IGNORE INTO month.{name} SELECT * FROM main.{name} WHERE id = ?1");
    let written = db.prepare(&copy).and_then(|mut copy| {
        ids.iter()
            .try_for_each(|id| copy.execute([id.as_bytes()]).map(|_| ()))
    });
    let ended = db.execute_batch(if written.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    });
    Ok(written.and(ended)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_told_by_its_ids() {
        let november = Month::of("2026-11-23T08:00:00Z".parse().unwrap());
        let december = Month::of("2026-12-01T00:00:00Z".parse().unwrap());
        assert_eq!(
            (november.name(), november.next()),
            ("2026_11".to_owned(), december)
        );
        let last = "2026-11-30T23:59:59.999Z".parse::<Timestamp>().unwrap();
        let id = Uuid::from_u128(
            u128::from(last.as_micros().unsigned_abs() / 1000) << 80 | u128::from(u64::MAX),
        );
        assert!(november.first_id() < id && id < december.first_id());
    }
}
