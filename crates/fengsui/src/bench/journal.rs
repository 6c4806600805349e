//! `fengsui bench journal`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use base::{Clock, Uuid};
use clap::Args;
use journal::{Journal, JournalConfig, Lane};
use store::{Engine, Schema, Store, StoreConfig};

use super::figures::{Times, fsync_rate};
use super::{postgres, raw_sqlite, subject};

/// Options of `fengsui bench journal`.
#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL server to measure too, as postgres://USER@HOST:PORT/NAME; the database is
    /// made anew under another name.
    #[arg(long, env = "FENGSUI_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Where the SQLite file and the fsync probe go: on the disk that is to be measured.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// Seconds of each throughput run.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Clients at once.
    #[arg(long, default_value_t = 64)]
    clients: usize,
    /// Commits of the dispatch lane under load.
    #[arg(long, default_value_t = 10_000)]
    dispatch_commits: usize,
}

/// Measures both engines.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let folder = tempfile::tempdir_in(&options.folder)?;
    let rate = fsync_rate(folder.path())?;
    println!("fdatasync of 8 KiB appends: {rate:.0}/s");

    let file = folder.path().join("journal.db");
    let sqlite = measure(&format!("sqlite:{}", file.display()), &options).await?;
    let raw = raw_sqlite::inserts(folder.path(), sqlite.sets_in_a_group, options.seconds)?;
    sqlite.print("SQLite", rate);
    println!(
        "  raw prepared inserts of the same rows, {:.1} sets a commit: {raw:.0}/s; ratio {:.2}",
        sqlite.sets_in_a_group,
        sqlite.rate / raw
    );

    if let Some(server) = &options.postgres {
        let database = postgres::Scratch::create(server).await?;
        let figures = measure(&database.url, &options).await?;
        figures.print("PostgreSQL", rate);
        let peer = database.pgbench(options.clients, options.seconds)?;
        println!(
            "  pgbench, the same statements, {} clients: {peer:.0}/s; ratio {:.2}",
            options.clients,
            figures.rate / peer
        );
        database.drop().await?;
    }
    Ok(())
}

struct Figures {
    rate: f64,
    clients: usize,
    sets_in_a_group: f64,
    commit: Times,
    position: Times,
    dispatch: Times,
    load_beside_dispatch: f64,
}

impl Figures {
    fn print(&self, engine: &str, fsync: f64) {
        let (mut commit, mut position, mut dispatch) = (
            self.commit.clone(),
            self.position.clone(),
            self.dispatch.clone(),
        );
        println!("{engine} (fdatasync {fsync:.0}/s)");
        println!(
            "  {} clients, one-change transactions: {:.0}/s; {}",
            self.clients,
            self.rate,
            commit.line()
        );
        println!(
            "  commit to position seen by a follower: {}",
            position.line()
        );
        println!(
            "  dispatch lane while the device lane writes {:.0}/s: {}",
            self.load_beside_dispatch,
            dispatch.line()
        );
    }
}

async fn measure(url: &str, options: &Options) -> anyhow::Result<Figures> {
    let store = Store::open(&StoreConfig::new(url)).await?;
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(
        subject::migrations(),
        &[store::shape_of::<subject::Entity>()],
    );
    schema.migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;

    let time = Duration::from_secs(options.seconds);
    let before = journal.stats();
    let load = Load::start(&journal, options.clients, Lane::Device);
    let began = Instant::now();
    tokio::time::sleep(time).await;
    let (commit, position) = load.stop().await?;
    let rate = count_per_second(commit.len(), began.elapsed());
    let after = journal.stats();
    let sets_in_a_group = ratio(after.sets - before.sets, after.groups - before.groups);

    let load = Load::start(&journal, options.clients, Lane::Device);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (began, before) = (Instant::now(), journal.stats());
    let dispatch = one_after_another(&journal, options.dispatch_commits).await?;
    let sets = usize::try_from(journal.stats().sets - before.sets)?;
    let beside = count_per_second(sets - options.dispatch_commits, began.elapsed());
    load.stop().await?;
    journal.close().await;
    let report = journal::verify(journal.store(), &journal::Trust::default()).await?;
    anyhow::ensure!(
        report.findings.is_empty(),
        "the chain does not verify: {:?}",
        report.findings
    );
    let engine = journal.store().engine();
    journal.store().close().await;
    if engine == Engine::Sqlite {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(Figures {
        rate,
        clients: options.clients,
        sets_in_a_group,
        commit,
        position,
        dispatch,
        load_beside_dispatch: beside,
    })
}

#[expect(clippy::cast_precision_loss, reason = "a rate needs no more")]
fn count_per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b.max(1) as f64
}

