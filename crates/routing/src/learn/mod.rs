//! 车速学习 speeds that are learned from recorded trips: how much longer, or shorter, each class of road takes
//! than the network says.
//!
//! [`Roads::observe`](crate::Roads::observe) puts trips beside the roads, [`Learned::of`] makes factors of
//! what was seen, [`Roads::at_pace_of`](crate::Roads::at_pace_of) puts them to use. [`Observed::miss`] says
//! on trips that were held back whether it was worth it.
//!
//! # The method, version [`LEARN_METHOD`]
//! *From a trip to legs.* Of the fixes of a trip, by time and one a second, the longest row is kept in
//! which each can be reached from the one before (150 km/h, 60 m of noise). It is cut where nothing was
//! heard for 60 s and where the vehicle stayed within 60 m of a fix for 90 s or more; what lies within 60 m
//! of the first and of the last fix of a piece is cut off. A piece is cut into legs of at least 400 m in a
//! straight line, so that the noise of two fixes, some 20 m, is a twentieth of a leg at most. Each end of a
//! leg is put beside up to three roads within 50 m; of the quickest ways between them the likeliest is
//! taken (P. Newson, J. Krumm, *Hidden Markov map matching through noise and sparseness*, 2009, each leg by
//! itself). A leg is refused by name ([`LegRefusal`]) when there is no such road or way, when the way is
//! longer than one and a half times the straight line and 100 m, and when more than three in ten of the
//! fixes between lie more than 50 m beside it.
//!
//! *From legs to factors.* With `T` the milliseconds that a leg took, `g` those that gates are expected to
//! take and `t(c)` those that the network expects on roads of class `c`, and `t` their sum:
//!
//! > (T − g) / t = Σ f(c) · t(c) / t + noise
//!
//! The factors `f` minimise Huber's loss of the noise (P. J. Huber, 1964; k = 1.345, scale 1.4826 × the
//! median of absolute rests) and the squares of `f(c) − f`, weighed as if five more legs had been driven
//! wholly on `c` at the factor `f` of all classes, which is fitted first in the same way. A part of the day
//! is fitted on its legs alone and drawn to the factors of the whole day. It is solved by turns, one factor
//! at a time with all weights anew; each turn lessens a convex loss. The interval is of 95 %, by a
//! jackknife over up to twenty groups of whole trips, because legs of one trip are alike.
//!
//! The weighted median ([`Estimator::Median`]) stands beside it to be compared. It uses the legs alone that
//! one class has the greater part of, and takes the rest of such a leg for that class: in tests on drawn
//! towns its factors of classes that are seldom driven by themselves lie nearer to those of their
//! neighbours than to the truth.
//!
//! *Support.* A factor stands where the legs in which its class has a quarter of the time are 30 or more,
//! of 10 trips or more, of 2 vehicles or more, and its interval reaches no farther than a quarter of it to
//! each side. Trips of one vehicle count for no more than those of all others together, so none teaches
//! alone. All numbers are [`LearnParameters`], assumptions of ours.
//!
//! *Order of falling back.* The class in this part of the day; the class over the whole day; all classes
//! over the whole day; the network's own time. Factors are whole thousandths from 0.5 to 3.
//!
//! # What it cannot know
//! * why a trip was slow: a drive home, a drill or a convoy teaches as an urgent drive does. Who gives
//!   trips chooses those that count, from wheels moving to arrival;
//! * single roads, directions and junctions: a street that is always blocked makes its whole class slower;
//! * stops of less than 90 s are traffic, longer ones are none, so a jam that stands still is not seen;
//! * a way that is neither quickest nor near the quickest is refused, so what is learned is of the roads
//!   that the network prefers anyway;
//! * its own slant: the interval is of chance alone, over trips and not over vehicles. A class that is
//!   seldom driven by itself lay 4 % below what was driven in tests, and its interval did not reach there;
//! * weather, seasons and changes since: old trips count as new ones. Who gives them chooses how far back.
//!
//! # Invariants
//! * equal trips, in whatever order and however often each, give equal factors;
//! * nothing is learned from fewer trips, legs or vehicles than stated, and what is not learned changes
//!   nothing;
//! * factors belong to one network and are refused on another ([`NotUsable`]): they are ratios to that
//!   network's times, whose table, signs and surfaces another import may have changed. Trips are kept, so
//!   they are learned anew.
//!
//! It keeps nothing and knows no database: whoever asks brings the trips.

mod cut;
mod fit;
mod learned;
mod legs;
mod observed;
mod pace;
mod parameters;
mod part;
mod support;
mod tally;
mod trip;

pub use self::learned::{Factor, LEARN_METHOD, Learned, NotUsable};
pub use self::observed::{Miss, Observed, ObservedLeg};
pub use self::pace::Pace;
pub(crate) use self::pace::Paces;
pub use self::parameters::{Estimator, LearnParameters};
pub use self::part::DayPart;
pub use self::tally::{LegRefusal, Tally};
pub use self::trip::{Fix, Trip};
