//! What was found, as it is kept and told.

use base::{Label, Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingWords)]
pub(crate) struct Words {
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl From<Label> for Words {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh.to_owned(),
            en: label.en.to_owned(),
        }
    }
}

impl Words {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

/// 研究结果 what a study found. Shares are per cent of the weighted demand, times are seconds from the order
/// to the arrival.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingFindings)]
pub(crate) struct Findings {
    /// When it was worked out, as RFC 3339 has it.
    pub(crate) computed_at: String,
    /// How long that took, seconds.
    pub(crate) took: f64,
    pub(crate) roads: RoadsUsed,
    pub(crate) quality: Quality,
    /// By the stations that stand.
    pub(crate) today: Cover,
    /// With those that are proposed.
    pub(crate) proposed: Cover,
    /// With those of the plan; none where no planned one has a place.
    #[schema(required)]
    pub(crate) planned: Option<Cover>,
    /// With every candidate built: no choice covers more.
    pub(crate) all: Cover,
    pub(crate) demand: Vec<DemandCover>,
    pub(crate) chosen: Vec<Chosen>,
    pub(crate) stations: Vec<StationFound>,
    pub(crate) plan: PlanFound,
    pub(crate) townships: Vec<Township>,
    pub(crate) uncovered: Uncovered,
    pub(crate) left_out: LeftOut,
    /// Demand points: longitude and latitude in 1e-5 degrees, then 0 covered today, 1 covered as proposed,
    /// 2 not covered, 3 not reached by any road.
    pub(crate) dots: Vec<[i32; 3]>,
    /// The ground that today's stations reach in time: a GeoJSON MultiPolygon.
    pub(crate) ground_today: serde_json::Value,
    /// The same with the proposed ones.
    pub(crate) ground_proposed: serde_json::Value,
}

/// 路网 on which roads it was worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingRoads)]
pub(crate) struct RoadsUsed {
    /// What tells them from others.
    pub(crate) tag: String,
    pub(crate) source: Words,
    pub(crate) junctions: usize,
}

/// 解的质量 how good the answer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingQuality)]
pub(crate) struct Quality {
    /// Whether it is the best there is.
    pub(crate) proven: bool,
    /// What it is worth: per cent covered, mean seconds, or stations, as the model asks.
    pub(crate) objective: f64,
    /// What the best is worth at best, likewise.
    pub(crate) bound: f64,
    /// How far it may be from the best, per cent of what it is worth; none where nothing is proven.
    #[schema(required)]
    pub(crate) gap: Option<f64>,
    pub(crate) steps: u64,
    /// Parts of the problem that branch and bound looked at.
    pub(crate) nodes: u64,
}

/// 覆盖 what some stations cover.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingCover)]
pub(crate) struct Cover {
    /// Stations in the area.
    pub(crate) stations: usize,
    /// Of the weighted demand, per cent.
    pub(crate) covered: f64,
    /// Weighted mean of those that are reached at all; none where nobody is.
    #[schema(required)]
    pub(crate) mean: Option<f64>,
    /// Nine of ten of them, by weight, are reached by then.
    #[schema(required)]
    pub(crate) ninth: Option<f64>,
    /// The last one.
    #[schema(required)]
    pub(crate) worst: Option<f64>,
}

/// A kind of demand with what is covered of it, in people or rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingDemandCover)]
pub(crate) struct DemandCover {
    pub(crate) layer: String,
    pub(crate) label: Words,
    /// Whether it is people, or rows.
    pub(crate) counts_number: bool,
    pub(crate) share: u32,
    pub(crate) rows: usize,
    pub(crate) without_place: usize,
    /// Rows whose number was estimated.
    pub(crate) estimated: usize,
    pub(crate) amount: i64,
    pub(crate) today: i64,
    pub(crate) proposed: i64,
    #[schema(required)]
    pub(crate) planned: Option<i64>,
}

/// A proposed station, in the order in which it brings most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingChosen)]
pub(crate) struct Chosen {
    pub(crate) title: String,
    /// Where it comes from: a layer; none for a place that was set on the map.
    #[schema(required)]
    pub(crate) layer: Option<String>,
    #[schema(value_type = Option<String>, required)]
    pub(crate) id: Option<Uuid>,
    /// Longitude and latitude in degrees.
    pub(crate) at: [f64; 2],
    pub(crate) region: String,
    /// What it adds to those before it, per cent.
    pub(crate) gain: f64,
    /// What is covered with it and those before it, per cent.
    pub(crate) covered: f64,
    /// The mean time then.
    #[schema(required)]
    pub(crate) mean: Option<f64>,
    /// What is lost when it alone is not built, per cent.
    pub(crate) loss: f64,
    pub(crate) district: District,
    pub(crate) warnings: Vec<Warning>,
}

/// 辖区 the demand that a station is the first at, and the ground that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingDistrict)]
pub(crate) struct District {
    pub(crate) points: usize,
    /// Of the weighted demand, per cent.
    pub(crate) weight: f64,
    #[schema(required)]
    pub(crate) mean: Option<f64>,
    #[schema(required)]
    pub(crate) worst: Option<f64>,
    /// Of its points, beyond the time standard.
    pub(crate) late: usize,
    /// The ground that it reaches in time before the others, km².
    pub(crate) area: f64,
}

/// 提示 what a rule says against it; somebody has to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingWarning)]
pub(crate) struct Warning {
    pub(crate) kind: WarningKind,
    pub(crate) words: Words,
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SitingWarningKind)]
pub(crate) enum WarningKind {
    /// 辖区面积
    DistrictArea,
    /// 危险品
    Dangerous,
    /// 人员密集场所
    Crowded,
    /// No road leads away.
    CutOff,
}

