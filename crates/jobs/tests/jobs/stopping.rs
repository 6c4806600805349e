//! Stopping: the last declared first, a run under way ends, a stubborn one is dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use base::Label;
use jobs::{About, Failure, Job, JobState, Jobs, Stand};
use tokio::sync::watch;

use crate::database::{end, journal, on_both_engines, until};

/// Says when it ends.
struct Standing(&'static str, Arc<Mutex<Vec<&'static str>>>);

#[async_trait]
impl Stand for Standing {
    fn about(&self) -> About {
        About::new(self.0, Label::new("常驻", "Standing"))
    }
    async fn stand(&self, mut stop: watch::Receiver<bool>) -> Result<(), Failure> {
        let told = stop.wait_for(|stop| *stop).await;
        told.map(drop)?;
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.1.lock().unwrap().push(self.0);
        Ok(())
    }
}

/// Ends at once, which it should not.
struct Restless;

#[async_trait]
impl Stand for Restless {
    fn about(&self) -> About {
        About::new("restless", Label::new("不安", "Restless"))
    }
    async fn stand(&self, _: watch::Receiver<bool>) -> Result<(), Failure> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_stop_in_the_opposite_order() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let ended = Arc::default();
        let mut jobs = Jobs::new(journal.clone());
        for name in ["first", "second", "third"] {
            let job = Standing(name, Arc::clone(&ended));
            jobs.add(Job::stand(job)).unwrap();
        }
        jobs.add(Job::stand(Restless)).unwrap();
        let board = jobs.board();
        let running = jobs.start();
        let restless = until(&board, "restless", |job| job.runs == 2).await;
        assert_eq!(restless.last_error.unwrap().reason, "it ended by itself");
        let standing = board.get("first").unwrap().state;
        assert!(matches!(standing, JobState::Running { .. }), "{standing:?}");
        running.stop().await;
        assert_eq!(*ended.lock().unwrap(), ["third", "second", "first"]);
        end(journal).await;
    })
    .await;
}
