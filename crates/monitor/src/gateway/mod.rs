//! The TCP gateway for GB/T 26875.3 devices: one small task per connection.
//!
//! Invariants: a confirm 确认 leaves only after the frame is on disk; every buffer of a connection
//! is bounded, and a connection that is full is not read; a connection that fails harms no other.
//!
//! Not here: what frames mean (`wire`) and what they change ([`crate::intake`]).

mod connection;
mod exchange;
mod figures;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base::RegionCode;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

pub use exchange::ExchangeError;
pub use figures::Figures;

use crate::intake::{Intake, IntakeConfig};
use figures::Counts;

/// Limits of a gateway.
#[derive(Clone, Debug)]
pub struct GatewayConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Most connections at once.
    pub connections: usize,
    /// Most frames of one connection that wait for the disk; then it is not read.
    pub in_flight: usize,
    /// Most bytes of answers that wait for a device to read them; then it is not read.
    pub unsent: usize,
    /// How long the rest of a started frame is waited for before what is held is judged.
    pub stall: Duration,
    /// Denials 否认 that a connection may get at once, and then one a second.
    pub denies: u32,
    /// Silence after which a connection is closed; by its device's dialect when not set.
    pub idle: Option<Duration>,
    /// How long a device may take to answer the centre (clause 6.5.4: at most 10 s).
    pub answer_within: Duration,
    /// How often the centre repeats itself (clause 6.5.5: 3).
    pub repeats: u32,
    /// What frames go by on their way to the disk.
    pub intake: IntakeConfig,
}

impl GatewayConfig {
    /// The usual limits at an address, for a city.
    #[must_use]
    pub const fn new(listen: SocketAddr, city: RegionCode) -> Self {
        Self {
            listen,
            connections: 20_000,
            in_flight: 64,
            unsent: 16 * 1024,
            stall: Duration::from_secs(5),
            denies: 10,
            idle: None,
            answer_within: Duration::from_secs(10),
            repeats: 3,
            intake: IntakeConfig::new(city),
        }
    }
}

pub(crate) struct Shared {
    pub(crate) config: GatewayConfig,
    pub(crate) intake: Intake,
    pub(crate) counts: Counts,
}

/// A running gateway.
#[derive(Clone)]
pub struct GatewayHandle {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    listening: Arc<tokio::sync::Mutex<Option<JoinHandle<()>>>>,
}

/// Waiting connections that the system keeps for us.
const BACKLOG: u32 = 4_096;

impl GatewayHandle {
    /// Binds and starts.
    ///
    /// # Errors
    /// The system's refusal to listen there.
    pub async fn start(config: GatewayConfig, intake: Intake) -> io::Result<Self> {
        let socket = if config.listen.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        socket.set_reuseaddr(true)?;
        socket.bind(config.listen)?;
        let listener = socket.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared {
            config,
            intake,
            counts: Counts::default(),
        });
        tracing::info!(%address, "listening for devices");
        let listening = tokio::spawn(listen(listener, Arc::clone(&shared), stopped));
        Ok(Self {
            address,
            shared,
            stop,
            listening: Arc::new(tokio::sync::Mutex::new(Some(listening))),
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its figures now.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.shared.counts.now()
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Takes no more connections, lets frames in flight reach the disk, closes all.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let listening = self.listening.lock().await.take();
        if let Some(listening) = listening
            && let Err(error) = listening.await
        {
            tracing::error!(%error, "the gateway ended badly");
        }
        // Every connection holds a receiver until it is done.
        let patience = Duration::from_secs(10);
        if tokio::time::timeout(patience, self.stop.closed())
            .await
            .is_err()
        {
            tracing::warn!("connections were still open when the gateway stopped");
        }
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(shared.config.connections));
    let mut next = 0;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                // Out of descriptors, most likely: others must close before it gets better.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            shared.counts.turned_away.one();
            continue;
        };
        next += 1;
        shared.counts.accepted.one();
        let (shared, stopped) = (Arc::clone(&shared), stopped.clone());
        tokio::spawn(connection::serve(next, socket, shared, stopped, place));
    }
}
