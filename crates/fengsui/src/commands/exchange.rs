//! `fengsui journal known | send | receive | epoch`: two nodes' journals become one history.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use base::{Clock, IdSource};
use clap::{Args, ValueEnum};
use journal::{
    Journal, JournalConfig, Known, NewEpoch, Node, Origin, Parcel, Settle, known, pack, receive,
};
use serde::{Deserialize, Serialize};

use crate::database::DatabaseArgs;
use crate::declared;

/// How far one origin is known, as `known` prints it and `send` reads it.
#[derive(Serialize, Deserialize)]
struct KnownLine {
    #[serde(flatten)]
    origin: Origin,
    sequence: i64,
}

/// Options of `send`.
#[derive(Args)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// What the other node printed with `journal known`; everything is sent when not given.
    #[arg(long)]
    known: Option<PathBuf>,
    /// Kinds that do not travel: only their places and hashes do.
    #[arg(long = "without", value_name = "KIND", default_values = ["account"])]
    without: Vec<String>,
    /// The most entries in one parcel.
    #[arg(long, default_value_t = 50_000)]
    limit: usize,
    /// Where the parcel goes.
    parcel: PathBuf,
}

/// Options of `receive`.
#[derive(Args)]
pub(crate) struct ReceiveArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Which side settles what both have changed: exactly one side of an exchange says `here`.
    #[arg(long, value_enum, default_value_t = SettleArg::There)]
    settle: SettleArg,
    /// The parcel.
    parcel: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum SettleArg {
    /// This node, the centre.
    Here,
    /// The other node.
    There,
}

/// Options of `epoch`.
#[derive(Args)]
pub(crate) struct EpochArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// What happened to the database.
    #[arg(value_enum)]
    why: EpochArg,
}

#[derive(Clone, Copy, ValueEnum)]
enum EpochArg {
    /// It came back from a backup.
    Restored,
    /// It is a copy; the original goes on elsewhere.
    Cloned,
}

/// Prints what this database knows, one origin a line.
pub(crate) async fn print_known(database: &DatabaseArgs) -> anyhow::Result<ExitCode> {
    let store = database.open_existing().await?;
    for (origin, sequence) in known(&store).await? {
        println!(
            "{}",
            serde_json::to_string(&KnownLine { origin, sequence })?
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn read_known(path: &Path) -> anyhow::Result<Known> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let known = lines.map(|line| {
        let line: KnownLine = serde_json::from_str(line)?;
        Ok((line.origin, line.sequence))
    });
    known
        .collect::<Result<_, serde_json::Error>>()
        .with_context(|| format!("{} is not what `journal known` printed", path.display()))
}

/// Packs what the other node lacks.
pub(crate) async fn run_send(args: SendArgs) -> anyhow::Result<ExitCode> {
    let theirs = args.known.as_deref().map(read_known).transpose()?;
    let store = args.database.open_existing().await?;
    let node = Node::of(&store, &IdSource::new(Clock::system())).await?;
    let travels = |kind: &str| !args.without.iter().any(|other| other == kind);
    let theirs = theirs.unwrap_or_default();
    let parcel = pack(&store, &node, &theirs, travels, (0, args.limit)).await?;
    std::fs::write(&args.parcel, parcel.to_text()?)
        .with_context(|| format!("cannot write {}", args.parcel.display()))?;
    println!(
        "{} entries packed by node {}",
        parcel.items.len(),
        parcel.from
    );
    Ok(ExitCode::SUCCESS)
}

/// Writes what a parcel brings.
pub(crate) async fn run_receive(args: ReceiveArgs) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&args.parcel)
        .with_context(|| format!("cannot read {}", args.parcel.display()))?;
    let parcel = Parcel::from_text(&text)?;
    let store = args.database.open_existing().await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;
    let settle = match args.settle {
        SettleArg::Here => Settle::Here,
        SettleArg::There => Settle::There,
    };
    let received = receive(&journal, &declared::records(), &parcel, settle).await;
    journal.close().await;
    let received = received?;
    println!(
        "{} entries new, {} known, {} of other kinds; {} subjects settled here, {} wait for the other node",
        received.new, received.known, received.omitted, received.merged, received.held
    );
    Ok(ExitCode::SUCCESS)
}

/// Begins a new epoch.
pub(crate) async fn run_epoch(args: EpochArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open_existing().await?;
    let waiting = journal::verify(&store, &journal::Trust::default()).await?;
    ensure!(
        waiting.findings.is_empty(),
        "the journal does not verify; run `fengsui journal verify` first"
    );
    let why = match args.why {
        EpochArg::Restored => NewEpoch::Restored,
        EpochArg::Cloned => NewEpoch::Cloned,
    };
    let node = Node::begin_epoch(&store, &IdSource::new(Clock::system()), why).await?;
    println!("node {} is in epoch {}", node.id, node.epoch);
    Ok(ExitCode::SUCCESS)
}
