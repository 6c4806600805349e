//! `fengsui serve`: the whole house in one process.

use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use access::{AccessConfig, NewAccount, Role, Sets, ensure_first_accounts};
use anyhow::Context;
use api::{Doorway, Transport};
use base::{Clock, Language};
use clap::Args;
use files::{Files, Limits, Place};
use journal::{Journal, JournalConfig, SealKey};
use monitor::GatewayConfig;
use register_api::{Address, Shelf};
use routing::RoadBook;
use seal::{MasterKeys, Seal};
use store::{Store, StoreConfig, StoreError};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::channels;
use crate::commands::import;
use crate::database::DatabaseArgs;
use crate::declared;
use crate::facts;
use crate::pack::Pack;
use crate::rooms::{Fittings, House};
use crate::screens::Page;

/// Options of `fengsui serve`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The address of the screens and the API.
    #[arg(long, env = "FENGSUI_LISTEN", default_value = "127.0.0.1:8119")]
    listen: SocketAddr,
    /// The address that devices dial (GB/T 26875.3 over TCP).
    #[arg(long, env = "FENGSUI_DEVICE_LISTEN", default_value = "127.0.0.1:8120")]
    device_listen: SocketAddr,
    /// A city pack instead of the built-in one.
    #[arg(long, env = "FENGSUI_PACK")]
    pack: Option<PathBuf>,
    /// Start without townships and villages and without the synthetic sample of stations, responders
    /// and devices: for a node that gets them from another.
    #[arg(long)]
    empty: bool,
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
    let pack = Pack::new(options.pack.clone());
    let city = pack.city()?;
    let journal = open_journal(&options).await?;
    facts::load(&journal, pack.facts()?).await?;
    if !options.empty {
        city::sample::load(&journal, &pack.sample()?).await?;
    }
    announce_first_accounts(&journal, &options.database.data).await?;

    let (stop, stopped) = watch::channel(false);
    let page = Page::of(&city);
    let transport = if options.behind_tls {
        Transport::Tls
    } else {
        Transport::Plain
    };
    let channels = options.channels.as_deref();
    let channels = channels.map(|path| channels::read(path, journal.clock()));
    let fittings = Fittings {
        access: options.access(),
        transport,
        page: Some(page.clone()),
        seal: open_personal(&options, &journal).await?,
        shelf: shelf(&options, &journal)?,
        region_tree: (!options.empty).then(|| pack.region_tree()).transpose()?,
        roads: RoadBook::at(import::road_file(&options.database.data)),
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
    gateway.stop().await;
    jobs.stop().await;
    journal.close().await;
    journal.store().close().await;
    Ok(())
}

async fn open_journal(options: &Options) -> anyhow::Result<Journal> {
    let url = options.database.url();
    let store = Store::open(&StoreConfig::new(&url))
        .await
        .with_context(|| format!("cannot open the database {}", shown(&url)))?;
    let migrated = declared::schema().migrate(&store).await;
    migrated.map_err(|error| begun_before(error, &options.database.data))?;
    let seal_key = options.seal_key.as_deref().map(read_key).transpose()?;
    let config = JournalConfig {
        seal_key,
        ..JournalConfig::default()
    };
    Ok(Journal::open(store, Clock::system(), config).await?)
}

/// Before fire stations and transmitters became registers, no house kept anything but trials: such a
/// database is not carried over, and its owner reads what to do.
fn begun_before(error: StoreError, data: &Path) -> anyhow::Error {
    match error {
        StoreError::UnknownMigration(name) if name == "city_0001_nouns" => anyhow::anyhow!(
            "this database was begun by a trial version whose fire stations and devices were no \
             registers yet, and cannot be used any more; move {} away, or name another database, \
             and begin anew",
            data.display()
        ),
        other => other.into(),
    }
}

