//! 排名 a metric's values of several areas, the best first.

use api::{Caller, PathOf, Problem, QueryOf};
use axum::Json;
use axum::extract::State;
use metric::{Area, MetricDef, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Desk;
use crate::asked::{Asked, Question, answers_for};
use crate::problem::{malformed, of_metrics};
use crate::routes::MetricMoment;
use crate::view::{MetricArea, MetricInfo, MetricReading};

/// A metric's values of several areas.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricRanking {
    metric: MetricInfo,
    moment: MetricMoment,
    period: String,
    /// Whether these are all the areas there are; otherwise they are those of the caller, and
    /// nobody is ranked.
    complete: bool,
    items: Vec<MetricRanked>,
}

/// An area's value and place.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricRanked {
    area: MetricArea,
    reading: MetricReading,
    /// The place among all areas, the best first; equal values share one. Missing without a value,
    /// of a metric without a direction, and where not all areas are seen.
    #[schema(required)]
    rank: Option<usize>,
}

/// Areas with their values, ranked.
pub(crate) struct Ranking {
    pub(crate) complete: bool,
    pub(crate) position: i64,
    pub(crate) rows: Vec<(Area, Reading, MetricReading, Option<usize>)>,
}

impl Desk {
    /// The areas of a ranking that the caller answers for, ranked where these are all.
    pub(crate) async fn ranking(
        &self,
        caller: &Caller,
        question: &Question,
        asked: &Asked,
    ) -> Result<Ranking, Problem> {
        let all = match asked.by.as_deref() {
            None | Some("assessed") => self.metrics.assessed_areas().await,
            Some("parts") => match question.area.includes.first() {
                Some(code) => self.metrics.parts_of(code).await,
                None => Ok(Vec::new()),
            },
            Some(_) => {
                return Err(malformed(
                    "by 应为 assessed 或 parts",
                    "by is assessed or parts",
                ));
            }
        };
        let all = all.map_err(of_metrics)?;
        let count = all.len();
        let own = all.into_iter().filter(|area| answers_for(caller, area));
        let own: Vec<Area> = own.collect();
        let Question {
            metric,
            period,
            moment,
            ..
        } = *question;
        let (values, position) = self.values(metric, &own, period, moment).await?;
        let complete = own.len() == count;
        let readings: Vec<&Reading> = values.iter().map(|(found, _)| found).collect();
        let places = if complete {
            places(metric, &readings)
        } else {
            vec![None; readings.len()]
        };
        let rows = own.into_iter().zip(values).zip(places);
        Ok(Ranking {
            complete,
            position,
            rows: rows
                .map(|((area, (found, view)), place)| (area, found, view, place))
                .collect(),
        })
    }
}

/// The place of each value, the best first.
fn places(metric: &MetricDef, readings: &[&Reading]) -> Vec<Option<usize>> {
    use metric::Direction;
    let better = |a: &metric::Exact, b: &metric::Exact| match metric.direction {
        Direction::Higher => a > b,
        Direction::Lower => a < b,
        Direction::Neutral => false,
    };
    let place = |reading: &&Reading| {
        let own = reading.value.as_ref().ok()?;
        if metric.direction == Direction::Neutral {
            return None;
        }
        let ahead = readings
            .iter()
            .filter_map(|other| other.value.as_ref().ok());
        Some(1 + ahead.filter(|other| better(other, own)).count())
    };
    readings.iter().map(place).collect()
}

/// 排名 a metric's values of the assessed areas or of the regions below an area.
#[utoipa::path(
    get,
    path = "/api/v1/metrics/{key}/areas",
    operation_id = "rank_metric",
    tag = "metric",
    params(("key" = String, Path, description = "The metric's key."), Asked),
    responses((status = 200, body = MetricRanking), api::QueryRefusals, api::ReadRefusals)
)]
pub(crate) async fn rank_metric(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(key): PathOf<String>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<MetricRanking>, Problem> {
    let question = desk.question(&caller, &key, &asked).await?;
    let ranking = desk.ranking(&caller, &question, &asked).await?;
    let items = ranking.rows.into_iter();
    Ok(Json(MetricRanking {
        metric: question.metric.into(),
        moment: desk.moment_view(question.moment, ranking.position),
        period: question.period.to_string(),
        complete: ranking.complete,
        items: items
            .map(|(area, _, reading, rank)| MetricRanked {
                area: (&area).into(),
                reading,
                rank,
            })
            .collect(),
    }))
}
