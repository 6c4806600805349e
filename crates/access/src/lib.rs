//! Who may do what: accounts, roles, permissions, sessions; decided in one place, deny by default.
//!
//! Invariants: the table in [`Role::permissions`] is the only place that says what a role may do,
//! [`Scope`] the only one that says where, and [`Pass`] puts both together; an operation without a
//! rule is refused to everybody ([`Gate`]); a password is kept as an Argon2id hash, a session and an
//! API token as the SM3 digest of their texts, so the database gives none away; none is ever logged
//! or journalled. Signing in and out, lock-outs, and what administrators do to accounts and tokens
//! is journalled.
//!
//! Access is role × permission × set. A room asks [`Pass::may`] of one subject and
//! [`Scope::narrowing`] for a list:
//!
//! ```
//! use access::{Knows, Narrowing, Pass, Role, Sets, Subject, permission};
//!
//! let sets = Sets::of_areas(vec!["140802".parse()?]);
//! let pass = Pass::of_account(base::Uuid::nil(), Role::GridWorker, &sets);
//! let subject = Subject { region: Some("140802001"), unit: None, sector: None };
//! assert!(pass.may(permission::UNIT_READ, &subject));
//! let rows = Knows { region: true, unit: false, sector: false };
//! let Narrowing::Within { regions, .. } = pass.scope().narrowing(rows) else { panic!() };
//! assert_eq!(regions, sets.areas);
//! # Ok::<(), base::RegionError>(())
//! ```
//!
//! It is not the HTTP side of any of this (cookies, headers, problems): that is `api`.

pub mod account;
mod admin;
pub mod api_token;
mod cache;
mod error;
mod first;
mod gate;
mod grants;
pub mod lock_out;
mod lockout;
mod names;
mod pass;
pub mod permission;
mod role;
mod secret;
mod service;
mod sessions;
mod sets;
pub mod sign_in;
mod tables;
mod tokens;
mod words;

pub use account::{Identity, NewAccount};
pub use admin::{AccountChange, AccountFilter};
pub use error::{AccessError, SignInError};
pub use first::{FirstAccount, ensure_first_accounts};
pub use gate::{Decision, Gate, OperationRule, PUBLIC};
pub use names::names_of;
pub use pass::{Bearer, Pass};
pub use permission::ALL_PERMISSIONS;
pub use role::{Binding, Role, UnknownRole, permits};
pub use secret::{Password, Token};
pub use service::{Access, AccessConfig, SignedIn};
pub use sessions::{OpenSession, Session, Tended, account_touched_by};
pub use sets::{Knows, Narrowing, Scope, Sector, SectorError, Sets, SetsError, Subject, covers};
pub use tables::{migrations, table_shapes};
pub use tokens::{KnownToken, NewApiToken};
pub use words::words_of;

/// The kinds of journalled records of this room.
#[must_use]
pub fn record_defs() -> Vec<journal::RecordDef> {
    vec![
        journal::RecordDef::of::<account::Model>(),
        journal::RecordDef::of::<api_token::Model>(),
        journal::RecordDef::of::<lock_out::Model>(),
        journal::RecordDef::of::<sign_in::Model>(),
    ]
}
