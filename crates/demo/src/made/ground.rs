//! The ground of a synthetic city: townships inside the real outlines, a made-up road network over
//! them, and places beside its streets where things stand.
//!
//! Where a township lies is known for few; the others are spread over their county, and that is part
//! of what is made up.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use base::{Metres, Polygon, Random, RegionCode, Wgs84};
use roads::synthetic::{Plan, Town as RoadTown, Words, draw};
use roads::{ArcId, Class, JunctionId, Network, SpeedTable};

use crate::recipe::{County, Recipe};

/// What the pack knows of the land.
#[derive(Clone, Debug, Default)]
pub struct Land {
    /// Townships: code and name.
    pub townships: Vec<(RegionCode, String)>,
    /// The outlines of counties, by region code.
    pub outlines: Vec<(RegionCode, Polygon)>,
    /// Places whose position is known, by name.
    pub places: HashMap<String, Wgs84>,
}

/// A township with its part of the network.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) region: RegionCode,
    pub(crate) name: String,
    /// Its county, by its place in the recipe.
    pub(crate) county: usize,
    /// Whether it belongs to the county's seat.
    pub(crate) urban: bool,
    middle: Wgs84,
    junctions: Vec<JunctionId>,
}

/// A place beside a street.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) position: Wgs84,
    /// The street's name; empty for one without.
    pub(crate) street: String,
    pub(crate) number: usize,
    /// By its place in [`Ground::towns`].
    pub(crate) town: usize,
}

/// Townships and roads.
pub(crate) struct Ground {
    pub(crate) network: Network,
    pub(crate) towns: Vec<Town>,
}

/// What a township outside of the seat counts beside the seat's key units when roads are drawn.
const SMALL_TOWN: u32 = 6;
/// Streets 街道 of a seat lie so far around its middle.
const AROUND_SEAT: Metres = Metres(1_600.0);
/// How many places are tried for a township, of which the loneliest is taken.
const TRIES: usize = 64;
/// Junctions farther from every township than this are nobody's: county roads.
const OF_A_TOWN: Metres = Metres(5_000.0);
/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

impl Ground {
    pub(crate) fn of(recipe: &Recipe, land: &Land) -> anyhow::Result<Self> {
        let mut random = Random::new(recipe.seed);
        let mut towns = Vec::new();
        let mut road_towns = Vec::new();
        for (county, of) in recipe.counties.iter().enumerate() {
            let outline = land.outlines.iter().find(|(code, _)| *code == of.region);
            let (_, outline) = outline.with_context(|| {
                format!(
                    "the pack has no outline of {}, which demo/city.json names",
                    of.region
                )
            })?;
            let settled = settle(county, of, outline, land, &mut random)?;
            road_towns.push(RoadTown {
                position: seat(of)?,
                weight: u32::try_from(of.key_units).unwrap_or(u32::MAX),
            });
            let outside = settled.iter().filter(|town| !town.urban);
            road_towns.extend(outside.map(|town| RoadTown {
                position: town.middle,
                weight: SMALL_TOWN,
            }));
            towns.extend(settled);
        }
        let network = drawn(recipe, land, &road_towns)?;
        let mut ground = Self { network, towns };
        ground.share_out();
        Ok(ground)
    }

    /// Gives each junction to the nearest township.
    fn share_out(&mut self) {
        let junctions = self.network.junctions().iter().zip(0_u32..);
        for (place, number) in junctions {
            let near = self
                .towns
                .iter_mut()
                .map(|town| (town.middle.distance(*place).0, town));
            let near = near.min_by(|(a, _), (b, _)| a.total_cmp(b));
            if let Some((_, town)) = near.filter(|(apart, _)| *apart < OF_A_TOWN.0) {
                town.junctions.push(JunctionId(number));
            }
        }
    }

    /// The townships of a county, by their places: those of its seat, or the others.
    pub(crate) fn of_county(&self, county: usize, urban: bool) -> Vec<usize> {
        let towns = self.towns.iter().enumerate();
        let towns = towns.filter(|(_, town)| {
            town.county == county && town.urban == urban && !town.junctions.is_empty()
        });
        towns.map(|(at, _)| at).collect()
    }

