//! What a segment is made of, gathered row by row: a row itself is let go at once.

use std::collections::HashMap;

use base::Uuid;

use super::bits;
use super::column;
use super::orders::{self, Ordered};
use super::tokens;
use crate::{RegisterDef, Stored};

/// Rows on their way into one segment, in the order of their places.
#[derive(Default)]
pub(super) struct Gathered {
    /// Each row's id and the version that was read.
    pub(super) versions: Vec<(Uuid, i64)>,
    ordered: Vec<Ordered>,
    regions: column::Gathering,
    /// For each token the places of the rows that hold it.
    places: HashMap<String, Vec<u16>>,
}

impl Gathered {
    /// Adds a row with its text to search in. A segment's places are all: what is beyond them is
    /// left out, and stays without a number.
    pub(super) fn add(&mut self, def: &'static RegisterDef, row: Stored, text: &str) {
        let Ok(place) = u16::try_from(self.versions.len()) else {
            return;
        };
        let mut hold = |token: &str| match self.places.get_mut(token) {
            Some(places) if places.last() == Some(&place) => {}
            Some(places) => places.push(place),
            None => {
                self.places.insert(token.to_owned(), vec![place]);
            }
        };
        words_of(def, &row).for_each(|token| hold(&token));
        tokens::pieces_of_text(text, hold);
        let scope = def.scope.and_then(|name| def.field(name));
        let region = scope.and_then(|(at, _)| row.values.get(at)?.as_text());
        self.regions.add(region.unwrap_or_default());
        self.versions.push((row.id, row.version));
        let values = orders::fields_of(def).filter_map(|(at, _)| row.values.get(at));
        self.ordered.push(Ordered {
            values: values.cloned().collect(),
            id: row.id,
        });
    }

    /// The postings of all tokens and orders, by token.
    pub(super) fn into_postings(self, def: &'static RegisterDef) -> Vec<(String, Vec<u8>)> {
        let held = self.places.into_iter();
        let held = held.map(|(token, places)| (token, bits::posting(&places)));
        let in_order = orders::postings_of(def, &self.ordered);
        let regions = (column::REGIONS.to_owned(), self.regions.into_bytes());
        let mut postings: Vec<_> = held.chain(in_order).chain([regions]).collect();
        postings.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        postings
    }
}

/// The tokens of a row, but for those of its text.
fn words_of(def: &RegisterDef, row: &Stored) -> impl Iterator<Item = String> {
    let fields = def.fields.iter().zip(&row.values);
    let words = fields.filter(|(field, _)| tokens::has_words(def, field));
    let in_use = row.retired_at.is_none().then(|| tokens::IN_USE.to_owned());
    words
        .flat_map(|(field, value)| tokens::of_value(field, value))
        .chain(in_use)
}
