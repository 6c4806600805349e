//! What comes out, and how good it is.

/// Stations at one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The candidate, counted from 0.
    pub candidate: usize,
    /// How many stations or vehicles; 1, but in [`Model::Expected`](crate::Model::Expected).
    pub count: u16,
}

/// How an answer was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Multipliers, prices and interchange alone.
    Relaxation,
    /// Branch and bound on top of them.
    BranchAndBound,
    /// Coverage within one cost after the other, halving what lies between too little and enough.
    Bisection,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The answer is the best there is.
    Proven,
    /// The gap that was asked for is reached.
    NearEnough,
    /// The watch or the effort ended it: the answer is the best so far.
    Stopped,
}

/// Where stations should stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Where stations stand, those that were there included, by number of the candidate.
    pub chosen: Vec<Chosen>,
    /// What the answer is worth, in the model's terms.
    pub objective: f64,
    /// What the best answer is worth at best.
    pub bound: f64,
    /// How far the answer may be from the best, as a share of its objective; 0 when it is the best.
    pub gap: f64,
    /// Why the search ended.
    pub ended: Ended,
    /// How it was reached.
    pub method: Method,
    /// Steps of multipliers.
    pub steps: u64,
    /// Parts of the problem that branch and bound looked at.
    pub nodes: u64,
    /// How long it took, by the watch's clock.
    pub seconds: f64,
    /// Demand points with weight that no candidate reaches (in a model with a reach, within it),
    /// whatever is chosen. They are left out of the objective.
    pub unreachable: Vec<usize>,
    /// Demand points with weight that some candidate reaches and no chosen one does (in a model with a
    /// reach, within it).
    pub unserved: Vec<usize>,
}

impl Answer {
    /// Whether no answer is better.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.ended == Ended::Proven
    }
}

/// The distance of a bound as a share of the objective.
pub(crate) fn gap(objective: f64, bound: f64) -> f64 {
    if objective == bound {
        0.0
    } else if objective == 0.0 || !objective.is_finite() || !bound.is_finite() {
        f64::INFINITY
    } else {
        ((objective - bound) / objective).abs()
    }
}
