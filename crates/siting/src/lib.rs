//! 选址 siting, pure: of many candidates, where fire stations or vehicles should stand, and how good that
//! answer is.
//!
//! A [`Problem`] is demand points with weights, candidates, and what a way between them costs, in full
//! or only where there is one. A [`Model`] says what the best answer is: [`Model::SetCover`] (LSCP),
//! [`Model::MaxCover`] (MCLP, with backup), [`Model::Median`], [`Model::Centre`] and
//! [`Model::Expected`] (MEXCLP). [`solve`] gives an [`Answer`]: places, objective, bound, gap.
//!
//! All models are solved in the same way. Each demand point gets a multiplier, what it pays for
//! service (Lagrangian relaxation); that makes prices of candidates, the cheapest of which are a
//! bound, and a choice to begin an interchange from. Prices decide most candidates; what they do not
//! decide is split by branch and bound, to the end where the watch lets it.
//!
//! Invariants:
//! * what is proven is exact: costs, multipliers and prices are whole numbers that cannot overflow, and
//!   a bound is a sum of them;
//! * equal problems, models and seeds have equal answers on any number of threads, as long as the watch
//!   does not end them;
//! * an existing station stays and a forbidden candidate takes none, in every answer;
//! * who cannot be reached is part of the answer and no error.
//!
//! It knows no roads and no clock, and opens no files: [`orlib`] reads texts.

mod answer;
mod centre;
mod column;
mod covers;
mod effort;
mod model;
mod models;
pub mod orlib;
mod problem;
mod search;
mod solve;

pub use answer::{Answer, Chosen, Ended, Method};
pub use effort::{Effort, Progress, Unwatched, Watch};
pub use model::Model;
pub use problem::{Candidate, Problem, ProblemError, UNREACHABLE, Way};
pub use solve::solve;
