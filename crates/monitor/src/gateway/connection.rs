//! One connection: read, decode, hand frames on, answer in the order of commits.
//!
//! Invariants: frames wait for the disk side by side, not one after the other; what arrives is not
//! read while too many wait or too many answers are unsent; a silent connection holds no buffer,
//! no channel and no boxed future.

use std::collections::HashMap;
use std::future::{Future, pending};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, mpsc, watch};
use tokio::time::Instant;
use wire::gb26875::{Command, Decoder, Event, Header, Rejected, answer};

use super::Shared;
use crate::intake::signal::label_of;
use crate::intake::{Note, Source, Upload, Verdict};

/// Frames that wait for the disk.
type InFlight = FuturesUnordered<Pin<Box<dyn Future<Output = Done> + Send>>>;

/// Both ends of what the centre sends: the sources keep copies of the one, this task reads the other.
type Downlink = (mpsc::Sender<Vec<u8>>, mpsc::Receiver<Vec<u8>>);

/// Most source addresses that one connection speaks for at a time; a bridge may have many.
const SOURCES: usize = 256;

struct Done {
    header: Header,
    verdict: Verdict,
}

struct Connection {
    id: u64,
    shared: Arc<Shared>,
    socket: TcpStream,
    decoder: Decoder,
    /// Answers that the device has not taken yet.
    unsent: Vec<u8>,
    in_flight: Option<InFlight>,
    sources: HashMap<i64, Arc<Source>>,
    downlink: Option<Downlink>,
    idle: Duration,
    heard_at: Instant,
    read_at: Instant,
    denies_left: u32,
    denied_at: Instant,
    /// The device closed its side.
    ended: bool,
}

pub(super) async fn serve(
    id: u64,
    socket: TcpStream,
    shared: Arc<Shared>,
    mut stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "answers of this connection may be delayed");
    }
    shared.counts.connections.one();
    let now = Instant::now();
    let standard = shared.intake.dialects().of("").idle_limit_seconds;
    let mut connection = Connection {
        id,
        socket,
        decoder: Decoder::new(),
        unsent: Vec::new(),
        in_flight: None,
        sources: HashMap::new(),
        downlink: None,
        idle: shared
            .config
            .idle
            .unwrap_or(Duration::from_secs(u64::from(standard))),
        heard_at: now,
        read_at: now,
        denies_left: shared.config.denies,
        denied_at: now,
        ended: false,
        shared,
    };
    if let Err(error) = connection.run(&mut stopped).await {
        tracing::debug!(%error, connection = id, "a connection broke");
    }
    connection.forget_sources();
    connection.shared.counts.connections.one_less();
}

enum Woken {
    Readable,
    Writable,
    Done(Done),
    Downlink(Vec<u8>),
    Timer,
    Stop,
}

impl Connection {
    async fn run(&mut self, stopped: &mut watch::Receiver<bool>) -> io::Result<()> {
        loop {
            self.take_frames().await;
            let waiting = self.in_flight.as_ref().map_or(0, FuturesUnordered::len);
            if self.ended && waiting == 0 && self.unsent.is_empty() {
                return Ok(());
            }
            match self.wake(waiting, stopped).await? {
                Woken::Readable => self.read()?,
                Woken::Writable => self.write()?,
                Woken::Done(done) => self.answer(&done)?,
                Woken::Downlink(bytes) => self.send(&bytes)?,
                Woken::Timer if self.is_idle() => {
                    self.shared.counts.idle_closed.one();
                    return Ok(());
                }
                Woken::Timer => self.decoder.give_up_waiting(),
                Woken::Stop => return self.finish().await,
            }
        }
    }

