//! `fengsui bench roads`: the hierarchy of a road graph, beside Dijkstra's algorithm in the same run.
//!
//! It goes from junction to junction, as other programs do; `scripts/bench_roads.py` gives it pairs,
//! compares its answers with a peer's and prints the ratios.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Args;
use roads::{ArcId, Closures, Customised, JunctionId, Network, Swift, Weight};
use serde_json::json;

use super::figures::{Times, millis};
use crate::commands::roads::Graph;

/// Options of `fengsui bench roads`.
#[derive(Args)]
pub(crate) struct Options {
    /// The graph, as `fengsui roads build` makes it.
    graph: PathBuf,
    /// Pairs of junctions, CSV with the columns from and to; random ones when not given.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Writes the answers: from, to, ms, and ms with the arc closed; empty where no way leads.
    #[arg(long)]
    answers: Option<PathBuf>,
    /// Random pairs.
    #[arg(long, default_value_t = 10_000)]
    many: usize,
    /// The arc that is closed for the second column of answers.
    #[arg(long, default_value_t = 0)]
    close: u32,
    /// Arcs that are closed and opened one by one: CSV with the column arc; that one when not given.
    #[arg(long)]
    closures: Option<PathBuf>,
    /// Pairs that Dijkstra's algorithm answers too.
    #[arg(long, default_value_t = 300)]
    check: usize,
    /// Times that tables and customising are repeated.
    #[arg(long, default_value_t = 7)]
    times: usize,
    /// The figures as one JSON object.
    #[arg(long)]
    json: bool,
}

type Pair = (JunctionId, JunctionId);

/// Measures.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut ready = Times::default();
    for _ in 0..options.times {
        let began = Instant::now();
        Graph::open(&options.graph)?;
        ready.add(began.elapsed());
    }
    let graph = Graph::open(&options.graph)?;
    let pairs = match &options.pairs {
        Some(path) => read(path)?,
        None => random(&graph.network, options.many),
    };
    let (closing, reopening, anew, closed) = customising(&graph, options)?;
    let mut figures = json!({
        "ready_ms": median(ready),
        "close_ms": closing,
        "reopen_ms": reopening,
        "customise_ms": anew,
    });
    let open = answers(&graph, &graph.customised, &pairs);
    let shut = answers(&graph, &closed, &pairs);
    let more = [
        (
            "cost_us",
            per_pair(options, &pairs, graph.swift(), |swift, (from, to)| {
                black_box(swift.cost_between(from, to));
            }),
        ),
        (
            "route_us",
            per_pair(options, &pairs, graph.swift(), |swift, (from, to)| {
                black_box(swift.arcs_between(from, to));
            }),
        ),
        (
            "matrix_100x400_ms",
            table(&graph, options, &pairs, 100, 400),
        ),
        (
            "matrix_1000x1000_ms",
            table(&graph, options, &pairs, 1_000, 1_000),
        ),
        (
            "dijkstra_us",
            check(&graph.network, &pairs, &open, options.check)?,
        ),
    ];
    for (name, figure) in more {
        if let Some(figures) = figures.as_object_mut() {
            figures.insert(name.to_owned(), json!(figure));
        }
    }
    if let Some(path) = &options.answers {
        write(path, &pairs, &open, &shut)?;
    }
    say(&figures, options);
    Ok(())
}

fn say(figures: &serde_json::Value, options: &Options) {
    if options.json {
        println!("{figures}");
        return;
    }
    for (name, figure) in figures.as_object().into_iter().flatten() {
        println!("{name}: {:.3}", figure.as_f64().unwrap_or_default());
    }
    let figure = |name: &str| figures.get(name).and_then(serde_json::Value::as_f64);
    if let (Some(slow), Some(fast)) = (figure("dijkstra_us"), figure("cost_us")) {
        println!("ratio: Dijkstra / ours {:.0}", slow / fast);
    }
}

fn median(mut times: Times) -> f64 {
    millis(times.at(500))
}

/// Milliseconds to close an arc, the mean over all that are named, to open it again, to customise all anew; and the costs with it closed.
fn customising(graph: &Graph, options: &Options) -> anyhow::Result<(f64, f64, f64, Customised)> {
    let arc = ArcId(options.close);
    ensure!(
        graph.network.arc(arc).is_some(),
        "--close {}: the graph has no such arc",
        options.close
    );
    let (network, hierarchy) = (&graph.network, &graph.hierarchy);
    let mut shut = Closures::none();
    shut.close(arc);
    let open = Closures::none();
    let mut costs = graph.customised.clone();
    let (mut closing, mut reopening, mut anew) =
        (Times::default(), Times::default(), Times::default());
    let arcs = match &options.closures {
        Some(path) => numbers(path)?,
        None => vec![arc],
    };
    for _ in 0..options.times {
        let (mut shutting, mut opening) = (Duration::ZERO, Duration::ZERO);
        for arc in &arcs {
            let began = Instant::now();
            costs.close(hierarchy, network, &[*arc]);
            shutting += began.elapsed();
            let began = Instant::now();
            costs.reopen(hierarchy, network, &[*arc]);
            opening += began.elapsed();
        }
        let each = |all: Duration| all.div_f64(arcs.len().max(1) as f64);
        closing.add(each(shutting));
        reopening.add(each(opening));
    }
    for _ in 0..options.times {
        let began = Instant::now();
        costs.renew(hierarchy, network, &shut);
        anew.add(began.elapsed());
    }
    let whole = Customised::of(hierarchy, network, Weight::Time, &shut);
    costs.renew(hierarchy, network, &open);
    costs.update(hierarchy, network, &shut, &[]);
    ensure!(costs == whole, "a part customised is not as the whole");
    Ok((median(closing), median(reopening), median(anew), costs))
}

