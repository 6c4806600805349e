//! 规划审计 plan auditor, pure: checks a five-year plan against itself.
//!
//! A [`Plan`] is the plan as data, read from a pack's files by [`Plan::from_parts`]: tables as printed,
//! figures of sentences with what they are of, targets, names, points, projects. [`audit`] gives what
//! cannot be right together, each [`Finding`] with its kind, line, printed and computed value.
//!
//! Relations between figures are found and not declared. Labels say what is a sum, growth or a year;
//! what a column has to do with others (a difference, a multiple, a share, a state with its additions)
//! is tried on all of them, and holds when it does for most of its rows: the rest is told. Figures that
//! stand apart meet by what they are of (quantity, area, period). So the data of a plan says what
//! every figure is of, in one and the same way, and never which is wrong.
//!
//! A pack's registers hold many of these figures too, but at a register's own scale and without sums: the
//! digits that were printed are what a rounding is judged by. So tables stand here once more, as printed,
//! and a test holds both against each other. Numbers are fractions and no decimals, because quotients of
//! printed numbers are compared, and a decimal would have to round them first.
//!
//! Invariants:
//! * values are exact fractions; a printed number stands for all that round to it, halves to both
//!   sides, and two values contradict each other only where these do not meet;
//! * a relation that one exception makes doubtful is not believed: at least three rows must show it;
//! * a value that exact relations confirm is no outlier, however odd it looks;
//! * equal plans have equal findings, in the order of lines;
//! * nothing here names a city, a place or a line.
//!
//! It is not: a reader of prose (who transcribes says what a sentence's figure is of), a judge of
//! policy, or a check against the world outside the plan; [`Standard`](plan::Standard)s of project
//! classes are the one thing that a pack brings from outside, with their source.

mod checks;
mod exact;
mod facts;
mod finding;
mod grid;
mod measure;
mod message;
mod names;
mod period;
pub mod plan;
mod report;

pub use finding::{Confidence, Finding, Kind};
pub use message::Message;
pub use plan::{Plan, PlanError};

/// Everything in `plan` that contradicts something else in it, in the order of lines.
pub fn audit(plan: &Plan) -> Vec<Finding> {
    let reading = facts::Reading::new(plan);
    let mut report = report::Report::default();
    for check in checks::ALL {
        check(&reading, &mut report);
    }
    report.finish()
}