    async fn wake(
        &mut self,
        waiting: usize,
        stopped: &mut watch::Receiver<bool>,
    ) -> io::Result<Woken> {
        let config = &self.shared.config;
        let room = waiting < config.in_flight && self.unsent.len() < config.unsent;
        let reading = room && !self.ended;
        let mut timer = self.heard_at + self.idle;
        if reading && self.decoder.pending() > 0 {
            timer = timer.min(self.read_at + config.stall);
        }
        let (socket, in_flight) = (&self.socket, &mut self.in_flight);
        let downlink = &mut self.downlink;
        let done = async {
            match in_flight {
                Some(in_flight) if !in_flight.is_empty() => in_flight.next().await,
                _ => pending().await,
            }
        };
        let down = async {
            match downlink {
                Some((_, inbox)) => inbox.recv().await,
                None => pending().await,
            }
        };
        tokio::select! {
            Some(done) = done => Ok(Woken::Done(done)),
            Some(bytes) = down => Ok(Woken::Downlink(bytes)),
            writable = socket.writable(), if !self.unsent.is_empty() => {
                writable.map(|()| Woken::Writable)
            }
            readable = socket.readable(), if reading => readable.map(|()| Woken::Readable),
            () = tokio::time::sleep_until(timer) => Ok(Woken::Timer),
            _ = stopped.wait_for(|stop| *stop) => Ok(Woken::Stop),
        }
    }

    fn is_idle(&self) -> bool {
        self.heard_at.elapsed() >= self.idle
    }

