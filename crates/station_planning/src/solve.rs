//! From a question and the roads to findings. It blocks, tells how far it is, and ends when it is told to.

use std::ops::ControlFlow;
use std::time::Instant;

use base::Wgs84;
use routing::Roads;
use siting::{Answer, Candidate, Effort, Ended, Model, Problem, Progress, UNREACHABLE, Watch, Way};

use crate::cover::Demand;
use crate::question::{Question, Site};
use crate::runs::{Run, Stage};
use crate::study::{Standing, StudyModel, StudyReason};
use crate::table::{NEVER, Table};

/// Why there is nothing to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// It was called off, or the house stops.
    Stopped,
    /// It cannot be worked out.
    Refused(StudyReason),
}

/// What was solved, before it is put into words.
pub(crate) struct Solved<'q> {
    pub(crate) question: &'q Question,
    /// All sites: those that stand, the candidates, those of the plan.
    pub(crate) sites: Vec<&'q Site>,
    pub(crate) table: Table,
    /// By number of the site: those that stand and stay, those that are proposed.
    pub(crate) stay: Vec<usize>,
    pub(crate) chosen: Vec<usize>,
    pub(crate) answer: Answer,
    /// Which candidates a road reaches.
    pub(crate) on_road: Vec<bool>,
}

impl<'q> Solved<'q> {
    pub(crate) fn demand(&self) -> Demand<'_> {
        let terms = &self.question.terms;
        Demand {
            points: &self.question.points,
            table: &self.table,
            drive: terms.drive(),
            turnout: terms.turnout,
        }
    }

    /// The numbers of the stations that stand.
    pub(crate) fn standing(&self) -> std::ops::Range<usize> {
        0..self.question.stations.len()
    }

    /// The numbers of the candidates.
    pub(crate) fn candidates(&self) -> std::ops::Range<usize> {
        let from = self.question.stations.len();
        from..from + self.question.candidates.len()
    }

    /// The numbers of the plan's stations.
    pub(crate) fn planned(&self) -> std::ops::Range<usize> {
        self.candidates().end..self.sites.len()
    }

    pub(crate) fn site(&self, number: usize) -> Option<&'q Site> {
        self.sites.get(number).copied()
    }
}

/// Asks the roads and the solver.
pub(crate) fn solve<'q>(
    question: &'q Question,
    roads: &Roads,
    run: &Run,
) -> Result<Solved<'q>, Halt> {
    let sites: Vec<&Site> = question
        .stations
        .iter()
        .chain(&question.candidates)
        .chain(&question.planned)
        .collect();
    let points: Vec<Wgs84> = question.points.iter().map(|point| point.place).collect();
    if !points.iter().any(|place| roads.is_on_road(*place)) {
        return Err(Halt::Refused(StudyReason::NothingReachable));
    }
    let places: Vec<Wgs84> = sites.iter().map(|site| site.place).collect();
    let table = Table::of(roads, &places, &points, |done| {
        run.tell(Stage::Roads {
            done,
            of: places.len(),
        });
        !run.is_stopped()
    });
    let table = table.ok_or(Halt::Stopped)?;
    let on_road: Vec<bool> = question
        .candidates
        .iter()
        .map(|site| roads.is_on_road(site.place))
        .collect();
    let states = states(question, &on_road);
    let answer = answer(question, &table, states.clone(), run)?;
    let new = answer.chosen.iter().map(|chosen| chosen.candidate);
    let is = |number: &usize, state| states.get(*number) == Some(&state);
    Ok(Solved {
        chosen: new.filter(|number| is(number, Candidate::Free)).collect(),
        stay: (0..states.len())
            .filter(|number| is(number, Candidate::Existing))
            .collect(),
        question,
        sites,
        table,
        answer,
        on_road,
    })
}

