//! From a valid frame to the disk: one source after the other, many sources at once.
//!
//! How: frames of one source wait in its queue; whoever comes first takes all that wait, plans
//! them on what is known, hands one change set to the journal and answers everybody. So a flood of
//! one device costs one commit for many frames, and what is known never runs ahead of the disk.
//!
//! Invariants:
//! - [`Verdict::Stored`] and [`Verdict::Resent`] mean on disk; any doubt is [`Verdict::Failed`];
//! - what is known of a source is dropped when a write fails and read again, also across two
//!   gateways: a lost race shows as a conflict or a duplicate, and the frames are planned again;
//! - a refused change set does not take its neighbours along: they are written one by one.
//!
//! Not here: sockets and answers on the wire.

pub mod dialects;
mod known;
mod plan;
pub mod signal;
mod source;
mod upload;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use base::{RegionCode, Uuid};
use city::nouns::Transmitter;
use journal::{CommitError, Journal};
use register::Entered;
use tokio::sync::oneshot;

pub(crate) use plan::alarm_key_of;

pub use dialects::{Dialects, DialectsError};
pub use source::{Claim, ExchangeAnswer, Source};
pub use upload::{Note, Upload, Verdict};

use known::Known;
use plan::{Rules, plan, point_ids, signals_of};
use signal::Signal;
use source::Waiting;

/// How often frames are planned anew after a lost race.
const TRIES: u32 = 8;

/// What an intake goes by.
#[derive(Clone, Debug)]
pub struct IntakeConfig {
    /// How long a frame is remembered to know its resend.
    pub resend_window: Duration,
    /// The shortest time between two entries about repeats of one alarm.
    pub repeat_pause: Duration,
    /// The region that a stranger's record gets until somebody registers it: the city's code.
    pub home_region: RegionCode,
}

impl IntakeConfig {
    /// The usual times, for a city.
    #[must_use]
    pub const fn new(home_region: RegionCode) -> Self {
        Self {
            resend_window: Duration::from_secs(600),
            repeat_pause: Duration::from_secs(10),
            home_region,
        }
    }
}

/// The way of frames to the disk.
pub struct Intake {
    journal: Journal,
    dialects: Dialects,
    config: IntakeConfig,
    sources: Mutex<HashMap<i64, Weak<Source>>>,
}

impl Intake {
    /// An intake over a journal.
    #[must_use]
    pub fn new(journal: Journal, dialects: Dialects, config: IntakeConfig) -> Self {
        Self {
            journal,
            dialects,
            config,
            sources: Mutex::default(),
        }
    }

    /// The journal.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The dialects.
    #[must_use]
    pub const fn dialects(&self) -> &Dialects {
        &self.dialects
    }