/// A station that stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingStation)]
pub(crate) struct StationFound {
    pub(crate) title: String,
    /// Longitude and latitude in degrees.
    pub(crate) at: [f64; 2],
    pub(crate) region: String,
    /// Whether it lies in the area.
    pub(crate) inside: bool,
    /// Whether it stays as proposed.
    pub(crate) stays: bool,
    pub(crate) district: District,
    pub(crate) warnings: Vec<Warning>,
}

/// The plan's stations in the area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingPlan)]
pub(crate) struct PlanFound {
    pub(crate) sites: Vec<PlanSite>,
    /// Those without a place, by name.
    pub(crate) unplaced: Vec<String>,
}

/// A station of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingPlanSite)]
pub(crate) struct PlanSite {
    pub(crate) title: String,
    /// Longitude and latitude in degrees.
    pub(crate) at: [f64; 2],
    /// Whether it is among those proposed.
    pub(crate) proposed: bool,
    /// Whether a road leads there.
    pub(crate) reached: bool,
}

/// A township with its demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingTownship)]
pub(crate) struct Township {
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) points: usize,
    /// Of the weighted demand, per cent.
    pub(crate) weight: f64,
    /// Of the township's own demand, per cent.
    pub(crate) today: f64,
    pub(crate) proposed: f64,
    #[schema(required)]
    pub(crate) planned: Option<f64>,
}

/// What stays uncovered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingUncovered)]
pub(crate) struct Uncovered {
    pub(crate) points: usize,
    /// Of the weighted demand, per cent.
    pub(crate) weight: f64,
    /// The heaviest of them.
    pub(crate) heaviest: Vec<UncoveredPoint>,
}

/// A demand point that is not covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingUncoveredPoint)]
pub(crate) struct UncoveredPoint {
    pub(crate) title: String,
    pub(crate) at: [f64; 2],
    pub(crate) region: String,
    /// Of the weighted demand, per cent.
    pub(crate) weight: f64,
    /// When the first is there; none where no road leads.
    #[schema(required)]
    pub(crate) seconds: Option<f64>,
}

/// What could not be reckoned with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SitingLeftOut)]
pub(crate) struct LeftOut {
    /// Candidates without a place.
    pub(crate) candidates_unplaced: usize,
    /// Candidates that no road reaches, by name.
    pub(crate) candidates_off_road: Vec<String>,
    /// Demand points that no road reaches: they count, and are never covered.
    pub(crate) points_off_road: usize,
    /// Stations that no road leads away from, by name.
    pub(crate) stations_cut_off: Vec<String>,
}
