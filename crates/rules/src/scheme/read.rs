//! From a pack's file to a [`Scheme`], with every fault at once.

use std::collections::BTreeSet;

use super::suits::{rule_faults, unused_facts};
use super::{Block, Chapter, FactDef, Item, Kind, Scheme, Treatment};
use crate::{Points, Words};

/// What is wrong with a version of an evaluation, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {at}: {what}")]
pub struct SchemeError {
    /// Which file.
    pub file: String,
    /// Line and column of the file, or the thing in it.
    pub at: String,
    /// What is wrong and what should stand there.
    pub what: String,
}

impl Scheme {
    /// Reads one version from the text of `file`, whose name is for messages only.
    ///
    /// # Errors
    ///
    /// What is no JSON of this form, unknown keys among it; else all of: points that do not add up, keys
    /// that stand twice or name nothing, tests that a fact cannot answer, rules that ask nothing.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<SchemeError>> {
        let scheme: Self = serde_json::from_str(text).map_err(|error| {
            vec![SchemeError {
                file: file.to_owned(),
                at: format!("line {}, column {}", error.line(), error.column()),
                what: error.to_string(),
            }]
        })?;
        let mut faults = Faults::new(file);
        faults.of(&scheme);
        if faults.errors.is_empty() {
            Ok(scheme)
        } else {
            Err(faults.errors)
        }
    }
}

/// Collects what is wrong with one file.
pub(crate) struct Faults<'f> {
    file: &'f str,
    errors: Vec<SchemeError>,
}

impl<'f> Faults<'f> {
    const fn new(file: &'f str) -> Self {
        Self {
            file,
            errors: Vec::new(),
        }
    }

    pub(crate) fn tell(&mut self, at: &str, what: impl Into<String>) {
        self.errors.push(SchemeError {
            file: self.file.to_owned(),
            at: at.to_owned(),
            what: what.into(),
        });
    }

    fn of(&mut self, scheme: &Scheme) {
        if scheme.until.is_some_and(|until| until < scheme.from) {
            self.tell(
                "until",
                "it ends before it begins; no day would have it in force",
            );
        }
        self.words("title", &scheme.title);
        self.words("why", &scheme.why);
        self.grades(scheme);
        let facts = scheme.facts.iter().map(|fact| fact.key.as_str());
        self.keys("facts", facts);
        scheme.facts.iter().for_each(|fact| self.fact(fact));
        self.structure(scheme);
        for key in unused_facts(scheme) {
            self.tell(&format!("fact '{key}'"), "no rule looks at it; take it out");
        }
    }

    fn structure(&mut self, scheme: &Scheme) {
        let chapters = || scheme.chapters.iter();
        let blocks = || chapters().flat_map(|chapter| &chapter.blocks);
        self.keys("chapters", chapters().map(|chapter| chapter.key.as_str()));
        self.keys("blocks", blocks().map(|block| block.key.as_str()));
        self.keys("items", scheme.items().map(|item| item.key.as_str()));
        let parts = chapters().map(|chapter| chapter.points);
        self.sum("points", scheme.points, parts);
        for chapter in &scheme.chapters {
            self.chapter(chapter);
            for block in &chapter.blocks {
                self.block(block);
                for item in &block.items {
                    self.item(scheme, item);
                }
            }
        }
    }

    fn chapter(&mut self, chapter: &Chapter) {
        let at = format!("chapter '{}'", chapter.key);
        self.words(&at, &chapter.name);
        self.sum(
            &at,
            chapter.points,
            chapter.blocks.iter().map(|block| block.points),
        );
    }

    fn block(&mut self, block: &Block) {
        let at = format!("block '{}'", block.key);
        self.words(&at, &block.name);
        self.sum(
            &at,
            block.points,
            block.items.iter().map(|item| item.points),
        );
    }

    fn item(&mut self, scheme: &Scheme, item: &Item) {
        let at = format!("item '{}'", item.key);
        self.words(&at, &item.name);
        self.words(&at, &item.responsible);
        if item.points <= Points::NONE {
            self.tell(&at, "it is worth nothing; give it points or take it out");
        }
        rule_faults(self, scheme, &at, &item.rule, item.points);
        self.before(scheme, item, &at);
    }

    /// Whether it is said what becomes of an item's points, if there are years in which nothing is asked.
    fn before(&mut self, scheme: &Scheme, item: &Item, at: &str) {
        let begins = i32::from(scheme.from.civil().year());
        match (item.rule.first_year(), item.before) {
            // A later version keeps what has become due since.
            (Some(year), None) if year <= begins => {}
            (Some(year), None) => self.tell(
                at,
                format!("nothing of it is asked before {year}; say with 'before' what becomes of its points until then, full or left_out"),
            ),
            (None, Some(Treatment::Full | Treatment::LeftOut)) => self.tell(
                at,
                "it is asked in every year, so 'before' never applies; take it out",
            ),
            _ => {}
        }
    }

    fn fact(&mut self, fact: &FactDef) {
        let at = format!("fact '{}'", fact.key);
        self.words(&at, &fact.name);
        if let Some(evidence) = &fact.evidence {
            self.words(&at, evidence);
        }
        // In English many things are counted without a word for them.
        if fact
            .measure
            .as_ref()
            .is_some_and(|measure| measure.zh.trim().is_empty())
        {
            self.tell(
                &at,
                "its measure has no Chinese; write what is counted, such as 个",
            );
        }
        if fact.metric.is_none() && fact.evidence.is_none() {
            self.tell(
                &at,
                "nobody could ever know it; name a metric, the evidence, or both",
            );
        }
        match (fact.kind, &fact.measure) {
            (Kind::Number, None) => self.tell(&at, "a number says in what it is; add 'measure'"),
            (Kind::Yes | Kind::Events, Some(_)) => {
                self.tell(&at, "only a number has a measure; take it out");
            }
            _ => {}
        }
    }

    fn grades(&mut self, scheme: &Scheme) {
        let least: Vec<Points> = scheme.grades.iter().map(|grade| grade.least).collect();
        self.keys(
            "grades",
            scheme.grades.iter().map(|grade| grade.key.as_str()),
        );
        if !least.is_sorted_by(|above, below| above > below) {
            self.tell(
                "grades",
                "they stand from the best down, each with less than the one before",
            );
        }
        if least.last() != Some(&Points::NONE) {
            self.tell(
                "grades",
                "the last one begins at \"0\", so that every total has a grade",
            );
        }
    }

    fn keys<'k>(&mut self, at: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for key in keys {
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if key.is_empty() || !key.bytes().all(plain) {
                self.tell(
                    at,
                    format!("'{key}' is no key; use small letters, digits and _"),
                );
            }
            if !seen.insert(key) {
                self.tell(at, format!("the key '{key}' stands twice"));
            }
        }
    }

    fn words(&mut self, at: &str, words: &Words) {
        if words.zh.trim().is_empty() || words.en.trim().is_empty() {
            self.tell(
                at,
                "its words lack a language; both zh and en have to stand there",
            );
        }
    }

    pub(crate) fn sum(&mut self, at: &str, whole: Points, parts: impl Iterator<Item = Points>) {
        let sum = parts.fold(Points::NONE, Points::plus);
        if sum != whole {
            self.tell(
                at,
                format!("it has {whole} points, and its parts have {sum}"),
            );
        }
    }
}
