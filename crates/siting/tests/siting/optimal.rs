//! Every model, on every small problem: the answer is the best there is, and says so.

use proptest::prelude::*;
use siting::{Answer, Candidate, Effort, Model, Unwatched, solve};

use crate::made::{Made, made};

fn answer(made: &Made, model: &Model, effort: &Effort) -> Answer {
    solve(&made.problem(), model, effort, &mut Unwatched).unwrap()
}

fn counts(made: &Made, answer: &Answer) -> Vec<u16> {
    let mut counts = vec![0; made.candidates.len()];
    for chosen in &answer.chosen {
        counts[chosen.candidate] = chosen.count;
    }
    counts
}

/// What an answer says of itself must be so, however early it ended.
fn holds_what_it_says(made: &Made, model: &Model, answer: &Answer) -> Result<(), TestCaseError> {
    let counts = counts(made, answer);
    for (candidate, count) in made.candidates.iter().zip(&counts) {
        match candidate {
            Candidate::Existing => prop_assert!(*count >= 1, "an existing station is gone"),
            Candidate::Forbidden => prop_assert_eq!(*count, 0, "a forbidden place is taken"),
            Candidate::Free => {}
        }
    }
    let worth = made.worth(model, &counts).unwrap();
    // MEXCLP counts each millionth of weight, rounded down for each vehicle.
    let rounded = 1e-3;
    prop_assert!(
        worth == answer.objective || (worth - answer.objective).abs() <= rounded,
        "worth {worth}, said {}",
        answer.objective
    );
    let best = made.best(model);
    let between = match model {
        Model::MaxCover { .. } | Model::Expected { .. } => {
            answer.objective <= best + rounded && best <= answer.bound + rounded
        }
        _ => answer.bound <= best && best <= answer.objective,
    };
    prop_assert!(between, "best {best}, {answer:?}");
    Ok(())
}

/// The best, proven, and the same again.
fn is_best(made: &Made, model: &Model) -> Result<(), TestCaseError> {
    let found = answer(made, model, &Effort::default());
    holds_what_it_says(made, model, &found)?;
    prop_assert!(found.is_optimal());
    prop_assert_eq!(found.objective, found.bound);
    prop_assert_eq!(found.gap, 0.0);
    prop_assert_eq!(&answer(made, model, &Effort::default()), &found);
    let hurried = Effort {
        steps: Some(3),
        ..Effort::default()
    };
    holds_what_it_says(made, model, &answer(made, model, &hurried))
}

/// So many new stations as there is room for at most, and one where none stands.
fn new(made: &Made, wanted: u32, per_candidate: u16) -> Option<u32> {
    let new = wanted.min(made.room(per_candidate));
    (new + made.existing() > 0).then_some(new)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn set_cover(made in made(), within in 0_u32..60) {
        is_best(&made, &Model::SetCover { within })?;
    }

    #[test]
    fn max_cover(made in made(), within in 0_u32..60, wanted in 0_u32..5, backup in 0_u16..=1_000) {
        if let Some(new) = new(&made, wanted, 1) {
            is_best(&made, &Model::MaxCover { within, new, backup: 0 })?;
            is_best(&made, &Model::MaxCover { within, new, backup })?;
        }
    }

    #[test]
    fn median(made in made(), wanted in 0_u32..5, more in 0_u32..100) {
        if let Some(new) = new(&made, wanted, 1) {
            is_best(&made, &Model::Median { new, unserved: None })?;
            let unserved = Some(made.longest() + more);
            is_best(&made, &Model::Median { new, unserved })?;
        }
    }

    #[test]
    fn centre(made in made(), wanted in 0_u32..5) {
        if let Some(new) = new(&made, wanted, 1) {
            is_best(&made, &Model::Centre { new })?;
        }
    }

    #[test]
    fn expected(
        made in made(),
        within in 0_u32..60,
        wanted in 0_u32..5,
        busy in 0_u16..=1_000,
        per_candidate in 1_u16..4,
    ) {
        if let Some(new) = new(&made, wanted, per_candidate) {
            is_best(&made, &Model::Expected { within, new, busy, per_candidate })?;
        }
    }
}
