//! How the rings of a polygon lie to each other, on whole numbers of 1e-7 degrees: whether they turn
//! left, meet, or lie in one another.

use crate::Wgs84;
use crate::shape_error::ShapeError;

/// Twice the area by the shoelace formula; positive when the ring turns left.
pub(crate) fn doubled_area(ring: &[Wgs84]) -> i128 {
    let sides = ring.iter().zip(ring.iter().skip(1));
    sides
        .map(|(a, b)| {
            i128::from(a.longitude_e7) * i128::from(b.latitude_e7)
                - i128::from(b.longitude_e7) * i128::from(a.latitude_e7)
        })
        .sum()
}

/// A side of a ring, with where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    pub(crate) ring: usize,
    pub(crate) at: usize,
    pub(crate) of: usize,
    pub(crate) from: Wgs84,
    pub(crate) to: Wgs84,
}

impl Side {
    fn west(&self) -> i32 {
        self.from.longitude_e7.min(self.to.longitude_e7)
    }

    fn east(&self) -> i32 {
        self.from.longitude_e7.max(self.to.longitude_e7)
    }

    /// Whether the sides follow each other in one ring and so share a place.
    pub(crate) fn follows(&self, other: &Self) -> bool {
        let apart = self.at.abs_diff(other.at);
        self.ring == other.ring && (apart == 1 || apart + 1 == self.of)
    }
}

/// Finds sides that meet though they should not. Sides are looked at from west to east, each
/// against those whose span it lies in.
pub(crate) fn meet(rings: &[Vec<Wgs84>]) -> Result<(), ShapeError> {
    let sides = rings.iter().enumerate().flat_map(|(ring, places)| {
        let of = places.len() - 1;
        let pairs = places.iter().zip(places.iter().skip(1)).enumerate();
        pairs.map(move |(at, (from, to))| Side {
            ring,
            at,
            of,
            from: *from,
            to: *to,
        })
    });
    let mut sides: Vec<Side> = sides.collect();
    sides.sort_by_key(Side::west);
    let mut open: Vec<Side> = Vec::new();
    for side in sides {
        open.retain(|other| other.east() >= side.west());
        for other in &open {
            let wrong = if side.follows(other) {
                turns_back(&side, other)
            } else {
                crosses(&side, other)
            };
            if wrong {
                return Err(ShapeError::Crossing {
                    ring: side.ring + 1,
                    side: side.at + 1,
                    other_ring: other.ring + 1,
                    other_side: other.at + 1,
                });
            }
        }
        open.push(side);
    }
    Ok(())
}

/// On which side of a–b a place lies: the sign of the doubled area of the triangle.
fn turn(a: Wgs84, b: Wgs84, c: Wgs84) -> i128 {
    let across = |from: Wgs84, to: Wgs84| {
        let east = i128::from(to.longitude_e7) - i128::from(from.longitude_e7);
        let north = i128::from(to.latitude_e7) - i128::from(from.latitude_e7);
        (east, north)
    };
    let ((e1, n1), (e2, n2)) = (across(a, b), across(a, c));
    (e1 * n2 - e2 * n1).signum()
}

/// Whether a place that lies on the straight line through a–b lies between them.
fn between(a: Wgs84, b: Wgs84, c: Wgs84) -> bool {
    let inside = |a: i32, b: i32, c: i32| a.min(b) <= c && c <= a.max(b);
    inside(a.longitude_e7, b.longitude_e7, c.longitude_e7)
        && inside(a.latitude_e7, b.latitude_e7, c.latitude_e7)
}

pub(crate) fn crosses(one: &Side, other: &Side) -> bool {
    cross(one.from, one.to, other.from, other.to)
}

/// Whether a–b and c–d have a place in common.
fn cross(a: Wgs84, b: Wgs84, c: Wgs84, d: Wgs84) -> bool {
    let (t1, t2, t3, t4) = (turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b));
    (t1 * t2 < 0 && t3 * t4 < 0)
        || (t1 == 0 && between(a, b, c))
        || (t2 == 0 && between(a, b, d))
        || (t3 == 0 && between(c, d, a))
        || (t4 == 0 && between(c, d, b))
}

/// Whether two neighbouring sides lie on each other: a spike.
pub(crate) fn turns_back(one: &Side, other: &Side) -> bool {
    let (first, then) = if one.to == other.from {
        (one, other)
    } else {
        (other, one)
    };
    turn(first.from, first.to, then.to) == 0
        && (between(first.from, first.to, then.to) || between(then.from, then.to, first.from))
}

/// Rings that do not meet: one place tells where the whole ring lies.
pub(crate) fn holes_inside(rings: &[Vec<Wgs84>]) -> Result<(), ShapeError> {
    let Some((outer, holes)) = rings.split_first() else {
        return Ok(());
    };
    for (at, hole) in holes.iter().enumerate() {
        let in_another = |(other, ring): (usize, &Vec<Wgs84>)| other != at && contains(ring, hole);
        if !contains(outer, hole) || holes.iter().enumerate().any(in_another) {
            return Err(ShapeError::HoleOutside(at + 2));
        }
    }
    Ok(())
}

/// Whether a straight way touches a side of these rings.
pub(crate) fn touches(rings: &[Vec<Wgs84>], from: Wgs84, to: Wgs84) -> bool {
    let sides = |ring: &Vec<Wgs84>| {
        let mut sides = ring.iter().zip(ring.iter().skip(1));
        sides.any(|(a, b)| cross(from, to, *a, *b))
    };
    rings.iter().any(sides)
}

/// Whether a place lies in an odd number of these rings: in the outer one and in no hole.
pub(crate) fn within(rings: &[Vec<Wgs84>], place: Wgs84) -> bool {
    let around = rings.iter().filter(|ring| contains(ring, &[place]));
    around.count() % 2 == 1
}

/// Whether the first place of `inner` lies in `ring`, by counting the sides east of it.
fn contains(ring: &[Wgs84], inner: &[Wgs84]) -> bool {
    let Some(place) = inner.first() else {
        return false;
    };
    let sides = ring.iter().zip(ring.iter().skip(1));
    let east_of = sides.filter(|(a, b)| {
        let spans = (a.latitude_e7 > place.latitude_e7) != (b.latitude_e7 > place.latitude_e7);
        // Left of an upward side, right of a downward one.
        let turn = turn(**a, **b, *place);
        spans
            && if a.latitude_e7 < b.latitude_e7 {
                turn > 0
            } else {
                turn < 0
            }
    });
    east_of.count() % 2 == 1
}
