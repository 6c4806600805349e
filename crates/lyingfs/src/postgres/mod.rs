//! A PostgreSQL server whose data lies on the disk under test, for whoever puts a real database
//! there: made, started, killed with the power, started again.
//!
//! Invariants:
//! - [`Cluster::start`] returns when the server answers, so when its recovery is over.
//! - [`Cluster::kill`] leaves no process of the server alive, also when it had ended by itself.
//! - Dropping a [`Cluster`] ends the server and lets it give its shared memory back.
//!
//! It does not know what is stored in it, and it is no supervisor: a server that shuts itself
//! down stays down until somebody calls [`Cluster::start`].

mod processes;

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::{Options, Unavailable};

/// How long a start may take, recovery and a busy machine included.
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(20);

/// The server's programs, and whom they run as: they refuse to run as root.
#[derive(Clone, Debug)]
pub struct Postgres {
    bin: PathBuf,
    user: Option<(u32, u32)>,
}

impl Postgres {
    /// Looks for the programs, and as root for a user `postgres`.
    ///
    /// # Errors
    /// [`Unavailable`] says what is missing: a reason to skip a test, in words.
    pub fn find() -> Result<Self, Unavailable> {
        let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
        let mut bins: Vec<PathBuf> = installed
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .collect();
        let path = std::env::var_os("PATH").unwrap_or_default();
        bins.extend(std::env::split_paths(&path));
        let all = ["initdb", "postgres", "psql"];
        let bin = bins
            .into_iter()
            .find(|bin| all.iter().all(|program| bin.join(program).exists()))
            .ok_or_else(|| Unavailable::new("no initdb, postgres and psql in one place"))?;
        let user = match number("id", &["-u"]) {
            Some(0) => {
                let of = |what| number("id", &[what, "postgres"]);
                let missing = || Unavailable::new("PostgreSQL refuses root, and no user postgres");
                Some(of("-u").zip(of("-g")).ok_or_else(missing)?)
            }
            _ => None,
        };
        Ok(Self { bin, user })
    }

    /// As [`Postgres::find`], for tests: prints that `what` was skipped and why.
    pub fn find_or_skip(what: &str) -> Option<Self> {
        Self::find()
            .inspect_err(|why| eprintln!("SKIPPED {what}: {why}"))
            .ok()
    }

    /// How to mount a disk that the server can use.
    pub fn options(&self) -> Options {
        Options {
            allow_other: self.user.is_some(),
            ..Options::default()
        }
    }

    /// Makes a cluster in the folder `data` of the disk that is mounted at `disk`. It is not
    /// started.
    ///
    /// # Errors
    /// What the system or `initdb` said.
    pub fn init(self, disk: &Path) -> io::Result<Cluster> {
        let data = disk.join("data");
        // Beside the disk: a socket survives no power cut, and the log shall.
        let beside = disk.with_extension("server");
        fs::create_dir_all(&beside)?;
        let cluster = Cluster {
            postgres: self,
            data,
            beside,
            server: None,
        };
        fs::create_dir(&cluster.data)?;
        cluster.postgres.give(&cluster.data)?;
        cluster.postgres.give(&cluster.beside)?;
        File::open(disk)?.sync_all()?;
        let made = cluster
            .command("initdb")?
            .arg("-D")
            .arg(&cluster.data)
            .args(["-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale"])
            .status()?;
        if !made.success() {
            return Err(cluster.told("initdb failed"));
        }
        Ok(cluster)
    }

    fn give(&self, path: &Path) -> io::Result<()> {
        match self.user {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)),
            None => Ok(()),
        }
    }
}

fn number(program: &str, args: &[&str]) -> Option<u32> {
    let output = Command::new(program).args(args).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// A cluster on the disk, and its server while one runs. Drop it before its disk.
#[derive(Debug)]
pub struct Cluster {
    postgres: Postgres,
    data: PathBuf,
    /// The socket and the server's log.
    beside: PathBuf,
    server: Option<Child>,
}

impl Cluster {
    /// Where a client finds it: a URL with the folder of the socket.
    pub fn url(&self) -> String {
        let folder = self.beside.display();
        format!("postgres://test@localhost/postgres?host={folder}")
    }

    /// Starts the server unless it runs, and waits until it answers; a server that ends on the
    /// way (one before it had not quite gone) is started again.
    ///
    /// # Errors
    /// The server's last words when it does not answer in time.
    pub fn start(&mut self) -> io::Result<()> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if !self.is_running() {
                self.server = Some(self.spawn()?);
            }
            if self.ask("select 1").is_ok() {
                return Ok(());
            }
            sleep(POLL);
        }
        Err(self.told("PostgreSQL does not start"))
    }

    fn spawn(&self) -> io::Result<Child> {
        self.command("postgres")?
            .arg("-D")
            .arg(&self.data)
            .arg("-k")
            .arg(&self.beside)
            .args(["-c", "listen_addresses="])
            .args(["-c", "shared_buffers=8MB", "-c", "max_wal_size=32MB"])
            .spawn()
    }

    /// Has the server not ended by itself? While it recovers it runs and does not answer.
    pub fn is_running(&mut self) -> bool {
        match &mut self.server {
            Some(server) => server.try_wait().is_ok_and(|status| status.is_none()),
            None => false,
        }
    }

    /// Kills the server and its children, as a power cut does. (Each is in a session of its own,
    /// so there is no group to kill: first it is stopped, so that it makes no new ones.)
    pub fn kill(&mut self) {
        if self.is_running()
            && let Some(mut server) = self.server.take()
        {
            processes::signal(&[server.id()], Signal::SIGSTOP);
            let mut all = processes::children(server.id());
            all.push(server.id());
            processes::signal(&all, Signal::SIGKILL);
            server.wait().ok();
        }
        self.server = None;
    }

    /// `psql` on this cluster, without decoration.
    ///
    /// # Errors
    /// What the system said.
    pub fn psql(&self) -> io::Result<Command> {
        let mut command = self.command("psql")?;
        command
            .args(["-X", "-q", "-A", "-t", "-U", "test", "-d", "postgres"])
            .arg("-h")
            .arg(&self.beside)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        Ok(command)
    }

    /// The answer to a query, line by line.
    ///
    /// # Errors
    /// When the server is not there or refuses.
    pub fn ask(&self, query: &str) -> io::Result<String> {
        let output = self.psql()?.args(["-c", query]).output()?;
        if !output.status.success() {
            return Err(io::Error::other(format!("no answer to: {query}")));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn log(&self) -> PathBuf {
        self.beside.join("log")
    }

    fn told(&self, what: &str) -> io::Error {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines.get(lines.len().saturating_sub(20)..);
        let last = last.unwrap_or_default().join("\n");
        io::Error::other(format!("{what}; its last words:\n{last}"))
    }

    fn command(&self, program: &str) -> io::Result<Command> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut command = Command::new(self.postgres.bin.join(program));
        if let Some((uid, gid)) = self.postgres.user {
            command.uid(uid).gid(gid);
        }
        command
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        Ok(command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_running()
            && let Some(server) = &self.server
        {
            // An immediate shutdown, which gives shared memory back as SIGKILL does not.
            processes::signal(&[server.id()], Signal::SIGQUIT);
            let began = Instant::now();
            while self.is_running() && began.elapsed() < Duration::from_secs(10) {
                sleep(POLL);
            }
        }
        self.kill();
        fs::remove_dir_all(&self.beside).ok();
    }
}
