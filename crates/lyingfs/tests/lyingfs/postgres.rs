//! A second real database on the lying disk: PostgreSQL, with the same procedure as SQLite's.
//! It is here because the disk shall not be tuned to one program. Skipped, with words, where
//! there is no PostgreSQL or nobody whom it would run as.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::common::{Place, soon};
use lyingfs::{Cut, LyingFs, Mounted, Options, SyncMode};

/// The programs, and whom they run as: they refuse to run as root.
struct Postgres {
    bin: PathBuf,
    user: Option<(u32, u32)>,
    socket: PathBuf,
}

fn number(program: &str, args: &[&str]) -> Option<u32> {
    let output = Command::new(program).args(args).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn postgres(place: &Place) -> Result<Postgres, &'static str> {
    let mut bins: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    bins.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let all = ["initdb", "postgres", "psql"];
    let bin = bins
        .into_iter()
        .find(|bin| all.iter().all(|program| bin.join(program).exists()))
        .ok_or("no initdb, postgres and psql in one place")?;
    let user = match number("id", &["-u"]) {
        Some(0) => {
            let uid = number("id", &["-u", "postgres"]).ok_or("no user postgres")?;
            let gid = number("id", &["-g", "postgres"]).ok_or("no group of postgres")?;
            Some((uid, gid))
        }
        _ => None,
    };
    let socket = place.path().with_extension("socket");
    fs::create_dir_all(&socket).unwrap();
    let postgres = Postgres { bin, user, socket };
    postgres.give(&postgres.socket);
    Ok(postgres)
}

impl Postgres {
    fn give(&self, path: &Path) {
        if let Some((uid, gid)) = self.user {
            chown(path, Some(uid), Some(gid)).unwrap();
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command.current_dir("/").stderr(Stdio::null());
        command
    }

    fn psql(&self) -> Command {
        let mut command = self.command("psql");
        command
            .args(["-X", "-q", "-A", "-t", "-U", "test", "-d", "postgres"])
            .arg("-h")
            .arg(&self.socket);
        command
    }

    fn ask(&self, query: &str) -> Option<String> {
        let output = self.psql().args(["-c", query]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        output.status.success().then(|| text.trim().to_owned())
    }

    fn start(&self, data: &Path) -> Server {
        let mut command = self.command("postgres");
        command
            .arg("-D")
            .arg(data)
            .arg("-k")
            .arg(&self.socket)
            .args(["-c", "listen_addresses="])
            .args(["-c", "shared_buffers=8MB", "-c", "max_wal_size=32MB"]);
        let server = Server(command.spawn().unwrap());
        assert!(soon(|| self.ask("select 1").is_some()), "PostgreSQL starts");
        server
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.socket).ok();
    }
}

struct Server(Child);

impl Server {
    /// Kills the server and its children (each is in a session of its own, so there is no
    /// group to kill): first stops it, so that it makes no new ones.
    fn kill(&mut self) {
        let parent = self.0.id();
        signal("-STOP", &[parent]);
        let mut all = children(parent);
        all.push(parent);
        signal("-KILL", &all);
        self.0.wait().unwrap();
    }
}

fn signal(which: &str, processes: &[u32]) {
    Command::new("kill")
        .arg(which)
        .args(processes.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status()
        .unwrap();
}

fn children(parent: u32) -> Vec<u32> {
    let line = format!("PPid:\t{parent}");
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| {
            fs::read_to_string(format!("/proc/{process}/status"))
                .is_ok_and(|status| status.lines().any(|it| it == line))
        })
        .collect()
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|status| status.is_none()) {
            self.kill();
        }
    }
}

/// Inserts row by row until `rows` came back as committed, and then until the power is off.
fn work_and_lose_power(disk: &Mounted, postgres: &Postgres, rows: usize) -> BTreeSet<u64> {
    let mut psql = postgres
        .psql()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        while input
            .write_all(b"insert into t (body) values (repeat('x', 500)) returning id;\n")
            .is_ok()
        {}
    });
    let mut told = BTreeSet::new();
    for line in BufReader::new(psql.stdout.take().unwrap()).lines() {
        let Ok(id) = line.unwrap().parse() else {
            continue;
        };
        told.insert(id);
        if told.len() == rows {
            disk.power_off_after(rows as u64 % 7);
        }
    }
    assert!(
        told.len() >= rows,
        "PostgreSQL gave up before the power did"
    );
    psql.wait().unwrap();
    feeder.join().unwrap();
    told
}

fn lives(name: &str, mode: SyncMode, cuts: &[Cut]) -> Option<Vec<u64>> {
    let place = Place::new();
    let postgres = postgres(&place)
        .inspect_err(|why| eprintln!("SKIPPED {name}: {why}"))
        .ok()?;
    let options = Options {
        // As root the server runs as somebody else.
        allow_other: postgres.user.is_some(),
        ..Options::default()
    };
    let mut disk = LyingFs::mount_or_skip(name, place.path(), options)?;
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    postgres.give(&data);
    crate::common::sync_dir(place.path()).unwrap();
    let made = postgres
        .command("initdb")
        .arg("-D")
        .arg(&data)
        .args(["-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale"])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success(), "initdb");
    disk.power_cut(Cut::ForgetAll).unwrap();

    let mut server = postgres.start(&data);
    postgres
        .ask("create table t (id bigserial primary key, body text)")
        .unwrap();
    disk.set_sync_mode(mode);
    let mut told = BTreeSet::new();
    for (life, cut) in cuts.iter().enumerate() {
        told.extend(work_and_lose_power(&disk, &postgres, 60 + 5 * life));
        assert!(!disk.is_on());
        server.kill();
        disk.power_on(*cut).unwrap();
        server = postgres.start(&data);
        let there: BTreeSet<u64> = postgres
            .ask("select id from t")
            .unwrap_or_default()
            .lines()
            .map(|line| line.parse().unwrap())
            .collect();
        let missing: Vec<u64> = told.difference(&there).copied().collect();
        println!(
            "{name}, life {life}, {cut:?}: {} told, {} there, {} missing; {:?}",
            told.len(),
            there.len(),
            missing.len(),
            disk.counters()
        );
        if !missing.is_empty() {
            return Some(missing);
        }
    }
    Some(Vec::new())
}

#[test]
fn an_honest_disk_keeps_every_acknowledged_row() {
    let torn = (1..4).map(|seed| Cut::KeepSome { seed });
    let cuts: Vec<Cut> = std::iter::once(Cut::ForgetAll).chain(torn).collect();
    if let Some(missing) = lives("postgres, honest", SyncMode::Honest, &cuts) {
        assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    }
}

#[test]
fn a_lying_disk_is_found_out() {
    if let Some(missing) = lives("postgres, lie", SyncMode::Lie, &[Cut::ForgetAll]) {
        assert!(!missing.is_empty(), "this harness cannot see loss");
    }
}
