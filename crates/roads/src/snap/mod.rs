//! 路网匹配 from a place to the road that passes it.
//!
//! The pieces of all stretches, some eight that follow each other together, lie in a tree of boxes; of
//! those in a box around the place, the nearest on the ground is found by a plane that touches the earth there. That is
//! exact to some millimetres within the few kilometres that a place may lie off the road. Of equally
//! near roads the one with the lower number counts. Nothing is found across the date line.

mod boxes;

use base::{Bounds, Metres, Wgs84};

use crate::network::{ArcId, Network, Sense, StretchId, at, millimetres};
use boxes::{Box4, Tree};

/// A point on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The arc; of a two-way street the one along its course.
    pub arc: ArcId,
    /// How far behind the arc's beginning, in millimetres.
    pub along_mm: u32,
    /// Where on the road.
    pub position: Wgs84,
    /// How far the place lies off the road.
    pub distance: Metres,
}

impl Snap {
    /// How far along its arc, from 0 to 1.
    #[must_use]
    pub fn fraction(&self, network: &Network) -> f64 {
        let length = network.arc(self.arc).map_or(0, |arc| arc.length_mm);
        if length == 0 {
            return 0.0;
        }
        f64::from(self.along_mm) / f64::from(length)
    }

    /// The point so many millimetres behind the beginning of an arc, its end at most; `None` for a
    /// number that is none.
    #[must_use]
    pub fn on_arc(network: &Network, arc: ArcId, along_mm: u32) -> Option<Self> {
        let along_mm = along_mm.min(network.arc(arc)?.length_mm);
        Some(Self {
            arc,
            along_mm,
            position: network.course(arc)?.place_at(along_mm),
            distance: Metres(0.0),
        })
    }
}

/// The pieces of a network's roads by where they are. Questions name that network.
#[derive(Debug)]
pub struct SnapIndex {
    tree: Tree<Run>,
}

/// Pieces of a stretch that follow each other.
#[derive(Clone, Copy, Debug)]
struct Run {
    stretch: StretchId,
    /// Which piece of it is the first, from 0.
    first: u32,
}

/// A straight piece of a stretch.
#[derive(Clone, Copy, Debug)]
struct Piece {
    stretch: StretchId,
    /// Which piece of it, from 0.
    number: u32,
    from: Wgs84,
    to: Wgs84,
}

/// Pieces of a run.
const TOGETHER: u32 = 8;

impl Run {
    fn pieces(self, network: &Network) -> impl Iterator<Item = Piece> {
        let found = network.stretch(self.stretch);
        let found = found.map(|stretch| network.run_of(stretch, self.first, TOGETHER));
        found
            .into_iter()
            .flatten()
            .zip(self.first..)
            .map(move |((from, to), number)| Piece {
                stretch: self.stretch,
                number,
                from,
                to,
            })
    }
}

/// The first box around a place reaches so far, in metres; each next one four times as far.
const FIRST_REACH: f64 = 50.0;
/// A road is looked for no farther, in metres: beyond, the plane is no measure.
const FARTHEST: f64 = 100_000.0;
/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

/// The best so far: how far off, which piece, and which part of it lies before the point.
type Best = (f64, Piece, f64);

