//! A table of statistics as a workbook: computed, printed and difference beside each other.

use std::fs::File;
use std::io::{BufWriter, Seek as _};

use base::Language;
use sheets::{Cell, Heading, Kind, Number, WriteError, xlsx_writer};

use super::StatisticsTable;
use crate::EvaluationWords;

/// Letters that a sheet's name may have.
const LONGEST_NAME: usize = 31;

pub(crate) fn write(table: &StatisticsTable, language: Language) -> Result<File, WriteError> {
    let mut file = tempfile::tempfile()?;
    let out = BufWriter::new(file.try_clone()?);
    let name: String = text(&table.title, language)
        .chars()
        .take(LONGEST_NAME)
        .collect();
    let mut writer = xlsx_writer(out, &name)?;
    writer.heading(&headings(table, language))?;
    for row in &table.rows {
        let mut cells = vec![Cell::from(text(&row.label, language).to_owned())];
        for cell in &row.cells {
            for figure in [&cell.value, &cell.printed, &cell.difference] {
                cells.push(number(figure.as_deref()));
            }
        }
        writer.row(&cells)?;
    }
    writer.finish()?;
    file.rewind()?;
    Ok(file)
}

fn headings(table: &StatisticsTable, language: Language) -> Vec<Heading> {
    let zh = language == Language::Zh;
    let first = if zh { "年度" } else { "Year" };
    let mut headings = vec![Heading::new(first.to_owned(), Kind::Text).width(28)];
    let kinds = if zh {
        ["计算", "规划所印", "差"]
    } else {
        ["computed", "printed", "difference"]
    };
    for column in &table.columns {
        let (name, unit) = (text(&column.label, language), text(&column.unit, language));
        for kind in kinds {
            let heading = if unit.is_empty() {
                format!("{name} · {kind}")
            } else {
                format!("{name} ({unit}) · {kind}")
            };
            headings.push(Heading::new(heading, Kind::Number).width(18));
        }
    }
    headings
}

fn number(text: Option<&str>) -> Cell {
    let read = text.map(|text| Number::parse(text.to_owned()));
    read.and_then(Result::ok).map_or(Cell::Empty, Cell::Number)
}

fn text(words: &EvaluationWords, language: Language) -> &str {
    match language {
        Language::Zh => &words.zh,
        Language::En => &words.en,
    }
}
