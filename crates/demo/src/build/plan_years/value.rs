//! What is entered for a fact: as its rules ask for it where the area was lucky, else short of it.

use base::Random;
use rules::{Condition, FactDef, Kind, Number, Rule, Scheme, Test};
use serde_json::{Map, Value as Json, json};

/// How a fact is looked at by the rules of a year.
pub(super) enum Looked {
    /// Held against something.
    At(Test),
    /// 除外 An exemption.
    Exempts,
    /// Areas are ranked by it.
    Ranked,
    /// Not at all, or not yet.
    Not,
}

/// How a fact is looked at in a year.
pub(super) fn looked(scheme: &Scheme, fact: &FactDef, year: i32) -> Looked {
    for item in scheme.items() {
        if let Rule::Rank(rank) = &item.rule
            && rank.fact == fact.key
        {
            return Looked::Ranked;
        }
        for condition in item.rule.conditions() {
            if condition.fact == fact.key {
                let asked = condition.is_asked_in(year);
                return if asked {
                    Looked::At(condition.is.clone())
                } else {
                    Looked::Not
                };
            }
            if exempts(condition, &fact.key) {
                return Looked::Exempts;
            }
        }
    }
    Looked::Not
}

fn exempts(condition: &Condition, key: &str) -> bool {
    condition.exempt.as_ref().is_some_and(|one| one.fact == key)
}

/// The fields of an entry; none where there is nothing to claim.
pub(super) fn fields(
    fact: &FactDef,
    looked: &Looked,
    year: i32,
    luck: f64,
    random: &mut Random,
) -> Option<Map<String, Json>> {
    let lucky = random.share() < 0.45 + 0.55 * luck;
    let mut fields = Map::new();
    match (fact.kind, looked) {
        (_, Looked::Not) => return None,
        (Kind::Yes, Looked::Exempts) if !lucky => return None,
        (Kind::Yes, _) => {
            fields.insert("done".to_owned(), json!(lucky));
        }
        (Kind::Events, _) => {
            let happened = random.share() > 0.82 + 0.18 * luck;
            fields.insert("done".to_owned(), json!(happened));
            if happened {
                fields.insert("events".to_owned(), json!("演示：发生一起（样例）"));
            }
        }
        (Kind::Number, looked) => {
            let number = number(fact, looked, year, (luck, lucky), random);
            fields.insert("number".to_owned(), json!(number));
        }
    }
    Some(fields)
}

fn number(
    fact: &FactDef,
    looked: &Looked,
    year: i32,
    (luck, lucky): (f64, bool),
    random: &mut Random,
) -> String {
    let target = |targets: &rules::Targets| targets.in_year(year).unwrap_or(Number::ZERO);
    let per_cent = fact
        .measure
        .as_ref()
        .is_some_and(|measure| measure.zh == "%");
    match looked {
        Looked::Ranked => format!("{:.1}", 50.0 + 28.0 * luck + random.between(-2.0, 2.0)),
        Looked::At(Test::AtLeast(targets)) if lucky => target(targets).to_string(),
        Looked::At(Test::AtLeast(_)) if per_cent => format!("{:.1}", random.between(62.0, 99.0)),
        Looked::At(Test::AtMost(targets)) if lucky => target(targets).to_string(),
        Looked::At(Test::AtMost(_)) => (1 + random.below(4)).to_string(),
        // How many there are of what is asked for: none exempts.
        Looked::Exempts => random.below(4).to_string(),
        Looked::At(_) | Looked::Not => "0".to_owned(),
    }
}
