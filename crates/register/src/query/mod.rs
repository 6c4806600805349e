//! Lists: what may be asked of a register, and pages of the answer.
//!
//! Invariants: only fields that are declared for it are filtered or ordered by; values are bound;
//! pages follow each other by the values of the last row, so that rows which come and go meanwhile
//! neither repeat nor skip others. Empty values stand before all others going up and behind them
//! going down, on both engines.

mod cursor;
mod filter;
mod marks;
mod matcher;
mod order;
mod owners;
mod page;
mod places;
pub(crate) mod search;
mod stretch;
mod ways;

use base::{RegionCode, Uuid};
use serde_json::Value as Json;
use tiles::Bounds;

use crate::Fault;

pub use self::cursor::Cursor;
pub(crate) use self::filter::condition;
pub(crate) use self::filter::region_codes;
pub(crate) use self::filter::within;
pub use self::matcher::Matcher;
pub(crate) use self::order::Position;
pub use self::owners::Owners;
pub(crate) use self::page::page;
pub(crate) use self::places::place_field;
pub use self::places::{Outline, Place, PlaceQuestion};
pub use self::search::{Fit, Words, spelled};
use crate::Stored;

/// A question to a register.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// Words to search by: characters, pinyin or initials; each must be found.
    pub search: Option<String>,
    /// The order; by age where nothing else is said, and among equals.
    pub sort: Vec<(String, Direction)>,
    /// Behind which row the page starts.
    pub after: Option<Cursor>,
    /// The most rows of the page, up to 500; 50 when 0.
    pub limit: u64,
    /// Whether retired rows are among them.
    pub retired: bool,
    /// The rows that may be among them at all; `None` for all. See [`crate::Ledger::found_by`].
    pub among: Option<Vec<Uuid>>,
    /// The regions whose rows the asker may see; `None` for all. Of a register without a scope
    /// everybody sees all rows.
    pub scope: Option<Vec<RegionCode>>,
    /// To whom the rows belong that the asker may see; `None` for all.
    pub owners: Option<Owners>,
    /// The box that the row's place lies in, or that the box around its line or area meets; `None`
    /// for all rows, with a place or without.
    pub inside: Option<Bounds>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The field, by name.
    pub field: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what, in the field's own form; see [`Operator`].
    pub value: Json,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Is this value.
    Equal,
    /// Is not this value; an empty field is not.
    NotEqual,
    /// Is one of a list of values.
    In,
    /// A text that holds this one, letter by letter; a set that holds this word.
    Contains,
    /// A text that starts with this one.
    Starts,
    /// Is less: numbers, days and times.
    Less,
    /// Is at most.
    AtMost,
    /// Is greater.
    Greater,
    /// Is at least.
    AtLeast,
    /// Lies between two values of a list, both included.
    Between,
    /// Is empty (`true`) or not (`false`).
    Empty,
    /// Is at least, or empty: what has not ended.
    AtLeastOrEmpty,
    /// A region that is this one or lies in it; of a list, one of them.
    Within,
    /// A region that neither is one of a list nor lies in one: what is carved out.
    Outside,
    /// A place in a box `[west, south, east, north]` of degrees; one over the date line is two.
    InBox,
}

/// Up or down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    #[default]
    Ascending,
    /// The greatest first.
    Descending,
}

/// Rows, and where the next ones start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Stored>,
    /// What to ask for the next page with; none at the end.
    pub next: Option<Cursor>,
}

/// Why a question was not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The register has no such field.
    #[error("the register '{register}' has no field '{field}'")]
    UnknownField {
        /// The register.
        register: &'static str,
        /// The field.
        field: String,
    },
    /// The field is not declared for filtering.
    #[error("'{0}' is no field to filter by")]
    NotFiltered(&'static str),
    /// The field is not declared for ordering.
    #[error("'{0}' is no field to order by")]
    NotSorted(&'static str),
    /// The register declares no field to search in.
    #[error("the register '{0}' cannot be searched")]
    NotSearched(&'static str),
    /// The field's type does not know the comparison.
    #[error("'{field}' cannot be compared by {operator:?}")]
    Operator {
        /// The field.
        field: &'static str,
        /// The comparison.
        operator: Operator,
    },
    /// The value is none of the field's type, or not the list that the comparison asks for.
    #[error("'{field}' cannot be compared with this value")]
    Value {
        /// The field.
        field: &'static str,
        /// What is wrong with it, where it is one value.
        fault: Option<Fault>,
    },
    /// The cursor is not of this list and order.
    #[error("the cursor does not belong to this list; start from the first page")]
    Cursor,
}
