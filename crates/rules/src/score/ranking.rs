//! 排名 the areas by their totals.

use serde::Serialize;

use super::step::Places;
use super::tally::Score;
use crate::Span;

/// One area's place.
///
/// Places are those of a competition: one more than there are areas with more points, so that equal totals
/// share a place and the next one is left out. While totals are spans a place is one, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The area.
    pub area: String,
    /// Its total.
    pub total: Span,
    /// Its place.
    pub places: Places,
}

/// All areas, the best first; equals in the order of their names.
pub(crate) fn ranking(scores: &[Score]) -> Vec<Standing> {
    let totals: Vec<(&str, Span)> = scores
        .iter()
        .map(|score| (score.area.as_str(), score.total.got))
        .collect();
    let mut standings: Vec<Standing> = totals
        .iter()
        .map(|(area, total)| Standing {
            area: (*area).to_owned(),
            total: *total,
            places: places(area, *total, &totals),
        })
        .collect();
    standings.sort_by(|a, b| {
        let key = |one: &Standing| (one.places.best, one.places.worst, one.area.clone());
        key(a).cmp(&key(b))
    });
    standings
}

fn places(area: &str, total: Span, totals: &[(&str, Span)]) -> Places {
    let others = || totals.iter().filter(|(other, _)| *other != area);
    let surely_above = others()
        .filter(|(_, other)| other.least > total.most)
        .count();
    let maybe_above = others()
        .filter(|(_, other)| other.most > total.least)
        .count();
    Places {
        best: 1 + surely_above,
        worst: 1 + maybe_above,
    }
}
