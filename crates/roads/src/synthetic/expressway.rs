//! 高速公路 expressways between the largest towns, the shortest tree that joins them: two carriageways,
//! each one way, with a link to the town at every interchange.

use super::ground::Point;
use super::rural::{steps, tree};
use super::town::Settled;
use super::{Canvas, Line};
use crate::class::Class;
use crate::network::{Direction, DraftError, JunctionId};

/// They join so many towns at most.
const MOST_TOWNS: usize = 12;
/// Metres from the edge of a town, between the carriageways, and between its bends.
const PASSES_BY: f64 = 600.0;
const CARRIAGEWAYS_APART: f64 = 30.0;
const BENDS_APART: f64 = 1_000.0;
/// How far the middle of a piece lies off the straight line at most, as a share of its length.
const BOW: f64 = 0.06;

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
    let mut interchanges = Vec::with_capacity(passed.len());
    for town in passed {
        interchanges.push(interchange(town, name, canvas)?);
    }
    let points: Vec<Point> = interchanges.iter().map(|one| one.point).collect();
    for (one, other) in tree(&points) {
        if let (Some(one), Some(other)) = (interchanges.get(one), interchanges.get(other)) {
            carriageways(one, other, name, canvas)?;
        }
    }
    Ok(())
}

/// The largest towns.
fn passed(towns: &[Settled]) -> Vec<&Settled> {
    let mut largest: Vec<&Settled> = towns.iter().collect();
    largest.sort_by_key(|town| std::cmp::Reverse(town.weight));
    largest.truncate(MOST_TOWNS);
    largest
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
    let bow = canvas.random.between(-BOW, BOW);
    let (east, north) = (to.point.x - from.point.x, to.point.y - from.point.y);
    let ahead: Vec<Point> = shares
        .map(|share| {
            let aside = bow * (std::f64::consts::PI * share).sin();
            let straight = from.point.towards(to.point, share);
            straight.moved(-north * aside, east * aside)
        })
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
