//! `fengsui siting`: where stations should stand, for instances in published formats.

use std::io::{IsTerminal, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use serde_json::json;
use siting::{Answer, Effort, Ended, Method, Model, Problem, Progress, Watch, orlib};

/// What is asked for. A search ends when the best is proven, at the latest after some seconds or on
/// Ctrl-C, and then gives the best that it has with what is proven of it.
#[derive(Subcommand)]
pub(crate) enum SitingCommand {
    /// p-中值 p-median on a graph, as the OR-Library has it: `vertices edges p`, then `from to cost` a line;
    /// a later edge replaces an earlier one, costs are shortest paths.
    Pmedian {
        /// The graph.
        file: PathBuf,
        /// Ends the search after so many seconds, reading included.
        #[arg(long, default_value_t = 9.0)]
        seconds: f64,
        #[command(flatten)]
        search: SearchOptions,
    },
    /// 最大覆盖 maximal covering: the first line begins with how many demand points there are, each has a
    /// line `x y weight` and may take a station.
    Mclp {
        /// The demand points.
        file: PathBuf,
        /// What a station covers, in the file's unit.
        #[arg(long)]
        radius: f64,
        /// How many stations.
        #[arg(long)]
        p: u32,
        /// Ends the search after so many seconds, reading included.
        #[arg(long, default_value_t = 4.5)]
        seconds: f64,
        #[command(flatten)]
        search: SearchOptions,
    },
}

/// How to search, and how to say what was found.
#[derive(Args)]
pub(crate) struct SearchOptions {
    /// The answer as one JSON object.
    #[arg(long)]
    json: bool,
    /// Ends the search when the proven gap is no larger than this share: 0.01 is one in a hundred.
    #[arg(long, default_value_t = 0.0)]
    gap: f64,
    /// Where random choices begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Carries it out.
pub(crate) async fn run(command: SitingCommand) -> anyhow::Result<()> {
    let began = Instant::now();
    let (problem, model, seconds, search) = match command {
        SitingCommand::Pmedian {
            file,
            seconds,
            search,
        } => {
            let instance = read(&file, orlib::read_median)?;
            let model = Model::Median {
                new: instance.p,
                unserved: None,
            };
            (instance.problem()?, model, seconds, search)
        }
        SitingCommand::Mclp {
            file,
            radius,
            p,
            seconds,
            search,
        } => {
            ensure!(
                radius.is_finite() && radius >= 0.0,
                "a radius of {radius} is no distance"
            );
            let problem = read(&file, orlib::read_places)?.covered_within(radius)?;
            let model = Model::MaxCover {
                within: 0,
                new: p,
                backup: 0,
            };
            (problem, model, seconds, search)
        }
    };
    ensure!(search.gap >= 0.0, "a gap of {} is none", search.gap);
    let seconds = Duration::try_from_secs_f64(seconds).context("--seconds is no time")?;
    let json = search.json;
    let effort = Effort {
        seed: search.seed,
        gap: search.gap,
        threads: std::thread::available_parallelism().map_or(1, Into::into),
        ..Effort::default()
    };
    let answer = searched(problem, model, effort, Seat::new(began, seconds)).await?;
    println!(
        "{}",
        if json {
            in_json(&answer)
        } else {
            in_words(&answer)
        }
    );
    Ok(())
}

fn read<T>(file: &Path, reader: impl Fn(&str) -> Result<T, orlib::ReadError>) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    reader(&text).with_context(|| format!("{} is no instance", file.display()))
}

/// Searches beside the runtime, which meanwhile waits for Ctrl-C.
async fn searched(
    problem: Problem,
    model: Model,
    effort: Effort,
    mut seat: Seat,
) -> anyhow::Result<Answer> {
    let cancelled = Arc::clone(&seat.cancelled);
    let waiting = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancelled.store(true, Ordering::Relaxed);
        }
    });
    let search = move || siting::solve(&problem, &model, &effort, &mut seat);
    let answer = tokio::task::spawn_blocking(search).await?;
    waiting.abort();
    Ok(answer?)
}

/// Who waits for the answer: shown how far it is, once a second on a terminal.
struct Seat {
    began: Instant,
    most: Duration,
    cancelled: Arc<AtomicBool>,
    shown: Duration,
    is_terminal: bool,
}

impl Seat {
    fn new(began: Instant, most: Duration) -> Self {
        Self {
            began,
            most,
            cancelled: Arc::default(),
            shown: Duration::ZERO,
            is_terminal: std::io::stderr().is_terminal(),
        }
    }
}

impl Watch for Seat {
    fn seconds(&mut self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    fn look(&mut self, progress: &Progress) -> ControlFlow<()> {
        let now = self.began.elapsed();
        if self.is_terminal && now - self.shown >= Duration::from_secs(1) {
            self.shown = now;
            let gap = progress.gap * 100.0;
            let (steps, nodes) = (progress.steps, progress.nodes);
            let line = format!(
                "{:.0} s: gap {gap:.3} %, {steps} steps, {nodes} nodes",
                now.as_secs_f64()
            );
            // Nobody needs it where it cannot be written.
            drop(writeln!(std::io::stderr(), "{line}"));
        }
        if now >= self.most || self.cancelled.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Places are numbered from 1, as the files do.
fn places(answer: &Answer) -> Vec<usize> {
    let chosen = answer.chosen.iter();
    chosen.map(|chosen| chosen.candidate + 1).collect()
}

fn numbers(points: &[usize]) -> Vec<usize> {
    points.iter().map(|point| point + 1).collect()
}

fn in_json(answer: &Answer) -> String {
    json!({
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "proven": answer.is_optimal(),
        "ended": ended(answer),
        "method": method(answer),
        "chosen": places(answer),
        "seconds": answer.seconds,
        "steps": answer.steps,
        "nodes": answer.nodes,
        "unreachable": numbers(&answer.unreachable),
        "unserved": numbers(&answer.unserved),
    })
    .to_string()
}

fn in_words(answer: &Answer) -> String {
    let places: Vec<String> = places(answer).iter().map(ToString::to_string).collect();
    format!(
        "objective {}, bound {}, gap {:.4} %: {}\nby {}, {:.2} s, {} steps, {} nodes\n\
         chosen: {}\nunreachable: {} points, unserved: {} points",
        answer.objective,
        answer.bound,
        answer.gap * 100.0,
        ended(answer),
        method(answer),
        answer.seconds,
        answer.steps,
        answer.nodes,
        places.join(" "),
        answer.unreachable.len(),
        answer.unserved.len(),
    )
}

const fn ended(answer: &Answer) -> &'static str {
    match answer.ended {
        Ended::Proven => "proven",
        Ended::NearEnough => "near enough",
        Ended::Stopped => "stopped",
    }
}

const fn method(answer: &Answer) -> &'static str {
    match answer.method {
        Method::Relaxation => "relaxation",
        Method::BranchAndBound => "branch and bound",
        Method::Bisection => "bisection",
    }
}
