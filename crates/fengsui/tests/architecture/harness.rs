//! Rules on what `cargo test` builds: every test runs, and nothing is built that holds none. A library
//! is compiled a second time for its unit tests, and its examples cost a start of rustdoc.

use crate::Finding;
use crate::workspace::{Crate, Harness, Source, Workspace};

/// What stands in a file that holds a unit test.
const UNIT: [&str; 3] = ["#[test]", "#[tokio::test", "proptest! {"];
/// What opens an example in the documentation.
const EXAMPLE: [&str; 2] = ["/// ```", "//! ```"];

/// A crate's `[lib]` asks for what its sources hold, no less and no more.
pub(crate) fn fits(workspace: &Workspace) -> Vec<Finding> {
    workspace
        .crates
        .iter()
        .filter_map(|found| Some((found, found.harness?)))
        .flat_map(|(found, asked)| {
            let held = held(found);
            [
                differs(found, "test", asked.unit, held.unit),
                differs(found, "doctest", asked.examples, held.examples),
            ]
        })
        .flatten()
        .collect()
}

fn held(found: &Crate) -> Harness {
    let holds = |marks: &[&str]| {
        let any = |source: &Source| marks.iter().any(|mark| source.text.contains(mark));
        found.shipped_sources().any(any)
    };
    Harness {
        unit: holds(&UNIT),
        examples: holds(&EXAMPLE),
    }
}

fn differs(found: &Crate, key: &str, asked: bool, held: bool) -> Option<Finding> {
    (asked != held).then(|| Finding {
        rule: "what cargo test builds is what there is to test",
        at: found.name.clone(),
        what: if held {
            format!("its sources hold what {key} = false leaves out")
        } else {
            format!("nothing in its sources is run by {key}")
        },
        mend: "[lib] in its Cargo.toml: `test` and `doctest`, false where there is nothing, else \
               left out",
    })
}

#[test]
fn a_test_that_would_not_run_is_found() {
    let with = |text: &str, unit, examples| Workspace {
        crates: vec![Crate {
            name: "found".to_owned(),
            folder: "found".to_owned(),
            harness: Some(Harness { unit, examples }),
            sources: vec![Source::rust("crates/found/src/lib.rs", text)],
            ..Crate::default()
        }],
        ..Workspace::default()
    };
    assert_eq!(fits(&with("#[test]\nfn runs() {}", true, false)), []);
    assert_eq!(fits(&with("fn shipped() {}", false, false)), []);
    assert_eq!(fits(&with("#[test]\nfn rests() {}", false, false)).len(), 1);
    assert_eq!(fits(&with("fn shipped() {}", true, true)).len(), 2);
    let example = "/// ```\n/// assert!(true);\n/// ```\npub fn shown() {}";
    assert_eq!(fits(&with(example, false, false)).len(), 1);
}
