//! The plans of all packs, audited: every finding stands in a file beside this test, so that a change of
//! a check shows what it changes. `BLESS=1` writes the files anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plan_audit::{Finding, Plan, audit};

/// The folders `packs/<pack>/plan-<number>`.
pub(crate) fn plan_folders() -> Vec<PathBuf> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut found: Vec<PathBuf> = folders(&packs)
        .iter()
        .flat_map(|pack| folders(pack))
        .filter(|folder| name(folder).starts_with("plan-"))
        .collect();
    found.sort();
    found
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The plan of a folder.
pub(crate) fn read(folder: &Path) -> Plan {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (name(&path), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    let parts: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    Plan::from_parts(&parts).unwrap_or_else(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

fn told(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let against: Vec<String> = finding
            .against
            .iter()
            .map(|line| format!("L{line}"))
            .collect();
        writeln!(
            text,
            "L{} {:?} 0.{} {} | {} [{}]\n    {}\n    {}",
            finding.line,
            finding.kind,
            finding.confidence.hundredths(),
            finding.printed,
            finding.computed,
            against.join(" "),
            finding.message.zh,
            finding.message.en,
        )
        .unwrap();
    }
    text
}

#[test]
fn what_is_found_in_the_plans_is_what_stands_beside_this_test() {
    for folder in plan_folders() {
        let found = told(&audit(&read(&folder)));
        let pack = name(folder.parent().unwrap());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
            "tests/plan_audit/findings/{pack}-{}.txt",
            name(&folder)
        ));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == found,
            "{} differs; BLESS=1 writes it anew:\n{found}",
            path.display()
        );
    }
}
