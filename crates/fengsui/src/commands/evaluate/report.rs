//! `fengsui evaluate report`: the report of a year, printed without a server.

use std::path::PathBuf;

use anyhow::Context as _;
use base::Clock;
use clap::Args;

use super::sight::{Asked, Sight};
use crate::pack::Pack;

/// Options of `report`.
#[derive(Args)]
pub(crate) struct ReportArgs {
    /// Where the PDF goes.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    asked: Asked,
}

/// Prints the report into a file.
///
/// # Errors
/// No database, no version of the evaluation for the year, no areas; a pack without the template; a folder
/// that cannot be written.
pub(super) async fn report(args: ReportArgs) -> anyhow::Result<()> {
    let pack = Pack::new(args.asked.pack.clone());
    let press = crate::loops::press(&pack)?;
    let ground = pack.base_map()?;
    let outlines: Vec<_> = ground.outlines().collect();
    let sight = Sight::open(&args.asked).await?;
    let year = args.asked.year;
    let printed = async {
        sight.of_year(year).await?;
        let asked = (year, sight.moment);
        let now = Clock::system().now();
        let report = sight
            .evaluations
            .report(press.as_ref(), &outlines, asked, now);
        report.await.context("the report is not printed")
    };
    let printed = printed.await;
    sight.close().await;
    let pdf = printed?;
    std::fs::write(&args.out, &pdf)
        .with_context(|| format!("{} cannot be written", args.out.display()))?;
    println!("{}: {} bytes", args.out.display(), pdf.len());
    Ok(())
}
