//! Registers as tables of cells: headings, what stands in a cell, and how a cell is read.

mod export;
mod read;
mod template;

use base::Language;
use register::{FieldDef, FieldKind, RegisterDef};
use sheets::{Heading, Kind};

pub(crate) use export::{Export, Format, Shows, fault_heading, table, write as export};
pub(crate) use read::{reference_of, value_of};
pub(crate) use template::template;

/// The heading of a field: its label with the unit of measure behind it.
pub(crate) fn heading(field: &FieldDef, language: Language) -> String {
    let label = field.label.text(language);
    match (field.unit, field.kind, language) {
        (Some(unit), _, Language::Zh) => format!("{label}（{}）", unit.zh),
        (Some(unit), _, Language::En) => format!("{label} ({})", unit.en),
        (None, FieldKind::Money, Language::Zh) => format!("{label}（元）"),
        (None, FieldKind::Money, Language::En) => format!("{label} (yuan)"),
        _ => label.to_owned(),
    }
}

/// The field that a heading of a file means: by its heading in either language, its label or its
/// name, whatever the spaces, brackets and case.
pub(crate) fn field_of(def: &'static RegisterDef, text: &str) -> Option<usize> {
    let asked = bare(sheets::unmarked(text));
    if asked.is_empty() {
        return None;
    }
    let means = |field: &FieldDef| {
        let both = [Language::Zh, Language::En];
        let labels = both.map(|language| field.label.text(language).to_owned());
        let headings = both.map(|language| heading(field, language));
        let names = labels.into_iter().chain(headings);
        names
            .chain([field.name.to_owned()])
            .any(|name| bare(&name) == asked)
    };
    def.fields.iter().position(means)
}

fn bare(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_whitespace());
    let plain = kept.map(|letter| match letter {
        '（' => '(',
        '）' => ')',
        '，' => ',',
        other => other,
    });
    plain.collect::<String>().to_lowercase()
}

/// What stands below a heading.
fn kind_of(field: &FieldDef) -> Kind {
    match field.kind {
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money => Kind::Number,
        FieldKind::Date => Kind::Date,
        _ => Kind::Text,
    }
}

fn column(field: &FieldDef, language: Language) -> Heading {
    Heading::new(heading(field, language), kind_of(field))
}

/// A sheet's name: at most 31 characters, none that the format forbids.
fn sheet_name(def: &RegisterDef, language: Language) -> String {
    let name = def.label.text(language).chars();
    name.filter(|letter| !"[]:*?/\\".contains(*letter))
        .take(31)
        .collect()
}