    /// Reads once. The buffer lives on the stack of this call, so that silence costs nothing.
    fn read(&mut self) -> io::Result<()> {
        let mut buffer = [0; 4_096];
        let limit = (Decoder::CAPACITY - self.decoder.pending()).min(buffer.len());
        let Some(free) = buffer.get_mut(..limit) else {
            return Ok(());
        };
        match self.socket.try_read(free) {
            Ok(0) => {
                self.ended = true;
                self.decoder.give_up_waiting();
            }
            Ok(many) => {
                self.read_at = Instant::now();
                let rest = self.decoder.push(free.get(..many).unwrap_or_default());
                if !rest.is_empty() {
                    return Err(io::Error::other("a decoder took less than it had room for"));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes the frames that are whole, as long as there is room for more in flight.
    async fn take_frames(&mut self) {
        loop {
            let waiting = self.in_flight.as_ref().map_or(0, FuturesUnordered::len);
            let config = &self.shared.config;
            if waiting >= config.in_flight || self.unsent.len() >= config.unsent {
                return;
            }
            let (header, adu) = match self.decoder.next_event() {
                None => return,
                Some(Event::Skipped(bytes)) => {
                    self.shared.counts.skipped_bytes.add(bytes);
                    continue;
                }
                Some(Event::Rejected(rejected)) => {
                    self.deny_rejected(rejected);
                    continue;
                }
                Some(Event::Frame(frame)) => (frame.header, frame.adu.to_vec()),
            };
            self.heard_at = Instant::now();
            self.shared.counts.frames.one();
            self.take(header, adu).await;
        }
    }

    /// Begins to store a frame.
    async fn take(&mut self, header: Header, adu: Vec<u8>) {
        let source = self.source(&header);
        let clash = source.heard(self.id, &header);
        let claim = match header.command {
            Command::Confirm | Command::Reply | Command::Deny => source.claim(&header, &adu),
            _ => None,
        };
        let journal = self.shared.intake.journal();
        let upload = Upload {
            id: journal.new_id(),
            note: Note::of(header.command, &adu, claim.is_some()),
            header,
            adu,
            arrived: journal.clock().now(),
            clash,
        };
        let shared = Arc::clone(&self.shared);
        let mut storing = Box::pin(async move {
            let verdict = shared.intake.accept(&source, upload).await;
            if let (Some(claim), Verdict::Stored | Verdict::Resent) = (claim, verdict) {
                claim.deliver();
            }
            Done { header, verdict }
        });
        // Begun at once, so that frames of one source queue in the order in which they came.
        let begun = futures_util::poll!(&mut storing);
        let in_flight = self.in_flight.get_or_insert_default();
        match begun {
            std::task::Poll::Ready(done) => in_flight.push(Box::pin(std::future::ready(done))),
            std::task::Poll::Pending => in_flight.push(storing),
        }
    }

    fn source(&mut self, header: &Header) -> Arc<Source> {
        let address = i64::try_from(header.source.number()).unwrap_or(i64::MAX);
        if let Some(source) = self.sources.get(&address) {
            return Arc::clone(source);
        }
        if self.sources.len() >= SOURCES {
            self.forget_sources();
        }
        let source = self.shared.intake.source(address);
        let (sender, _) = self.downlink.get_or_insert_with(|| mpsc::channel(16));
        source.attach(self.id, sender.clone());
        self.sources.insert(address, Arc::clone(&source));
        source
    }

    fn forget_sources(&mut self) {
        for (_, source) in self.sources.drain() {
            source.detach(self.id);
        }
    }

    fn answer(&mut self, done: &Done) -> io::Result<()> {
        let counts = &self.shared.counts;
        match done.verdict {
            Verdict::Stored => self.confirm(&done.header),
            Verdict::Resent => {
                counts.resends.one();
                self.confirm(&done.header)
            }
            Verdict::Invalid => {
                self.deny(&done.header);
                self.write()
            }
            Verdict::Failed => {
                counts.not_stored.one();
                Ok(())
            }
        }
    }

    /// Confirms an upload; nothing else that a device sends is confirmed.
    fn confirm(&mut self, header: &Header) -> io::Result<()> {
        if header.command != Command::Send {
            return Ok(());
        }
        self.adopt_idle_limit(header);
        let now = self.shared.intake.journal().clock().now();
        let dialect = self.shared.intake.dialects().of("");
        let Some(frame) = answer::confirm(header, label_of(now, &dialect)) else {
            return Ok(());
        };
        if let Err(error) = frame.encode_into(&mut self.unsent) {
            tracing::error!(%error, "a confirm cannot be written");
        }
        self.shared.counts.confirms.one();
        self.write()
    }

    /// The first stored frame tells whose device it is and so how long it may be silent.
    fn adopt_idle_limit(&mut self, header: &Header) {
        if self.shared.config.idle.is_some() {
            return;
        }
        let address = i64::try_from(header.source.number()).unwrap_or(i64::MAX);
        let limit = self
            .sources
            .get(&address)
            .and_then(|source| source.idle_limit());
        if let Some(limit) = limit {
            self.idle = limit;
        }
    }

    fn deny_rejected(&mut self, rejected: Rejected) {
        let counts = &self.shared.counts;
        counts.rejected.one();
        counts.skipped_bytes.add(rejected.consumed);
        if let Some(header) = rejected.credible {
            self.deny(&header);
        }
    }

    /// Denies, unless this connection had its share: hostile bytes hold many credible headers.
    fn deny(&mut self, header: &Header) {
        let earned = u32::try_from(self.denied_at.elapsed().as_secs()).unwrap_or(u32::MAX);
        if earned > 0 {
            self.denied_at = Instant::now();
            self.denies_left =
                (self.denies_left.saturating_add(earned)).min(self.shared.config.denies);
        }
        let counts = &self.shared.counts;
        let now = self.shared.intake.journal().clock().now();
        let dialect = self.shared.intake.dialects().of("");
        let Some(frame) = answer::deny(header, label_of(now, &dialect)) else {
            return;
        };
        if self.denies_left == 0 || self.unsent.len() >= self.shared.config.unsent {
            counts.denies_held_back.one();
            return;
        }
        self.denies_left -= 1;
        match frame.encode_into(&mut self.unsent) {
            Ok(()) => counts.denies.one(),
            Err(error) => tracing::error!(%error, "a denial cannot be written"),
        }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.unsent.len() < self.shared.config.unsent {
            self.unsent.extend_from_slice(bytes);
        }
        self.write()
    }

    /// Writes what the device takes now.
    fn write(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match self.socket.try_write(&self.unsent) {
                Ok(many) => drop(self.unsent.drain(..many)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The server stops: frames in flight get to the disk and are answered, then it is over.
    async fn finish(&mut self) -> io::Result<()> {
        while let Some(done) = match &mut self.in_flight {
            Some(in_flight) => in_flight.next().await,
            None => None,
        } {
            self.answer(&done)?;
        }
        self.write()
    }
}
