//! The pack that a test city is started with, as `scripts/test_pack.sh` makes it: once for a run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// How much of the city's tree of regions a house is started with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Regions {
    /// Some townships and villages of each county.
    Few,
    /// All 147 townships with all their villages.
    All,
}

/// The folder of the pack.
pub fn pack(regions: Regions) -> &'static Path {
    static SOME: LazyLock<PathBuf> = LazyLock::new(|| make("pack", None));
    static ALL: LazyLock<PathBuf> = LazyLock::new(|| make("pack-all", Some("--all-regions")));
    match regions {
        Regions::Few => &SOME,
        Regions::All => &ALL,
    }
}

fn make(name: &str, regions: Option<&str>) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&to));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/test_pack.sh");
    let done = Command::new(script)
        .arg(&to)
        .args(regions)
        .status()
        .unwrap();
    assert!(done.success(), "{script} made no pack");
    to
}
