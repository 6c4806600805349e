//! The words of rules, of steps and of what is not known, in both languages, in this one place.
//!
//! A rule reads as a sentence that is made of its data: the names of its facts, its targets and its
//! points. Nothing of it is stored, so that what is read is what is reckoned.

mod en;
mod refused;
mod steps;
mod unknown;
mod zh;

use crate::{
    Condition, Deduction, Each, FactDef, Item, Members, Part, Per, Points, Rule, Scheme, Words,
};
use crate::{Targets, Test};

/// An item's rule as a sentence.
#[must_use]
pub fn sentence(scheme: &Scheme, item: &Item) -> Words {
    let speech = Speech { scheme };
    let before = item.rule.first_year().zip(item.before);
    let listed = speech.listed_members(&item.rule);
    Words {
        zh: speech.zh_rule(&item.rule, item.points) + &zh::members(&listed) + &zh::before(before),
        en: capital(&speech.en_rule(&item.rule, item.points))
            + &en::members(&listed)
            + &en::before(before),
    }
}

/// With a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What sentences are made of, whatever the language.
struct Speech<'s> {
    scheme: &'s Scheme,
}

impl Speech<'_> {
    fn fact(&self, key: &str) -> Option<&FactDef> {
        self.scheme.fact(key)
    }

    /// The members that a rule's facts list by name, each list once: a sentence says who is meant.
    fn listed_members(&self, rule: &Rule) -> Vec<&Members> {
        let mut listed: Vec<&Members> = Vec::new();
        for condition in rule.conditions() {
            let each = self
                .fact(&condition.fact)
                .and_then(|fact| fact.each.as_ref());
            if let Some(Each::Members(members)) = each
                && !members.names.is_empty()
                && !listed.contains(&members)
            {
                listed.push(members);
            }
        }
        listed
    }

    /// What the members of a deduction's facts are called.
    fn members_of(&self, deduction: &Deduction) -> Option<&Each> {
        let first = deduction.of.first()?;
        self.fact(&first.fact)?.each.as_ref()
    }

    /// Whether a deduction can take more than all points, so that its end has to be said.
    fn can_take_more(&self, deduction: &Deduction, of: Points) -> bool {
        let times = match deduction.per {
            Per::Once => 1,
            Per::Condition => deduction.of.len(),
            Per::Event => return true,
            Per::Member => {
                let expected = self.members_of(deduction).map(Each::expected);
                match expected.map(|names| names.len()) {
                    None | Some(0) => return true,
                    Some(count) => count,
                }
            }
        };
        deduction
            .points
            .times(u64::try_from(times).unwrap_or(u64::MAX))
            > of
    }
}

/// The steps of yearly targets, and whether they are of years in a row long enough to be told together.
fn yearly(targets: &Targets) -> Option<(Vec<(i32, String)>, bool)> {
    let Targets::ByYear(steps) = targets else {
        return None;
    };
    let told: Vec<(i32, String)> = steps
        .iter()
        .map(|(year, number)| (*year, number.to_string()))
        .collect();
    let years: Vec<i32> = steps.keys().copied().collect();
    let in_a_row = years.len() > 2 && years.is_sorted_by(|a, b| *b == a + 1);
    Some((told, in_a_row))
}

/// The year in which a condition begins, where its targets do not say it.
fn begins(condition: &Condition) -> Option<i32> {
    match &condition.is {
        Test::AtLeast(Targets::ByYear(_)) | Test::AtMost(Targets::ByYear(_)) => None,
        _ => condition.from,
    }
}

/// Whether each part is simply got or not, so that parts can be told as one list.
fn all_plain(parts: &[Part]) -> bool {
    let plain = |part: &Part| match &part.rule {
        Rule::Conditions(rule) => rule.deduct.is_empty(),
        Rule::Parts(_) | Rule::Rank(_) => false,
    };
    parts.iter().all(plain)
}

/// One clause by itself, several as a numbered list.
fn listed(clauses: &[String], between: &str) -> String {
    if let [one] = clauses {
        return one.clone();
    }
    let numbered = clauses.iter().enumerate();
    let numbered: Vec<String> = numbered
        .map(|(at, one)| format!("({}) {one}", at + 1))
        .collect();
    numbered.join(between)
}
