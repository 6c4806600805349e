//! Accounts, sign-in and sessions on both engines.
