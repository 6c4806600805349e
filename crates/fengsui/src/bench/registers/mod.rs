//! `fengsui bench registers`: lists and searches over a million rows, and files in and out through
//! the real server while others work.

mod client;
mod files;
mod peer;
mod questions;
mod rows;
mod serving;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::Clock;
use city::nouns::Unit;
use clap::Args;
use journal::{Journal, JournalConfig};
use register::{Catalogue, Indexer, Ledger, LedgerError, Query, Register};
use store::{Store, StoreConfig};

use self::questions::Questions;
use super::figures::{Times, millis};
use super::postgres::Scratch;
use crate::declared;

/// Options of `fengsui bench registers`.
#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL server to measure too, as postgres://USER@HOST:PORT/NAME; databases are made
    /// anew under other names.
    #[arg(long, env = "FENGSUI_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Only PostgreSQL.
    #[arg(long)]
    without_sqlite: bool,
    /// Where the SQLite files go: on the disk that is to be measured.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// A SQLite file for the rows that are listed and searched, which is kept: a later run that names
    /// it asks at once.
    #[arg(long)]
    units: Option<PathBuf>,
    /// Rows of the register that is listed and searched.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Questions of each sort.
    #[arg(long, default_value_t = 400)]
    questions: usize,
    /// Rows of the file that goes in and out; 0 leaves that part out.
    #[arg(long, default_value_t = 100_000)]
    file_rows: u64,
}

/// Measures both engines.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let folder = tempfile::tempdir_in(&options.folder)?;
    if !options.without_sqlite {
        println!("SQLite");
        let made = folder.path().join("units.db");
        let units = options.units.as_ref().unwrap_or(&made);
        lists_and_searches(&format!("sqlite:{}", units.display()), &options).await?;
        let files = format!("sqlite:{}", folder.path().join("files.db").display());
        files_in_and_out(&files, folder.path(), &options)?;
    }
    if let Some(server) = &options.postgres {
        println!("PostgreSQL");
        let lists = Scratch::create(server).await?;
        let listed = lists_and_searches(&lists.url, &options).await;
        lists.drop().await?;
        listed?;
        let files = Scratch::create(server).await?;
        let moved = files_in_and_out(&files.url, folder.path(), &options);
        files.drop().await?;
        moved?;
    }
    Ok(())
}

fn files_in_and_out(url: &str, folder: &Path, options: &Options) -> anyhow::Result<()> {
    if options.file_rows == 0 {
        return Ok(());
    }
    files::measure(url, folder, options.file_rows)
}

async fn lists_and_searches(url: &str, options: &Options) -> anyhow::Result<()> {
    if options.rows == 0 {
        return Ok(());
    }
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let is_new = peer::number(&store, "SELECT COUNT(*) FROM unit").await? == 0;
    if is_new {
        let began = Instant::now();
        rows::fill(&store, options.rows).await?;
        let seconds = began.elapsed().as_secs_f64();
        println!("  {} units written in {seconds:.0} s", options.rows);
        peer::settle(&store).await?;
    }
    let journal = Journal::open(store.clone(), Clock::system(), JournalConfig::default()).await?;
    let catalogue: Arc<Catalogue> = Arc::new(declared::catalogue()?);
    let ledger = Ledger::new(Unit::DEF, journal.clone(), catalogue);
    let mut questions = Questions::new(options.rows);
    let lists = questions.lists(options.questions);
    let searches = questions.searches(options.questions);

    // Before there is an index: the engine finds rows as it likes, a search reads the table.
    let (mut list_before, mut search_before) = (None, None);
    if is_new {
        let few = Ord::min(options.questions, 24);
        let every = Ord::max(options.questions / Ord::max(few, 1), 1);
        list_before = Some(ask(&ledger, lists.iter().step_by(every)).await?.0);
        search_before = Some(ask(&ledger, searches.iter().step_by(every)).await?.0);
        index(&store, options.rows).await?;
    }
    let (list, worst) = ask(&ledger, lists.iter()).await?;
    println!("  list, two filters and an order, pages of 50");
    report(list, list_before, &worst);
    let (search, worst) = ask(&ledger, searches.iter()).await?;
    println!("  search with filters, areas and orders");
    report(search, search_before, &worst);
    if is_new {
        peer::measure(&store, &questions.words(options.questions)).await?;
    }
    journal.close().await;
    store.close().await;
    Ok(())
}

async fn index(store: &Store, rows: u64) -> anyhow::Result<()> {
    let began = Instant::now();
    let indexer = Indexer::new(store.clone(), Clock::system());
    indexer.index_all(Unit::DEF).await?;
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "  index built in {seconds:.0} s, {:.0} rows/s; {}",
        rows as f64 / seconds,
        peer::index_size(store).await?
    );
    peer::settle(store).await
}

/// Asks each question once; gives the times and the slowest question.
async fn ask<'q>(
    ledger: &Ledger,
    questions: impl Iterator<Item = &'q Query>,
) -> Result<(Asked, String), LedgerError> {
    let mut times = Asked::default();
    let mut slowest = (Duration::ZERO, String::new());
    for query in questions {
        let (began, worked) = (Instant::now(), worked());
        let page = ledger.list(query).await?;
        let took = began.elapsed();
        times.waited.add(took);
        times.worked.add(self::worked().saturating_sub(worked));
        if std::env::var_os("FENGSUI_BENCH_TELL").is_some() {
            println!(
                "    {:.1} ms, {} rows: {}",
                millis(took),
                page.rows.len(),
                questions::said(query)
            );
        }
        if took > slowest.0 {
            slowest = (
                took,
                format!("{} rows of {}", page.rows.len(), questions::said(query)),
            );
        }
    }
    Ok((times, slowest.1))
}

/// How long questions took, and how long this process was on the processor for them: on a busy
/// machine the second is what the work costs. PostgreSQL's part of it is another process's.
#[derive(Default)]
struct Asked {
    waited: Times,
    worked: Times,
}

/// Time on the processor of all threads of this process.
fn worked() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

fn report(mut with: Asked, before: Option<Asked>, worst: &str) {
    println!(
        "    {}\n    on the processor: {}\n    the slowest: {worst}",
        with.waited.line(),
        with.worked.line()
    );
    if let Some(mut before) = before {
        println!(
            "    without the index, every so-many-th of them: {}\n    on the processor: {}; ratio of p99 {:.0}",
            before.waited.line(),
            before.worked.line(),
            millis(before.worked.at(990)) / millis(with.worked.at(990))
        );
    }
}
