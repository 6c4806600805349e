//! `fengsui serve`: the whole house in one process.

mod accounts;
mod opening;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use access::AccessConfig;
use anyhow::Context;
use api::{Doorway, Transport};
use clap::Args;
use monitor::GatewayConfig;
use routing::RoadBook;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use self::accounts::announce_first_accounts;
use self::opening::{open_journal, open_personal, shelf, shown};
use crate::channels;
use crate::commands::demo::Guest;
use crate::commands::import;
use crate::database::DatabaseArgs;
use crate::facts;
use crate::pack::Pack;
use crate::rooms::{Fittings, House};
use crate::screens::Page;

/// Options of `fengsui serve`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The address of the screens and the API.
    #[arg(long, env = "FENGSUI_LISTEN", default_value = "127.0.0.1:8119")]
    listen: SocketAddr,
    /// The address that devices dial (GB/T 26875.3 over TCP).
    #[arg(long, env = "FENGSUI_DEVICE_LISTEN", default_value = "127.0.0.1:8120")]
    device_listen: SocketAddr,
    /// A city pack instead of the built-in one.
    #[arg(long, env = "FENGSUI_PACK")]
    pub(crate) pack: Option<PathBuf>,
    /// Start without townships and villages and without the synthetic sample of stations, responders
    /// and devices: for a node that gets them from another.
    #[arg(long)]
    pub(crate) empty: bool,
    /// Browsers come through TLS (a proxy in front): session cookies become Secure.
    #[arg(long, env = "FENGSUI_BEHIND_TLS")]
    behind_tls: bool,
    /// A session that nobody uses for so many minutes ends.
    #[arg(long, env = "FENGSUI_SESSION_IDLE", default_value_t = 30, value_name = "MINUTES",
        value_parser = clap::value_parser!(u64).range(1..=1440))]
    session_idle: u64,
    /// A session ends after so many hours, used or not.
    #[arg(long, env = "FENGSUI_SESSION_LIFETIME", default_value_t = 24, value_name = "HOURS",
        value_parser = clap::value_parser!(u64).range(1..=168))]
    session_lifetime: u64,
    /// The file of master keys that personal values are sealed under; a new house makes one beside
    /// its data. All processes of one database use one file. Keep a copy apart from the database's: without it no personal value can be read.
    #[arg(long, env = "FENGSUI_PERSONAL_KEYS", value_name = "FILE")]
    personal_keys: Option<PathBuf>,
    /// Where attachments are kept: file:///folder or s3://bucket/prefix, whose keys, region and
    /// endpoint come from AWS_ACCESS_KEY_ID and its like; a folder beside the data when not said.
    #[arg(long, env = "FENGSUI_FILES", value_name = "URL")]
    files: Option<String>,
    /// The most MiB of one attachment.
    #[arg(long, env = "FENGSUI_LARGEST_FILE", default_value_t = 64, value_name = "MIB",
        value_parser = clap::value_parser!(u64).range(1..=2048))]
    largest_file: u64,
    /// Where people reach this house, for labels: https://fire.example.gov.cn. When not said, a
    /// label leads to the address that its printing was asked at.
    #[arg(long, env = "FENGSUI_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// A file with the SM2 key that the journal is sealed with; `fengsui journal key` makes one.
    #[arg(long, env = "FENGSUI_SEAL_KEY")]
    seal_key: Option<PathBuf>,
    /// A JSON file with the ways out: webhook, mail, SMS gateway. Without it nothing leaves.
    #[arg(long, env = "FENGSUI_CHANNELS")]
    channels: Option<PathBuf>,
}

impl Options {
    fn access(&self) -> AccessConfig {
        AccessConfig {
            idle: Duration::from_secs(self.session_idle * 60),
            lifetime: Duration::from_secs(self.session_lifetime * 3600),
            ..AccessConfig::default()
        }
    }
}

/// Serves until it is told to stop, then ends in order: no more requests, no more frames, journal
/// sealed.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    run_with(options, None).await
}

