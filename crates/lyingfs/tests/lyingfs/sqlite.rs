//! A real database on the lying disk: SQLite in WAL mode with `synchronous=FULL`, in a process
//! of its own, which tells the number of every row whose commit returned. The power goes off
//! while it works. On an honest disk every told row must be there afterwards; on a lying disk
//! the very same procedure must see loss, or it would prove nothing.
//!
//! Python's SQLite serves, as the one a fresh machine most likely has.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::common::mount;
use lyingfs::{Cut, Mounted, Options, SyncMode};

/// Small checkpoints, so that the cuts also hit them.
const WRITER: &str = r#"
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=" + sys.argv[2])
db.execute("PRAGMA wal_autocheckpoint=8")
db.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body TEXT)")
next = db.execute("SELECT coalesce(max(id), 0) FROM t").fetchone()[0] + 1
while True:
    db.execute("INSERT INTO t VALUES (?, ?)", (next, str(next) * 200))
    os.write(1, b"%d\n" % next)
    next += 1
"#;

const READER: &str = r#"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(db.execute("PRAGMA integrity_check").fetchone()[0])
if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
    for (id,) in db.execute("SELECT id FROM t WHERE body LIKE id || '%'"):
        print(id)
"#;

/// Goes on after the cut, when it is told to.
const SURVIVOR: &str = r#"
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
db.execute("INSERT INTO t VALUES (1)")
os.write(1, b"ready\n")
sys.stdin.readline()
try:
    db.execute("INSERT INTO t VALUES (2)")
except sqlite3.OperationalError as error:
    print(error)
"#;

fn python() -> Option<()> {
    let there = Command::new("python3")
        .args(["-c", "import sqlite3"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        eprintln!("SKIPPED: no python3 with the module sqlite3");
    }
    there.then_some(())
}

fn writer(database: &Path, synchronous: &str) -> Child {
    Command::new("python3")
        .args(["-c", WRITER])
        .arg(database)
        .arg(synchronous)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets the writer work until it told `rows` rows, turns the power off in the middle of what
/// it does then, and answers with all it told.
fn work_and_lose_power(
    disk: &Mounted,
    database: &Path,
    synchronous: &str,
    rows: usize,
) -> Vec<u64> {
    let mut child = writer(database, synchronous);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told: Vec<u64> = Vec::new();
    while told.len() < rows {
        match lines.next() {
            Some(line) => told.push(line.unwrap().parse().unwrap()),
            None => panic!("the writer gave up before the power did"),
        }
    }
    // Some odd moment, another one each time.
    disk.power_off_after(rows as u64 % 13);
    // With the disk gone it fails by itself; the rest of what it told before still counts.
    told.extend(lines.map(|line| line.unwrap().parse::<u64>().unwrap()));
    child.kill().ok();
    child.wait().unwrap();
    assert!(!disk.is_on());
    told
}

fn rows(database: &Path) -> (String, BTreeSet<u64>) {
    let output = Command::new("python3")
        .args(["-c", READER])
        .arg(database)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    let verdict = lines.next().map_or_else(
        || String::from_utf8_lossy(&output.stderr).into_owned(),
        str::to_owned,
    );
    (verdict, lines.map(|line| line.parse().unwrap()).collect())
}

/// Several lives of one database; answers with what the last check found missing, if anything.
fn lives(name: &str, mode: SyncMode, synchronous: &str, cuts: &[Cut]) -> Option<Vec<u64>> {
    python()?;
    let (place, mut disk) = mount(name, Options::default())?;
    let database = place.path().join("db");
    let mut told = BTreeSet::new();
    for (life, cut) in cuts.iter().enumerate() {
        // The first rows are always kept honestly: then a loss is a loss of rows.
        let honest = life == 0;
        disk.set_sync_mode(if honest { SyncMode::Honest } else { mode });
        told.extend(work_and_lose_power(
            &disk,
            &database,
            synchronous,
            60 + 5 * life,
        ));
        disk.power_on(*cut).unwrap();
        let (verdict, there) = rows(&database);
        let missing: Vec<u64> = told.difference(&there).copied().collect();
        let counters = disk.counters();
        println!(
            "{name}, life {life}, {cut:?}: {} told, {} there, {} missing, \
             {verdict}; {counters:?}",
            told.len(),
            there.len(),
            missing.len()
        );
        if !missing.is_empty() || verdict != "ok" {
            assert!(!honest || synchronous != "FULL", "lost on an honest disk");
            return Some(missing);
        }
    }
    Some(Vec::new())
}

fn cuts() -> Vec<Cut> {
    let torn = (1..6).map(|seed| Cut::KeepSome { seed });
    std::iter::once(Cut::ForgetAll)
        .chain(torn)
        .chain([Cut::ForgetAll])
        .collect()
}

#[test]
fn an_honest_disk_keeps_every_acknowledged_row() {
    if let Some(missing) = lives("honest", SyncMode::Honest, "FULL", &cuts()) {
        assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    }
}

#[test]
fn a_lying_disk_is_found_out() {
    if let Some(missing) = lives("lie", SyncMode::Lie, "FULL", &[Cut::ForgetAll; 2]) {
        assert!(!missing.is_empty(), "this harness cannot see loss");
    }
}

/// The other negative control: the disk is honest and the program does not ask it. (A cut just
/// after a checkpoint loses nothing; hence several lives.)
#[test]
fn a_program_that_does_not_sync_is_found_out() {
    if let Some(missing) = lives("no sync", SyncMode::Honest, "NORMAL", &[Cut::ForgetAll; 8]) {
        assert!(!missing.is_empty(), "this harness cannot see loss");
    }
}

/// Full and failing disks: SQLite must say so, and what it told before must be there.
#[test]
fn trouble_is_told_and_loses_nothing_told() {
    for trouble in ["full", "failing"] {
        let Some((place, mut disk)) = python().and_then(|()| mount(trouble, Options::default()))
        else {
            return;
        };
        let database = place.path().join("db");
        let mut child = writer(&database, "FULL");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told: BTreeSet<u64> = BTreeSet::new();
        for line in lines.by_ref().take(40) {
            told.insert(line.unwrap().parse().unwrap());
        }
        disk.slow_syncs(Duration::from_millis(2));
        match trouble {
            "full" => disk.set_capacity(Some(disk.used_bytes() + 20_000)),
            _ => disk.fail_syncs(true),
        }
        told.extend(lines.map(|line| line.unwrap().parse::<u64>().unwrap()));
        assert!(
            !child.wait().unwrap().success(),
            "the error reached the program"
        );
        disk.power_off();
        disk.set_capacity(None);
        disk.fail_syncs(false);
        disk.power_on(Cut::ForgetAll).unwrap();
        let (verdict, there) = rows(&database);
        assert_eq!(verdict, "ok");
        assert!(told.is_subset(&there), "{trouble}: {told:?} {there:?}");
        println!(
            "{trouble}: {} told, {} there; {:?}",
            told.len(),
            there.len(),
            disk.counters()
        );
    }
}

/// A program that outlives the cut (a test with its database in its own process) shall see an
/// error, and not die of SIGBUS over the shared memory it still maps.
#[test]
fn a_program_that_lives_on_sees_an_error() {
    let Some((place, mut disk)) = python().and_then(|()| mount("survivor", Options::default()))
    else {
        return;
    };
    let mut child = Command::new("python3")
        .args(["-c", SURVIVOR])
        .arg(place.path().join("db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    disk.power_cut(Cut::ForgetAll).unwrap();
    drop(child.stdin.take());
    assert_eq!(lines.next().unwrap().unwrap(), "disk I/O error");
    assert!(child.wait().unwrap().success());
}
