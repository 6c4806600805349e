//! What a room declares: reconcilers, followers and standing tasks.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base::Label;
use journal::Sealed;
use tokio::sync::watch;

use crate::{Failure, Outcome, Signal};

/// Who a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name for programs: small letters and `_`, unique in the house, for ever.
    pub name: &'static str,
    /// Its name for people.
    pub label: Label,
}

impl About {
    /// A job of this name and label.
    #[must_use]
    pub const fn new(name: &'static str, label: Label) -> Self {
        Self { name, label }
    }
}

/// Beside whom a reconciler must not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// Beside itself in this process.
    Process,
    /// Beside itself in any process of the same database.
    House,
}

/// Brings something to where it should be.
#[async_trait]
pub trait Reconcile: Send + Sync + 'static {
    /// Who it is.
    fn about(&self) -> About;
    /// How often it runs without being poked.
    fn period(&self) -> Duration;
    /// Beside whom it must not run.
    fn alone(&self) -> Alone {
        Alone::Process
    }
    /// Looks at what is and does what is missing. It may be dropped at any await when the house
    /// stops, and is then done again.
    ///
    /// # Errors
    /// Why it could not; what it did stays done.
    async fn reconcile(&self) -> Result<Outcome, Failure>;
}

/// Reads the journal by position and does what its entries ask for.
#[async_trait]
pub trait Follow: Send + Sync + 'static {
    /// Who it is; the name is also that of its cursor.
    fn about(&self) -> About;
    /// Where to begin when no cursor was noted yet: 0 reads everything there ever was.
    ///
    /// # Errors
    /// Why that is not known.
    async fn first_position(&self) -> Result<i64, Failure> {
        Ok(0)
    }
    /// Does what these entries ask for. Idempotent: after a failure or a restart entries come again.
    /// A page that asks for nothing is answered with an outcome of nothing.
    ///
    /// # Errors
    /// Why it could not; the same page comes again, and is never skipped.
    async fn follow(&self, page: &[Sealed]) -> Result<Outcome, Failure>;
}

/// Runs as long as the house does.
#[async_trait]
pub trait Stand: Send + Sync + 'static {
    /// Who it is.
    fn about(&self) -> About;
    /// Works until `stop` turns true; when it ends earlier it is started again.
    ///
    /// # Errors
    /// Why it ended.
    async fn stand(&self, stop: watch::Receiver<bool>) -> Result<(), Failure>;
}

/// A job of a room, to be handed to [`crate::Jobs::add`].
pub struct Job {
    pub(crate) work: Work,
    pub(crate) signal: Signal,
}

pub(crate) enum Work {
    Reconcile(Arc<dyn Reconcile>),
    Follow(Arc<dyn Follow>),
    Stand(Arc<dyn Stand>),
}

impl Job {
    /// A reconciler.
    pub fn reconcile(job: impl Reconcile) -> Self {
        Self::of(Work::Reconcile(Arc::new(job)))
    }

    /// A follower of the journal.
    pub fn follow(job: impl Follow) -> Self {
        Self::of(Work::Follow(Arc::new(job)))
    }

    /// A standing task.
    pub fn stand(job: impl Stand) -> Self {
        Self::of(Work::Stand(Arc::new(job)))
    }

    fn of(work: Work) -> Self {
        let signal = Signal::default();
        Self { work, signal }
    }

    /// The same job, run when this signal is poked: a room keeps a clone of it.
    #[must_use]
    pub fn on(mut self, signal: &Signal) -> Self {
        self.signal = signal.clone();
        self
    }

    /// What pokes it.
    #[must_use]
    pub fn signal(&self) -> Signal {
        self.signal.clone()
    }

    pub(crate) fn about(&self) -> About {
        match &self.work {
            Work::Reconcile(job) => job.about(),
            Work::Follow(job) => job.about(),
            Work::Stand(job) => job.about(),
        }
    }
}
