//! Who may do what: accounts, roles, permissions, sessions; decided in one place, deny by default.
//!
//! Invariants: the table in [`permits`] is the only place that says what a role may do; an
//! operation without a rule is refused to everybody ([`Gate`]); a password is kept as an Argon2id
//! hash and a session as the SM3 digest of its token, so the database gives neither away; neither
//! is ever logged.
//!
//! Access is role × permission × area. Areas are region codes carried by the account
//! ([`account::Model::areas`], empty means the whole city) and asked for with [`covers`]. Sets of
//! other kinds (a battalion's jurisdiction, a carved-out zone) come as further [`Scope`]s.
//!
//! It is not the HTTP side of any of this (cookies, headers, problems): that is `api`.

pub mod account;
mod admin;
mod cache;
mod error;
mod gate;
mod lockout;
mod role;
mod secret;
mod service;
mod tables;

pub use account::{Identity, NewAccount};
pub use admin::{FirstAccount, ensure_first_accounts};
pub use error::{AccessError, SignInError};
pub use gate::{Decision, Gate, OperationRule, PUBLIC};
pub use role::{ALL_PERMISSIONS, Role, Scope, UnknownRole, covers, permission, permits};
pub use secret::{Password, Token};
pub use service::{Access, AccessConfig, Session, SignedIn};
pub use tables::{migrations, table_shapes};

/// The kinds of journalled records of this room.
#[must_use]
pub fn record_defs() -> Vec<journal::RecordDef> {
    vec![journal::RecordDef::of::<account::Model>()]
}
