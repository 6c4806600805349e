//! Lanes: change sets that wait, the urgent before the others.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::{Row, RowMode};
use tokio::sync::{Notify, oneshot};

use crate::handle::Written;
use crate::sequencer::Unplaced;
use crate::tables::{batch, entry};
use crate::{CommitError, Committed, Entry, Lane};

/// What a change stands on.
#[derive(Clone, Copy)]
pub(crate) struct Footing {
    /// The table of the changed subject.
    pub(crate) shape: &'static store::TableShape,
    /// The version that must stand there; 0 for a new subject.
    pub(crate) expects: i64,
}

/// A change set made ready to write.
pub(crate) struct Job {
    pub(crate) lane: Lane,
    pub(crate) written: Committed,
    pub(crate) rows: Vec<Row>,
    /// Its entries that need a position, in their order.
    pub(crate) unplaced: Vec<Unplaced>,
    pub(crate) give_up_at: Instant,
    /// What each change of `written` stands on, in the same order.
    pub(crate) footings: Vec<Footing>,
    reply: oneshot::Sender<Result<Committed, CommitError>>,
}

impl Job {
    pub(crate) fn new(
        lane: Lane,
        reply: oneshot::Sender<Result<Committed, CommitError>>,
        give_up: Duration,
    ) -> Self {
        Self {
            lane,
            written: Vec::new(),
            rows: Vec::new(),
            unplaced: Vec::new(),
            give_up_at: Instant::now() + give_up,
            footings: Vec::new(),
            reply,
        }
    }

    /// An entry that needs a position.
    pub(crate) fn record(&mut self, entry: Entry, ours: bool) {
        let row = entry::Model::from(entry);
        self.rows.push(Row::of(&row, RowMode::Insert));
        self.unplaced.push(Unplaced {
            entry: row.id,
            hash: row.hash,
            ours,
        });
    }

    /// An entry that is no part of the journal yet, and its place in a batch.
    pub(crate) fn hide(&mut self, entry: Entry, staged: Row) {
        let row = entry::Model::from(entry);
        self.rows.push(Row::of(&row, RowMode::Insert));
        self.rows.push(staged);
    }

    /// Whether it opens, keeps or flips a batch of hidden rows.
    pub(crate) fn touches_a_batch(&self) -> bool {
        let of_batches = store::shape_of::<batch::Entity>();
        self.rows
            .iter()
            .any(|row| std::ptr::eq(row.shape, of_batches))
    }

    /// How many rows it writes.
    pub(crate) fn size(&self) -> usize {
        self.rows.len() + self.unplaced.len()
    }

    /// A row whose subject must stand at `expects`.
    pub(crate) fn stand(&mut self, written: Written, expects: i64, row: Row) {
        self.written.push(written);
        self.footings.push(Footing {
            shape: row.shape,
            expects,
        });
        self.rows.push(row);
    }

    pub(crate) fn answer(self, result: Result<(), CommitError>) {
        let answer = result.map(|()| self.written);
        if self.reply.send(answer).is_err() {
            tracing::debug!("whoever asked for a change is gone");
        }
    }
}

/// The queues between [`crate::Journal::submit`] and the committer.
pub(crate) struct Lanes {
    queues: Mutex<Queues>,
    arrived: Notify,
    capacity: usize,
}

#[derive(Default)]
struct Queues {
    lanes: [VecDeque<Job>; Lane::ALL.len()],
    /// How often in a row the first set of each lane stood back.
    stood_back: [u8; Lane::ALL.len()],
    closed: bool,
}

