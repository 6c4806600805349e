//! Names over a power cut: they are kept by a sync of their directory, and by nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;

use crate::common::{durable_file, mount, open, soon, sync_dir};
use lyingfs::{Cut, Options};

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_name_needs_a_sync_of_its_directory() {
    let Some((place, mut disk)) = mount("create", Options::default()) else {
        return;
    };
    let root = place.path();
    let file = open(&root.join("only-the-file"));
    file.write_all_at(b"x", 0).unwrap();
    file.sync_all().unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert!(names(root).is_empty(), "the strict reading of POSIX");

    fs::write(root.join("only-the-name"), b"x").unwrap();
    sync_dir(root).unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(names(root), ["only-the-name"]);
    assert_eq!(fs::read(root.join("only-the-name")).unwrap(), b"");

    drop(durable_file(&root.join("both"), b"x"));
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(root.join("both")).unwrap(), b"x");
}

#[test]
fn an_unlink_comes_back_without_a_sync() {
    let Some((place, mut disk)) = mount("unlink", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"durable");
    file.write_all_at(b"DURABLE", 0).unwrap();
    fs::remove_file(&path).unwrap();
    drop(file);
    assert!(soon(|| disk.used_bytes() == 0), "without name and handle");
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"durable");

    fs::remove_file(&path).unwrap();
    sync_dir(place.path()).unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert!(names(place.path()).is_empty());
}

#[test]
fn an_unlinked_file_lives_while_it_is_open() {
    let Some((place, _disk)) = mount("unlink while open", Options::default()) else {
        return;
    };
    let path = place.path().join("a");
    let file = durable_file(&path, b"alive");
    fs::remove_file(&path).unwrap();
    file.write_all_at(b"!", 5).unwrap();
    file.sync_all().unwrap();
    let mut buffer = [0; 6];
    file.read_exact_at(&mut buffer, 0).unwrap();
    assert_eq!(&buffer, b"alive!");
}

#[test]
fn a_rename_is_kept_or_lost_as_a_whole() {
    let Some((place, mut disk)) = mount("rename", Options::default()) else {
        return;
    };
    let root = place.path();
    // The usual way to replace a file: write aside, sync, rename, sync the directory.
    drop(durable_file(&root.join("config"), b"old"));
    drop(durable_file(&root.join("config.new"), b"new"));
    fs::rename(root.join("config.new"), root.join("config")).unwrap();
    assert_eq!(fs::read(root.join("config")).unwrap(), b"new");
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(root.join("config")).unwrap(), b"old");
    assert_eq!(names(root), ["config", "config.new"]);

    fs::rename(root.join("config.new"), root.join("config")).unwrap();
    sync_dir(root).unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(names(root), ["config"]);
    assert_eq!(fs::read(root.join("config")).unwrap(), b"new");
}

#[test]
fn a_rename_between_directories_is_atomic_whichever_is_synced() {
    let Some((place, mut disk)) = mount("rename across", Options::default()) else {
        return;
    };
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    fs::create_dir(&one).unwrap();
    fs::create_dir(&two).unwrap();
    sync_dir(place.path()).unwrap();
    drop(durable_file(&one.join("f"), b"x"));
    for (from, to, synced) in [(&one, &two, &one), (&two, &one, &one)] {
        fs::rename(from.join("f"), to.join("f")).unwrap();
        disk.power_cut(Cut::ForgetAll).unwrap();
        assert_eq!(fs::read(from.join("f")).unwrap(), b"x");
        assert!(names(to).is_empty());
        fs::rename(from.join("f"), to.join("f")).unwrap();
        sync_dir(synced).unwrap();
        disk.power_cut(Cut::ForgetAll).unwrap();
        assert_eq!(fs::read(to.join("f")).unwrap(), b"x");
        assert!(names(from).is_empty());
    }
}

#[test]
fn directories_links_and_symlinks() {
    let Some((place, mut disk)) = mount("directories", Options::default()) else {
        return;
    };
    let root = place.path();
    fs::create_dir_all(root.join("d/e")).unwrap();
    drop(durable_file(&root.join("d/e/f"), b"x"));
    fs::hard_link(root.join("d/e/f"), root.join("g")).unwrap();
    std::os::unix::fs::symlink("d/e", root.join("s")).unwrap();
    assert_eq!(fs::metadata(root.join("g")).unwrap().nlink(), 2);
    assert_eq!(fs::read(root.join("s/f")).unwrap(), b"x");
    assert!(fs::remove_dir(root.join("d")).is_err(), "not empty");
    sync_dir(root).unwrap();
    sync_dir(&root.join("d")).unwrap();
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(names(root), ["d", "g", "s"]);
    assert_eq!(fs::read(root.join("s/f")).unwrap(), b"x");
    fs::remove_dir_all(root.join("d")).unwrap();
    assert_eq!(fs::metadata(root.join("g")).unwrap().nlink(), 1);
    // Nobody synced the root: the directory comes back as its own syncs left it.
    disk.power_cut(Cut::ForgetAll).unwrap();
    assert_eq!(fs::read(root.join("d/e/f")).unwrap(), b"x");
}

#[test]
fn many_names_are_listed_and_removed() {
    let Some((place, _disk)) = mount("many names", Options::default()) else {
        return;
    };
    let dir = place.path().join("many");
    fs::create_dir(&dir).unwrap();
    for i in 0..1000 {
        fs::write(dir.join(format!("file-{i:05}")), b"").unwrap();
    }
    assert_eq!(names(&dir).len(), 1000);
    fs::remove_dir_all(&dir).unwrap();
    assert!(names(place.path()).is_empty());
}

#[test]
fn a_torn_cut_keeps_a_prefix_of_the_names() {
    let mut lengths = BTreeSet::new();
    for seed in 0..6 {
        let Some((place, mut disk)) = mount("torn names", Options::default()) else {
            return;
        };
        for i in 0..8 {
            fs::write(place.path().join(i.to_string()), b"").unwrap();
        }
        disk.power_cut(Cut::KeepSome { seed }).unwrap();
        let kept = names(place.path());
        let expected: Vec<String> = (0..kept.len()).map(|i| i.to_string()).collect();
        assert_eq!(kept, expected);
        lengths.insert(kept.len());
    }
    assert!(lengths.len() > 2, "{lengths:?}");
}
