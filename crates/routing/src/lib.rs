//! 路网服务 the roads of the running house: the network that was brought in last, who drives how long on
//! it, and what is reached in so much time.
//!
//! Invariants:
//! * a network is whole or not there: a file that is damaged leaves the one that is in use;
//! * whoever asked keeps the network that was asked, also when another is brought in meanwhile;
//! * what hinders on the roads today ([`Hindrance`]) changes every answer from the moment it is put to use,
//!   and the [plain](RoadBook::plain) roads stay for who plans for years;
//! * what is [`Learned`] from trips comes before what hinders, and is never learned from too few;
//! * without a network every answer is none, and who asked says so on the screen.
//!
//! It is not the journal's: a network is a fact of the outside, brought in with
//! `fengsui import osm` on each machine that serves, like the pack.

mod beside;
mod book;
mod drives;
mod learn;
mod mover;
mod reach;
mod roads;
mod streets;
mod survey;
mod today;

pub use self::book::{Refreshed, RoadBook, RoadFileError, RoadSource, keep};
pub use self::drives::{Drive, Goals, NoWay, Way};
pub use self::learn::{
    DayPart, Estimator, Factor, Fix, LEARN_METHOD, LearnParameters, Learned, LegRefusal, Miss,
    NotUsable, Observed, ObservedLeg, Pace, Tally, Trip,
};
pub use self::mover::Mover;
pub use self::reach::Reach;
pub use self::roads::{RoadLine, RoadParameters, RoadRank, Roads};
pub use self::streets::NamedStreet;
pub use self::survey::{Survey, SurveyQuestion, SurveyedStreet};
pub use self::today::{Effect, HinderedRoad, Hindrance};
