//! The course of an arc on the ground, whole or in part.

use base::Wgs84;

use super::{ArcId, Network, Sense, Stretch, at};

/// Millimetres between two places on the great circle, to the nearest. Beyond 4,294 km the most that
/// 32 bits hold: no stretch is as long.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance is not negative, and the cast saturates"
)]
pub(crate) fn millimetres(from: Wgs84, to: Wgs84) -> u32 {
    (from.distance(to).0 * 1_000.0).round() as u32
}

/// The places of an arc in the order in which they are driven.
#[derive(Clone, Debug)]
pub struct Course<'n> {
    ends: [Wgs84; 2],
    between: &'n [Wgs84],
    sense: Sense,
}

impl Network {
    /// The course of an arc; `None` for a number that is none.
    #[must_use]
    pub fn course(&self, id: ArcId) -> Option<Course<'_>> {
        let arc = self.arc(id)?;
        let stretch = self.stretch(arc.stretch)?;
        self.course_of(stretch, arc.sense)
    }

    pub(crate) fn course_of(&self, stretch: &Stretch, sense: Sense) -> Option<Course<'_>> {
        let first = at(stretch.first_place);
        let between = self.places.get(first..first + at(stretch.places))?;
        let from = self.junctions.get(at(stretch.from.0))?;
        let to = self.junctions.get(at(stretch.to.0))?;
        Some(Course {
            ends: [*from, *to],
            between,
            sense,
        })
    }
}

impl Network {
    /// Pieces of a stretch along its course, from one of them on: both ends of each.
    pub(crate) fn run_of(
        &self,
        stretch: &Stretch,
        first: u32,
        most: u32,
    ) -> impl Iterator<Item = (Wgs84, Wgs84)> {
        let all = stretch.places + 2;
        let place = move |index: u32| match index.checked_sub(1) {
            None => self.junctions.get(at(stretch.from.0)),
            Some(inner) if inner < stretch.places => {
                self.places.get(at(stretch.first_place) + at(inner))
            }
            Some(_) => self.junctions.get(at(stretch.to.0)),
        };
        let last = first.saturating_add(most).min(all - 1);
        (first..last).filter_map(move |index| Some((*place(index)?, *place(index + 1)?)))
    }
}

impl Course<'_> {
    /// Its places, both ends included.
    pub fn places(&self) -> impl Iterator<Item = Wgs84> {
        let [from, to] = self.ends;
        let all = self.between.len() + 2;
        (0..all).map(move |index| {
            let index = match self.sense {
                Sense::Along => index,
                Sense::Against => all - 1 - index,
            };
            match index.checked_sub(1) {
                None => from,
                Some(inner) => self.between.get(inner).copied().unwrap_or(to),
            }
        })
    }

    /// Its pieces between two places that follow each other: both, and how far the first lies from
    /// the arc's beginning, in millimetres.
    pub fn pieces(&self) -> impl Iterator<Item = (Wgs84, Wgs84, u32)> {
        let mut behind = 0_u32;
        self.places().zip(self.places().skip(1)).map(move |(a, b)| {
            let start = behind;
            behind = behind.saturating_add(millimetres(a, b));
            (a, b, start)
        })
    }

    /// The places from so many to so many millimetres behind its beginning, the cuts included.
    #[must_use]
    pub fn between(&self, from_mm: u32, to_mm: u32) -> Vec<Wgs84> {
        let mut cut = Vec::new();
        for (a, b, start) in self.pieces() {
            let length = millimetres(a, b);
            let end = start.saturating_add(length);
            if end < from_mm || start > to_mm {
                continue;
            }
            cut.push(on_the_way(a, b, from_mm.saturating_sub(start), length));
            cut.push(on_the_way(a, b, to_mm.min(end) - start, length));
        }
        cut.dedup();
        cut
    }

    /// The place so many millimetres behind its beginning, or its end.
    #[must_use]
    pub fn place_at(&self, along_mm: u32) -> Wgs84 {
        for (a, b, start) in self.pieces() {
            let length = millimetres(a, b);
            if along_mm <= start.saturating_add(length) {
                return on_the_way(a, b, along_mm - start, length);
            }
        }
        match self.sense {
            Sense::Along => self.ends[1],
            Sense::Against => self.ends[0],
        }
    }
}

/// The place `part` of `whole` on the straight way from `a` to `b`.
fn on_the_way(a: Wgs84, b: Wgs84, part: u32, whole: u32) -> Wgs84 {
    if part == 0 || whole == 0 {
        return a;
    }
    Wgs84 {
        longitude_e7: between(a.longitude_e7, b.longitude_e7, part, whole),
        latitude_e7: between(a.latitude_e7, b.latitude_e7, part, whole),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it lies between two numbers of 32 bits"
)]
fn between(a: i32, b: i32, part: u32, whole: u32) -> i32 {
    let step = i128::from(i64::from(b) - i64::from(a)) * i128::from(part.min(whole));
    (i128::from(a) + step / i128::from(whole)) as i32
}
