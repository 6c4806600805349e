//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::bench;

/// 烽燧 Fengsui: a city's fire safety, from the first signal to the final report.
#[derive(Parser)]
#[command(name = "fengsui", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, beside a peer or the raw engine in the same run.
    #[command(subcommand)]
    Bench(bench::Bench),
}

/// Carries out a command.
pub(crate) async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FENGSUI_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,fengsui=info")),
        )
        .with_writer(std::io::stderr)
        .init();
    match cli.command {
        Command::Bench(which) => bench::run(which).await?,
    }
    Ok(ExitCode::SUCCESS)
}
