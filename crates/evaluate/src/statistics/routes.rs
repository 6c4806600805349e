//! The operations: a table of an area and some years, and the same as a file.

use access::OperationRule;
use access::permission::EVALUATION_READ;
use api::{Caller, Lang, PathOf, Problem, QueryOf, Text};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base::Language;
use metric::{Area, MetricDef, region_area};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Asked, MOST, StatisticsTable, Table, figures, file};
use crate::routes::{answers_for, of_evaluation};
use crate::{EvaluationArea, Evaluations};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Years that a table shows when nothing else is asked: two five-year plans up to the last that is over.
const TEN: i32 = 10;

const fn rule(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: EVALUATION_READ,
    }
}

/// Which permission each operation asks for; columns show what the caller may read.
pub(crate) const RULES: [OperationRule; 2] = [
    rule("/api/v1/evaluation/statistics/{table}"),
    rule("/api/v1/evaluation/statistics/{table}/export"),
];

pub(crate) fn router(evaluations: Evaluations) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(read_statistics))
        .routes(routes!(export_statistics))
        .with_state(evaluations)
}

/// Of whom and of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Question {
    /// An assessed area's id, or the city's code; the city when not said, else the caller's first area.
    area: Option<String>,
    /// The first year; ten years when not said.
    from: Option<i32>,
    /// The last; the year before this one when not said.
    until: Option<i32>,
    /// Of a file: zh or en; the caller's language when not said.
    lang: Option<String>,
}

/// 统计表 a table of the plan's statistics: computed, printed, and the difference.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/statistics/{table}",
    operation_id = "read_statistics",
    tag = "evaluation",
    params(("table" = String, Path, description = "fires, grid, certificates, funds or hydrants."), Question),
    responses((status = 200, body = StatisticsTable), api::QueryRefusals, api::ReadRefusals)
)]
async fn read_statistics(
    State(evaluations): State<Evaluations>,
    caller: Caller,
    PathOf(table): PathOf<String>,
    QueryOf(question): QueryOf<Question>,
) -> Result<Json<StatisticsTable>, Problem> {
    let told = told(&evaluations, &caller, &table, &question).await?;
    Ok(Json(told))
}

/// 导出 a table of the plan's statistics as a workbook.
#[utoipa::path(
    get,
    path = "/api/v1/evaluation/statistics/{table}/export",
    operation_id = "export_statistics",
    tag = "evaluation",
    params(("table" = String, Path, description = "fires, grid, certificates, funds or hydrants."), Question),
    responses(
        (status = 200, content_type = "application/octet-stream", body = String),
        api::QueryRefusals,
        api::ReadRefusals)
)]
async fn export_statistics(
    State(evaluations): State<Evaluations>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(table): PathOf<String>,
    QueryOf(question): QueryOf<Question>,
) -> Result<Response, Problem> {
    let told = told(&evaluations, &caller, &table, &question).await?;
    let asked = question.lang.as_deref();
    let language = asked.map_or(language, Language::from_accept);
    // Keys and years are ASCII.
    let name = format!("{}_{}-{}.xlsx", told.table, told.from, told.until);
    let written = tokio::task::spawn_blocking(move || file::write(&told, language)).await;
    let written = written
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    let stream = ReaderStream::new(tokio::fs::File::from_std(written));
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

async fn told(
    evaluations: &Evaluations,
    caller: &Caller,
    table: &str,
    question: &Question,
) -> Result<StatisticsTable, Problem> {
    let table = Table::of_key(table).ok_or_else(Problem::not_found)?;
    let metrics = evaluations.metrics();
    let moment = metrics.now();
    let until = question
        .until
        .unwrap_or_else(|| i32::from(moment.today.year()) - 1);
    let from = question.from.unwrap_or(until - TEN + 1);
    if until < from || until - from >= MOST {
        return Err(Problem::malformed(Text::new(
            "年份应从前到后，至多三十年",
            "the first year comes before the last, and thirty are the most",
        )));
    }
    let failed = |error: metric::MetricsError| of_evaluation(error.into());
    let assessed = metrics.assessed_areas().await.map_err(failed)?;
    let whole = region_area(metrics.city().region.clone(), String::new());
    let all = std::iter::once(whole).chain(assessed);
    let own: Vec<Area> = all.filter(|area| answers_for(caller, area)).collect();
    let area = match question.area.as_deref() {
        None => own.first(),
        Some(key) => own.iter().find(|area| area.key == key),
    };
    let area = area.ok_or_else(Problem::denied)?;
    let asked = Asked {
        table,
        area,
        years: [from, until],
        moment,
    };
    let seen = |metric: &MetricDef| {
        metric.registers().iter().all(|key| {
            let def = metrics.catalogue().get(key);
            def.is_some_and(|def| caller.permits(def.read_permission))
        })
    };
    metrics.catch_up().await.map_err(failed)?;
    let found = figures(metrics, evaluations.store(), &asked, seen).await;
    let found = found.map_err(of_evaluation)?;
    let areas = own.iter().map(EvaluationArea::from);
    Ok(StatisticsTable::of(&asked, &found, areas))
}
