//! What every sequence of actions keeps, and that the drawn diagrams are the code's.

use std::path::Path;

use proptest::prelude::*;

use super::assignment::{AssignmentState, AssignmentStep};
use super::incident::{IncidentAction, IncidentState};
use super::{Machine, allowed, mermaid};

fn actions<M: Machine>() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..M::ACTIONS.len(), 0..40)
}

/// The words in the database, in the bodies and in the API are the same.
#[test]
fn one_word_for_a_state_everywhere() {
    use sea_orm::ActiveEnum;
    for state in IncidentState::STATES {
        assert_eq!(state.to_value(), state.word());
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for state in AssignmentState::STATES {
        assert_eq!(state.to_value(), state.word());
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for step in AssignmentState::ACTIONS {
        let word = AssignmentState::action_word(*step);
        assert_eq!(serde_json::to_value(step).unwrap(), word);
    }
}

proptest! {
    #[test]
    fn a_closed_incident_opens_by_reopening_only(picks in actions::<IncidentState>()) {
        let mut state = IncidentState::Open;
        for pick in picks {
            let action = IncidentState::ACTIONS[pick];
            let before = state;
            match before.next(action) {
                Ok(next) => state = next,
                Err(refused) => {
                    prop_assert_eq!(refused.state, before.word());
                    prop_assert!(!allowed(before).contains(&action));
                    continue;
                }
            }
            prop_assert!(allowed(before).contains(&action));
            if before == IncidentState::Closed {
                prop_assert_eq!(action, IncidentAction::Reopen);
                prop_assert_eq!(state, IncidentState::Open);
            }
            if state == IncidentState::Closed {
                prop_assert_eq!(action, IncidentAction::Close);
            }
            if matches!(action, IncidentAction::Assign | IncidentAction::RaiseLevel) {
                prop_assert_eq!(before, state);
            }
        }
    }

    #[test]
    fn an_assignment_never_goes_back(picks in actions::<AssignmentState>()) {
        let rank = |state| AssignmentState::STATES.iter().position(|s| *s == state).unwrap();
        let mut state = AssignmentState::Ordered;
        for pick in picks {
            let step = AssignmentState::ACTIONS[pick];
            let before = state;
            let Ok(next) = before.next(step) else { continue };
            state = next;
            prop_assert!(rank(state) > rank(before), "{before:?} to {state:?}");
            prop_assert_eq!(state.word(), AssignmentState::action_word(step));
            // Once free, free for good: nothing takes a responder again but a new order.
            prop_assert!(before.holds_responder() || !state.holds_responder());
            if state == AssignmentState::Cancelled {
                prop_assert!(rank(before) < rank(AssignmentState::OnScene));
            }
        }
        prop_assert!(rank(state) < AssignmentState::STATES.len());
    }
}

#[test]
fn released_comes_only_after_an_answer_and_ends_in_returned() {
    assert!(
        AssignmentState::Ordered
            .next(AssignmentStep::Released)
            .is_err()
    );
    let ends: Vec<_> = AssignmentState::STATES
        .iter()
        .filter(|state| allowed(**state).is_empty())
        .collect();
    assert_eq!(
        ends,
        [&AssignmentState::Returned, &AssignmentState::Cancelled]
    );
}

#[test]
fn the_diagrams_in_the_docs_are_drawn_from_this_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagrams");
    let drawings = [
        ("incident.mmd", mermaid::<IncidentState>()),
        ("assignment.mmd", mermaid::<AssignmentState>()),
    ];
    for (name, drawn) in drawings {
        let path = folder.join(name);
        if std::env::var_os("FENGSUI_UPDATE_DIAGRAMS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            stored, drawn,
            "docs/diagrams/{name} has drifted; run this test with FENGSUI_UPDATE_DIAGRAMS=1"
        );
    }
}
