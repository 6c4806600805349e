//! Two processes on one database: a job that must not run in both does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use base::Label;
use jobs::{About, Alone, Failure, Job, JobState, Jobs, Outcome, Reconcile};

use crate::database::{end, journal, on_both_engines, until};

/// Runs as long as it takes and tells how many of it ran at a time.
#[derive(Clone, Default)]
struct Slow(Arc<(AtomicU32, AtomicU32)>);

#[async_trait]
impl Reconcile for Slow {
    fn about(&self) -> About {
        About::new("slow", Label::new("慢", "Slow"))
    }
    fn period(&self) -> Duration {
        Duration::from_secs(1)
    }
    fn alone(&self) -> Alone {
        Alone::House
    }
    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let (now, most) = &*self.0;
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(400)).await;
        now.fetch_sub(1, Ordering::SeqCst);
        Ok(Outcome::nothing())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_the_whole_house_runs_in_one_process_at_a_time() {
    on_both_engines(async |url| {
        let (one, other) = (journal(&url).await, journal(&url).await);
        let slow = Slow::default();
        let mut processes = Vec::new();
        for journal in [&one, &other] {
            let mut jobs = Jobs::new(journal.clone());
            jobs.add(Job::reconcile(slow.clone())).unwrap();
            processes.push((jobs.board(), jobs.start()));
        }
        let waits = || {
            let state = |(board, _): &(jobs::Board, _)| board.get("slow").unwrap().state;
            processes
                .iter()
                .any(|one| state(one) == JobState::Elsewhere)
        };
        for _ in 0..500 {
            if waits() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(waits(), "neither waited for the other");
        for (board, _) in &processes {
            until(board, "slow", |job| job.runs >= 1).await;
        }
        assert_eq!(slow.0.1.load(Ordering::SeqCst), 1);
        for (_, running) in processes {
            running.stop().await;
        }
        end(one).await;
        end(other).await;
    })
    .await;
}
