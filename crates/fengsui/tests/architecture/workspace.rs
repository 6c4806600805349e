//! The facts the rules judge: crates, what they depend on, and their source files.
//!
//! Read from `cargo metadata` without dependencies and without the network, and from the crates'
//! folders. Floor and step stay optional here: that one is missing is for a rule to say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::tokens::Facts;

/// A crate that only tests use declares `role = "test tool"` beside its floor.
const TEST_TOOL: &str = "test tool";

/// Every crate of this workspace.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) crates: Vec<Crate>,
    /// Files of the screens, which keep the length rule too.
    pub(crate) screens: Vec<Source>,
}

/// One crate.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    pub(crate) name: String,
    /// The name of its folder below `crates/`.
    pub(crate) folder: String,
    pub(crate) floor: Option<u64>,
    pub(crate) step: Option<u64>,
    pub(crate) test_tool: bool,
    pub(crate) dependencies: Vec<Dependency>,
    /// What `cargo test` builds of its library; nothing for a crate without one.
    pub(crate) harness: Option<Harness>,
    /// Every Rust file: `src/`, `tests/`, `benches/`, `examples/`, `fuzz/`.
    pub(crate) sources: Vec<Source>,
}

/// What `cargo test` builds of a library, beside the library itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Harness {
    /// The library once more, with its unit tests.
    pub(crate) unit: bool,
    /// The examples of its documentation.
    pub(crate) examples: bool,
}

/// What a crate depends on, by the package's own name.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// When a dependency is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// At run time or in a build script: it shapes what is shipped.
    Shipped,
    /// In tests, benches and examples.
    Dev,
}

/// One source file.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the top folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What its tokens say; an error for a file that is no Rust. Empty for files of the screens.
    pub(crate) facts: Result<Facts, String>,
}

impl Crate {
    /// Floor and step, where both are declared.
    pub(crate) fn place(&self) -> Option<(u64, u64)> {
        Some((self.floor?, self.step?))
    }

    /// The files under `src/`: what is shipped.
    pub(crate) fn shipped_sources(&self) -> impl Iterator<Item = &Source> {
        let prefix = format!("crates/{}/src/", self.folder);
        self.sources
            .iter()
            .filter(move |source| source.path.starts_with(&prefix))
    }
}

impl Source {
    /// A Rust file, read into its facts.
    pub(crate) fn rust(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let facts = Facts::read(&text);
        Self { path, text, facts }
    }

    /// The file's name without folder and ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// Written by a program, which says so in the first lines.
    pub(crate) fn is_generated(&self) -> bool {
        self.text
            .lines()
            .take(5)
            .any(|line| line.contains("@generated"))
    }
}

impl Workspace {
    /// Of this workspace's crates, the one with this package name.
    pub(crate) fn find(&self, name: &str) -> Option<&Crate> {
        self.crates.iter().find(|found| found.name == name)
    }

    /// Reads the real workspace.
    pub(crate) fn read() -> Result<Self, String> {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .ok_or("the workspace's top folder is not two above this crate")?;
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let output = Command::new(&cargo)
            .args([
                "metadata",
                "--format-version",
                "1",
                "--no-deps",
                "--offline",
            ])
            .current_dir(top)
            .output()
            .map_err(|error| format!("{cargo} metadata did not start: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo metadata failed: {said}"));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("cargo metadata is no JSON: {error}"))?;
        let packages = metadata
            .get("packages")
            .and_then(Value::as_array)
            .ok_or("cargo metadata names no packages")?;
        let mut crates = packages
            .iter()
            .map(|package| read_crate(top, package))
            .collect::<Result<Vec<_>, _>>()?;
        crates.sort_by(|a, b| a.name.cmp(&b.name));
        let screens = read_files(top, &top.join("web/src"), &["ts", "tsx"])?
            .into_iter()
            .map(|(path, text)| Source {
                path,
                text,
                facts: Ok(Facts::default()),
            })
            .collect();
        Ok(Self { crates, screens })
    }
}

fn read_crate(top: &Path, package: &Value) -> Result<Crate, String> {
    let name = text(package, "name")?;
    let manifest = PathBuf::from(text(package, "manifest_path")?);
    let folder = manifest
        .parent()
        .ok_or_else(|| format!("{name} has no folder"))?;
    let ours = package.pointer("/metadata/fengsui");
    let number = |key| ours.and_then(|ours| ours.get(key)).and_then(Value::as_u64);
    let role = ours
        .and_then(|ours| ours.get("role"))
        .and_then(Value::as_str);
    let dependencies = package
        .get("dependencies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|dependency| {
            Ok(Dependency {
                name: text(dependency, "name")?,
                kind: match dependency.get("kind").and_then(Value::as_str) {
                    Some("dev") => Kind::Dev,
                    _ => Kind::Shipped,
                },
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    let sources = read_files(top, folder, &["rs"])?
        .into_iter()
        .map(|(path, text)| Source::rust(path, text))
        .collect();
    Ok(Crate {
        folder: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        name,
        floor: number("floor"),
        step: number("step"),
        test_tool: role == Some(TEST_TOOL),
        dependencies,
        harness: harness(package),
        sources,
    })
}

fn harness(package: &Value) -> Option<Harness> {
    let mut targets = package.get("targets")?.as_array()?.iter();
    let library = targets.find(|target| {
        let kinds = target.get("kind").and_then(Value::as_array);
        kinds.is_some_and(|kinds| {
            kinds
                .iter()
                .any(|kind| kind == "lib" || kind == "proc-macro")
        })
    })?;
    let said = |key| library.get(key).and_then(Value::as_bool).unwrap_or(true);
    Some(Harness {
        unit: said("test"),
        examples: said("doctest"),
    })
}

fn text(value: &Value, key: &str) -> Result<String, String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("cargo metadata: no {key} in {value}"))
}

/// The files below `folder` with one of `endings`, as (path from `top`, text), in order of path.
/// What is built (`target`, `node_modules`) or hidden is left out; a missing folder holds nothing.
fn read_files(
    top: &Path,
    folder: &Path,
    endings: &[&str],
) -> Result<Vec<(String, String)>, String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry
                .map_err(|error| format!("{}: {error}", folder.display()))?
                .path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && name != "node_modules" {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
            {
                found.insert(path);
            }
        }
    }
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let shown = path.strip_prefix(top).unwrap_or(&path);
            Ok((shown.to_string_lossy().replace('\\', "/"), text))
        })
        .collect()
}

#[test]
fn reads_this_very_workspace() {
    let workspace = Workspace::read().unwrap();
    let binary = workspace.find("fengsui").unwrap();
    assert_eq!(binary.place(), Some((5, 1)));
    assert!(binary.dependencies.iter().any(|d| d.kind == Kind::Dev));
    assert!(
        binary
            .shipped_sources()
            .any(|s| s.path == "crates/fengsui/src/main.rs")
    );
    assert!(
        binary
            .sources
            .iter()
            .any(|s| s.path.ends_with("architecture/workspace.rs"))
    );
}
