//! The command line.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::bench;
use crate::commands::{
    decode, demo, diagrams, evaluate, import, journal, openapi, pack, replay, roads, serve, siting,
};

/// 烽燧 Fengsui: a city's fire safety, from the first signal to the final report.
#[derive(Parser)]
#[command(name = "fengsui", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the screens and the API, and listen for devices.
    Serve(serve::Options),
    /// Serve a synthetic city that lives: made up inside the pack's outlines, every record marked.
    Demo(demo::Options),
    /// Prove the journal, build tables from it, read it.
    #[command(subcommand)]
    Journal(journal::JournalCommand),
    /// Read GB/T 26875.3 frames from a JSON list of {"hex": …}, one JSON object a line.
    Decode {
        /// The list.
        file: PathBuf,
        /// The dialect of the device model, as JSON; the standard when not given.
        #[arg(long)]
        dialect: Option<PathBuf>,
    },
    /// Send recorded material to a running server as a device would.
    #[command(subcommand)]
    Replay(ReplayCommand),
    /// Bring in what others keep.
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Make and check the folder of data that a city is.
    #[command(subcommand)]
    Pack(pack::PackCommand),
    /// 路网 make a graph of roads, and ask it for ways, tables of times and isochrones.
    #[command(subcommand)]
    Roads(roads::RoadsCommand),
    /// 选址 say where stations should stand, and how good that answer is.
    #[command(subcommand)]
    Siting(siting::SitingCommand),
    /// 规划考核 hold the plan against itself; what areas get by its points.
    #[command(subcommand)]
    Evaluate(evaluate::EvaluateCommand),
    /// Write the OpenAPI document that the screens' client is made from.
    Openapi {
        /// Where to.
        #[arg(long, default_value = "docs/openapi.json")]
        out: PathBuf,
    },
    /// Write the state machines as diagrams.
    Diagrams {
        /// The folder they go to.
        #[arg(long, default_value = "docs/diagrams")]
        out: PathBuf,
    },
    /// Measure, beside a peer or the raw engine in the same run.
    #[command(subcommand)]
    Bench(bench::Bench),
}

#[derive(Subcommand)]
enum ReplayCommand {
    /// Send every frame of a JSON list over TCP and compare the answers with the rule.
    Frames {
        /// The list.
        file: PathBuf,
        /// The server's device address.
        #[arg(long)]
        to: SocketAddr,
    },
}

/// Carries a command out.
pub(crate) async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FENGSUI_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,fengsui=info")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match cli.command {
        Command::Serve(options) => serve::run(options).await?,
        Command::Demo(options) => demo::run(options).await?,
        Command::Journal(command) => return journal::run(command).await,
        Command::Decode { file, dialect } => decode::run(&file, dialect.as_ref())?,
        Command::Replay(ReplayCommand::Frames { file, to }) => {
            return replay::frames(&file, to).await;
        }
        Command::Import(command) => import::run(command)?,
        Command::Pack(command) => return pack::run(command).await,
        Command::Roads(command) => roads::run(command)?,
        Command::Siting(command) => siting::run(command).await?,
        Command::Evaluate(command) => evaluate::run(command).await?,
        Command::Openapi { out } => openapi::run(&out).await?,
        Command::Diagrams { out } => diagrams::run(&out)?,
        Command::Bench(which) => bench::run(which).await?,
    }
    Ok(ExitCode::SUCCESS)
}
