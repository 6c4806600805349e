//! 考核评价体系 an evaluation as data: points of chapters, blocks and items, and each item's rule.
//!
//! One file of a pack is one version. What a rule looks at are facts, declared once each and named by key
//! wherever they are used; a sentence for people is made of these names and never stored.

mod condition;
mod fact;
mod read;
mod rule;
mod suits;
mod versions;

pub use condition::{Condition, FromNought, Targets, Test};
pub use fact::{Each, FactDef, Kind, Members, Scope};
pub use read::SchemeError;
pub use rule::{Conditions, Deduction, Order, Part, Per, Place, Rank, Rule};
pub use versions::{VersionError, Versions};

use std::collections::BTreeSet;

use base::Date;
use serde::Deserialize;

use crate::{Points, Words};

/// One version of an evaluation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// What this version is called, for ever: a score says by which it came about.
    pub version: String,
    /// What the evaluation is called.
    pub title: Words,
    /// The folder of the plan whose lines are named.
    pub plan: String,
    /// Its first day in force.
    pub from: Date,
    /// Its last; none while it has no end.
    pub until: Option<Date>,
    /// What it rests on, and what it changes of the version before it.
    pub why: Words,
    /// All points together.
    pub points: Points,
    /// What totals are called, from the best down.
    pub grades: Vec<Grade>,
    /// 一级
    pub chapters: Vec<Chapter>,
    /// What the rules look at.
    pub facts: Vec<FactDef>,
    /// What the plan prints and this evaluation leaves out.
    #[serde(default)]
    pub set_aside: Vec<SetAside>,
}

/// 等次 a name for totals.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: Words,
    /// The least of a hundred points that it takes.
    pub least: Points,
}

/// 一级
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: Words,
    /// All of its blocks together.
    pub points: Points,
    /// 二级
    pub blocks: Vec<Block>,
}

/// 二级
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: Words,
    /// All of its items together.
    pub points: Points,
    /// Where the plan's table had to be read, and how.
    pub reading: Option<Words>,
    /// 三级
    pub items: Vec<Item>,
}

/// 三级 考核项: what is looked at, for how many points and by which rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: Words,
    /// Line of the plan's text.
    pub line: u32,
    /// What all of it is worth.
    pub points: Points,
    /// Who answers for it.
    pub responsible: Words,
    /// What becomes of its points in years before anything of it is asked.
    pub before: Option<Treatment>,
    /// How it is scored.
    pub rule: Rule,
    /// Where the plan's wording leaves a choice, and which was made.
    pub reading: Option<Words>,
}

/// What becomes of an item's points while nothing of it is asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// 计满分 given in full, and told apart from what was earned.
    Full,
    /// 不计入 neither got nor to be got.
    LeftOut,
}

/// A printed row that is no item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Line of the plan's text.
    pub line: u32,
    /// As printed.
    pub name: String,
    /// As printed.
    pub points: Points,
    /// Why it is none.
    pub why: Words,
}

impl Scheme {
    /// Its items, in their order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        let blocks = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
        blocks.flat_map(|block| &block.items)
    }

    /// The item of a key.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items().find(|item| item.key == key)
    }

    /// The declaration of a fact.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&FactDef> {
        self.facts.iter().find(|fact| fact.key == key)
    }

    /// The facts that an item's rule looks at, each once, in the order of their keys.
    pub fn facts_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a FactDef> {
        let keys: BTreeSet<&str> = item.rule.fact_keys().into_iter().collect();
        keys.into_iter().filter_map(|key| self.fact(key))
    }

    /// The metrics that it wants, each once: what a city's registers and loops are to answer.
    #[must_use]
    pub fn metrics(&self) -> BTreeSet<&str> {
        let named = self.facts.iter().filter_map(|fact| fact.metric.as_deref());
        named.collect()
    }

    /// The facts that a rule holds against the year before, so that their figures of both years are wanted.
    #[must_use]
    pub fn falling(&self) -> BTreeSet<&str> {
        let conditions = self.items().flat_map(|item| item.rule.conditions());
        let falling = conditions.filter(|one| matches!(one.is, Test::Falls(_)));
        falling.map(|one| one.fact.as_str()).collect()
    }

    /// The best grade whose least is reached by `got` of `of` points; shares are exact. None where there was
    /// nothing to get.
    #[must_use]
    pub fn grade(&self, got: Points, of: Points) -> Option<&Grade> {
        let hundredfold = i128::from(got.in_hundredths()) * 10_000;
        let mut grades = self.grades.iter().filter(|_| of > Points::NONE);
        grades.find(|grade| {
            hundredfold >= i128::from(grade.least.in_hundredths()) * i128::from(of.in_hundredths())
        })
    }
}
