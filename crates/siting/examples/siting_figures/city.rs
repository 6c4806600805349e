//! A made-up city: 20,000 demand points in towns of unequal size, 2,000 of them candidates, thirty
//! stations. Costs are driving times in milliseconds, from straight lines with a detour that differs
//! from pair to pair.

use std::fs;

use siting::{Candidate, Effort, Model, Problem, solve};

use super::{Failure, Until, plain, timed};

const POINTS: usize = 20_000;
const CANDIDATES: usize = 2_000;
const STATIONS: u32 = 30;

pub fn measure() -> Result<(), Failure> {
    let mut dice = Dice(7);
    let places = places(&mut dice);
    let weights: Vec<i64> = places
        .iter()
        .map(|_| 1 + (dice.share() * dice.share() * 400.0) as i64)
        .collect();
    let costs = costs(&places);
    let candidates = vec![Candidate::Free; CANDIDATES];
    let (problem, making) = timed(|| Problem::dense(weights.clone(), candidates, &costs));
    let problem = problem?;
    println!(
        "{POINTS} points, {CANDIDATES} candidates, lists made in {making:.2} s, peak {} MB",
        peak()?
    );
    let effort = Effort {
        threads: 2,
        ..Effort::default()
    };
    let models = [
        (
            "p-median",
            Model::Median {
                new: STATIONS,
                unserved: None,
            },
        ),
        (
            "MCLP, 5 min",
            Model::MaxCover {
                within: 300_000,
                new: STATIONS,
                backup: 0,
            },
        ),
        (
            "MEXCLP, 5 min, busy 0.2",
            Model::Expected {
                within: 300_000,
                new: STATIONS,
                busy: 200,
                per_candidate: 3,
            },
        ),
        ("p-centre", Model::Centre { new: STATIONS }),
        ("LSCP, 10 min", Model::SetCover { within: 600_000 }),
    ];
    let mut median = None;
    for (name, model) in models {
        let mut until = Until::seconds(if median.is_none() { 55 } else { 20 });
        let answer = solve(&problem, &model, &effort, &mut until)?;
        println!(
            "{name}: {} bound {} gap {:.3} % in {:.1} s, {} steps, {} nodes, {:?}, peak {} MB",
            answer.objective,
            answer.bound,
            answer.gap * 100.0,
            answer.seconds,
            answer.steps,
            answer.nodes,
            answer.ended,
            peak()?
        );
        for (gap, seconds) in until.marks {
            println!("  gap of {} % after {seconds:.1} s", gap * 100.0);
        }
        median = median.or(Some(answer.objective));
    }
    let matrix = plain::Matrix {
        weights: &weights,
        candidates: CANDIDATES,
        costs: &costs,
    };
    let ours = median.unwrap_or(f64::NAN);
    let p = usize::try_from(STATIONS)?;
    let (greedy, time) = timed(|| matrix.greedy(p));
    println!(
        "p-median, greedy: {:.3} % worse, {time:.1} s",
        (matrix.cost(&greedy) as f64 / ours - 1.0) * 100.0
    );
    let (moved, time) = timed(|| matrix.interchange((0..p).collect()));
    println!(
        "p-median, Teitz-Bart: {:.3} % worse, {time:.1} s",
        (matrix.cost(&moved) as f64 / ours - 1.0) * 100.0
    );
    Ok(())
}

/// Metres east and north, around forty towns in sixty kilometres; the first ones are the candidates.
fn places(dice: &mut Dice) -> Vec<(f64, f64)> {
    let towns: Vec<(f64, f64, f64)> = (0..40)
        .map(|_| {
            (
                dice.share() * 60_000.0,
                dice.share() * 60_000.0,
                500.0 + dice.share() * 5_000.0,
            )
        })
        .collect();
    let place = |_| {
        let town = towns[(dice.share() * dice.share() * 40.0) as usize % 40];
        // A sum of shares lies near its middle, as houses do.
        let mut off = || (0..4).map(|_| dice.share() - 0.5).sum::<f64>() * town.2 * 2.0;
        (town.0 + off(), town.1 + off())
    };
    (0..POINTS).map(place).collect()
}

fn costs(places: &[(f64, f64)]) -> Vec<u32> {
    let mut costs = Vec::with_capacity(POINTS * CANDIDATES);
    for (point, from) in places.iter().enumerate() {
        for (candidate, to) in places.iter().take(CANDIDATES).enumerate() {
            let straight = (from.0 - to.0).hypot(from.1 - to.1);
            let detour = 1.2 + ((point * 31 + candidate * 17) % 97) as f64 / 400.0;
            // Forty kilometres an hour.
            costs.push((straight * detour / 11.11 * 1_000.0) as u32);
        }
    }
    costs
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The most memory that the process has had, in MB.
fn peak() -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.ok_or("no VmHWM")?.parse::<u64>()? / 1_024)
}
