//! How hard to try, and who looks on.

use std::ops::ControlFlow;

/// How hard to try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Where random choices begin. Equal seeds give equal answers, unless the watch ends them.
    pub seed: u64,
    /// How many steps of multipliers at most; `None` leaves the end to the watch. A step looks at each
    /// way that matters once.
    pub steps: Option<u64>,
    /// The proven gap that is good enough, as a share: 0.01 is one in a hundred. 0 asks for the best.
    pub gap: f64,
    /// Threads for large problems. The answer does not depend on them.
    pub threads: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            seed: 1,
            steps: None,
            gap: 0.0,
            threads: 1,
        }
    }
}

/// Where a search stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Steps of multipliers so far.
    pub steps: u64,
    /// Parts of the problem looked at so far, by branch and bound.
    pub nodes: u64,
    /// What is proven so far, as a share of the objective; infinite at first.
    pub gap: f64,
}

/// The caller's clock, and its say in when to end. It is asked some times a second at least.
pub trait Watch {
    /// Seconds since some moment of its own.
    fn seconds(&mut self) -> f64;

    /// Told where the search stands; a break ends it with what it has.
    fn look(&mut self, progress: &Progress) -> ControlFlow<()>;
}

/// Nobody looks on: a search goes on to its end, and takes no time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn seconds(&mut self) -> f64 {
        0.0
    }

    fn look(&mut self, _: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
