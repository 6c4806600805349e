//! The house rules, checked on every crate of the workspace: who may stand on whom, where IO and
//! SQL may live, how long a file and how meaningful a name must be.
//!
//! Each rule is a function from facts to findings, tried here on made-up crates and then run on
//! the real ones. A finding says which rule was broken, by whom, and what to do. To change a rule,
//! change it here, in the same commit as the design document.
//!
//! Not here: what clippy (`clippy.toml`) and cargo-deny (`deny.toml`) can say by themselves.

mod graph;
mod harness;
mod source;
mod tokens;
mod workspace;

use std::fmt;
use std::io::Write as _;

use workspace::Workspace;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule, in a few words.
    pub(crate) rule: &'static str,
    /// The crate, or the file and line.
    pub(crate) at: String,
    /// What is wrong there.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) mend: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "[{}] {}: {}\n    to mend: {}",
            self.rule, self.at, self.what, self.mend
        )
    }
}

#[expect(
    clippy::panic,
    reason = "only tests call it, and none means anything without it"
)]
fn this_workspace() -> Workspace {
    Workspace::read().unwrap_or_else(|error| panic!("{error}"))
}

/// Fails with every finding of `rule` on this workspace.
fn hold(rule: fn(&Workspace) -> Vec<Finding>) {
    let findings = rule(&this_workspace());
    assert!(
        findings.is_empty(),
        "{} finding(s):\n\n{}\n",
        findings.len(),
        listed(&findings)
    );
}

fn listed(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_crate_says_its_floor_and_step() {
    hold(graph::placed);
}

#[test]
fn dependencies_point_down() {
    hold(graph::point_down);
}

#[test]
fn capabilities_do_not_know_each_other() {
    hold(graph::capabilities_apart);
}

#[test]
fn pure_crates_depend_on_no_io() {
    hold(graph::pure_dependencies);
}

#[test]
fn pure_crates_do_no_io() {
    hold(source::pure_sources);
}

#[test]
fn raw_sql_stays_in_the_platform() {
    hold(source::raw_sql);
}

#[test]
fn files_are_short_enough_to_read() {
    // Straight to stderr: what a passing test prints is not shown.
    for long in source::getting_long(&this_workspace()) {
        writeln!(std::io::stderr(), "warning: {long}").unwrap();
    }
    hold(source::too_long);
}

#[test]
fn names_say_what_a_thing_is() {
    hold(source::empty_names);
}

#[test]
fn what_cargo_test_builds_is_what_there_is_to_test() {
    hold(harness::fits);
}

#[test]
fn every_crate_opens_with_what_it_is_for() {
    hold(source::opening_words);
}

#[test]
fn every_source_file_could_be_read() {
    hold(source::unreadable);
}
