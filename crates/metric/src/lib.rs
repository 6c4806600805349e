//! 一组指标 the one metric: a number that somebody is judged by, declared once as a constant.
//!
//! ```
//! use metric::{Direction, Formula, Measure, MetricDef, When, count, share};
//! use register::Label;
//!
//! const HYDRANTS: Formula = count("water_source", &[When::Is("kind", "hydrant")]);
//! const INTACT: Formula =
//!     count("water_source", &[When::Is("kind", "hydrant"), When::Is("state", "intact")]);
//! pub const INTACT_RATE: MetricDef = MetricDef::new(
//!     "hydrant_intact_rate",
//!     Label::new("市政消火栓完好率", "Intact hydrants"),
//!     share(&INTACT, &HYDRANTS),
//!     Measure::PERCENT,
//! )
//! .better(Direction::Higher);
//! ```
//!
//! How a number comes about: each count in a formula is, for a period, a list of a register's own
//! filters ([`When`]); one scan of the register answers all that is asked of it, by region; an
//! [`Area`] is a set of regions and its figure the sum of theirs. The same filters with the area's
//! are the list that the number opens.
//!
//! Invariants: values are exact until they are shown; what is not known is a [`Reason`] and never
//! nought; a cached count equals a fresh one and, as of a position of the journal, the count that
//! was shown then.
//!
//! It is not access (who may see a figure is decided where callers are known) and not HTTP.

mod area;
mod board;
mod def;
mod exact;
mod past;
pub mod period;
mod places;
mod reading;
mod reason;
mod service;
mod target;
mod wanted;
mod when;

pub use area::{Area, AreaError, areas_of, region_area};
pub use board::BoardFigures;
pub use def::{
    DefError, Direction, Formula, Measure, MetricDef, Source, Standing, Take, count, distinct,
    entered, per, share, sum,
};
pub use exact::Exact;
pub use period::{Period, PeriodError, Step};
pub use reading::{Leaf, Reading, Role};
pub use reason::Reason;
pub use service::{CityFrame, Metrics, MetricsError, Moment};
pub use target::{Light, MetricTarget, light};
pub use when::{When, Window};
