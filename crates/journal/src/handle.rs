//! The handle that rooms hold: open, submit, look at the head, close.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use base::{Clock, IdSource, Uuid};
use store::{Row, RowMode, Store};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::change::{Actor, Change, ChangeSet, Lane};
use crate::committer::{Committer, Job, Lanes, Tally};
use crate::entry::Entry;
use crate::sequencer::{AtOnce, Sequencer};
use crate::stage::{mark_index, staged_row};
use crate::tables::received;
use crate::{CommitError, Follower, JournalError, Node, SealKey};

/// Limits of a journal.
#[derive(Clone, Debug)]
pub struct JournalConfig {
    /// How long a change may wait for a database that does not answer.
    pub give_up: Duration,
    /// How many change sets may wait in one lane.
    pub lane_capacity: usize,
    /// The longest that one transaction should hold the writer, without its fsync.
    pub slice: Duration,
    /// The shortest time between two sealings.
    pub seal_pause: Duration,
    /// How often to look for entries that other processes wrote.
    pub poll: Duration,
    /// The key that ends of sealings are signed with.
    pub seal_key: Option<SealKey>,
}

impl Default for JournalConfig {
    fn default() -> Self {
        Self {
            give_up: Duration::from_secs(8),
            lane_capacity: 20_000,
            slice: Duration::from_millis(4),
            seal_pause: Duration::from_millis(10),
            poll: Duration::from_millis(25),
            seal_key: None,
        }
    }
}

/// A written entry, as its writer sees it: without its position, which it may not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The entry.
    pub entry: Uuid,
    /// The subject's kind.
    pub kind: &'static str,
    /// The subject.
    pub subject: Uuid,
    /// Its version now; the ETag.
    pub version: i64,
}

/// Counts since a process started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalStats {
    /// Transactions.
    pub groups: u64,
    /// Change sets in them.
    pub sets: u64,
    /// Rows in them, the journal's own included.
    pub rows: u64,
}

/// The answer to a change set: it is on disk.
pub type Committed = Vec<Written>;

/// What came from another node about one subject.
#[derive(Default)]
pub(crate) struct Arrival {
    /// Its entries, with their sequences at their origins.
    pub(crate) brought: Vec<(Entry, i64)>,
    /// Whether their newest image becomes the row.
    pub(crate) followed: bool,
    /// Our entry that settles a clash.
    pub(crate) own: Vec<Entry>,
    /// The version that must stand, the entry whose image replaces it, and the row of that image.
    pub(crate) stands: Option<(i64, Entry, Row)>,
    /// The record of a clash.
    pub(crate) record: Option<Change>,
}

/// Whether what is written counts at once.
#[derive(Clone, Copy)]
enum Standing {
    /// It is part of the journal when it is committed.
    Ordinary,
    /// It is hidden until its batch is flipped.
    Staged(Uuid),
}

impl Standing {
    /// The row with its mark. A row that was read while its batch was settling may still bear one.
    fn marked(self, mut row: Row) -> Row {
        let mark = mark_index(row.shape).and_then(|index| row.values.get_mut(index));
        if let Some(mark) = mark {
            *mark = match self {
                Self::Ordinary => Option::<Uuid>::None.into(),
                Self::Staged(batch) => batch.into(),
            };
        }
        row
    }
}

/// The journal of one process.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    ids: IdSource,
    node: Node,
    config: JournalConfig,
    lanes: Arc<Lanes>,
    tally: Arc<Tally>,
    head: watch::Receiver<i64>,
    stop: watch::Sender<bool>,
    tasks: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

/// Whoever lets go of a journal without closing it leaves nobody at work for it: the others see that
/// `stop` is gone.
impl Drop for Inner {
    fn drop(&mut self) {
        self.lanes.close();
    }
}

