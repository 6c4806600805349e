//! Plain values of fields.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use base::{Bounds, Date, Line, Polygon, Timestamp, Uuid, Wgs84};

/// A row of another register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(pub Uuid);

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money {
    /// In fen 分, hundredths of a yuan.
    pub fen: i64,
}

/// What one field of one row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text, a word's key or a region's code.
    Text(String),
    /// A whole number, or the smallest units of a decimal or an amount.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A point in time.
    Time(Timestamp),
    /// Keys of words, sorted, each once, never none; make it by [`Value::set`].
    Set(Vec<String>),
    /// A row of another register.
    Reference(Reference),
    /// A place.
    Point(Wgs84),
    /// A way.
    Line(Line),
    /// An area.
    Polygon(Polygon),
    /// A personal text, sealed: its bytes say nothing without the row's key.
    Sealed(String),
}

impl Value {
    /// A set of words; none at all is an empty field.
    #[must_use]
    pub fn set(keys: impl IntoIterator<Item = String>) -> Self {
        let keys: BTreeSet<String> = keys.into_iter().collect();
        if keys.is_empty() {
            Self::Empty
        } else {
            Self::Set(keys.into_iter().collect())
        }
    }

    /// The order in which a database keeps two values of one field: texts by code points.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Integer(one), Self::Integer(other)) => one.cmp(other),
            (Self::Boolean(one), Self::Boolean(other)) => one.cmp(other),
            (Self::Date(one), Self::Date(other)) => one.cmp(other),
            (Self::Time(one), Self::Time(other)) => one.cmp(other),
            (Self::Reference(one), Self::Reference(other)) => one.cmp(other),
            // What has no order stands together.
            _ => Ordering::Equal,
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The box around a shape.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Line(line) => Some(line.bounds()),
            Self::Polygon(polygon) => Some(polygon.bounds()),
            _ => None,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
