//! Bytes of files over a power cut: what a sync keeps, what a lie loses, what a torn cut mixes.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::time::{Duration, Instant};

use crate::common::{EIO, durable_file, errno, mount, open};
use lyingfs::{Cut, Options, SyncMode};

const PAGE: usize = 4096;

#[test]
fn a_write_without_a_sync_is_lost() {
    let Some((place, mut disk)) = mount("write without sync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"old");
    file.write_all_at(b"new and longer", 0).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new and longer");
    drop(file);
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
}

#[test]
fn a_write_with_fdatasync_is_kept() {
    let Some((place, mut disk)) = mount("write with fdatasync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"old");
    let big: Vec<u8> = (0..3 * PAGE + 77).map(|i| (i % 251) as u8).collect();
    file.write_all_at(&big, 10).unwrap();
    file.sync_data().unwrap();
    file.write_all_at(b"lost", 0).unwrap();
    for _ in 0..2 {
        disk.power_cut(Cut::ForgetAll).unwrap();
        let got = fs::read(&path).unwrap();
        assert_eq!(got.len(), big.len() + 10);
        assert_eq!(&got[..3], b"old");
        assert_eq!(&got[10..], &big[..]);
    }
    assert_eq!(disk.counters().cuts, 2);
    assert_eq!(disk.counters().syncs, 2);
}

#[test]
fn a_sync_costs_what_is_dirty_and_not_what_is_there() {
    let Some((place, disk)) = mount("cost of a sync", Options::default()) else {
        return;
    };
    let file = open(&place.path().join("big"));
    let chunk = vec![7u8; 1 << 20];
    for i in 0..100 {
        file.write_all_at(&chunk, i << 20).unwrap();
    }
    file.sync_data().unwrap();
    file.write_all_at(&chunk[..8192], 50 << 20).unwrap();
    assert_eq!(disk.unsynced().0, 2);
    let start = Instant::now();
    for i in 0..100 {
        file.write_all_at(&chunk[..8192], i << 20).unwrap();
        file.sync_data().unwrap();
    }
    println!("100 times 8 KiB and fdatasync: {:?}", start.elapsed());
    // Copying the whole file each time would take many seconds; generous for a busy machine.
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_lying_sync_loses() {
    let Some((place, mut disk)) = mount("lying sync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"honest");
    disk.set_sync_mode(SyncMode::Lie);
    file.write_all_at(b"lies!!", 0).unwrap();
    file.sync_all().unwrap();
    file.sync_data().unwrap();
    assert_eq!(disk.counters().lies, 2);
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"honest");
}

#[test]
fn o_dsync_is_a_sync_with_every_write() {
    let Some((place, mut disk)) = mount("O_DSYNC", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    drop(durable_file(&path, b"-"));
    const O_DSYNC: i32 = 0o10000;
    let mut file = OpenOptions::new()
        .write(true)
        .custom_flags(O_DSYNC)
        .open(&path)
        .unwrap();
    file.write_all(b"kept").unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"kept");
}

#[test]
fn truncates_are_lost_or_kept_like_writes() {
    let Some((place, mut disk)) = mount("truncate", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let content = vec![9u8; 2 * PAGE + 5];
    let file = durable_file(&path, &content);
    file.set_len(0).unwrap();
    drop(file);
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), content);

    let file = open(&path);
    file.set_len(PAGE as u64 + 1).unwrap();
    file.set_len(2 * PAGE as u64).unwrap();
    file.sync_all().unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    let got = fs::read(&path).unwrap();
    assert_eq!(got.len(), 2 * PAGE);
    assert!(got[..PAGE + 1].iter().all(|b| *b == 9));
    assert!(got[PAGE + 1..].iter().all(|b| *b == 0));
}

#[test]
fn handles_from_before_the_cut_are_dead() {
    let Some((place, mut disk)) = mount("old handles", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, &[1; PAGE]);
    let mut buffer = [0; PAGE];
    file.read_exact_at(&mut buffer, 0).unwrap();
    disk.power_off();
    assert!(!disk.is_on());
    assert_eq!(errno(file.write_all_at(b"x", 0)), EIO);
    assert_eq!(errno(file.sync_data()), EIO);
    assert_eq!(errno(fs::File::create(place.path().join("b"))), EIO);
    disk.power_on(Cut::ForgetAll).unwrap();
    // Also what the kernel had cached, also while the new world is up.
    assert_eq!(errno(file.read_exact_at(&mut buffer, 0)), EIO);
    assert_eq!(errno(file.write_all_at(b"x", 0)), EIO);
    assert_eq!(errno(file.sync_data()), EIO);
    assert_eq!(fs::read(&path).unwrap(), [1; PAGE]);
}

/// Writes the same, cuts with a seed, and answers with what is left.
fn torn(seed: u64) -> Option<Vec<u8>> {
    let (place, mut disk) = mount("torn writes", Options::default())?;
    let path = place.path().join("a");
    let file = durable_file(&path, &[b'o'; 64 * PAGE]);
    file.write_all_at(&[b's'; PAGE], 0).unwrap();
    file.sync_data().unwrap();
    file.write_all_at(&[b'n'; 63 * PAGE], PAGE as u64).unwrap();
    disk.power_cut(Cut::KeepSome { seed }).unwrap();
    Some(fs::read(&path).unwrap())
}

#[test]
fn a_torn_cut_keeps_some_and_repeats() {
    let Some(one) = torn(1) else { return };
    assert_eq!(Some(&one), torn(1).as_ref(), "the same seed, the same disk");
    assert_ne!(Some(&one), torn(2).as_ref(), "another seed, another disk");
    assert!(one[..PAGE].iter().all(|b| *b == b's'), "synced is synced");
    let (mut old, mut new, mut mixed) = (0, 0, 0);
    for page in one[PAGE..].chunks(PAGE) {
        match (page.contains(&b'o'), page.contains(&b'n')) {
            (true, true) => mixed += 1,
            (true, false) => old += 1,
            _ => new += 1,
        }
        for sector in page.chunks(512) {
            assert!(sector.iter().all(|b| *b == sector[0]), "sectors are whole");
        }
    }
    assert!(old > 0 && new > 0 && mixed > 0, "{old} {new} {mixed}");
}

#[test]
fn a_sync_does_not_cover_what_is_written_while_it_runs() {
    let Some((place, mut disk)) = mount("slow sync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"0");
    disk.slow_syncs(Duration::from_millis(300));
    file.write_all_at(b"1", 0).unwrap();
    let start = Instant::now();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| file.sync_data());
        std::thread::sleep(Duration::from_millis(100));
        // Others are not held up by the sleeping sync.
        let other = open(&place.path().join("b"));
        other.write_all_at(b"late", 0).unwrap();
        file.write_all_at(b"2", 0).unwrap();
        slow.join().unwrap().unwrap();
    });
    assert!(start.elapsed() >= Duration::from_millis(300));
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"1");
}

