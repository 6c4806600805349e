//! A study as the API tells it.

use api::ApiTime;
use base::Uuid;
use register::Entered;
use serde::Serialize;
use utoipa::ToSchema;

use crate::runs::Stage;
use crate::study::{SitingStudy, Standing, StudyModel, StudyReason, StudyState};

/// 布点研究 a siting study.
#[derive(Serialize, ToSchema)]
#[schema(as = SitingStudyView)]
pub(crate) struct StudyView {
    id: Uuid,
    version: i64,
    name: String,
    state: StudyState,
    /// Why it came to nothing.
    #[schema(required)]
    reason: Option<StudyReason>,
    /// The region that holds the whole area.
    region: String,
    regions: Vec<String>,
    model: StudyModel,
    standing: Standing,
    /// From the order to the arrival, seconds.
    standard: i64,
    turnout: i64,
    #[schema(required)]
    new_stations: Option<i64>,
    /// How long it may be worked on, seconds.
    effort: i64,
    points: i64,
    candidates: i64,
    asked_by: String,
    asked_at: ApiTime,
    #[schema(required)]
    begun_at: Option<ApiTime>,
    #[schema(required)]
    ended_at: Option<ApiTime>,
    /// How far it is; none where this process does not work on it.
    #[schema(required)]
    progress: Option<Progress>,
}

/// How far a run is.
#[derive(Serialize, ToSchema)]
#[schema(as = SitingProgress)]
pub(crate) struct Progress {
    stage: StageWord,
    /// Of the stage, per cent; none where nobody knows.
    #[schema(required)]
    percent: Option<f64>,
    /// From the best at most, per cent, so far.
    #[schema(required)]
    gap: Option<f64>,
}

/// What a run is at.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SitingStage)]
enum StageWord {
    Reading,
    Roads,
    Solving,
    Telling,
}

impl From<Stage> for Progress {
    fn from(stage: Stage) -> Self {
        let (word, percent, gap) = match stage {
            Stage::Reading => (StageWord::Reading, None, None),
            Stage::Roads { done, of } => {
                let percent = done as f64 / of.max(1) as f64 * 100.0;
                (StageWord::Roads, Some(percent.round()), None)
            }
            Stage::Solving { gap } => {
                let gap = gap.map(|gap| (gap * 100.0).ceil() / 100.0);
                (StageWord::Solving, None, gap)
            }
            Stage::Telling => (StageWord::Telling, None, None),
        };
        Self {
            stage: word,
            percent,
            gap,
        }
    }
}

impl StudyView {
    pub(crate) fn of(study: &Entered<SitingStudy>, stage: Option<Stage>) -> Self {
        Self {
            id: study.id,
            version: study.version,
            name: study.name.clone(),
            state: study.state,
            reason: study.reason,
            region: study.region.as_str().to_owned(),
            regions: study.regions.split(' ').map(str::to_owned).collect(),
            model: study.model,
            standing: study.standing,
            standard: study.standard,
            turnout: study.turnout,
            new_stations: study.new_stations,
            effort: study.effort,
            points: study.points,
            candidates: study.candidates,
            asked_by: study.asked_by.clone(),
            asked_at: study.asked_at.into(),
            begun_at: study.begun_at.map(Into::into),
            ended_at: study.ended_at.map(Into::into),
            progress: stage.map(Into::into),
        }
    }
}
