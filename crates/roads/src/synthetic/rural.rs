//! 县道 county roads: the shortest tree that joins all towns (R. C. Prim, 1957), and a road from each
//! town to its nearest ones.

use std::collections::BTreeSet;

use super::ground::Point;
use super::town::Settled;
use super::{Canvas, Line};
use crate::class::Class;
use crate::network::{Direction, DraftError};

/// Each town has a road to so many nearest ones at least.
const NEAREST: usize = 2;
/// Metres between junctions of a county road, and between its bends.
const JUNCTIONS_APART: f64 = 2_000.0;
const BENDS_APART: f64 = 400.0;
/// How far a bend lies off the straight line at most, in metres.
const OFF: f64 = 60.0;

/// Draws the roads between all towns.
pub(super) fn draw(towns: &[Settled], canvas: &mut Canvas<'_>) -> Result<(), DraftError> {
    let middles: Vec<Point> = towns.iter().map(|town| town.middle).collect();
    let mut pairs = tree(&middles);
    for (index, town) in towns.iter().enumerate() {
        let others = towns
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let mut near: Vec<(f64, usize)> = others
            .map(|(other, found)| (found.middle.apart(town.middle), other))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        pairs.extend(
            near.iter()
                .take(NEAREST)
                .map(|(_, other)| ordered(index, *other)),
        );
    }
    for (one, other) in pairs {
        if let (Some(one), Some(other)) = (towns.get(one), towns.get(other)) {
            road(one, other, canvas)?;
        }
    }
    Ok(())
}

fn ordered(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// The pairs of points that a shortest tree joins.
pub(super) fn tree(points: &[Point]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    // Of each point that is not joined yet: how far the nearest joined one is, and which.
    let mut apart: Vec<Option<(f64, usize)>> = vec![Some((f64::INFINITY, 0)); points.len()];
    let mut joined = 0;
    while let Some(here) = points.get(joined) {
        if let Some(slot) = apart.get_mut(joined) {
            *slot = None;
        }
        for (known, point) in apart.iter_mut().zip(points) {
            let distance = point.apart(*here);
            if let Some(known) = known.as_mut().filter(|known| distance < known.0) {
                *known = (distance, joined);
            }
        }
        let open = apart.iter().enumerate();
        let open = open.filter_map(|(point, known)| known.map(|known| (point, known)));
        let next = open.min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0));
        let Some((point, (_, from))) = next else {
            break;
        };
        pairs.insert(ordered(from, point));
        joined = point;
    }
    pairs
}

fn road(one: &Settled, other: &Settled, canvas: &mut Canvas<'_>) -> Result<(), DraftError> {
    let gates = (
        canvas.gate(one, other.middle),
        canvas.gate(other, one.middle),
    );
    let (Some((begin, from)), Some((end, to))) = gates else {
        return Ok(());
    };
    let name = canvas.names.next_county_road();
    let pieces = steps(from.apart(to), JUNCTIONS_APART);
    let (mut here, mut stands) = (begin, from);
    for piece in 1..=pieces {
        let share = f64::from(piece) / f64::from(pieces);
        let (next, goes_to) = if piece == pieces {
            (end, to)
        } else {
            let point = bend(from.towards(to, share), canvas);
            (canvas.junction(point)?, point)
        };
        let via = bends(stands, goes_to, canvas);
        canvas.street(&Line {
            from: here,
            to: next,
            via: &via,
            class: Class::Secondary,
            direction: Direction::Both,
            name: &name,
        })?;
        (here, stands) = (next, goes_to);
    }
    Ok(())
}

/// Bends on the way from one point to another.
fn bends(from: Point, to: Point, canvas: &mut Canvas<'_>) -> Vec<Point> {
    let pieces = steps(from.apart(to), BENDS_APART);
    let shares = (1..pieces).map(|piece| f64::from(piece) / f64::from(pieces));
    shares
        .map(|share| bend(from.towards(to, share), canvas))
        .collect()
}

/// A point beside another, inside the outline where that one is.
fn bend(straight: Point, canvas: &mut Canvas<'_>) -> Point {
    let random = &mut canvas.random;
    let beside = straight.moved(random.between(-OFF, OFF), random.between(-OFF, OFF));
    if canvas.ground.is_inside(beside) {
        beside
    } else {
        straight
    }
}

/// So many pieces of about this length, one at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates"
)]
pub(super) fn steps(length: f64, piece: f64) -> u32 {
    ((length / piece).round() as u32).max(1)
}
