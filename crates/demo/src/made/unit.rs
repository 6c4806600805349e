//! Key units with their detectors, and small premises with stand-alone alarms.

use base::{Random, run_on};
use wire::gb26875::{ComponentAddress, ComponentType};

use super::{Ground, Names, Spot, dice, weighed, within, word};
use crate::recipe::Recipe;

/// A key unit 消防安全重点单位.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) spot: Spot,
    pub(crate) floor_area: usize,
    pub(crate) storeys: usize,
    pub(crate) control_room: bool,
    /// Responsible person and their telephone.
    pub(crate) person: (String, String),
    /// The address of its transmitter on the wire.
    pub(crate) source_address: u64,
    /// How many detectors it has.
    pub(crate) points: usize,
    seed: u64,
}

/// Small premises 小场所.
#[derive(Clone, Debug)]
pub(crate) struct Premises {
    pub(crate) name: String,
    pub(crate) spot: Spot,
    pub(crate) floor_area: usize,
    /// How many stand-alone alarms hang in it.
    pub(crate) alarms: usize,
}

/// A detector or another point of a unit's installation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) floor: usize,
    pub(crate) room: &'static str,
    pub(crate) component: ComponentType,
    pub(crate) address: ComponentAddress,
}

/// 火灾报警系统 of GB/T 26875.3 table 4, number 1.
pub(crate) const SYSTEM: (u8, u8) = (1, 1);
/// Transmitters count from here: above those of the small sample.
const FIRST_SOURCE: u64 = 1_400_000;
/// Of a hundred units, so many stand in the seat of their county.
const URBAN: usize = 62;

const KINDS: [(usize, &str, &str, ComponentType); 6] = [
    (68, "smoke", "感烟", ComponentType(42)),
    (10, "heat", "感温", ComponentType(31)),
    (10, "manual_call", "手报", ComponentType(23)),
    (5, "electrical", "电气火灾", ComponentType(17)),
    (4, "water", "水流指示器", ComponentType(96)),
    (3, "gas", "可燃气体", ComponentType(11)),
];

const ROOMS: [&str; 12] = [
    "东侧走廊",
    "西侧走廊",
    "大厅",
    "楼梯间",
    "配电室",
    "厨房",
    "客房",
    "办公室",
    "库房",
    "机房",
    "会议室",
    "设备间",
];

impl Unit {
    /// Its points, the same each time.
    pub(crate) fn points(&self) -> impl Iterator<Item = Point> + use<> {
        let mut random = Random::new(self.seed);
        let (all, storeys) = (self.points, self.storeys.max(1));
        (0..all).map(move |number| {
            let mut share = random.below(100);
            let fits = |(of, ..): &&(usize, &str, &str, ComponentType)| {
                let fits = share < *of;
                share = share.saturating_sub(*of);
                fits
            };
            let (_, kind, name, component) = KINDS.iter().find(fits).copied().unwrap_or(KINDS[0]);
            // Spread over the storeys in turn, so that each has its own.
            let floor = 1 + number % storeys;
            let room = random.one(&ROOMS).copied().unwrap_or_default();
            let zone = u16::try_from(floor).unwrap_or(u16::MAX);
            let point = u16::try_from(number + 1).unwrap_or(u16::MAX);
            let address = ComponentAddress::of(zone, point);
            Point {
                kind,
                name,
                floor,
                room,
                component,
                address,
            }
        })
    }
}

impl Point {
    /// Where it hangs.
    pub(crate) fn place(&self) -> String {
        format!("{}层{}", self.floor, self.room)
    }
}

pub(super) fn key_units(recipe: &Recipe, ground: &Ground) -> Vec<Unit> {
    let mut random = dice(recipe, 1);
    let mut names = Names::default();
    let mut units = Vec::new();
    for (at, county) in recipe.counties.iter().enumerate() {
        for _ in 0..county.key_units {
            let Some(of) = weighed(&mut random, &recipe.units, |of| of.share) else {
                continue;
            };
            let spot = ground.town(at, URBAN, &mut random);
            let spot = spot.and_then(|town| ground.spot(town, [18.0, 45.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let (stem, end) = (
                word(&mut random, &recipe.stems),
                word(&mut random, &of.names),
            );
            let short = county.short.as_str();
            let plain = recipe.marked(&run_on([short, stem, end]));
            let by_street = recipe.marked(&run_on([short, stem, end, spot.street.as_str(), "店"]));
            let number = u64::try_from(units.len()).unwrap_or(u64::MAX);
            units.push(Unit {
                name: names.free([plain, by_street]),
                kind: of.kind.clone(),
                spot,
                floor_area: within(&mut random, of.floor_area),
                storeys: within(&mut random, of.storeys),
                control_room: random.below(100) < of.control_room,
                person: person(recipe, &mut random),
                source_address: FIRST_SOURCE + number,
                points: within(&mut random, recipe.points_of_a_unit),
                seed: random.next(),
            });
        }
    }
    units
}

pub(super) fn premises(recipe: &Recipe, ground: &Ground) -> Vec<Premises> {
    let mut random = dice(recipe, 2);
    let mut names = Names::default();
    let mut all = Vec::new();
    for (at, county) in recipe.counties.iter().enumerate() {
        for _ in 0..county.small_premises {
            let spot = ground.town(at, 50, &mut random);
            let spot = spot.and_then(|town| ground.spot(town, [8.0, 16.0], &mut random));
            let Some(spot) = spot else {
                continue;
            };
            let (family, end) = (
                word(&mut random, &recipe.families),
                word(&mut random, &recipe.small_premises),
            );
            let short = county.short.as_str();
            let plain = recipe.marked(&run_on([short, family, "记", end]));
            let by_street =
                recipe.marked(&run_on([short, spot.street.as_str(), family, "记", end]));
            all.push(Premises {
                name: names.free([plain, by_street]),
                spot,
                floor_area: within(&mut random, [20, 180]),
                alarms: 0,
            });
        }
    }
    let shops = all.len().max(1);
    for (number, shop) in all.iter_mut().enumerate() {
        let (each, more) = (
            recipe.standalone_alarms / shops,
            recipe.standalone_alarms % shops,
        );
        shop.alarms = each + usize::from(number < more);
    }
    all
}

/// A name, and a telephone number of the range that is kept free for invented ones.
pub(super) fn person(recipe: &Recipe, random: &mut Random) -> (String, String) {
    let family = word(random, &recipe.families);
    let name = run_on([family, word(random, &recipe.given)]);
    (name, format!("1390000{:04}", random.below(10_000)))
}
