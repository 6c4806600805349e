//! `fengsui import`: what others keep and the city uses.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Subcommand;
use roads::{Limits, Network, Refusal, Report, SpeedTable};
use routing::RoadSource;

/// What is brought in.
#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    /// 路网 the roads of an OpenStreetMap extract, PBF or XML. A server over the same folder uses them
    /// some seconds later.
    Osm {
        /// The extract.
        file: PathBuf,
        /// Where the server stores everything.
        #[arg(long, env = "FENGSUI_DATA", default_value = "data")]
        data: PathBuf,
    },
}

/// Where a server's roads stand.
pub(crate) fn road_file(data: &Path) -> PathBuf {
    data.join("roads").join("network")
}

/// Carries it out.
pub(crate) fn run(command: ImportCommand) -> anyhow::Result<()> {
    let ImportCommand::Osm { file, data } = command;
    let source = File::open(&file).with_context(|| format!("cannot open {}", file.display()))?;
    let extract = roads::read(source, &Limits::default())
        .with_context(|| format!("{} is not brought in", file.display()))?;
    let (network, report) = Network::of(&extract, &SpeedTable::default())?;
    ensure!(
        report.arcs > 0,
        "{} holds no road that an engine may drive on",
        file.display()
    );
    let to = road_file(&data);
    let source = RoadSource::openstreetmap();
    routing::keep(&network, &source, &to)
        .with_context(|| format!("cannot write {}", to.display()))?;
    say(&report);
    println!("{}", to.display());
    Ok(())
}

fn say(report: &Report) {
    let counts = &report.counts;
    println!(
        "read: {} nodes; {} ways, of which {} are roads that an engine drives on",
        counts.nodes, counts.ways, counts.ways_taken
    );
    for refusal in Refusal::ALL {
        let ways = counts.refused(refusal);
        if ways > 0 {
            println!("  left out: {ways} {}", why(refusal));
        }
    }
    if report.nodes_absent > 0 {
        println!(
            "  cut at {} nodes that ways name and the extract does not hold",
            report.nodes_absent
        );
    }
    for count in &report.barriers {
        println!(
            "  {} on roads: {}, of which {} delay an engine and {} stop it",
            count.kind.name(),
            count.all,
            count.delaying,
            count.closed
        );
    }
    let turns = &report.turns;
    println!(
        "  turn restrictions: {}, of which {} are known; {} over ways, {} at some hours, {} off these roads \
         and {} unclear ones are not",
        turns.all, turns.followed, turns.over_ways, turns.at_hours, turns.off_roads, turns.unclear
    );
    println!(
        "network: {} junctions, {} stretches, {} arcs",
        report.junctions, report.stretches, report.arcs
    );
    println!(
        "  in use is the largest part in which all lead to all: {} junctions, {} arcs",
        report.strong.junctions, report.strong.arcs
    );
}

const fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Class => "of a class that no engine drives on",
        Refusal::Access => "closed to motor vehicles",
        Refusal::Area => "open areas",
        Refusal::Reversible => "whose direction changes by the hour",
        Refusal::Repeated => "with the number of an earlier way",
        Refusal::TooShort => "of which fewer than two nodes are there",
        Refusal::Size => "with a limit of weight, height or width that it does not keep",
    }
}
