//! A drive along a way, as a vehicle's gateway tells of it.

use base::{Uuid, Wgs84};
use routing::Way;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::positions::{EVERY, Fix};
use super::speed::Speed;
use crate::made::metres_between;

/// A way with how far each of its places lies from the beginning.
pub(super) struct Drive {
    places: Vec<(f64, Wgs84)>,
    metres: f64,
    seconds: f64,
}

impl Drive {
    /// The drive of a way, or a straight one where no road leads.
    pub(super) fn of(way: Option<Way>, from: Wgs84, to: Wgs84) -> Self {
        let seconds = way.as_ref().map(|way| way.drive.seconds);
        let places = way.map_or_else(|| vec![from, to], |way| way.places);
        let mut behind = 0.0;
        let mut last: Option<Wgs84> = None;
        let places: Vec<(f64, Wgs84)> = places
            .into_iter()
            .map(|place| {
                if let Some(last) = last {
                    behind += last.distance(place).0;
                }
                last = Some(place);
                (behind, place)
            })
            .collect();
        // Ten metres a second where nothing is known.
        let seconds = seconds.unwrap_or(behind / 10.0).max(1.0);
        Self {
            places,
            metres: behind,
            seconds,
        }
    }

    /// Where it is after a share of the way, and its heading.
    fn at(&self, share: f64) -> Option<(Wgs84, f64)> {
        let metres = self.metres * share.clamp(0.0, 1.0);
        let next = self.places.partition_point(|(behind, _)| *behind < metres);
        let (ahead_at, ahead) = *self.places.get(next.min(self.places.len() - 1))?;
        let (behind_at, behind) = *self.places.get(next.saturating_sub(1))?;
        let length = ahead_at - behind_at;
        if length < 1e-6 {
            return Some((ahead, 0.0));
        }
        let part = (metres - behind_at) / length;
        let mix = |from: f64, to: f64| from + (to - from) * part;
        let at = Wgs84::from_degrees(
            mix(behind.longitude(), ahead.longitude()),
            mix(behind.latitude(), ahead.latitude()),
        )?;
        let (east, north) = metres_between(behind, ahead);
        Some((at, east.atan2(north).to_degrees().rem_euclid(360.0)))
    }

    /// Drives it, telling where it is; `goes_on` is asked each time and may end it.
    pub(super) async fn drive(
        &self,
        responder: Uuid,
        speed: Speed,
        told: &mpsc::Sender<Fix>,
    ) -> Wgs84 {
        let begun = Instant::now();
        loop {
            let share = speed.passed(begun.elapsed()) / self.seconds;
            let Some((at, heading)) = self.at(share) else {
                return self.places.last().map_or(
                    Wgs84 {
                        longitude_e7: 0,
                        latitude_e7: 0,
                    },
                    |last| last.1,
                );
            };
            let arrived = share >= 1.0;
            let metres_a_second = if arrived {
                0.0
            } else {
                self.metres / self.seconds
            };
            let fix = Fix {
                responder,
                at,
                speed: metres_a_second,
                heading,
            };
            if told.send(fix).await.is_err() || arrived {
                return at;
            }
            let left = speed.lasts(self.seconds * (1.0 - share));
            sleep(EVERY.min(left)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(east: i32, north: i32) -> Wgs84 {
        Wgs84 {
            longitude_e7: 1_110_000_000 + east,
            latitude_e7: 350_000_000 + north,
        }
    }

    #[test]
    fn half_of_a_way_lies_in_its_middle_and_looks_ahead() {
        let drive = Drive::of(None, place(0, 0), place(0, 100_000));
        let (at, heading) = drive.at(0.5).unwrap();
        assert_eq!(at, place(0, 50_000));
        assert!(heading.abs() < 0.01, "{heading}");
        assert_eq!(drive.at(2.0).unwrap().0, place(0, 100_000));
        let east = Drive::of(None, place(0, 0), place(100_000, 0));
        assert!((east.at(0.3).unwrap().1 - 90.0).abs() < 0.1);
    }

    #[test]
    fn a_way_from_a_place_to_itself_is_there_at_once() {
        let drive = Drive::of(None, place(5, 5), place(5, 5));
        assert_eq!(drive.at(0.0).unwrap().0, place(5, 5));
    }
}
