//! From what was handed over to one reading for each fact of the scheme, refusing what does not fit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, EntryState, Fact, Member, Reference, Refused, Single, Unknown, Value};
use crate::{FactDef, Number, Scheme, Scope};

/// The reading of every fact that is of one area, or of the city.
pub(crate) type Gathered = BTreeMap<String, Known>;

/// One fact as the rules see it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) value: Result<Value, Unknown>,
    pub(crate) before: Option<Result<Number, Unknown>>,
    pub(crate) sources: Vec<Reference>,
    /// Whether anybody spoke of it at all.
    pub(crate) heard_of: bool,
}

/// Reads what was handed over of `whose` facts; `scope` says whether that is the city or an area.
pub(crate) fn gather(
    scheme: &Scheme,
    year: i32,
    (whose, scope): (&str, Scope),
    facts: &[Fact],
    entries: &[Entry],
    refused: &mut Vec<Refused>,
) -> Gathered {
    let mut gate = Gate {
        scheme,
        year,
        whose,
        scope,
        refused,
    };
    let mut counted: BTreeMap<&str, &Fact> = BTreeMap::new();
    for fact in facts {
        if gate.admits_fact(fact) && counted.insert(&fact.key, fact).is_some() {
            gate.refused.push(Refused::FactTwice {
                whose: whose.to_owned(),
                fact: fact.key.clone(),
            });
        }
    }
    let mut entered: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| gate.admits_entry(entry)) {
        entered.entry(&entry.fact).or_default().push(entry);
    }
    let own = scheme.facts.iter().filter(|def| def.of == scope);
    own.map(|def| {
        let by_hand = entered.get(def.key.as_str()).map_or(&[][..], Vec::as_slice);
        let known = match counted.get(def.key.as_str()) {
            Some(fact) => of_metric(def, fact),
            None => of_entries(def, by_hand),
        };
        (def.key.clone(), known)
    })
    .collect()
}

/// What keeps an entry of `whose` from being taken into the evaluation of a year; none where it fits. Whoever
/// hands entries over leaves such a one aside and says so: beside all others it would keep every area from
/// being scored.
#[must_use]
pub fn entry_misfit(
    scheme: &Scheme,
    year: i32,
    (whose, scope): (&str, Scope),
    entry: &Entry,
) -> Option<Refused> {
    let mut refused = Vec::new();
    let mut gate = Gate {
        scheme,
        year,
        whose,
        scope,
        refused: &mut refused,
    };
    gate.admits_entry(entry);
    refused.pop()
}

/// Looks at what comes in.
struct Gate<'g> {
    scheme: &'g Scheme,
    year: i32,
    whose: &'g str,
    scope: Scope,
    refused: &'g mut Vec<Refused>,
}

impl Gate<'_> {
    fn admits_fact(&mut self, given: &Fact) -> bool {
        let value = given.value.as_ref().ok();
        let Some(def) = self.declared(&given.key, given.year, value) else {
            return false;
        };
        if def.metric.is_none() {
            return self.refuse(
                |whose, fact| Refused::NotCounted { whose, fact },
                &given.key,
            );
        }
        true
    }

    fn admits_entry(&mut self, given: &Entry) -> bool {
        let Some(def) = self.declared(&given.fact, given.year, Some(&given.value)) else {
            return false;
        };
        if def.evidence.is_none() {
            return self.refuse(
                |whose, fact| Refused::NotByHand { whose, fact },
                &given.fact,
            );
        }
        true
    }

    fn refuse(&mut self, why: impl Fn(String, String) -> Refused, fact: &str) -> bool {
        self.refused
            .push(why(self.whose.to_owned(), fact.to_owned()));
        false
    }

    /// The declaration that a fact, its year and its value fit.
    fn declared(&mut self, key: &str, year: i32, value: Option<&Value>) -> Option<&FactDef> {
        let scheme = self.scheme;
        let Some(def) = scheme.fact(key) else {
            self.refuse(|whose, fact| Refused::UnknownFact { whose, fact }, key);
            return None;
        };
        let assessed = self.year;
        let wrong_year = |whose, fact| Refused::WrongYear {
            whose,
            fact,
            year,
            assessed,
        };
        let expected = def.kind;
        let wrong_kind = |whose, fact| Refused::WrongKind {
            whose,
            fact,
            expected,
        };
        let wrong_scope = |whose, fact| Refused::WrongScope { whose, fact };
        let fits = match () {
            () if def.of != self.scope => self.refuse(wrong_scope, key),
            () if year != assessed => self.refuse(wrong_year, key),
            () if value.is_some_and(|value| !fits(def, value)) => self.refuse(wrong_kind, key),
            () => value.is_none_or(|value| self.has_its_members(def, value)),
        };
        fits.then_some(def)
    }

    fn has_its_members(&mut self, def: &FactDef, value: &Value) -> bool {
        let (Some(each), Value::Each(members)) = (&def.each, value) else {
            return true;
        };
        let expected = each.expected();
        let mut seen = BTreeSet::new();
        let stray = members.iter().find(|member| {
            let listed = expected.is_empty() || expected.contains(&member.name);
            !seen.insert(&member.name) || !listed
        });
        stray.is_none_or(|stray| {
            let member = &stray.name;
            let wrong = |whose, fact| Refused::WrongMember {
                whose,
                fact,
                member: member.clone(),
            };
            self.refuse(wrong, &def.key)
        })
    }
}

