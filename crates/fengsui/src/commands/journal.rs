//! `fengsui journal …`: the journal from outside a running server. What two nodes hand each other
//! is in `exchange`.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use base::Digest;
use clap::{Args, Subcommand};
use journal::{
    Anchor, Entry, PublicSealKey, Question, SealKey, Sealed, Trust, export_tables, head_of,
    look_back, read_after, rebuild_into, verify,
};
use store::{Store, StoreConfig};

use super::exchange;
use crate::database::DatabaseArgs;
use crate::declared;

/// What to do with the journal.
#[derive(Subcommand)]
pub(crate) enum JournalCommand {
    /// Walk the whole chain and find what was edited, deleted or slipped in.
    Verify {
        #[command(flatten)]
        database: DatabaseArgs,
        /// A head that was noted outside the database, as POSITION:LINK; may be given again.
        #[arg(long = "anchor", value_parser = parse_anchor)]
        anchors: Vec<Anchor>,
        /// A file with the public key that the ends of sealings must be signed with.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Make a key to seal with: the secret goes to FILE, the public key is printed.
    Key {
        /// Where the secret goes; only its owner may read it.
        file: PathBuf,
    },
    /// Build every journalled table again and compare it with the one that stands.
    Rebuild {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Keep the rebuilt tables in this empty database instead of a scratch file.
        #[arg(long)]
        into: Option<String>,
    },
    /// Print the newest entries, one a line.
    Tail(TailArgs),
    /// Print every entry as JSON, one a line, in the order of their positions.
    Export {
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Print how far this node knows each node's entries, for `send` on another node.
    Known {
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Pack what another node lacks into a parcel.
    Send(exchange::SendArgs),
    /// Write what a parcel brings.
    Receive(exchange::ReceiveArgs),
    /// Begin a new epoch after a restore or in a copy, so that two histories never share an origin.
    Epoch(exchange::EpochArgs),
}

/// Options of `tail`.
#[derive(Args)]
pub(crate) struct TailArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// How many of the newest entries.
    #[arg(short, long, default_value_t = 20)]
    lines: i64,
    /// Start behind this position instead.
    #[arg(long)]
    after: Option<i64>,
    /// Go on printing as entries come.
    #[arg(short, long)]
    follow: bool,
    /// Entries of this kind only.
    #[arg(long)]
    kind: Option<String>,
    /// As JSON with hashes and whole bodies.
    #[arg(long)]
    json: bool,
}

/// Carries the command out.
pub(crate) async fn run(command: JournalCommand) -> anyhow::Result<ExitCode> {
    match command {
        JournalCommand::Verify {
            database,
            anchors,
            key,
        } => {
            let key = key.as_deref().map(read_public_key).transpose()?;
            run_verify(&database.open_existing().await?, &Trust { anchors, key }).await
        }
        JournalCommand::Key { file } => make_key(&file),
        JournalCommand::Rebuild { database, into } => {
            run_rebuild(&database.open_existing().await?, into).await
        }
        JournalCommand::Tail(args) => tail(args).await,
        JournalCommand::Export { database } => export(&database.open_existing().await?).await,
        JournalCommand::Known { database } => exchange::print_known(&database).await,
        JournalCommand::Send(args) => exchange::run_send(args).await,
        JournalCommand::Receive(args) => exchange::run_receive(args).await,
        JournalCommand::Epoch(args) => exchange::run_epoch(args).await,
    }
}

fn parse_anchor(text: &str) -> Result<Anchor, String> {
    let parts = text.split_once(':').and_then(|(position, link)| {
        Some(Anchor {
            position: position.parse().ok()?,
            link: Digest::from_hex(link)?,
        })
    });
    parts.ok_or_else(|| "write POSITION:LINK as `journal verify` prints its head".to_owned())
}

fn read_public_key(path: &Path) -> anyhow::Result<PublicSealKey> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    PublicSealKey::from_hex(&text).with_context(|| path.display().to_string())
}

fn make_key(file: &Path) -> anyhow::Result<ExitCode> {
    let key = SealKey::generate()?;
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| {
            format!(
                "cannot make {}; a key is never written over",
                file.display()
            )
        })?;
    writeln!(out, "{}", key.reveal())?;
    out.sync_all()?;
    println!("{}", key.public());
    Ok(ExitCode::SUCCESS)
}

