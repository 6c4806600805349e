//! The clients: a process that holds the connections, and the handle of whoever started it.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context, bail};
use base::Clock;
use clap::Args;
use futures_util::future::try_join_all;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, watch};

/// How the program is told to be the clients.
#[derive(Args)]
pub(crate) struct CrowdOptions {
    /// Be the clients of this server instead.
    #[arg(long, hide = true)]
    clients_of: Option<SocketAddr>,
    /// A session's token a line, one for each client.
    #[arg(long, hide = true)]
    tokens: Option<PathBuf>,
    /// Where what came goes.
    #[arg(long, hide = true)]
    out: Option<PathBuf>,
}

/// What the clients are told.
pub(crate) struct Asked<'a> {
    at: SocketAddr,
    tokens: &'a Path,
    out: &'a Path,
}

impl CrowdOptions {
    pub(crate) fn asked(&self) -> Option<Asked<'_>> {
        Some(Asked {
            at: self.clients_of?,
            tokens: self.tokens.as_deref()?,
            out: self.out.as_deref()?,
        })
    }
}

/// Connections that are opened at a time.
const AT_A_TIME: usize = 64;

/// Follows with every token until its input ends, then writes what came.
pub(crate) async fn run(asked: Asked<'_>) -> anyhow::Result<()> {
    let tokens = std::fs::read_to_string(asked.tokens)?;
    let turns = Arc::new(Semaphore::new(AT_A_TIME));
    let opened = tokens.lines().map(|token| {
        let turns = Arc::clone(&turns);
        async move {
            let _turn = turns.acquire().await?;
            open(asked.at, token, None).await
        }
    });
    let streams = try_join_all(opened).await?;
    let (stop, stopped) = watch::channel(false);
    let followers: Vec<_> = streams
        .into_iter()
        .map(|stream| tokio::spawn(follow(stream, stopped.clone())))
        .collect();
    println!("ready");
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    stop.send_replace(true);
    let mut out = std::io::BufWriter::new(std::fs::File::create(asked.out)?);
    for follower in followers {
        for (position, at) in follower.await? {
            out.write_all(&position.to_le_bytes())?;
            out.write_all(&at.to_le_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Connects and reads until the stream stands.
pub(super) async fn open(
    at: SocketAddr,
    token: &str,
    last: Option<i64>,
) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(question(token, last).as_bytes()).await?;
    let mut head = Vec::new();
    while !head.windows(7).any(|part| part == b": open\n") {
        if stream.read_buf(&mut head).await? == 0 {
            bail!("the server hung up: {}", String::from_utf8_lossy(&head));
        }
        if head.starts_with(b"HTTP/1.1 4") || head.starts_with(b"HTTP/1.1 5") {
            bail!("the server refused: {}", String::from_utf8_lossy(&head));
        }
    }
    Ok(stream)
}

/// What a follower asks.
pub(super) fn question(token: &str, last: Option<i64>) -> String {
    let last = last.map_or(String::new(), |id| format!("Last-Event-ID: {id}\r\n"));
    format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: bench\r\nCookie: {}={token}\r\n{last}\r\n",
        api::COOKIE
    )
}

/// Notes each event's position and when it came, microseconds.
async fn follow(mut stream: TcpStream, mut stop: watch::Receiver<bool>) -> Vec<(i64, i64)> {
    let (clock, mut seen, mut ids) = (Clock::system(), Vec::new(), Ids::default());
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = tokio::select! {
            read = stream.read(&mut buffer) => read,
            _ = stop.wait_for(|stop| *stop) => return seen,
        };
        let Ok(read @ 1..) = read else { return seen };
        let now = clock.now().as_micros();
        for byte in buffer.iter().take(read) {
            seen.extend(ids.take(*byte).map(|position| (position, now)));
        }
    }
}

/// Finds `id: N` at the beginnings of lines, however the bytes come.
#[derive(Default)]
pub(super) struct Ids {
    /// How much of the beginning was met; none when the line is another.
    met: usize,
    other: bool,
    number: i64,
}

const BEGINNING: &[u8] = b"id: ";

impl Ids {
    pub(super) fn take(&mut self, byte: u8) -> Option<i64> {
        if byte == b'\n' {
            let whole = !self.other && self.met == BEGINNING.len();
            let found = whole.then_some(self.number);
            *self = Self::default();
            return found;
        }
        if self.other {
            return None;
        }
        match BEGINNING.get(self.met) {
            Some(expected) if *expected == byte => self.met += 1,
            None if byte.is_ascii_digit() => {
                self.number = self.number.wrapping_mul(10) + i64::from(byte - b'0');
            }
            _ => self.other = true,
        }
        None
    }
}

/// The clients of a run, from where they were started.
pub(super) struct Crowd {
    process: Child,
    out: PathBuf,
    _folder: tempfile::TempDir,
}

impl Crowd {
    /// Starts them and waits until all of them stand.
    pub(super) async fn start(
        folder: &Path,
        at: SocketAddr,
        tokens: &[String],
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(folder)?;
        let (list, out) = (folder.path().join("tokens"), folder.path().join("arrivals"));
        std::fs::write(&list, tokens.join("\n"))?;
        let mut process = Command::new(std::env::current_exe()?)
            .args(["bench", "events", "--clients-of"])
            .arg(at.to_string())
            .arg("--tokens")
            .arg(&list)
            .arg("--out")
            .arg(&out)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start the clients")?;
        let said = process
            .stdout
            .take()
            .context("the clients have no output")?;
        let line = BufReader::new(said).lines().next_line().await?;
        if line.as_deref() != Some("ready") {
            bail!("the clients did not come to stand");
        }
        Ok(Self {
            process,
            out,
            _folder: folder,
        })
    }

    /// Ends them; gives the position and the time, microseconds, of every arrival.
    pub(super) async fn end(mut self) -> anyhow::Result<Vec<(i64, i64)>> {
        drop(self.process.stdin.take());
        let ended = self.process.wait().await?;
        if !ended.success() {
            bail!("the clients ended with {ended}");
        }
        let bytes = std::fs::read(&self.out)?;
        let number = |eight: &[u8]| eight.try_into().map(i64::from_le_bytes).unwrap_or_default();
        let pairs = bytes.chunks_exact(16).map(|pair| pair.split_at(8));
        Ok(pairs
            .map(|(position, at)| (number(position), number(at)))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_are_found_and_nothing_else() {
        let text = "retry: 2\n: open\n\nid: 41\nevent: x\ndata: {\"id: 5\":1}\n\nid: 7a\nid: 42\n";
        let mut ids = Ids::default();
        let found: Vec<i64> = text.bytes().filter_map(|byte| ids.take(byte)).collect();
        assert_eq!(found, [41, 42]);
    }
}
