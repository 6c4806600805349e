//! The border through a field: sides of cells that it crosses, rings of them, polygons of rings.

use base::Wgs84;

use super::SMALLEST_HOLE;
use super::field::Field;
use crate::network::{at, count};

/// No side of a cell, and no ring.
const NONE: u32 = u32::MAX;
/// A border keeps off the corners of cells by this part of a side, so that no two rings meet there.
const OFF_CORNERS: f64 = 0.05;

/// A ring as the sides that it crosses.
struct Ring {
    sides: Vec<u32>,
    /// Square metres; negative for a hole.
    area: f64,
    /// The westernmost of the lying sides that it crosses, and its column.
    west: (usize, u32),
}

pub(super) fn polygons(field: &Field) -> Vec<Vec<Vec<Wgs84>>> {
    let (rings, ring_of) = rings(field, steps(field));
    let mut owner: Vec<u32> = (0..count(rings.len())).collect();
    let mut holes: Vec<u32> = owner.clone();
    holes.retain(|ring| rings.get(at(*ring)).is_some_and(|ring| ring.area < 0.0));
    holes.sort_by_key(|ring| rings.get(at(*ring)).map(|ring| ring.west));
    for hole in holes {
        let west = rings.get(at(hole)).map(|ring| ring.west.1);
        let beside = west.and_then(|west| beside(&ring_of, west));
        // It is an outer ring, or a hole farther west whose owner is known.
        let owned = beside.and_then(|ring| owner.get(at(ring)).copied());
        if let (Some(slot), Some(owned)) = (owner.get_mut(at(hole)), owned) {
            *slot = owned;
        }
    }
    let mut polygons: Vec<Vec<Vec<Wgs84>>> = vec![Vec::new(); rings.len()];
    let outer_first = [true, false];
    for is_outer in outer_first {
        for (ring, owner) in rings.iter().zip(&owner) {
            let counts = ring.area > 0.0 || ring.area <= -SMALLEST_HOLE;
            if (ring.area > 0.0) == is_outer
                && counts
                && let Some(polygon) = polygons.get_mut(at(*owner))
            {
                polygon.push(places(field, &ring.sides));
            }
        }
    }
    polygons.retain(|polygon| !polygon.is_empty());
    polygons
}

/// The first ring west of a lying side, in its row of corners.
fn beside(ring_of: &[u32], side: u32) -> Option<u32> {
    let mut side = at(side);
    loop {
        side = side.checked_sub(2)?;
        let ring = ring_of.get(side).copied().filter(|ring| *ring != NONE);
        if ring.is_some() {
            return ring;
        }
    }
}

/// Of each side the one to which the border runs from it through a cell, the inside on its left. Sides
/// have numbers: twice the corner's for the one to the east of it, one more for the one to its north.
fn steps(field: &Field) -> Vec<u32> {
    let (width, height) = (field.width, field.height);
    let mut next = vec![NONE; 2 * width * height];
    #[expect(clippy::cast_possible_truncation, reason = "some metres")]
    let reach = field.reach as f32;
    let inside = |x: usize, y: usize| usize::from(field.at(x, y) < reach);
    for y in 0..height - 1 {
        for x in 0..width - 1 {
            let corners = inside(x, y)
                | inside(x + 1, y) << 1
                | inside(x + 1, y + 1) << 2
                | inside(x, y + 1) << 3;
            if corners == 0 || corners == 15 {
                continue;
            }
            let corner = y * width + x;
            let south = 2 * corner;
            let (west, east) = (south + 1, south + 3);
            let north = south + 2 * width;
            let lines = match corners {
                1 => [Some((south, west)), None],
                2 => [Some((east, south)), None],
                3 => [Some((east, west)), None],
                4 => [Some((north, east)), None],
                5 => [Some((south, west)), Some((north, east))],
                6 => [Some((north, south)), None],
                7 => [Some((north, west)), None],
                8 => [Some((west, north)), None],
                9 => [Some((south, north)), None],
                10 => [Some((east, south)), Some((west, north))],
                11 => [Some((east, north)), None],
                12 => [Some((west, east)), None],
                13 => [Some((south, east)), None],
                _ => [Some((west, south)), None],
            };
            for (from, to) in lines.into_iter().flatten() {
                if let Some(slot) = next.get_mut(from) {
                    *slot = count(to);
                }
            }
        }
    }
    next
}

/// The rings, and of each side the ring that crosses it.
fn rings(field: &Field, next: Vec<u32>) -> (Vec<Ring>, Vec<u32>) {
    let mut ring_of = vec![NONE; next.len()];
    let mut rings = Vec::new();
    for first in 0..count(next.len()) {
        let mut sides = Vec::new();
        let mut side = first;
        while let (Some(to), Some(free)) = (next.get(at(side)), ring_of.get_mut(at(side)))
            && *to != NONE
            && *free == NONE
        {
            *free = count(rings.len());
            sides.push(side);
            side = *to;
        }
        if !sides.is_empty() {
            rings.push(ring(field, sides));
        }
    }
    (rings, ring_of)
}

fn ring(field: &Field, sides: Vec<u32>) -> Ring {
    let points: Vec<[f64; 2]> = sides.iter().map(|side| point(field, *side)).collect();
    let following = points.iter().cycle().skip(1);
    let doubled = points
        .iter()
        .zip(following)
        .map(|(a, b)| a[0] * b[1] - b[0] * a[1]);
    let area = doubled.sum::<f64>() / 2.0 * field.cell * field.cell;
    let lying = sides.iter().filter(|side| *side % 2 == 0);
    let west = lying.map(|side| (at(*side) / 2 % field.width, *side)).min();
    Ring {
        area,
        west: west.unwrap_or((0, 0)),
        sides,
    }
}

/// Where the border crosses a side, in cells.
#[expect(
    clippy::cast_precision_loss,
    reason = "some thousand cells to each side"
)]
fn point(field: &Field, side: u32) -> [f64; 2] {
    let corner = at(side) / 2;
    let (x, y) = (corner % field.width, corner / field.width);
    let stands = side % 2 == 1;
    let here = f64::from(field.at(x, y));
    let there = f64::from(field.at(x + usize::from(!stands), y + usize::from(stands)));
    let share = ((field.reach - here) / (there - here)).clamp(OFF_CORNERS, 1.0 - OFF_CORNERS);
    if stands {
        [x as f64, y as f64 + share]
    } else {
        [x as f64 + share, y as f64]
    }
}

fn places(field: &Field, sides: &[u32]) -> Vec<Wgs84> {
    let points = sides.iter().map(|side| point(field, *side));
    let mut places: Vec<Wgs84> = points.filter_map(|[x, y]| field.place(x, y)).collect();
    places.extend(places.first().copied());
    places
}
