//! A synthetic city on paper: everything that stands in it, from a recipe and a seed, without a
//! database. The builder writes it down once, the simulator acts it out; both make the same one.

mod force;
mod ground;
#[cfg(test)]
mod tests;
mod unit;
mod water;

use std::collections::HashSet;

use base::{Random, RegionCode, Wgs84, run_on};
use roads::Network;

pub(crate) use force::{Brigade, MicroStation, Station};
pub use ground::Land;
pub(crate) use ground::{Ground, Spot, metres_between};
pub(crate) use unit::{Point, Premises, SYSTEM, Unit};
pub(crate) use water::{Water, WaterState};

use crate::recipe::{CallRecipe, Recipe, Words};

/// A synthetic city.
pub struct City {
    pub(crate) recipe: Recipe,
    pub(crate) ground: Ground,
    pub(crate) units: Vec<Unit>,
    pub(crate) premises: Vec<Premises>,
    pub(crate) stations: Vec<Station>,
    pub(crate) brigades: Vec<Brigade>,
    pub(crate) micro_stations: Vec<MicroStation>,
    pub(crate) waters: Vec<Water>,
}

impl City {
    /// Makes it up. A second or two; blocks.
    ///
    /// # Errors
    /// What the recipe names and the land does not have.
    pub fn of(recipe: Recipe, land: &Land) -> anyhow::Result<Self> {
        let ground = Ground::of(&recipe, land)?;
        let units = unit::key_units(&recipe, &ground);
        Ok(Self {
            premises: unit::premises(&recipe, &ground),
            stations: force::stations(&recipe, &ground),
            brigades: force::brigades(&recipe, &ground),
            micro_stations: force::micro_stations(&recipe, &ground, &units),
            waters: water::waters(&recipe, &ground),
            units,
            ground,
            recipe,
        })
    }

    /// Its roads.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.ground.network
    }

    /// What a map says of them.
    #[must_use]
    pub const fn road_source(&self) -> &Words {
        &self.recipe.roads.source
    }

    /// What stands in it, for a word to whoever waits.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            key_units: self.units.len(),
            small_premises: self.premises.len(),
            stations: self.stations.len(),
            micro_stations: self.micro_stations.len(),
            water_sources: self.waters.len(),
            junctions: self.network().junctions().len(),
        }
    }

    pub(crate) fn region(&self, spot: &Spot) -> Option<&RegionCode> {
        self.ground.towns.get(spot.town).map(|town| &town.region)
    }

    /// What somebody calls 119 for, and where it is.
    pub(crate) fn call(&self, random: &mut Random) -> Option<(&CallRecipe, Spot)> {
        let call = weighed(random, &self.recipe.calls, |call| call.share)?;
        let county = random.below(self.recipe.counties.len());
        let town = self.ground.town(county, 65, random)?;
        Some((call, self.ground.spot(town, [8.0, 40.0], random)?))
    }

    /// County, township, street and number.
    pub(crate) fn address(&self, spot: &Spot) -> String {
        let town = self.ground.towns.get(spot.town);
        let county = town.and_then(|town| self.recipe.counties.get(town.county));
        let (county, town) = (
            county.map_or("", |county| county.short.as_str()),
            town.map_or("", |town| town.name.as_str()),
        );
        // A county whose only township has its name is said once.
        let town = if town == county { "" } else { town };
        let number = format!("{}号", spot.number);
        run_on([county, town, spot.street.as_str(), number.as_str()])
    }
}

/// How large a city is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// 重点单位
    pub key_units: usize,
    /// 小场所
    pub small_premises: usize,
    /// 消防救援站
    pub stations: usize,
    /// 微型消防站
    pub micro_stations: usize,
    /// 消防水源
    pub water_sources: usize,
    /// Junctions of its roads.
    pub junctions: usize,
}

/// Names that are given once.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// The first of the names that is free, else the last with a number.
    fn free(&mut self, names: impl IntoIterator<Item = String>) -> String {
        let mut last = String::new();
        for name in names {
            if self.0.insert(name.clone()) {
                return name;
            }
            last = name;
        }
        let numbered = (2_u32..).map(|number| format!("{last}{number}部"));
        for name in numbered {
            if self.0.insert(name.clone()) {
                return name;
            }
        }
        last
    }
}

/// Numbers for one part of the city, so that a change of one part leaves the others as they are.
fn dice(recipe: &Recipe, part: u64) -> Random {
    Random::new(recipe.seed.wrapping_mul(0x100_0193) ^ part)
}

/// One of a list, each as likely as its share says.
fn weighed<'l, T>(random: &mut Random, list: &'l [T], share: fn(&T) -> usize) -> Option<&'l T> {
    let mut drawn = random.below(list.iter().map(share).sum());
    list.iter().find(|one| {
        let fits = drawn < share(one);
        drawn = drawn.saturating_sub(share(one));
        fits
    })
}

/// One of some words, or nothing where there are none.
fn word<'w>(random: &mut Random, words: &'w [String]) -> &'w str {
    random.one(words).map_or("", String::as_str)
}

/// A whole number from the first to the second, both included.
fn within(random: &mut Random, [least, most]: [usize; 2]) -> usize {
    least + random.below(most.saturating_sub(least) + 1)
}

/// A position in the way that the API takes it.
pub(crate) fn as_json(position: Wgs84) -> serde_json::Value {
    serde_json::json!({"longitude": position.longitude(), "latitude": position.latitude()})
}
