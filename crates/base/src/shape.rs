//! Lines and polygons on the earth: their checks, their bounds, and WKT (OGC 06-103r4).
//!
//! Invariants: a line has at least two different places and no two equal neighbours; a polygon's
//! rings are closed, do not cross or touch themselves or each other, and holes lie inside; the outer
//! ring turns left (counter-clockwise) and holes turn right, as RFC 7946 has it. All of this is
//! decided on integers of 1e-7 degrees, so two machines never disagree.
//!
//! It is not a geometry library: no buffers, no unions, nothing across the date line.

use std::fmt::{self, Write as _};

use crate::Wgs84;
use crate::crossing::{doubled_area, holes_inside, meet, touches, within};
use crate::shape_error::{MOST_PLACES, MOST_RINGS, ShapeError};

/// A way on the earth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(Vec<Wgs84>);

/// An area: an outer ring and holes, each closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polygon(Vec<Vec<Wgs84>>);

/// The box around a shape, in 1e-7 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least longitude and latitude.
    pub south_west: Wgs84,
    /// The greatest.
    pub north_east: Wgs84,
}

impl Line {
    /// A line through these places; repeated ones count once.
    ///
    /// # Errors
    /// [`ShapeError::TooShort`], [`ShapeError::TooMany`].
    pub fn new(mut places: Vec<Wgs84>) -> Result<Self, ShapeError> {
        if places.len() > MOST_PLACES {
            return Err(ShapeError::TooMany);
        }
        places.dedup();
        if places.len() < 2 {
            return Err(ShapeError::TooShort);
        }
        Ok(Self(places))
    }

    /// Reads `LINESTRING (111.0 35.0, 111.1 35.1)`, longitude first.
    ///
    /// # Errors
    /// [`ShapeError`].
    pub fn from_wkt(text: &str) -> Result<Self, ShapeError> {
        const NAME: &str = "LINESTRING";
        let inside = body_of(text, NAME)?;
        Self::new(places(inside, NAME)?)
    }

    /// Its places.
    #[must_use]
    pub fn places(&self) -> &[Wgs84] {
        &self.0
    }

    /// The box around it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds::around(&self.0)
    }
}

impl Polygon {
    /// An area of these rings, the outer one first, turned as they should be.
    ///
    /// # Errors
    /// [`ShapeError`].
    pub fn new(mut rings: Vec<Vec<Wgs84>>) -> Result<Self, ShapeError> {
        let many = rings.iter().map(Vec::len).sum::<usize>();
        if many > MOST_PLACES || rings.len() > MOST_RINGS {
            return Err(ShapeError::TooMany);
        }
        if rings.is_empty() {
            return Err(ShapeError::RingTooShort(1));
        }
        for (at, ring) in rings.iter_mut().enumerate() {
            if ring.first() != ring.last() {
                return Err(ShapeError::Open(at + 1));
            }
            ring.dedup();
            if ring.len() < 4 {
                return Err(ShapeError::RingTooShort(at + 1));
            }
        }
        // Before anything is turned: what is wrong is told by the sides as they were given.
        meet(&rings)?;
        holes_inside(&rings)?;
        for (at, ring) in rings.iter_mut().enumerate() {
            let turns_left = doubled_area(ring) > 0;
            if turns_left != (at == 0) {
                ring.reverse();
            }
        }
        Ok(Self(rings))
    }

    /// Reads `POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))`, longitude first.
    ///
    /// # Errors
    /// [`ShapeError`].
    pub fn from_wkt(text: &str) -> Result<Self, ShapeError> {
        const NAME: &str = "POLYGON";
        let mut left = body_of(text, NAME)?.trim();
        let mut rings = Vec::new();
        loop {
            let rest = left.strip_prefix('(').ok_or(ShapeError::Text(NAME))?;
            let (ring, rest) = rest.split_once(')').ok_or(ShapeError::Text(NAME))?;
            rings.push(places(ring, NAME)?);
            if rings.len() > MOST_RINGS {
                return Err(ShapeError::TooMany);
            }
            let rest = rest.trim();
            if rest.is_empty() {
                return Self::new(rings);
            }
            left = rest.strip_prefix(',').ok_or(ShapeError::Text(NAME))?.trim();
        }
    }

    /// Its rings, the outer one first.
    #[must_use]
    pub fn rings(&self) -> &[Vec<Wgs84>] {
        &self.0
    }

    /// The box around it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds::around(self.0.first().map_or(&[], Vec::as_slice))
    }

    /// Whether a place lies in it; one on its border may or may not.
    #[must_use]
    pub fn contains(&self, place: Wgs84) -> bool {
        within(&self.0, place)
    }

    /// Whether a straight way leads into it, through it or along its border.
    #[must_use]
    pub fn meets(&self, from: Wgs84, to: Wgs84) -> bool {
        self.contains(from) || touches(&self.0, from, to)
    }
}

impl Bounds {
    fn around(places: &[Wgs84]) -> Self {
        let longitudes = || places.iter().map(|place| place.longitude_e7);
        let latitudes = || places.iter().map(|place| place.latitude_e7);
        let corner = |longitude: Option<i32>, latitude: Option<i32>| Wgs84 {
            longitude_e7: longitude.unwrap_or_default(),
            latitude_e7: latitude.unwrap_or_default(),
        };
        Self {
            south_west: corner(longitudes().min(), latitudes().min()),
            north_east: corner(longitudes().max(), latitudes().max()),
        }
    }
}

/// WKT, with as many digits as a place has.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LINESTRING ({})", listed(&self.0))
    }
}

/// WKT, with as many digits as a place has.
impl fmt::Display for Polygon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rings: Vec<String> = self
            .0
            .iter()
            .map(|ring| format!("({})", listed(ring)))
            .collect();
        write!(f, "POLYGON ({})", rings.join(", "))
    }
}

fn listed(places: &[Wgs84]) -> String {
    let mut text = String::new();
    for place in places {
        if !text.is_empty() {
            text.push_str(", ");
        }
        let (east, north) = (degrees(place.longitude_e7), degrees(place.latitude_e7));
        let _infallible = write!(text, "{east} {north}");
    }
    text
}

/// Degrees without trailing zeros: 111.05, -0.0000001, 35.
fn degrees(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let (whole, rest) = (
        e7.unsigned_abs() / 10_000_000,
        e7.unsigned_abs() % 10_000_000,
    );
    let text = format!("{sign}{whole}.{rest:07}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What stands in the outermost brackets behind the type's name.
fn body_of<'t>(text: &'t str, name: &'static str) -> Result<&'t str, ShapeError> {
    let wrong = ShapeError::Text(name);
    let text = text.trim();
    let head = text
        .get(..name.len())
        .filter(|head| head.eq_ignore_ascii_case(name));
    let rest = head
        .and_then(|head| text.get(head.len()..))
        .ok_or(wrong.clone())?;
    let inside = rest
        .trim()
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inside.ok_or(wrong)
}

fn places(text: &str, name: &'static str) -> Result<Vec<Wgs84>, ShapeError> {
    let mut found = Vec::new();
    for pair in text.split(',') {
        if found.len() == MOST_PLACES {
            return Err(ShapeError::TooMany);
        }
        let numbers = pair.split_whitespace().map(str::parse::<f64>);
        let numbers: Vec<f64> = numbers
            .collect::<Result<_, _>>()
            .map_err(|_| ShapeError::Text(name))?;
        let [east, north] = numbers.as_slice() else {
            return Err(ShapeError::Text(name));
        };
        found.push(Wgs84::from_degrees(*east, *north).ok_or(ShapeError::Place)?);
    }
    Ok(found)
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