#[test]
fn the_power_can_go_off_during_a_sync() {
    let Some((place, mut disk)) = mount("cut during a sync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"0");
    disk.slow_syncs(Duration::from_millis(300));
    file.write_all_at(b"1", 0).unwrap();
    let answer = std::thread::scope(|scope| {
        let slow = scope.spawn(|| file.sync_data());
        std::thread::sleep(Duration::from_millis(100));
        disk.power_cut(Cut::ForgetAll).unwrap();
        slow.join().unwrap()
    });
    assert_eq!(errno(answer), EIO, "no ok for what is lost");
    assert_eq!(fs::read(&path).unwrap(), b"0");
}

#[test]
fn the_power_goes_off_after_a_given_change() {
    let Some((place, mut disk)) = mount("power_off_after", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let mut kept = Vec::new();
    for changes in 0..6 {
        drop(durable_file(&path, b"........"));
        let file = open(&path);
        disk.power_off_after(changes);
        let mut acknowledged = 0;
        for i in 0..3 {
            let done = file.write_all_at(b"#", i).and_then(|()| file.sync_data());
            match done {
                Ok(()) => acknowledged += 1,
                Err(_) => break,
            }
        }
        disk.power_on(Cut::ForgetAll).unwrap();
        let got = fs::read(&path).unwrap();
        assert_eq!(got.iter().filter(|b| **b == b'#').count(), acknowledged);
        kept.push(acknowledged);
    }
    assert_eq!(kept, [0, 0, 1, 1, 2, 2]);
}