impl Journal {
    /// Starts the committer and the sequencer over a migrated database.
    ///
    /// # Errors
    /// The database's refusal to tell who this node is and where the chain ends.
    pub async fn open(
        store: Store,
        clock: Clock,
        config: JournalConfig,
    ) -> Result<Self, JournalError> {
        let ids = IdSource::new(clock.clone());
        let node = Node::of(&store, &ids).await?;
        let lanes = Arc::new(Lanes::new(config.lane_capacity));
        let (stop, stopped) = watch::channel(false);
        let sequencer = Sequencer::start(&store, &clock, &node, &config, stopped.clone()).await?;
        let tally = Arc::new(Tally::default());
        let committer = Committer::new(
            store.clone(),
            Arc::clone(&lanes),
            &config,
            AtOnce::over(&store, &node, &clock, &sequencer.head, &config),
            sequencer.bell(),
            Arc::clone(&tally),
        );
        let tasks = vec![
            tokio::spawn(committer.run()),
            sequencer.task,
            tokio::spawn(crate::keeper::keep_log_short(
                store.clone(),
                stopped.clone(),
            )),
            tokio::spawn(crate::keeper::keep_batches(
                store.clone(),
                clock.clone(),
                stopped,
            )),
        ];
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            ids,
            node,
            config,
            lanes,
            tally,
            head: sequencer.head.watch(),
            stop,
            tasks: std::sync::Mutex::new(tasks),
        })))
    }

    /// Writes a change set; the answer means that it is on disk.
    ///
    /// # Errors
    /// [`CommitError`]; except for [`CommitError::InDoubt`] nothing was written.
    pub async fn submit(&self, set: ChangeSet) -> Result<Committed, CommitError> {
        self.submit_as(set, Standing::Ordinary).await
    }

    /// Writes new subjects as hidden rows of a batch.
    pub(crate) async fn submit_staged(
        &self,
        set: ChangeSet,
        batch: Uuid,
    ) -> Result<Committed, CommitError> {
        self.submit_as(set, Standing::Staged(batch)).await
    }

    async fn submit_as(
        &self,
        set: ChangeSet,
        standing: Standing,
    ) -> Result<Committed, CommitError> {
        let (reply, answer) = oneshot::channel();
        let job = self.prepare(set, standing, reply)?;
        self.0.lanes.push(job)?;
        answer.await.unwrap_or(Err(CommitError::Closed))
    }

    /// Writes entries of another node, with what they mean for the subject that stands here.
    pub(crate) async fn submit_arrival(
        &self,
        kind: &'static str,
        arrival: Arrival,
    ) -> Result<Committed, CommitError> {
        let (reply, answer) = oneshot::channel();
        let actor = Actor::system("exchange");
        let mut set = ChangeSet::new(Lane::Import, actor);
        set.changes.extend(arrival.record);
        let mut job = self.prepare(set, Standing::Ordinary, reply)?;
        for (entry, sequence) in arrival.brought {
            let received = received::Model {
                entry: entry.id,
                node_sequence: sequence,
                followed: arrival.followed,
            };
            job.rows.push(Row::of(&received, RowMode::Insert));
            job.record(entry, false);
        }
        arrival
            .own
            .into_iter()
            .for_each(|entry| job.record(entry, true));
        if let Some((expects, entry, row)) = arrival.stands {
            let written = Written {
                entry: entry.id,
                kind,
                subject: entry.subject,
                version: entry.version,
            };
            job.stand(written, expects, Standing::Ordinary.marked(row));
        }
        self.0.lanes.push(job)?;
        answer.await.unwrap_or(Err(CommitError::Closed))
    }

    /// Ids, hashes and rows are made here, in the task of whoever asks, not in the committer's.
    fn prepare(
        &self,
        set: ChangeSet,
        standing: Standing,
        reply: oneshot::Sender<Result<Committed, CommitError>>,
    ) -> Result<Job, CommitError> {
        if set.smuggles_journalled_row() {
            let reason = "a journalled row was put beside a change";
            return Err(CommitError::Refused(reason.to_owned()));
        }
        let inner = &*self.0;
        let recorded_at = inner.clock.now();
        let mut job = Job::new(set.lane, reply, inner.config.give_up);
        let actor = set.actor.to_string();
        for change in set.changes {
            let id = inner.ids.next();
            let entry = Entry {
                id,
                node: inner.node.id.clone(),
                epoch: inner.node.epoch,
                kind: change.kind.to_owned(),
                subject: change.subject,
                version: change.version,
                verb: change.verb.to_owned(),
                event_at: change.event_at,
                recorded_at,
                actor: actor.clone(),
                region: change.region,
                schema: change.schema,
                body: change.body,
            };
            let written = Written {
                entry: id,
                kind: change.kind,
                subject: change.subject,
                version: change.version,
            };
            match standing {
                Standing::Ordinary => job.record(entry, true),
                Standing::Staged(batch) => job.hide(entry, staged_row(id, batch)),
            }
            let expects = written.version - 1;
            job.stand(written, expects, standing.marked(change.row));
        }
        job.rows.extend(set.beside);
        Ok(job)
    }

    /// A follower that starts behind `position`.
    #[must_use]
    pub fn follow(&self, position: i64) -> Follower {
        Follower::new(self.0.store.clone(), self.0.head.clone(), position)
    }

    /// The last position that is known to be sealed; it changes when entries are sealed.
    #[must_use]
    pub fn head(&self) -> watch::Receiver<i64> {
        self.0.head.clone()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock that entries are recorded by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// A new id for a new subject.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.0.ids.next()
    }

    /// The source of ids.
    pub(crate) fn ids(&self) -> &IdSource {
        &self.0.ids
    }

    /// This node.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.0.node
    }

    /// What was committed since this process started.
    #[must_use]
    pub fn stats(&self) -> JournalStats {
        let tally = &self.0.tally;
        JournalStats {
            groups: tally.groups.load(Ordering::Relaxed),
            sets: tally.sets.load(Ordering::Relaxed),
            rows: tally.rows.load(Ordering::Relaxed),
        }
    }

    /// Takes no more changes, writes those that wait, seals everything and stops.
    pub async fn close(&self) {
        self.0.lanes.close();
        let tasks = {
            let mut tasks = match self.0.tasks.lock() {
                Ok(tasks) => tasks,
                Err(poisoned) => poisoned.into_inner(),
            };
            std::mem::take(&mut *tasks)
        };
        let mut tasks = tasks.into_iter();
        // The committer ends by itself when its lanes are closed and empty; the others after it,
        // so that what it wrote last is sealed.
        if let Some(committer) = tasks.next() {
            join(committer).await;
        }
        self.0.stop.send_replace(true);
        for task in tasks {
            join(task).await;
        }
    }
}

async fn join(task: JoinHandle<()>) {
    if let Err(error) = task.await {
        tracing::error!(%error, "a part of the journal ended badly");
    }
}
