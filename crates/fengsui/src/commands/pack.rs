//! `fengsui pack`: a city's folder of data, begun and checked.

use std::path::PathBuf;
use std::process::ExitCode;

use base::Clock;
use clap::Subcommand;

use crate::pack::check::{Weight, check};
use crate::pack::skeleton;

/// What is done with a pack.
#[derive(Subcommand)]
pub(crate) enum PackCommand {
    /// Say everything that is wrong with a pack, a line each; ends with 1 when something is.
    Check {
        /// Its folder.
        folder: PathBuf,
    },
    /// Begin a pack: what holds for every city of the country, and empty files for the rest.
    New {
        /// The folder to make.
        folder: PathBuf,
        /// The city's region code, 4 digits.
        #[arg(long)]
        region: base::RegionCode,
        /// The city's name in Chinese.
        #[arg(long)]
        zh: String,
        /// The city's name in English.
        #[arg(long)]
        en: String,
        /// Its offset from UTC.
        #[arg(long, default_value = "+08:00")]
        utc_offset: String,
    },
}

/// Carries it out.
pub(crate) async fn run(command: PackCommand) -> anyhow::Result<ExitCode> {
    match command {
        PackCommand::Check { folder } => {
            let found = check(&folder, &Clock::system()).await?;
            for one in &found {
                println!("{one}");
            }
            let errors = found.iter().filter(|one| one.weight == Weight::Error);
            let errors = errors.count();
            println!("errors: {errors}, warnings: {}", found.len() - errors);
            Ok(if errors == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        PackCommand::New {
            folder,
            region,
            zh,
            en,
            utc_offset,
        } => {
            let city = skeleton::City {
                region,
                zh,
                en,
                utc_offset,
            };
            for name in skeleton::write(&folder, &city)? {
                println!("{name}");
            }
            println!(
                "Go on with docs/NEW-CITY.md, then: fengsui pack check {}",
                folder.display()
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}
