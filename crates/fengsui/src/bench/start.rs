//! `fengsui bench start`: how long a built database takes to be ready, and what the process weighs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use base::Clock;
use city::nouns::Transmitter;
use clap::Args;
use futures_util::future::try_join_all;
use journal::{Actor, ChangeSet, Journal, JournalConfig, Lane};
use register::Entered;
use store::{Store, StoreConfig};

use super::figures::{fsync_rate, millis};
use crate::declared;

/// Options of `fengsui bench start`.
#[derive(Args)]
pub(crate) struct Options {
    /// Where the database goes.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// Devices in it; each is an entry of the journal too.
    #[arg(long, default_value_t = 100_000)]
    devices: i64,
    /// Starts to measure.
    #[arg(long, default_value_t = 5)]
    starts: usize,
}

/// Builds a database, then starts the server over it a few times.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let folder = tempfile::tempdir_in(&options.folder)?;
    let rate = fsync_rate(folder.path())?;
    build(folder.path(), options.devices).await?;
    // The first start of a house makes its accounts; it is not what is measured.
    end(start(folder.path())?.process)?;
    let mut times = Vec::new();
    let mut anonymous = 0;
    for _ in 0..options.starts {
        let server = start(folder.path())?;
        times.push(server.ready_after);
        std::thread::sleep(Duration::from_secs(1));
        anonymous = anonymous.max(anonymous_kib(server.process.id())?);
        end(server.process)?;
    }
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let worst = times.last().copied().unwrap_or_default();
    println!(
        "database of {} devices and as many entries (fdatasync {rate:.0}/s)\n  start to ready: median {:.0} ms, worst {:.0} ms of {}\n  anonymous resident memory when idle: {:.1} MB",
        options.devices,
        millis(middle),
        millis(worst),
        times.len(),
        f64::from(u32::try_from(anonymous)?) / 1024.0
    );
    Ok(())
}

async fn build(folder: &Path, devices: i64) -> anyhow::Result<()> {
    let url = format!("sqlite:{}", folder.join("fengsui.db").display());
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;
    let all: Vec<i64> = (0..devices).collect();
    for some in all.chunks(1_000) {
        try_join_all(some.iter().map(|number| add_device(&journal, *number))).await?;
    }
    journal.close().await;
    journal.store().close().await;
    Ok(())
}

async fn add_device(journal: &Journal, number: i64) -> anyhow::Result<()> {
    let transmitter = Transmitter {
        name: format!("用户信息传输装置 {number}（样例）"),
        source_address: 1_000_000 + number,
        registered: true,
        unit: None,
        unit_name: Some(format!("单位 {number}（样例）")),
        address: Some("人民路".to_owned()),
        region: "140802".parse()?,
        position: None,
        model: None,
        dialect: None,
        installed_on: None,
        address_clash_at: None,
    };
    let now = journal.clock().now();
    let mut transmitter = Entered::new(journal.new_id(), transmitter, now).synthetic();
    let change = transmitter.write("registered", now)?;
    let set = ChangeSet::new(Lane::Import, Actor::system("bench")).with(change);
    journal.submit(set).await?;
    Ok(())
}

struct Started {
    process: Child,
    ready_after: Duration,
}

fn start(data: &Path) -> anyhow::Result<Started> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let began = Instant::now();
    let process = Command::new(std::env::current_exe()?)
        .args(["serve", "--device-listen", "127.0.0.1:0", "--listen"])
        .arg(address.to_string())
        .env("FENGSUI_DATA", data)
        .env_remove("FENGSUI_DATABASE")
        .stdout(Stdio::null())
        .spawn()
        .context("cannot start the server")?;
    while began.elapsed() < Duration::from_secs(60) {
        if is_ready(address) {
            return Ok(Started {
                process,
                ready_after: began.elapsed(),
            });
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    bail!("the server is not ready after a minute");
}

/// Whether `/readyz` answers 200: the database answered and requests are served.
fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut socket = TcpStream::connect(address)?;
        socket
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

fn end(mut process: Child) -> anyhow::Result<()> {
    Command::new("kill")
        .arg(process.id().to_string())
        .status()?;
    process.wait()?;
    Ok(())
}

/// Memory that belongs to the process alone and to no file, KiB.
pub(super) fn anonymous_kib(process: u32) -> anyhow::Result<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Anonymous:"));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    Ok(number.context("the kernel does not tell")?.parse()?)
}
