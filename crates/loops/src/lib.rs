//! 一个闭环 the one loop: what must be followed to its end is declared once (see [`Loop`]) and gets its
//! inbox, clock, reminders, escalation, hand-over, comments, links, documents and full trace from
//! here.
//!
//! Invariants:
//! * a case is a row of a `managed` register and one record of the index; every action writes both, and
//!   all that follows from it, in one change set, or nothing;
//! * a case's `step` is its ETag: of two people who act at once the second is shown what the first did;
//! * a case outside the person's sets does not exist for them;
//! * a case keeps the version of the rules of the day it opened; a deadline that needs a year whose
//!   holidays are not known is refused by name and never guessed;
//! * a document's number is taken in the change set that issues it, once; its PDF follows from the
//!   record and the template's version;
//! * [`Cases::tend`] may be called at any time and any number of times.
//!
//! It is not HTTP (that is `loops_api`), not a printer (see [`Press`]), and it asks no lists of cases
//! beyond the inbox: those are the register's.

mod clock;
mod declare;
mod def;
mod desk;
mod error;
mod ports;
pub mod record;
mod rules;
mod tend;

pub use declare::{Clock, Demand, Effects, Facts, Holder, Inherits, Loop, Step, Who};
pub use def::LoopDef;
pub use desk::{
    CaseFile, Cases, Counts, Filter, House, Inbox, Input, Linked, Offer, PastCase, Person,
    Receiver, StoryItem, TakenOver,
};
pub use error::LoopError;
pub use ports::{Address, Addresses, Answer, Evidence, Press, PressError, PrintJob};
pub use record::case::{Model as Case, With};
pub use rules::{DocumentRule, Escalation, RuleBook, RuleVersion, RulesError, TermRule, Words};
pub use tend::Tended;
