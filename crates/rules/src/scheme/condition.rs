//! Conditions: one fact held against what is asked of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::Number;

/// What is asked of one fact. Of a fact that consists of several it is asked of every one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The fact's key.
    pub fact: String,
    /// What is asked.
    #[serde(default)]
    pub is: Test,
    /// The first year in which it is asked. Targets by year say it themselves.
    pub from: Option<i32>,
    /// 除外 when this holds, the condition counts as met. Nobody has to prove that there is no
    /// exemption: one that is not claimed is none.
    pub exempt: Option<Box<Condition>>,
}

/// What is asked of a fact.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// It is done.
    #[default]
    Yes,
    /// The number is no less.
    AtLeast(Targets),
    /// The number is no more.
    AtMost(Targets),
    /// 逐年降低 the number is less than the year before.
    Falls(FromNought),
    /// Nothing of it happened.
    None,
}

/// What becomes of a number that was nought and still is: it cannot fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FromNought {
    /// It counts as fallen.
    CountsAsFallen,
    /// It has not fallen.
    HasNotFallen,
}

/// A target, the same in all years or rising by steps. Each stands until the next; before the first
/// nothing is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// In every year.
    Always(Number),
    /// From these years on.
    ByYear(BTreeMap<i32, Number>),
}

impl Targets {
    /// What is asked in a year.
    #[must_use]
    pub fn in_year(&self, year: i32) -> Option<Number> {
        match self {
            Self::Always(number) => Some(*number),
            Self::ByYear(steps) => steps.range(..=year).next_back().map(|(_, number)| *number),
        }
    }
}

impl Condition {
    /// Whether anything is asked in a year.
    #[must_use]
    pub fn is_asked_in(&self, year: i32) -> bool {
        let begun = self.from.is_none_or(|from| from <= year);
        begun
            && match &self.is {
                Test::AtLeast(targets) | Test::AtMost(targets) => targets.in_year(year).is_some(),
                Test::Yes | Test::Falls(_) | Test::None => true,
            }
    }

    /// The first year in which it is asked; none for one that always was.
    #[must_use]
    pub fn first_year(&self) -> Option<i32> {
        let first = match &self.is {
            Test::AtLeast(Targets::ByYear(steps)) | Test::AtMost(Targets::ByYear(steps)) => {
                steps.keys().next().copied()
            }
            _ => None,
        };
        self.from.max(first)
    }
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetsVisitor)
    }
}

struct TargetsVisitor;

impl<'de> Visitor<'de> for TargetsVisitor {
    type Value = Targets;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number as text, \"100\", or one for each year, {\"2021\": \"65\"}")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Targets, E> {
        text.parse().map(Targets::Always).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Targets, A::Error> {
        let mut steps = BTreeMap::new();
        while let Some((year, number)) = map.next_entry::<i32, Number>()? {
            if steps.insert(year, number).is_some() {
                return Err(A::Error::custom(format!("the year {year} has two targets")));
            }
        }
        if steps.is_empty() {
            return Err(A::Error::custom("there is no year with a target"));
        }
        Ok(Targets::ByYear(steps))
    }
}
