//! What a rule looks at, declared: by which metric it is counted, or what evidence is asked for it.

use serde::Deserialize;

use crate::{Number, Single, Words};

/// One fact of an area and a year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactDef {
    /// For programs; one fact has one key, however many rules look at it.
    pub key: String,
    /// For people, worded so that a rule's sentence can be made of it: a rate by its name, something
    /// that is done or not as the sentence that is true when it is done.
    pub name: Words,
    /// What it is.
    pub kind: Kind,
    /// What a number counts, `%` among them. A number of per cent is 65 and not 0.65.
    pub measure: Option<Words>,
    /// What it consists of, where it is one by one: each half-year, each department.
    pub each: Option<Each>,
    /// Whose it is.
    #[serde(default)]
    pub of: Scope,
    /// The metric that counts it. Once a metric of this key exists, it counts and no entry does.
    pub metric: Option<String>,
    /// What is asked for when it is entered by hand.
    pub evidence: Option<Words>,
}

impl FactDef {
    /// What a metric's number says of the fact, in the fact's measure: something is done when there is any of
    /// it. Events are listed and not numbered.
    #[must_use]
    pub fn counted(&self, number: Number) -> Option<Single> {
        match self.kind {
            Kind::Yes => Some(Single::Yes(number > Number::ZERO)),
            Kind::Number => Some(Single::Number(number)),
            Kind::Events => None,
        }
    }
}

/// What a fact is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Done or not.
    Yes,
    /// A number.
    Number,
    /// Things that happened.
    Events,
}

/// Whose a fact is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Each assessed area's own.
    #[default]
    Area,
    /// The whole city's, one for all areas.
    City,
}

/// What a fact consists of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// 每半年
    HalfYear,
    /// 每季度
    Quarter,
    /// 每月
    Month,
    /// Things with names, such as departments.
    Members(Members),
}

/// Things with names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// What one of them is called.
    pub of: Words,
    /// Their names, where it is known beforehand which there are; who is not heard of is unknown.
    #[serde(default)]
    pub names: Vec<String>,
}

impl Each {
    /// What one of them is called by people: 上半年, 一季度, 3月; what has a name keeps it.
    #[must_use]
    pub fn called(&self, name: &str) -> Words {
        const QUARTERS: [[&str; 2]; 4] = [
            ["一季度", "first quarter"],
            ["二季度", "second quarter"],
            ["三季度", "third quarter"],
            ["四季度", "fourth quarter"],
        ];
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let number: Option<usize> = name.trim_start_matches(['H', 'Q']).parse().ok();
        let at = number.and_then(|number| number.checked_sub(1));
        let found = match (self, at) {
            (Self::HalfYear, Some(0)) => Some(Words::new("上半年", "first half-year")),
            (Self::HalfYear, Some(1)) => Some(Words::new("下半年", "second half-year")),
            (Self::Quarter, Some(at)) => QUARTERS.get(at).map(|[zh, en]| Words::new(*zh, *en)),
            (Self::Month, Some(at)) => {
                let month = MONTHS.get(at);
                month.map(|en| Words::new(format!("{}月", at + 1), *en))
            }
            _ => None,
        };
        found.unwrap_or_else(|| Words::new(name, name))
    }

    /// The names of all that there have to be; empty where nobody knows beforehand.
    #[must_use]
    pub fn expected(&self) -> Vec<String> {
        let numbered = |count: u8, name: fn(u8) -> String| (1..=count).map(name).collect();
        match self {
            Self::HalfYear => numbered(2, |number| format!("H{number}")),
            Self::Quarter => numbered(4, |number| format!("Q{number}")),
            Self::Month => numbered(12, |number| format!("{number:02}")),
            Self::Members(members) => members.names.clone(),
        }
    }
}
