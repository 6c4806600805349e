//! The life of a device alarm 报警信息(火警) as a pure state machine: no clock, no database.
//!
//! Invariants: [`State::after`] is total (every state meets every action with a next state or
//! `None`); a judgement is changed with a note or not at all; what became an incident ends only
//! with its incident. Not here: repeats and restoration, which are facts of the point and no
//! judgement of people.

use std::fmt::Write as _;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an alarm stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待核: it rings and waits for a person.
    #[sea_orm(string_value = "ringing")]
    Ringing,
    /// 不明: looked at, undecided.
    #[sea_orm(string_value = "unknown")]
    Unknown,
    /// 属实: a fire, not yet handed on.
    #[sea_orm(string_value = "real")]
    Real,
    /// 误报: no fire.
    #[sea_orm(string_value = "false_alarm")]
    FalseAlarm,
    /// 测试: somebody tested the installation.
    #[sea_orm(string_value = "test")]
    Test,
    /// 已转警情: it is an incident now.
    #[sea_orm(string_value = "escalated")]
    Escalated,
    /// 已关闭: its incident was closed.
    #[sea_orm(string_value = "closed")]
    Closed,
}

/// What verification 核警 finds.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 属实
    #[sea_orm(string_value = "real")]
    Real,
    /// 误报
    #[sea_orm(string_value = "false_alarm")]
    FalseAlarm,
    /// 测试
    #[sea_orm(string_value = "test")]
    Test,
    /// 不明
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

/// What can be done with an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// 核警: a person decides what it is.
    Verify(Outcome),
    /// 转警情: it becomes an incident; that counts as verified real.
    Escalate,
    /// 结案: its incident was closed.
    Close,
}

impl State {
    /// Every state, in the order of an alarm's life.
    pub const ALL: [Self; 7] = [
        Self::Ringing,
        Self::Unknown,
        Self::Real,
        Self::FalseAlarm,
        Self::Test,
        Self::Escalated,
        Self::Closed,
    ];

    /// The state after `action`; `None` where the action makes no sense.
    #[must_use]
    pub const fn after(self, action: Action) -> Option<Self> {
        match (self, action) {
            (
                Self::Ringing | Self::Unknown | Self::Real | Self::FalseAlarm | Self::Test,
                Action::Verify(outcome),
            ) => Some(outcome.state()),
            (Self::Ringing | Self::Unknown | Self::Real, Action::Escalate) => Some(Self::Escalated),
            (Self::Escalated, Action::Close) => Some(Self::Closed),
            (Self::Escalated | Self::Closed, Action::Verify(_))
            | (Self::FalseAlarm | Self::Test | Self::Escalated | Self::Closed, Action::Escalate)
            | (
                Self::Ringing
                | Self::Unknown
                | Self::Real
                | Self::FalseAlarm
                | Self::Test
                | Self::Closed,
                Action::Close,
            ) => None,
        }
    }

    /// Whether the alarm still asks for somebody's attention. A point has at most one open alarm.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Ringing | Self::Unknown | Self::Real | Self::Escalated => true,
            Self::FalseAlarm | Self::Test | Self::Closed => false,
        }
    }

    /// Whether a new judgement overturns one that was given, and so needs a reason.
    #[must_use]
    pub const fn was_judged(self) -> bool {
        matches!(self, Self::Real | Self::FalseAlarm | Self::Test)
    }

    /// What a person may do now: `verify`, `escalate`.
    #[must_use]
    pub fn allowed(self) -> Vec<&'static str> {
        let mut keys: Vec<_> = Action::ALL
            .into_iter()
            .filter(|action| *action != Action::Close && self.after(*action).is_some())
            .map(Action::key)
            .collect();
        keys.dedup();
        keys
    }

    /// The word that is stored and shown to programs.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Unknown => "unknown",
            Self::Real => "real",
            Self::FalseAlarm => "false_alarm",
            Self::Test => "test",
            Self::Escalated => "escalated",
            Self::Closed => "closed",
        }
    }
}

impl Outcome {
    /// The state that stands for this judgement.
    #[must_use]
    pub const fn state(self) -> State {
        match self {
            Self::Real => State::Real,
            Self::FalseAlarm => State::FalseAlarm,
            Self::Test => State::Test,
            Self::Unknown => State::Unknown,
        }
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 6] = [
        Self::Verify(Outcome::Real),
        Self::Verify(Outcome::FalseAlarm),
        Self::Verify(Outcome::Test),
        Self::Verify(Outcome::Unknown),
        Self::Escalate,
        Self::Close,
    ];

    /// The word of the action.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Verify(_) => "verify",
            Self::Escalate => "escalate",
            Self::Close => "close",
        }
    }
}

/// The machine as Mermaid text, drawn by asking it everything.
#[must_use]
pub fn mermaid() -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> ringing\n");
    for from in State::ALL {
        for action in Action::ALL {
            let Some(to) = from.after(action) else {
                continue;
            };
            let note = match action {
                Action::Verify(_) if from.was_judged() => " (note)",
                _ => "",
            };
            let line = writeln!(
                text,
                "    {} --> {}: {}{note}",
                from.key(),
                to.key(),
                action.key()
            );
            debug_assert!(line.is_ok(), "writing to a string cannot fail");
        }
    }
    for end in State::ALL {
        if Action::ALL
            .iter()
            .all(|action| end.after(*action).is_none())
        {
            text.push_str(&format!("    {} --> [*]\n", end.key()));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn action() -> impl Strategy<Value = Action> {
        proptest::sample::select(Action::ALL.to_vec())
    }

    proptest! {
        /// Whatever people and incidents do in whatever order, the promises of an alarm's life hold.
        #[test]
        fn any_life_keeps_the_promises(actions in proptest::collection::vec(action(), 0..40)) {
            let (mut state, mut escalated) = (State::Ringing, false);
            for action in actions {
                let Some(next) = state.after(action) else { continue };
                prop_assert!(next != State::Ringing, "nothing rings again by itself");
                escalated |= action == Action::Escalate;
                if escalated {
                    prop_assert!(matches!(next, State::Escalated | State::Closed));
                }
                prop_assert_eq!(next == State::Closed, action == Action::Close);
                if let Action::Verify(outcome) = action {
                    prop_assert_eq!(next, outcome.state());
                }
                state = next;
            }
            prop_assert_eq!(state.allowed().contains(&"verify"), !escalated);
        }
    }

    #[test]
    fn what_people_may_do() {
        assert_eq!(State::Ringing.allowed(), ["verify", "escalate"]);
        assert_eq!(State::FalseAlarm.allowed(), ["verify"]);
        assert!(State::Escalated.allowed().is_empty());
        assert!(State::Closed.allowed().is_empty());
    }

    #[test]
    fn words_are_the_stored_ones() {
        for state in State::ALL {
            assert_eq!(state.to_value(), state.key());
            assert_eq!(serde_json::to_value(state).unwrap(), state.key());
        }
    }

    #[test]
    fn the_drawn_machine_is_this_one() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../docs/diagrams/device_alarm.mmd"
        );
        if std::env::var_os("FENGSUI_DRAW").is_some() {
            std::fs::write(path, mermaid()).unwrap();
        }
        let drawn = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            drawn,
            mermaid(),
            "draw it anew: FENGSUI_DRAW=1 cargo test -p monitor drawn"
        );
    }
}
