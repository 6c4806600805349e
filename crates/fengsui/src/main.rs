//! The `fengsui` binary: reads the command line and wires the rooms together.
//!
//! The only crate that knows every other one. It holds no rule of fire safety and no query.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// 烽燧 Fengsui: a city's fire safety, from the first signal to the final report.
#[derive(Parser)]
#[command(name = "fengsui", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the screens and the API.
    Serve {
        /// Where everything is stored.
        #[arg(long, env = "FENGSUI_DATA", default_value = "data")]
        data: PathBuf,
        /// The address to answer on.
        #[arg(long, env = "FENGSUI_LISTEN", default_value = "127.0.0.1:8119")]
        listen: SocketAddr,
    },
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve { data, listen } => {
            eprintln!(
                "fengsui {} has nothing to serve yet (asked for {listen}, data in {}).",
                env!("CARGO_PKG_VERSION"),
                data.display()
            );
            ExitCode::FAILURE
        }
    }
}
