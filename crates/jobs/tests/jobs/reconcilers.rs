//! A reconciler runs at the start, on its period and when it is poked; it fails without harm.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use base::Label;
use jobs::{About, Ended, Failure, Job, JobState, Jobs, JobsError, Outcome, Reconcile};
use tokio::sync::Semaphore;

use crate::database::{end, journal, on_both_engines, until};

const DONE: Label = Label::new("件", "things done");

/// Counts how often it runs and how many of it run at a time. Each run waits for leave to go on.
#[derive(Clone)]
struct Counter(Arc<Counts>);

struct Counts {
    leave: Semaphore,
    runs: AtomicU64,
    now: AtomicU32,
    most: AtomicU32,
}

impl Counter {
    fn new() -> Self {
        Self(Arc::new(Counts {
            leave: Semaphore::new(0),
            runs: AtomicU64::new(0),
            now: AtomicU32::new(0),
            most: AtomicU32::new(0),
        }))
    }
    /// One that waits for nobody.
    fn free() -> Self {
        let counter = Self::new();
        counter.let_run(1_000);
        counter
    }
    fn let_run(&self, times: usize) {
        self.0.leave.add_permits(times);
    }
    fn runs(&self) -> u64 {
        self.0.runs.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Reconcile for Counter {
    fn about(&self) -> About {
        About::new("counter", Label::new("计数", "Counting"))
    }
    fn period(&self) -> Duration {
        Duration::from_secs(3600)
    }
    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(30)).await;
        self.0.leave.acquire().await.unwrap().forget();
        self.0.now.fetch_sub(1, Ordering::SeqCst);
        let runs = self.0.runs.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(Outcome::nothing().with(DONE, runs))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pokes_are_gathered_and_never_lost() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let counter = Counter::new();
        let mut jobs = Jobs::new(journal.clone());
        let signal = jobs.add(Job::reconcile(counter.clone())).unwrap();
        let board = jobs.board();
        assert_eq!(board.get("counter").unwrap().state, JobState::Declared);
        let running = jobs.start();
        counter.let_run(1);
        until(&board, "counter", |job| job.runs == 1).await;
        // A thousand pokes from everywhere while a run is under way are one more run behind it.
        signal.poke();
        until(&board, "counter", |job| {
            matches!(job.state, JobState::Running { .. })
        })
        .await;
        for _ in 0..1_000 {
            signal.poke();
        }
        counter.let_run(10);
        let status = until(&board, "counter", |job| job.runs == 3).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(counter.runs(), 3);
        assert_eq!(counter.0.most.load(Ordering::SeqCst), 1);
        let last = status.last_run.unwrap();
        assert_eq!(last.ended, Ended::Done(Outcome::nothing().with(DONE, 3)));
        assert!(last.took >= Duration::from_millis(30));
        let next = board.get("counter").unwrap().next_at.unwrap();
        let hour = next.since(last.started_at);
        assert!(hour > Duration::from_secs(3500), "{hour:?}");
        running.stop().await;
        assert_eq!(board.get("counter").unwrap().state, JobState::Stopped);
        end(journal).await;
    })
    .await;
}

/// Fails, panics, then works.
struct Stumbling(AtomicU64);

#[async_trait]
impl Reconcile for Stumbling {
    fn about(&self) -> About {
        About::new("stumbling", Label::new("跌撞", "Stumbling"))
    }
    fn period(&self) -> Duration {
        Duration::from_secs(3600)
    }
    async fn reconcile(&self) -> Result<Outcome, Failure> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Err(Failure::new("the dog ate it")),
            1 => panic!("stumbled over {}", "a stone"),
            _ => Ok(Outcome::nothing()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_and_a_panic_are_noted_and_tried_again_beside_others() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let counter = Counter::free();
        let mut jobs = Jobs::new(journal.clone());
        let stumbling = jobs
            .add(Job::reconcile(Stumbling(AtomicU64::new(0))))
            .unwrap();
        let other = jobs.add(Job::reconcile(counter.clone())).unwrap();
        let board = jobs.board();
        let running = jobs.start();
        let failed = until(&board, "stumbling", |job| job.state == JobState::Pausing).await;
        assert_eq!(failed.last_error.unwrap().reason, "the dog ate it");
        assert!(failed.next_at.is_some());
        // Pokes do not hurry it; a person does.
        stumbling.poke();
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(board.get("stumbling").unwrap().runs, 1);
        assert!(board.run_now("stumbling"));
        let failed = until(&board, "stumbling", |job| job.runs == 2).await;
        assert_eq!(failed.failures, 2);
        let reason = failed.last_error.unwrap().reason;
        assert_eq!(reason, "it panicked: stumbled over a stone");
        // And by itself, after two seconds.
        let well = until(&board, "stumbling", |job| job.runs == 3).await;
        assert_eq!(well.failures, 0);
        assert_eq!(well.last_error.unwrap().reason, reason, "it is remembered");
        other.poke();
        until(&board, "counter", |job| job.runs == 2).await;
        assert!(!board.run_now("nobody"));
        running.stop().await;
        end(journal).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_jobs_of_one_name_are_refused() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let mut jobs = Jobs::new(journal.clone());
        jobs.add(Job::reconcile(Counter::free())).unwrap();
        let twice = jobs.add(Job::reconcile(Counter::free())).err();
        assert_eq!(twice, Some(JobsError::Twice("counter")));
        drop(jobs);
        end(journal).await;
    })
    .await;
}

/// Runs every 100 ms and takes 30 ms for it.
struct Ticking(Arc<std::sync::Mutex<Vec<tokio::time::Instant>>>);

#[async_trait]
impl Reconcile for Ticking {
    fn about(&self) -> About {
        About::new("ticking", Label::new("滴答", "Ticking"))
    }
    fn period(&self) -> Duration {
        Duration::from_millis(100)
    }
    async fn reconcile(&self) -> Result<Outcome, Failure> {
        self.0.lock().unwrap().push(tokio::time::Instant::now());
        tokio::time::sleep(Duration::from_millis(30)).await;
        Ok(Outcome::nothing())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_counted_from_when_a_run_was_due() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("house.db").display());
    let journal = journal(&url).await;
    let ticks = Arc::default();
    let mut jobs = Jobs::new(journal.clone());
    jobs.add(Job::reconcile(Ticking(Arc::clone(&ticks))))
        .unwrap();
    let board = jobs.board();
    let running = jobs.start();
    until(&board, "ticking", |job| job.runs >= 20).await;
    running.stop().await;
    let ticks: Vec<_> = ticks.lock().unwrap().clone();
    // Were the run's own 30 ms added to each period, the 20th would come 570 ms late.
    let whole = ticks[19] - ticks[0];
    // The first one may have been the later by some of that.
    let off = (whole.as_millis() + 20) % 100;
    assert!(off < 80, "off the grid after {whole:?}");
    end(journal).await;
}
