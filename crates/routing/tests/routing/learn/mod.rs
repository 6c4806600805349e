//! Speeds that are learned from recorded trips.

mod driven;
mod hostile;
mod recovered;
mod used;
