//! Jobs and channels as the API shows them.

use std::time::Duration;

use api::ApiTime;
use base::{Language, Uuid};
use jobs::{Alone, Ended, JobKind, JobState, JobStatus};
use outbox::{ChannelName, ChannelStatus, GivenUp};
use serde::Serialize;
use utoipa::ToSchema;

/// The jobs of the process that answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobList {
    pub(crate) items: Vec<Job>,
    pub(crate) as_of: ApiTime,
}

/// A job and what is known of it since its process started.
#[derive(Serialize, ToSchema)]
pub(crate) struct Job {
    name: &'static str,
    /// In the caller's language.
    label: &'static str,
    kind: Kind,
    /// Of a reconciler: how often it runs, seconds.
    #[schema(required)]
    period_s: Option<f64>,
    /// Of a reconciler: no two processes of one database run it at a time.
    exclusive: bool,
    state: State,
    /// Of a running job: since when.
    #[schema(required)]
    running_since: Option<ApiTime>,
    /// Runs that ended, well or not; of a follower: pages that asked for something.
    runs: u64,
    /// Failures since it went well last.
    failures: u32,
    #[schema(required)]
    last_run: Option<JobRun>,
    /// The last failure, also when a later run went well.
    #[schema(required)]
    last_error: Option<JobError>,
    /// When it runs next if nobody asks for it.
    #[schema(required)]
    next_at: Option<ApiTime>,
    /// Of a follower: how far it has read.
    #[schema(required)]
    place: Option<JobPlace>,
}

/// What kind of job it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobKind)]
enum Kind {
    /// Runs on its period and when it is asked.
    Reconciler,
    /// Follows the journal.
    Follower,
    /// Runs as long as the house does.
    Standing,
}

/// What a job does now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
enum State {
    /// Not started yet.
    Declared,
    /// Waits for its time, a poke or entries.
    Waiting,
    /// Waits for another process that does the same.
    Elsewhere,
    Running,
    /// Failed; tries again after a pause.
    Pausing,
    Stopped,
}

/// A run that ended.
#[derive(Serialize, ToSchema)]
struct JobRun {
    started_at: ApiTime,
    /// How long it took, seconds.
    took_s: f64,
    ok: bool,
    /// What was done; empty when there was nothing to do.
    counts: Vec<JobCount>,
}

/// So many of something.
#[derive(Serialize, ToSchema)]
struct JobCount {
    /// In the caller's language, to stand behind the number.
    label: &'static str,
    count: u64,
}

/// A failure.
#[derive(Serialize, ToSchema)]
struct JobError {
    at: ApiTime,
    reason: String,
}

/// How far a follower is.
#[derive(Serialize, ToSchema)]
struct JobPlace {
    /// The last position it dealt with.
    position: i64,
    /// The journal's last position.
    head: i64,
    /// Entries before it.
    lag: i64,
}

impl Job {
    pub(crate) fn of(status: JobStatus, language: Language) -> Self {
        let (kind, period, alone) = match status.kind {
            JobKind::Reconciler { period, alone } => (Kind::Reconciler, Some(period), alone),
            JobKind::Follower => (Kind::Follower, None, Alone::Process),
            JobKind::Standing => (Kind::Standing, None, Alone::Process),
        };
        let (state, since) = match status.state {
            JobState::Declared => (State::Declared, None),
            JobState::Waiting => (State::Waiting, None),
            JobState::Elsewhere => (State::Elsewhere, None),
            JobState::Running { since } => (State::Running, Some(since)),
            JobState::Pausing => (State::Pausing, None),
            JobState::Stopped => (State::Stopped, None),
        };
        Self {
            name: status.name,
            label: status.label.text(language),
            kind,
            period_s: period.map(seconds),
            exclusive: alone == Alone::House,
            state,
            running_since: since.map(Into::into),
            runs: status.runs,
            failures: status.failures,
            last_run: status.last_run.map(|run| JobRun {
                started_at: run.started_at.into(),
                took_s: seconds(run.took),
                ok: matches!(run.ended, Ended::Done(_)),
                counts: counts(&run.ended, language),
            }),
            last_error: status.last_error.map(|error| JobError {
                at: error.at.into(),
                reason: error.reason,
            }),
            next_at: status.next_at.map(Into::into),
            place: status.place.map(|place| JobPlace {
                position: place.position,
                head: place.head,
                lag: place.lag(),
            }),
        }
    }
}

fn counts(ended: &Ended, language: Language) -> Vec<JobCount> {
    let Ended::Done(outcome) = ended else {
        return Vec::new();
    };
    let counts = outcome.counts().iter().filter(|one| one.count > 0);
    let shown = counts.map(|one| JobCount {
        label: one.label.text(language),
        count: one.count,
    });
    shown.collect()
}

/// Microseconds are enough for people.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}

/// How the ways out are doing.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxState {
    pub(crate) channels: Vec<Channel>,
    pub(crate) as_of: ApiTime,
}

/// One way out.
#[derive(Serialize, ToSchema)]
#[schema(as = OutboxChannel)]
pub(crate) struct Channel {
    channel: &'static str,
    /// Whether this process delivers by it; else its messages wait.
    served: bool,
    /// Messages to be delivered, those under way and failing included.
    waiting: u64,
    under_way: u64,
    /// Of the waiting: failed at least once, due again later.
    failing: u64,
    /// Sent and not yet cleared away.
    sent: u64,
    given_up: u64,
    /// How long the oldest waiting message has waited, seconds.
    #[schema(required)]
    oldest_waiting_s: Option<f64>,
    #[schema(required)]
    last_success_at: Option<ApiTime>,
    /// The last failure, also when the message went out later.
    #[schema(required)]
    last_error: Option<ChannelError>,
}

/// A failure of a channel.
#[derive(Serialize, ToSchema)]
struct ChannelError {
    at: ApiTime,
    reason: String,
}

impl Channel {
    pub(crate) fn of(status: &ChannelStatus, served: bool) -> Self {
        let last_error = status.last_error.as_ref();
        Self {
            channel: ChannelName::as_str(status.channel),
            served,
            waiting: status.waiting,
            under_way: status.under_way,
            failing: status.failing,
            sent: status.sent,
            given_up: status.given_up,
            oldest_waiting_s: status.oldest_waiting.map(seconds),
            last_success_at: status.last_success.map(Into::into),
            last_error: last_error.map(|error| ChannelError {
                at: error.at.into(),
                reason: error.reason.clone(),
            }),
        }
    }
}

/// Given-up messages, the latest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenUpList {
    pub(crate) items: Vec<GivenUpMessage>,
    pub(crate) as_of: ApiTime,
}

/// A message that was given up.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenUpMessage {
    id: Uuid,
    /// Its idempotency key.
    key: String,
    /// Masked.
    recipient: String,
    /// The entry or subject that it speaks of.
    cause: String,
    attempts: i32,
    reason: String,
    created_at: ApiTime,
    #[schema(required)]
    given_up_at: Option<ApiTime>,
}

impl From<GivenUp> for GivenUpMessage {
    fn from(message: GivenUp) -> Self {
        Self {
            id: message.id,
            key: message.key,
            recipient: message.recipient,
            cause: message.cause,
            attempts: message.attempts,
            reason: message.reason,
            created_at: message.created_at.into(),
            given_up_at: message.given_up_at.map(Into::into),
        }
    }
}

/// How many messages are due again.
#[derive(Serialize, ToSchema)]
pub(crate) struct Retried {
    pub(crate) messages: u64,
}
