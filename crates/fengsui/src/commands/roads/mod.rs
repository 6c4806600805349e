//! `fengsui roads`: a road graph of its own, built from an extract and asked from the command line.
//!
//! It needs no server and no database; what a server uses is brought in by `fengsui import osm`.

mod answers;
mod build;
mod export;
mod graph;
mod points;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub(crate) use graph::Graph;

/// What is asked for.
#[derive(Subcommand)]
pub(crate) enum RoadsCommand {
    /// 建图 make a graph of an OpenStreetMap extract, PBF or XML: its roads and their hierarchy.
    Build {
        /// The extract.
        extract: PathBuf,
        /// Where the graph goes.
        #[arg(short, long)]
        out: PathBuf,
        /// What moves: fire_engine, light_vehicle, micro_station, electric_cart, or a file of JSON.
        #[arg(long, default_value = "fire_engine")]
        profile: String,
        /// What became of the extract as one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// 路线 the quickest way from one place to another.
    Route {
        /// The graph.
        graph: PathBuf,
        /// Where it begins: longitude,latitude in degrees.
        #[arg(long, allow_hyphen_values = true)]
        from: String,
        /// Where it ends.
        #[arg(long, allow_hyphen_values = true)]
        to: String,
        /// The answer as one JSON object, with the course as GeoJSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        reach: Reach,
    },
    /// 矩阵 seconds from each of many places to each of many others, as CSV; empty where no way leads.
    Matrix {
        /// The graph.
        graph: PathBuf,
        /// Where ways begin: CSV with the columns lon and lat.
        #[arg(long)]
        from: PathBuf,
        /// Where they end.
        #[arg(long)]
        to: PathBuf,
        /// The answer as one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        reach: Reach,
    },
    /// 等时圈 the ground that is reached within so many minutes, as GeoJSON.
    Isochrone {
        /// The graph.
        graph: PathBuf,
        /// Where it begins: longitude,latitude in degrees.
        #[arg(long, allow_hyphen_values = true)]
        at: String,
        /// Minutes of driving.
        #[arg(long)]
        minutes: f64,
        /// Instead: from where the place is reached in time.
        #[arg(long)]
        reverse: bool,
        #[command(flatten)]
        reach: Reach,
    },
    /// 导出 the graph that is searched, as CSV: for comparisons with other programs.
    Export {
        /// The graph.
        graph: PathBuf,
        /// Where junctions go: node, lon, lat.
        #[arg(long)]
        nodes: PathBuf,
        /// Where arcs go: arc, tail, head, ms; 2147483647 ms for one that a barrier closes.
        #[arg(long)]
        arcs: PathBuf,
    },
}

/// How far from a road a place may be.
#[derive(Args)]
pub(crate) struct Reach {
    /// Metres. A place farther from all roads is refused, with how far it is.
    #[arg(long, default_value_t = 2_000.0)]
    reach: f64,
}

/// Carries it out.
pub(crate) fn run(command: RoadsCommand) -> anyhow::Result<()> {
    let text = match command {
        RoadsCommand::Build {
            extract,
            out,
            profile,
            json,
        } => build::run(&extract, &out, &profile, json)?,
        RoadsCommand::Route {
            graph,
            from,
            to,
            json,
            reach,
        } => answers::route(&graph, [&from, &to], reach.reach, json)?,
        RoadsCommand::Matrix {
            graph,
            from,
            to,
            json,
            reach,
        } => answers::matrix(&graph, [&from, &to], reach.reach, json)?,
        RoadsCommand::Isochrone {
            graph,
            at,
            minutes,
            reverse,
            reach,
        } => answers::isochrone(&graph, &at, minutes, reverse, reach.reach)?,
        RoadsCommand::Export { graph, nodes, arcs } => export::run(&graph, &nodes, &arcs)?,
    };
    println!("{}", text.trim_end());
    Ok(())
}
