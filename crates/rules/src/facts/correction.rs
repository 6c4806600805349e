//! 更正 corrections: points of an item that are added or taken by hand, for a reason.

use base::Date;
use serde::Serialize;

use super::Reference;
use crate::Points;

/// One correction of one area's item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Correction {
    /// The item's key.
    pub item: String,
    /// The year that it is of.
    pub year: i32,
    /// What is added; less than nothing takes away. All corrections of an item are added up first, and
    /// the item then stays between nothing and its points.
    pub points: Points,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: Date,
    /// Why.
    pub why: String,
    /// The correction itself, so that a score leads to it.
    pub source: Reference,
}
