//! 高速公路 an expressway past the largest towns, in the order of the main axis: two carriageways, each
//! one way, with a link to the town at every interchange.

use super::ground::Point;
use super::rural::steps;
use super::town::Settled;
use super::{Canvas, Line};
use crate::class::Class;
use crate::network::{Direction, DraftError, JunctionId};

/// It passes so many towns at most.
const MOST_TOWNS: usize = 12;
/// Metres from the edge of a town, between the carriageways, and between its bends.
const PASSES_BY: f64 = 600.0;
const CARRIAGEWAYS_APART: f64 = 30.0;
const BENDS_APART: f64 = 1_000.0;

/// An interchange: where it is on each carriageway.
struct Interchange {
    point: Point,
    ahead: JunctionId,
    back: JunctionId,
}

/// Draws the expressway, where there are two towns to join.
pub(super) fn draw(towns: &[Settled], canvas: &mut Canvas<'_>) -> Result<(), DraftError> {
    let passed = passed(towns);
    if passed.len() < 2 {
        return Ok(());
    }
    let name = canvas.names.expressway();
    let mut before: Option<Interchange> = None;
    for town in passed {
        let here = interchange(town, name, canvas)?;
        if let Some(before) = before {
            carriageways(&before, &here, name, canvas)?;
        }
        before = Some(here);
    }
    Ok(())
}

/// The largest towns in the order of the main axis, which is the direction in which the towns, by
/// their weight, lie farthest apart.
fn passed(towns: &[Settled]) -> Vec<&Settled> {
    let mut largest: Vec<&Settled> = towns.iter().collect();
    largest.sort_by_key(|town| std::cmp::Reverse(town.weight));
    largest.truncate(MOST_TOWNS);
    let axis = main_axis(&largest);
    largest.sort_by(|a, b| along(axis, a.middle).total_cmp(&along(axis, b.middle)));
    largest
}

fn along(axis: Point, point: Point) -> f64 {
    point.x * axis.x + point.y * axis.y
}

/// The first principal axis of the towns' middles, of length 1.
fn main_axis(towns: &[&Settled]) -> Point {
    let weighed = || {
        towns
            .iter()
            .map(|town| (f64::from(town.weight), town.middle))
    };
    let all: f64 = weighed().map(|(weight, _)| weight).sum();
    let mean = |axis: fn(Point) -> f64| {
        weighed()
            .map(|(weight, point)| weight * axis(point))
            .sum::<f64>()
            / all
    };
    let (x, y) = (mean(|point| point.x), mean(|point| point.y));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (weight, point) in weighed() {
        xx += weight * (point.x - x).powi(2);
        xy += weight * (point.x - x) * (point.y - y);
        yy += weight * (point.y - y).powi(2);
    }
    let (sin, cos) = (f64::atan2(2.0 * xy, xx - yy) / 2.0).sin_cos();
    Point { x: cos, y: sin }
}

/// Beside a town, on the side where the middle of the outline lies, with a link into it.
fn interchange(
    town: &Settled,
    name: &str,
    canvas: &mut Canvas<'_>,
) -> Result<Interchange, DraftError> {
    let middle = Point { x: 0.0, y: 0.0 };
    let apart = town.middle.apart(middle).max(1.0);
    let point = town
        .middle
        .towards(middle, (town.radius + PASSES_BY) / apart);
    let ahead = canvas.junction(point)?;
    let back = canvas.junction(point.moved(0.0, CARRIAGEWAYS_APART))?;
    if let Some((gate, _)) = canvas.gate(town, point) {
        for carriageway in [ahead, back] {
            canvas.street(&Line {
                from: carriageway,
                to: gate,
                via: &[],
                class: Class::MotorwayLink,
                direction: Direction::Both,
                name,
            })?;
        }
    }
    Ok(Interchange { point, ahead, back })
}

/// Both carriageways from one interchange to the next.
fn carriageways(
    from: &Interchange,
    to: &Interchange,
    name: &str,
    canvas: &mut Canvas<'_>,
) -> Result<(), DraftError> {
    let pieces = steps(from.point.apart(to.point), BENDS_APART);
    let shares = (1..pieces).map(|piece| f64::from(piece) / f64::from(pieces));
    let ahead: Vec<Point> = shares
        .map(|share| from.point.towards(to.point, share))
        .collect();
    let back = ahead.iter().rev();
    let back: Vec<Point> = back
        .map(|point| point.moved(0.0, CARRIAGEWAYS_APART))
        .collect();
    let carriageway = |from, to, via| Line {
        from,
        to,
        via,
        class: Class::Motorway,
        direction: Direction::Along,
        name,
    };
    canvas.street(&carriageway(from.ahead, to.ahead, ahead.as_slice()))?;
    canvas.street(&carriageway(to.back, from.back, back.as_slice()))
}
