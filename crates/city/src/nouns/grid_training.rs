//! 网格员培训 trainings of grid workers: every half-year one (plan L590).

use base::{Date, RegionCode};
use register::{Reference, Register};

/// 网格员培训 one training of one cell's worker.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "grid_training",
    label(zh = "网格员培训", en = "Training of a grid worker"),
    title = "subject",
    scope = "region",
    permission = "city",
    search(subject)
)]
pub struct GridTraining {
    #[field(label(zh = "培训内容", en = "Subject"), list, sort, max_chars = 100)]
    pub subject: String,
    #[field(label(zh = "网格", en = "Grid cell"), reference = "grid", list, filter)]
    pub grid: Reference,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "培训日期", en = "Held on"), list, filter, sort)]
    pub held_on: Date,
    #[field(
        label(zh = "学时", en = "Hours"),
        unit(zh = "学时", en = "h"),
        scale = 1,
        min = 5,
        max = 400,
        list,
        sort
    )]
    pub hours: Option<i64>,
    #[field(
        label(zh = "培训单位", en = "Held by"),
        reference = "organisation",
        list,
        filter
    )]
    pub held_by: Option<Reference>,
}
