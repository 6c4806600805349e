//! What the method counts with, as data.

use base::Timestamp;
use serde::{Deserialize, Serialize};

use super::DayPart;

/// How factors are made of legs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// Huber's regression over all classes at once: a leg that drives on two classes tells of both.
    #[default]
    Regression,
    /// The weighted median of observed to expected time, over the legs that a class has the greater part
    /// of. What else such a leg drives on is taken for that class.
    Median,
}

/// What the method counts with. Every default is an assumption of ours, from no standard, to be set by
/// the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnParameters {
    /// km/h: nothing is faster. A fix that would need more is impossible.
    pub fastest_kmh: u32,
    /// Metres that a fix may lie beside the truth at worst.
    pub worst_noise_m: u32,
    /// Metres that a fix commonly lies beside the truth: one standard deviation.
    pub noise_m: u32,
    /// Seconds: fixes farther apart in time belong to two pieces.
    pub longest_gap_s: u32,
    /// Metres: who stays within so many of one fix stands.
    pub still_m: u32,
    /// Seconds: who stands so long in the middle of a trip has stopped; who stands for less waits in traffic.
    pub still_s: u32,
    /// Metres in a straight line from one end of a leg to the other, at least.
    pub leg_m: u32,
    /// Metres: a fix farther off every road, or off the way, is beside it.
    pub beside_m: u32,
    /// Hundredths of the straight line that a way may be long, `beside_m` added at each end.
    pub longest_way_percent: u32,
    /// Trips that a factor rests on, at least.
    pub least_trips: u32,
    /// Vehicles that a factor rests on, at least; 2 whatever stands here.
    pub least_vehicles: u32,
    /// Legs that a factor rests on, at least.
    pub least_legs: u32,
    /// Hundredths of a leg's expected time that must be a class's for the leg to support its factor.
    pub least_share_percent: u32,
    /// Hundredths of a factor: how far its interval may reach to each side. A wider one is not kept.
    pub widest_percent: u32,
    /// A class's factor is drawn to that of all classes as if so many more legs had been driven at it; a
    /// part's to that of the whole day.
    pub drawn_by_legs: u32,
    /// Thousandths: no factor is less.
    pub least_per_mille: u16,
    /// Thousandths: no factor is more.
    pub most_per_mille: u16,
    /// The hours of night in China, from and to; over midnight when the first is greater.
    pub night: [u8; 2],
    /// The hours of the morning peak.
    pub morning_peak: [u8; 2],
    /// The hours of the evening peak.
    pub evening_peak: [u8; 2],
    /// How factors are made.
    pub estimator: Estimator,
}

impl Default for LearnParameters {
    /// 150 km/h, noise of 15 m and at worst 60 m, gaps of 60 s, standing within 60 m for 90 s, legs of
    /// 400 m, 50 m off the road, ways of 1.5 times the straight line; 10 trips of 2 vehicles with 30 legs of
    /// which a quarter is the class's, intervals of a quarter to each side, drawn by 5 legs, factors from 0.5
    /// to 3; night 22–6, peaks 7–9 and
    /// 17–19.
    fn default() -> Self {
        Self {
            fastest_kmh: 150,
            worst_noise_m: 60,
            noise_m: 15,
            longest_gap_s: 60,
            still_m: 60,
            still_s: 90,
            leg_m: 400,
            beside_m: 50,
            longest_way_percent: 150,
            least_trips: 10,
            least_vehicles: 2,
            least_legs: 30,
            least_share_percent: 25,
            widest_percent: 25,
            drawn_by_legs: 5,
            least_per_mille: 500,
            most_per_mille: 3_000,
            night: [22, 6],
            morning_peak: [7, 9],
            evening_peak: [17, 19],
            estimator: Estimator::Regression,
        }
    }
}

/// China keeps one time, UTC+8, the whole year.
const CHINA_HOURS: i64 = 8;
const MICROSECONDS_AN_HOUR: i64 = 3_600_000_000;

impl LearnParameters {
    /// The part of the day in which a time lies. Where hours overlap, night comes first and then the morning.
    #[must_use]
    pub fn part_at(&self, at: Timestamp) -> DayPart {
        let hour = at.as_micros().div_euclid(MICROSECONDS_AN_HOUR) + CHINA_HOURS;
        let hour = hour.rem_euclid(24);
        let within = |[from, to]: [u8; 2]| {
            let (from, to) = (i64::from(from), i64::from(to));
            if from <= to {
                (from..to).contains(&hour)
            } else {
                hour >= from || hour < to
            }
        };
        if within(self.night) {
            DayPart::Night
        } else if within(self.morning_peak) {
            DayPart::MorningPeak
        } else if within(self.evening_peak) {
            DayPart::EveningPeak
        } else {
            DayPart::Day
        }
    }

    /// Never one vehicle alone: its driver would be the city.
    pub(super) fn vehicles(&self) -> u32 {
        self.least_vehicles.max(2)
    }
}
