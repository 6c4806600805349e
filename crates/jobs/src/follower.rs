//! The engine of one follower: read a page, have it dealt with, note the cursor.

use std::sync::Arc;
use std::time::Duration;

use base::Timestamp;
use journal::{Actor, ChangeSet, Journal, Lane, Sealed};
use sea_orm::EntityTrait;
use store::{Row, RowMode};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::board::{Ended, Entry, JobState};
use crate::guard::guarded;
use crate::plan::pause;
use crate::signal::InPause;
use crate::tables::cursor;
use crate::{Failure, Follow};

/// How many positions the cursor may lag behind while nothing concerns the follower.
const LAG: i64 = 2_000;

pub(crate) struct FollowerTask {
    pub(crate) job: Arc<dyn Follow>,
    pub(crate) entry: Arc<Entry>,
    pub(crate) journal: Journal,
    pub(crate) stop: watch::Receiver<bool>,
}

impl FollowerTask {
    /// Runs until it is told to stop or the journal is closed. It may be dropped at any await.
    pub(crate) async fn run(mut self) {
        let mut failures = 0;
        loop {
            let mut stop = self.stop.clone();
            let ended = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                ended = self.follow(&mut failures) => ended,
            };
            let Err((failure, started_at, took)) = ended else {
                break;
            };
            self.entry.ended(started_at, took, Ended::Failed(failure));
            let pause = pause(failures);
            failures = failures.saturating_add(1);
            let until = self.journal.clock().now().plus(pause);
            self.entry.waits(JobState::Pausing, until);
            tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => break,
                () = self.entry.signal.wanted(InPause::Yes) => self.entry.signal.answer(),
                () = sleep(pause) => {}
            }
        }
        self.entry.is(JobState::Stopped);
    }

    /// Follows from the noted cursor on; ends when the journal is closed.
    async fn follow(&self, failures: &mut u32) -> Result<(), (Failure, Timestamp, Duration)> {
        let (mut started_at, mut began) = (self.journal.clock().now(), Instant::now());
        let outcome = async {
            let mut noted = self.cursor().await?;
            let mut follower = self.journal.follow(noted);
            loop {
                self.entry.stands_at(follower.position());
                self.entry.is(JobState::Waiting);
                let page = follower.next().await?;
                let Some(last) = page.last() else {
                    return Ok(());
                };
                (started_at, began) = (self.journal.clock().now(), Instant::now());
                self.entry.is(JobState::Running { since: started_at });
                let concerned = self.deal_with(&page, started_at, began).await?;
                *failures = 0;
                if concerned || last.position - noted >= LAG {
                    noted = last.position;
                    self.note(noted).await?;
                }
            }
        };
        let ended: Result<(), Failure> = outcome.await;
        ended.map_err(|failure| (failure, started_at, began.elapsed()))
    }

    /// Whether the page asked for anything.
    async fn deal_with(
        &self,
        page: &[Sealed],
        started_at: Timestamp,
        began: Instant,
    ) -> Result<bool, Failure> {
        let outcome = guarded(self.job.follow(page)).await?;
        let concerned = !outcome.is_nothing();
        if concerned {
            self.entry
                .ended(started_at, began.elapsed(), Ended::Done(outcome));
        } else {
            self.entry.well();
        }
        Ok(concerned)
    }

    async fn cursor(&self) -> Result<i64, Failure> {
        let found = cursor::Entity::find_by_id(self.entry.about.name)
            .one(self.journal.store().reader())
            .await?;
        match found {
            Some(cursor) => Ok(cursor.position),
            None => guarded(self.job.first_position()).await,
        }
    }

    async fn note(&self, position: i64) -> Result<(), Failure> {
        let name = self.entry.about.name.to_owned();
        let cursor = cursor::Model { name, position };
        let set = ChangeSet::new(Lane::Device, Actor::system("jobs"));
        let row = Row::of(&cursor, RowMode::Upsert);
        self.journal.submit(set.beside(row)).await?;
        Ok(())
    }
}
