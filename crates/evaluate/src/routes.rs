//! The operations: the scoreboard of a year, and one area down to what its items rest on. Entering,
//! confirming and correcting are actions of cases; their lists, files and history are the registers'.

use std::sync::Arc;

use access::permission::EVALUATION_READ;
use access::{OperationRule, Sets};
use api::{Caller, PathOf, Problem, QueryOf, Text};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use base::{Clock, Label};
use loops::{Press, PressError};
use map::CityMap;
use metric::{Area, Moment};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::words;
use crate::{AreaScore, EvaluateError, Evaluations, Scoreboard, entry_form, statistics};

const fn rule(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: EVALUATION_READ,
    }
}

/// Which permission each operation asks for; of areas the caller sees those that they answer for.
pub(crate) const RULES: &[OperationRule] = &[
    rule("/api/v1/evaluation/{year}/scoreboard"),
    rule("/api/v1/evaluation/{year}/areas/{area}"),
    rule("/api/v1/evaluation/{year}/report"),
    entry_form::RULE,
    statistics::RULES[0],
    statistics::RULES[1],
];

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) evaluations: Evaluations,
    pub(crate) map: CityMap,
    pub(crate) press: Arc<dyn Press>,
    pub(crate) clock: Clock,
}

pub(crate) fn router(desk: Desk) -> OpenApiRouter {
    let forms = entry_form::router(desk.evaluations.clone());
    let tables = statistics::router(desk.evaluations.clone());
    OpenApiRouter::new()
        .routes(routes!(read_scoreboard))
        .routes(routes!(read_area_score))
        .routes(routes!(read_evaluation_report))
        .with_state(desk)
        .merge(forms)
        .merge(tables)
}

/// When the asker looks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AsOf {
    /// As it was shown at the end of a day (2026-03-31) or at a position of the journal (`position:1234`);
    /// now when not said.
    as_of: Option<String>,
}

impl Desk {
    async fn moment(&self, asked: &AsOf) -> Result<Moment, Problem> {
        let metrics = self.evaluations.metrics();
        let Some(text) = asked.as_of.as_deref() else {
            return Ok(metrics.now());
        };
        let unread = || {
            Problem::malformed(Text::new(
                "as_of 应为日期或 position:账本位置",
                "as_of is a day or position:<position of the journal>",
            ))
        };
        let failed = |error: metric::MetricsError| of_evaluation(error.into());
        if let Some(position) = text.strip_prefix("position:") {
            let position = position.parse().map_err(|_| unread())?;
            let moment = metrics.moment_of(position).await.map_err(failed)?;
            return moment.ok_or_else(Problem::not_found);
        }
        let day: base::Date = text.parse().map_err(|_| unread())?;
        metrics.moment_on(day.civil()).await.map_err(failed)
    }
}

/// Whether the caller answers for the whole of an area.
pub(crate) fn answers_for(caller: &Caller, area: &Area) -> bool {
    let sets = Sets::of_areas(area.includes.clone());
    caller.pass.scope().holds(&sets)
}

/// A failure as a problem: what is wrong, and what to do next.
pub(crate) fn of_evaluation(error: EvaluateError) -> Problem {
    use axum::http::StatusCode;
    match error {
        EvaluateError::Version(error) => {
            let title = Label::new("这一年没有考核体系", "This year is not evaluated");
            let words = error.words();
            let problem = Problem::new(StatusCode::NOT_FOUND, "year_not_evaluated", title);
            problem.detail(Text::new(words.zh, words.en))
        }
        EvaluateError::Year(_) => Problem::not_found(),
        EvaluateError::Refused(refused) => {
            let title = Label::new("指标与考核体系不符", "What metrics count does not fit");
            let words = words(&refused);
            let problem = Problem::new(StatusCode::CONFLICT, "evaluation_refused", title);
            problem.detail(Text::new(words.zh, words.en))
        }
        EvaluateError::Press(PressError::NoTemplate { name, .. }) => loops_api::no_template(&name),
        EvaluateError::Journal(error) => error.into(),
        EvaluateError::Store(error) => error.into(),
        other => Problem::internal(other),
    }
}

