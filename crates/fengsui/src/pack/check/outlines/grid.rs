//! Areas on a grid of cells: how many of them each cell's middle lies in.

use super::Ring;

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.195;

/// Cells over all areas, row by row, with one empty cell all around.
pub(super) struct Grid<'a> {
    areas: &'a [&'a [Ring]],
    west: f64,
    south: f64,
    /// The side of a cell, degrees.
    side: f64,
    columns: usize,
    counts: Vec<u8>,
}

/// Cells that lie together.
pub(super) struct Spot {
    /// Its first cell's middle: longitude and latitude, degrees.
    pub(super) at: [f64; 2],
    /// Square kilometres, the margin of one cell left out.
    pub(super) area: f64,
    /// The places of the areas that its first cell lies in.
    pub(super) over: Vec<usize>,
}

impl<'a> Grid<'a> {
    /// Lays the areas on a grid of so many cells along its longer side; `None` when they are nowhere.
    pub(super) fn of(areas: &'a [&'a [Ring]], cells: usize) -> Option<Self> {
        let places = || areas.iter().flat_map(|rings| rings.iter()).flatten();
        let least = |axis: usize| {
            places()
                .filter_map(|at| at.get(axis))
                .copied()
                .reduce(f64::min)
        };
        let most = |axis: usize| {
            places()
                .filter_map(|at| at.get(axis))
                .copied()
                .reduce(f64::max)
        };
        let (west, east) = least(0).zip(most(0))?;
        let (south, north) = least(1).zip(most(1))?;
        let side = (east - west).max(north - south) / cells as f64;
        if side <= 0.0 {
            return None;
        }
        let (columns, rows) = (
            whole((east - west) / side) + 3,
            whole((north - south) / side) + 3,
        );
        let mut grid = Self {
            areas,
            west: west - side,
            south: south - side,
            side,
            columns,
            counts: vec![0; columns * rows],
        };
        for area in areas {
            grid.lay(area);
        }
        Some(grid)
    }

    /// Counts an area in the cells whose middles lie in it, row by row between its borders.
    fn lay(&mut self, rings: &[Ring]) {
        let columns = self.columns;
        for row in 0..self.counts.len() / columns {
            let [_, y] = self.middle(row * columns);
            let mut crossed = crossings(rings, y);
            crossed.sort_by(f64::total_cmp);
            for pair in crossed.chunks_exact(2) {
                let [from, to] = [0, 1].map(|end| pair.get(end).copied().unwrap_or_default());
                let first = whole(((from - self.west) / self.side + 0.5).floor());
                let end = whole(((to - self.west) / self.side + 0.5).floor());
                let cells = self
                    .counts
                    .get_mut(row * columns + first..row * columns + end);
                for count in cells.into_iter().flatten() {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    fn middle(&self, cell: usize) -> [f64; 2] {
        let (row, column) = (cell / self.columns, cell % self.columns);
        [
            self.west + (column as f64 + 0.5) * self.side,
            self.south + (row as f64 + 0.5) * self.side,
        ]
    }

    /// Where areas lie over each other.
    pub(super) fn overlaps(&self) -> Vec<Spot> {
        let over: Vec<bool> = self.counts.iter().map(|count| *count > 1).collect();
        self.spots(&over)
    }

    /// What lies in no area and is shut in by them.
    pub(super) fn holes(&self) -> Vec<Spot> {
        let mut free: Vec<bool> = self.counts.iter().map(|count| *count == 0).collect();
        // The corner lies outside, and so does what it is joined to.
        self.take(&mut free, 0);
        self.spots(&free)
    }

    /// The cells of a set that have all their neighbours in it, by how they lie together.
    fn spots(&self, set: &[bool]) -> Vec<Spot> {
        let holds = |cell: usize| set.get(cell).copied().unwrap_or_default();
        let is_thick =
            |cell: usize| holds(cell) && self.around(cell).iter().all(|next| holds(*next));
        let mut left: Vec<bool> = (0..set.len()).map(is_thick).collect();
        let mut spots = Vec::new();
        while let Some(first) = left.iter().position(|is_left| *is_left) {
            let cells = self.take(&mut left, first);
            let at = self.middle(first);
            let side = self.side * DEGREE;
            let over = self.areas.iter().enumerate();
            let over = over.filter(|(_, rings)| is_inside(rings, at));
            spots.push(Spot {
                at,
                area: cells as f64 * side * side * at[1].to_radians().cos(),
                over: over.map(|(area, _)| area).collect(),
            });
        }
        spots
    }

    /// Takes a cell and all that it is joined to out of a set; how many they were.
    fn take(&self, set: &mut [bool], first: usize) -> usize {
        let (mut ahead, mut taken) = (vec![first], 0);
        while let Some(cell) = ahead.pop() {
            if set.get_mut(cell).is_some_and(std::mem::take) {
                taken += 1;
                ahead.extend(self.around(cell));
            }
        }
        taken
    }

    /// The cells beside, below and above; beyond the edge are none.
    fn around(&self, cell: usize) -> Vec<usize> {
        let column = cell % self.columns;
        let beside = [
            (column > 0).then(|| cell - 1),
            (column + 1 < self.columns).then_some(cell + 1),
            cell.checked_sub(self.columns),
            Some(cell + self.columns).filter(|next| *next < self.counts.len()),
        ];
        beside.into_iter().flatten().collect()
    }
}

/// The longitudes at which rings cross a latitude.
fn crossings(rings: &[Ring], y: f64) -> Vec<f64> {
    let edges = rings
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let crossing = |([x_1, y_1], [x_2, y_2]): (&[f64; 2], &[f64; 2])| {
        let crosses = (*y_1 <= y) != (*y_2 <= y);
        crosses.then(|| x_1 + (y - y_1) / (y_2 - y_1) * (x_2 - x_1))
    };
    edges.filter_map(crossing).collect()
}

fn is_inside(rings: &[Ring], [x, y]: [f64; 2]) -> bool {
    crossings(rings, y).iter().filter(|at| **at < x).count() % 2 == 1
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "columns and rows of a grid: small and not below nothing"
)]
fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, east: f64, north: f64) -> Ring {
        vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]
    }

    fn found(areas: &[Vec<Ring>]) -> (usize, usize) {
        let areas: Vec<&[Ring]> = areas.iter().map(Vec::as_slice).collect();
        let grid = Grid::of(&areas, 200).unwrap();
        (grid.overlaps().len(), grid.holes().len())
    }

    #[test]
    fn areas_that_meet_leave_neither_hole_nor_overlap() {
        let west = vec![square(110.0, 35.0, 110.5, 36.0)];
        let east = vec![square(110.5, 35.0, 111.0, 36.0)];
        assert_eq!(found(&[west.clone(), east]), (0, 0));
        // A border drawn twice, 200 m apart, is a drawing and no mistake.
        let shifted = vec![square(110.502, 35.0, 111.0, 36.0)];
        assert_eq!(found(&[west, shifted]), (0, 0));
    }

    #[test]
    fn an_overlap_is_found_with_its_place_and_size() {
        let west = vec![square(110.0, 35.0, 110.6, 36.0)];
        let east = vec![square(110.5, 35.0, 111.0, 36.0)];
        let areas = [west.as_slice(), east.as_slice()];
        let spots = Grid::of(&areas, 200).unwrap().overlaps();
        assert_eq!(spots.len(), 1);
        assert_eq!(spots[0].over, [0, 1]);
        let whole = 0.1 * DEGREE * 35.5_f64.to_radians().cos() * DEGREE;
        assert!(
            spots[0].area > 0.8 * whole && spots[0].area < whole,
            "{}",
            spots[0].area
        );
    }

    #[test]
    fn a_hole_is_shut_in_and_a_bay_is_not() {
        let ring = |inner: Ring| vec![vec![square(110.0, 35.0, 111.0, 36.0), inner]];
        assert_eq!(found(&ring(square(110.4, 35.4, 110.6, 35.6))), (0, 1));
        assert_eq!(found(&ring(square(110.4, 35.4, 111.0, 35.6))), (0, 0));
    }
}
