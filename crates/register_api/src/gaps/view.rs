//! Gaps as the API shows them.

use std::collections::HashMap;

use api::ApiTime;
use base::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

/// The lists of gaps that the caller may read.
#[derive(Serialize, ToSchema)]
pub(super) struct GapLists {
    pub(super) items: Vec<GapListInfo>,
}

/// A list of gaps.
#[derive(Serialize, ToSchema)]
pub(super) struct GapListInfo {
    pub(super) key: &'static str,
    /// In the caller's language.
    pub(super) label: &'static str,
    /// The register whose rows need something.
    pub(super) needing: &'static str,
    /// The register whose rows fill it.
    pub(super) filling: &'static str,
}

/// Gaps of a day.
#[derive(Serialize, ToSchema)]
pub(super) struct GapList {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) needing: &'static str,
    pub(super) filling: &'static str,
    /// The day that it is about.
    pub(super) on: String,
    /// Whether the caller may enter rows that fill gaps.
    pub(super) may_fill: bool,
    /// What is needed, counted over all that the question admits.
    pub(super) slots: Vec<GapSlot>,
    /// The same by set of regions.
    pub(super) groups: Vec<GapGroup>,
    /// Rows with gaps.
    pub(super) items: Vec<GapRow>,
    /// How many rows have gaps in all.
    pub(super) total: usize,
    /// What to send as `after` for the next page; missing on the last one.
    #[schema(required)]
    pub(super) next: Option<String>,
    pub(super) as_of: ApiTime,
}

/// One thing that is needed.
#[derive(Serialize, ToSchema)]
pub(super) struct GapSlot {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    /// Rows that need it.
    pub(super) needed: usize,
    /// Of them, those that lack it.
    pub(super) missing: usize,
    /// What a new filling row begins with: field and value.
    pub(super) fill: HashMap<&'static str, &'static str>,
}

/// Counts of one set of regions.
#[derive(Serialize, ToSchema)]
pub(super) struct GapGroup {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) needed: usize,
    pub(super) missing: usize,
    /// Missing by slot, in the order of the slots.
    pub(super) by_slot: Vec<usize>,
}

/// A row that lacks something.
#[derive(Serialize, ToSchema)]
pub(super) struct GapRow {
    pub(super) id: Uuid,
    pub(super) title: String,
    #[schema(required)]
    pub(super) region: Option<String>,
    /// What it lies in, by its code: a village's township.
    #[schema(required)]
    pub(super) under: Option<String>,
    /// What a new filling row begins with: field and value.
    pub(super) fill: HashMap<&'static str, String>,
    /// The slots that it lacks.
    pub(super) missing: Vec<&'static str>,
}
