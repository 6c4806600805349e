//! A grid with the distance of each of its corners to the nearest line, as far as it matters.

use base::Wgs84;

use super::{CELL, MOST_CELLS, REACH};

/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

/// Distances on a grid.
pub(super) struct Field {
    /// Metres: where the border is.
    pub(super) reach: f64,
    /// Metres: the side of a cell.
    pub(super) cell: f64,
    /// Corners from west to east, and from south to north.
    pub(super) width: usize,
    pub(super) height: usize,
    /// Metres to the nearest line, row by row from the south; no more than just beyond a cell behind the
    /// border.
    pub(super) metres: Vec<f32>,
    plane: Plane,
}

/// A plane that touches the earth in the middle of the lines, in cells from its south-west corner.
struct Plane {
    south_west: [f64; 2],
    cells_a_degree: [f64; 2],
}

impl Plane {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a thousand cells with a thousandth of each are well within 24 bits"
    )]
    fn cells(&self, place: Wgs84) -> [f32; 2] {
        let [west, south] = self.south_west;
        let [east, north] = self.cells_a_degree;
        [
            ((place.longitude() - west) * east) as f32,
            ((place.latitude() - south) * north) as f32,
        ]
    }
}

impl Field {
    /// Around these lines; `None` when there is no place at all.
    pub(super) fn around(lines: &[Vec<Wgs84>]) -> Option<Self> {
        let mut field = Self::empty(lines)?;
        for line in lines {
            let places: Vec<[f32; 2]> =
                line.iter().map(|place| field.plane.cells(*place)).collect();
            if let [one] = places.as_slice() {
                field.draw(*one, *one);
            }
            for (from, to) in places.iter().zip(places.iter().skip(1)) {
                field.draw_in_pieces(*from, *to);
            }
        }
        let cell = field.cell;
        for value in &mut field.metres {
            #[expect(clippy::cast_possible_truncation, reason = "a cell is some metres")]
            let side = cell as f32;
            *value = value.sqrt() * side;
        }
        Some(field)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some thousand cells at most, and never fewer than one"
    )]
    fn empty(lines: &[Vec<Wgs84>]) -> Option<Self> {
        let places = || lines.iter().flatten();
        let east = |least: bool| {
            let all = places().map(|place| place.longitude());
            all.reduce(if least { f64::min } else { f64::max })
        };
        let north = |least: bool| {
            let all = places().map(|place| place.latitude());
            all.reduce(if least { f64::min } else { f64::max })
        };
        let (west, east, south, north) = (east(true)?, east(false)?, north(true)?, north(false)?);
        let shrinking = f64::midpoint(south, north).to_radians().cos().max(1e-5);
        let metres_east = METRES_A_DEGREE * shrinking;
        let (wide, high) = (
            (east - west) * metres_east,
            (north - south) * METRES_A_DEGREE,
        );
        let margin = 2.0 * (REACH + 2.0 * CELL);
        let least = ((wide + margin) * (high + margin) / MOST_CELLS).sqrt();
        let cell = CELL.max(least);
        let reach = REACH.max(1.5 * cell);
        let beyond = (reach / cell).ceil() + 2.0;
        let cells = |metres: f64| (metres / cell + 2.0 * beyond).ceil() as usize + 1;
        let (width, height) = (cells(wide), cells(high));
        let farthest = (reach / cell + 1.05).powi(2) as f32;
        let cells_a_degree = [metres_east / cell, METRES_A_DEGREE / cell];
        Some(Self {
            reach,
            cell,
            width,
            height,
            metres: vec![farthest; width * height],
            plane: Plane {
                south_west: [
                    west - beyond / cells_a_degree[0],
                    south - beyond / cells_a_degree[1],
                ],
                cells_a_degree,
            },
        })
    }

    /// A long straight line in short pieces: the boxes around those are smaller by far.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "some thousand pieces at most"
    )]
    fn draw_in_pieces(&mut self, from: [f32; 2], to: [f32; 2]) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let pieces = (along[0].abs().max(along[1].abs()) / 3.0).ceil().max(1.0) as usize;
        let part = |number: usize| {
            let share = number as f32 / pieces as f32;
            [from[0] + along[0] * share, from[1] + along[1] * share]
        };
        for number in 0..pieces {
            self.draw(part(number), part(number + 1));
        }
    }

    /// The squared distances, in cells, of all corners around a straight piece.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the grid reaches farther to each side than any line"
    )]
    fn draw(&mut self, from: [f32; 2], to: [f32; 2]) {
        let around = (self.reach / self.cell) as f32 + 1.05;
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let squared = dx * dx + dy * dy;
        let scale = if squared > 0.0 { squared.recip() } else { 0.0 };
        let low = |axis: usize, a: [f32; 2], b: [f32; 2]| {
            let least = a.get(axis).copied().unwrap_or_default();
            let other = b.get(axis).copied().unwrap_or_default();
            (least.min(other) - around).ceil().max(0.0) as usize
        };
        let high = |axis: usize, a: [f32; 2], b: [f32; 2]| {
            let most = a.get(axis).copied().unwrap_or_default();
            let other = b.get(axis).copied().unwrap_or_default();
            (most.max(other) + around).floor().max(0.0) as usize
        };
        let (left, right) = (low(0, from, to), high(0, from, to).min(self.width - 1));
        for y in low(1, from, to)..=high(1, from, to).min(self.height - 1) {
            let row = y * self.width;
            let Some(cells) = self.metres.get_mut(row + left..=row + right) else {
                continue;
            };
            let py = y as f32 - from[1];
            for (value, x) in cells.iter_mut().zip(left..) {
                let px = x as f32 - from[0];
                let share = ((px * dx + py * dy) * scale).clamp(0.0, 1.0);
                let (ox, oy) = (px - share * dx, py - share * dy);
                *value = value.min(ox * ox + oy * oy);
            }
        }
    }

    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        let value = self.metres.get(y * self.width + x);
        value.copied().unwrap_or(f32::INFINITY)
    }

    /// The place on the earth of a point of the grid, in cells.
    pub(super) fn place(&self, x: f64, y: f64) -> Option<Wgs84> {
        let [west, south] = self.plane.south_west;
        let [east, north] = self.plane.cells_a_degree;
        Wgs84::from_degrees(west + x / east, south + y / north)
    }
}
