//! A drawn city and vehicles that are driven through it at known factors, as their positions would be
//! recorded: noise, outliers, stops, gaps, a yard before and a scene behind.

use std::time::Duration;

use base::{Polygon, Random, Timestamp, Uuid, Wgs84};
use roads::synthetic::{Plan, Town, Words, draw};
use roads::{Class, Dijkstra, Leg, Network, Snap, SnapIndex, SpeedTable, Terms};
use routing::{DayPart, Fix, LearnParameters, Mover, RoadSource, Roads, Trip};

use crate::place;

/// What is driven: thousandths of the network's time by class and part of the day.
pub type Truth = fn(Class, DayPart) -> u32;

/// How a receiver and a crew behave.
#[derive(Clone, Copy)]
pub struct Manner {
    /// Standard deviation of a fix, metres to each axis.
    pub noise: f64,
    /// The share of fixes that lie some 300 to 5,000 m off.
    pub outliers: f64,
    /// The share of trips with a stop of three minutes in the middle, and of those with a gap of two.
    pub stops: f64,
    pub gaps: f64,
    /// Standard deviation of a whole trip's pace.
    pub of_trip: f64,
}

pub const PLAIN: Manner = Manner {
    noise: 12.0,
    outliers: 0.02,
    stops: 0.2,
    gaps: 0.2,
    of_trip: 0.08,
};

/// A step of a drive: where it leads, and which share of its leg's time it takes.
struct Step {
    place: Wgs84,
    leg: Leg,
    share: f64,
}

pub struct City {
    pub roads: Roads,
    snaps: SnapIndex,
    /// By part of the day, as [`DayPart::ALL`] has them.
    driven: Vec<Network>,
}

/// Three towns of some streets with county roads and an expressway between them.
pub fn network() -> Network {
    let corners = [
        (-100, -100),
        (300, -100),
        (300, 200),
        (-100, 200),
        (-100, -100),
    ];
    let ring = corners.map(|(east, north)| place(east, north)).to_vec();
    let town = |east, north, weight| Town {
        position: place(east, north),
        weight,
    };
    let plan = Plan {
        outlines: &[Polygon::new(vec![ring]).unwrap()],
        towns: &[town(0, 0, 4), town(150, 20, 3), town(80, 110, 2)],
        words: Words {
            stems: &["解放", "中银", "河东"],
            across: "街",
            along: "路",
            county_road: "县道",
            expressway: "高速",
        },
        junctions: 900,
        seed: 7,
    };
    draw(&plan, &SpeedTable::default()).unwrap()
}

/// 08:00 in China on a day in 2026.
pub fn eight() -> Timestamp {
    "2026-03-02T08:00:00+08:00".parse().unwrap()
}

pub fn vehicle(number: u64) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

fn normal(random: &mut Random) -> f64 {
    let (one, other) = (random.share().max(1e-12), random.share());
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
}

/// A place so many metres to the east and north of another.
pub fn moved(place: Wgs84, east: f64, north: f64) -> Wgs84 {
    let degree = 111_195.08;
    let wide = degree * place.latitude().to_radians().cos();
    Wgs84::from_degrees(
        place.longitude() + east / wide,
        place.latitude() + north / degree,
    )
    .unwrap()
}

impl City {
    pub fn driven_at(truth: Truth) -> Self {
        let network = network();
        let at = |part: DayPart| network.clone().paced(|class| truth(class, part));
        Self {
            driven: DayPart::ALL.map(at).to_vec(),
            snaps: SnapIndex::new(&network),
            roads: Roads::of(network, RoadSource::openstreetmap()).unwrap(),
        }
    }

    /// So many trips of so many vehicles, one every forty minutes of the days on end.
    pub fn trips(&self, seed: u64, count: u64, vehicles: u64, manner: Manner) -> Vec<Trip> {
        let mut random = Random::new(seed);
        let trip = |number: u64| {
            let at = eight().plus(Duration::from_secs(number * 2_400));
            self.trip(&mut random, vehicle(number % vehicles), at, manner)
        };
        (0..count).map(trip).collect()
    }

