//! What a field can hold.

use base::Label;

use crate::Tone;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text with line breaks.
    LongText,
    /// A whole number.
    Integer,
    /// A number kept as an integer of its smallest unit: 1.25 with scale 2 is 125.
    Decimal {
        /// Digits behind the point.
        scale: u8,
    },
    /// An amount in fen 分.
    Money,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A point in time.
    Time,
    /// One of some words.
    Choice(&'static [ChoiceDef]),
    /// Some of some words.
    Choices(&'static [ChoiceDef]),
    /// A row of the register of this key.
    Reference(&'static str),
    /// A region's code.
    Region,
    /// A place.
    Point,
    /// A way.
    Line,
    /// An area.
    Polygon,
}

/// A word that a choice may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceDef {
    /// For programs and the database.
    pub key: &'static str,
    /// For people.
    pub label: Label,
    /// How a row with this word looks on the map.
    pub tone: Tone,
}

impl FieldKind {
    /// Whether it is free text.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::LongText)
    }

    /// Whether it is a number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal { .. } | Self::Money)
    }

    /// Digits behind the point, of a number that is kept in a smaller unit than it is written in.
    #[must_use]
    pub const fn scale(self) -> Option<u8> {
        match self {
            Self::Decimal { scale } => Some(scale),
            Self::Money => Some(2),
            _ => None,
        }
    }

    /// Its name for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Integer => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Money => "money",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Reference(_) => "reference",
            Self::Region => "region",
            Self::Point => "point",
            Self::Line => "line",
            Self::Polygon => "polygon",
        }
    }

    /// Whether its values stand in one column that has an order.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        !matches!(
            self,
            Self::Point | Self::Line | Self::Polygon | Self::Choices(_)
        )
    }

    /// Whether it is a shape of several places, kept with the box around it.
    #[must_use]
    pub const fn is_shape(self) -> bool {
        matches!(self, Self::Line | Self::Polygon)
    }

    /// Whether it stands on the map.
    #[must_use]
    pub const fn is_geometry(self) -> bool {
        matches!(self, Self::Point) || self.is_shape()
    }
}
