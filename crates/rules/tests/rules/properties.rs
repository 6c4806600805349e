//! What holds of any rule and any facts. Facts are hidden one by one, and what is then said has to hold
//! whatever they were.

use proptest::collection::vec;
use proptest::prelude::*;
use rules::{
    AreaFacts, CityFacts, Correction, Evaluation, Fact, Points, Rule, Scheme, Single, Value,
};

use crate::given::score;
use crate::made_rules::{Hidden, YEAR, area, areas, corrections, hide, rule, scheme};

fn evaluated(scheme: &Scheme, areas: Vec<Vec<Fact>>, corrections: &[Correction]) -> Evaluation {
    let mut areas: Vec<AreaFacts> = areas
        .into_iter()
        .enumerate()
        .map(|(at, facts)| area(at, facts))
        .collect();
    areas[0].corrections = corrections.to_vec();
    score(scheme, YEAR, &areas, &CityFacts::default())
}

/// The same rule with every deduction taking more.
fn harder(rule: &Rule, by: i64) -> Rule {
    let mut rule = rule.clone();
    match &mut rule {
        Rule::Conditions(rule) => {
            for deduction in &mut rule.deduct {
                deduction.points = deduction.points.plus(Points::hundredths(by));
            }
        }
        Rule::Parts(parts) => {
            for part in parts {
                part.rule = harder(&part.rule, by);
            }
        }
        Rule::Rank(_) => {}
    }
    rule
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_the_hidden_facts_are_the_score_lies_in_the_span(
        rules in vec(rule(), 1..4), areas in areas(), corrections in corrections(),
    ) {
        let scheme = scheme(&rules);
        let known: Vec<Vec<Fact>> = areas.iter().map(|(facts, _)| facts.clone()).collect();
        let hidden: Vec<Vec<Fact>> = areas.iter().map(|(facts, mask)| hide(facts, mask)).collect();
        let (full, partial) =
            (evaluated(&scheme, known, &corrections), evaluated(&scheme, hidden, &corrections));
        for (full, partial) in full.scores.iter().zip(&partial.scores) {
            prop_assert!(full.total.got.is_known());
            prop_assert!(partial.total.got.holds(full.total.got.least));
            for (known, open) in full.items().zip(partial.items()) {
                prop_assert!(open.tally.got.holds(known.tally.got.least), "{known:#?}\n{open:#?}");
                let (least, most) = (open.tally.got.least, open.tally.got.most);
                prop_assert!(Points::NONE <= least && least <= most && most <= open.tally.of);
                prop_assert!(open.tally.got.is_known() || !open.unknown.is_empty(), "{open:#?}");
            }
        }
        for standing in &full.ranking {
            let open = partial.ranking.iter().find(|one| one.area == standing.area).unwrap();
            let place = standing.places.best;
            prop_assert!(open.places.best <= place && place <= open.places.worst);
        }
    }

    #[test]
    fn knowing_more_never_widens_a_span(
        rules in vec(rule(), 1..4), areas in areas(), seen in vec(any::<bool>(), 10),
    ) {
        let scheme = scheme(&rules);
        let less = |mask: &[Hidden]| -> Vec<Hidden> {
            let uncovered = mask.iter().zip(&seen);
            uncovered.map(|(one, seen)| if *seen { Hidden::Nothing } else { *one }).collect()
        };
        let dark = areas.iter().map(|(facts, mask)| hide(facts, mask)).collect();
        let light = areas.iter().map(|(facts, mask)| hide(facts, &less(mask))).collect();
        let (dark, light) = (evaluated(&scheme, dark, &[]), evaluated(&scheme, light, &[]));
        for (dark, light) in dark.scores.iter().zip(&light.scores) {
            for (dark, light) in dark.items().zip(light.items()) {
                prop_assert!(dark.tally.got.holds(light.tally.got.least), "{dark:#?}\n{light:#?}");
                prop_assert!(dark.tally.got.holds(light.tally.got.most), "{dark:#?}\n{light:#?}");
            }
        }
    }

    #[test]
    fn taking_more_off_never_gives_more(
        rules in vec(rule(), 1..4), areas in areas(), by in 1_i64..200,
    ) {
        let hidden: Vec<Vec<Fact>> = areas.iter().map(|(facts, mask)| hide(facts, mask)).collect();
        let harder: Vec<Rule> = rules.iter().map(|rule| harder(rule, by)).collect();
        let mild = evaluated(&scheme(&rules), hidden.clone(), &[]);
        let hard = evaluated(&scheme(&harder), hidden, &[]);
        for (mild, hard) in mild.scores.iter().zip(&hard.scores) {
            for (mild, hard) in mild.items().zip(hard.items()) {
                prop_assert!(hard.tally.got.least <= mild.tally.got.least);
                prop_assert!(hard.tally.got.most <= mild.tally.got.most);
            }
        }
    }

    #[test]
    fn the_order_in_which_facts_come_changes_nothing(
        rules in vec(rule(), 1..4), areas in areas(), turn in 0_usize..10,
        corrections in corrections(),
    ) {
        let scheme = scheme(&rules);
        let hidden: Vec<Vec<Fact>> = areas.iter().map(|(facts, mask)| hide(facts, mask)).collect();
        let turned = hidden.iter().map(|facts| {
            let mut facts = facts.clone();
            facts.rotate_left(turn);
            for fact in &mut facts {
                match &mut fact.value {
                    Ok(Value::Each(members)) => members.reverse(),
                    Ok(Value::One(Single::Events(events))) => events.reverse(),
                    _ => {}
                }
            }
            facts
        });
        let mut backwards = corrections.clone();
        backwards.reverse();
        let other = evaluated(&scheme, turned.collect(), &backwards);
        prop_assert_eq!(evaluated(&scheme, hidden, &corrections), other);
    }

    #[test]
    fn places_are_those_of_a_competition(rules in vec(rule(), 1..3), areas in areas()) {
        let known: Vec<Vec<Fact>> = areas.into_iter().map(|(facts, _)| facts).collect();
        let evaluation = evaluated(&scheme(&rules), known, &[]);
        // By hand: walk down the sorted totals; an equal total keeps the place of the one before it.
        let mut totals: Vec<Points> =
            evaluation.scores.iter().map(|score| score.total.got.least).collect();
        totals.sort_unstable();
        totals.reverse();
        let mut expected: Vec<usize> = Vec::new();
        for (at, total) in totals.iter().enumerate() {
            let tied = at > 0 && totals[at - 1] == *total;
            let place = if tied { expected[at - 1] } else { at + 1 };
            expected.push(place);
        }
        let found: Vec<usize> = evaluation.ranking.iter().map(|one| one.places.best).collect();
        prop_assert_eq!(found, expected);
        let found: Vec<Points> = evaluation.ranking.iter().map(|one| one.total.least).collect();
        prop_assert_eq!(found, totals);
        prop_assert!(evaluation.ranking.iter().all(|one| one.places.best == one.places.worst));
    }
}