fn answers(graph: &Graph, costs: &Customised, pairs: &[Pair]) -> Vec<Option<u64>> {
    let mut swift = Swift::new(&graph.network, &graph.hierarchy, costs);
    let times = pairs
        .iter()
        .map(|(from, to)| swift.cost_between(*from, *to).map(|cost| cost.time_ms));
    times.collect()
}

/// Microseconds a pair, over all pairs: the median of some rounds.
fn per_pair(
    options: &Options,
    pairs: &[Pair],
    mut swift: Swift<'_>,
    ask: impl Fn(&mut Swift<'_>, Pair),
) -> f64 {
    let mut rounds = Times::default();
    for _ in 0..options.times.min(5) {
        let began = Instant::now();
        for pair in pairs {
            ask(&mut swift, *pair);
        }
        rounds.add(began.elapsed());
    }
    median(rounds) * 1e3 / pairs.len().max(1) as f64
}

/// Milliseconds for a table between the first beginnings and the first ends of the pairs.
fn table(graph: &Graph, options: &Options, pairs: &[Pair], rows: usize, columns: usize) -> f64 {
    let from: Vec<JunctionId> = pairs.iter().take(rows).map(|(from, _)| *from).collect();
    let to: Vec<JunctionId> = pairs.iter().take(columns).map(|(_, to)| *to).collect();
    let swift = graph.swift();
    let mut times = Times::default();
    for _ in 0..options.times {
        let began = Instant::now();
        black_box(swift.matrix_between(&from, &to));
        times.add(began.elapsed());
    }
    median(times)
}

/// Microseconds that Dijkstra's algorithm takes for a pair. It must give the same.
fn check(
    network: &Network,
    pairs: &[Pair],
    answers: &[Option<u64>],
    many: usize,
) -> anyhow::Result<f64> {
    let began = Instant::now();
    let mut checked = 0_u32;
    for ((from, to), answer) in pairs.iter().zip(answers).take(many) {
        let plain = plain(network, *from, *to);
        if plain != *answer {
            bail!("from {from:?} to {to:?}: Dijkstra says {plain:?}, the hierarchy {answer:?}");
        }
        checked += 1;
    }
    Ok(millis(began.elapsed()) * 1e3 / f64::from(checked.max(1)))
}

/// Dijkstra's algorithm at its plainest, until the goal is settled.
fn plain(network: &Network, from: JunctionId, to: JunctionId) -> Option<u64> {
    let mut best = vec![u64::MAX; network.junctions().len()];
    let mut heap = BinaryHeap::from([Reverse((0, from.0))]);
    while let Some(Reverse((time, junction))) = heap.pop() {
        if junction == to.0 {
            return Some(time);
        }
        let leaving = network.leaving(JunctionId(junction));
        for (_, arc) in leaving.filter(|(_, arc)| !arc.is_barred()) {
            let time = time + u64::from(arc.time_ms);
            let slot = best.get_mut(arc.head.0 as usize)?;
            if time < *slot {
                *slot = time;
                heap.push(Reverse((time, arc.head.0)));
            }
        }
    }
    None
}

fn random(network: &Network, many: usize) -> Vec<Pair> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let junctions = network.junctions().len().max(1) as u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        JunctionId(u32::try_from(state % junctions).unwrap_or_default())
    };
    (0..many).map(|_| (next(), next())).collect()
}

fn read(path: &Path) -> anyhow::Result<Vec<Pair>> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().skip(1);
    let pair = |line: &str| {
        let (from, to) = line.split_once(',')?;
        let number = |text: &str| text.trim().parse().ok().map(JunctionId);
        Some((number(from)?, number(to)?))
    };
    let pairs = lines.map(|line| pair(line).with_context(|| format!("{line:?} is no pair")));
    pairs.collect()
}

fn numbers(path: &Path) -> anyhow::Result<Vec<ArcId>> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let numbers = text.lines().skip(1).map(|line| {
        let number = line.trim().parse().map(ArcId);
        number.with_context(|| format!("{line:?} is no arc"))
    });
    numbers.collect()
}

fn write(
    path: &Path,
    pairs: &[Pair],
    open: &[Option<u64>],
    shut: &[Option<u64>],
) -> anyhow::Result<()> {
    let mut text = "from,to,ms,ms_closed\n".to_owned();
    let told = |time: &Option<u64>| time.map_or_else(String::new, |time| time.to_string());
    for (((from, to), open), shut) in pairs.iter().zip(open).zip(shut) {
        writeln!(text, "{},{},{},{}", from.0, to.0, told(open), told(shut))?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
