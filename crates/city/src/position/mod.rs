//! 位置 where responders, vehicles and persons are: reports of gateways, the last one of each, and
//! who hears of it.
//!
//! Invariants:
//! * a last position never goes back in time, whatever order reports come in and whoever writes;
//! * a time from the future counts as the time of receipt and says so: a clock that is wrong never
//!   hides what comes after it;
//! * the same report twice is one report;
//! * what comes in another datum is WGS-84 before it is looked at ([`base::Datum`]);
//! * a person's position is shown to who may read persons' positions, and to nobody else.
//!
//! The table of last positions is operational and the reports are telemetry: neither is in the
//! journal, because a city's vehicles move more often than all else changes together.

mod hub;
mod intake;
mod last;
mod layer;
mod live;
mod rate;
mod room;
mod routes;
mod subjects;
mod tables;
mod track;

pub(crate) use self::hub::{Hub, Lookout};
pub use self::intake::{Receipt, Refusal, Report, receive};
pub use self::last::{Last, last_of_responders, last_positions};
pub(crate) use self::layer::layers;
pub(crate) use self::routes::{FOLLOW, REPORT, router};
pub use self::tables::entity;
pub(crate) use self::tables::migration;
pub use self::track::track_of_responder;

/// Whose position it is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PositionKind {
    /// 出动力量
    Responder,
    /// 消防车
    Vehicle,
    /// 人员
    Person,
}

impl PositionKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Responder, Self::Vehicle, Self::Person];

    /// The word in the database; also the table of the subjects.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Responder => "responder",
            Self::Vehicle => "vehicle",
            Self::Person => "person",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
