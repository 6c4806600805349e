//! What the auditor finds in made-up tables and in the packs' plans.
