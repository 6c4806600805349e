//! What a person asks for, and what is wrong with it: every fault at once, each at its field.

use std::collections::BTreeMap;

use api::{ApiLocation, FieldError, Problem, Text};
use base::{RegionCode, Wgs84};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::question::Terms;
use crate::study::{Standing, StudyModel};

/// 五分钟到场 from the order to the arrival (建标152-2017), of which a minute for the turnout.
const STANDARD: u32 = 300;
const TURNOUT: u32 = 60;
const LONGEST: u32 = 7_200;
const EFFORT: u32 = 30;
const MOST_EFFORT: u32 = 3_600;
const MOST_NEW: u32 = 200;
const MOST_REGIONS: usize = 20;
const MOST_SOURCES: usize = 8;
const MOST_PLACES: usize = 200;

/// A new study.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStudy {
    pub(crate) name: String,
    /// Region codes; the area is all of them together.
    pub(crate) regions: Vec<String>,
    pub(crate) model: StudyModel,
    /// Whether the stations that stand stay.
    pub(crate) standing: Option<Standing>,
    /// From the order to the arrival, seconds; 300 when not said.
    pub(crate) standard: Option<u32>,
    /// Of these until the wheels turn; 60 when not said.
    pub(crate) turnout: Option<u32>,
    /// How many to build; not said where the model finds it.
    pub(crate) new_stations: Option<u32>,
    /// How long it may be worked on, seconds; 30 when not said.
    pub(crate) effort: Option<u32>,
    /// What counts.
    pub(crate) demand: Vec<DemandOf>,
    /// Layers whose rows are candidates.
    #[serde(default)]
    pub(crate) candidates: Vec<RowsOf>,
    /// Candidates set on the map.
    #[serde(default)]
    pub(crate) places: Vec<ApiLocation>,
    /// The layer of the stations that stand; `fire_station` when not said.
    pub(crate) stations: Option<RowsOf>,
    /// The layer of the plan's stations to compare with; `planned_station` when not said.
    pub(crate) plan: Option<RowsOf>,
}

/// Rows of a layer of the map.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SitingRows)]
pub(crate) struct RowsOf {
    /// The layer's key.
    pub(crate) layer: String,
    /// As in the address of its list.
    #[serde(default)]
    pub(crate) filters: BTreeMap<String, String>,
}

/// Rows that count.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SitingDemand)]
pub(crate) struct DemandOf {
    /// The layer's key.
    pub(crate) layer: String,
    /// As in the address of its list.
    #[serde(default)]
    pub(crate) filters: BTreeMap<String, String>,
    /// The field whose number each row counts, such as residents; each row counts one when not said.
    pub(crate) number: Option<String>,
    /// What these rows count of the whole, beside the other kinds: parts of any sum, up to 100.
    pub(crate) share: u32,
}

/// What was read of it.
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) regions: Vec<RegionCode>,
    pub(crate) terms: Terms,
    pub(crate) places: Vec<Wgs84>,
}

impl NewStudy {
    /// # Errors
    /// A problem with every field that is wrong.
    pub(crate) fn read(&self) -> Result<Read, Problem> {
        let mut faults = Vec::new();
        let name = self.name.trim().to_owned();
        if !(1..=100).contains(&name.chars().count()) {
            faults.push(fault(
                "name",
                "请填名称，至多 100 字",
                "1 to 100 characters",
            ));
        }
        let regions = self.regions(&mut faults);
        let terms = self.terms(&regions, &mut faults);
        self.check_demand(&mut faults);
        let places: Vec<Wgs84> = self.places.iter().filter_map(|at| at.to_wgs84()).collect();
        if places.len() < self.places.len() || places.len() > MOST_PLACES {
            faults.push(fault(
                "places",
                format!("应为至多 {MOST_PLACES} 处地球上的位置"),
                format!("{MOST_PLACES} places on earth at most"),
            ));
        }
        if self.candidates.is_empty() && places.is_empty() {
            faults.push(no_candidates());
        }
        if faults.is_empty() {
            Ok(Read {
                name,
                regions,
                terms,
                places,
            })
        } else {
            Err(Problem::invalid(faults))
        }
    }

    fn regions(&self, faults: &mut Vec<FieldError>) -> Vec<RegionCode> {
        let read: Vec<RegionCode> = self
            .regions
            .iter()
            .filter_map(|code| code.parse().ok())
            .collect();
        if read.len() < self.regions.len() || !(1..=MOST_REGIONS).contains(&read.len()) {
            faults.push(fault(
                "regions",
                format!("请给出 1 至 {MOST_REGIONS} 个区划代码"),
                format!("1 to {MOST_REGIONS} region codes"),
            ));
        }
        read
    }

    fn terms(&self, regions: &[RegionCode], faults: &mut Vec<FieldError>) -> Terms {
        let terms = Terms {
            regions: regions
                .iter()
                .map(|code| code.as_str().to_owned())
                .collect(),
            model: self.model,
            standing: self.standing.unwrap_or(Standing::Fixed),
            standard: self.standard.unwrap_or(STANDARD),
            turnout: self.turnout.unwrap_or(TURNOUT),
            new_stations: self.new_stations,
            effort: self.effort.unwrap_or(EFFORT),
        };
        if !(1..=LONGEST).contains(&terms.standard) {
            let words = (
                format!("应在 1 至 {LONGEST} 秒之间"),
                format!("1 to {LONGEST} s"),
            );
            faults.push(fault("standard", words.0, words.1));
        }
        if terms.turnout >= terms.standard {
            faults.push(fault(
                "turnout",
                "应短于到场时限",
                "less than the time standard",
            ));
        }
        if !(1..=MOST_EFFORT).contains(&terms.effort) {
            let words = (
                format!("应在 1 至 {MOST_EFFORT} 秒之间"),
                format!("1 to {MOST_EFFORT} s"),
            );
            faults.push(fault("effort", words.0, words.1));
        }
        match (terms.model, terms.new_stations) {
            (StudyModel::SetCover, None) => {}
            (StudyModel::SetCover, Some(_)) => faults.push(fault(
                "new_stations",
                "此模型求最少站数，不必填",
                "this model finds how many: leave it out",
            )),
            (_, Some(1..=MOST_NEW)) => {}
            _ => faults.push(fault(
                "new_stations",
                format!("应在 1 至 {MOST_NEW} 之间"),
                format!("1 to {MOST_NEW}"),
            )),
        }
        terms
    }

    fn check_demand(&self, faults: &mut Vec<FieldError>) {
        if !(1..=MOST_SOURCES).contains(&self.demand.len()) {
            faults.push(no_demand());
        }
        if self
            .demand
            .iter()
            .any(|one| !(1..=100).contains(&one.share))
        {
            faults.push(fault(
                "demand",
                "每类权重应在 1 至 100 之间",
                "each share is 1 to 100",
            ));
        }
    }
}

pub(crate) fn fault(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError::new(field, Text::new(zh, en))
}

pub(crate) fn no_demand() -> FieldError {
    fault(
        "demand",
        "研究范围内没有需求点",
        "there is no demand point in the area",
    )
}

pub(crate) fn no_candidates() -> FieldError {
    fault(
        "candidates",
        "研究范围内没有候选点",
        "there is no candidate in the area",
    )
}
