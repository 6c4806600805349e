//! Parts of the day.

use serde::{Deserialize, Serialize};

/// 时段 a part of the day, by the hours of [`LearnParameters`](super::LearnParameters).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// 夜间
    Night,
    /// 早高峰
    MorningPeak,
    /// 晚高峰
    EveningPeak,
    /// 平峰 all other hours.
    Day,
}

impl DayPart {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Night, Self::MorningPeak, Self::EveningPeak, Self::Day];
}
