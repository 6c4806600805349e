//! A metric's ranking as a file: one row an area, with what its value is made of.

use std::fs::File;
use std::io::{BufWriter, Seek as _};

use api::{Caller, Lang, PathOf, Problem, QueryOf};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base::{Label, Language};
use metric::{MetricDef, Role};
use sheets::{Cell, Heading, Kind, Number, RowWriter, WriteError, csv_writer, xlsx_writer};
use tokio_util::io::ReaderStream;

use crate::Desk;
use crate::asked::{Asked, Question};
use crate::problem::malformed;
use crate::ranking::Ranking;
use crate::view::{MetricArea, trimmed};

/// What the file is.
#[derive(Clone, Copy)]
enum Format {
    Xlsx,
    Csv,
}

/// 导出 a metric's values of several areas as a file.
#[utoipa::path(
    get,
    path = "/api/v1/metrics/{key}/export",
    operation_id = "export_metric",
    tag = "metric",
    params(("key" = String, Path, description = "The metric's key."), Asked),
    responses(
        (status = 200, content_type = "application/octet-stream", body = String),
        api::QueryRefusals,
        api::ReadRefusals
    )
)]
pub(crate) async fn export_metric(
    State(desk): State<Desk>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(key): PathOf<String>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Response, Problem> {
    let (format, media, extension) = match asked.format.as_deref() {
        None | Some("xlsx") => (
            Format::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        Some("csv") => (Format::Csv, "text/csv; charset=utf-8", "csv"),
        Some(_) => {
            return Err(malformed(
                "format 应为 xlsx 或 csv",
                "format is xlsx or csv",
            ));
        }
    };
    let language = asked
        .lang
        .as_deref()
        .map_or(language, Language::from_accept);
    let question = desk.question(&caller, &key, &asked).await?;
    let ranking = desk.ranking(&caller, &question, &asked).await?;
    let rows = rows(&question, &ranking, language);
    let (metric, period) = (question.metric, question.period.to_string());
    let written = tokio::task::spawn_blocking(move || write(format, metric, language, &rows));
    let file = written.await.map_err(Problem::internal)?;
    let file = file.map_err(Problem::internal)?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    // Keys and periods are ASCII.
    let disposition = format!("attachment; filename=\"{key}_{period}.{extension}\"");
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

fn headings(metric: &MetricDef, language: Language) -> Vec<Heading> {
    let text = |zh, en| Label::new(zh, en).text(language).to_owned();
    let unit = metric.measure.label.text(language);
    let name = metric.label.text(language);
    let value = if unit.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({unit})")
    };
    let number = |text: String| Heading::new(text, Kind::Number);
    let words = |text: String| Heading::new(text, Kind::Text);
    vec![
        number(text("排名", "Rank")),
        words(text("区域", "Area")).width(24),
        words(text("时期", "Period")),
        number(value),
        number(text("目标", "Target")),
        words(text("达标", "Standing")),
        number(text("分子", "Numerator")),
        number(text("分母", "Denominator")),
        words(text("未知原因", "Why unknown")).width(40),
    ]
}

fn rows(question: &Question, ranking: &Ranking, language: Language) -> Vec<Vec<Cell>> {
    let number = |text: Option<&str>| {
        let read = text.map(|text| Number::parse(text.to_owned()));
        read.and_then(Result::ok).map_or(Cell::Empty, Cell::Number)
    };
    let of_area = ranking.rows.iter().map(|(area, reading, view, rank)| {
        let part = |role: Role| {
            let mut of_role = reading.leaves.iter().filter(|leaf| leaf.role == role);
            let first = of_role.next().and_then(|leaf| leaf.number.as_ref().ok());
            first.copied().map(trimmed)
        };
        let why = reading
            .value
            .as_ref()
            .err()
            .map(|reason| reason.text(language));
        let name = MetricArea::from(area).title().to_owned();
        vec![
            number(rank.map(|rank| rank.to_string()).as_deref()),
            Cell::from(name),
            Cell::from(question.period.to_string()),
            number(view.shown()),
            number(view.wanted()),
            view.standing(language).map_or(Cell::Empty, Cell::from),
            number(part(Role::Numerator).as_deref()),
            number(part(Role::Denominator).as_deref()),
            why.map_or(Cell::Empty, Cell::from),
        ]
    });
    of_area.collect()
}

fn write(
    format: Format,
    metric: &MetricDef,
    language: Language,
    rows: &[Vec<Cell>],
) -> Result<File, WriteError> {
    let mut file = tempfile::tempfile()?;
    let out = BufWriter::new(file.try_clone()?);
    let forbidden = |letter: &char| !"[]:*?/\\".contains(*letter);
    let name: String = metric
        .label
        .text(language)
        .chars()
        .filter(forbidden)
        .take(31)
        .collect();
    let mut writer: Box<dyn RowWriter + Send> = match format {
        Format::Xlsx => xlsx_writer(out, &name)?,
        Format::Csv => csv_writer(out)?,
    };
    writer.heading(&headings(metric, language))?;
    for row in rows {
        writer.row(row)?;
    }
    writer.finish()?;
    file.rewind()?;
    Ok(file)
}
