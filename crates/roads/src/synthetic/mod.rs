//! 示意路网 a made-up road network for a city of which none is to be had: towns with a grid of named
//! streets, county roads between neighbouring towns, expressways between the largest.
//!
//! Invariants: the same plan gives the same network; every junction is reached from every other; all
//! junctions of towns lie inside the outline.
//!
//! It is no map of anything: whoever shows it says so. County roads and the expressway run straight
//! from town to town, so in a bay of the outline they may leave it, and they cross each other as if
//! by bridges. No building, river or hill is known.

mod expressway;
mod ground;
mod rural;
mod town;
mod words;

use base::{Polygon, Random, Wgs84};

use crate::class::Class;
use crate::network::{Direction, Draft, DraftError, JunctionId, Network, Street};
use crate::speed::SpeedTable;
use ground::{Ground, Point};
use town::Settled;
use words::StreetNames;

/// A town, and how large it is beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Town {
    /// Its middle.
    pub position: Wgs84,
    /// Its share of junctions, for example inhabitants; 0 counts as 1.
    pub weight: u32,
}

/// What names of streets are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'w> {
    /// The beginnings of names; without any, streets have none.
    pub stems: &'w [&'w str],
    /// Behind the stem of a street from west to east (街).
    pub across: &'w str,
    /// Behind the stem of one from south to north (路).
    pub along: &'w str,
    /// Before the number of a county road (县道).
    pub county_road: &'w str,
    /// The name of the expressway.
    pub expressway: &'w str,
}

/// What a network is drawn by.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'p> {
    /// Where the city ends: one outline, or those of its counties side by side.
    pub outlines: &'p [Polygon],
    /// Its towns; those outside of the outlines are left out.
    pub towns: &'p [Town],
    /// Names.
    pub words: Words<'p>,
    /// Junctions to be drawn, roughly: a town at the outline or near another gets fewer.
    pub junctions: u32,
    /// Another seed gives another city.
    pub seed: u64,
}

/// Draws a network by a plan; an empty one when no town lies inside the outlines.
///
/// # Errors
/// [`DraftError`] when the plan is larger than a network can be.
pub fn draw(plan: &Plan<'_>, speeds: &SpeedTable) -> Result<Network, DraftError> {
    let ground = Ground::of(plan.outlines);
    let mut canvas = Canvas {
        draft: Draft::new(),
        positions: Vec::new(),
        random: Random::new(plan.seed),
        names: StreetNames::new(plan.words),
        ground,
    };
    let towns = town::draw_all(plan, &mut canvas)?;
    rural::draw(&towns, &mut canvas)?;
    expressway::draw(&towns, &mut canvas)?;
    Ok(canvas.draft.finish(speeds))
}

/// What is drawn on.
struct Canvas<'p> {
    draft: Draft,
    /// Where the junctions lie, in metres.
    positions: Vec<Point>,
    random: Random,
    names: StreetNames<'p>,
    ground: Ground,
}

/// A street between two junctions, by metres.
struct Line<'l> {
    from: JunctionId,
    to: JunctionId,
    via: &'l [Point],
    class: Class,
    direction: Direction,
    name: &'l str,
}

impl Canvas<'_> {
    fn junction(&mut self, point: Point) -> Result<JunctionId, DraftError> {
        self.positions.push(point);
        self.draft.junction(self.ground.position(point))
    }

    fn street(&mut self, line: &Line<'_>) -> Result<(), DraftError> {
        let via = line.via.iter().map(|point| self.ground.position(*point));
        let via: Vec<Wgs84> = via.collect();
        let street = Street {
            from: line.from,
            to: line.to,
            via: &via,
            class: line.class,
            direction: line.direction,
            limits: [None; 2],
            name: line.name,
        };
        self.draft.street(&street).map(|_| ())
    }

    /// The junction of a town that lies nearest to a point.
    fn gate(&self, town: &Settled, towards: Point) -> Option<(JunctionId, Point)> {
        let inside = town
            .junctions
            .clone()
            .zip(self.positions.get(town.run()).into_iter().flatten());
        let near = inside.min_by(|(_, a), (_, b)| a.apart(towards).total_cmp(&b.apart(towards)));
        near.map(|(number, point)| (JunctionId(number), *point))
    }
}