    /// A township of a county: of the seat so many times out of a hundred.
    pub(crate) fn town(&self, county: usize, urban: usize, random: &mut Random) -> Option<usize> {
        let in_seat = random.below(100) < urban;
        let wanted = self.of_county(county, in_seat);
        let instead = || self.of_county(county, !in_seat);
        let among = if wanted.is_empty() { instead() } else { wanted };
        random.one(&among).copied()
    }

    /// A place beside a street of a township, so many metres off the road.
    pub(crate) fn spot(&self, town: usize, off: [f64; 2], random: &mut Random) -> Option<Spot> {
        let of = self.towns.get(town)?;
        for _ in 0..16 {
            let junction = *random.one(&of.junctions)?;
            let leaving: Vec<ArcId> = self.network.leaving(junction).map(|(id, _)| id).collect();
            let found = random
                .one(&leaving)
                .and_then(|arc| self.beside(*arc, off, random));
            if let Some((position, street)) = found {
                let number = 1 + random.below(260);
                return Some(Spot {
                    position,
                    street,
                    number,
                    town,
                });
            }
        }
        let junction = random.one(&of.junctions)?;
        let position = *self
            .network
            .junctions()
            .get(usize::try_from(junction.0).ok()?)?;
        Some(Spot {
            position,
            street: String::new(),
            number: 1,
            town,
        })
    }

    fn beside(&self, arc: ArcId, off: [f64; 2], random: &mut Random) -> Option<(Wgs84, String)> {
        let stretch = self.network.stretch_of(arc)?;
        if matches!(stretch.class, Class::Motorway | Class::MotorwayLink) {
            return None;
        }
        let course = self.network.course(arc)?;
        let along = random.share() * f64::from(stretch.length_mm);
        let here = course.place_at(along as u32);
        let ahead = course.place_at(along as u32 + 5_000);
        let (east, north) = metres_between(here, ahead);
        let length = east.hypot(north);
        let aside = random.between(off[0], off[1]);
        let position = if length < 0.5 {
            here
        } else {
            moved(here, -north / length * aside, east / length * aside)?
        };
        Some((position, self.network.name(stretch).to_owned()))
    }
}

/// The townships of a county with their middles.
fn settle(
    county: usize,
    of: &County,
    outline: &Polygon,
    land: &Land,
    random: &mut Random,
) -> anyhow::Result<Vec<Town>> {
    let inside = land
        .townships
        .iter()
        .filter(|(code, _)| of.region.contains(code));
    let mut known: Vec<(RegionCode, String)> = inside.cloned().collect();
    let apart = of
        .set_apart
        .iter()
        .map(|area| (area.region.clone(), area.name.clone()));
    known.extend(apart);
    ensure!(
        !known.is_empty(),
        "the pack has no townships of {}",
        of.region
    );
    let seat = seat(of)?;
    // A seat is its streets and what is set apart from it; where it has none, its first town.
    let has_streets = known.iter().any(|(_, name)| name.ends_with("街道"));
    let is_urban = |at: usize, name: &str, code: &RegionCode| {
        let apart = of.set_apart.iter().any(|area| area.region == *code);
        apart
            || if has_streets {
                name.ends_with("街道")
            } else {
                at == 0
            }
    };
    let urban = known
        .iter()
        .enumerate()
        .filter(|(at, (code, name))| is_urban(*at, name, code));
    let urban = urban.count();
    let mut towns: Vec<Town> = Vec::with_capacity(known.len());
    let mut streets = 0;
    for (at, (region, name)) in known.into_iter().enumerate() {
        let in_seat = is_urban(at, &name, &region);
        let middle = if in_seat {
            streets += 1;
            around(seat, streets - 1, urban)
        } else {
            let known = land
                .places
                .get(&name)
                .filter(|place| contains(outline, **place));
            let others = || towns.iter().map(|town: &Town| town.middle).chain([seat]);
            known
                .copied()
                .unwrap_or_else(|| lonely(outline, others, random))
        };
        towns.push(Town {
            region,
            name,
            county,
            urban: in_seat,
            middle,
            junctions: Vec::new(),
        });
    }
    Ok(towns)
}

