//! Datums that Chinese map services and their receivers speak, on the way in. Inside the house a
//! place is WGS-84; what comes in another datum is converted at the edge and never kept.
//!
//! Formulas: the published approximations of GCJ-02 (Krasovsky 1940 ellipsoid with its periodic
//! offsets) and of BD-09 on top of it. The way back from GCJ-02 is found by iteration, to within a
//! millimetre of the forward formula; the formula itself is within some metres of the services.

use std::f64::consts::PI;

use crate::Wgs84;

/// What a pair of degrees means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Datum {
    /// EPSG:4326, what receivers of satellites give.
    #[default]
    Wgs84,
    /// 国测局坐标 of domestic map services.
    Gcj02,
    /// 百度坐标, an offset of GCJ-02.
    Bd09,
}

/// Krasovsky 1940: half the greater axis, metres.
const AXIS: f64 = 6_378_245.0;
/// Krasovsky 1940: square of the first eccentricity.
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// The constant of BD-09's wave.
const WAVE: f64 = PI * 3000.0 / 180.0;

impl Datum {
    /// The datum of a word: `wgs84`, `gcj02` or `bd09`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "wgs84" => Some(Self::Wgs84),
            "gcj02" => Some(Self::Gcj02),
            "bd09" => Some(Self::Bd09),
            _ => None,
        }
    }

    /// The place that degrees of this datum mean; `None` when they are impossible.
    #[must_use]
    pub fn to_wgs84(self, longitude: f64, latitude: f64) -> Option<Wgs84> {
        Wgs84::from_degrees(longitude, latitude)?;
        let (east, north) = match self {
            Self::Wgs84 => (longitude, latitude),
            Self::Gcj02 => from_gcj(longitude, latitude),
            Self::Bd09 => {
                let (east, north) = from_bd(longitude, latitude);
                from_gcj(east, north)
            }
        };
        Wgs84::from_degrees(east, north)
    }
}

fn from_bd(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = (longitude - 0.0065, latitude - 0.006);
    let length = x.hypot(y) - 0.000_02 * (y * WAVE).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * WAVE).cos();
    (length * angle.cos(), length * angle.sin())
}

/// Where the offset is applied at all: the box of the published formula.
fn is_offset(longitude: f64, latitude: f64) -> bool {
    (72.004..137.8347).contains(&longitude) && (0.8293..55.8271).contains(&latitude)
}

fn from_gcj(longitude: f64, latitude: f64) -> (f64, f64) {
    if !is_offset(longitude, latitude) {
        return (longitude, latitude);
    }
    let (mut east, mut north) = (longitude, latitude);
    // Each step takes the error down by about a thousand.
    for _ in 0..4 {
        let (there_east, there_north) = to_gcj(east, north);
        east -= there_east - longitude;
        north -= there_north - latitude;
    }
    (east, north)
}

fn to_gcj(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let waves = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + waves
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + waves
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let radians = latitude.to_radians();
    let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let meridian = AXIS * (1.0 - ECCENTRICITY) / (magic * magic.sqrt());
    let parallel = AXIS / magic.sqrt() * radians.cos();
    (
        longitude + (east / parallel).to_degrees(),
        latitude + (north / meridian).to_degrees(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Metres;

    /// The pair of Tiananmen that published converters agree on.
    #[test]
    fn a_known_pair_is_met() {
        let known = Wgs84::from_degrees(116.391_355, 39.907_325).unwrap();
        let (east, north) = to_gcj(known.longitude(), known.latitude());
        let seen = Datum::Gcj02.to_wgs84(east, north).unwrap();
        assert!(seen.distance(known) < Metres(0.05), "{seen:?}");
        assert!((east - 116.397_597).abs() < 2e-5, "{east}");
        assert!((north - 39.908_723).abs() < 2e-5, "{north}");
    }

    #[test]
    fn every_datum_comes_back_over_the_country() {
        for (east, north) in [(110.99, 35.02), (75.9, 39.4), (135.0, 48.3), (110.3, 20.0)] {
            let place = Wgs84::from_degrees(east, north).unwrap();
            let (gcj_east, gcj_north) = to_gcj(east, north);
            assert!(
                place.distance(Wgs84::from_degrees(gcj_east, gcj_north).unwrap()) > Metres(50.0)
            );
            let back = Datum::Gcj02.to_wgs84(gcj_east, gcj_north).unwrap();
            assert!(place.distance(back) < Metres(0.05));
            let (length, angle) = (gcj_east.hypot(gcj_north), gcj_north.atan2(gcj_east));
            let length = length + 0.000_02 * (gcj_north * WAVE).sin();
            let angle = angle + 0.000_003 * (gcj_east * WAVE).cos();
            let (bd_east, bd_north) = (length * angle.cos() + 0.0065, length * angle.sin() + 0.006);
            let back = Datum::Bd09.to_wgs84(bd_east, bd_north).unwrap();
            assert!(
                place.distance(back) < Metres(2.0),
                "{}",
                place.distance(back).0
            );
        }
    }

    #[test]
    fn outside_the_country_nothing_is_offset_and_impossible_degrees_are_refused() {
        let lisbon = Wgs84::from_degrees(-9.14, 38.71);
        assert_eq!(Datum::Gcj02.to_wgs84(-9.14, 38.71), lisbon);
        assert_eq!(Datum::Bd09.to_wgs84(200.0, 38.71), None);
        assert_eq!(Datum::Wgs84.to_wgs84(f64::NAN, 1.0), None);
    }
}
