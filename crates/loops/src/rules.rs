//! Terms, escalations, documents and words of loops as data of the pack: one file a loop, each version
//! with the day from which it is in force. A case pins the version of the day it opened.

use std::collections::BTreeMap;

use base::Date;
use calendar::{Rule, Term};
use serde::Deserialize;

/// The rules of all loops.
#[derive(Clone, Debug, Default)]
pub struct RuleBook(BTreeMap<String, Vec<RuleVersion>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "a remark for whoever reads the file")]
    note: String,
    #[serde(rename = "loop")]
    key: String,
    versions: Vec<RuleVersion>,
}

/// The rules of one loop from one day on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleVersion {
    /// Its name, for ever: cases keep it.
    pub version: String,
    /// The first day on which cases open under it.
    pub from: Date,
    /// Where it is written.
    pub basis: String,
    /// The terms that actions start, by name.
    pub terms: BTreeMap<String, TermRule>,
    /// The documents that actions issue, by name.
    #[serde(default)]
    pub documents: BTreeMap<String, DocumentRule>,
    /// What is said to a holder's telephone: `reminded`, `overdue`, `escalated`; `{loop}`, `{title}`
    /// and `{due}` stand for what they say.
    #[serde(default)]
    pub messages: BTreeMap<String, String>,
}

/// One term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// What it is called.
    pub label: Words,
    /// How long it is.
    pub term: Term,
    /// How it is counted.
    #[serde(default)]
    pub rule: Rule,
    /// After how long the holder is reminded, counted from the same moment.
    #[serde(default)]
    pub remind_after: Option<Term>,
    /// Who hears of it when it is over, in order.
    #[serde(default)]
    pub escalate: Vec<Escalation>,
}

/// One step of an escalation 升级.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// How long after the term, or after the step before.
    pub after: Term,
    /// The role that hears of it.
    pub to: access::Role,
}

/// How a document is issued.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRule {
    /// Its title.
    pub title: String,
    /// 发文机关代字 the issuer's mark in its number.
    pub mark: String,
    /// 发文机关 who issues it.
    pub author: String,
    /// The template's name in the pack.
    pub template: String,
}

/// A name in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A file of rules that is none.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The text cannot be read.
    #[error("the file is no list of a loop's rules")]
    Json(#[from] serde_json::Error),
    /// Two files for one loop.
    #[error("the rules of '{0}' are told by two files")]
    Twice(String),
    /// Versions do not follow each other.
    #[error("the versions of '{0}' must ascend by their first day, each with a name of its own")]
    Order(String),
    /// A loop's declaration names what no version has.
    #[error("version {version} of '{key}' lacks the {what} '{name}'")]
    Lacks {
        /// The loop.
        key: String,
        /// The version.
        version: String,
        /// Term or document.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// No file for a loop.
    #[error("the pack has no rules for the loop '{0}'")]
    Missing(String),
}

impl RuleBook {
    /// The rules of these files.
    ///
    /// # Errors
    /// [`RulesError`].
    pub fn from_json<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, RulesError> {
        let mut book = BTreeMap::new();
        for text in texts {
            let file: File = serde_json::from_str(text)?;
            let pairs = file.versions.iter().zip(file.versions.iter().skip(1));
            let ascend = pairs.clone().all(|(one, next)| one.from < next.from);
            let mut names: Vec<&str> = file.versions.iter().map(|one| &*one.version).collect();
            names.sort_unstable();
            names.dedup();
            if !ascend || names.len() != file.versions.len() || names.is_empty() {
                return Err(RulesError::Order(file.key));
            }
            if let Some(_twice) = book.insert(file.key.clone(), file.versions) {
                return Err(RulesError::Twice(file.key));
            }
        }
        Ok(Self(book))
    }

    /// Whether every version has what the loop names.
    ///
    /// # Errors
    /// [`RulesError::Missing`], [`RulesError::Lacks`].
    pub fn fits(&self, def: &crate::LoopDef) -> Result<(), RulesError> {
        let key = def.key().to_owned();
        let versions = self.0.get(def.key());
        let versions = versions.ok_or_else(|| RulesError::Missing(key.clone()))?;
        for version in versions {
            let lacks = |what, name: &str| RulesError::Lacks {
                key: key.clone(),
                version: version.version.clone(),
                what,
                name: name.to_owned(),
            };
            if let Some(term) = def.terms().find(|term| !version.terms.contains_key(*term)) {
                return Err(lacks("term", term));
            }
            let mut documents = def.documents();
            if let Some(name) = documents.find(|name| !version.documents.contains_key(*name)) {
                return Err(lacks("document", name));
            }
        }
        Ok(())
    }

    /// The templates that documents are printed with, each with its loop's key.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        let versions = self.0.iter();
        let versions = versions.flat_map(|(key, all)| all.iter().map(move |one| (key, one)));
        versions.flat_map(|(key, version)| {
            let documents = version.documents.values();
            documents.map(move |rule| (key.as_str(), rule.template.as_str()))
        })
    }

    /// The version in force on a day.
    #[must_use]
    pub fn on(&self, key: &str, day: Date) -> Option<&RuleVersion> {
        let mut versions = self.0.get(key)?.iter().rev();
        versions.find(|version| version.from <= day)
    }

    /// A version by its name.
    #[must_use]
    pub fn version(&self, key: &str, version: &str) -> Option<&RuleVersion> {
        let mut versions = self.0.get(key)?.iter();
        versions.find(|one| one.version == version)
    }
}
