//! What the author of a loop writes: a register's struct, two enums, a total match, and what each
//! action asks for.

use access::Role;
use base::{Date, Label, Timestamp, Uuid};
use register::{Choice, Misfit, Reference, Register, RegisterDef, Value};

/// 闭环 something that is followed to its end: each case is a row of a `managed` register.
///
/// The register has a field `state` of the type [`Loop::State`], and a scope. What is declared here is
/// asked in this order: who may ([`Step::by`]), whether the state has the action ([`Loop::next`]),
/// whether something stands against it ([`Loop::refuses`]), what must be filled in ([`Step::asks`]);
/// then [`Loop::apply`] changes the case itself, [`Loop::effects`] what else follows.
pub trait Loop: Register + 'static {
    /// Where a case can stand.
    type State: Choice;
    /// What can be done with it.
    type Action: Choice;
    /// The action that opens a case, and the state in which it then is.
    const OPENING: (Self::Action, Self::State);
    /// What a new case takes over from a row that it refers to.
    const INHERITS: Option<Inherits> = None;
    /// Who may hand a case over to somebody else.
    const HANDS_OVER: &'static [Who] = &[Who::Holder];

    /// The state after `action`; `None` where it makes no sense. A state without any is an end.
    fn next(state: Self::State, action: Self::Action) -> Option<Self::State>;

    /// What an action asks for.
    fn step(action: Self::Action) -> Step;

    /// Who is asked in this state.
    fn holder(&self, state: Self::State) -> Holder;

    /// Why `action` cannot be taken on the case as it stands; the screen shows it beside the action.
    fn refuses(&self, action: Self::Action, facts: &Facts) -> Option<Label> {
        let _ = (action, facts);
        None
    }

    /// What the action writes into the case beside what people fill in.
    fn apply(&mut self, action: Self::Action, facts: &Facts) {
        let _ = (action, facts);
    }

    /// What the action changes in rows of other registers, in the same change set.
    fn effects(&self, action: Self::Action, facts: &Facts, effects: &mut Effects) {
        let _ = (action, facts, effects);
    }
}

/// What a new case takes over, where its own field is empty.
#[derive(Clone, Copy, Debug)]
pub struct Inherits {
    /// The field with the reference to the row.
    pub through: &'static str,
    /// Fields of that row, and the case's own fields that take their values.
    pub copies: &'static [(&'static str, &'static str)],
}

/// Who may take an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Who has this permission.
    May(&'static str),
    /// Who has this permission for the whole city: what one area does is looked at by no part of it.
    MayEverywhere(&'static str),
    /// Whom the case is with: the account, one of the role, one who acts for the organisation.
    Holder,
    /// Who opened it.
    Opener,
}

/// Whom a case is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: it is at its end.
    Nobody,
    /// Everybody of this role in whose areas it lies.
    Role(Role),
    /// The organisation: whoever acts for it.
    Organisation(Uuid),
    /// One person.
    Account(Uuid),
    /// Who opened it.
    Opener,
}

impl Holder {
    /// The organisation that a field refers to, and somebody else while it is empty.
    #[must_use]
    pub fn organisation_or(organisation: Option<Reference>, other: Self) -> Self {
        organisation.map_or(other, |Reference(id)| Self::Organisation(id))
    }
}

/// What an action does to the running clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It runs on.
    Keeps,
    /// The term of this name starts now.
    Starts(&'static str),
    /// Nothing runs any more.
    Ends,
}

/// What an action asks for.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub(crate) by: &'static [Who],
    pub(crate) asks: &'static [&'static str],
    pub(crate) takes: &'static [&'static str],
    pub(crate) reason: Demand,
    pub(crate) evidence: Demand,
    pub(crate) clock: Clock,
    pub(crate) prints: Option<&'static str>,
}

/// Whether something must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// It may be missing.
    Free,
    /// Without it the action is refused.
    Needed,
}

impl Step {
    /// An action that any of these may take.
    #[must_use]
    pub const fn by(by: &'static [Who]) -> Self {
        Self {
            by,
            asks: &[],
            takes: &[],
            reason: Demand::Free,
            evidence: Demand::Free,
            clock: Clock::Keeps,
            prints: None,
        }
    }

    /// Fields of the register that must be filled in.
    #[must_use]
    pub const fn asks(mut self, fields: &'static [&'static str]) -> Self {
        self.asks = fields;
        self
    }

    /// Fields of the register that may be filled in.
    #[must_use]
    pub const fn takes(mut self, fields: &'static [&'static str]) -> Self {
        self.takes = fields;
        self
    }

    /// It needs a reason in words.
    #[must_use]
    pub const fn with_reason(mut self) -> Self {
        self.reason = Demand::Needed;
        self
    }

    /// It needs at least one attachment.
    #[must_use]
    pub const fn with_evidence(mut self) -> Self {
        self.evidence = Demand::Needed;
        self
    }

    /// It starts the term of this name; the one that ran before ends.
    #[must_use]
    pub const fn starts(mut self, term: &'static str) -> Self {
        self.clock = Clock::Starts(term);
        self
    }

    /// It ends the running term.
    #[must_use]
    pub const fn ends(mut self) -> Self {
        self.clock = Clock::Ends;
        self
    }

    /// It issues the document of this name.
    #[must_use]
    pub const fn prints(mut self, document: &'static str) -> Self {
        self.prints = Some(document);
        self
    }

    /// The fields that must be filled in.
    #[must_use]
    pub const fn asked(&self) -> &'static [&'static str] {
        self.asks
    }

    /// The fields that may be filled in.
    #[must_use]
    pub const fn taken(&self) -> &'static [&'static str] {
        self.takes
    }

    /// Whether it needs a reason.
    #[must_use]
    pub const fn reason(&self) -> Demand {
        self.reason
    }

    /// Whether it needs an attachment.
    #[must_use]
    pub const fn evidence(&self) -> Demand {
        self.evidence
    }

    /// What it does to the clock.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The document that it issues.
    #[must_use]
    pub const fn printed(&self) -> Option<&'static str> {
        self.prints
    }
}

/// What is known around an action.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Now.
    pub now: Timestamp,
    /// Today in China.
    pub today: Date,
    /// Whether the running term is over.
    pub overdue: bool,
}

/// What an action changes in rows of other registers.
#[derive(Default)]
pub struct Effects(pub(crate) Vec<Effect>);

type Amend = Box<dyn Fn(&[Value]) -> Result<Vec<Value>, Misfit> + Send + Sync>;

pub(crate) struct Effect {
    pub(crate) register: &'static RegisterDef,
    pub(crate) row: Uuid,
    pub(crate) verb: &'static str,
    pub(crate) amend: Amend,
}

impl Effects {
    /// Changes a row of the register `R`; `verb` says in its history what was done. A row that stays
    /// as it is makes no entry; one that breaks its register's rules refuses the whole action.
    pub fn amend<R: Register>(
        &mut self,
        Reference(row): Reference,
        verb: &'static str,
        change: impl Fn(&mut R) + Send + Sync + 'static,
    ) {
        let amend = move |values: &[Value]| {
            let mut record = R::from_values(values)?;
            change(&mut record);
            Ok(record.into_values())
        };
        self.0.push(Effect {
            register: R::DEF,
            row,
            verb,
            amend: Box::new(amend),
        });
    }
}
