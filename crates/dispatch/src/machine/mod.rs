//! The two state machines of dispatch, never mixed: an incident's and an assignment's.
//!
//! Pure: a state and an action give the next state or a refusal; no clock, no database. What is
//! allowed, what is refused and what is drawn come from the one `next` of each machine.

pub mod assignment;
pub mod incident;

use std::fmt::Write as _;

/// A machine whose states and actions can be listed.
pub trait Machine: Copy + Eq + 'static {
    /// What can be done.
    type Action: Copy + Eq + 'static;
    /// All states, the first one is where it starts.
    const STATES: &'static [Self];
    /// All actions, in the order in which they are offered to a person.
    const ACTIONS: &'static [Self::Action];

    /// The state after `action`.
    ///
    /// # Errors
    /// [`Refused`] when the action does not fit the state.
    fn next(self, action: Self::Action) -> Result<Self, Refused>;
    /// The state's word in records and in the API.
    fn word(self) -> &'static str;
    /// The action's word in the API.
    fn action_word(action: Self::Action) -> &'static str;
}

/// An action that does not fit the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{action}' is not possible in the state '{state}'")]
pub struct Refused {
    /// The state.
    pub state: &'static str,
    /// The action.
    pub action: &'static str,
}

/// What can be done in `state`, in the order in which it is offered.
#[must_use]
pub fn allowed<M: Machine>(state: M) -> Vec<M::Action> {
    let actions = M::ACTIONS.iter().copied();
    actions.filter(|a| state.next(*a).is_ok()).collect()
}

/// The machine as a Mermaid `stateDiagram-v2`.
#[must_use]
pub fn mermaid<M: Machine>() -> String {
    let mut text = String::from("stateDiagram-v2\n");
    if let Some(start) = M::STATES.first() {
        draw(&mut text, "[*]", start.word(), None);
    }
    for state in M::STATES {
        for action in M::ACTIONS {
            if let Ok(next) = state.next(*action) {
                let word = M::action_word(*action);
                draw(&mut text, state.word(), next.word(), Some(word));
            }
        }
        if allowed(*state).is_empty() {
            draw(&mut text, state.word(), "[*]", None);
        }
    }
    text
}

fn draw(text: &mut String, from: &str, to: &str, action: Option<&str>) {
    let label = action.map(|word| format!(": {word}")).unwrap_or_default();
    // Writing into a String cannot fail.
    writeln!(text, "    {from} --> {to}{label}").unwrap_or_default();
}

pub(crate) fn refuse<M: Machine>(state: M, action: M::Action) -> Refused {
    Refused {
        state: state.word(),
        action: M::action_word(action),
    }
}

#[cfg(test)]
mod tests;