    /// The source of an address; it lives as long as somebody holds it.
    pub fn source(&self, address: i64) -> Arc<Source> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = sources.get(&address).and_then(Weak::upgrade) {
            return source;
        }
        if sources.len() == sources.capacity() {
            sources.retain(|_, source| source.strong_count() > 0);
        }
        let source = Arc::new(Source::new(address));
        sources.insert(address, Arc::downgrade(&source));
        source
    }

    /// The source of an address, when a connection speaks for it.
    pub fn live_source(&self, address: i64) -> Option<Arc<Source>> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.get(&address).and_then(Weak::upgrade)
    }

    /// Stores a frame of `source` and says what became of it.
    pub async fn accept(&self, source: &Source, upload: Upload) -> Verdict {
        let (reply, mut verdict) = oneshot::channel();
        source.enqueue(Waiting { upload, reply });
        let mut known = source.work.lock().await;
        // Whoever had the lock before may have written this frame along with its own.
        loop {
            match verdict.try_recv() {
                Ok(verdict) => return verdict,
                Err(oneshot::error::TryRecvError::Closed) => return Verdict::Failed,
                Err(oneshot::error::TryRecvError::Empty) => {}
            }
            let batch = source.take_waiting();
            if batch.is_empty() {
                return Verdict::Failed;
            }
            self.work(source, &mut known, batch).await;
        }
    }

    /// Writes a batch and answers everybody in it.
    async fn work(&self, source: &Source, place: &mut Option<Known>, batch: Vec<Waiting>) {
        for attempt in 1..=TRIES {
            // Taken out for the time of the work: when this task is dropped in between, what was
            // known is gone and is read again.
            let mut known = match self.known(source.address(), place.take()).await {
                Ok(known) => known,
                Err(error) => {
                    tracing::error!(%error, source = source.address(), "a source cannot be read");
                    return answer(batch, |_| Verdict::Failed);
                }
            };
            let planned = match self.plan(source.address(), &mut known, &batch).await {
                Ok(planned) => planned,
                Err(error) => {
                    tracing::error!(%error, source = source.address(), "frames cannot be planned");
                    return answer(batch, |_| Verdict::Failed);
                }
            };
            let (plan, attendance) = planned;
            let written = if plan.set.is_empty() {
                Ok(Vec::new())
            } else {
                self.journal.submit(plan.set).await
            };
            match written {
                Ok(_) => {
                    source.set_idle_limit(known.dialect.idle_limit_seconds);
                    *place = Some(known);
                    if let Some(operator) = attendance {
                        source.attended(operator);
                    }
                    let mut verdicts = plan.verdicts.into_iter();
                    return answer(batch, |_| verdicts.next().unwrap_or(Verdict::Failed));
                }
                Err(CommitError::Conflict { .. } | CommitError::Duplicate) => {
                    tracing::debug!(source = source.address(), attempt, "a race was lost");
                    tokio::time::sleep(Duration::from_millis(2) * attempt).await;
                }
                Err(CommitError::Refused(reason)) if batch.len() > 1 => {
                    tracing::error!(reason, source = source.address(), "one by one now");
                    for one in batch {
                        Box::pin(self.work(source, place, vec![one])).await;
                    }
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, source = source.address(), "frames were not stored");
                    // What does not rest on the disk may be answered all the same.
                    let mut verdicts = plan.verdicts.into_iter();
                    return answer(batch, |_| match verdicts.next() {
                        Some(Verdict::Invalid) => Verdict::Invalid,
                        _ => Verdict::Failed,
                    });
                }
            }
        }
        tracing::error!(source = source.address(), "a race was lost too often");
        answer(batch, |_| Verdict::Failed);
    }

    async fn known(&self, source: i64, before: Option<Known>) -> Result<Known, known::KnownError> {
        let (store, now) = (self.journal.store(), self.journal.clock().now());
        if let Some(mut known) = before {
            known
                .refresh_device(store, &self.dialects, source, now)
                .await?;
            return Ok(known);
        }
        let window = self.config.resend_window;
        let stranger = || self.stranger(source);
        Known::load(store, &self.dialects, source, now, window, stranger).await
    }

    /// The row that an unknown address gets: heard, shown, marked as not registered.
    fn stranger(&self, source: i64) -> Entered<Transmitter> {
        let transmitter = Transmitter {
            name: source.to_string(),
            source_address: source,
            registered: false,
            unit: None,
            unit_name: None,
            address: None,
            region: self.config.home_region.clone(),
            position: None,
            model: None,
            dialect: None,
            installed_on: None,
            address_clash_at: None,
        };
        Entered::new(
            self.journal.new_id(),
            transmitter,
            self.journal.clock().now(),
        )
    }

    async fn plan(
        &self,
        source: i64,
        known: &mut Known,
        batch: &[Waiting],
    ) -> Result<(plan::Plan, Option<u8>), PlanError> {
        let frames: Vec<_> = batch
            .iter()
            .map(|waiting| {
                let signals = signals_of(&waiting.upload, &known.dialect);
                (&waiting.upload, signals)
            })
            .collect();
        let needs = Needs::of(source, &frames);
        let store = self.journal.store();
        if needs.fire || (!needs.silent && known.has_open()) {
            known.refresh_open(store, source).await?;
        }
        known.read_points(store, needs.points).await?;
        let rules = Rules {
            resend_window: self.config.resend_window,
            repeat_pause: self.config.repeat_pause,
        };
        let planned = plan(known, source, &frames, rules, || self.journal.new_id())?;
        Ok((planned, needs.attendance))
    }
}

/// What planning a batch asks the database for.
struct Needs {
    fire: bool,
    silent: bool,
    points: Vec<Uuid>,
    attendance: Option<u8>,
}

impl Needs {
    fn of(source: i64, frames: &[(&Upload, Option<Vec<Signal>>)]) -> Self {
        let all = || frames.iter().filter_map(|(_, of)| of.as_ref()).flatten();
        Self {
            fire: all().any(Signal::is_fire),
            silent: all().next().is_none(),
            points: point_ids(source, all()).collect(),
            attendance: all().find_map(|signal| match signal {
                Signal::Attendance { operator } => Some(*operator),
                _ => None,
            }),
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum PlanError {
    #[error(transparent)]
    Known(#[from] known::KnownError),
    #[error(transparent)]
    Canonical(#[from] base::CanonicalError),
}

fn answer(batch: Vec<Waiting>, mut verdict: impl FnMut(&Upload) -> Verdict) {
    for Waiting { upload, reply } in batch {
        if reply.send(verdict(&upload)).is_err() {
            tracing::debug!("the connection of a stored frame is gone");
        }
    }
}