/// As [`run`], for a guest who furnishes the house and lives in it.
pub(crate) async fn run_with(options: Options, guest: Option<Guest>) -> anyhow::Result<()> {
    let pack = Pack::new(options.pack.clone());
    let city = pack.city()?;
    let journal = open_journal(&options).await?;
    let seal = open_personal(&options, &journal).await?;
    facts::load(&journal, pack.facts()?).await?;
    let shelf = shelf(&options, &journal)?;
    // A guest lets them act.
    announce_first_accounts(&journal, &options.database.data).await?;
    match &guest {
        Some(guest) => {
            let data = &options.database.data;
            let with = (&pack, &shelf.files);
            guest.furnish(&journal, &seal, with, data).await?;
        }
        None if options.empty => {}
        None => {
            city::sample::load(&journal, &pack.sample()?).await?;
        }
    }

    let (stop, stopped) = watch::channel(false);
    let page = Page::of(&city, guest.is_some());
    let transport = if options.behind_tls {
        Transport::Tls
    } else {
        Transport::Plain
    };
    let channels = options.channels.as_deref();
    let channels = channels.map(|path| channels::read(path, journal.clock()));
    let roads = RoadBook::at(import::road_file(&options.database.data));
    let fittings = Fittings {
        access: options.access(),
        transport,
        page: Some(page.clone()),
        seal,
        shelf,
        region_tree: (!options.empty).then(|| pack.region_tree()).transpose()?,
        roads: roads.clone(),
        channels: channels.transpose()?.unwrap_or_default(),
    };
    let house = House::build(&journal, fittings, &pack, &stopped)?;
    let doorway = Doorway::open(options.listen).with_context(|| {
        format!(
            "cannot listen on {}; name another address with --listen",
            options.listen
        )
    })?;
    let config = GatewayConfig::new(options.device_listen, city.region.clone());
    let gateway = house
        .start_gateway(&journal, pack.dialects()?, config)
        .await
        .with_context(|| {
            format!(
                "cannot listen for devices on {}; name another address with --device-listen",
                options.device_listen
            )
        })?;
    let jobs = house.jobs.start();

    // Before anybody is told that we are here: who is told may ask us to end at once.
    let signals = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    say(&format!(
        "{} Fengsui {}\n  screens and API  http://{}{}\n  devices          tcp://{}  (GB/T 26875.3)\n  database         {}",
        city.name.zh,
        env!("CARGO_PKG_VERSION"),
        doorway.address()?,
        if page.is_there() {
            ""
        } else {
            "  (built without screens: run ./run)"
        },
        gateway.address(),
        shown(&options.database.url()),
    ));
    let signals = tokio::spawn(stop_on_signal(signals, stop));
    let life = match guest {
        Some(guest) => {
            let doors = (doorway.address()?, gateway.address());
            guest.live(&journal, doors, &city, roads)?
        }
        None => None,
    };
    let served = axum::serve(doorway, house.router.into_make_service())
        .with_graceful_shutdown(told_to(stopped.clone()));
    // A browser that holds a connection open does not hold up the house.
    let patience = async {
        told_to(stopped).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
    };
    tokio::select! {
        result = served => result?,
        () = patience => {}
    }
    signals.abort();
    if let Some(life) = life {
        life.abort();
    }
    gateway.stop().await;
    jobs.stop().await;
    journal.close().await;
    journal.store().close().await;
    Ok(())
}

/// Waits until the server is told to stop.
async fn told_to(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        tracing::debug!("whoever says stop is gone");
    }
}

async fn stop_on_signal(
    (mut terminate, mut interrupt): (Signal, Signal),
    stop: watch::Sender<bool>,
) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    say("stopping: finishing what was begun");
    stop.send_replace(true);
    // Kept until the process ends, so that whoever watches sees the stop and not a lost sender.
    terminate.recv().await;
}

pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("nobody reads our output");
    }
}
