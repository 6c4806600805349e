//! The disk in a process of its own: the same disk, by messages.

use std::fs;

use crate::common::{ENOSPC, Place, durable_file, errno};
use lyingfs::apart::{Apart, serve};
use lyingfs::{Cut, Options};

const DISK: &str = "apart::disk_process";

/// Not a test of its own: the other process.
#[test]
fn disk_process() {
    serve();
}

#[test]
fn a_disk_apart_forgets_fills_up_and_goes() {
    let place = Place::new();
    let options = Options::default();
    let Some(disk) = Apart::mount_or_skip("disk apart", DISK, place.path(), &options) else {
        return;
    };
    let path = disk.path().join("a");
    drop(durable_file(&path, b"kept"));
    fs::write(disk.path().join("b"), b"lost").unwrap();
    disk.power_off().unwrap();
    assert!(fs::read(&path).is_err());
    disk.power_on(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"kept");
    assert!(!disk.path().join("b").exists());

    disk.set_capacity(Some(disk.used_bytes().unwrap())).unwrap();
    assert_eq!(errno(fs::write(disk.path().join("c"), b"more")), ENOSPC);
    disk.set_capacity(None).unwrap();
    disk.fail_syncs(true).unwrap();
    assert!(fs::File::open(&path).unwrap().sync_all().is_err());
    assert_eq!(disk.failed_syncs().unwrap(), 1);
    drop(disk);
    let table = fs::read_to_string("/proc/self/mounts").unwrap();
    assert!(!table.contains(path.parent().unwrap().to_str().unwrap()));
}

#[test]
fn a_disk_apart_that_cannot_be_says_why() {
    let why = Apart::mount(DISK, "/proc".as_ref(), &Options::default()).unwrap_err();
    assert!(why.to_string().starts_with("no lyingfs here: "), "{why}");
}
