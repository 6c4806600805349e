//! A question in tokens: clauses that must all hold, each of tokens of which one must.
//!
//! A condition that has no tokens (a range of numbers, a part of a text that is not searched) is
//! left out here; the database asks it of the rows that are found.

use serde_json::Value as Json;

use super::{steps, tokens};
use crate::query::{region_codes, search};
use crate::{FieldDef, Filter, Operator, Query, RegisterDef, input};

/// Tokens of which a row has at least one.
pub(crate) type Clause = Vec<String>;

/// What tokens tell of a filter.
#[derive(Default)]
pub(crate) struct Told {
    /// A row with one of these fulfils it.
    pub(crate) surely: Clause,
    /// Of a row with one of these only the row itself can tell.
    pub(crate) perhaps: Clause,
}

impl Told {
    const fn surely(surely: Clause) -> Self {
        Self {
            surely,
            perhaps: Vec::new(),
        }
    }

    fn into_clause(mut self) -> Clause {
        self.surely.append(&mut self.perhaps);
        self.surely
    }

    fn join(mut self, other: Self) -> Self {
        self.surely.extend(other.surely);
        self.perhaps.extend(other.perhaps);
        self
    }
}

/// A clause of more tokens reads too many postings to be worth it.
const MOST_OF_A_CLAUSE: usize = 64;
/// Pieces of one word that are looked up; the rest narrows little.
const MOST_OF_A_WORD: usize = 12;

/// The clauses of a question.
pub(crate) fn clauses(def: &RegisterDef, query: &Query) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    if let Some(text) = &query.search {
        for word in search::words(text) {
            let pieces = tokens::pieces_of_word(&word);
            clauses.extend(spread(pieces).into_iter().map(|piece| vec![piece]));
        }
    }
    let filters = query.filters.iter();
    clauses.extend(filters.filter_map(|filter| Some(told_of(def, filter)?.into_clause())));
    let scope = def.scope.and_then(|name| def.field(name));
    if let (Some(regions), Some((_, field))) = (&query.scope, scope) {
        let within = regions
            .iter()
            .map(|region| tokens::of_region(field, region.as_str()));
        clauses.extend(within.collect::<Option<Clause>>());
    }
    if let Some(owners) = &query.owners
        && let Some(field) = owners.field(def)
    {
        let ids = owners.rows.iter();
        clauses.push(
            ids.map(|id| tokens::of_word(field, &id.simple().to_string()))
                .collect(),
        );
    }
    clauses.retain(|clause| clause.len() <= MOST_OF_A_CLAUSE);
    if !clauses.is_empty() && !query.retired {
        clauses.push(vec![tokens::IN_USE.to_owned()]);
    }
    clauses
}

/// Whether a filter is among the clauses of its question.
pub(crate) fn has_clause(def: &RegisterDef, filter: &Filter) -> bool {
    told_of(def, filter).is_some_and(|told| told.into_clause().len() <= MOST_OF_A_CLAUSE)
}

/// The first pieces and the last ones: beginnings are common, ends tell apart.
fn spread(mut pieces: Vec<String>) -> Vec<String> {
    if pieces.len() > MOST_OF_A_WORD {
        let end = pieces.split_off(pieces.len() - MOST_OF_A_WORD / 2);
        pieces.truncate(MOST_OF_A_WORD / 2);
        pieces.extend(end);
    }
    pieces
}

/// What tokens tell of a filter; `None` when they know nothing of it.
pub(crate) fn told_of(def: &RegisterDef, filter: &Filter) -> Option<Told> {
    let (_, field) = def.field(&filter.field)?;
    if !tokens::has_words(def, field) {
        return None;
    }
    if steps::has_steps(field)
        && let Some(told) = of_range(field, filter)
    {
        return Some(told);
    }
    of_words(field, filter).map(Told::surely)
}

/// The tokens of words, each of which says just what is asked.
fn of_words(field: &'static FieldDef, filter: &Filter) -> Option<Clause> {
    match filter.operator {
        Operator::Equal => one(field, &filter.value).map(|word| vec![word]),
        Operator::In => {
            let items = filter.value.as_array()?.iter();
            items.map(|item| one(field, item)).collect()
        }
        Operator::Contains => {
            let held = Json::Array(vec![filter.value.clone()]);
            one(field, &held).map(|word| vec![word])
        }
        Operator::Within => {
            let codes = region_codes(field, &filter.value).ok()?;
            codes
                .iter()
                .map(|code| tokens::of_region(field, code))
                .collect()
        }
        Operator::Empty if filter.value.as_bool() == Some(true) => {
            Some(vec![tokens::of_word(field, "")])
        }
        Operator::Empty if filter.value.as_bool() == Some(false) => {
            Some(vec![tokens::of_filled(field)])
        }
        _ => None,
    }
}

/// The tokens of a range of days, times or numbers; none for what is no range.
fn of_range(field: &FieldDef, filter: &Filter) -> Option<Told> {
    let read = |given: &Json| input::read_value(field, given).ok();
    let between = |from: Option<&Json>, to: Option<&Json>| {
        let (from, to) = (from.map(read), to.map(read));
        if [&from, &to].into_iter().any(|end| *end == Some(None)) {
            return None;
        }
        let (from, to) = (from.flatten(), to.flatten());
        let range = steps::tokens_between(field, from.as_ref(), to.as_ref())?;
        Some(Told {
            surely: range.inside,
            perhaps: range.ends,
        })
    };
    let given = &filter.value;
    match filter.operator {
        Operator::Equal => between(Some(given), Some(given)),
        Operator::Less | Operator::AtMost => between(None, Some(given)),
        Operator::Greater | Operator::AtLeast => between(Some(given), None),
        Operator::AtLeastOrEmpty => {
            let told = between(Some(given), None)?;
            Some(told.join(Told::surely(vec![tokens::of_word(field, "")])))
        }
        Operator::Between => match given.as_array()?.as_slice() {
            [from, to] => between(Some(from), Some(to)),
            _ => None,
        },
        Operator::In => {
            let mut items = given.as_array()?.iter();
            items.try_fold(Told::default(), |told, one| {
                Some(told.join(between(Some(one), Some(one))?))
            })
        }
        _ => None,
    }
}

/// The token of rows that hold just this value.
fn one(field: &FieldDef, given: &Json) -> Option<String> {
    let value = input::read_value(field, given).ok()?;
    if value.is_empty() {
        return None;
    }
    tokens::of_value(field, &value).into_iter().next()
}
