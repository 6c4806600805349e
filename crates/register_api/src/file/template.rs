//! The workbook that people fill in.

use base::Language;
use register::{FieldDef, FieldKind, RegisterDef};
use sheets::{Cell, Column, Heading, Kind, NoteSheet, Template, WriteError};

use super::{column, heading, sheet_name};

/// A register's template, as the bytes of an .xlsx.
pub(crate) fn template(
    def: &'static RegisterDef,
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let columns = def.fields.iter().map(|field| Column {
        heading: column(field, language),
        is_required: field.required,
        allowed: allowed(field, language),
        hint: hint(field, language),
        example: Cell::Empty,
    });
    let (name, headings) = match language {
        Language::Zh => ("填写说明", ["列", "必填", "说明"]),
        Language::En => ("Notes", ["Column", "Required", "How to fill it in"]),
    };
    let rows = def.fields.iter().map(|field| {
        let required = if field.required { "*" } else { "" };
        vec![
            Cell::from(heading(field, language)),
            Cell::from(required),
            Cell::from(hint(field, language)),
        ]
    });
    let template = Template {
        sheet: sheet_name(def, language),
        columns: columns.collect(),
        notes: NoteSheet {
            name: name.to_owned(),
            headings: headings
                .map(|text| Heading::new(text, Kind::Text).width(30))
                .into(),
            rows: rows.collect(),
        },
    };
    let mut bytes = Vec::new();
    template.write(&mut bytes)?;
    Ok(bytes)
}

fn allowed(field: &FieldDef, language: Language) -> Vec<String> {
    let words = |zh: [&str; 2], en: [&str; 2]| match language {
        Language::Zh => zh.map(str::to_owned).to_vec(),
        Language::En => en.map(str::to_owned).to_vec(),
    };
    match field.kind {
        FieldKind::Choice(choices) => {
            let labels = choices.iter().map(|choice| choice.label.text(language));
            labels.map(str::to_owned).collect()
        }
        FieldKind::Boolean => words(["是", "否"], ["Yes", "No"]),
        _ => Vec::new(),
    }
}

/// How a column is filled in.
fn hint(field: &FieldDef, language: Language) -> String {
    let zh = language == Language::Zh;
    let pick = |chinese: &str, english: &str| if zh { chinese } else { english }.to_owned();
    let mut parts: Vec<String> = Vec::new();
    if let Some(help) = field.help {
        parts.push(help.text(language).to_owned());
    }
    parts.extend(match field.kind {
        FieldKind::Date => Some(pick("日期，例如2026-11-23", "a day, such as 2026-11-23")),
        FieldKind::Time => Some(pick(
            "时间，例如2026-11-23 08:30",
            "a time of the city's clocks, such as 2026-11-23 08:30",
        )),
        FieldKind::Region => Some(pick(
            "统计用区划代码，4、6、9或12位，不补零",
            "a statistical code of 4, 6, 9 or 12 digits without padding",
        )),
        FieldKind::Point => Some(pick(
            "经度, 纬度（WGS-84，度），例如 111.02, 35.03",
            "longitude, latitude in degrees of WGS-84, such as 111.02, 35.03",
        )),
        FieldKind::Line => Some(pick(
            "线（WKT，WGS-84，经度在前），例如 LINESTRING (111.0 35.0, 111.1 35.1)",
            "a line in WKT of WGS-84, longitude first, such as LINESTRING (111.0 35.0, 111.1 35.1)",
        )),
        FieldKind::Polygon => Some(pick(
            "面（WKT，WGS-84，经度在前），例如 POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))",
            "an area in WKT of WGS-84, longitude first, such as POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))",
        )),
        FieldKind::Reference(_) => Some(pick(
            "填写所引用记录的名称，须已在台账中",
            "the name of a row that stands in its register",
        )),
        FieldKind::Choices(choices) => {
            let labels: Vec<&str> = choices.iter().map(|c| c.label.text(language)).collect();
            let listed = labels.join("、");
            Some(if zh {
                format!("可多选，以顿号分隔：{listed}")
            } else {
                format!("some of: {listed}")
            })
        }
        _ => None,
    });
    if field.unique {
        parts.push(pick("不得重复", "no two rows hold the same"));
    }
    parts.join(if zh { "；" } else { "; " })
}