/// Stations first, then candidates.
fn states(question: &Question, on_road: &[bool]) -> Vec<Candidate> {
    let standing = question.stations.iter().map(|station| {
        let may_move = station.inside && question.terms.standing == Standing::Free;
        if may_move {
            Candidate::Free
        } else {
            Candidate::Existing
        }
    });
    let candidates = on_road.iter().map(|on_road| {
        if *on_road {
            Candidate::Free
        } else {
            Candidate::Forbidden
        }
    });
    standing.chain(candidates).collect()
}

fn answer(
    question: &Question,
    table: &Table,
    states: Vec<Candidate>,
    run: &Run,
) -> Result<Answer, Halt> {
    let terms = &question.terms;
    let within = terms.drive();
    let new = terms.new_stations.unwrap_or(0);
    let free = states
        .iter()
        .filter(|state| **state == Candidate::Free)
        .count();
    if usize::try_from(new).unwrap_or(usize::MAX) > free {
        return Err(Halt::Refused(StudyReason::TooFewCandidates));
    }
    let weights = question.points.iter().map(|point| point.weight).collect();
    let (problem, model) = match terms.model {
        StudyModel::Median => (
            dense(table, weights, states),
            Model::Median {
                new,
                unserved: None,
            },
        ),
        StudyModel::MaxCover => (
            within_reach(table, weights, states, within),
            Model::MaxCover {
                within,
                new,
                backup: 0,
            },
        ),
        StudyModel::SetCover => (
            within_reach(table, weights, states, within),
            Model::SetCover { within },
        ),
    };
    let refused = |error: siting::ProblemError| {
        tracing::warn!(%error, "a siting study cannot be solved");
        Halt::Refused(StudyReason::BeyondLimits)
    };
    let problem = problem.map_err(refused)?;
    let mut watch = Clocked {
        run,
        begun: Instant::now(),
        most: f64::from(terms.effort),
    };
    run.tell(Stage::Solving { gap: None });
    let answer =
        siting::solve(&problem, &model, &Effort::default(), &mut watch).map_err(refused)?;
    if run.is_stopped() {
        return Err(Halt::Stopped);
    }
    // With nobody in reach of any station, who stands where makes no difference.
    let nobody = answer.unreachable.len() == problem.points();
    if nobody && terms.model != StudyModel::Median {
        return Err(Halt::Refused(StudyReason::NothingInTime));
    }
    Ok(answer)
}

/// All times, one demand point after the other.
fn dense(
    table: &Table,
    weights: Vec<i64>,
    states: Vec<Candidate>,
) -> Result<Problem, siting::ProblemError> {
    let mut costs = Vec::with_capacity(weights.len() * states.len());
    for point in 0..weights.len() {
        costs.extend((0..states.len()).map(|site| {
            let seconds = table.row(site).get(point).copied().unwrap_or(NEVER);
            if seconds == NEVER {
                UNREACHABLE
            } else {
                seconds
            }
        }));
    }
    Problem::dense(weights, states, &costs)
}

/// The ways that are in time.
fn within_reach(
    table: &Table,
    weights: Vec<i64>,
    states: Vec<Candidate>,
    within: u32,
) -> Result<Problem, siting::ProblemError> {
    let ways: Vec<Way> = (0..states.len())
        .flat_map(|candidate| {
            let row = table.row(candidate).iter().enumerate();
            row.filter(move |(_, cost)| **cost <= within)
                .map(move |(point, cost)| Way {
                    point,
                    candidate,
                    cost: *cost,
                })
        })
        .collect();
    Problem::sparse(weights, states, &ways)
}

/// Ends a search after its time, or when it is called off.
struct Clocked<'r> {
    run: &'r Run,
    begun: Instant,
    most: f64,
}

impl Watch for Clocked<'_> {
    fn seconds(&mut self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    fn look(&mut self, progress: &Progress) -> ControlFlow<()> {
        let gap = progress.gap.is_finite().then_some(progress.gap * 100.0);
        self.run.tell(Stage::Solving { gap });
        if self.run.is_stopped() || self.seconds() >= self.most {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Whether nothing better can be.
pub(crate) fn is_proven(answer: &Answer) -> bool {
    answer.ended == Ended::Proven
}
