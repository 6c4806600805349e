//! Cutting shapes to a tile and a margin around it, so that a line over many tiles costs each of them
//! its own part only.

use crate::{EXTENT, Geometry, TilePoint};

/// What of a shape lies in the tile widened by `margin` units on each side; `None` when nothing
/// does. Lines may fall into parts; a ring is cut by Sutherland and Hodgman, whose seams run along
/// the margin's edge, out of sight. Places are kept inside the tile alone: whoever draws them takes
/// no place twice.
#[must_use]
pub fn clip(geometry: Geometry, margin: i32) -> Option<Geometry> {
    let (low, high) = (-margin, EXTENT + margin);
    match geometry {
        Geometry::Points(mut points) => {
            let inside = 0..EXTENT;
            points.retain(|point| inside.contains(&point.x) && inside.contains(&point.y));
            (!points.is_empty()).then_some(Geometry::Points(points))
        }
        Geometry::Lines(lines) => {
            let parts: Vec<_> = lines.iter().flat_map(|line| cut(line, low, high)).collect();
            (!parts.is_empty()).then_some(Geometry::Lines(parts))
        }
        Geometry::Rings(rings) => {
            let mut left = Vec::new();
            for (at, ring) in rings.into_iter().enumerate() {
                let ring = cut_ring(ring, low, high);
                match (at, ring.len() >= 3) {
                    (_, true) => left.push(ring),
                    // Of an area whose outer ring lies elsewhere nothing is here.
                    (0, false) => return None,
                    _ => {}
                }
            }
            (!left.is_empty()).then_some(Geometry::Rings(left))
        }
    }
}

/// The parts of a line in a box, each segment by Liang and Barsky.
fn cut(line: &[TilePoint], low: i32, high: i32) -> Vec<Vec<TilePoint>> {
    let mut parts: Vec<Vec<TilePoint>> = Vec::new();
    let mut open: Vec<TilePoint> = Vec::new();
    for (from, to) in line.iter().zip(line.iter().skip(1)) {
        let Some((start, end)) = segment(*from, *to, low, high) else {
            parts.push(std::mem::take(&mut open));
            continue;
        };
        if open.last() != Some(&start) {
            parts.push(std::mem::take(&mut open));
            open.push(start);
        }
        if end != start {
            open.push(end);
        }
        if end != *to {
            parts.push(std::mem::take(&mut open));
        }
    }
    parts.push(open);
    parts.retain(|part| part.len() > 1);
    parts
}

fn segment(from: TilePoint, to: TilePoint, low: i32, high: i32) -> Option<(TilePoint, TilePoint)> {
    let (x, y) = (f64::from(from.x), f64::from(from.y));
    let (dx, dy) = (f64::from(to.x) - x, f64::from(to.y) - y);
    let (low, high) = (f64::from(low), f64::from(high));
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (p, q) in [
        (-dx, x - low),
        (dx, high - x),
        (-dy, y - low),
        (dy, high - y),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            first = first.max(q / p);
        } else {
            last = last.min(q / p);
        }
    }
    (first <= last).then(|| {
        let at = |share: f64| TilePoint {
            x: rounded(x + share * dx),
            y: rounded(y + share * dy),
        };
        (
            if first == 0.0 { from } else { at(first) },
            if last >= 1.0 { to } else { at(last) },
        )
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lies between two values of the type"
)]
fn rounded(value: f64) -> i32 {
    value.round() as i32
}

/// One edge of the box, as the half of the plane to keep.
#[derive(Clone, Copy)]
enum Edge {
    West(i32),
    East(i32),
    North(i32),
    South(i32),
}

impl Edge {
    const fn keeps(self, point: TilePoint) -> bool {
        match self {
            Self::West(edge) => point.x >= edge,
            Self::East(edge) => point.x <= edge,
            Self::North(edge) => point.y >= edge,
            Self::South(edge) => point.y <= edge,
        }
    }

    fn crossing(self, from: TilePoint, to: TilePoint) -> TilePoint {
        let along = |edge: i32, a: i32, b: i32, c: i32, d: i32| {
            let share = (f64::from(edge) - f64::from(a)) / (f64::from(b) - f64::from(a));
            rounded(f64::from(c) + share * (f64::from(d) - f64::from(c)))
        };
        match self {
            Self::West(x) | Self::East(x) => TilePoint {
                x,
                y: along(x, from.x, to.x, from.y, to.y),
            },
            Self::North(y) | Self::South(y) => TilePoint {
                x: along(y, from.y, to.y, from.x, to.x),
                y,
            },
        }
    }
}

fn cut_ring(mut ring: Vec<TilePoint>, low: i32, high: i32) -> Vec<TilePoint> {
    for edge in [
        Edge::West(low),
        Edge::East(high),
        Edge::North(low),
        Edge::South(high),
    ] {
        let Some(mut before) = ring.last().copied() else {
            return ring;
        };
        let mut kept: Vec<TilePoint> = Vec::with_capacity(ring.len() + 4);
        for point in ring {
            match (edge.keeps(before), edge.keeps(point)) {
                (true, true) => kept.push(point),
                (true, false) => kept.push(edge.crossing(before, point)),
                (false, true) => kept.extend([edge.crossing(before, point), point]),
                (false, false) => {}
            }
            before = point;
        }
        ring = kept;
    }
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}