fn fits(def: &FactDef, value: &Value) -> bool {
    match (value, &def.each) {
        (Value::One(single), None) => single.kind() == def.kind,
        (Value::Each(members), Some(_)) => {
            let mut known = members
                .iter()
                .filter_map(|member| member.value.as_ref().ok());
            known.all(|single| single.kind() == def.kind)
        }
        _ => false,
    }
}

fn of_metric(def: &FactDef, fact: &Fact) -> Known {
    Known {
        value: fact.value.clone().map(|value| in_order(def, value)),
        before: fact.before.clone(),
        sources: sorted(fact.sources.clone()),
        heard_of: true,
    }
}

/// What entries make known: those that both levels confirmed and that have something to show, when they
/// all say the same.
fn of_entries(def: &FactDef, entries: &[&Entry]) -> Known {
    let confirmed = |entry: &&&Entry| entry.state == EntryState::ConfirmedByCity;
    let shown = |entry: &&&Entry| !entry.evidence.is_empty();
    let counting: Vec<&Entry> = entries
        .iter()
        .filter(confirmed)
        .filter(shown)
        .copied()
        .collect();
    let read = |entry: &Entry| (in_order(def, entry.value.clone()), entry.before);
    let value = match counting.split_first() {
        Some((first, others)) => {
            let said = read(first);
            let agree = others.iter().all(|other| read(other) == said);
            let value = if agree {
                Ok(said.0)
            } else {
                Err(Unknown::EntriesDisagree)
            };
            (value, said.1.map(Ok))
        }
        None => (Err(why_nothing_counts(def, entries)), None),
    };
    let sources = if counting.is_empty() {
        entries
    } else {
        counting.as_slice()
    };
    let told = sources.iter().flat_map(|entry| {
        let evidence = entry.evidence.iter().cloned();
        evidence.chain([entry.source.clone()])
    });
    Known {
        value: value.0,
        before: value.1,
        sources: sorted(told.collect()),
        heard_of: !entries.is_empty(),
    }
}

fn why_nothing_counts(def: &FactDef, entries: &[&Entry]) -> Unknown {
    let pending = entries
        .iter()
        .map(|entry| entry.state)
        .max_by_key(|state| match state {
            EntryState::Withdrawn => 0,
            EntryState::Entered => 1,
            EntryState::ConfirmedByArea => 2,
            EntryState::ConfirmedByCity => 3,
        });
    match (pending, &def.metric) {
        (Some(EntryState::ConfirmedByCity), _) => Unknown::NoEvidence,
        (Some(EntryState::Withdrawn), _) => Unknown::Withdrawn,
        (Some(state), _) => Unknown::Unconfirmed { state },
        (None, Some(metric)) => Unknown::NoMetric {
            metric: metric.clone(),
            name: def.name.clone(),
        },
        (None, None) => Unknown::NotEntered,
    }
}

/// Members as the declaration lists them, else by name, with those that nobody spoke of; events by name.
fn in_order(def: &FactDef, value: Value) -> Value {
    let (Some(each), Value::Each(mut members)) = (&def.each, value.clone()) else {
        return sorted_events(value);
    };
    let expected = each.expected();
    for name in &expected {
        if !members.iter().any(|member| member.name == *name) {
            members.push(Member {
                name: name.clone(),
                value: Err(Unknown::MemberMissing),
                sources: Vec::new(),
            });
        }
    }
    for member in &mut members {
        member.sources.sort();
        if let Ok(Single::Events(events)) = &mut member.value {
            events.sort();
        }
    }
    members.sort_by_key(|member| {
        let place = expected.iter().position(|name| *name == member.name);
        (place, member.name.clone())
    });
    Value::Each(members)
}

fn sorted_events(value: Value) -> Value {
    match value {
        Value::One(Single::Events(mut events)) => {
            events.sort();
            Value::events(events)
        }
        other => other,
    }
}

fn sorted(mut sources: Vec<Reference>) -> Vec<Reference> {
    sources.sort();
    sources.dedup();
    sources
}
