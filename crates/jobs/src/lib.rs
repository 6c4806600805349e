//! 后台作业 jobs: what the house does by itself, beside the requests.
//!
//! Three kinds, each declared once and run by one engine:
//! * a [`Reconcile`] brings something to where it should be: at the start, on its period, and when
//!   its [`Signal`] is poked;
//! * a [`Follow`] reads the journal by position and does what each page asks for; its cursor is kept
//!   for it;
//! * a [`Stand`] runs as long as the house does and keeps its own time.
//!
//! Invariants:
//! * every job is idempotent and takes no input: to run it once more does no harm;
//! * none runs twice at a time in one process; one that is [`Alone::House`] not in two processes
//!   either, as long as neither is frozen for longer than a lease;
//! * pokes before a run begins are one run; a poke during a run is one more run behind it;
//! * periods are counted on a clock that cannot be set, from when a run was due and not from when it
//!   ended;
//! * what fails or panics is noted and tried again after a growing pause; nobody else notices;
//! * they stop in the opposite order of their declaration, each with what is left of one time limit.
//!
//! It is no queue: work that must not be forgotten is a row in a table, and a job looks for it.

mod board;
mod declare;
mod follower;
mod guard;
mod jobs;
mod lease;
mod outcome;
mod plan;
mod reconciler;
mod signal;
mod standing;
mod tables;

pub use board::{Board, Ended, JobKind, JobState, JobStatus, LastError, LastRun, Place};
pub use declare::{About, Alone, Follow, Job, Reconcile, Stand};
pub use jobs::{Jobs, JobsError, RunningJobs};
pub use outcome::{Count, Failure, Outcome};
pub use signal::Signal;
pub use tables::{migrations, table_shapes};
