//! A second real database on the lying disk: PostgreSQL, with the same procedure as SQLite's.
//! It is here because the disk shall not be tuned to one program. Skipped, with words, where
//! there is no PostgreSQL or nobody whom it would run as.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::common::mount;
use lyingfs::postgres::{Cluster, Postgres};
use lyingfs::{Cut, Mounted, SyncMode};

/// Inserts row by row until `rows` came back as committed, and then until the power is off.
fn work_and_lose_power(disk: &Mounted, cluster: &Cluster, rows: usize) -> BTreeSet<u64> {
    let mut psql = cluster.psql().unwrap();
    let mut psql = psql.stdin(Stdio::piped()).spawn().unwrap();
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
    let postgres = Postgres::find_or_skip(name)?;
    let (_place, mut disk) = mount(name, postgres.options())?;
    let mut cluster = postgres.init(disk.path()).unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();

    cluster.start().unwrap();
    cluster
        .ask("create table t (id bigserial primary key, body text)")
        .unwrap();
    disk.set_sync_mode(mode);
    let mut told = BTreeSet::new();
    for (life, cut) in cuts.iter().enumerate() {
        told.extend(work_and_lose_power(&disk, &cluster, 60 + 5 * life));
        assert!(!disk.is_on());
        cluster.kill();
        disk.power_on(*cut).unwrap();
        cluster.start().unwrap();
        let there: BTreeSet<u64> = cluster
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
