//! Water sources: hydrants along the streets, natural intakes in the country.

use base::run_on;

use super::{Ground, Spot, dice, within, word};
use crate::recipe::Recipe;

/// A water source.
#[derive(Clone, Debug)]
pub(crate) struct Water {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) state: WaterState,
    pub(crate) spot: Spot,
    /// Millimetres of its pipe.
    pub(crate) diameter: Option<i64>,
    /// Days since it was last looked at.
    pub(crate) checked_ago: usize,
}

/// How it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WaterState {
    Intact,
    Broken(String),
    OutOfUse(String),
}

/// Natural intakes of a county.
const NATURAL: usize = 6;

pub(super) fn waters(recipe: &Recipe, ground: &Ground) -> Vec<Water> {
    let mut random = dice(recipe, 6);
    let mut waters = Vec::new();
    for (at, county) in recipe.counties.iter().enumerate() {
        let short = county.short.as_str();
        let apart =
            |region: &base::RegionCode| county.set_apart.iter().any(|area| area.region == *region);
        let towns = ground.of_county(at, true);
        let in_zone = |town: &usize| {
            ground
                .towns
                .get(*town)
                .is_some_and(|town| apart(&town.region))
        };
        let zones: Vec<usize> = towns.iter().copied().filter(in_zone).collect();
        let streets: Vec<usize> = towns
            .iter()
            .copied()
            .filter(|town| !in_zone(town))
            .collect();
        let of_zones = county
            .set_apart
            .iter()
            .map(|area| area.hydrants)
            .sum::<usize>();
        for number in 0..county.hydrants + of_zones {
            let zone = number >= county.hydrants && !zones.is_empty();
            let town = if zone {
                random.one(&zones).copied()
            } else if random.below(100) < 80 && !streets.is_empty() {
                random.one(&streets).copied()
            } else {
                ground
                    .town(at, 0, &mut random)
                    .filter(|town| !in_zone(town))
            };
            let town = town.or_else(|| streets.first().copied());
            let spot = town.and_then(|town| ground.spot(town, [4.0, 7.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let drawn = random.below(100);
            let state = if drawn < 91 {
                WaterState::Intact
            } else if drawn < 98 {
                WaterState::Broken(word(&mut random, &recipe.water.broken).to_owned())
            } else {
                WaterState::OutOfUse(word(&mut random, &recipe.water.out_of_use).to_owned())
            };
            waters.push(Water {
                name: recipe.marked(&run_on([short, format!("XHS-{:04}", number + 1).as_str()])),
                kind: "hydrant",
                state,
                spot,
                diameter: random.one(&[100, 150, 150, 200, 300]).copied(),
                checked_ago: within(&mut random, [3, 170]),
            });
        }
        for number in 0..NATURAL.min(recipe.water.natural.len() * NATURAL) {
            let town = ground.town(at, 0, &mut random);
            let spot = town.and_then(|town| ground.spot(town, [40.0, 160.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let word = word(&mut random, &recipe.water.natural);
            waters.push(Water {
                name: recipe.marked(&run_on([short, word, (number + 1).to_string().as_str()])),
                kind: "natural",
                state: WaterState::Intact,
                spot,
                diameter: None,
                checked_ago: within(&mut random, [10, 300]),
            });
        }
    }
    waters
}
