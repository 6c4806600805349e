//! A loop as a descriptor: what [`Loop`] declares with its types erased, so that a hundred loops are
//! carried by one engine.

use base::Label;
use register::{Choice, ChoiceDef, FieldKind, Keeper, Misfit, RegisterDef, Value};

use crate::declare::{Clock, Effects, Facts, Holder, Inherits, Loop, Step, Who};

/// The register's field with the state.
pub(crate) const STATE: &str = "state";

/// What a loop says of a case's values, an action and what is known around it.
type OnCase<T> = fn(&[Value], &str, &Facts) -> Result<T, Misfit>;

/// A loop 闭环.
#[derive(Clone, Copy, Debug)]
pub struct LoopDef {
    /// The register whose rows are its cases.
    pub register: &'static RegisterDef,
    /// Where a case can stand.
    pub states: &'static [ChoiceDef],
    /// What can be done.
    pub actions: &'static [ChoiceDef],
    /// The action that opens a case, and the state after it.
    pub opening: (&'static str, &'static str),
    /// What a new case takes over.
    pub inherits: Option<Inherits>,
    /// Who may hand over.
    pub hands_over: &'static [Who],
    next: fn(&str, &str) -> Option<&'static str>,
    step: fn(&str) -> Option<Step>,
    holder: fn(&[Value], &str) -> Result<Holder, Misfit>,
    refuses: OnCase<Option<Label>>,
    apply: OnCase<Vec<Value>>,
    effects: OnCase<Effects>,
}

impl LoopDef {
    /// The loop that `L` declares.
    #[must_use]
    pub fn of<L: Loop>() -> Self {
        Self {
            register: L::DEF,
            states: L::State::CHOICES,
            actions: L::Action::CHOICES,
            opening: (L::OPENING.0.key(), L::OPENING.1.key()),
            inherits: L::INHERITS,
            hands_over: L::HANDS_OVER,
            next: |state, action| {
                let (state, action) = (L::State::from_key(state)?, L::Action::from_key(action)?);
                L::next(state, action).map(L::State::key)
            },
            step: |action| L::Action::from_key(action).map(L::step),
            holder: |values, state| {
                let record = L::from_values(values)?;
                let state = L::State::from_key(state);
                Ok(state.map_or(Holder::Nobody, |state| record.holder(state)))
            },
            refuses: |values, action, facts| {
                let record = L::from_values(values)?;
                Ok(L::Action::from_key(action).and_then(|action| record.refuses(action, facts)))
            },
            apply: |values, action, facts| {
                let mut record = L::from_values(values)?;
                if let Some(action) = L::Action::from_key(action) {
                    record.apply(action, facts);
                }
                Ok(record.into_values())
            },
            effects: |values, action, facts| {
                let record = L::from_values(values)?;
                let mut effects = Effects::default();
                if let Some(action) = L::Action::from_key(action) {
                    record.effects(action, facts, &mut effects);
                }
                Ok(effects)
            },
        }
    }

