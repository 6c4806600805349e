//! Whether rules and facts suit each other: what a rule asks, its fact can answer.

use std::collections::BTreeSet;

use super::read::Faults;
use super::{
    Condition, Conditions, Deduction, FactDef, Kind, Per, Rank, Rule, Scheme, Scope, Test,
};
use crate::Points;

/// The facts that no rule looks at.
pub(crate) fn unused_facts(scheme: &Scheme) -> Vec<String> {
    let used: BTreeSet<&str> = scheme
        .items()
        .flat_map(|item| item.rule.fact_keys())
        .collect();
    let unused = scheme
        .facts
        .iter()
        .filter(|fact| !used.contains(fact.key.as_str()));
    unused.map(|fact| fact.key.clone()).collect()
}

/// Tells what is wrong with a rule that gives at most `of`.
pub(crate) fn rule_faults(
    faults: &mut Faults<'_>,
    scheme: &Scheme,
    at: &str,
    rule: &Rule,
    of: Points,
) {
    let mut look = Look { faults, scheme, at };
    look.rule(rule, of);
}

struct Look<'l, 'f> {
    faults: &'l mut Faults<'f>,
    scheme: &'l Scheme,
    at: &'l str,
}

impl<'l> Look<'l, '_> {
    fn tell(&mut self, what: impl Into<String>) {
        self.faults.tell(self.at, what);
    }

    fn rule(&mut self, rule: &Rule, of: Points) {
        match rule {
            Rule::Conditions(rule) => self.conditions(rule),
            Rule::Parts(parts) => {
                self.faults
                    .sum(self.at, of, parts.iter().map(|part| part.points));
                for part in parts {
                    if part.points <= Points::NONE {
                        self.tell("one of its parts is worth nothing; give it points");
                    }
                    self.rule(&part.rule, part.points);
                }
            }
            Rule::Rank(rank) => self.rank(rank, of),
        }
    }

    fn conditions(&mut self, rule: &Conditions) {
        if rule.need.is_empty() && rule.deduct.is_empty() {
            self.tell("its rule asks for nothing; name a need or a deduction");
        }
        for need in &rule.need {
            self.condition(need);
        }
        for deduction in &rule.deduct {
            self.deduction(deduction);
        }
    }

    fn deduction(&mut self, deduction: &Deduction) {
        if deduction.points <= Points::NONE {
            self.tell("it takes off nothing; write a number of points above 0");
        }
        if deduction.of.is_empty() {
            self.tell("it takes off points for nothing; say in 'of' what should be met");
        }
        for condition in &deduction.of {
            self.condition(condition);
            let Some(fact) = self.scheme.fact(&condition.fact) else {
                continue;
            };
            match deduction.per {
                Per::Member if fact.each.is_none() => self.tell(format!(
                    "it counts members, and '{}' consists of none; give the fact 'each' or count per condition",
                    fact.key
                )),
                Per::Event if condition.is != Test::None => self.tell(format!(
                    "it counts events, and '{}' is not asked whether nothing happened (\"is\": \"none\")",
                    fact.key
                )),
                _ => {}
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let Some(fact) = self.known(&condition.fact) else {
            return;
        };
        self.test(condition, fact);
        let Some(exempt) = condition.exempt.as_deref() else {
            return;
        };
        if exempt.exempt.is_some() {
            self.tell("an exemption has no exemption; say it with one");
        }
        let Some(exempting) = self.known(&exempt.fact) else {
            return;
        };
        self.test(exempt, exempting);
        if exempting.each.is_some() && exempting.each != fact.each {
            self.tell(format!(
                "'{}' exempts one by one, and '{}' does not consist of the same; give both the same 'each'",
                exempting.key, fact.key
            ));
        }
    }

    fn known(&mut self, key: &str) -> Option<&'l FactDef> {
        let scheme = self.scheme;
        let fact = scheme.fact(key);
        if fact.is_none() {
            self.tell(format!("'{key}' is no fact; declare it under 'facts'"));
        }
        fact
    }

    fn test(&mut self, condition: &Condition, fact: &FactDef) {
        let answers = match condition.is {
            Test::Yes => Kind::Yes,
            Test::AtLeast(_) | Test::AtMost(_) | Test::Falls(_) => Kind::Number,
            Test::None => Kind::Events,
        };
        if fact.kind != answers {
            self.tell(format!(
                "'{}' is {:?}, and what is asked of it wants {answers:?}",
                fact.key, fact.kind
            ));
        }
        if matches!(condition.is, Test::Falls(_)) && fact.each.is_some() {
            self.tell(format!(
                "'{}' consists of several, and only one number can be held against the year before",
                fact.key
            ));
        }
    }

    fn rank(&mut self, rank: &Rank, of: Points) {
        let (top, bottom) = (rank.top, rank.bottom);
        if top.points != of || rank.middle > top.points || bottom.points > rank.middle {
            self.tell(
                "the top gets all points, the middle no more than it, the bottom no more than that",
            );
        }
        if bottom.points < Points::NONE {
            self.tell("the bottom gets less than nothing; write \"0\"");
        }
        if top.areas == 0 || bottom.areas == 0 {
            self.tell("an end of its ranking is empty; say how many areas it takes");
        }
        let Some(fact) = self.known(&rank.fact) else {
            return;
        };
        if fact.kind != Kind::Number || fact.each.is_some() || fact.of != Scope::Area {
            self.tell(format!(
                "areas are ranked by one number of their own, and '{}' is none",
                fact.key
            ));
        }
    }
}
