//! The one committer of a process: it takes waiting change sets by lane, writes them as one
//! transaction and answers when that transaction is on disk.
//!
//! A slice is bounded by rows, and the bound follows what a row costs on this machine, so that a
//! dispatcher's change never waits long behind a batch.

mod group;
mod lanes;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::{Store, StoreError};
use tokio::sync::Notify;

use self::group::Outcome;
pub(crate) use self::lanes::{Job, Lanes};
use crate::sequencer::AtOnce;
use crate::{CommitError, JournalConfig};

pub(crate) struct Committer {
    store: Store,
    lanes: Arc<Lanes>,
    at_once: Option<AtOnce>,
    bell: Arc<Notify>,
    tally: Arc<Tally>,
    slice: Duration,
    /// Smoothed cost of one row, nanoseconds.
    row_cost: f64,
}

/// What the committer did since it started.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) groups: AtomicU64,
    pub(crate) sets: AtomicU64,
    pub(crate) rows: AtomicU64,
}

/// What became of a group.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    /// Something is on disk.
    written: bool,
    /// The sequencer has something to do.
    rings: bool,
}

impl Done {
    const fn with(rings: bool) -> Self {
        Self {
            written: true,
            rings,
        }
    }
}

/// Bounds of a slice, rows.
const SMALLEST_SLICE: f64 = 32.0;
const LARGEST_SLICE: f64 = 2_048.0;

impl Committer {
    pub(crate) fn new(
        store: Store,
        lanes: Arc<Lanes>,
        config: &JournalConfig,
        at_once: Option<AtOnce>,
        bell: Arc<Notify>,
        tally: Arc<Tally>,
    ) -> Self {
        Self {
            store,
            lanes,
            at_once,
            bell,
            tally,
            slice: config.slice,
            row_cost: 20_000.0,
        }
    }

    pub(crate) async fn run(mut self) {
        while let Some(jobs) = self.lanes.take(self.rows_in_a_slice()).await {
            let rows: usize = jobs.iter().map(Job::size).sum();
            let sets = jobs.len() as u64;
            let began = Instant::now();
            let outcome = self.write(jobs).await;
            if outcome.written {
                self.learn(rows, began.elapsed());
                self.tally.groups.fetch_add(1, Ordering::Relaxed);
                self.tally.sets.fetch_add(sets, Ordering::Relaxed);
                self.tally.rows.fetch_add(rows as u64, Ordering::Relaxed);
            }
            if outcome.rings {
                self.bell.notify_one();
            }
            // Whoever was answered just now may have more to write: the next group takes it along.
            tokio::task::yield_now().await;
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "clamped to a small positive range"
    )]
    fn rows_in_a_slice(&self) -> usize {
        let affordable = self.slice.as_nanos() as f64 / self.row_cost;
        affordable.clamp(SMALLEST_SLICE, LARGEST_SLICE) as usize
    }

    #[expect(clippy::cast_precision_loss, reason = "a smoothed cost needs no more")]
    fn learn(&mut self, rows: usize, took: Duration) {
        if rows >= 16 {
            let cost = took.as_nanos() as f64 / rows as f64;
            self.row_cost = 0.9 * self.row_cost + 0.1 * cost;
        }
    }

    /// Writes the jobs as one transaction; when that fails for a reason that one of them may have
    /// brought, writes each alone. Answers every job.
    async fn write(&self, mut jobs: Vec<Job>) -> Done {
        let mut doubt = false;
        let mut pause = Duration::from_millis(20);
        loop {
            if doubt {
                match group::already_written(&self.store, &jobs).await {
                    Ok(true) => {
                        answer_all(jobs, &Ok(()));
                        return Done::with(true);
                    }
                    Ok(false) => doubt = false,
                    Err(error) => jobs = give_up_late(jobs, &error, doubt),
                }
            }
            if !doubt {
                let at_once = self.at_once.as_ref();
                let (error, back, in_doubt) = match group::write(&self.store, at_once, jobs).await {
                    Outcome::Written { rings } => return Done::with(rings),
                    Outcome::Failed {
                        error,
                        jobs,
                        in_doubt,
                    } => (error, jobs, in_doubt),
                };
                if matches!(error, StoreError::Duplicate(_) | StoreError::Refused(_)) {
                    return self.write_singly(back, &error).await;
                }
                tracing::warn!(%error, sets = back.len(), "a commit failed; trying again");
                doubt = in_doubt;
                jobs = give_up_late(back, &error, doubt);
            }
            if jobs.is_empty() {
                return Done::default();
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }

    /// One set brought a key that exists or a statement that is refused: find which.
    async fn write_singly(&self, jobs: Vec<Job>, error: &StoreError) -> Done {
        if jobs.len() == 1 {
            let refusal = match error {
                StoreError::Duplicate(_) => group::explain_duplicate(&self.store, &jobs).await,
                other => CommitError::Refused(describe(other)),
            };
            answer_all(jobs, &Err(refusal));
            return Done::default();
        }
        let mut done = Done::default();
        for job in jobs {
            let one = Box::pin(self.write(vec![job])).await;
            done.written |= one.written;
            done.rings |= one.rings;
        }
        done
    }
}

/// Answers the jobs whose time is over and gives the others back.
fn give_up_late(jobs: Vec<Job>, error: &StoreError, in_doubt: bool) -> Vec<Job> {
    let refusal = match error {
        _ if in_doubt => CommitError::InDoubt,
        StoreError::Full(_) => CommitError::DiskFull,
        _ => CommitError::Unavailable,
    };
    // A full disk does not mend itself in seconds: say so at once.
    let at_once = matches!(error, StoreError::Full(_)) && !in_doubt;
    let now = Instant::now();
    let (late, waiting) = jobs
        .into_iter()
        .partition(|job: &Job| at_once || job.give_up_at <= now);
    answer_all(late, &Err(refusal));
    waiting
}

fn answer_all(jobs: Vec<Job>, result: &Result<(), CommitError>) {
    for job in jobs {
        job.answer(result.clone());
    }
}

/// An error with its causes, for the log and for a refusal that names our defect.
fn describe(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
