//! What is handed over in tests: facts where a metric is named, else entries that count.

use rules::{
    AreaFacts, CityFacts, Correction, Entry, EntryState, Evaluation, Event, Fact, ItemScore,
    Member, Number, Reference, Scheme, Scope, Single, Span, Unknown, Value, evaluate,
};

pub(crate) type Known = Result<Value, Unknown>;

pub(crate) fn number(text: &str) -> Number {
    text.parse().unwrap()
}

pub(crate) fn yes(done: bool) -> Known {
    Ok(Value::yes(done))
}

pub(crate) fn of(text: &str) -> Known {
    Ok(Value::number(number(text)))
}

pub(crate) fn single(text: &str) -> Result<Single, Unknown> {
    Ok(Single::Number(number(text)))
}

pub(crate) fn events(count: usize) -> Known {
    let event = |at: usize| Event {
        what: format!("fire {at}"),
        source: Reference::new("incident", at.to_string()),
    };
    Ok(Value::events((0..count).map(event).collect()))
}

pub(crate) fn each(members: &[(&str, Result<Single, Unknown>)]) -> Known {
    let member = |(name, value): &(&str, Result<Single, Unknown>)| Member {
        name: (*name).to_owned(),
        value: value.clone(),
        sources: vec![Reference::new("row", *name)],
    };
    Ok(Value::Each(members.iter().map(member).collect()))
}

pub(crate) fn nobody_knows() -> Known {
    Err(Unknown::NotEntered)
}

/// An entry that both levels confirmed.
pub(crate) fn entry(fact: &str, year: i32, value: Value) -> Entry {
    Entry {
        fact: fact.to_owned(),
        year,
        value,
        before: None,
        state: EntryState::ConfirmedByCity,
        evidence: vec![Reference::new("attachment", fact)],
        by: "somebody".to_owned(),
        on: "2023-12-01".parse().unwrap(),
        source: Reference::new("entry", fact),
    }
}

pub(crate) fn correction(item: &str, year: i32, points: &str) -> Correction {
    Correction {
        item: item.to_owned(),
        year,
        points: points.parse().unwrap(),
        by: "the assessment office".to_owned(),
        on: "2024-01-15".parse().unwrap(),
        why: "the papers came late".to_owned(),
        source: Reference::new("correction", item),
    }
}

/// Puts a value where the scheme wants it: to the area or the city, as a fact or as an entry.
pub(crate) fn put(
    scheme: &Scheme,
    year: i32,
    (area, city): (&mut AreaFacts, &mut CityFacts),
    (key, value): (&str, Known),
) {
    let def = scheme.fact(key).unwrap_or_else(|| panic!("no fact {key}"));
    let (facts, entries) = match def.of {
        Scope::Area => (&mut area.facts, &mut area.entries),
        Scope::City => (&mut city.facts, &mut city.entries),
    };
    match (def.metric.is_some(), value) {
        (true, value) => facts.push(Fact::new(key, year, value)),
        (false, Ok(value)) => entries.push(entry(key, year, value)),
        (false, Err(_)) => {}
    }
}

/// One area's item by these facts.
pub(crate) fn item(scheme: &Scheme, key: &str, year: i32, given: &[(&str, Known)]) -> ItemScore {
    let mut area = AreaFacts {
        area: "one".to_owned(),
        ..AreaFacts::default()
    };
    let mut city = CityFacts::default();
    for (fact, value) in given {
        put(scheme, year, (&mut area, &mut city), (fact, value.clone()));
    }
    let evaluation = score(scheme, year, &[area], &city);
    evaluation.scores[0].item(key).unwrap().clone()
}

pub(crate) fn score(
    scheme: &Scheme,
    year: i32,
    areas: &[AreaFacts],
    city: &CityFacts,
) -> Evaluation {
    evaluate(scheme, year, areas, city).unwrap_or_else(|refused| panic!("{refused:#?}"))
}

/// What an item got by these facts.
pub(crate) fn got(scheme: &Scheme, key: &str, year: i32, given: &[(&str, Known)]) -> String {
    item(scheme, key, year, given).tally.got.to_string()
}

pub(crate) fn span(least: &str, most: &str) -> Span {
    Span::between(least.parse().unwrap(), most.parse().unwrap())
}
