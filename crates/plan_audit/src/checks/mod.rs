//! The checks: one contradiction's form each. They know of each other only what the report confirms.

mod chains;
mod conflicts;
mod counts;
mod growth;
mod growth_columns;
mod indicators;
mod limits;
#[cfg(test)]
mod made;
mod minimums;
mod parts;
mod points;
mod portions;
mod projects;
mod relations;
mod series;
mod shares;
mod strands;
mod sums;
mod targets;
mod titles;
mod twins;

use crate::facts::Reading;
use crate::report::Report;

/// Looks at a plan and adds what it finds.
type Check = fn(&Reading, &mut Report);

/// All of them. Those that confirm cells come before the one that judges series.
pub(crate) const ALL: [Check; 21] = [
    sums::check,
    relations::check,
    shares::of_tables,
    shares::of_sentences,
    portions::check,
    chains::check,
    growth::of_tables,
    growth_columns::check,
    growth::of_sentences,
    twins::check,
    series::check,
    conflicts::check,
    parts::check,
    indicators::check,
    limits::check,
    counts::check,
    titles::check,
    targets::check,
    points::check,
    minimums::check,
    projects::check,
];
