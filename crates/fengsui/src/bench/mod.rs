//! Benchmarks: each prints its figure beside a peer's, a simpler way's or the raw engine's from the
//! same run, and the ratio; absolute times alone say little on a shared machine.

mod figures;
mod journal;
mod map;
mod postgres;
mod raw_sqlite;
mod start;
mod subject;

use clap::Subcommand;

/// What to measure.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Durable commits, the dispatch lane under load, and the time to a position.
    Journal(journal::Options),
    /// Vector tiles of a million places, beside a plain SELECT.
    Map(map::Options),
    /// Start to ready over a built database, and the memory of an idle server.
    Start(start::Options),
}

/// Runs a benchmark.
pub(crate) async fn run(bench: Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Journal(options) => journal::run(options).await,
        Bench::Map(options) => map::run(options).await,
        Bench::Start(options) => start::run(options).await,
    }
}
