//! 道路与水源 how dense the streets of built-up ground are, and how much of them lies near a hydrant.
//!
//! Built-up is where streets lie close, and nothing else is known of the ground: see
//! [`SurveyQuestion::built_up`].

use std::collections::{HashMap, HashSet};

use base::{Bounds, Metres, Wgs84};
use roads::{Class, Stretch, StretchId};

use crate::roads::Roads;

/// Streets are looked at in steps of so many metres.
const STEP: f64 = 10.0;
/// The edge of the squares by which built-up ground is told, metres.
const SQUARE: f64 = 500.0;
/// Metres of a degree of latitude.
const DEGREE: f64 = 111_320.0;

/// What is asked of the streets.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyQuestion {
    /// Where water is taken.
    pub hydrants: Vec<Wgs84>,
    /// 保护半径 a hydrant serves what lies so near by straight line: GB 50974-2014 says 150 m.
    pub radius: Metres,
    /// 间距 the most between two hydrants along a street: GB 50974-2014 says 120 m. A street keeps it where
    /// a hydrant lies within half of it.
    pub spacing: Metres,
    /// Ground counts as built-up where streets are at least so dense, kilometres a square kilometre, over a
    /// square of 500 m and the eight around it. A measure of ours: no land use is known.
    pub built_up: f64,
    /// Only streets that meet this box, said as they would be of all; squares beyond it count for nothing.
    pub within: Option<Bounds>,
}

/// Squares of built-up ground and the streets on it, one after the other as the network has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// The middle of each square, all of one size.
    pub squares: Vec<Wgs84>,
    /// How large each is, square kilometres.
    pub square_km2: f64,
    /// The streets.
    pub streets: Vec<SurveyedStreet>,
}

/// A stretch of street on built-up ground.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyedStreet {
    /// Its name; empty when it has none.
    pub name: String,
    /// Where its middle is.
    pub middle: Wgs84,
    /// How long it is there.
    pub length: Metres,
    /// Of this, within the radius of a hydrant.
    pub served: Metres,
    /// Of this, where hydrants stand close enough to each other.
    pub spaced: Metres,
    /// Where no hydrant serves it.
    pub bare: Vec<Vec<Wgs84>>,
}

impl Roads {
    /// Looks at the streets. Blocks: some hundred milliseconds for a city, a few for a box of some kilometres.
    #[must_use]
    pub fn survey(&self, question: &SurveyQuestion) -> Survey {
        let around = question.within.map(|within| wider(within, 2.0 * SQUARE));
        let ground = Squares::of(self, around);
        let built_up = ground.built_up(question.built_up);
        let near = Near::of(
            &question.hydrants,
            question.radius.0.max(question.spacing.0 / 2.0),
        );
        let streets = self
            .street_steps(question.within)
            .filter_map(|(name, steps)| {
                let on_it: Vec<Wgs84> = steps
                    .into_iter()
                    .filter(|at| built_up.contains(&ground.square(*at)))
                    .collect();
                let middle = *on_it.get(on_it.len() / 2)?;
                Some(surveyed(name, middle, &on_it, &near, question))
            });
        Survey {
            streets: streets.collect(),
            squares: built_up
                .iter()
                .map(|square| ground.middle(*square))
                .collect(),
            square_km2: (SQUARE / 1e3).powi(2),
        }
    }

    /// Each street that meets a box, or each, with the middles of its steps.
    fn street_steps(&self, within: Option<Bounds>) -> impl Iterator<Item = (&str, Vec<Wgs84>)> {
        let network = self.network();
        let met: Vec<StretchId> = match within {
            Some(within) => self.ground.snaps.stretches_in(network, within),
            None => (0..)
                .map(StretchId)
                .take(network.stretches().len())
                .collect(),
        };
        met.into_iter().filter_map(move |id| {
            let stretch = network.stretch(id)?;
            let arc = network.arcs_of(id).into_iter().flatten().next()?;
            let steps = is_street(stretch).then(|| network.course(arc)).flatten()?;
            Some((network.name(stretch), steps_of(steps.places())))
        })
    }
}

/// 快速路、主干路、次干路、支路: no motorway, no yard, no path.
const fn is_street(stretch: &Stretch) -> bool {
    matches!(
        stretch.class,
        Class::Trunk
            | Class::Primary
            | Class::Secondary
            | Class::Tertiary
            | Class::Unclassified
            | Class::Residential
            | Class::LivingStreet
    )
}

/// A place in the middle of each step along a way. What is left at its end is a step when it is longer than
/// half of one.
fn steps_of(places: impl Iterator<Item = Wgs84>) -> Vec<Wgs84> {
    let mut steps = Vec::new();
    let mut wait = STEP / 2.0;
    let mut last: Option<Wgs84> = None;
    for place in places {
        if let Some(from) = last {
            let length = from.distance(place).0;
            while wait <= length {
                steps.push(on_the_way(from, place, wait / length));
                wait += STEP;
            }
            wait -= length;
        }
        last = Some(place);
    }
    steps
}

fn on_the_way(from: Wgs84, to: Wgs84, share: f64) -> Wgs84 {
    let between = |a: f64, b: f64| a + (b - a) * share;
    let east = between(from.longitude(), to.longitude());
    Wgs84::from_degrees(east, between(from.latitude(), to.latitude())).unwrap_or(from)
}

