//! The disk in a process of its own, for a test that opens a database on it itself.
//!
//! Why: a program that maps a file (SQLite does) of a disk that it serves itself can lock itself
//! up for ever, beyond `kill -9`. Its page fault waits for the disk with the memory map locked,
//! and the disk's thread needs that lock to answer. Served from elsewhere there is no such circle.
//!
//! The process is the test's own program, asked for one test that calls [`serve`]. It reads a
//! command a line and answers each; when nobody holds its input any more, it unmounts and ends.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::str::SplitWhitespace;
use std::sync::{Mutex, PoisonError};

use crate::{Cut, LyingFs, Mounted, Options, SyncMode, Unavailable};

/// Where to mount; asks [`serve`] to serve.
const PLACE: &str = "LYINGFS_APART_PLACE";
/// Set when other users shall be let in.
const ALLOW_OTHER: &str = "LYINGFS_APART_ALLOW_OTHER";
/// Before each answer, to tell it from what the test harness prints.
const ANSWER: &str = "lyingfs:";
const DONE: &str = "done";
const REFUSED: &str = "refused";

/// A disk that another process serves; as [`Mounted`], by messages. Dropping it unmounts it.
#[derive(Debug)]
pub struct Apart {
    path: PathBuf,
    child: Child,
    pipes: Mutex<Pipes>,
}

#[derive(Debug)]
struct Pipes {
    /// `None` once the disk was told to go.
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Apart {
    /// Mounts at `path` from this program's test `test`, which is to call [`serve`].
    ///
    /// # Errors
    /// [`Unavailable`] says why there is no such disk: a reason to skip a test, in words.
    pub fn mount(test: &str, path: &Path, options: &Options) -> Result<Self, Unavailable> {
        let about = |error: io::Error| Unavailable::new(error.to_string());
        let mut command = Command::new(std::env::current_exe().map_err(about)?);
        if options.allow_other {
            command.env(ALLOW_OTHER, "yes");
        }
        let mut child = command
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(PLACE, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(about)?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Unavailable::new("no pipes to the disk's process"));
        };
        let mut pipes = Pipes {
            to: Some(to),
            from: BufReader::new(from),
        };
        let path = pipes.answer().map(PathBuf::from);
        let mut disk = Self {
            path: PathBuf::new(),
            child,
            pipes: Mutex::new(pipes),
        };
        disk.path = path.map_err(about)?;
        Ok(disk)
    }

