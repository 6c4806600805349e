//! Places stations in published instances, whose optima are known, and in a made-up city, beside a greedy
//! choice and the plain interchange of Teitz and Bart in the same run.
//!
//! `cargo run --release -p siting --example siting_figures -- pmed FOLDER`, `mclp FOLDER` or `city`. A folder
//! holds the texts and `optima.csv`: `instance,optimum`, or `instance,radius,p,optimum`.

#![expect(clippy::indexing_slicing, reason = "a measurement may stop loudly")]

mod city;
mod plain;

use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use siting::{Answer, Candidate, Effort, Model, Problem, Progress, Watch, orlib, solve};

type Failure = Box<dyn Error>;

/// Ends a search after some time.
struct Until {
    began: Instant,
    most: Duration,
    /// When the proven gap first was at most 5, 2, 1, 0.5, 0.1 %, in seconds.
    marks: Vec<(f64, f64)>,
}

const GAPS: [f64; 5] = [0.05, 0.02, 0.01, 0.005, 0.001];

impl Until {
    fn seconds(most: u64) -> Self {
        Self {
            began: Instant::now(),
            most: Duration::from_secs(most),
            marks: Vec::new(),
        }
    }
}

impl Watch for Until {
    fn seconds(&mut self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    fn look(&mut self, progress: &Progress) -> ControlFlow<()> {
        while let Some(gap) = GAPS
            .get(self.marks.len())
            .filter(|gap| progress.gap <= **gap)
        {
            let now = self.seconds();
            self.marks.push((*gap, now));
        }
        if self.began.elapsed() < self.most {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let folder = arguments.next().map(PathBuf::from);
    match (what.as_deref(), folder) {
        (Some("pmed"), Some(folder)) => pmed(&folder),
        (Some("mclp"), Some(folder)) => mclp(&folder),
        (Some("city"), None) => city::measure(),
        _ => Err("say pmed FOLDER, mclp FOLDER or city".into()),
    }
}

fn pmed(folder: &Path) -> Result<(), Failure> {
    println!(
        "instance  n  p | optimum ours bound gap_% seconds nodes | greedy % s | Teitz-Bart % s | all, reading included, s"
    );
    let (mut proven, mut near, mut slowest) = (0, 0, 0.0_f64);
    let rows = optima(folder)?;
    for row in &rows {
        let [name, optimum] = row.as_slice() else {
            return Err("a row of optima.csv is not instance,optimum".into());
        };
        let optimum: f64 = optimum.parse()?;
        let began = Instant::now();
        let text = fs::read_to_string(folder.join(format!("{name}.txt")))?;
        let instance = orlib::read_median(&text)?;
        let problem = instance.problem()?;
        let model = Model::Median {
            new: instance.p,
            unserved: None,
        };
        let answer = solve(&problem, &model, &Effort::default(), &mut Until::seconds(9))?;
        let all = began.elapsed().as_secs_f64();
        let weights = vec![1; instance.vertices];
        let matrix = plain::Matrix {
            weights: &weights,
            candidates: instance.vertices,
            costs: &instance.costs,
        };
        let p = usize::try_from(instance.p)?;
        let (greedy, greedy_time) = timed(|| matrix.greedy(p));
        let (moved, moved_time) = timed(|| matrix.interchange((0..p).collect()));
        let worse = |value: i64| (value as f64 / optimum - 1.0) * 100.0;
        println!(
            "{name:7} {:3} {p:3} | {optimum} {} {} {:.3} {:.2} {} | {:.2} {greedy_time:.2} | {:.2} {moved_time:.2} | {all:.2}",
            instance.vertices,
            answer.objective,
            answer.bound,
            answer.gap * 100.0,
            answer.seconds,
            answer.nodes,
            worse(matrix.cost(&greedy)),
            worse(matrix.cost(&moved)),
        );
        proven += usize::from(answer.is_optimal());
        near += usize::from(answer.objective <= optimum * 1.001);
        slowest = slowest.max(all);
    }
    println!(
        "{proven} of {} proven, {near} within 0.1 %, the slowest {slowest:.2} s",
        rows.len()
    );
    Ok(())
}

fn mclp(folder: &Path) -> Result<(), Failure> {
    println!("instance radius p | optimum ours bound seconds nodes | greedy %");
    let (mut equal, mut slowest) = (0, 0.0_f64);
    let rows = optima(folder)?;
    for row in &rows {
        let [name, radius, p, optimum] = row.as_slice() else {
            return Err("a row of optima.csv is not instance,radius,p,optimum".into());
        };
        let (p, optimum): (u32, f64) = (p.parse()?, optimum.parse()?);
        let began = Instant::now();
        let text = fs::read_to_string(folder.join(format!("{name}.txt")))?;
        let problem = orlib::read_places(&text)?.covered_within(radius.parse()?)?;
        let model = Model::MaxCover {
            within: 0,
            new: p,
            backup: 0,
        };
        let answer = solve(&problem, &model, &Effort::default(), &mut Until::seconds(4))?;
        let all = began.elapsed().as_secs_f64();
        let greedy = greedy_cover(&problem, p)?;
        println!(
            "{name} {radius} {p} | {optimum} {} {} {all:.3} {} | {:.2}",
            answer.objective,
            answer.bound,
            answer.nodes,
            (greedy / optimum - 1.0) * 100.0,
        );
        equal += usize::from(answer.objective == optimum);
        slowest = slowest.max(all);
    }
    println!(
        "{equal} of {} equal, the slowest {slowest:.3} s",
        rows.len()
    );
    Ok(())
}

/// One station after the other, each where it adds most: the best single station beside those that
/// stand, proven each time.
fn greedy_cover(problem: &Problem, p: u32) -> Result<f64, Failure> {
    let mut candidates = vec![Candidate::Free; problem.candidates()];
    let mut covered = 0.0;
    for _ in 0..p {
        let one = problem.with_candidates(candidates.clone())?;
        let model = Model::MaxCover {
            within: 0,
            new: 1,
            backup: 0,
        };
        let answer: Answer = solve(&one, &model, &Effort::default(), &mut Until::seconds(10))?;
        covered = answer.objective;
        for chosen in answer.chosen {
            if let Some(candidate) = candidates.get_mut(chosen.candidate) {
                *candidate = Candidate::Existing;
            }
        }
    }
    Ok(covered)
}

fn optima(folder: &Path) -> Result<Vec<Vec<String>>, Failure> {
    let text = fs::read_to_string(folder.join("optima.csv"))?;
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    Ok(rows
        .map(|row| row.split(',').map(str::to_owned).collect())
        .collect())
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed().as_secs_f64())
}
