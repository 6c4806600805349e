//! 消防站布点研究 siting studies: where new fire stations should stand in an area, how much better that is
//! than today and than the plan, and how good the answer is.
//!
//! A study is asked once, by a person, and never changed: what it counts (demand, candidates, stations) is
//! read then, with that person's rights, and written down beside it. A job works it out along the roads
//! and writes what it found; both are there a year later, whatever became of the registers meanwhile.
//!
//! Invariants:
//! * demand, candidates and stations are rows of layers of the map, whatever room keeps them;
//! * an answer says what is proven of it: the best there is, or how far from it at most;
//! * who cannot be reached, and what had no place, is told and never left out silently;
//! * a study that was under way when the house stopped is taken up again, and after some times given up in
//!   so many words.
//!
//! It is not the solver (that is `siting`), and it knows no roads but those of `routing`.

mod asked;
mod capability;
mod cover;
mod desk;
mod district;
mod estimate;
mod failure;
mod findings;
mod gather;
mod paper;
mod question;
mod report;
mod routes;
mod runs;
mod solve;
mod study;
mod table;
mod tell;
mod tell_demand;
mod view;
mod work;

pub use self::capability::StationPlanning;