/// 计分榜 the assessed areas that the caller answers for, with their points, places and grades for a year.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/{year}/scoreboard",
    operation_id = "read_scoreboard",
    tag = "evaluation",
    params(("year" = i32, Path, description = "The year that is evaluated."), AsOf),
    responses(
        (status = 200, body = Scoreboard),
        (status = 409, description = "What metrics count does not fit the evaluation"),
        api::QueryRefusals, api::ReadRefusals)
)]
async fn read_scoreboard(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(year): PathOf<i32>,
    QueryOf(asked): QueryOf<AsOf>,
) -> Result<Json<Scoreboard>, Problem> {
    let moment = desk.moment(&asked).await?;
    let of_year = desk.evaluations.of_year(year, moment).await;
    let assessed = of_year.map_err(of_evaluation)?;
    let before = desk.evaluations.year_before(year, moment).await;
    let before = before.map_err(of_evaluation)?;
    let seen = |area: &Area| answers_for(&caller, area);
    let now = desk.clock.now();
    Ok(Json(Scoreboard::of(
        &assessed,
        before.as_deref(),
        seen,
        now,
    )))
}

/// 考核明细 an area's items: points, how they came about, the facts and what each rests on, corrections.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/{year}/areas/{area}",
    operation_id = "read_area_score",
    tag = "evaluation",
    params(
        ("year" = i32, Path, description = "The year that is evaluated."),
        ("area" = String, Path, description = "An assessed area's id, or its region's code."),
        AsOf),
    responses(
        (status = 200, body = AreaScore),
        (status = 409, description = "What metrics count does not fit the evaluation"),
        api::QueryRefusals, api::ReadRefusals)
)]
async fn read_area_score(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf((year, area)): PathOf<(i32, String)>,
    QueryOf(asked): QueryOf<AsOf>,
) -> Result<Json<AreaScore>, Problem> {
    let moment = desk.moment(&asked).await?;
    let of_year = desk.evaluations.of_year(year, moment).await;
    let assessed = of_year.map_err(of_evaluation)?;
    let area = assessed.area(&area).ok_or_else(Problem::not_found)?;
    if !answers_for(&caller, area) {
        return Err(Problem::denied());
    }
    let before = desk.evaluations.year_before(year, moment).await;
    let before = before.map_err(of_evaluation)?;
    let told = AreaScore::of(&assessed, before.as_deref(), area, desk.clock.now());
    told.map(Json).ok_or_else(Problem::not_found)
}

/// 考核报告 the report of a year as a PDF: ranking, points by chapter and year, what was lost and why, what is
/// not known. For who answers for every assessed area.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/{year}/report",
    operation_id = "read_evaluation_report",
    tag = "evaluation",
    params(("year" = i32, Path, description = "The year that is evaluated."), AsOf),
    responses(
        (status = 200, content_type = "application/pdf", body = [u8]),
        (status = 409, description = "What was entered does not fit the evaluation, or the pack has no template"),
        api::QueryRefusals, api::ReadRefusals)
)]
async fn read_evaluation_report(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(year): PathOf<i32>,
    QueryOf(asked): QueryOf<AsOf>,
) -> Result<Response, Problem> {
    let moment = desk.moment(&asked).await?;
    let of_year = desk.evaluations.of_year(year, moment).await;
    let assessed = of_year.map_err(of_evaluation)?;
    if !assessed.areas.iter().all(|area| answers_for(&caller, area)) {
        return Err(Problem::denied());
    }
    let outlines: Vec<_> = desk.map.outlines().collect();
    let printed = desk.evaluations.report(
        desk.press.as_ref(),
        &outlines,
        (year, moment),
        desk.clock.now(),
    );
    let pdf = printed.await.map_err(of_evaluation)?;
    let name = format!("inline; filename=\"evaluation-{year}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
