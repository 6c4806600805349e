//! 得分 from facts to scores: every area's items, blocks, chapters and total, and the areas' ranking.

mod judge;
mod points;
mod rank;
mod ranking;
mod step;
mod tally;

pub use ranking::Standing;
pub use step::{Asked, Compared, Missing, Places, Ranked, Role, Step, Times, Verdict};
pub use tally::{BlockScore, ChapterScore, ItemScore, Score, Tally};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::{Gathered, Refused, gather};
use crate::{AreaFacts, CityFacts, Correction, Scheme, Scope};

/// What the whole city is called where a fact of it is refused.
const CITY: &str = "city";

/// An evaluation of a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The version by which it came about.
    pub version: String,
    /// The year.
    pub year: i32,
    /// Every area's score, in the order in which areas were handed over.
    pub scores: Vec<Score>,
    /// The areas by their totals.
    pub ranking: Vec<Standing>,
}

/// What an item is scored by: one area's facts, the city's, and those of all areas for rankings.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'s> {
    pub(crate) scheme: &'s Scheme,
    pub(crate) year: i32,
    /// Which of `areas` is scored.
    pub(crate) at: usize,
    pub(crate) areas: &'s [(String, Gathered)],
    pub(crate) city: &'s Gathered,
}

/// Scores all assessed areas for a year. The same facts in another order give the same scores.
///
/// # Errors
/// All that was handed over and does not fit, each by name: another year's, unknown keys, other kinds,
/// corrections without a reason.
pub fn evaluate(
    scheme: &Scheme,
    year: i32,
    areas: &[AreaFacts],
    city: &CityFacts,
) -> Result<Evaluation, Vec<Refused>> {
    let mut refused = Vec::new();
    let whole = (CITY, Scope::City);
    let of_city = gather(
        scheme,
        year,
        whole,
        &city.facts,
        &city.entries,
        &mut refused,
    );
    let mut of_areas = Vec::new();
    let mut seen = BTreeSet::new();
    for area in areas {
        if !seen.insert(&area.area) {
            refused.push(Refused::AreaTwice(area.area.clone()));
        }
        let whose = (area.area.as_str(), Scope::Area);
        let known = gather(
            scheme,
            year,
            whose,
            &area.facts,
            &area.entries,
            &mut refused,
        );
        of_areas.push((area.area.clone(), known));
        let corrections = area.corrections.iter();
        refused
            .extend(corrections.filter_map(|one| correction_misfit(scheme, year, &area.area, one)));
    }
    if !refused.is_empty() {
        refused.sort();
        return Err(refused);
    }
    let sight = |at| Sight {
        scheme,
        year,
        at,
        areas: &of_areas,
        city: &of_city,
    };
    let scores: Vec<Score> = areas
        .iter()
        .enumerate()
        .map(|(at, area)| tally::score(&sight(at), area))
        .collect();
    Ok(Evaluation {
        version: scheme.version.clone(),
        year,
        ranking: ranking::ranking(&scores),
        scores,
    })
}

/// What keeps a correction of `whose` item from being taken into the evaluation of a year; none where it fits.
#[must_use]
pub fn correction_misfit(
    scheme: &Scheme,
    year: i32,
    whose: &str,
    correction: &Correction,
) -> Option<Refused> {
    let (whose, item) = (whose.to_owned(), correction.item.clone());
    if scheme.item(&item).is_none() {
        return Some(Refused::UnknownItem { whose, item });
    }
    if correction.year != year {
        return Some(Refused::CorrectionOfWrongYear {
            whose,
            item,
            year: correction.year,
            assessed: year,
        });
    }
    let silent = correction.why.trim().is_empty() || correction.by.trim().is_empty();
    silent.then_some(Refused::NoReason { whose, item })
}
