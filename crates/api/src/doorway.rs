//! The doorway: where connections come in, and out again when their other end takes nothing.
//!
//! A reader that stopped reading holds a connection, its buffers and its stream for as long as the
//! other machine is up; nothing above a socket can see it. Here a write that finds no room for a
//! whole bound is the end of its connection. What waits in the kernel for each is bounded too.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::Sleep;

/// How long a write may find no room.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes that the kernel keeps for one connection on their way out; it doubles them for itself.
const ON_THE_WAY: u32 = 128 * 1024;
/// Connections that wait to be taken.
const BACKLOG: u32 = 1024;
/// After a refusal of the system, such as too many open files.
const REST: Duration = Duration::from_millis(200);

/// A listener whose connections have a bound on waiting writes.
pub struct Doorway {
    listener: TcpListener,
    patience: Duration,
}

impl Doorway {
    /// Listens at this address.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        Self::with_patience(address, PATIENCE)
    }

    /// Listens at this address, with another bound.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn with_patience(address: SocketAddr, patience: Duration) -> io::Result<Self> {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        // Its connections inherit it.
        socket.set_send_buffer_size(ON_THE_WAY)?;
        socket.bind(address)?;
        let listener = socket.listen(BACKLOG)?;
        Ok(Self { listener, patience })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl axum::serve::Listener for Doorway {
    type Io = Bounded;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Bounded, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, from)) => {
                    // An event is a small write, and the next does not wait for its answer.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "a connection delays small writes");
                    }
                    return (Bounded::new(stream, self.patience), from);
                }
                Err(error) => {
                    tracing::warn!(%error, "no connection is taken for a moment");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address()
    }
}

/// A connection that ends when a write finds no room for too long.
pub struct Bounded {
    stream: TcpStream,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Bounded {
    const fn new(stream: TcpStream, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
        }
    }

    /// What a write came to: as it is, or the end after waiting too long.
    fn bound<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let sleep = || Box::pin(tokio::time::sleep(patience));
        let waiting = self.waiting.get_or_insert_with(sleep);
        ready!(waiting.as_mut().poll(context));
        // Closed hard: else the kernel would keep what was never taken for minutes.
        if let Err(error) = self.stream.set_zero_linger() {
            tracing::debug!(%error, "a stuck connection is closed softly");
        }
        let words = "the other end has taken nothing for too long";
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, words)))
    }
}

impl AsyncRead for Bounded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bound(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.bound(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