fn drawn(recipe: &Recipe, land: &Land, towns: &[RoadTown]) -> anyhow::Result<Network> {
    let stems: Vec<&str> = recipe.roads.stems.iter().map(String::as_str).collect();
    let outlines: Vec<Polygon> = land
        .outlines
        .iter()
        .map(|(_, outline)| outline.clone())
        .collect();
    let plan = Plan {
        outlines: &outlines,
        towns,
        words: Words {
            stems: &stems,
            across: &recipe.roads.across,
            along: &recipe.roads.along,
            county_road: &recipe.roads.county_road,
            expressway: &recipe.roads.expressway,
        },
        junctions: recipe.roads.junctions,
        seed: recipe.seed,
    };
    Ok(draw(&plan, &SpeedTable::default())?)
}

fn seat(of: &County) -> anyhow::Result<Wgs84> {
    let [longitude, latitude] = of.seat;
    Wgs84::from_degrees(longitude, latitude)
        .with_context(|| format!("the seat of {} is no place on earth", of.region))
}

/// Streets of a seat: the first in the middle, the others on a ring.
fn around(seat: Wgs84, at: usize, of: usize) -> Wgs84 {
    if at == 0 || of < 2 {
        return seat;
    }
    let turn = std::f64::consts::TAU * (at - 1) as f64 / (of - 1) as f64;
    moved(seat, AROUND_SEAT.0 * turn.cos(), AROUND_SEAT.0 * turn.sin()).unwrap_or(seat)
}

/// Of some places inside an outline, that which lies farthest from all others.
fn lonely<I: Iterator<Item = Wgs84>>(
    outline: &Polygon,
    others: impl Fn() -> I,
    random: &mut Random,
) -> Wgs84 {
    let bounds = outline.bounds();
    let (low, high) = (bounds.south_west, bounds.north_east);
    let mut best = (f64::MIN, low);
    for _ in 0..TRIES {
        let longitude = random.between(low.longitude(), high.longitude());
        let latitude = random.between(low.latitude(), high.latitude());
        let Some(place) = Wgs84::from_degrees(longitude, latitude) else {
            continue;
        };
        if !contains(outline, place) {
            continue;
        }
        let apart = others()
            .map(|other| other.distance(place).0)
            .fold(f64::MAX, f64::min);
        if apart > best.0 {
            best = (apart, place);
        }
    }
    best.1
}

/// Whether a ray to the east crosses the outline an odd number of times.
pub(super) fn contains(outline: &Polygon, place: Wgs84) -> bool {
    let (x, y) = (place.longitude(), place.latitude());
    let sides = outline
        .rings()
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
    let crossed = sides.filter(|(from, to)| {
        let spans = (from.latitude() > y) != (to.latitude() > y);
        let share = (y - from.latitude()) / (to.latitude() - from.latitude());
        spans && x < from.longitude() + share * (to.longitude() - from.longitude())
    });
    crossed.count() % 2 == 1
}

/// Metres east and north from one place to another, near each other.
pub(crate) fn metres_between(from: Wgs84, to: Wgs84) -> (f64, f64) {
    let scale = METRES_A_DEGREE * from.latitude().to_radians().cos();
    let east = (to.longitude() - from.longitude()) * scale;
    let north = (to.latitude() - from.latitude()) * METRES_A_DEGREE;
    (east, north)
}

/// A place so many metres east and north of another.
pub(crate) fn moved(from: Wgs84, east: f64, north: f64) -> Option<Wgs84> {
    let scale = METRES_A_DEGREE * from.latitude().to_radians().cos();
    Wgs84::from_degrees(
        from.longitude() + east / scale,
        from.latitude() + north / METRES_A_DEGREE,
    )
}
