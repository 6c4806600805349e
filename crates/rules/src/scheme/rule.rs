//! Rules: how facts become points. Three kinds, and the second holds others.

use serde::Deserialize;

use super::Condition;
use crate::{Points, Words};

/// How an item, or a part of one, is scored.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// All points, less what is taken off.
    Conditions(Conditions),
    /// 分项计分 parts with points of their own, which add up.
    Parts(Vec<Part>),
    /// 排名计分 by an area's place among all.
    Rank(Rank),
}

/// All points, when every need is met; nothing, when one is not; and deductions off that, never below
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// 全部达到 without any of them there are no points.
    pub need: Vec<Condition>,
    /// 扣分
    pub deduct: Vec<Deduction>,
}

/// What is taken off for what is not met.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// Each time.
    pub points: Points,
    /// For what.
    pub per: Per,
    /// What should be met.
    pub of: Vec<Condition>,
}

/// What a deduction is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// 任意一项: each condition that is not met.
    Condition,
    /// 任意一部门、区域: each one of those that the facts consist of which misses any of the conditions.
    Member,
    /// 每起: each thing that happened.
    Event,
    /// 之一: once, for any of them.
    Once,
}

/// A part of an item.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is called, where the plan calls it something.
    pub name: Option<Words>,
    /// What it is worth.
    pub points: Points,
    /// How it is scored.
    pub rule: Rule,
}

/// By an area's place among all areas.
///
/// Places are those of a competition: one more than there are better areas, so equals share the better
/// place. Who has a place up to `top.areas` gets the top's points; else who has a place beyond all areas
/// less `bottom.areas` gets the bottom's; a tie across a border is decided for the areas.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// The number that areas are ranked by.
    pub fact: String,
    /// Which end is the best.
    pub order: Order,
    /// The best.
    pub top: Place,
    /// What all others get.
    pub middle: Points,
    /// The last.
    pub bottom: Place,
}

/// Which end of a ranking is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// 由高到低
    HighestFirst,
    /// 由低到高
    LowestFirst,
}

/// An end of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// How many areas.
    pub areas: usize,
    /// What each of them gets.
    pub points: Points,
}

impl Rule {
    /// Its conditions, those of its parts among them; exemptions are no conditions.
    #[must_use]
    pub fn conditions(&self) -> Vec<&Condition> {
        match self {
            Self::Conditions(rule) => {
                let deducted = rule.deduct.iter().flat_map(|deduction| &deduction.of);
                rule.need.iter().chain(deducted).collect()
            }
            Self::Parts(parts) => parts
                .iter()
                .flat_map(|part| part.rule.conditions())
                .collect(),
            Self::Rank(_) => Vec::new(),
        }
    }

    /// The keys of all facts that it looks at, as often as it does.
    #[must_use]
    pub fn fact_keys(&self) -> Vec<&str> {
        let mut keys = self.ranked_facts();
        for condition in self.conditions() {
            keys.push(&condition.fact);
            let exemption = condition.exempt.as_deref();
            keys.extend(exemption.map(|exempt| exempt.fact.as_str()));
        }
        keys
    }

    /// The keys of the facts by which it ranks.
    #[must_use]
    pub fn ranked_facts(&self) -> Vec<&str> {
        match self {
            Self::Conditions(_) => Vec::new(),
            Self::Parts(parts) => parts
                .iter()
                .flat_map(|part| part.rule.ranked_facts())
                .collect(),
            Self::Rank(rank) => vec![&rank.fact],
        }
    }

    /// Whether anything of it is asked in a year.
    #[must_use]
    pub fn is_asked_in(&self, year: i32) -> bool {
        let ranked = !self.ranked_facts().is_empty();
        ranked || self.conditions().iter().any(|one| one.is_asked_in(year))
    }

    /// The first year in which anything of it is asked; none for what always was.
    #[must_use]
    pub fn first_year(&self) -> Option<i32> {
        if !self.ranked_facts().is_empty() {
            return None;
        }
        let years = self.conditions().into_iter().map(Condition::first_year);
        years.min().flatten()
    }
}