async fn run_verify(store: &Store, trust: &Trust) -> anyhow::Result<ExitCode> {
    let report = verify(store, trust).await?;
    for finding in &report.findings {
        println!("{finding}");
    }
    println!(
        "{} entries sealed, {} waiting, {} findings; head {}:{}",
        report.head.position,
        report.waiting,
        report.findings.len(),
        report.head.position,
        report.head.link
    );
    Ok(if report.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn run_rebuild(store: &Store, into: Option<String>) -> anyhow::Result<ExitCode> {
    let records = declared::records();
    let scratch = tempfile::tempdir()?;
    let url =
        into.unwrap_or_else(|| format!("sqlite:{}", scratch.path().join("rebuilt.db").display()));
    let target = Store::open(&StoreConfig::new(&url))
        .await
        .context("cannot open the target")?;
    declared::schema().migrate(&target).await?;
    let before = export_tables(&target, &records, |_| ()).await?;
    ensure!(
        before.kinds.values().all(|(rows, _)| *rows == 0),
        "{url} is not empty; name another database"
    );
    let report = rebuild_into(store, &records, &target).await?;
    let stand = export_tables(store, &records, |_| ()).await?;
    let rebuilt = export_tables(&target, &records, |_| ()).await?;
    target.close().await;
    let mut differing = 0;
    for (kind, (rows, digest)) in &stand.kinds {
        let again = rebuilt.kinds.get(kind);
        let equal = again == Some(&(*rows, *digest));
        differing += usize::from(!equal);
        let verdict = match again {
            _ if equal => "equal".to_owned(),
            Some((again, _)) => format!("DIFFERENT: the journal gives {again} rows"),
            None => "DIFFERENT: not in the journal".to_owned(),
        };
        println!("{kind:<16} {rows:>10} rows  {verdict}");
    }
    println!(
        "{} entries applied; {differing} tables differ",
        report.entries
    );
    Ok(if differing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn tail(args: TailArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open_existing().await?;
    let mut position = match args.after {
        Some(position) => position,
        None => match &args.kind {
            Some(kind) => before_newest(&store, kind, args.lines).await?,
            None => (head_of(&store).await? - args.lines).max(0),
        },
    };
    loop {
        let page = read_after(&store, position, 500).await?;
        if let Some(last) = page.last() {
            position = last.position;
            let wanted = page.iter().filter(|sealed| {
                args.kind
                    .as_ref()
                    .is_none_or(|kind| *kind == sealed.entry.kind)
            });
            if !print(wanted.map(|sealed| line(sealed, args.json)))? {
                return Ok(ExitCode::SUCCESS);
            }
        } else if args.follow {
            tokio::time::sleep(Duration::from_millis(200)).await;
        } else {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

/// Behind which position the newest so many entries of a kind begin; the head where there is none.
async fn before_newest(store: &Store, kind: &str, lines: i64) -> anyhow::Result<i64> {
    let question = Question {
        kind: Some(kind.to_owned()),
        ..Question::default()
    };
    let mut left = u64::try_from(lines).unwrap_or_default();
    let (mut first, mut mark) = (None, None);
    while left > 0 {
        let page = look_back(store, &question, mark, left).await?;
        left = left.saturating_sub(page.entries.len() as u64);
        let positions = page.entries.iter().map(|sealed| sealed.position);
        first = positions.chain(first).min();
        mark = page.next;
        if mark.is_none() {
            break;
        }
    }
    match first {
        Some(position) => Ok(position - 1),
        None => Ok(head_of(store).await?),
    }
}

async fn export(store: &Store) -> anyhow::Result<ExitCode> {
    let mut position = 0;
    loop {
        let page = read_after(store, position, 500).await?;
        let Some(last) = page.last() else {
            return Ok(ExitCode::SUCCESS);
        };
        if last.position == position {
            bail!("the journal does not move on behind position {position}; run `journal verify`");
        }
        position = last.position;
        if !print(page.iter().map(|sealed| line(sealed, true)))? {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

/// Prints lines; `false` when the reader has gone away, which is no error of ours.
fn print(lines: impl Iterator<Item = String>) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        match writeln!(out, "{line}") {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(false),
            written => written?,
        }
    }
    Ok(true)
}

fn line(sealed: &Sealed, json: bool) -> String {
    let entry = &sealed.entry;
    if json {
        return entry.to_json_line(Some(sealed.position));
    }
    format!(
        "{:>8}  {}  {:<12} {} v{:<3} {:<18} {}  {}",
        sealed.position,
        entry.recorded_at,
        entry.kind,
        entry.subject,
        entry.version,
        entry.verb,
        entry.actor,
        body(entry)
    )
}

/// The body, cut to what fits a line.
fn body(entry: &Entry) -> String {
    let text = String::from_utf8_lossy(&entry.body);
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
