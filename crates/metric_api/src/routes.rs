//! Reading metrics: the list, one value with what it is made of, a ranking, a series.

use api::{ApiTime, Caller, PathOf, Problem, QueryOf};
use axum::Json;
use axum::extract::State;
use metric::{Area, MetricDef, Moment, Period, Reading, Step};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Desk;
use crate::asked::{Asked, Question, answers_for, may_read, period};
use crate::problem::{malformed, of_metrics};
use crate::view::{MetricArea, MetricInfo, MetricPart, MetricReading, measured, reading};

/// The latest periods of the small lines in the list.
const SPARK: usize = 12;

/// When an answer was counted.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricMoment {
    /// When it was counted.
    counted_at: ApiTime,
    /// The day that it is about: today, or the day of `as_of`.
    day: String,
    /// The position of the journal that it stands at.
    position: i64,
    /// Whether it is as of an earlier time.
    past: bool,
}

impl Desk {
    pub(crate) fn moment_view(&self, moment: Moment, position: i64) -> MetricMoment {
        MetricMoment {
            counted_at: self.platform.clock.now().into(),
            day: moment.today.to_string(),
            position,
            past: moment.position.is_some(),
        }
    }

    /// One value of each area, with its target.
    pub(crate) async fn values(
        &self,
        metric: &'static MetricDef,
        areas: &[Area],
        period: Period,
        moment: Moment,
    ) -> Result<(Vec<(Reading, MetricReading)>, i64), Problem> {
        let read = self
            .metrics
            .readings(metric, areas, &[period], moment)
            .await;
        let (readings, position) = read.map_err(of_metrics)?;
        let targets = self.metrics.targets(metric, areas, period, moment).await;
        let targets = targets.map_err(of_metrics)?;
        let of_area = readings
            .into_iter()
            .zip(targets)
            .filter_map(|(of_area, target)| {
                let found = of_area.into_iter().next()?;
                let view = reading(metric, &found, target);
                Some((found, view))
            });
        Ok((of_area.collect(), position))
    }
}

/// The metrics that the caller may read.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricList {
    area: MetricArea,
    period: String,
    moment: MetricMoment,
    items: Vec<MetricItem>,
}

/// A metric with its value.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricItem {
    metric: MetricInfo,
    reading: MetricReading,
    /// The last twelve months up to the period's end, the earliest first.
    spark: Vec<MetricPoint>,
}

/// A value in a small line.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricPoint {
    period: String,
    #[schema(required)]
    value: Option<String>,
}

/// 指标 all metrics that the caller may read, for an area.
#[utoipa::path(
    get,
    path = "/api/v1/metrics",
    operation_id = "list_metrics",
    tag = "metric",
    params(Asked),
    responses((status = 200, body = MetricList), api::QueryRefusals)
)]
pub(crate) async fn list_metrics(
    State(desk): State<Desk>,
    caller: Caller,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<MetricList>, Problem> {
    let moment = desk.moment(&asked).await?;
    let area = desk.area(&caller, &asked).await?;
    let period = period(&asked, moment)?;
    let (mut items, mut at) = (Vec::new(), 0);
    let areas = std::slice::from_ref(&area);
    let last = Ord::min(period.until(), moment.today);
    let months = Period::of(Step::Month, last).back(SPARK);
    for metric in desk.metrics.defs().iter().copied() {
        if !may_read(&desk, &caller, metric) {
            continue;
        }
        let (values, position) = desk.values(metric, areas, period, moment).await?;
        at = position;
        let line = desk.metrics.readings(metric, areas, &months, moment).await;
        let line = line.map_err(of_metrics)?.0.into_iter().flatten();
        let spark = line.map(|point| MetricPoint {
            period: point.period.to_string(),
            value: shown(metric, &point),
        });
        let Some((_, reading)) = values.into_iter().next() else {
            continue;
        };
        items.push(MetricItem {
            metric: metric.into(),
            reading,
            spark: spark.collect(),
        });
    }
    Ok(Json(MetricList {
        area: (&area).into(),
        period: period.to_string(),
        moment: desk.moment_view(moment, at),
        items,
    }))
}

fn shown(metric: &MetricDef, reading: &Reading) -> Option<String> {
    let value = reading.value.as_ref().ok().copied();
    let value = value.and_then(|value| measured(metric, value));
    value.map(|value| value.shown(metric.measure.digits))
}

/// One metric's value, what it is made of, and the values before it.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricValue {
    metric: MetricInfo,
    area: MetricArea,
    moment: MetricMoment,
    reading: MetricReading,
    /// 环比 the period before.
    before: MetricReading,
    /// 同比 the same period of the year before.
    year_before: MetricReading,
    /// The counts in the value, each with the list that shows its rows.
    parts: Vec<MetricPart>,
}

