//! A table of statistics as it is told.

use base::Language;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, Figure, Figures, RowKind, TABLES, Why, rows};
use crate::view::{EvaluationArea, EvaluationWords};

/// 统计表 one table of an area and some years.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatisticsTable {
    /// Its key.
    pub table: String,
    /// What it is called.
    pub title: EvaluationWords,
    /// All tables that there are.
    pub tables: Vec<StatisticsTableName>,
    /// The area; its key is what to send.
    pub area: EvaluationArea,
    /// The assessed areas that the caller may ask for, and the whole city where they may.
    pub areas: Vec<EvaluationArea>,
    /// The first year.
    pub from: i32,
    /// The last.
    pub until: i32,
    /// Its columns.
    pub columns: Vec<StatisticsColumn>,
    /// Its rows: years, each five with their subtotal, then growth.
    pub rows: Vec<StatisticsRow>,
}

/// A table by its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatisticsTableName {
    /// What to send.
    pub key: &'static str,
    /// What it is called.
    pub label: EvaluationWords,
}

/// A column: a metric.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatisticsColumn {
    /// The metric's key.
    pub metric: String,
    /// Its name.
    pub label: EvaluationWords,
    /// Its unit of measure.
    pub unit: EvaluationWords,
}

/// A row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatisticsRow {
    /// year, subtotal or growth.
    pub kind: &'static str,
    /// What it is called.
    pub label: EvaluationWords,
    /// The year, of a year.
    #[schema(required)]
    pub year: Option<i32>,
    /// One for each column.
    pub cells: Vec<StatisticsCell>,
}

/// A figure, computed and printed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatisticsCell {
    /// What is computed.
    #[schema(required)]
    pub value: Option<String>,
    /// Why it is not; missing too where there is nothing to compute.
    #[schema(required)]
    pub unknown: Option<EvaluationWords>,
    /// What the plan prints.
    #[schema(required)]
    pub printed: Option<String>,
    /// In which line.
    #[schema(required)]
    pub line: Option<i64>,
    /// What is computed less what is printed; missing where they are the same to the last digit that is shown.
    #[schema(required)]
    pub difference: Option<String>,
}

impl StatisticsTable {
    pub(crate) fn of(
        asked: &Asked<'_>,
        figures: &Figures,
        areas: impl Iterator<Item = EvaluationArea>,
    ) -> Self {
        let columns = figures.columns.iter().map(|series| StatisticsColumn {
            metric: series.metric.key.to_owned(),
            label: words(series.metric.label),
            unit: words(series.metric.measure.label),
        });
        let kinds = rows(asked.years, asked.table.sums());
        let told = kinds.iter().enumerate().map(|(at, kind)| {
            let cells = figures
                .columns
                .iter()
                .filter_map(|series| series.cells.get(at));
            StatisticsRow {
                kind: kind.key(),
                label: kind.label(),
                year: match kind {
                    RowKind::Year(year) => Some(*year),
                    RowKind::Subtotal(..) | RowKind::Growth(..) => None,
                },
                cells: cells.map(cell).collect(),
            }
        });
        Self {
            table: asked.table.key.to_owned(),
            title: words(asked.table.label),
            tables: TABLES
                .iter()
                .map(|table| StatisticsTableName {
                    key: table.key,
                    label: words(table.label),
                })
                .collect(),
            area: asked.area.into(),
            areas: areas.collect(),
            from: asked.years[0],
            until: asked.years[1],
            columns: columns.collect(),
            rows: told.collect(),
        }
    }
}

impl RowKind {
    const fn key(self) -> &'static str {
        match self {
            Self::Year(_) => "year",
            Self::Subtotal(..) => "subtotal",
            Self::Growth(..) => "growth",
        }
    }

    pub(crate) fn label(self) -> EvaluationWords {
        let (zh, en) = match self {
            Self::Year(year) => (format!("{year}"), format!("{year}")),
            Self::Subtotal(first, last) => (
                format!("{first}—{last}年小计"),
                format!("{first}–{last} together"),
            ),
            Self::Growth(first, last) => (
                format!("{first}—{last}年同比前五年增长（%）"),
                format!("{first}–{last} against the five years before (%)"),
            ),
        };
        EvaluationWords { zh, en }
    }
}

fn words(label: base::Label) -> EvaluationWords {
    EvaluationWords {
        zh: label.zh.to_owned(),
        en: label.en.to_owned(),
    }
}

fn cell(figure: &Figure) -> StatisticsCell {
    let digits = figure.digits;
    let value = figure.value.as_ref().ok();
    let printed = figure.printed.as_ref().map(|(printed, _)| printed);
    let more = value
        .zip(printed)
        .and_then(|(value, printed)| value.minus(*printed));
    let difference = more.map(|more| more.shown(digits));
    StatisticsCell {
        value: value.map(|value| value.shown(digits)),
        unknown: match &figure.value {
            Err(Why::Unknown(reason)) => Some(EvaluationWords {
                zh: reason.text(Language::Zh),
                en: reason.text(Language::En),
            }),
            Ok(_) | Err(Why::NoSum) => None,
        },
        printed: printed.map(|printed| printed.shown(digits)),
        line: figure.printed.as_ref().and_then(|(_, line)| *line),
        difference: difference.filter(|text| text.chars().any(|one| ('1'..='9').contains(&one))),
    }
}
