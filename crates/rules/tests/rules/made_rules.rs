//! Rules made up over a handful of facts of every kind, the facts themselves, and what is hidden of them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rules::{
    AreaFacts, Condition, Conditions, Correction, Deduction, Fact, FromNought, Item, Member,
    Number, Order, Part, Per, Place, Points, Rank, Rule, Scheme, Single, Targets, Test, Unknown,
    Value,
};

use crate::given::{correction, events};

pub(crate) const YEAR: i32 = 2023;
/// What each made-up item is worth.
const WORTH: i64 = 300;
const YES: [&str; 3] = ["y0", "y1", "y2"];
const NUMBERS: [&str; 3] = ["n0", "n1", "n2"];
const EVENTS: [&str; 2] = ["e0", "e1"];
/// By half-years, so that it is known which there are; by whatever there is, so that it is not.
const MEMBERS: [&str; 2] = ["h", "m"];
const NAMES: [&str; 2] = ["H1", "H2"];

/// The made-up facts, all counted by metrics; one item for each rule.
pub(crate) fn scheme(rules: &[Rule]) -> Scheme {
    let mut scheme = crate::made::scheme();
    let fact = |key: &&str, kind: &str, more: &str| -> rules::FactDef {
        let text = format!(
            r#"{{"key": "{key}", "name": {{"zh": "{key}", "en": "{key}"}}, "kind": "{kind}", "metric": "{key}"{more}}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let members = r#", "each": {"members": {"of": {"zh": "部门", "en": "department"}}}"#;
    scheme.facts = YES.iter().map(|key| fact(key, "yes", "")).collect();
    scheme
        .facts
        .extend(NUMBERS.iter().map(|key| fact(key, "number", "")));
    scheme
        .facts
        .extend(EVENTS.iter().map(|key| fact(key, "events", "")));
    scheme
        .facts
        .push(fact(&MEMBERS[0], "yes", r#", "each": "half_year""#));
    scheme.facts.push(fact(&MEMBERS[1], "yes", members));
    let block = &mut scheme.chapters[0].blocks[0];
    let made = block.items[0].clone();
    block.items = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| Item {
            key: format!("item_{at}"),
            points: Points::hundredths(WORTH),
            rule: rule.clone(),
            ..made.clone()
        })
        .collect();
    scheme
}

fn small() -> impl Strategy<Value = Number> {
    (0_i64..4).prop_map(Number::whole)
}

fn bare_condition() -> impl Strategy<Value = Condition> {
    let condition = |(fact, is): (&str, Test)| Condition {
        fact: fact.to_owned(),
        is,
        from: None,
        exempt: None,
    };
    let yes = (select(&YES[..]), Just(Test::Yes));
    let least = (
        select(&NUMBERS[..]),
        small().prop_map(|one| Test::AtLeast(Targets::Always(one))),
    );
    let most = (
        select(&NUMBERS[..]),
        small().prop_map(|one| Test::AtMost(Targets::Always(one))),
    );
    let nought = select(vec![FromNought::CountsAsFallen, FromNought::HasNotFallen]);
    let falls = (select(&NUMBERS[..]), nought.prop_map(Test::Falls));
    let none = (select(&EVENTS[..]), Just(Test::None));
    let members = (select(&MEMBERS[..]), Just(Test::Yes));
    prop_oneof![yes, least, most, falls, none, members].prop_map(condition)
}

fn condition() -> impl Strategy<Value = Condition> {
    let from = prop_oneof![3 => Just(None), 1 => Just(Some(YEAR)), 1 => Just(Some(YEAR + 1))];
    let exempt = proptest::option::weighted(0.3, select(&YES[..]));
    (bare_condition(), from, exempt).prop_map(|(bare, from, exempt)| {
        let exempt = exempt.map(|fact| {
            Box::new(Condition {
                fact: fact.to_owned(),
                is: Test::Yes,
                from: None,
                exempt: None,
            })
        });
        Condition {
            from,
            exempt,
            ..bare
        }
    })
}

fn deduction() -> impl Strategy<Value = Deduction> {
    let events = vec(condition(), 1..3).prop_map(|mut all| {
        for (at, one) in all.iter_mut().enumerate() {
            (one.fact, one.is) = (EVENTS[at % 2].to_owned(), Test::None);
        }
        (Per::Event, all)
    });
    let members = vec(condition(), 1..3).prop_map(|mut all| {
        for (at, one) in all.iter_mut().enumerate() {
            (one.fact, one.is) = (MEMBERS[at % 2].to_owned(), Test::Yes);
        }
        (Per::Member, all)
    });
    let others = (
        select(vec![Per::Condition, Per::Once]),
        vec(condition(), 1..4),
    );
    let counted = prop_oneof![events, members, others];
    (1_i64..200, counted).prop_map(|(points, (per, of))| Deduction {
        points: Points::hundredths(points),
        per,
        of,
    })
}

fn conditions() -> impl Strategy<Value = Rule> {
    (vec(condition(), 0..3), vec(deduction(), 0..3))
        .prop_map(|(need, deduct)| Rule::Conditions(Conditions { need, deduct }))
}

fn rank() -> impl Strategy<Value = Rule> {
    let order = select(vec![Order::HighestFirst, Order::LowestFirst]);
    (select(&NUMBERS[..]), order, 1_usize..3, 1_usize..3).prop_map(|(fact, order, top, bottom)| {
        Rule::Rank(Rank {
            fact: fact.to_owned(),
            order,
            top: Place {
                areas: top,
                points: Points::hundredths(WORTH),
            },
            middle: Points::hundredths(WORTH / 2),
            bottom: Place {
                areas: bottom,
                points: Points::NONE,
            },
        })
    })
}

pub(crate) fn rule() -> impl Strategy<Value = Rule> {
    let parts = (conditions(), conditions()).prop_map(|(one, other)| {
        let part = |points, rule| Part {
            name: None,
            points: Points::hundredths(points),
            rule,
        };
        Rule::Parts(vec![part(100, one), part(WORTH - 100, other)])
    });
    prop_oneof![4 => conditions(), 1 => parts, 1 => rank()]
}

/// All facts of an area, known.
pub(crate) fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let yes = vec(any::<bool>(), YES.len());
    let numbers = vec((small(), small()), NUMBERS.len());
    let happened = vec(0_usize..3, EVENTS.len());
    let halves = vec(any::<bool>(), NAMES.len());
    let members = vec(any::<bool>(), 1..4);
    (yes, numbers, happened, halves, members).prop_map(
        |(yes, numbers, happened, halves, members)| {
            let mut facts = Vec::new();
            for (key, done) in YES.into_iter().zip(yes) {
                facts.push(Fact::new(key, YEAR, Ok(Value::yes(done))));
            }
            for (key, (now, before)) in NUMBERS.into_iter().zip(numbers) {
                let fact = Fact::new(key, YEAR, Ok(Value::number(now)));
                facts.push(Fact {
                    before: Some(Ok(before)),
                    ..fact
                });
            }
            for (key, count) in EVENTS.into_iter().zip(happened) {
                facts.push(Fact::new(key, YEAR, events(count)));
            }
            let named = NAMES.iter().map(|name| (*name).to_owned()).zip(halves);
            facts.push(Fact::new(MEMBERS[0], YEAR, Ok(each(named))));
            let named = members
                .into_iter()
                .enumerate()
                .map(|(at, done)| (format!("d{at}"), done));
            facts.push(Fact::new(MEMBERS[1], YEAR, Ok(each(named))));
            facts
        },
    )
}

fn each(members: impl Iterator<Item = (String, bool)>) -> Value {
    let member = |(name, done)| Member {
        name,
        value: Ok(Single::Yes(done)),
        sources: Vec::new(),
    };
    Value::Each(members.map(member).collect())
}

/// What is hidden of a fact.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hidden {
    Nothing,
    All,
    /// The year before, or the first member.
    Some,
}

pub(crate) fn hide(facts: &[Fact], hidden: &[Hidden]) -> Vec<Fact> {
    let hide_one = |(fact, hidden): (&Fact, &Hidden)| {
        let mut fact = fact.clone();
        match (hidden, &mut fact.value) {
            (Hidden::Nothing, _) => {}
            (Hidden::Some, Ok(Value::Each(members))) => {
                members[0].value = Err(Unknown::NotEntered);
            }
            (Hidden::Some, _) => fact.before = None,
            (Hidden::All, _) => fact.value = Err(Unknown::NotEntered),
        }
        fact
    };
    facts.iter().zip(hidden).map(hide_one).collect()
}

pub(crate) fn area(name: usize, facts: Vec<Fact>) -> AreaFacts {
    AreaFacts {
        area: name.to_string(),
        facts,
        ..AreaFacts::default()
    }
}

/// Some areas with all their facts, and what is hidden of them.
pub(crate) fn areas() -> impl Strategy<Value = Vec<(Vec<Fact>, Vec<Hidden>)>> {
    let hidden = prop_oneof![
        3 => Just(Hidden::Nothing),
        1 => Just(Hidden::All),
        1 => Just(Hidden::Some),
    ];
    vec((facts(), vec(hidden, 10)), 1..6)
}

pub(crate) fn corrections() -> impl Strategy<Value = Vec<Correction>> {
    vec(-400_i64..400, 0..3).prop_map(|all| {
        let made = all.into_iter().map(|points| Correction {
            points: Points::hundredths(points),
            ..correction("item_0", YEAR, "1")
        });
        made.collect()
    })
}