    fn trip(&self, random: &mut Random, vehicle: Uuid, at: Timestamp, manner: Manner) -> Trip {
        let course = loop {
            if let Some(course) = self.course(random, self.driven_at_time(at)) {
                break course;
            }
        };
        let mut trip = Trip {
            vehicle,
            mover: Mover::FireEngine,
            fixes: Vec::new(),
        };
        let pace = (manner.of_trip * normal(random)).exp();
        let stopped = (random.share() < manner.stops).then_some(course.len() / 2);
        let silent = (random.share() < manner.gaps).then_some(course.len() / 3);
        // Seconds since it stood in its yard; the next fix is due then.
        let (mut now, mut due) = (0.0, 0.0);
        let (first, last) = (course[0].place, course[course.len() - 1].place);
        let mut stand = |now: &mut f64, due: &mut f64, place, seconds: f64, random: &mut Random| {
            *now += seconds;
            while *due <= *now {
                trip.fixes.push(seen(at, *due, place, manner, random));
                *due += random.between(5.0, 20.0);
            }
        };
        stand(&mut now, &mut due, first, 240.0, random);
        for (number, step) in course.iter().enumerate() {
            // Between two places that lie some metres apart it stands, which no fix can tell from driving.
            let hour = self.driven_at_time(at.plus(Duration::from_secs_f64(now)));
            let seconds = step.leg.cost(hour).time_ms as f64 / 1e3 * step.share;
            stand(&mut now, &mut due, step.place, seconds * pace, random);
            if stopped == Some(number) {
                stand(&mut now, &mut due, step.place, 180.0, random);
            }
            if silent == Some(number) {
                due += 120.0;
            }
        }
        stand(&mut now, &mut due, last, 400.0, random);
        trip
    }

    /// The roads with the times that hold at an hour.
    fn driven_at_time(&self, at: Timestamp) -> &Network {
        let part = LearnParameters::default().part_at(at);
        let number = DayPart::ALL.iter().position(|each| *each == part);
        &self.driven[number.unwrap()]
    }

    /// A drive of three kilometres or more, by steps of some ten metres.
    fn course(&self, random: &mut Random, network: &Network) -> Option<Vec<Step>> {
        let [from, to] = [self.spot(random, network), self.spot(random, network)];
        let terms = Terms::default();
        let route = Dijkstra::new(network).route(&from, &to, &terms)?;
        if route.cost.length_mm < 3_000_000 {
            return None;
        }
        let mut course = Vec::new();
        for leg in route.legs.iter().filter(|leg| leg.to_mm > leg.from_mm) {
            // Each stretch has its own luck.
            let luck = random.between(0.85, 1.15);
            let length = leg.to_mm - leg.from_mm;
            let steps = length.div_ceil(10_000);
            for step in 1..=steps {
                let along =
                    u64::from(leg.from_mm) + u64::from(length) * u64::from(step) / u64::from(steps);
                let along = u32::try_from(along).unwrap();
                let spot = Snap::on_arc(network, leg.arc, along)?;
                course.push(Step {
                    place: spot.position,
                    leg: *leg,
                    share: luck / f64::from(steps),
                });
            }
        }
        Some(course)
    }

    fn spot(&self, random: &mut Random, network: &Network) -> Snap {
        let junction = *random.one(network.junctions()).unwrap();
        let within = base::Metres(100.0);
        self.snaps.nearest(network, junction, within).unwrap()
    }
}

/// What the receiver says of a place.
fn seen(at: Timestamp, seconds: f64, place: Wgs84, manner: Manner, random: &mut Random) -> Fix {
    let wild = random.share() < manner.outliers;
    let noise = if wild {
        random.between(300.0, 5_000.0)
    } else {
        manner.noise
    };
    let (east, north) = (normal(random) * noise, normal(random) * noise);
    Fix {
        at: at.plus(Duration::from_secs_f64(seconds)),
        place: moved(place, east, north),
    }
}
