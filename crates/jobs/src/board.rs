//! What is known of the jobs of this process: the status page reads it, the engine writes it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use base::{Label, Timestamp};
use tokio::sync::watch;

use crate::declare::{Job, Work};
use crate::{About, Alone, Failure, Outcome, Signal};

/// What kind of job it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// A [`crate::Reconcile`].
    Reconciler {
        /// How often it runs.
        period: Duration,
        /// Beside whom it does not.
        alone: Alone,
    },
    /// A [`crate::Follow`].
    Follower,
    /// A [`crate::Stand`].
    Standing,
}

/// What a job does at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It was declared and not yet started.
    Declared,
    /// A reconciler waits for its time or a poke, a follower for entries.
    Waiting,
    /// It waits for another process to end the same job.
    Elsewhere,
    /// It works.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// It failed and pauses before it tries again.
    Pausing,
    /// The house is stopping.
    Stopped,
}

/// A run that ended; of a follower: a page that asked for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub ended: Ended,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Well.
    Done(Outcome),
    /// Not well.
    Failed(Failure),
}

/// The last failure, also when a later run went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastError {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// How far a follower is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The last position it dealt with.
    pub position: i64,
    /// The last position there is now.
    pub head: i64,
}

impl Place {
    /// How many entries it has before it.
    #[must_use]
    pub const fn lag(self) -> i64 {
        self.head.saturating_sub(self.position)
    }
}

/// Everything that is known of a job, since this process started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobStatus {
    /// Its name for programs.
    pub name: &'static str,
    /// Its name for people.
    pub label: Label,
    /// What kind of job it is.
    pub kind: JobKind,
    /// What it does now.
    pub state: JobState,
    /// Runs that ended, well or not.
    pub runs: u64,
    /// Failures since it went well last.
    pub failures: u32,
    /// The run that ended last.
    pub last_run: Option<LastRun>,
    /// The last failure.
    pub last_error: Option<LastError>,
    /// When it runs next, or tries again, if nobody pokes it.
    pub next_at: Option<Timestamp>,
    /// How far a follower is.
    pub place: Option<Place>,
}

/// The jobs of a process; clones share it.
#[derive(Clone, Default)]
pub struct Board(Arc<RwLock<Vec<Arc<Entry>>>>);

impl Board {
    /// The status of every job, in the order of their declaration.
    #[must_use]
    pub fn all(&self) -> Vec<JobStatus> {
        let jobs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().map(|entry| entry.status()).collect()
    }

    /// The status of one job.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<JobStatus> {
        self.entry(name).map(|entry| entry.status())
    }

    /// Asks for a run now, for a person: a pause after a failure ends. `false` when there is no
    /// such job.
    #[must_use]
    pub fn run_now(&self, name: &str) -> bool {
        let entry = self.entry(name);
        entry.is_some_and(|entry| {
            entry.signal.ask();
            true
        })
    }

    fn entry(&self, name: &str) -> Option<Arc<Entry>> {
        let jobs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|entry| entry.about.name == name).cloned()
    }

    /// Adds a job; nothing when its name is taken.
    pub(crate) fn add(&self, job: &Job, head: watch::Receiver<i64>) -> Option<Arc<Entry>> {
        let about = job.about();
        let mut jobs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if jobs.iter().any(|entry| entry.about.name == about.name) {
            return None;
        }
        let entry = Arc::new(Entry::new(about, kind_of(job), job.signal(), head));
        jobs.push(Arc::clone(&entry));
        Some(entry)
    }
}

fn kind_of(job: &Job) -> JobKind {
    match &job.work {
        Work::Reconcile(job) => JobKind::Reconciler {
            period: job.period(),
            alone: job.alone(),
        },
        Work::Follow(_) => JobKind::Follower,
        Work::Stand(_) => JobKind::Standing,
    }
}

/// One job on the board.
pub(crate) struct Entry {
    pub(crate) about: About,
    pub(crate) signal: Signal,
    /// Where the journal ends.
    head: watch::Receiver<i64>,
    known: Mutex<JobStatus>,
}

impl Entry {
    fn new(about: About, kind: JobKind, signal: Signal, head: watch::Receiver<i64>) -> Self {
        let known = JobStatus {
            name: about.name,
            label: about.label,
            kind,
            state: JobState::Declared,
            runs: 0,
            failures: 0,
            last_run: None,
            last_error: None,
            next_at: None,
            place: None,
        };
        Self {
            about,
            signal,
            head,
            known: Mutex::new(known),
        }
    }

    fn known(&self) -> MutexGuard<'_, JobStatus> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn status(&self) -> JobStatus {
        let mut status = self.known().clone();
        if let Some(place) = &mut status.place {
            place.head = place.position.max(*self.head.borrow());
        }
        status
    }

    pub(crate) fn is(&self, state: JobState) {
        let mut known = self.known();
        known.state = state;
        known.next_at = None;
    }

    /// It waits, or pauses, until then.
    pub(crate) fn waits(&self, state: JobState, until: Timestamp) {
        let mut known = self.known();
        known.state = state;
        known.next_at = Some(until);
    }

    /// A follower has dealt with everything up to here.
    pub(crate) fn stands_at(&self, position: i64) {
        let head = position;
        self.known().place = Some(Place { position, head });
    }

    /// It works, though nothing was asked of it.
    pub(crate) fn well(&self) {
        self.known().failures = 0;
    }

    /// A run ended.
    pub(crate) fn ended(&self, started_at: Timestamp, took: Duration, ended: Ended) {
        let name = self.about.name;
        let mut known = self.known();
        known.runs += 1;
        match &ended {
            Ended::Done(outcome) => {
                if known.failures > 0 {
                    tracing::info!(job = name, "works again");
                }
                known.failures = 0;
                if outcome.is_nothing() {
                    tracing::debug!(job = name, "nothing to do");
                } else {
                    tracing::info!(job = name, "{outcome}");
                }
            }
            Ended::Failed(failure) => {
                tracing::warn!(job = name, %failure, "failed; it will be tried again");
                known.failures = known.failures.saturating_add(1);
                known.last_error = Some(LastError {
                    at: started_at.plus(took),
                    reason: failure.reason().to_owned(),
                });
            }
        }
        known.last_run = Some(LastRun {
            started_at,
            took,
            ended,
        });
    }
}
