//! Rules on what stands in the files.

use regex::Regex;

use crate::Finding;
use crate::graph::pure;
use crate::tokens::Facts;
use crate::workspace::{Crate, Source, Workspace};

/// No file is longer.
const MOST_LINES: usize = 500;
/// A longer one is asking to be two rooms.
const MANY_LINES: usize = 400;

/// The platform's floor, where SQL may be written by hand.
const PLATFORM: u64 = 2;
/// Crates elsewhere that may write SQL too, by folder. Each needs a reason beside it.
const SQL_FOLDERS: [&str; 2] = [
    "store",   // the committer, migrations, and what each database says differently
    "journal", // the sequencer, verify and rebuild
];
const SQL: &str =
    r"(?is)\b(select\s.+\sfrom|insert\s+into|update\s.+\sset|delete\s+from|create\s+table)\b";

/// Words that say nothing of what a thing is.
const EMPTY_WORDS: [&str; 6] = ["manager", "managers", "util", "utils", "helper", "helpers"];
/// Terms of the field that hold such a word. 消防安全管理人: the person who runs a unit's fire safety.
const TERMS: [&str; 2] = ["FireSafetyManager", "fire_safety_manager"];

/// The one place that reads the machine's clock; everything else holds a `base::Clock`.
const CLOCK: &str = "crates/base/src/clock.rs";

/// Pure crates touch no files, no network, no runtime and no clock.
pub(crate) fn pure_sources(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (source, facts) in pure(workspace)
        .flat_map(Crate::shipped_sources)
        .filter_map(read)
    {
        for (line, path) in &facts.paths {
            if does_io(path) && source.path != CLOCK {
                findings.push(Finding {
                    rule: "floor 1 is pure",
                    at: format!("{}:{line}", source.path),
                    what: format!("uses {path}"),
                    mend: "take bytes, values and a base::Clock in; do the IO on a higher floor",
                });
            }
        }
    }
    findings
}

fn does_io(path: &str) -> bool {
    let names: Vec<&str> = path.split("::").collect();
    matches!(names.as_slice(), ["std", "fs" | "net", ..] | ["tokio", ..])
        || names.windows(2).any(|pair| pair == ["SystemTime", "now"])
}

/// SQL by hand stands in the platform only.
#[expect(
    clippy::expect_used,
    reason = "a constant, which the tests below compile"
)]
pub(crate) fn raw_sql(workspace: &Workspace) -> Vec<Finding> {
    let sql = Regex::new(SQL).expect("the pattern is well formed");
    let mut findings = Vec::new();
    let elsewhere = workspace.crates.iter().filter(|found| {
        found.floor != Some(PLATFORM) && !SQL_FOLDERS.contains(&found.folder.as_str())
    });
    for (source, facts) in elsewhere.flat_map(Crate::shipped_sources).filter_map(read) {
        // A benchmark compares with the raw engine, so it has to speak to it.
        if source.path.contains("/src/bench/") {
            continue;
        }
        for (line, text) in &facts.strings {
            if let Some(hit) = sql.find(text) {
                let shown: String = hit.as_str().chars().take(60).collect();
                findings.push(Finding {
                    rule: "SQL by hand stands in the platform only",
                    at: format!("{}:{line}", source.path),
                    what: format!("holds {shown:?}"),
                    mend: "ask through the store or SeaORM's builder; if it is a sentence for \
                           people, word it otherwise",
                });
            }
        }
    }
    findings
}

/// Files past the limit.
pub(crate) fn too_long(workspace: &Workspace) -> Vec<Finding> {
    longer_than(workspace, MOST_LINES)
}

/// Files that are getting there: a warning.
pub(crate) fn getting_long(workspace: &Workspace) -> Vec<Finding> {
    longer_than(workspace, MANY_LINES)
}

fn longer_than(workspace: &Workspace, most: usize) -> Vec<Finding> {
    all_sources(workspace)
        .chain(&workspace.screens)
        .filter(|source| !source.is_generated())
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > most).then(|| Finding {
                rule: "files are short",
                at: source.path.clone(),
                what: format!("has {lines} lines, more than {most}"),
                mend: "it is asking to be two rooms: split it by what it is about",
            })
        })
        .collect()
}

