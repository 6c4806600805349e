//! 规划考核 evaluate: what each assessed area gets for a year by the points of the city's plan, from what the
//! city did, down to the rows.
//!
//! [`Evaluations`] gathers what is known and has it scored: facts from the metrics that exist under the
//! keys the evaluation names, all others from 考核填报 entries ([`EvaluationEntry`], a loop: entered, attested
//! by the area, verified by the city), with 考核更正 corrections ([`EvaluationCorrection`]) applied.
//!
//! What only the plan asks for is kept here as registers and counted by metrics of this room: 历年火灾统计 fires
//! of years that are closed, 消防经费 funds, 重点项目 projects with their milestones. Nouns that others use
//! too are the city's.
//!
//! Invariants:
//! * a fact whose metric exists is counted and never entered; declaring the metric is all that changes;
//! * an entry counts when both levels have confirmed it and something hangs on it at the moment that is
//!   looked at; evidence that is taken away takes the fact with it, and the history stays;
//! * what is not known stays unknown, with its reason;
//! * an entry or a correction that does not fit keeps nobody from being scored: it is left aside, and told;
//! * an entry or a correction of a year that is not evaluated, of an unknown fact or item, is refused at its
//!   field ([`judges`]);
//! * a past moment is answered from the journal, for metrics, entries, evidence and corrections alike.
//!
//! [`StatisticsTable`] tells years as the plan prints them, each printed figure beside the computed one.
//!
//! It is not where points are decided (that is `rules`, from a pack's data) and not where metrics are
//! counted (that is `metric`).

mod by_hand;
mod capability;
mod correction;
mod entry;
mod entry_form;
mod error;
mod evaluations;
mod facts;
mod fire_fund;
mod fire_statistic;
mod judge;
mod metrics;
mod project;
mod project_milestone;
mod report;
mod routes;
mod set_aside;
mod standing;
mod statistics;
mod view;
mod view_area;

pub use self::capability::Evaluate;
pub use correction::{CorrectionAction, CorrectionState, EvaluationCorrection};
pub use entry::{EntryAction, EntryState, EvaluationEntry};
pub use error::EvaluateError;
pub use evaluations::{Assessed, Evaluations};
pub use fire_fund::{FireFund, FundKind};
pub use fire_statistic::FireStatistic;
pub use judge::judges;
pub use project::{Project, ProjectKind};
pub use project_milestone::ProjectMilestone;
pub use set_aside::{ScoreSetAside, SetAside};
pub use statistics::{
    StatisticsCell, StatisticsColumn, StatisticsRow, StatisticsTable, StatisticsTableName,
};
pub use view::{
    EvaluationArea, EvaluationGrade, EvaluationMoment, EvaluationPlace, EvaluationSpan,
    EvaluationTally, EvaluationWords, ScorePart, ScoreRow, Scoreboard,
};
pub use view_area::{
    AreaScore, ScoreBlock, ScoreCorrection, ScoreFact, ScoreFound, ScoreItem, ScoreMetric,
};
