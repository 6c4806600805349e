//! Accounts, sign-in and sessions, the same stories on both engines.

mod accounts;
mod database;
mod sessions;
mod sign_in;
