//! 布点研究 the register of siting studies: what was asked, how far it is, and the figures that a list shows.

use base::{RegionCode, Timestamp};
use register::{Choice, Register};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 布点研究 a siting study. Written by this room and by nobody else.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "siting_study",
    label(zh = "布点研究", en = "Siting study"),
    title = "name",
    scope = "region",
    permission = "siting",
    managed,
    search(name)
)]
pub struct SitingStudy {
    #[field(label(zh = "名称", en = "Name"), list, sort, max_chars = 100)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: StudyState,
    #[field(label(zh = "未完成原因", en = "Why not"), filter)]
    pub reason: Option<StudyReason>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter)]
    pub region: RegionCode,
    #[field(
        label(zh = "研究范围", en = "Area"),
        help(zh = "区划代码，以空格分隔", en = "Region codes, with spaces between"),
        max_chars = 300
    )]
    pub regions: String,
    #[field(label(zh = "模型", en = "Model"), list, filter)]
    pub model: StudyModel,
    #[field(label(zh = "现有站", en = "Existing stations"), filter)]
    pub standing: Standing,
    #[field(
        label(zh = "到场时限", en = "Time standard"),
        unit(zh = "秒", en = "s"),
        min = 1,
        max = 7_200,
        list
    )]
    pub standard: i64,
    #[field(
        label(zh = "出动用时", en = "Turnout"),
        unit(zh = "秒", en = "s"),
        min = 0,
        max = 3_600
    )]
    pub turnout: i64,
    #[field(label(zh = "拟建站数", en = "New stations"), min = 1, max = 200, list)]
    pub new_stations: Option<i64>,
    #[field(
        label(zh = "计算时限", en = "Effort"),
        unit(zh = "秒", en = "s"),
        min = 1,
        max = 3_600
    )]
    pub effort: i64,
    #[field(label(zh = "需求点", en = "Demand points"), min = 0)]
    pub points: i64,
    #[field(label(zh = "候选点", en = "Candidates"), min = 0)]
    pub candidates: i64,
    #[field(
        label(zh = "现状覆盖", en = "Covered today"),
        unit = "%",
        scale = 2,
        list,
        sort
    )]
    pub covered_today: Option<i64>,
    #[field(
        label(zh = "方案覆盖", en = "Covered as proposed"),
        unit = "%",
        scale = 2,
        list,
        sort
    )]
    pub covered_proposed: Option<i64>,
    #[field(
        label(zh = "规划覆盖", en = "Covered as planned"),
        unit = "%",
        scale = 2,
        list
    )]
    pub covered_planned: Option<i64>,
    #[field(
        label(zh = "距最优至多", en = "From the best at most"),
        help(zh = "0 为已证最优", en = "0 where it is proved best"),
        unit = "%",
        scale = 2,
        list
    )]
    pub gap: Option<i64>,
    #[field(label(zh = "路网版本", en = "Roads"), max_chars = 40)]
    pub roads: Option<String>,
    #[field(label(zh = "提出人", en = "Asked by"), list, max_chars = 100)]
    pub asked_by: String,
    #[field(label(zh = "提出时间", en = "Asked at"), list, sort)]
    pub asked_at: Timestamp,
    #[field(label(zh = "开始计算", en = "Begun at"))]
    pub begun_at: Option<Timestamp>,
    #[field(label(zh = "结束时间", en = "Ended at"))]
    pub ended_at: Option<Timestamp>,
    #[field(label(zh = "计算次数", en = "Times begun"), min = 0, max = 100)]
    pub tries: i64,
}

/// How far a study is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StudyState {
    #[choice(label(zh = "待计算", en = "Waiting"))]
    Waiting,
    #[choice(label(zh = "计算中", en = "Running"), tone = "warn")]
    Running,
    #[choice(label(zh = "已完成", en = "Done"), tone = "good")]
    Done,
    #[choice(label(zh = "已取消", en = "Called off"), tone = "stale")]
    Cancelled,
    #[choice(label(zh = "未完成", en = "Not done"), tone = "bad")]
    Failed,
}

/// What happens to a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyStep {
    /// It is taken up; again too, after the house had stopped.
    Begin,
    /// It was worked out.
    Finish,
    /// A person calls it off.
    Cancel,
    /// It cannot be worked out.
    Fail,
}

impl StudyState {
    /// The state after a step; none where the step is not possible.
    #[must_use]
    pub const fn after(self, step: StudyStep) -> Option<Self> {
        match (self, step) {
            (Self::Waiting | Self::Running, StudyStep::Begin) => Some(Self::Running),
            (Self::Running, StudyStep::Finish) => Some(Self::Done),
            (Self::Waiting | Self::Running, StudyStep::Cancel) => Some(Self::Cancelled),
            (Self::Running, StudyStep::Fail) => Some(Self::Failed),
            (Self::Waiting, StudyStep::Finish | StudyStep::Fail)
            | (Self::Done | Self::Cancelled | Self::Failed, _) => None,
        }
    }
}

/// Why a study came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StudyReason {
    #[choice(label(zh = "没有路网", en = "There are no roads"))]
    NoRoads,
    #[choice(label(
        zh = "道路能到的候选点少于拟建站数",
        en = "Fewer candidates lie by a road than stations are to be built"
    ))]
    TooFewCandidates,
    #[choice(label(zh = "没有一个需求点在道路附近", en = "No demand point lies by a road"))]
    NothingReachable,
    #[choice(label(
        zh = "时限内没有候选点能到任何需求点",
        en = "No candidate reaches any demand in time"
    ))]
    NothingInTime,
    #[choice(label(zh = "多次计算都被中断", en = "It was interrupted again and again"))]
    Interrupted,
    #[choice(label(
        zh = "数值超出求解范围",
        en = "The figures are beyond what can be solved"
    ))]
    BeyondLimits,
}

/// 选址模型 what the best answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StudyModel {
    // MCLP
    #[choice(label(zh = "时限内覆盖最多", en = "Most covered in time"))]
    MaxCover,
    #[choice(label(zh = "加权到场用时最短", en = "Least weighted time"))]
    Median,
    // LSCP
    #[choice(label(zh = "全覆盖用站最少", en = "Fewest stations that cover all"))]
    SetCover,
}

/// What becomes of the stations that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    #[choice(label(zh = "保留", en = "They stay"))]
    Fixed,
    #[choice(label(zh = "可另选址", en = "They may move"))]
    Free,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A changed line that stood before is a changed frozen migration.
    #[test]
    fn what_is_frozen_stays_frozen() {
        let text = register::lock_text(SitingStudy::DEF);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/migrations.lock");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(file, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(file).unwrap_or_default());
    }

    #[test]
    fn what_has_ended_stays_ended() {
        let steps = [
            StudyStep::Begin,
            StudyStep::Finish,
            StudyStep::Cancel,
            StudyStep::Fail,
        ];
        for state in [StudyState::Done, StudyState::Cancelled, StudyState::Failed] {
            assert!(steps.iter().all(|step| state.after(*step).is_none()));
        }
        // A run that the house's end cut off begins again.
        assert_eq!(
            StudyState::Running.after(StudyStep::Begin),
            Some(StudyState::Running)
        );
        assert_eq!(StudyState::Waiting.after(StudyStep::Finish), None);
    }
}
