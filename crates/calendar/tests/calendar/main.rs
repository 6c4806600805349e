//! The calendar seen from outside: the pack's real notices, deadlines a lawyer would check by
//! hand, and a slow oracle that walks day by day and minute by minute.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect shall stop there"
)]

mod deadlines;
mod notices;
mod oracle;

use base::Timestamp;
use calendar::Calendar;

const NOTICES: [&str; 6] = [
    include_str!("../../../../packs/yuncheng/calendar/2021.json"),
    include_str!("../../../../packs/yuncheng/calendar/2022.json"),
    include_str!("../../../../packs/yuncheng/calendar/2023.json"),
    include_str!("../../../../packs/yuncheng/calendar/2024.json"),
    include_str!("../../../../packs/yuncheng/calendar/2025.json"),
    include_str!("../../../../packs/yuncheng/calendar/2026.json"),
];

fn pack() -> Calendar {
    Calendar::from_json(NOTICES).unwrap()
}

/// A time of day in China, as `2026-02-12 10:00`.
fn at(text: &str) -> Timestamp {
    format!("{}:00+08:00", text.replace(' ', "T"))
        .parse()
        .unwrap()
}
