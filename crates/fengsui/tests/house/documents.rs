//! Documents that are made from code and kept in the repository do not drift.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::server::BINARY;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

#[test]
fn the_openapi_document_is_that_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("openapi.json");
    let done = Command::new(BINARY)
        .args(["openapi", "--out"])
        .arg(&made)
        .status()
        .unwrap();
    assert!(done.success());
    let kept = std::fs::read_to_string(repository().join("docs/openapi.json")).unwrap();
    let made = std::fs::read_to_string(made).unwrap();
    assert!(
        kept == made,
        "docs/openapi.json has drifted: run `cargo run -p fengsui -- openapi`, then `npm run api:generate` in web/"
    );
}

#[test]
fn the_diagrams_are_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(BINARY)
        .args(["diagrams", "--out"])
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(done.success());
    for name in ["incident", "assignment", "device_alarm", "water_repair"] {
        let made = std::fs::read_to_string(folder.path().join(format!("{name}.mmd"))).unwrap();
        let kept = repository().join(format!("docs/diagrams/{name}.mmd"));
        let kept = std::fs::read_to_string(kept).unwrap();
        assert!(
            kept == made,
            "docs/diagrams/{name}.mmd has drifted: run `cargo run -p fengsui -- diagrams`"
        );
    }
}
