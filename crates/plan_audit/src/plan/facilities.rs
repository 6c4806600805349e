//! Building projects, when they are to be finished, and what their class asks of them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A list of building projects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectList {
    /// What they are; the quantity of a statement that counts them.
    pub of: String,
    /// The projects.
    pub items: Vec<Project>,
}

/// A building project.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Line of the plan's text.
    pub line: u32,
    /// Where.
    pub area: String,
    /// As printed.
    pub name: String,
    /// As printed.
    #[serde(default)]
    pub address: String,
    /// As printed.
    pub class: String,
    /// What is printed of it, by the names that standards use: `占地面积` as `4000 m²`. The measure is
    /// read behind the number.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// When work begins, as printed.
    pub begins: Option<String>,
    /// When it ends, as printed.
    pub ends: Option<String>,
}

/// A sentence that says which projects are finished in which year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Line of the plan's text.
    pub line: u32,
    /// Which list of projects it is about.
    pub of: String,
    /// What it names.
    pub names: Vec<Scheduled>,
    /// The year of all that it does not name.
    pub rest: Option<i32>,
}

/// A project that a sentence names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheduled {
    /// As printed.
    pub name: String,
    /// Year of its end.
    pub year: i32,
}

/// What a project of a class has to be like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Of which class; compared without 站 and the like behind it.
    pub class: String,
    /// Which fact.
    pub fact: String,
    /// The least that is allowed.
    pub low: String,
    /// The most that is allowed.
    pub high: String,
    /// Counted in.
    pub measure: String,
    /// Where it stands.
    pub source: String,
    /// Whether somebody saw it there.
    pub verified: bool,
}