/// Reads the master keys of personal values and proves that they fit the database. A file is made
/// only where the database holds nothing that an older file would have to open.
async fn open_personal(options: &Options, journal: &Journal) -> anyhow::Result<Seal> {
    let beside = || options.database.data.join("personal-keys");
    let path = options.personal_keys.clone().unwrap_or_else(beside);
    let there = path.try_exists();
    let there = there.with_context(|| format!("cannot look for {}", path.display()))?;
    let keys = if there {
        MasterKeys::read(&path)?
    } else {
        if seal::is_in_use(journal.store()).await? {
            anyhow::bail!(
                "the file of master keys {} is missing, and the database holds personal values \
                 that need it; bring it back, or name its place with --personal-keys",
                path.display()
            );
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        MasterKeys::create(&path)?
    };
    let seal = Seal::new(journal.clone(), keys);
    seal.check().await?;
    Ok(seal)
}

/// Where attachments are kept, and where labels lead.
fn shelf(options: &Options, journal: &Journal) -> anyhow::Result<Shelf> {
    let beside = options.database.data.join("files");
    let place = match &options.files {
        None => Place::folder(&beside)?,
        Some(address) => Place::open(address, &beside)?,
    };
    let limits = Limits {
        largest: options.largest_file << 20,
        ..Limits::default()
    };
    let scheme = if options.behind_tls { "https" } else { "http" };
    let address = match &options.public_url {
        None => Address::AsAsked(scheme),
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            Address::Known(url.clone())
        }
        Some(_) => anyhow::bail!("--public-url begins with http:// or https://"),
    };
    Ok(Shelf {
        files: Files::new(journal.clone(), place, limits),
        address,
    })
}

fn read_key(path: &Path) -> anyhow::Result<SealKey> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the seal key {}", path.display()))?;
    SealKey::from_hex(&text).with_context(|| path.display().to_string())
}

/// The accounts of a new house: one for each seat, two for the dispatchers, who are never alone.
fn first_accounts() -> Vec<NewAccount> {
    let seats = [
        ("dispatcher1", "接警员一", Role::Dispatcher),
        ("dispatcher2", "接警员二", Role::Dispatcher),
        ("monitor1", "监控值班员一", Role::MonitorOperator),
        ("station1", "队站通信员一", Role::StationCrew),
        ("leader1", "值班领导", Role::Leader),
        ("registrar1", "台账管理员", Role::Registrar),
        ("auditor1", "审计员", Role::Auditor),
        ("admin", "系统管理员", Role::Administrator),
    ];
    let account = |(username, name, role): (&str, &str, Role)| NewAccount {
        username: username.to_owned(),
        display_name: name.to_owned(),
        role,
        locale: Language::Zh,
        sets: Sets::default(),
    };
    seats.map(account).into()
}

/// Makes the first accounts of an empty house and shows their passwords once; a file that only the
/// owner can read keeps them until somebody deletes it.
async fn announce_first_accounts(journal: &Journal, data: &Path) -> anyhow::Result<()> {
    let made = ensure_first_accounts(journal, first_accounts()).await?;
    if made.is_empty() {
        say(&format!(
            "accounts: as before (the first ones are in {})",
            data.join(FIRST).display()
        ));
        return Ok(());
    }
    let lines: String = made
        .iter()
        .map(|first| {
            let account = &first.account;
            format!(
                "account {} password {}  {}\n",
                account.username,
                first.password.reveal(),
                account.display_name
            )
        })
        .collect();
    std::fs::create_dir_all(data)?;
    let path = data.join(FIRST);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(lines.as_bytes())?;
    say(&format!(
        "{lines}these are shown once; {} keeps them until you delete it",
        path.display()
    ));
    Ok(())
}

const FIRST: &str = "first-accounts.txt";

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("nobody reads our output");
    }
}

/// An address without its password.
fn shown(url: &str) -> String {
    match url
        .split_once("://")
        .and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)))
    {
        Some((scheme, (who, place))) => {
            let name = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{place}")
        }
        None => url.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(shown("postgres://u:secret@host/db"), "postgres://u@host/db");
        assert_eq!(shown("sqlite:data/f.db"), "sqlite:data/f.db");
    }
}
