//! The query of an address as a question to a register.
//!
//! `state=usable&diameter.gte=100&sort=-name&search=xfs`: a field alone is compared for equality,
//! behind a point stands the operator. What has no meaning is refused, so that a mistyped filter
//! never shows everything.

use api::{Caller, Problem, Text};
use base::Language;
use register::{Direction, FieldDef, FieldKind, Filter, Operator, Owners, Query, RegisterDef};

use serde_json::Value as Json;

use crate::{Room, problem, scope};

/// Operators as addresses spell them.
pub(crate) const OPERATORS: [(&str, Operator); 14] = [
    ("ne", Operator::NotEqual),
    ("in", Operator::In),
    ("contains", Operator::Contains),
    ("starts", Operator::Starts),
    ("lt", Operator::Less),
    ("lte", Operator::AtMost),
    ("gt", Operator::Greater),
    ("gte", Operator::AtLeast),
    ("between", Operator::Between),
    ("empty", Operator::Empty),
    ("gte_or_empty", Operator::AtLeastOrEmpty),
    ("within", Operator::Within),
    ("outside", Operator::Outside),
    ("in_box", Operator::InBox),
];

/// A filter as an address spells it: the operator's word, none for a field alone, and the values.
#[must_use]
pub fn spelled(filter: &Filter) -> (Option<&'static str>, Vec<String>) {
    let known = OPERATORS
        .iter()
        .find(|(_, operator)| *operator == filter.operator);
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let values = match &filter.value {
        Json::Array(all) => all.iter().map(text).collect(),
        one => vec![text(one)],
    };
    (known.map(|(word, _)| *word), values)
}

/// The address of the list that shows the rows of these filters, with its query.
#[must_use]
pub fn list_address(def: &RegisterDef, filters: &[Filter]) -> String {
    let mut query = String::new();
    for filter in filters {
        let (word, values) = spelled(filter);
        let name = word.map_or_else(
            || filter.field.clone(),
            |word| format!("{}.{word}", filter.field),
        );
        for value in values {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{name}={}", percent(&value)));
        }
    }
    format!("/api/v1/registers/{}{query}", def.key)
}

/// A value as a part of an address.
fn percent(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte);
    let spell = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    value.bytes().map(spell).collect()
}

