//! A cell of a file as a value's JSON: people write labels, dates in several ways and numbers as
//! texts.

use base::Label;
use register::{FieldDef, FieldKind};
use serde_json::{Value as Json, json};
use sheets::Cell;

/// The JSON of a cell; what has another form than the field's stays a text, and the register says
/// what is wrong with it.
pub(crate) fn value_of(field: &FieldDef, cell: &Cell) -> Result<Json, Label> {
    match cell {
        Cell::Empty => return Ok(Json::Null),
        Cell::Formula { .. } => {
            return Err(Label::new(
                "单元格是公式，请粘贴为数值",
                "the cell is a formula; paste it as a value",
            ));
        }
        Cell::Error(_) => {
            return Err(Label::new(
                "单元格是错误值，请改正",
                "the cell is an error of the spreadsheet; mend it",
            ));
        }
        _ => {}
    }
    let text = cell.plain();
    let text = text.trim();
    if text.is_empty() {
        return Ok(Json::Null);
    }
    Ok(match field.kind {
        FieldKind::Integer => integer(cell, text),
        FieldKind::Boolean => truth(cell, text),
        FieldKind::Date => Json::from(day(cell, text)),
        FieldKind::Time => Json::from(moment(cell, text)),
        FieldKind::Choice(_) => Json::from(word(field, text)),
        FieldKind::Choices(_) => words(field, text),
        FieldKind::Point => place(text),
        // Codes and telephones that a spreadsheet took for numbers keep their digits.
        FieldKind::Text | FieldKind::LongText | FieldKind::Region => match cell {
            Cell::Number(number) => {
                Json::from(number.whole_digits().unwrap_or_else(|| text.to_owned()))
            }
            _ => Json::from(text),
        },
        FieldKind::Decimal { .. } | FieldKind::Money => Json::from(text.replace([',', '，'], "")),
        FieldKind::Reference(_) | FieldKind::Line | FieldKind::Polygon => Json::from(text),
    })
}

/// The register that a field refers to.
pub(crate) fn reference_of(field: &FieldDef) -> Option<&'static str> {
    match field.kind {
        FieldKind::Reference(target) => Some(target),
        _ => None,
    }
}

fn integer(cell: &Cell, text: &str) -> Json {
    let digits = match cell {
        Cell::Number(number) => number.whole_digits(),
        _ => Some(text.replace([',', '，'], "")),
    };
    let number = digits.and_then(|digits| digits.parse::<i64>().ok());
    number.map_or_else(|| Json::from(text), Json::from)
}

fn truth(cell: &Cell, text: &str) -> Json {
    match cell {
        Cell::Bool(yes) => Json::Bool(*yes),
        _ => match text.to_lowercase().as_str() {
            "是" | "有" | "yes" | "true" | "y" | "1" | "√" => Json::Bool(true),
            "否" | "无" | "no" | "false" | "n" | "0" | "×" => Json::Bool(false),
            _ => Json::from(text),
        },
    }
}

/// `2026-11-23`, however it was written: 2026/11/3, 2026.11.3, 2026年11月3日.
fn day(cell: &Cell, text: &str) -> String {
    match cell {
        Cell::Date(day) => return day.to_string(),
        Cell::DateTime(at) => return at.date().to_string(),
        _ => {}
    }
    let plain = text
        .trim_end_matches('日')
        .replace(['/', '.', '年', '月'], "-");
    let parts: Vec<&str> = plain.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

/// A time as the API says it. Times in files are those of the city's clocks, eight hours ahead.
fn moment(cell: &Cell, text: &str) -> String {
    let local = match cell {
        Cell::DateTime(at) => format!("{}T{}", at.date(), at.time()),
        Cell::Date(day) => format!("{day}T00:00:00"),
        _ => match text.split_once(' ') {
            Some((date, time)) => {
                let seconds = if time.matches(':').count() == 1 {
                    ":00"
                } else {
                    ""
                };
                format!("{}T{time}{seconds}", day(&Cell::Empty, date))
            }
            None => return text.to_owned(),
        },
    };
    format!("{local}+08:00")
}

fn word(field: &FieldDef, text: &str) -> String {
    let means = |label: Label| label.zh == text || label.en.eq_ignore_ascii_case(text);
    let known = field.choices().iter().find(|choice| means(choice.label));
    known.map_or_else(|| text.to_owned(), |choice| choice.key.to_owned())
}

fn words(field: &FieldDef, text: &str) -> Json {
    let parts = text.split(['、', ',', '，', ';', '；']);
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    Json::from(parts.map(|part| word(field, part)).collect::<Vec<_>>())
}

/// `111.02, 35.03`: longitude first.
fn place(text: &str) -> Json {
    let parts = text.split([',', '，', ' ']).filter(|part| !part.is_empty());
    let degrees: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
    match degrees.as_deref() {
        Some([longitude, latitude]) => json!({"longitude": longitude, "latitude": latitude}),
        _ => Json::from(text),
    }
}

#[cfg(test)]
mod tests {
    use sheets::Number;

    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for text in ["2026-11-03", "2026/11/3", "2026.11.3", "2026年11月3日"] {
            assert_eq!(day(&Cell::Empty, text), "2026-11-03");
        }
        assert_eq!(day(&Cell::Empty, "下周三"), "下周三");
        assert_eq!(
            moment(&Cell::Empty, "2026/1/2 08:30"),
            "2026-01-02T08:30:00+08:00"
        );
    }

    #[test]
    fn codes_that_became_numbers_keep_their_digits() {
        let code = Cell::Number(Number::parse("140802001").unwrap());
        let field = FieldDef::of::<base::RegionCode>("region", Label::new("区划", "Region"));
        assert_eq!(value_of(&field, &code).unwrap(), json!("140802001"));
        assert_eq!(
            place("111.02，35.03"),
            json!({"longitude": 111.02, "latitude": 35.03})
        );
        let formula = Cell::Formula {
            cached: Box::new(code),
        };
        assert!(value_of(&field, &formula).is_err());
    }
}
