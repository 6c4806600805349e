//! What a study counts, as it was read when the study was asked: the job needs nothing else but the roads.

use std::collections::BTreeMap;

use base::{Uuid, Wgs84};
use serde::{Deserialize, Serialize};

use crate::findings::Words;
use crate::study::{Standing, StudyModel};

/// What a study counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) terms: Terms,
    pub(crate) sources: Vec<Source>,
    pub(crate) points: Vec<Point>,
    pub(crate) candidates: Vec<Site>,
    /// Those that stand, in the area and near it.
    pub(crate) stations: Vec<Site>,
    /// Those that the plan wants in the area.
    pub(crate) planned: Vec<Site>,
    /// Of these without a place, by name: they cannot be compared.
    pub(crate) planned_unplaced: Vec<String>,
    /// Candidates without a place.
    pub(crate) candidates_unplaced: usize,
    /// Places that a new station keeps a distance from.
    pub(crate) hazards: Vec<Neighbour>,
    /// Names of townships and counties by code.
    pub(crate) regions: BTreeMap<String, String>,
}

/// By what rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// The codes of the area.
    pub(crate) regions: Vec<String>,
    pub(crate) model: StudyModel,
    pub(crate) standing: Standing,
    /// From the order to the arrival, seconds.
    pub(crate) standard: u32,
    /// Of these until the wheels turn, seconds.
    pub(crate) turnout: u32,
    /// How many are to be built; none where that is the question.
    pub(crate) new_stations: Option<u32>,
    /// How long it may be worked on, seconds.
    pub(crate) effort: u32,
}

impl Terms {
    /// What is left for the road, seconds.
    pub(crate) const fn drive(&self) -> u32 {
        self.standard.saturating_sub(self.turnout)
    }
}

/// Where demand comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Source {
    pub(crate) layer: String,
    pub(crate) label: Words,
    /// Whether a number of the rows is counted, or the rows.
    pub(crate) counts_number: bool,
    /// What it counts of the whole, in hundredths.
    pub(crate) share: u32,
    /// Rows in the area.
    pub(crate) rows: usize,
    /// Of these without a place.
    pub(crate) without_place: usize,
    /// Of these whose number was estimated from that of the region above.
    pub(crate) estimated: usize,
    /// What all placed rows come to, in people or rows.
    pub(crate) amount: i64,
}

/// A demand point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) title: String,
    pub(crate) place: Wgs84,
    /// Its township or county.
    pub(crate) region: String,
    /// By its place among the sources.
    pub(crate) source: usize,
    /// People, or 1 for a row.
    pub(crate) amount: i64,
    /// What it counts in the models: shares of its source's part.
    pub(crate) weight: i64,
}

/// Where a station stands, or may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Site {
    /// The row; none for a place that was set on the map.
    pub(crate) id: Option<Uuid>,
    pub(crate) layer: Option<String>,
    pub(crate) title: String,
    pub(crate) place: Wgs84,
    pub(crate) region: String,
    /// Its class, where it is a station.
    pub(crate) class: Option<String>,
    /// Whether it lies in the area.
    pub(crate) inside: bool,
}

/// Somebody near a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Neighbour {
    pub(crate) title: String,
    pub(crate) place: Wgs84,
    pub(crate) kind: NeighbourKind,
}

/// What a site keeps a distance from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NeighbourKind {
    /// 易燃易爆
    Dangerous,
    /// 人员密集场所
    Crowded,
}
