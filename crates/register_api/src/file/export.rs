//! A register's list as a file, as long as it is: rows are read page by page and written to a
//! temporary file, so that memory does not grow with them.

use std::fs::File;
use std::io::{BufWriter, Seek as _};

use api::Problem;
use base::{Label, Language};
use journal::{Actor, Lane};
use register::{
    FieldDef, FieldKind, Ledger, Personal, Query, RegisterDef, Stored, Value, show_scaled,
    value_to_json,
};
use seal::Opened;
use sheets::{Cell, Heading, Kind, Number, RowWriter, WriteError, csv_writer, xlsx_writer};
use tokio::sync::mpsc;

use super::{column, sheet_name};
use crate::problem::of_ledger;

/// Characters of a cell, as spreadsheet programs have it.
const MOST_OF_A_CELL: usize = 32_767;

/// Rows that are read at a time.
const PAGE: u64 = 500;

/// What the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Csv,
}

impl Format {
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// What of personal fields a file shows.
pub(crate) enum Shows {
    /// Masks.
    Masks,
    /// Values, whose reading is noted row by row: by whom, and why.
    Values {
        /// Who reads.
        actor: Actor,
        /// Why.
        reason: String,
    },
}

/// What is written to a file, and how.
pub(crate) struct Export {
    pub(crate) query: Query,
    pub(crate) columns: Vec<&'static FieldDef>,
    pub(crate) format: Format,
    pub(crate) language: Language,
    pub(crate) shows: Shows,
}

/// Writes all rows that are wanted; the file is read from its beginning.
pub(crate) async fn write(ledger: &Ledger, wanted: Export) -> Result<File, Problem> {
    let Export {
        mut query,
        columns,
        format,
        language,
        shows,
    } = wanted;
    let (rows, received) = mpsc::channel::<Vec<Vec<Cell>>>(2);
    let def = ledger.def();
    let headings: Vec<Heading> = columns
        .iter()
        .map(|field| column(field, language))
        .collect();
    let name = sheet_name(def, language);
    let writer = tokio::task::spawn_blocking(move || fill(format, &name, &headings, received));
    query.limit = PAGE;
    loop {
        let page = ledger.list(&query).await.map_err(of_ledger)?;
        let titles = ledger.titles(&page.rows).await.map_err(of_ledger)?;
        let personal = personal(ledger, &page.rows, &columns, &shows).await?;
        let whole = page.rows.iter().zip(&titles).zip(&personal);
        let cells = whole.map(|((row, titles), personal)| {
            let cell = |field: &&'static FieldDef| match titles.get(field.name) {
                Some(title) => Cell::from(title.as_str()),
                None if field.personal => shown(field, personal, &shows, language),
                None => cell_of(def, field, row, language),
            };
            columns.iter().map(cell).collect()
        });
        // The writer has stopped: what it says is below.
        if rows.send(cells.collect()).await.is_err() {
            break;
        }
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    drop(rows);
    let written = writer.await.map_err(Problem::internal)?;
    written.map_err(Problem::internal)
}

async fn personal(
    ledger: &Ledger,
    rows: &[Stored],
    columns: &[&'static FieldDef],
    shows: &Shows,
) -> Result<Vec<Personal>, Problem> {
    let read = match shows {
        Shows::Masks => ledger.personal(rows).await,
        Shows::Values { actor, reason } => {
            let wanted = columns.iter().filter(|field| field.personal);
            let wanted: Vec<&str> = wanted.map(|field| field.name).collect();
            ledger
                .uncover(actor.clone(), Lane::Import, reason, rows, &wanted)
                .await
        }
    };
    read.map_err(of_ledger)
}

fn shown(field: &FieldDef, personal: &Personal, shows: &Shows, language: Language) -> Cell {
    let text = match (personal.get(field.name), shows) {
        (Some(Opened::Erased), _) => Some(ERASED.text(language).to_owned()),
        (Some(Opened::Value(text)), Shows::Values { .. }) => Some(text.to_string()),
        _ => personal.covered(field),
    };
    text.map_or(Cell::Empty, Cell::from)
}

/// What a file says where a value was erased.
const ERASED: Label = Label::new("（已删除）", "(erased)");

fn fill(
    format: Format,
    name: &str,
    headings: &[Heading],
    mut rows: mpsc::Receiver<Vec<Vec<Cell>>>,
) -> Result<File, WriteError> {
    written(format, name, headings, |writer| {
        while let Some(page) = rows.blocking_recv() {
            page.iter().try_for_each(|row| writer.row(row))?;
        }
        Ok(())
    })
}

/// Writes some rows as they are; the file is read from its beginning.
pub(crate) fn table(
    format: Format,
    name: &str,
    headings: &[Heading],
    rows: &[Vec<Cell>],
) -> Result<File, WriteError> {
    written(format, name, headings, |writer| {
        rows.iter().try_for_each(|row| writer.row(row))
    })
}

fn written(
    format: Format,
    name: &str,
    headings: &[Heading],
    rows: impl FnOnce(&mut dyn RowWriter) -> Result<(), WriteError>,
) -> Result<File, WriteError> {
    let mut file = tempfile::tempfile()?;
    let out = BufWriter::new(file.try_clone()?);
    let mut writer: Box<dyn RowWriter + Send> = match format {
        Format::Xlsx => xlsx_writer(out, name)?,
        Format::Csv => csv_writer(out)?,
    };
    writer.heading(headings)?;
    rows(&mut *writer)?;
    writer.finish()?;
    file.rewind()?;
    Ok(file)
}

fn cell_of(def: &RegisterDef, field: &FieldDef, row: &Stored, language: Language) -> Cell {
    let Some(value) = row.value(def, field.name) else {
        return Cell::Empty;
    };
    match (value, field.kind) {
        (Value::Empty, _) => Cell::Empty,
        (Value::Integer(units), kind) => {
            let text = show_scaled(*units, kind.scale().unwrap_or(0));
            Number::parse(text.clone()).map_or(Cell::Text(text), Cell::Number)
        }
        (Value::Boolean(yes), _) => Cell::from(match (yes, language) {
            (true, Language::Zh) => "是",
            (false, Language::Zh) => "否",
            (true, Language::En) => "Yes",
            (false, Language::En) => "No",
        }),
        (Value::Text(key), FieldKind::Choice(_)) => Cell::from(label(field, key, language)),
        (Value::Set(keys), _) => {
            let labels: Vec<&str> = keys.iter().map(|key| label(field, key, language)).collect();
            Cell::from(labels.join(if language == Language::Zh {
                "、"
            } else {
                ", "
            }))
        }
        (Value::Point(place), _) => {
            Cell::from(format!("{:.7}, {:.7}", place.longitude(), place.latitude()))
        }
        (Value::Line(line), _) => shape(line.to_string(), language),
        (Value::Polygon(polygon), _) => shape(polygon.to_string(), language),
        (other, _) => text_of(&value_to_json(field, other)),
    }
}

/// A shape as WKT; a cell of a workbook holds no more than [`MOST_OF_A_CELL`] characters.
fn shape(wkt: String, language: Language) -> Cell {
    if wkt.len() <= MOST_OF_A_CELL {
        return Cell::from(wkt);
    }
    Cell::from(match language {
        Language::Zh => "（形状的点过多，单元格容不下，请在台账中查看）",
        Language::En => "(the shape has more places than a cell holds; see it in the register)",
    })
}

fn text_of(value: &serde_json::Value) -> Cell {
    value.as_str().map_or(Cell::Empty, Cell::from)
}

fn label<'k>(field: &FieldDef, key: &'k str, language: Language) -> &'k str {
    let known = field.choices().iter().find(|choice| choice.key == key);
    known.map_or(key, |choice| choice.label.text(language))
}

/// The heading of the column in which a report says what is wrong.
pub(crate) fn fault_heading(language: Language) -> Heading {
    let text = match language {
        Language::Zh => "问题",
        Language::En => "What is wrong",
    };
    Heading::new(text, Kind::Text).width(60)
}
