//! All jobs of a process: declared, started together, stopped in order.

use std::sync::Arc;
use std::time::Duration;

use base::Uuid;
use journal::Journal;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use crate::board::{Board, Entry};
use crate::declare::{Job, Work};
use crate::follower::FollowerTask;
use crate::lease::Lease;
use crate::reconciler::Reconciler;
use crate::standing::Standing;
use crate::{Alone, Signal};

/// How long runs under way may go on after the sign to stop, all together.
const STOP: Duration = Duration::from_secs(15);

/// A job that cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobsError {
    /// Two jobs of one name.
    #[error("two jobs are called '{0}'; a job's name is unique in the house")]
    Twice(&'static str),
}

/// Jobs that are declared and not yet started.
pub struct Jobs {
    journal: Journal,
    board: Board,
    declared: Vec<(Job, Arc<Entry>)>,
}

impl Jobs {
    /// No jobs yet, over a migrated database.
    #[must_use]
    pub fn new(journal: Journal) -> Self {
        Self {
            journal,
            board: Board::default(),
            declared: Vec::new(),
        }
    }

    /// What is known of them, now and when they run.
    #[must_use]
    pub fn board(&self) -> Board {
        self.board.clone()
    }

    /// Declares a job; gives what pokes it.
    ///
    /// # Errors
    /// [`JobsError::Twice`].
    pub fn add(&mut self, job: Job) -> Result<Signal, JobsError> {
        let name = job.about().name;
        let entry = self.board.add(&job, self.journal.head());
        let entry = entry.ok_or(JobsError::Twice(name))?;
        let signal = job.signal();
        self.declared.push((job, entry));
        Ok(signal)
    }

    /// Starts them all; inside a Tokio runtime.
    #[must_use]
    pub fn start(self) -> RunningJobs {
        let process = self.journal.new_id();
        let start = |(job, entry)| {
            let (stop, stopped) = watch::channel(false);
            let task = start(&self.journal, process, job, entry, stopped);
            (stop, task)
        };
        RunningJobs(self.declared.into_iter().map(start).collect())
    }
}

fn start(
    journal: &Journal,
    process: Uuid,
    job: Job,
    entry: Arc<Entry>,
    stop: watch::Receiver<bool>,
) -> JoinHandle<()> {
    let clock = journal.clock().clone();
    match job.work {
        Work::Reconcile(job) => {
            let lease = || Lease::new(journal.store().clone(), entry.about.name, process);
            let lease = (job.alone() == Alone::House).then(lease);
            let reconciler = Reconciler {
                job,
                entry,
                clock,
                lease,
                stop,
            };
            tokio::spawn(reconciler.run())
        }
        Work::Follow(job) => {
            let journal = journal.clone();
            let follower = FollowerTask {
                job,
                entry,
                journal,
                stop,
            };
            tokio::spawn(follower.run())
        }
        Work::Stand(job) => {
            let standing = Standing {
                job,
                entry,
                clock,
                stop,
            };
            tokio::spawn(standing.run())
        }
    }
}

/// Jobs at work. Dropped without [`RunningJobs::stop`] they are told to stop and not waited for.
pub struct RunningJobs(Vec<(watch::Sender<bool>, JoinHandle<()>)>);

impl RunningJobs {
    /// Stops them, the last declared first, each when those behind it have ended. A run that does
    /// not end in time is dropped and done again when the house comes back.
    pub async fn stop(self) {
        let limit = Instant::now() + STOP;
        for (stop, mut task) in self.0.into_iter().rev() {
            stop.send_replace(true);
            match timeout_at(limit, &mut task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a job's engine ended badly"),
                Err(_) => {
                    tracing::warn!("a job did not end in time; its run will be repeated");
                    task.abort();
                }
            }
        }
    }
}
