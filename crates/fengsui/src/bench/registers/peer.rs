//! The engines' own text search over the same texts, and what the index weighs.

use std::time::Instant;

use sea_orm::{ConnectionTrait, Statement};
use store::{Engine, Store};

use crate::bench::figures::Times;

pub(super) async fn number(store: &Store, sql: &str) -> anyhow::Result<i64> {
    let statement = Statement::from_string(store.backend(), sql);
    let row = store.reader().query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Lets PostgreSQL know its tables, as its own upkeep would within a minute; SQLite's log goes home.
pub(super) async fn settle(store: &Store) -> anyhow::Result<()> {
    if store.engine() == Engine::Postgres {
        store.reader().execute_unprepared("VACUUM ANALYZE").await?;
    }
    store.shorten_log(1).await?;
    Ok(())
}

pub(super) async fn index_size(store: &Store) -> anyhow::Result<String> {
    let bytes = number(
        store,
        "SELECT CAST(SUM(LENGTH(rows)) AS bigint) FROM register_posting",
    )
    .await?;
    let postings = number(store, "SELECT COUNT(*) FROM register_posting").await?;
    let segments = number(store, "SELECT COUNT(*) FROM register_segment").await?;
    Ok(format!(
        "{segments} segments, {postings} postings, {} MiB",
        bytes >> 20
    ))
}

/// The engine's own: FTS5 with trigrams, pg_trgm. Neither knows words of one or two characters.
pub(super) async fn measure(store: &Store, words: &[String]) -> anyhow::Result<()> {
    let began = Instant::now();
    let made = match store.engine() {
        Engine::Sqlite => make_fts5(store),
        Engine::Postgres => make_trgm(store).await,
    };
    if let Err(error) = made {
        println!("    the engine's own trigram index cannot be made here: {error}");
        return Ok(());
    }
    let built = began.elapsed().as_secs_f64();
    let fit: Vec<&String> = words
        .iter()
        .filter(|words| {
            words
                .split_whitespace()
                .all(|word| word.chars().count() >= 3)
        })
        .collect();
    let mut times = Times::default();
    for words in &fit {
        let began = Instant::now();
        match store.engine() {
            Engine::Sqlite => ask_fts5(store, words)?,
            Engine::Postgres => ask_trgm(store, words).await?,
        }
        times.add(began.elapsed());
    }
    println!(
        "    the engine's own trigrams (built in {built:.0} s), bare words in the order found: {}; {} of {} searches are too short for it",
        times.line(),
        words.len() - fit.len(),
        words.len()
    );
    // A file that is kept holds no peer.
    if store.engine() == Engine::Sqlite {
        rusqlite::Connection::open(path(store))?.execute_batch("DROP TABLE peer")?;
    }
    settle(store).await
}

fn path(store: &Store) -> std::path::PathBuf {
    store
        .path()
        .map(std::path::Path::to_owned)
        .unwrap_or_default()
}

fn make_fts5(store: &Store) -> anyhow::Result<()> {
    let database = rusqlite::Connection::open(path(store))?;
    database.execute_batch(
        "CREATE VIRTUAL TABLE peer USING fts5(search, content='unit', tokenize='trigram');
         INSERT INTO peer(peer) VALUES ('rebuild');",
    )?;
    Ok(())
}

fn ask_fts5(store: &Store, words: &str) -> anyhow::Result<()> {
    let database = rusqlite::Connection::open(path(store))?;
    let asked: Vec<String> = words
        .split_whitespace()
        .map(|word| format!("\"{word}\""))
        .collect();
    let mut select = database.prepare("SELECT rowid FROM peer WHERE peer MATCH ?1 LIMIT 50")?;
    let mut rows = select.query([asked.join(" ")])?;
    while rows.next()?.is_some() {}
    Ok(())
}

async fn make_trgm(store: &Store) -> anyhow::Result<()> {
    // The reading pool of PostgreSQL may write; this is a scratch database.
    let connection = store.reader();
    connection
        .execute_unprepared("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        .await?;
    connection
        .execute_unprepared("CREATE INDEX peer ON unit USING gin (search gin_trgm_ops)")
        .await?;
    connection.execute_unprepared("VACUUM ANALYZE unit").await?;
    Ok(())
}

async fn ask_trgm(store: &Store, words: &str) -> anyhow::Result<()> {
    let asked: Vec<String> = words
        .split_whitespace()
        .map(|word| format!("search LIKE '%{word}%'"))
        .collect();
    let sql = format!("SELECT id FROM unit WHERE {} LIMIT 50", asked.join(" AND "));
    let statement = Statement::from_string(store.backend(), sql);
    store.reader().query_all_raw(statement).await?;
    Ok(())
}