fn surveyed(
    name: &str,
    middle: Wgs84,
    steps: &[Wgs84],
    near: &Near,
    question: &SurveyQuestion,
) -> SurveyedStreet {
    let (mut served, mut spaced) = (0.0, 0.0);
    let mut bare: Vec<Vec<Wgs84>> = Vec::new();
    let mut last_is_bare = false;
    for step in steps {
        let away = near.distance(*step);
        let within = |most: f64| away.is_some_and(|away| away <= most);
        spaced += if within(question.spacing.0 / 2.0) {
            STEP
        } else {
            0.0
        };
        let is_bare = !within(question.radius.0);
        if !is_bare {
            served += STEP;
        } else if last_is_bare && let Some(line) = bare.last_mut() {
            line.push(*step);
        } else {
            bare.push(vec![*step]);
        }
        last_is_bare = is_bare;
    }
    bare.retain(|line| line.len() > 1);
    SurveyedStreet {
        name: name.to_owned(),
        middle,
        length: Metres(steps.len() as f64 * STEP),
        served: Metres(served),
        spaced: Metres(spaced),
        bare,
    }
}

/// A square by its column and row.
type Square = (i64, i64);

/// Squares of one edge over the ground of a network, with the metres of street in each.
struct Squares {
    /// Degrees of longitude and of latitude.
    edge: (f64, f64),
    metres: HashMap<Square, f64>,
}

impl Squares {
    fn of(roads: &Roads, within: Option<Bounds>) -> Self {
        let first = roads.network().junctions().first();
        let latitude = first.map_or(0.0, |place| place.latitude());
        let mut squares = Self {
            edge: edge_of(SQUARE, latitude),
            metres: HashMap::new(),
        };
        for (_, steps) in roads.street_steps(within) {
            for step in steps {
                *squares.metres.entry(squares.square(step)).or_default() += STEP;
            }
        }
        squares
    }

    fn square(&self, place: Wgs84) -> Square {
        square_of(self.edge, place)
    }

    fn middle(&self, (column, row): Square) -> Wgs84 {
        let (wide, high) = self.edge;
        let (east, north) = ((column as f64 + 0.5) * wide, (row as f64 + 0.5) * high);
        Wgs84::from_degrees(east, north).unwrap_or(Wgs84 {
            longitude_e7: 0,
            latitude_e7: 0,
        })
    }

    /// Those with streets that are dense enough with what lies around.
    fn built_up(&self, least: f64) -> HashSet<Square> {
        let dense = |square: &&Square| {
            let metres: f64 = around(**square)
                .filter_map(|one| self.metres.get(&one))
                .sum();
            let km2 = 9.0 * (SQUARE / 1e3).powi(2);
            metres / 1e3 / km2 >= least
        };
        self.metres.keys().filter(dense).copied().collect()
    }
}

/// Hydrants by squares as large as the farthest distance that is asked for.
struct Near {
    most: f64,
    edge: (f64, f64),
    of: HashMap<Square, Vec<Wgs84>>,
}

impl Near {
    fn of(hydrants: &[Wgs84], most: f64) -> Self {
        let most = most.max(1.0);
        let first = hydrants.first();
        let mut near = Self {
            most,
            // A little more, since a degree of longitude is not the same everywhere.
            edge: edge_of(most * 1.1, first.map_or(0.0, |place| place.latitude())),
            of: HashMap::new(),
        };
        for hydrant in hydrants {
            let square = square_of(near.edge, *hydrant);
            near.of.entry(square).or_default().push(*hydrant);
        }
        near
    }

    /// To the nearest, if it is near enough to be asked for.
    fn distance(&self, place: Wgs84) -> Option<f64> {
        let squares = around(square_of(self.edge, place));
        let hydrants = squares.filter_map(|square| self.of.get(&square)).flatten();
        let distances = hydrants.map(|hydrant| hydrant.distance(place).0);
        let nearest = distances.reduce(f64::min)?;
        (nearest <= self.most).then_some(nearest)
    }
}

/// A box with so many metres more on each side.
fn wider(within: Bounds, metres: f64) -> Bounds {
    let (low, high) = (within.south_west, within.north_east);
    let (wide, tall) = edge_of(metres, low.latitude().abs().max(high.latitude().abs()));
    let corner = |place: Wgs84, side: f64| {
        let (east, north) = (
            place.longitude() + side * wide,
            place.latitude() + side * tall,
        );
        Wgs84::from_degrees(east.clamp(-180.0, 180.0), north.clamp(-90.0, 90.0)).unwrap_or(place)
    };
    Bounds {
        south_west: corner(low, -1.0),
        north_east: corner(high, 1.0),
    }
}

fn edge_of(metres: f64, latitude: f64) -> (f64, f64) {
    let narrow = latitude.to_radians().cos().max(0.01);
    (metres / DEGREE / narrow, metres / DEGREE)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "some ten thousand squares around the earth"
)]
fn square_of((wide, high): (f64, f64), place: Wgs84) -> Square {
    let at = |degrees: f64, edge: f64| (degrees / edge).floor() as i64;
    (at(place.longitude(), wide), at(place.latitude(), high))
}

fn around((column, row): Square) -> impl Iterator<Item = Square> {
    (-1..=1).flat_map(move |east| (-1..=1).map(move |north| (column + east, row + north)))
}
