//! Benchmarks: each prints its figure beside a peer's, a simpler way's or the raw engine's from the
//! same run, and the ratio; absolute times alone say little on a shared machine.

mod events;
mod figures;
mod journal;
mod map;
mod metrics;
mod postgres;
mod raw_sqlite;
mod registers;
mod roads;
mod start;
mod subject;

use clap::Subcommand;

/// What to measure.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Durable commits, the dispatch lane under load, and the time to a position.
    Journal(journal::Options),
    /// A thousand followers of the event stream, beside a bare broadcast.
    Events(events::Options),
    /// A metric of fourteen areas over a million rows: cold, kept, and after a changed row.
    Metrics(metrics::Options),
    /// Lists and searches over a million rows, files in and out.
    Registers(registers::Options),
    /// Vector tiles of a million places, beside a plain SELECT.
    Map(map::Options),
    /// The hierarchy of a road graph, beside Dijkstra's algorithm.
    Roads(roads::Options),
    /// Start to ready over a built database, and the memory of an idle server.
    Start(start::Options),
}

/// Runs a benchmark.
pub(crate) async fn run(bench: Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Journal(options) => journal::run(options).await,
        Bench::Events(options) => events::run(options).await,
        Bench::Metrics(options) => metrics::run(options).await,
        Bench::Registers(options) => registers::run(options).await,
        Bench::Map(options) => map::run(options).await,
        Bench::Roads(options) => roads::run(&options),
        Bench::Start(options) => start::run(options).await,
    }
}