/// 指标值 a metric's value for an area and a period, and the rows behind it.
#[utoipa::path(
    get,
    path = "/api/v1/metrics/{key}",
    operation_id = "read_metric",
    tag = "metric",
    params(("key" = String, Path, description = "The metric's key."), Asked),
    responses((status = 200, body = MetricValue), api::QueryRefusals, api::ReadRefusals)
)]
pub(crate) async fn read_metric(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(key): PathOf<String>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<MetricValue>, Problem> {
    let Question {
        metric,
        area,
        period,
        moment,
    } = desk.question(&caller, &key, &asked).await?;
    let areas = std::slice::from_ref(&area);
    let (values, position) = desk.values(metric, areas, period, moment).await?;
    let earlier = [period.before(), period.year_before()];
    let earlier = desk.metrics.readings(metric, areas, &earlier, moment).await;
    let earlier = earlier.map_err(of_metrics)?.0.into_iter().flatten();
    let mut earlier = earlier.map(|one| reading(metric, &one, None));
    let missing = || Problem::internal("a reading without an area");
    let (found, view) = values.into_iter().next().ok_or_else(missing)?;
    Ok(Json(MetricValue {
        metric: metric.into(),
        area: (&area).into(),
        moment: desk.moment_view(moment, position),
        reading: view,
        before: earlier.next().ok_or_else(missing)?,
        year_before: earlier.next().ok_or_else(missing)?,
        parts: found.leaves.iter().map(Into::into).collect(),
    }))
}

/// A metric's values one period after the other.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricSeries {
    metric: MetricInfo,
    area: MetricArea,
    moment: MetricMoment,
    /// The earliest first; the last is the period that was asked for.
    items: Vec<MetricReading>,
}

/// 走势 a metric's values of a period and those before it.
#[utoipa::path(
    get,
    path = "/api/v1/metrics/{key}/series",
    operation_id = "follow_metric",
    tag = "metric",
    params(("key" = String, Path, description = "The metric's key."), Asked),
    responses((status = 200, body = MetricSeries), api::QueryRefusals, api::ReadRefusals)
)]
pub(crate) async fn follow_metric(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(key): PathOf<String>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<MetricSeries>, Problem> {
    let Question {
        metric,
        area,
        period,
        moment,
    } = desk.question(&caller, &key, &asked).await?;
    let points = asked.points.unwrap_or(12);
    if !(1..=60).contains(&points) {
        return Err(malformed(
            "points 应在 1 到 60 之间",
            "points lies between 1 and 60",
        ));
    }
    let areas = std::slice::from_ref(&area);
    let periods = period.back(points);
    let read = desk.metrics.readings(metric, areas, &periods, moment).await;
    let (readings, position) = read.map_err(of_metrics)?;
    let mut items = Vec::with_capacity(points);
    for one in readings.into_iter().flatten() {
        let targets = desk
            .metrics
            .targets(metric, areas, one.period, moment)
            .await;
        let target = targets.map_err(of_metrics)?.into_iter().next().flatten();
        items.push(reading(metric, &one, target));
    }
    Ok(Json(MetricSeries {
        metric: metric.into(),
        area: (&area).into(),
        moment: desk.moment_view(moment, position),
        items,
    }))
}

/// The areas that a caller may ask for.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricAreas {
    /// The whole city, where it is the caller's, and the regions that they are bound to.
    own: Vec<MetricArea>,
    /// The assessed areas among them.
    assessed: Vec<MetricArea>,
    /// The regions below the area that was asked for.
    parts: Vec<MetricArea>,
}

/// 区域 the areas that the caller may ask metrics for.
#[utoipa::path(
    get,
    path = "/api/v1/metric-areas",
    operation_id = "list_metric_areas",
    tag = "metric",
    params(Asked),
    responses((status = 200, body = MetricAreas), api::QueryRefusals)
)]
pub(crate) async fn list_metric_areas(
    State(desk): State<Desk>,
    caller: Caller,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<MetricAreas>, Problem> {
    let area = desk.area(&caller, &asked).await?;
    let mut own = Vec::new();
    let codes = if caller.areas.is_empty() {
        vec![desk.metrics.city().region.clone()]
    } else {
        caller.areas.clone()
    };
    for code in codes {
        own.push(desk.metrics.region(code).await.map_err(of_metrics)?);
    }
    let assessed = desk.metrics.assessed_areas().await.map_err(of_metrics)?;
    let parts = match area.includes.first() {
        Some(code) => desk.metrics.parts_of(code).await.map_err(of_metrics)?,
        None => Vec::new(),
    };
    let views = |areas: Vec<Area>| {
        let seen = areas.into_iter().filter(|area| answers_for(&caller, area));
        seen.map(|area| (&area).into()).collect()
    };
    Ok(Json(MetricAreas {
        own: views(own),
        assessed: views(assessed),
        parts: views(parts),
    }))
}
