//! Places on the earth: WGS-84 (EPSG:4326), the only datum inside the house.

use serde::{Deserialize, Serialize};

/// A length in metres.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Metres(pub f64);

/// A WGS-84 position, kept as integers of 1e-7 degrees (about one centimetre) so that it has one
/// canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Wgs84 {
    /// East of Greenwich, 1e-7 degrees.
    pub longitude_e7: i32,
    /// North of the equator, 1e-7 degrees.
    pub latitude_e7: i32,
}

/// Mean earth radius of IUGG, metres.
const EARTH_RADIUS: f64 = 6_371_008.8;

impl Wgs84 {
    /// From decimal degrees; `None` outside ±180 / ±90 or when not a number.
    #[must_use]
    pub fn from_degrees(longitude: f64, latitude: f64) -> Option<Self> {
        let inside = longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
        inside.then(|| Self {
            longitude_e7: to_e7(longitude),
            latitude_e7: to_e7(latitude),
        })
    }

    /// Longitude in decimal degrees.
    #[must_use]
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude_e7) / 1e7
    }

    /// Latitude in decimal degrees.
    #[must_use]
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude_e7) / 1e7
    }

    /// Great-circle distance by the haversine formula on the mean sphere; within 0.6 % of the
    /// ellipsoid, which is enough to rank responders while roads are not known.
    #[must_use]
    pub fn distance(self, other: Self) -> Metres {
        let (lat_a, lat_b) = (self.latitude().to_radians(), other.latitude().to_radians());
        let half_lat = (lat_b - lat_a) / 2.0;
        let half_lon = (other.longitude() - self.longitude()).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
        Metres(2.0 * EARTH_RADIUS * h.sqrt().min(1.0).asin())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller has checked ±180 degrees, so ±1.8e9 fits an i32"
)]
fn to_e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_latitude_is_about_111_kilometres() {
        let a = Wgs84::from_degrees(111.0, 35.0).unwrap();
        let b = Wgs84::from_degrees(111.0, 36.0).unwrap();
        assert!((a.distance(b).0 - 111_195.0).abs() < 10.0);
        assert_eq!(a.distance(a), Metres(0.0));
    }

    #[test]
    fn impossible_degrees_are_refused() {
        assert_eq!(Wgs84::from_degrees(181.0, 0.0), None);
        assert_eq!(Wgs84::from_degrees(f64::NAN, 0.0), None);
    }
}
