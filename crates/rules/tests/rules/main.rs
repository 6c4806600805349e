//! What rules make of facts.