impl SnapIndex {
    /// Of all roads of a network.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        let mut runs = Vec::with_capacity(network.stretches().len());
        for (stretch, index) in network.stretches().iter().zip(0_u32..) {
            for first in (0..=stretch.places).step_by(at(TOGETHER)) {
                let pieces = network.run_of(stretch, first, TOGETHER);
                let around = Box4::around(pieces.flat_map(|(from, to)| [from, to]));
                let stretch = StretchId(index);
                runs.push((around, Run { stretch, first }));
            }
        }
        Self {
            tree: Tree::new(runs),
        }
    }

    /// The nearest point on a road within so many metres, 100 km at most.
    #[must_use]
    pub fn nearest(&self, network: &Network, place: Wgs84, within: Metres) -> Option<Snap> {
        self.nearest_where(network, place, within, |_| true)
    }

    /// The stretches with a piece whose box meets another, by number.
    #[must_use]
    pub fn stretches_in(&self, network: &Network, bounds: Bounds) -> Vec<StretchId> {
        let wanted = Box4::around([bounds.south_west, bounds.north_east]);
        let met = self.tree.meeting(wanted).filter(|run| {
            let mut pieces = run.pieces(network);
            pieces.any(|piece| Box4::around([piece.from, piece.to]).meets(wanted))
        });
        let mut stretches: Vec<StretchId> = met.map(|run| run.stretch).collect();
        stretches.sort_unstable();
        stretches.dedup();
        stretches
    }

    /// The nearest point on a road that `takes` agrees to, within so many metres: for example one
    /// of the largest connected part.
    #[must_use]
    pub fn nearest_where(
        &self,
        network: &Network,
        place: Wgs84,
        within: Metres,
        takes: impl Fn(StretchId) -> bool,
    ) -> Option<Snap> {
        if within.0.is_nan() {
            return None;
        }
        let within = within.0.min(FARTHEST);
        let mut reach = FIRST_REACH.min(within);
        loop {
            let best = self.best_in(network, place, reach, &takes);
            if let Some(best) = best.filter(|(distance, ..)| *distance <= reach) {
                return snap(network, best);
            }
            if reach >= within {
                return None;
            }
            reach = (reach * 4.0).min(within);
        }
    }

    fn best_in(
        &self,
        network: &Network,
        place: Wgs84,
        reach: f64,
        takes: &impl Fn(StretchId) -> bool,
    ) -> Option<Best> {
        let plane = Plane::at(place);
        let near = self.tree.meeting(plane.box_of(reach));
        let near = near.filter(|run| takes(run.stretch));
        let near = near.flat_map(|run| run.pieces(network));
        let measured = near.map(|piece| {
            let (distance, part) = plane.nearest(piece.from, piece.to);
            (distance, piece, part)
        });
        measured.min_by(|(a, one, _), (b, other, _)| {
            let order = |piece: &Piece| (piece.stretch, piece.number);
            a.total_cmp(b).then_with(|| order(one).cmp(&order(other)))
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part between 0 and 1 of a length of 32 bits"
)]
fn snap(network: &Network, (distance, piece, part): Best) -> Option<Snap> {
    let stretch = network.stretch(piece.stretch)?;
    let course = network.course_of(stretch, Sense::Along)?;
    let before = course.pieces().nth(at(piece.number))?;
    let length = millimetres(piece.from, piece.to);
    let along = before.2 + (f64::from(length) * part).round() as u32;
    let [forward, backward] = stretch.arcs;
    let (arc, along_mm) = match (forward, backward) {
        (Some(arc), _) => (arc, along),
        (None, Some(arc)) => (arc, stretch.length_mm - along.min(stretch.length_mm)),
        (None, None) => return None,
    };
    Some(Snap {
        arc,
        along_mm,
        position: course.place_at(along),
        distance: Metres(distance),
    })
}

/// A plane that touches the earth at a place; metres east and north of it.
struct Plane {
    place: Wgs84,
    metres_a_degree_east: f64,
}

impl Plane {
    fn at(place: Wgs84) -> Self {
        // Near a pole degrees of longitude shrink to nothing; a metre is the least.
        let shrinking = place.latitude().to_radians().cos();
        Self {
            place,
            metres_a_degree_east: (METRES_A_DEGREE * shrinking).max(1.0),
        }
    }

    fn metres(&self, place: Wgs84) -> [f64; 2] {
        [
            (place.longitude() - self.place.longitude()) * self.metres_a_degree_east,
            (place.latitude() - self.place.latitude()) * METRES_A_DEGREE,
        ]
    }

    /// The box in degrees that reaches so many metres, and a little more, to each side.
    fn box_of(&self, reach: f64) -> Box4 {
        let east = reach * 1.01 / self.metres_a_degree_east;
        let north = reach * 1.01 / METRES_A_DEGREE;
        let (x, y) = (self.place.longitude(), self.place.latitude());
        Box4([x - east, y - north, x + east, y + north].map(|degrees| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the cast saturates, and a box is wider than rounding"
            )]
            let e7 = (degrees * 1e7).round() as i32;
            e7
        }))
    }

    /// How far the place lies from a straight piece, and which part of the piece lies before the
    /// nearest point.
    fn nearest(&self, from: Wgs84, to: Wgs84) -> (f64, f64) {
        let ([ax, ay], [bx, by]) = (self.metres(from), self.metres(to));
        let (dx, dy) = (bx - ax, by - ay);
        let squared = dx * dx + dy * dy;
        let part = if squared > 0.0 {
            (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        ((ax + part * dx).hypot(ay + part * dy), part)
    }
}