impl Lanes {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            queues: Mutex::default(),
            arrived: Notify::new(),
            capacity,
        }
    }

    pub(crate) fn push(&self, job: Job) -> Result<(), CommitError> {
        let mut queues = self.lock();
        if queues.closed {
            return Err(CommitError::Closed);
        }
        let Some(lane) = queues.lanes.get_mut(job.lane as usize) else {
            return Err(CommitError::Closed);
        };
        if lane.len() >= self.capacity {
            return Err(CommitError::Overloaded);
        }
        lane.push_back(job);
        drop(queues);
        self.arrived.notify_one();
        Ok(())
    }

    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_one();
    }

    /// The next sets to write together, at most `rows` rows of them unless the first alone is
    /// larger; `None` when the lanes are closed and empty.
    pub(crate) async fn take(&self, rows: usize) -> Option<Vec<Job>> {
        loop {
            {
                let mut queues = self.lock();
                let taken = queues.take(rows);
                if !taken.is_empty() {
                    return Some(taken);
                }
                if queues.closed {
                    return None;
                }
            }
            self.arrived.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows that may ride along when somebody at a desk waits for the answer.
const BESIDE_DISPATCH: usize = 48;

/// How often in a row a larger set stands back when somebody at a desk waits.
const STANDS_BACK: u8 = 4;

impl Queues {
    fn take(&mut self, rows: usize) -> Vec<Job> {
        let mut taken: Vec<Job> = Vec::new();
        let mut left = rows;
        // One set of every waiting lane first: a full upper lane slows the others and never starves them.
        for (lane, stood_back) in self.lanes.iter_mut().zip(&mut self.stood_back) {
            let Some(next) = lane.front() else { continue };
            let desk_waits = taken.first().is_some_and(|job| job.lane == Lane::Dispatch);
            let yields = next.lane > Lane::Fire && next.size() > BESIDE_DISPATCH;
            if desk_waits && yields && *stood_back < STANDS_BACK {
                *stood_back += 1;
                continue;
            }
            *stood_back = 0;
            if let Some(job) = lane.pop_front() {
                left = left.saturating_sub(job.size());
                taken.push(job);
            }
        }
        if taken.first().is_some_and(|job| job.lane == Lane::Dispatch) {
            left = left.min(BESIDE_DISPATCH);
        }
        for lane in &mut self.lanes {
            while let Some(job) = lane.pop_front_if(|job| job.size() <= left) {
                left -= job.size();
                taken.push(job);
            }
        }
        taken.sort_by_key(|job| job.lane);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::pending;

    fn job(lane: Lane) -> Job {
        let (reply, _answer) = oneshot::channel();
        Job::new(lane, reply, Duration::from_secs(1))
    }

    fn row(n: i64) -> Row {
        Row {
            shape: store::shape_of::<pending::Entity>(),
            mode: RowMode::Insert,
            values: vec![n.into()],
        }
    }

    #[tokio::test]
    async fn the_urgent_lane_goes_first_and_the_last_is_not_starved() {
        let lanes = Lanes::new(10);
        for lane in [Lane::Import, Lane::Device, Lane::Dispatch, Lane::Dispatch] {
            lanes.push(job(lane)).unwrap();
        }
        let order: Vec<_> = lanes
            .take(0)
            .await
            .unwrap()
            .iter()
            .map(|j| j.lane)
            .collect();
        assert_eq!(
            order,
            [Lane::Dispatch, Lane::Dispatch, Lane::Device, Lane::Import]
        );
    }

    #[tokio::test]
    async fn what_rides_with_a_dispatcher_is_little() {
        let lanes = Lanes::new(1_000);
        for n in 0..500 {
            let mut job = job(Lane::Device);
            job.rows.push(row(n));
            lanes.push(job).unwrap();
        }
        lanes.push(job(Lane::Dispatch)).unwrap();
        let with_dispatcher = lanes.take(400).await.unwrap();
        assert_eq!(with_dispatcher.len(), 2 + BESIDE_DISPATCH);
        assert_eq!(lanes.take(400).await.unwrap().len(), 400);
    }

    #[tokio::test]
    async fn a_large_set_stands_back_for_a_dispatcher_but_not_for_ever() {
        let lanes = Lanes::new(100);
        let large = |lane| {
            let mut job = job(lane);
            job.rows = (0..=BESIDE_DISPATCH as i64).map(row).collect();
            job
        };
        lanes.push(large(Lane::Import)).unwrap();
        lanes.push(large(Lane::Fire)).unwrap();
        let mut alone = 0;
        loop {
            lanes.push(job(Lane::Dispatch)).unwrap();
            let taken = lanes.take(400).await.unwrap();
            let lanes_taken: Vec<_> = taken.iter().map(|job| job.lane).collect();
            match lanes_taken.as_slice() {
                [Lane::Dispatch, Lane::Fire] => assert_eq!(alone, 0, "fire never stands back"),
                [Lane::Dispatch] => {}
                [Lane::Dispatch, Lane::Import] => break,
                other => panic!("{other:?}"),
            }
            alone += 1;
        }
        assert_eq!(alone, STANDS_BACK);
    }

    #[tokio::test]
    async fn a_full_lane_refuses_and_the_others_still_take() {
        let lanes = Lanes::new(1);
        lanes.push(job(Lane::Device)).unwrap();
        assert!(matches!(
            lanes.push(job(Lane::Device)),
            Err(CommitError::Overloaded)
        ));
        lanes.push(job(Lane::Dispatch)).unwrap();
    }

    #[tokio::test]
    async fn closing_hands_out_what_waits_and_then_ends() {
        let lanes = Lanes::new(5);
        lanes.push(job(Lane::Device)).unwrap();
        lanes.close();
        assert!(matches!(
            lanes.push(job(Lane::Device)),
            Err(CommitError::Closed)
        ));
        assert_eq!(lanes.take(10).await.map(|jobs| jobs.len()), Some(1));
        assert!(lanes.take(10).await.is_none());
    }
}