    /// Its name for programs: its register's.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.register.key
    }

    /// The state after an action; `None` where it makes no sense.
    #[must_use]
    pub fn next(&self, state: &str, action: &str) -> Option<&'static str> {
        (self.next)(state, action)
    }

    /// Whether a case that stands here is closed.
    #[must_use]
    pub fn is_end(&self, state: &str) -> bool {
        let mut actions = self.actions.iter();
        actions.all(|action| self.next(state, action.key).is_none())
    }

    /// The action of this key.
    #[must_use]
    pub fn action(&self, key: &str) -> Option<&'static ChoiceDef> {
        let actions: &'static [ChoiceDef] = self.actions;
        actions.iter().find(|action| action.key == key)
    }

    /// What an action asks for.
    #[must_use]
    pub fn step(&self, action: &str) -> Option<Step> {
        (self.step)(action)
    }

    /// Whether a person may open a case.
    #[must_use]
    pub fn may_open(&self, person: &crate::Person) -> bool {
        let step = self.step(self.opening.0);
        step.is_some_and(|step| crate::desk::allow::any(person, step.by, None))
    }

    pub(crate) fn holder(&self, values: &[Value], state: &str) -> Result<Holder, Misfit> {
        (self.holder)(values, state)
    }

    pub(crate) fn refuses(
        &self,
        values: &[Value],
        action: &str,
        facts: &Facts,
    ) -> Result<Option<Label>, Misfit> {
        (self.refuses)(values, action, facts)
    }

    pub(crate) fn apply(
        &self,
        values: &[Value],
        action: &str,
        facts: &Facts,
    ) -> Result<Vec<Value>, Misfit> {
        (self.apply)(values, action, facts)
    }

    pub(crate) fn effects(
        &self,
        values: &[Value],
        action: &str,
        facts: &Facts,
    ) -> Result<Effects, Misfit> {
        (self.effects)(values, action, facts)
    }

    /// The terms that its actions start.
    pub fn terms(&self) -> impl Iterator<Item = &'static str> {
        self.steps().filter_map(|(_, step)| match step.clock {
            Clock::Starts(term) => Some(term),
            Clock::Keeps | Clock::Ends => None,
        })
    }

    /// The documents that its actions issue.
    pub fn documents(&self) -> impl Iterator<Item = &'static str> {
        self.steps().filter_map(|(_, step)| step.prints)
    }

    fn steps(&self) -> impl Iterator<Item = (&'static str, Step)> {
        let (actions, step): (&'static [ChoiceDef], _) = (self.actions, self.step);
        let known = move |action: &ChoiceDef| Some((action.key, step(action.key)?));
        actions.iter().filter_map(known)
    }

    /// What is wrong with the declaration; a test of each room asks, and the program refuses to start.
    #[must_use]
    pub fn defects(&self) -> Vec<String> {
        let mut found = Vec::new();
        let def = self.register;
        if def.keeper != Keeper::Loop {
            found.push(format!("the register '{}' is not `managed`", def.key));
        }
        match def.field(STATE) {
            Some((_, field)) if field.kind == FieldKind::Choice(self.states) => {}
            _ => found.push(format!(
                "'{}' has no field `state` of the loop's states",
                def.key
            )),
        }
        if def.scope.is_none() {
            found.push(format!(
                "'{}' has no scope: nobody could be bound to areas",
                def.key
            ));
        }
        for (action, step) in self.steps() {
            for field in step.asks.iter().chain(step.takes) {
                if def.field(field).is_none() || *field == STATE {
                    found.push(format!(
                        "'{action}' asks for '{field}', which is no field to fill"
                    ));
                }
            }
        }
        if let Some(inherits) = self.inherits {
            let own = inherits.copies.iter().map(|(_, own)| *own);
            for field in own.chain([inherits.through]) {
                if def.field(field).is_none() {
                    found.push(format!(
                        "'{}' inherits into '{field}', which is no field",
                        def.key
                    ));
                }
            }
        }
        let reached = self.reached();
        for state in self
            .states
            .iter()
            .filter(|state| !reached.contains(&state.key))
        {
            found.push(format!("no action leads to '{}'", state.key));
        }
        found
    }

    fn reached(&self) -> Vec<&'static str> {
        let mut reached = vec![self.opening.1];
        let mut at = 0;
        while let Some(state) = reached.get(at).copied() {
            for action in self.actions {
                if let Some(next) = self.next(state, action.key)
                    && !reached.contains(&next)
                {
                    reached.push(next);
                }
            }
            at += 1;
        }
        reached
    }

    /// The machine as Mermaid text, drawn by asking it everything.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let (opening, first) = self.opening;
        let mut text = format!("stateDiagram-v2\n    [*] --> {first}: {opening}\n");
        for from in self.states {
            for action in self.actions {
                if let Some(to) = self.next(from.key, action.key) {
                    text.push_str(&format!("    {} --> {to}: {}\n", from.key, action.key));
                }
            }
        }
        for end in self.states.iter().filter(|state| self.is_end(state.key)) {
            text.push_str(&format!("    {} --> [*]\n", end.key));
        }
        text
    }
}