async fn one_after_another(journal: &Journal, commits: usize) -> anyhow::Result<Times> {
    let mut times = Times::default();
    for _ in 0..commits {
        let set = subject::Model::new(journal.new_id(), 0).set(Lane::Dispatch, journal.clock())?;
        let began = Instant::now();
        journal.submit(set).await?;
        times.add(began.elapsed());
    }
    Ok(times)
}

/// Clients that write one change after another until they are stopped, and a follower that notes
/// when some of their entries got a position.
struct Load {
    stop: Arc<AtomicBool>,
    clients: Vec<tokio::task::JoinHandle<anyhow::Result<Times>>>,
    follower: tokio::task::JoinHandle<anyhow::Result<Times>>,
}

type Marks = Arc<Mutex<HashMap<Uuid, Instant>>>;

/// One commit in this many is followed to its position.
const SAMPLE: usize = 8;

impl Load {
    fn start(journal: &Journal, clients: usize, lane: Lane) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let marks: Marks = Arc::default();
        let follower = tokio::spawn(follow(
            journal.clone(),
            Arc::clone(&marks),
            Arc::clone(&stop),
        ));
        let client = |n: usize| {
            let (journal, stop, marks) = (journal.clone(), Arc::clone(&stop), Arc::clone(&marks));
            tokio::spawn(async move {
                let mut times = Times::default();
                while !stop.load(Ordering::Relaxed) {
                    let device = i64::try_from(n)?;
                    let point = subject::Model::new(journal.new_id(), device);
                    let set = point.set(lane, journal.clock())?;
                    let began = Instant::now();
                    journal.submit(set).await?;
                    times.add(began.elapsed());
                    if times.len() % SAMPLE == 0
                        && let Ok(mut marks) = marks.lock()
                    {
                        marks.insert(point.id, Instant::now());
                    }
                }
                Ok(times)
            })
        };
        let clients = (0..clients).map(client).collect();
        Self {
            stop,
            clients,
            follower,
        }
    }

    async fn stop(self) -> anyhow::Result<(Times, Times)> {
        self.stop.store(true, Ordering::Relaxed);
        let mut times = Times::default();
        for client in self.clients {
            times.merge(client.await??);
        }
        Ok((times, self.follower.await??))
    }
}

async fn follow(journal: Journal, marks: Marks, stop: Arc<AtomicBool>) -> anyhow::Result<Times> {
    let mut times = Times::default();
    let start = *journal.head().borrow();
    let mut follower = journal.follow(start);
    loop {
        let page = match tokio::time::timeout(Duration::from_millis(300), follower.next()).await {
            Ok(page) => page?,
            Err(_) if stop.load(Ordering::Relaxed) => return Ok(times),
            Err(_) => continue,
        };
        let now = Instant::now();
        let mut marks = marks.lock().ok().context("a client stopped badly")?;
        for sealed in page {
            // An entry that is sealed before its client noted it took no time at all.
            if let Some(mark) = marks.remove(&sealed.entry.subject) {
                times.add(now.saturating_duration_since(mark));
            }
        }
    }
}