/// What an address asks for beside the list itself.
#[derive(Default)]
pub(crate) struct Extras {
    /// `format`: of an export.
    pub(crate) format: Option<String>,
    /// `columns`: of an export.
    pub(crate) columns: Option<Vec<String>>,
    /// `lang`: of a file.
    pub(crate) language: Option<Language>,
    /// Personal fields that are to have these values.
    pub(crate) lookups: Vec<(&'static str, String)>,
    /// `reason`: of an export that shows personal values.
    pub(crate) reason: Option<String>,
}

impl Room {
    /// The question with what personal fields it asks for. Finding somebody by a value is a way of
    /// reading it, so it asks for the same permission.
    pub(crate) async fn found(
        &self,
        caller: &Caller,
        mut query: Query,
        extras: &Extras,
    ) -> Result<Query, Problem> {
        for (field, value) in &extras.lookups {
            if !caller.permits(self.def.personal_permission) {
                return Err(Problem::denied());
            }
            let found = self.ledger.found_by(field, value).await;
            let found = found.map_err(problem::of_ledger)?;
            query.among = Some(match query.among.take() {
                None => found,
                Some(before) => before.into_iter().filter(|id| found.contains(id)).collect(),
            });
        }
        Ok(query)
    }
}

/// Reads an address's query; the caller's areas narrow it.
pub(crate) fn read(
    def: &'static RegisterDef,
    caller: &Caller,
    pairs: Vec<(String, String)>,
) -> Result<(Query, Extras), Problem> {
    let mut query = Query::default();
    let mut extras = Extras::default();
    for (name, value) in pairs {
        match name.as_str() {
            "search" => query.search = Some(value).filter(|words| !words.trim().is_empty()),
            "sort" => query.sort.push(sorting(&value)),
            "limit" => query.limit = limit(&value)?,
            "after" => query.after = value.parse().ok(),
            "retired" => query.retired = value == "true",
            "format" => extras.format = Some(value),
            "lang" => extras.language = Some(Language::from_accept(&value)),
            "columns" => extras.columns = Some(value.split(',').map(str::to_owned).collect()),
            "reason" => extras.reason = Some(value).filter(|words| !words.trim().is_empty()),
            _ if lookup(def, &name).is_some() => {
                extras
                    .lookups
                    .extend(lookup(def, &name).map(|field| (field, value)));
            }
            _ => add_filter(def, &mut query.filters, &name, &value)?,
        }
    }
    let nothing = || Query {
        scope: Some(Vec::new()),
        owners: Some(Owners::nobody()),
        ..Query::default()
    };
    let narrowed = scope::narrowed(caller, def, query);
    Ok((narrowed.unwrap_or_else(nothing), extras))
}

/// The personal field that a parameter asks an equal value of.
fn lookup(def: &'static RegisterDef, name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".eq").unwrap_or(name);
    let (_, field) = def.field(name)?;
    field.lookup().map(|_| field.name)
}

fn sorting(text: &str) -> (String, Direction) {
    match text.strip_prefix('-') {
        Some(field) => (field.to_owned(), Direction::Descending),
        None => (text.to_owned(), Direction::Ascending),
    }
}

fn limit(text: &str) -> Result<u64, Problem> {
    let number = text.parse().ok().filter(|n| (1..=500).contains(n));
    number.ok_or_else(|| malformed("limit 应在 1 到 500 之间", "limit lies between 1 and 500"))
}

fn malformed(zh: &str, en: &str) -> Problem {
    Problem::malformed(Text::new(zh, en))
}

fn add_filter(
    def: &'static RegisterDef,
    filters: &mut Vec<Filter>,
    name: &str,
    value: &str,
) -> Result<(), Problem> {
    let (field, operator) = match name.split_once('.') {
        None => (name, Operator::Equal),
        Some((field, word)) => {
            let known = OPERATORS.iter().find(|(spelt, _)| *spelt == word);
            let (_, operator) = known.ok_or_else(|| {
                malformed(
                    &format!("没有比较方式“{word}”"),
                    &format!("no operator '{word}'"),
                )
            })?;
            (field, *operator)
        }
    };
    let Some((_, declared)) = def.field(field) else {
        return Err(malformed(
            &format!("没有参数或字段“{field}”"),
            &format!("there is no parameter or field '{field}'"),
        ));
    };
    let standing = filters
        .iter_mut()
        .find(|other| other.field == field && other.operator == operator);
    let read = compared(declared, operator, value);
    match (standing, read) {
        // A repeated list goes on.
        (
            Some(Filter {
                value: Json::Array(all),
                ..
            }),
            Json::Array(more),
        ) => all.extend(more),
        (_, read) => filters.push(Filter {
            field: field.to_owned(),
            operator,
            value: read,
        }),
    }
    Ok(())
}

/// The value to compare with, in the form that the register reads; what cannot be read stays a
/// text, which the register refuses by name.
fn compared(field: &FieldDef, operator: Operator, text: &str) -> Json {
    match operator {
        Operator::In | Operator::Between | Operator::InBox => {
            let parts: Vec<&str> = if field.kind.is_text() && operator == Operator::In {
                vec![text]
            } else {
                text.split(',').collect()
            };
            let one = |part: &&str| match operator {
                Operator::InBox => part.trim().parse::<f64>().map_or(Json::Null, Json::from),
                _ => plain(field, part),
            };
            Json::Array(parts.iter().map(one).collect())
        }
        Operator::Within | Operator::Outside => Json::Array(
            text.split(',')
                .map(|code| Json::from(code.trim()))
                .collect(),
        ),
        Operator::Empty => truth(text),
        _ => plain(field, text),
    }
}

fn plain(field: &FieldDef, text: &str) -> Json {
    match field.kind {
        FieldKind::Integer => text
            .trim()
            .parse::<i64>()
            .map_or(Json::from(text), Json::from),
        FieldKind::Boolean => truth(text),
        _ => Json::from(text),
    }
}

fn truth(text: &str) -> Json {
    match text {
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        other => Json::from(other),
    }
}
