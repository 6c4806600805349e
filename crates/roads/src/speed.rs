//! Speeds: what a `maxspeed` says, and the table by which a class of road becomes a travel time.
//!
//! The table is a parameter. Its default is an assumption for a loaded engine of some fifteen tonnes
//! in daytime traffic and comes from no standard: a city replaces it by what its own runs say.

use crate::class::Class;

/// A speed in whole metres per hour, from 1 to 400 km/h.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Speed(u32);

/// Metres per hour, the slowest and the fastest that are believed.
const BELIEVED: std::ops::RangeInclusive<u32> = 1_000..=400_000;
/// Metres in an international mile, times a thousand.
const MILLIMETRES_A_MILE: u32 = 1_609_344;

impl Speed {
    /// From km/h; `None` outside 1 to 400.
    #[must_use]
    pub const fn from_kmh(kmh: u32) -> Option<Self> {
        Self::from_metres_per_hour(kmh.saturating_mul(1_000))
    }

    /// From metres per hour; `None` outside 1 to 400 km/h.
    #[must_use]
    pub const fn from_metres_per_hour(metres: u32) -> Option<Self> {
        if metres < *BELIEVED.start() || metres > *BELIEVED.end() {
            return None;
        }
        Some(Self(metres))
    }

    /// Metres per hour.
    #[must_use]
    pub const fn metres_per_hour(self) -> u32 {
        self.0
    }

    /// What `maxspeed` says: km/h, `mph` or `knots` behind it as a unit, the least of several values.
    /// `None` where it gives no figure (`none`, `signals`, zones by name): then the class decides.
    /// Source: wiki.openstreetmap.org, Key:maxspeed.
    #[must_use]
    pub fn from_maxspeed(value: &str) -> Option<Self> {
        value.split(';').filter_map(one_value).min()
    }

    /// Milliseconds for so many millimetres, rounded up.
    pub(crate) fn milliseconds(self, millimetres: u32) -> u32 {
        let time = (u64::from(millimetres) * 3_600).div_ceil(u64::from(self.0));
        u32::try_from(time).unwrap_or(u32::MAX)
    }
}

fn one_value(value: &str) -> Option<Speed> {
    let value = value.trim();
    let digits = value
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(digits)?;
    let number: u32 = number.parse().ok()?;
    let metres = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" => number.checked_mul(1_000)?,
        "mph" => number.checked_mul(MILLIMETRES_A_MILE)? / 1_000,
        "knots" => number.checked_mul(1_852)?,
        _ => return None,
    };
    Speed::from_metres_per_hour(metres)
}

/// What the limits of single roads count for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedLimits {
    /// An engine is never faster than the sign allows.
    Respected,
    /// Signs do not count. In China an engine on an urgent task is not bound by them where it is
    /// safe (《道路交通安全法》第五十三条).
    Ignored,
}

/// 车速表 the speed of an engine on each class of road.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeedTable {
    speeds: [Speed; Class::ALL.len()],
    limits: SpeedLimits,
}

impl Default for SpeedTable {
    /// In km/h: motorway 80, trunk 60, primary 50, secondary 45, tertiary 40, their links 40 to 30,
    /// unclassified 35, residential and unknown 30, busway 40, service, living street, pedestrian
    /// and track 15, what is for feet 5. Limits are respected.
    fn default() -> Self {
        Self {
            speeds: Class::ALL.map(|class| Speed(assumed_kmh(class) * 1_000)),
            limits: SpeedLimits::Respected,
        }
    }
}

const fn assumed_kmh(class: Class) -> u32 {
    match class {
        Class::Motorway => 80,
        Class::Trunk => 60,
        Class::Primary => 50,
        Class::Secondary => 45,
        Class::Tertiary | Class::MotorwayLink | Class::TrunkLink | Class::Busway => 40,
        Class::Unclassified | Class::PrimaryLink | Class::SecondaryLink => 35,
        Class::Residential | Class::Road | Class::TertiaryLink => 30,
        Class::LivingStreet | Class::Service | Class::Pedestrian | Class::Track => 15,
        Class::Footway | Class::Path | Class::Steps | Class::Cycleway => 5,
    }
}

impl SpeedTable {
    /// The table with another speed for one class.
    #[must_use]
    pub fn with(mut self, class: Class, speed: Speed) -> Self {
        if let Some(kept) = self.speeds.get_mut(usize::from(class.code())) {
            *kept = speed;
        }
        self
    }

    /// The table with another word on limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: SpeedLimits) -> Self {
        self.limits = limits;
        self
    }

    /// What limits count for.
    #[must_use]
    pub const fn limits(&self) -> SpeedLimits {
        self.limits
    }

    /// The speed of a class without a limit.
    #[must_use]
    pub fn speed(&self, class: Class) -> Speed {
        let kept = self.speeds.get(usize::from(class.code())).copied();
        kept.unwrap_or(Speed(assumed_kmh(class) * 1_000))
    }

    /// The speed on a road of this class with this limit.
    #[must_use]
    pub fn on(&self, class: Class, limit: Option<Speed>) -> Speed {
        let speed = self.speed(class);
        match (self.limits, limit) {
            (SpeedLimits::Respected, Some(limit)) => speed.min(limit),
            _ => speed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_their_units() {
        let metres = |text| Speed::from_maxspeed(text).map(Speed::metres_per_hour);
        assert_eq!(metres("50"), Some(50_000));
        assert_eq!(metres("50 km/h"), Some(50_000));
        assert_eq!(metres("30 mph"), Some(48_280));
        assert_eq!(metres("30mph"), Some(48_280));
        assert_eq!(metres("10 knots"), Some(18_520));
        assert_eq!(metres("80;50"), Some(50_000));
        for text in [
            "none",
            "signals",
            "RO:urban",
            "",
            "0",
            "401",
            "99999999999",
            "5 furlongs",
        ] {
            assert_eq!(metres(text), None, "{text}");
        }
    }

    #[test]
    fn a_limit_bounds_and_never_raises() {
        let table = SpeedTable::default();
        let limit = Speed::from_kmh(20);
        assert_eq!(table.on(Class::Primary, limit), Speed(20_000));
        assert_eq!(table.on(Class::Primary, Speed::from_kmh(90)), Speed(50_000));
        let ignoring = table.with_limits(SpeedLimits::Ignored);
        assert_eq!(ignoring.on(Class::Primary, limit), Speed(50_000));
    }

    #[test]
    fn times_are_rounded_up() {
        let speed = Speed::from_kmh(36).unwrap();
        assert_eq!(speed.milliseconds(10_000), 1_000);
        assert_eq!(speed.milliseconds(1), 1);
        assert_eq!(speed.milliseconds(0), 0);
    }
}