    /// As [`Apart::mount`], for tests: prints that `what` was skipped and why.
    pub fn mount_or_skip(what: &str, test: &str, path: &Path, options: &Options) -> Option<Self> {
        Self::mount(test, path, options)
            .inspect_err(|why| eprintln!("SKIPPED {what}: {why}"))
            .ok()
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As [`Mounted::power_off`].
    ///
    /// # Errors
    /// The disk's process is gone; so for all that follow.
    pub fn power_off(&self) -> io::Result<()> {
        self.ask("power_off").map(drop)
    }

    /// As [`Mounted::power_on`].
    ///
    /// # Errors
    /// As there, too.
    pub fn power_on(&self, cut: Cut) -> io::Result<()> {
        let seed = match cut {
            Cut::ForgetAll => String::new(),
            Cut::KeepSome { seed } => seed.to_string(),
        };
        self.ask(&format!("power_on {seed}")).map(drop)
    }

    /// As [`Mounted::set_sync_mode`].
    ///
    /// # Errors
    /// See [`Apart::power_off`].
    pub fn set_sync_mode(&self, mode: SyncMode) -> io::Result<()> {
        let lie = mode == SyncMode::Lie;
        self.ask(&format!("lie {lie}")).map(drop)
    }

    /// As [`Mounted::set_capacity`].
    ///
    /// # Errors
    /// See [`Apart::power_off`].
    pub fn set_capacity(&self, bytes: Option<u64>) -> io::Result<()> {
        let bytes = bytes.map_or_else(String::new, |bytes| bytes.to_string());
        self.ask(&format!("capacity {bytes}")).map(drop)
    }

    /// As [`Mounted::fail_syncs`].
    ///
    /// # Errors
    /// See [`Apart::power_off`].
    pub fn fail_syncs(&self, fail: bool) -> io::Result<()> {
        self.ask(&format!("fail_syncs {fail}")).map(drop)
    }

    /// As [`Mounted::used_bytes`].
    ///
    /// # Errors
    /// See [`Apart::power_off`].
    pub fn used_bytes(&self) -> io::Result<u64> {
        self.ask("used_bytes")?.parse().map_err(io::Error::other)
    }

    /// How many syncs failed so far.
    ///
    /// # Errors
    /// See [`Apart::power_off`].
    pub fn failed_syncs(&self) -> io::Result<u64> {
        self.ask("failed_syncs")?.parse().map_err(io::Error::other)
    }

    fn ask(&self, command: &str) -> io::Result<String> {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(to) = &mut pipes.to {
            writeln!(to, "{command}")?;
        }
        pipes.answer()
    }
}

impl Pipes {
    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        while self.from.read_line(&mut line)? > 0 {
            // The harness may have begun the line.
            if let Some((_, answer)) = line.trim_end().split_once(ANSWER) {
                let (word, said) = answer.split_once(' ').unwrap_or((answer, ""));
                return match word {
                    DONE => Ok(said.to_owned()),
                    _ => Err(io::Error::other(said.to_owned())),
                };
            }
            line.clear();
        }
        Err(io::Error::other("the disk's process ended"))
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        let pipes = self.pipes.get_mut();
        pipes.unwrap_or_else(PoisonError::into_inner).to = None;
        self.child.wait().ok();
    }
}

/// The part of the other process: serves a disk if this process was started for it, until
/// nobody holds its input any more. In an ordinary run it does nothing.
pub fn serve() {
    let Some(place) = std::env::var_os(PLACE) else {
        return;
    };
    let options = Options {
        allow_other: std::env::var_os(ALLOW_OTHER).is_some(),
        ..Options::default()
    };
    let mut disk = match LyingFs::mount(place, options) {
        Ok(disk) => disk,
        Err(why) => return println!("{ANSWER}{REFUSED} {}", why.reason),
    };
    println!("{ANSWER}{DONE} {}", disk.path().display());
    for line in io::stdin().lines().map_while(Result::ok) {
        match obey(&mut disk, line.split_whitespace()) {
            Some(Ok(said)) => println!("{ANSWER}{DONE} {said}"),
            Some(Err(why)) => println!("{ANSWER}{REFUSED} {why}"),
            None => println!("{ANSWER}{REFUSED} no such command: {line}"),
        }
    }
}

/// `None` for what is no command.
fn obey(disk: &mut Mounted, mut words: SplitWhitespace<'_>) -> Option<Result<String, Unavailable>> {
    let done = Some(Ok(String::new()));
    match (words.next()?, words.next()) {
        ("power_off", None) => disk.power_off(),
        ("power_on", None) => return Some(disk.power_on(Cut::ForgetAll).map(|()| String::new())),
        ("power_on", Some(seed)) => {
            let seed = seed.parse().ok()?;
            return Some(
                disk.power_on(Cut::KeepSome { seed })
                    .map(|()| String::new()),
            );
        }
        ("lie", Some("true")) => disk.set_sync_mode(SyncMode::Lie),
        ("lie", Some("false")) => disk.set_sync_mode(SyncMode::Honest),
        ("capacity", None) => disk.set_capacity(None),
        ("capacity", Some(bytes)) => disk.set_capacity(Some(bytes.parse().ok()?)),
        ("fail_syncs", Some(fail)) => disk.fail_syncs(fail.parse().ok()?),
        ("used_bytes", None) => return Some(Ok(disk.used_bytes().to_string())),
        ("failed_syncs", None) => return Some(Ok(disk.counters().failed_syncs.to_string())),
        _ => return None,
    }
    done
}
