//! One source address: its waiting frames, the connections that speak for it, and the exchanges
//! that the centre opened with it.
//!
//! Invariants: the newest connection gets what the centre sends; an answer belongs to the exchange
//! with its sequence number and to none when its command or type is another; two connections clash
//! when an older one speaks after a newer one has: a device that dialled anew leaves a silent one.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use wire::gb26875::{Command, Header, TypeFlag};

use super::known::Known;
use super::upload::{Upload, Verdict};

/// Most frames that are written as one change set.
const BATCH: usize = 32;

pub(super) struct Waiting {
    pub(super) upload: Upload,
    pub(super) reply: oneshot::Sender<Verdict>,
}

/// A source address.
pub struct Source {
    address: i64,
    waiting: Mutex<VecDeque<Waiting>>,
    pub(super) work: tokio::sync::Mutex<Option<Known>>,
    line: Mutex<Line>,
    /// Seconds of silence that its dialect allows; 0 while unknown.
    idle_limit: AtomicU32,
}

#[derive(Default)]
struct Line {
    /// Newest last.
    connections: Vec<(u64, mpsc::Sender<Vec<u8>>)>,
    last_header: Option<Header>,
    next_sequence: u16,
    exchanges: HashMap<u16, Exchange>,
    attendance: Vec<oneshot::Sender<u8>>,
}

struct Exchange {
    command: Command,
    answered_by: Option<TypeFlag>,
    answers: mpsc::Sender<ExchangeAnswer>,
}

/// What a device answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExchangeAnswer {
    /// 确认 of a control command.
    Confirmed,
    /// 应答 with its data unit.
    Replied(Vec<u8>),
    /// 否认, or an answer of another type.
    Denied,
}

/// An exchange that a frame answers; used up when the frame is stored.
pub struct Claim {
    answers: mpsc::Sender<ExchangeAnswer>,
    answer: ExchangeAnswer,
}

impl Claim {
    /// Hands the answer over.
    pub fn deliver(self) {
        if self.answers.try_send(self.answer).is_err() {
            tracing::debug!("nobody waits for this answer any more");
        }
    }
}

impl Source {
    pub(super) fn new(address: i64) -> Self {
        Self {
            address,
            waiting: Mutex::default(),
            work: tokio::sync::Mutex::new(None),
            line: Mutex::default(),
            idle_limit: AtomicU32::new(0),
        }
    }

    /// The address, the number that the wire bytes make low byte first.
    #[must_use]
    pub const fn address(&self) -> i64 {
        self.address
    }

    /// How long its device may be silent, once that is known.
    pub fn idle_limit(&self) -> Option<Duration> {
        let seconds = self.idle_limit.load(Ordering::Relaxed);
        (seconds > 0).then(|| Duration::from_secs(u64::from(seconds)))
    }

    pub(super) fn set_idle_limit(&self, seconds: u32) {
        self.idle_limit.store(seconds, Ordering::Relaxed);
    }

    pub(super) fn enqueue(&self, waiting: Waiting) {
        let mut queue = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(waiting);
    }

    pub(super) fn take_waiting(&self) -> Vec<Waiting> {
        let mut queue = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let many = queue.len().min(BATCH);
        queue.drain(..many).collect()
    }

    /// A connection speaks for this source from now on; it is the newest.
    pub fn attach(&self, connection: u64, downlink: mpsc::Sender<Vec<u8>>) {
        self.line().connections.push((connection, downlink));
    }

    /// The connection is gone.
    pub fn detach(&self, connection: u64) {
        self.line().connections.retain(|(id, _)| *id != connection);
    }

    /// Notes a frame of a connection; true when a newer connection claims this source too.
    pub fn heard(&self, connection: u64, header: &Header) -> bool {
        let mut line = self.line();
        let newest = line.connections.last().map(|(id, _)| *id);
        if newest == Some(connection) {
            line.last_header = Some(*header);
        }
        newest.is_some_and(|newest| newest != connection)
    }

    /// The exchange that this frame answers.
    pub fn claim(&self, header: &Header, adu: &[u8]) -> Option<Claim> {
        let line = self.line();
        let exchange = line.exchanges.get(&header.sequence)?;
        let answer = match (header.command, exchange.command) {
            (Command::Confirm, Command::Control) => ExchangeAnswer::Confirmed,
            (Command::Reply, Command::Request) => {
                let wanted = exchange.answered_by.map(|flag| flag.0);
                if wanted.is_some() && wanted == adu.first().copied() {
                    ExchangeAnswer::Replied(adu.to_vec())
                } else {
                    ExchangeAnswer::Denied
                }
            }
            (Command::Deny, _) => ExchangeAnswer::Denied,
            _ => return None,
        };
        Some(Claim {
            answers: exchange.answers.clone(),
            answer,
        })
    }

    /// Opens an exchange: its number and where its answers come.
    pub fn open_exchange(
        &self,
        command: Command,
        adu: &[u8],
    ) -> Option<(u16, mpsc::Receiver<ExchangeAnswer>)> {
        let mut line = self.line();
        if line.exchanges.len() > usize::from(u16::MAX / 2) {
            return None;
        }
        let mut sequence = line.next_sequence;
        while line.exchanges.contains_key(&sequence) {
            sequence = sequence.wrapping_add(1);
        }
        line.next_sequence = sequence.wrapping_add(1);
        let (answers, inbox) = mpsc::channel(4);
        let answered_by = adu.first().and_then(|flag| TypeFlag(*flag).answered_by());
        let exchange = Exchange {
            command,
            answered_by,
            answers,
        };
        line.exchanges.insert(sequence, exchange);
        Some((sequence, inbox))
    }

    /// Ends an exchange.
    pub fn close_exchange(&self, sequence: u16) {
        self.line().exchanges.remove(&sequence);
    }

    /// Where to send, and the last header heard from there.
    pub fn downlink(&self) -> Option<(Header, mpsc::Sender<Vec<u8>>)> {
        let line = self.line();
        let (_, sender) = line.connections.last()?;
        Some((line.last_header?, sender.clone()))
    }

    /// Waits for the control room's answer to the attendance check 查岗.
    pub fn expect_attendance(&self) -> oneshot::Receiver<u8> {
        let (answered, answer) = oneshot::channel();
        let mut line = self.line();
        line.attendance.retain(|waiting| !waiting.is_closed());
        line.attendance.push(answered);
        answer
    }

    pub(super) fn attended(&self, operator: u8) {
        for waiting in std::mem::take(&mut self.line().attendance) {
            if waiting.send(operator).is_err() {
                tracing::debug!("nobody waits for this attendance answer any more");
            }
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
