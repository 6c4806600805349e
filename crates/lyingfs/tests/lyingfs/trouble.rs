//! A full disk, a failing disk, a missing disk, and a test that panics.

use std::fs;
use std::os::unix::fs::FileExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::common::{EIO, ENOSPC, Place, durable_file, errno, mount, open, soon};
use lyingfs::{Cut, LyingFs, Options};

#[test]
fn a_full_disk_says_enospc() {
    let options = Options {
        capacity_bytes: Some(64 * 1024),
        ..Options::default()
    };
    let Some((place, mut disk)) = mount("full disk", options) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, &[1; 60 * 1024]);
    assert_eq!(errno(file.write_all_at(&[2; 8192], 60 * 1024)), ENOSPC);
    assert_eq!(disk.counters().full, 1);
    // What is there can be overwritten; what is freed can be used.
    file.write_all_at(&[3; 4096], 0).unwrap();
    file.set_len(4096).unwrap();
    file.write_all_at(&[2; 8192], 4096).unwrap();
    assert_eq!(disk.used_bytes(), 12 * 1024);
    disk.set_capacity(Some(0));
    assert_eq!(errno(file.write_all_at(&[2], 12 * 1024)), ENOSPC);
    disk.set_capacity(None);
    file.write_all_at(&[2], 12 * 1024).unwrap();
    drop(file);
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(disk.used_bytes(), 60 * 1024);
    fs::remove_file(&path).unwrap();
    assert!(soon(|| disk.used_bytes() == 0));
}

#[test]
fn a_failed_sync_is_not_healed_by_the_next() {
    let Some((place, mut disk)) = mount("failing sync", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, &[b'0'; 8192]);
    file.write_all_at(b"1", 0).unwrap();
    disk.fail_syncs(true);
    assert_eq!(errno(file.sync_data()), EIO);
    assert_eq!(errno(fs::File::open(place.path()).unwrap().sync_all()), EIO);
    assert_eq!(disk.counters().failed_syncs, 2);
    disk.fail_syncs(false);
    file.write_all_at(b"2", 4096).unwrap();
    file.sync_data().unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    let got = fs::read(&path).unwrap();
    assert_eq!(
        got[0], b'0',
        "the page of the failed sync is gone, ok or not"
    );
    assert_eq!(got[4096], b'2', "what was written after it is not");
}

#[test]
fn a_panicking_test_leaves_nothing_mounted() {
    let place = Place::new();
    let path = place.path().to_path_buf();
    if LyingFs::mount_or_skip("panic", &path, Options::default()).is_none() {
        return;
    }
    let held = std::thread::spawn({
        let path = path.clone();
        move || {
            let _disk = LyingFs::mount(&path, Options::default()).unwrap();
            let file = open(&path.join("a"));
            std::panic::panic_any((file, "on purpose"));
        }
    })
    .join()
    .unwrap_err();
    let table = fs::read_to_string("/proc/self/mounts").unwrap();
    assert!(!table.contains(path.to_str().unwrap()));
    drop(held);
    assert!(fs::read_dir(&path).unwrap().next().is_none());
}

/// Not a test of its own: the part of the next one that is killed.
#[test]
fn killed_child() {
    if let Some(path) = std::env::var_os("LYINGFS_TEST_KILLED") {
        let _disk = LyingFs::mount(path, Options::default()).unwrap();
        println!("mounted");
        std::thread::sleep(Duration::from_secs(60));
    }
}

#[test]
fn the_next_mount_clears_what_a_killed_test_left() {
    let (left, place) = (Place::new(), Place::new());
    if LyingFs::mount_or_skip("killed test", left.path(), Options::default()).is_none() {
        return;
    }
    let table = || fs::read_to_string("/proc/self/mounts").unwrap();
    let mounted = || table().contains(left.path().to_str().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "trouble::killed_child", "--nocapture"])
        .env("LYINGFS_TEST_KILLED", left.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    assert!(soon(mounted));
    child.kill().unwrap();
    child.wait().unwrap();
    // Other tests of this binary mount as well, and any of them may have cleared it by now.
    let _disk = LyingFs::mount(place.path(), Options::default()).unwrap();
    assert!(!mounted());
}

#[test]
fn a_place_that_cannot_be_mounted_says_why() {
    let why = LyingFs::mount("/proc", Options::default()).unwrap_err();
    assert!(why.to_string().starts_with("no lyingfs here: "), "{why}");
}
