//! The raw engine: prepared single-row inserts of the same rows, the same number in a transaction,
//! through SQLite's C interface without anything of ours in between.

use std::path::Path;
use std::time::{Duration, Instant};

use uuid::Uuid;

const TABLES: &str = "
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;
CREATE TABLE journal_entry (id blob NOT NULL PRIMARY KEY, node text, epoch integer, kind text,
  subject blob, version bigint, verb text, event_at bigint, recorded_at bigint, actor text,
  region text, schema integer, body blob, hash blob);
CREATE UNIQUE INDEX journal_entry_version ON journal_entry (subject, version, kind, node);
CREATE INDEX journal_entry_kind ON journal_entry (kind, id);
CREATE TABLE journal_seal (position bigint NOT NULL PRIMARY KEY, entry blob, node_sequence bigint,
  link blob, sealed_at bigint);
CREATE UNIQUE INDEX journal_seal_entry ON journal_seal (entry);
CREATE TABLE bench_point (id blob NOT NULL PRIMARY KEY, version bigint, device bigint, state bigint,
  label text);";

/// Change sets a second.
pub(crate) fn inserts(folder: &Path, sets_in_a_commit: f64, seconds: u64) -> anyhow::Result<f64> {
    let database = rusqlite::Connection::open(folder.join("raw.db"))?;
    database.execute_batch(TABLES)?;
    let mut entry = database.prepare(
        "INSERT INTO journal_entry VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
    )?;
    let mut seal = database.prepare("INSERT INTO journal_seal VALUES (?1,?2,?3,?4,?5)")?;
    let mut point = database.prepare("INSERT INTO bench_point VALUES (?1,?2,?3,?4,?5)")?;
    let label = "三层走廊东侧点型光电感烟";
    let body = format!(
        r#"{{"device":7,"id":"{}","label":"{label}","state":2}}"#,
        Uuid::nil()
    );
    let (began, mut sets, mut owed) = (Instant::now(), 0u32, 0.0);
    while began.elapsed() < Duration::from_secs(seconds) {
        owed += sets_in_a_commit;
        database.execute_batch("BEGIN IMMEDIATE")?;
        while owed >= 1.0 {
            owed -= 1.0;
            sets += 1;
            let (id, subject) = (Uuid::now_v7(), Uuid::now_v7());
            entry.execute(rusqlite::params![
                id.as_bytes(),
                "n0123456789",
                1,
                "bench_point",
                subject.as_bytes(),
                1,
                "reported",
                1_763_884_800_123_456i64,
                1_763_884_800_123_456i64,
                "device:7",
                None::<&str>,
                1,
                body.as_bytes(),
                [9u8; 32]
            ])?;
            seal.execute(rusqlite::params![
                sets,
                id.as_bytes(),
                sets,
                [9u8; 32],
                1_763_884_800_123_456i64
            ])?;
            point.execute(rusqlite::params![subject.as_bytes(), 1, 7, 2, label])?;
        }
        database.execute_batch("COMMIT")?;
    }
    Ok(f64::from(sets) / began.elapsed().as_secs_f64())
}
