//! `fengsui bench events`: a thousand followers of the event stream on one process, beside a bare
//! broadcast over the same connections without journal, sessions and rights.
//!
//! The clients are a process of their own. Each notes when the bytes of an event's id came out of
//! its socket; the time runs from when the commit was answered, on the one clock of the machine.

mod bare;
mod clients;
mod house;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::Args;

use self::clients::{Crowd, CrowdOptions};
use super::figures::{Times, millis};
use super::postgres;

/// Options of `fengsui bench events`.
#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL server to measure too, as postgres://USER@HOST:PORT/NAME; the database is
    /// made anew under another name.
    #[arg(long, env = "FENGSUI_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Where the SQLite file goes.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// Followers, each with a session and a connection of its own.
    #[arg(long, default_value_t = 1_000)]
    followers: usize,
    /// Events a second.
    #[arg(long, default_value_t = 100)]
    rate: u32,
    /// Seconds of each run.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Events that the ones who come back have missed.
    #[arg(long, default_value_t = 10_000)]
    missed: usize,
    #[command(flatten)]
    crowd: CrowdOptions,
}

/// Measures a bare broadcast, then the house on both engines.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    if let Some(crowd) = options.crowd.asked() {
        return clients::run(crowd).await;
    }
    if options.rate == 0 || options.followers == 0 {
        bail!("there is nothing to measure without followers and events");
    }
    std::fs::create_dir_all(&options.folder)?;
    println!(
        "{} followers, {} events/s, {} s a run; {} cores for server, journal and clients together",
        options.followers,
        options.rate,
        options.seconds,
        std::thread::available_parallelism()?
    );
    let mut bare = bare::measure(&options).await?;
    println!("bare broadcast: publish to byte {}", bare.line());
    let folder = tempfile::tempdir_in(&options.folder)?;
    let file = folder.path().join("fengsui.db");
    let figures = house::measure(&format!("sqlite:{}", file.display()), &options).await?;
    figures.print("SQLite", &mut bare);
    if let Some(server) = &options.postgres {
        let database = postgres::Scratch::create(server).await?;
        let figures = house::measure(&database.url, &options).await;
        database.drop().await?;
        figures?.print("PostgreSQL", &mut bare);
    }
    Ok(())
}

/// What a house came to.
struct Figures {
    /// Commit to byte, with everybody reading.
    steady: Times,
    /// The same while others came back and one did not read.
    beside: Times,
    /// Deliveries that did not come.
    lost: usize,
    /// How long those who came back took for what they had missed.
    caught_up: Times,
    missed: usize,
    /// When the one who did not read was disconnected.
    disconnected: Option<Duration>,
    /// Anonymous memory of a follower, KiB.
    memory: f64,
}

impl Figures {
    fn print(mut self, engine: &str, bare: &mut Times) {
        let of = |times: &mut Times| millis(times.at(990));
        let ratio = of(&mut self.steady) / of(bare).max(f64::MIN_POSITIVE);
        println!("{engine}");
        println!("  commit to byte: {}", self.steady.line());
        println!("  p99 beside the bare broadcast's: ratio {ratio:.2}");
        println!("  deliveries that did not come: {}", self.lost);
        println!(
            "  of {} who missed {} events each, seconds to catch up: {}",
            self.caught_up.len(),
            self.missed,
            self.caught_up.line()
        );
        println!(
            "  commit to byte of the others meanwhile: {}",
            self.beside.line()
        );
        match self.disconnected {
            Some(after) => println!(
                "  one that stopped reading was disconnected after {:.1} s",
                after.as_secs_f64()
            ),
            None => println!("  one that stopped reading was NOT disconnected"),
        }
        println!("  anonymous memory of a follower: {:.1} KiB", self.memory);
    }
}

/// Starts the clients of a run.
async fn crowd(
    options: &Options,
    at: std::net::SocketAddr,
    tokens: &[String],
) -> anyhow::Result<Crowd> {
    Crowd::start(&options.folder, at, tokens).await
}
