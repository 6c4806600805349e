//! Loops as the API describes them: what a screen needs to draw states and actions.

use base::Label;
use loops::{Clock, Demand, LoopDef, Person};
use register::ChoiceDef;
use serde::Serialize;
use utoipa::ToSchema;

/// Words in both languages.
#[derive(Serialize, ToSchema)]
#[schema(as = LoopWords)]
pub(crate) struct Words {
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl From<Label> for Words {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh.to_owned(),
            en: label.en.to_owned(),
        }
    }
}

/// All loops that the caller may read.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoopList {
    pub(crate) items: Vec<LoopInfo>,
}

/// A loop 闭环.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoopInfo {
    /// Its register's name in addresses.
    key: &'static str,
    label: Words,
    states: Vec<StateInfo>,
    actions: Vec<ActionInfo>,
    /// The action that opens a case.
    opening: &'static str,
    /// Whether the caller may open one.
    may_open: bool,
}

/// Where a case can stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct StateInfo {
    key: &'static str,
    label: Words,
    /// Whether a case that stands here is closed.
    end: bool,
}

/// What can be done with a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActionInfo {
    key: &'static str,
    label: Words,
    /// Fields of the register that must be filled in.
    asks: Vec<&'static str>,
    /// Fields of the register that may be filled in.
    takes: Vec<&'static str>,
    /// It needs a reason.
    reason: bool,
    /// It needs an attachment.
    evidence: bool,
    /// It starts a term.
    starts_term: bool,
    /// It issues a document.
    prints: bool,
    /// The states in which it makes sense.
    from: Vec<&'static str>,
}

impl LoopInfo {
    pub(crate) fn of(def: &LoopDef, person: &Person, may_act: bool) -> Self {
        let action = |choice: &'static ChoiceDef| {
            let step = def.step(choice.key)?;
            let states = def.states.iter().map(|state| state.key);
            Some(ActionInfo {
                key: choice.key,
                label: choice.label.into(),
                asks: step.asked().to_vec(),
                takes: step.taken().to_vec(),
                reason: step.reason() == Demand::Needed,
                evidence: step.evidence() == Demand::Needed,
                starts_term: matches!(step.clock(), Clock::Starts(_)),
                prints: step.printed().is_some(),
                from: states
                    .filter(|state| def.next(state, choice.key).is_some())
                    .collect(),
            })
        };
        Self {
            key: def.key(),
            label: def.register.label.into(),
            states: def
                .states
                .iter()
                .map(|state| StateInfo {
                    key: state.key,
                    label: state.label.into(),
                    end: def.is_end(state.key),
                })
                .collect(),
            actions: def.actions.iter().filter_map(action).collect(),
            opening: def.opening.0,
            may_open: may_act && def.may_open(person),
        }
    }
}
