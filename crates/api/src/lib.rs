//! The HTTP side of the house: problems, extractors, answers, the gate, sessions, the event stream.
//!
//! Invariants: no handler runs before the gate has said yes; every refusal is a [`Problem`]; every
//! record's version is its ETag; lists are keyset pages that say how fresh they are; the event
//! stream is ordered by journal position and by nothing else.
//!
//! How a room uses it: handlers take [`Caller`], [`IfMatch`], [`Body`], [`PageQuery`], [`QueryOf`]
//! and [`PathOf`], answer with [`Tagged`], [`Created`] or [`Page`], and return
//! `Result<_, Problem>`; the binary hands the rooms' routers and rules to [`assemble`].
//!
//! It is not a place for what a room does, and handlers here and elsewhere write no SQL.

mod accounts;
mod answer;
mod api_tokens;
mod assemble;
mod document;
mod doorway;
mod dress;
mod events;
mod extract;
mod failure;
mod form_guide;
mod guard;
mod health;
mod hear_out;
mod journal_list;
mod parts;
mod problem;
mod refusals;
mod roles;
mod session;
mod sets_form;
mod standing;

pub use answer::{ApiLocation, ApiTime, Created, Freshness, Page, Tagged};
pub use assemble::{RULES, assemble, operations_without_rule};
pub use doorway::{Bounded, Doorway};
pub use extract::{Body, Caller, IfMatch, Lang, MAX_LIMIT, PageQuery, PathOf, QueryOf};
pub use form_guide::{FieldGuide, FormChoice, FormGuide, FormWords};
pub use guard::{BODY_LIMIT, COOKIE, cookie_name};
pub use parts::{EventRule, Parts, Transport};
pub use problem::{FieldError, PROBLEM_JSON, Problem, ProblemBody, ProblemField, Text};
pub use refusals::{ChangeRefusals, CreateRefusals, ListRefusals, QueryRefusals, ReadRefusals};
pub use standing::Standing;
