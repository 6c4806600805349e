//! The ground that is drawn on: a plane in metres around the middle of the outlines, and whether a
//! point of it lies inside.

use base::{Polygon, Wgs84};

/// Metres east and north of the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    /// Metres between two points.
    pub(super) fn apart(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point a share of the way towards another.
    pub(super) fn towards(self, other: Self, share: f64) -> Self {
        Self {
            x: self.x + (other.x - self.x) * share,
            y: self.y + (other.y - self.y) * share,
        }
    }

    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
        }
    }
}

/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;
/// The outline's sides lie in so many bands from south to north, so that few are asked for a point.
const BANDS: usize = 512;

pub(super) struct Ground {
    middle: Wgs84,
    metres_a_degree_east: f64,
    south: f64,
    band_height: f64,
    bands: Vec<Vec<[Point; 2]>>,
}

impl Ground {
    /// The ground of outlines that lie beside each other; a line that two of them share is crossed
    /// twice, and so counts for neither.
    pub(super) fn of(outlines: &[Polygon]) -> Self {
        let (low, high) = corners(outlines);
        let middle = Wgs84 {
            longitude_e7: low.longitude_e7.midpoint(high.longitude_e7),
            latitude_e7: low.latitude_e7.midpoint(high.latitude_e7),
        };
        let mut ground = Self {
            middle,
            metres_a_degree_east: METRES_A_DEGREE * middle.latitude().to_radians().cos().max(1e-3),
            south: 0.0,
            band_height: 1.0,
            bands: vec![Vec::new(); BANDS],
        };
        ground.south = ground.point(low).y;
        let height = ground.point(high).y - ground.south;
        #[expect(clippy::cast_precision_loss, reason = "512 is exact")]
        let bands = BANDS as f64;
        ground.band_height = (height / bands).max(1e-6);
        for ring in outlines.iter().flat_map(Polygon::rings) {
            for (from, to) in ring.iter().zip(ring.iter().skip(1)) {
                let side = [ground.point(*from), ground.point(*to)];
                ground.add(side);
            }
        }
        ground
    }

    fn add(&mut self, side: [Point; 2]) {
        let [from, to] = side;
        let first = self.band(from.y.min(to.y));
        let last = self.band(from.y.max(to.y));
        for band in self.bands.iter_mut().take(last + 1).skip(first) {
            band.push(side);
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and the bands end where the outline does"
    )]
    fn band(&self, y: f64) -> usize {
        (((y - self.south) / self.band_height) as usize).min(BANDS - 1)
    }

    pub(super) fn point(&self, position: Wgs84) -> Point {
        let east = position.longitude() - self.middle.longitude();
        let north = position.latitude() - self.middle.latitude();
        Point {
            x: east * self.metres_a_degree_east,
            y: north * METRES_A_DEGREE,
        }
    }

    /// The position of a point; the middle for one off the earth.
    pub(super) fn position(&self, point: Point) -> Wgs84 {
        let longitude = self.middle.longitude() + point.x / self.metres_a_degree_east;
        let latitude = self.middle.latitude() + point.y / METRES_A_DEGREE;
        Wgs84::from_degrees(longitude, latitude).unwrap_or(self.middle)
    }

    /// Whether a ray from the point to the east crosses the outline and its holes an odd number of
    /// times.
    pub(super) fn is_inside(&self, point: Point) -> bool {
        let near = self.bands.get(self.band(point.y));
        let crossed = near.into_iter().flatten().filter(|[from, to]| {
            let spans = (from.y > point.y) != (to.y > point.y);
            spans && point.x < from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x)
        });
        crossed.count() % 2 == 1
    }
}

/// The south-western and the north-eastern corner of the box around all.
fn corners(outlines: &[Polygon]) -> (Wgs84, Wgs84) {
    let boxes = outlines.iter().map(Polygon::bounds);
    let both = boxes.map(|bounds| (bounds.south_west, bounds.north_east));
    let around = both.reduce(|(low, high), (next_low, next_high)| {
        let low = Wgs84 {
            longitude_e7: low.longitude_e7.min(next_low.longitude_e7),
            latitude_e7: low.latitude_e7.min(next_low.latitude_e7),
        };
        let high = Wgs84 {
            longitude_e7: high.longitude_e7.max(next_high.longitude_e7),
            latitude_e7: high.latitude_e7.max(next_high.latitude_e7),
        };
        (low, high)
    });
    let nowhere = Wgs84 {
        longitude_e7: 0,
        latitude_e7: 0,
    };
    around.unwrap_or((nowhere, nowhere))
}
