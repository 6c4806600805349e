//! 车速学习 speeds that are learned from the city's own drives, from recording them to driving by them.
//!
//! Three jobs, each with one thing to do:
//! * [`RecordDrives`] follows the journal: whoever has arrived has driven, and where it was on the way is
//!   kept here, because reports of positions do not stay;
//! * [`LearnPaces`] makes factors of what was kept (`routing::learn` says by which method and from how many
//!   trips at least) and writes them into the register [`LearnedPace`], where anybody who may sees them and
//!   can switch one off;
//! * [`PacesToday`] puts what stands in the register to use, in each process, by the part of the day.
//!
//! Invariants:
//! * what is learned is used only where drives that were held back were told better with it than without;
//! * a factor that somebody switched off stays off, whatever is learned later;
//! * factors of another road network are retired, never applied.

mod drive;
mod learn;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod learned_pace;
mod record;
mod today;

pub(crate) use self::drive::{migration, recorded_drive};
pub(crate) use self::learn::LearnPaces;
pub use self::learned_pace::{LearnedPace, PacedClass, PacedPart};
pub(crate) use self::record::RecordDrives;
pub(crate) use self::today::PacesToday;
