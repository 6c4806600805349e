//! Searches that are larger than a test waits for: stopped, watched, on several threads.

use std::ops::ControlFlow;

use siting::{Answer, Candidate, Effort, Ended, Model, Problem, Progress, Unwatched, Watch, solve};

/// 60 × 40 places on a crooked grid, weights of all sizes.
fn town(points: usize, candidates: usize) -> Problem {
    let place = |number: usize| {
        let (east, north) = (number * 7_919 % 1_009, number * 104_729 % 997);
        (east as f64, north as f64)
    };
    let mut costs = Vec::new();
    for point in 0..points {
        for candidate in 0..candidates {
            let (from, to) = (place(point), place(candidate * 3 + 1));
            costs.push((from.0 - to.0).hypot(from.1 - to.1) as u32);
        }
    }
    let weights = (0..points)
        .map(|point| 1 + (point * point % 97) as i64)
        .collect();
    Problem::dense(weights, vec![Candidate::Free; candidates], &costs).unwrap()
}

/// Ends a search when it has been asked so often; keeps what it was told.
struct Patience {
    asked: u32,
    until: u32,
    told: Vec<Progress>,
}

impl Watch for Patience {
    fn seconds(&mut self) -> f64 {
        f64::from(self.asked)
    }

    fn look(&mut self, progress: &Progress) -> ControlFlow<()> {
        self.asked += 1;
        self.told.push(*progress);
        if self.asked < self.until {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

const MODELS: [Model; 5] = [
    Model::SetCover { within: 90 },
    Model::MaxCover {
        within: 90,
        new: 12,
        backup: 300,
    },
    Model::Median {
        new: 12,
        unserved: None,
    },
    Model::Centre { new: 12 },
    Model::Expected {
        within: 120,
        new: 12,
        busy: 300,
        per_candidate: 2,
    },
];

fn hurried(problem: &Problem, model: &Model, until: u32) -> (Answer, Patience) {
    let mut watch = Patience {
        asked: 0,
        until,
        told: Vec::new(),
    };
    let answer = solve(problem, model, &Effort::default(), &mut watch).unwrap();
    (answer, watch)
}

#[test]
fn who_is_stopped_gives_the_best_so_far_with_its_bound() {
    let problem = town(300, 120);
    for model in MODELS {
        let (answer, watch) = hurried(&problem, &model, 3);
        assert_eq!(answer.ended, Ended::Stopped, "{model:?}");
        assert_eq!(watch.asked, 3, "{model:?} asks again after it was stopped");
        assert_eq!(answer.seconds, 3.0);
        let stations: u32 = answer
            .chosen
            .iter()
            .map(|chosen| u32::from(chosen.count))
            .sum();
        match model {
            Model::SetCover { .. } => assert!(answer.unserved.is_empty()),
            _ => assert_eq!(stations, 12, "{model:?}"),
        }
        let way = match model {
            Model::MaxCover { .. } | Model::Expected { .. } => answer.bound - answer.objective,
            _ => answer.objective - answer.bound,
        };
        assert!(way > 0.0, "{model:?}: {answer:?}");
        assert!(
            (answer.gap - way / answer.objective).abs() < 1e-12,
            "{model:?}"
        );
    }
}

#[test]
fn the_gap_that_is_told_only_gets_smaller() {
    let problem = town(300, 120);
    let model = Model::Median {
        new: 12,
        unserved: None,
    };
    let (answer, watch) = hurried(&problem, &model, 60);
    let gaps: Vec<f64> = watch.told.iter().map(|progress| progress.gap).collect();
    assert_eq!(gaps.first(), Some(&f64::INFINITY));
    assert!(gaps.windows(2).all(|pair| pair[1] <= pair[0]), "{gaps:?}");
    assert!(gaps.last().is_some_and(|gap| *gap < 0.05), "{gaps:?}");
    assert!(answer.gap <= *gaps.last().unwrap());
}

#[test]
fn a_gap_that_is_near_enough_ends_the_search() {
    let problem = town(300, 120);
    let effort = Effort {
        gap: 0.02,
        ..Effort::default()
    };
    let model = Model::MaxCover {
        within: 90,
        new: 12,
        backup: 300,
    };
    let near = solve(&problem, &model, &effort, &mut Unwatched).unwrap();
    assert_eq!(near.ended, Ended::NearEnough);
    assert!(near.gap > 0.0 && near.gap <= 0.02, "{near:?}");
}

#[test]
fn threads_and_runs_change_nothing() {
    // More ways than one thread is given.
    let problem = town(1_500, 750);
    let model = Model::Median {
        new: 15,
        unserved: None,
    };
    let with = |threads| {
        let effort = Effort {
            threads,
            steps: Some(24),
            ..Effort::default()
        };
        solve(&problem, &model, &effort, &mut Unwatched).unwrap()
    };
    let one = with(1);
    assert_eq!(one.steps, 24);
    assert_eq!(one, with(3));
}

#[test]
fn a_station_that_stands_is_as_good_as_a_new_one_there() {
    let problem = town(200, 60);
    for model in MODELS {
        let (free, _) = hurried(&problem, &model, 40);
        let mut states = vec![Candidate::Free; 60];
        let kept = free.chosen[0].candidate;
        states[kept] = Candidate::Existing;
        let stands = problem.with_candidates(states).unwrap();
        let with = match model {
            Model::MaxCover {
                within,
                new,
                backup,
            } => Model::MaxCover {
                within,
                new: new - 1,
                backup,
            },
            Model::Median { new, unserved } => Model::Median {
                new: new - 1,
                unserved,
            },
            Model::Centre { new } => Model::Centre { new: new - 1 },
            Model::Expected {
                within,
                new,
                busy,
                per_candidate,
            } => Model::Expected {
                within,
                new: new - 1,
                busy,
                per_candidate,
            },
            Model::SetCover { within } => Model::SetCover { within },
        };
        let (kept_there, _) = hurried(&stands, &with, 40);
        assert!(
            kept_there
                .chosen
                .iter()
                .any(|chosen| chosen.candidate == kept),
            "{model:?}"
        );
        // One station is decided for it, so its bound is no better than the free one's answer allows.
        let (no_worse, no_better) = match model {
            Model::MaxCover { .. } | Model::Expected { .. } => (
                free.objective <= kept_there.bound,
                kept_there.objective <= free.bound,
            ),
            _ => (
                free.objective >= kept_there.bound,
                kept_there.objective >= free.bound,
            ),
        };
        assert!(no_worse && no_better, "{model:?}: {free:?} {kept_there:?}");
    }
}