/// No file and no type is a manager, a utility or a helper.
pub(crate) fn empty_names(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in all_sources(workspace) {
        let types = source.facts.iter().flat_map(|facts| &facts.types);
        let file = (0, source.stem().to_owned());
        for (line, name) in std::iter::once(&file).chain(types) {
            if says_nothing(name) {
                findings.push(Finding {
                    rule: "names say what a thing is",
                    at: match line {
                        0 => source.path.clone(),
                        line => format!("{}:{line}", source.path),
                    },
                    what: format!("is named {name}"),
                    mend: "name it after what it holds or does in the field's own words",
                });
            }
        }
    }
    findings
}

fn says_nothing(name: &str) -> bool {
    let without_terms = TERMS
        .iter()
        .fold(name.to_owned(), |name, term| name.replace(term, "_"));
    words_of(&without_terms).any(|word| EMPTY_WORDS.contains(&word.as_str()))
}

/// The words of a `CamelCase`, `HTTPCase` or `snake_case` name, in lower case.
fn words_of(name: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let after_lower = at > 0 && letters.get(at - 1).is_some_and(|l| !l.is_uppercase());
        let before_lower = letters.get(at + 1).is_some_and(|l| l.is_lowercase());
        if *letter == '_' || (letter.is_uppercase() && (after_lower || before_lower)) {
            words.push(String::new());
        }
        if *letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

/// Every crate's first file opens with `//!`.
pub(crate) fn opening_words(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in &workspace.crates {
        let roots: Vec<&Source> = found
            .shipped_sources()
            .filter(|source| {
                let below = format!("crates/{}/src/", found.folder);
                matches!(source.path.strip_prefix(&below), Some("lib.rs" | "main.rs"))
            })
            .collect();
        if roots.is_empty() {
            findings.push(opening(
                &found.name,
                "has neither src/lib.rs nor src/main.rs",
            ));
        }
        for root in roots {
            if !root.text.trim_start().starts_with("//!") {
                findings.push(opening(&root.path, "does not open with //! docs"));
            }
        }
    }
    findings
}

fn opening(at: &str, what: &str) -> Finding {
    Finding {
        rule: "every crate says what it is for",
        at: at.to_owned(),
        what: what.to_owned(),
        mend: "open it with //! what it is for, its invariants, and what it is not",
    }
}

/// Files the other rules could not look into.
pub(crate) fn unreadable(workspace: &Workspace) -> Vec<Finding> {
    all_sources(workspace)
        .filter_map(|source| {
            let error = source.facts.as_ref().err()?;
            Some(Finding {
                rule: "every source file can be read",
                at: source.path.clone(),
                what: error.clone(),
                mend: "make it Rust, or give what it holds another ending than .rs",
            })
        })
        .collect()
}

fn all_sources(workspace: &Workspace) -> impl Iterator<Item = &Source> {
    workspace.crates.iter().flat_map(|found| &found.sources)
}

/// A source with its facts; nothing for one that could not be read, which `unreadable` says.
fn read(source: &Source) -> Option<(&Source, &Facts)> {
    Some((source, source.facts.as_ref().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_up(folder: &str, floor: u64, files: &[(&str, &str)]) -> Crate {
        Crate {
            name: folder.to_owned(),
            folder: folder.to_owned(),
            floor: Some(floor),
            step: Some(0),
            sources: files
                .iter()
                .map(|(path, text)| Source::rust(format!("crates/{folder}/{path}"), *text))
                .collect(),
            ..Crate::default()
        }
    }

    fn house(crates: Vec<Crate>) -> Workspace {
        Workspace {
            crates,
            ..Workspace::default()
        }
    }

    fn at(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.at.as_str()).collect()
    }

    #[test]
    fn io_in_a_pure_crate_is_found_and_elsewhere_it_is_not() {
        let io =
            "use std::{fmt, fs};\nfn f() {\n  tokio::spawn(x);\n  std::time::SystemTime::now();\n}";
        let test_tool = Crate {
            test_tool: true,
            ..made_up("probe", 1, &[("src/lib.rs", io)])
        };
        let workspace = house(vec![
            made_up("wire", 1, &[("src/lib.rs", io), ("tests/golden.rs", io)]),
            made_up("store", 2, &[("src/lib.rs", io)]),
            test_tool,
        ]);
        assert_eq!(
            at(&pure_sources(&workspace)),
            [
                "crates/wire/src/lib.rs:1",
                "crates/wire/src/lib.rs:3",
                "crates/wire/src/lib.rs:4"
            ]
        );
    }

    #[test]
    fn names_that_only_look_like_io_pass() {
        for path in ["std::fmt", "my::tokio", "std::time::SystemTime", "fs::read"] {
            assert!(!does_io(path), "{path}");
        }
    }

    #[test]
    fn sql_by_hand_is_found_outside_the_platform() {
        let sql = "fn f() { q(\"SELECT id\\nFROM unit\"); q(\"insert  into unit\"); \
                   q(\"update unit set a = 1\"); q(\"Delete from unit\"); q(\"create table t\"); }";
        let workspace = house(vec![
            made_up("city", 3, &[("src/lib.rs", sql)]),
            made_up("platform", 2, &[("src/lib.rs", sql)]),
            made_up("store", 3, &[("src/lib.rs", sql)]),
        ]);
        let findings = raw_sql(&workspace);
        assert_eq!(at(&findings), ["crates/city/src/lib.rs:1"; 5]);
    }

    #[test]
    fn sentences_that_are_no_sql_pass() {
        let prose =
            "fn f() { q(\"selected from the list\"); q(\"updates a setting\"); q(\"选择 from\"); }";
        let workspace = house(vec![made_up("city", 3, &[("src/lib.rs", prose)])]);
        assert_eq!(raw_sql(&workspace), []);
    }

    #[test]
    fn long_files_are_found_and_generated_ones_are_not() {
        let lines = |count: usize| "//\n".repeat(count);
        let generated = format!("// @generated by a program\n{}", lines(900));
        let workspace = house(vec![made_up(
            "city",
            3,
            &[
                ("src/a.rs", &lines(400)),
                ("src/b.rs", &lines(401)),
                ("src/c.rs", &lines(501)),
                ("src/d.rs", &generated),
            ],
        )]);
        assert_eq!(at(&too_long(&workspace)), ["crates/city/src/c.rs"]);
        assert_eq!(
            at(&getting_long(&workspace)),
            ["crates/city/src/b.rs", "crates/city/src/c.rs"]
        );
    }

    #[test]
    fn screens_keep_the_length_rule_too() {
        let workspace = Workspace {
            screens: vec![Source {
                path: "web/src/map.tsx".to_owned(),
                text: "\n".repeat(501),
                facts: Ok(Facts::default()),
            }],
            ..Workspace::default()
        };
        assert_eq!(at(&too_long(&workspace)), ["web/src/map.tsx"]);
    }

    #[test]
    fn empty_names_of_files_and_types_are_found() {
        let workspace = house(vec![made_up(
            "city",
            3,
            &[
                ("src/date_utils.rs", ""),
                ("src/unit.rs", "struct UnitManager;\nenum HTTPHelper {}"),
                ("src/fire_safety_manager.rs", "struct FireSafetyManager;"),
                ("src/utility.rs", "struct Utility;\nstruct Managed;"),
            ],
        )]);
        assert_eq!(
            at(&empty_names(&workspace)),
            [
                "crates/city/src/date_utils.rs",
                "crates/city/src/unit.rs:1",
                "crates/city/src/unit.rs:2"
            ]
        );
    }

    #[test]
    fn a_crate_without_opening_words_is_found() {
        let workspace = house(vec![
            made_up("a", 3, &[("src/lib.rs", "//! Units.")]),
            made_up("b", 3, &[("src/lib.rs", "// Units.")]),
            made_up("c", 3, &[("src/main.rs", "fn main() {}")]),
            made_up("d", 3, &[("src/unit/lib.rs", "//! Units.")]),
        ]);
        assert_eq!(
            at(&opening_words(&workspace)),
            ["crates/b/src/lib.rs", "crates/c/src/main.rs", "d"]
        );
    }

    #[test]
    fn a_file_that_is_no_rust_is_found() {
        let workspace = house(vec![made_up("a", 3, &[("src/lib.rs", "fn f( {")])]);
        assert_eq!(at(&unreadable(&workspace)), ["crates/a/src/lib.rs"]);
    }
}
