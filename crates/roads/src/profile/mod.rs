//! 通行档案 profiles: what moves along the roads, as data: where it goes, how fast, and what it may ignore.
//!
//! A profile is a JSON record ([`Profile::from_json`]); four stand ready ([`Profile::named`]). Their
//! figures are assumptions of ours, from no standard: a city replaces them by what its own runs say.
//!
//! What a profile does not decide, because nothing reads it yet: tags that count at some hours only.

mod barriers;
mod measure;

use std::collections::BTreeMap;

use serde::Deserialize;

use barriers::Barriers;
pub(crate) use measure::{metres, tonnes};

use crate::barrier::{Barrier, Passing};
use crate::class::Class;
use crate::network::TurnRule;
use crate::speed::{Speed, SpeedTable};

/// Why a profile is none.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No such record.
    #[error("the profile is not the record that it should be")]
    Json(#[from] serde_json::Error),
    /// A speed that nothing on roads has.
    #[error("{field}: {kmh} km/h is no speed on a road; give 1 to {FASTEST}")]
    Speed {
        /// Where it stands.
        field: String,
        /// What stands there.
        kmh: u32,
    },
    /// A class that OpenStreetMap does not have, or this program does not know.
    #[error("{field}: there is no class of road `{class}`")]
    Class {
        /// Where it stands.
        field: &'static str,
        /// What stands there.
        class: String,
    },
    /// No class has a speed.
    #[error("speeds_kmh: it drives on no road at all; give one class a speed")]
    NoRoad,
    /// A weight or size that is none.
    #[error("size.{0} must be more than 0 and less than 200")]
    Size(&'static str),
    /// A kind of barrier that this program does not know.
    #[error("barriers.kinds: there is no kind of barrier `{0}`")]
    Barrier(String),
    /// A delay after which nobody waits any more.
    #[error(
        "{field}: nobody waits {seconds} s for it; give 1 to {}, or `closed`",
        barriers::LONGEST
    )]
    Delay {
        /// Where it stands.
        field: String,
        /// What stands there.
        seconds: u32,
    },
}

/// km/h: nothing that goes to a fire is faster.
const FASTEST: u32 = 150;

/// A key that says who may use a way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessKey {
    pub(crate) key: String,
    /// Whether a value that keeps nobody out opens ways that want leave.
    pub(crate) gives_leave: bool,
    /// How a barrier is passed to which such a value gives leave; none where that is as without.
    #[serde(default)]
    pub(crate) past_barriers: Option<Passing>,
}

/// What a rule of the road counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    Obeyed,
    Ignored,
}

/// What the signs of single roads count for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Signs {
    Respected,
    Ignored,
}

/// What has to pass: a road with a lower limit is closed to it. None stands for what never matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Size {
    pub(crate) weight_t: Option<f64>,
    pub(crate) height_m: Option<f64>,
    pub(crate) width_m: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    zh: String,
    en: String,
}

/// The record as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: String,
    label: Label,
    speeds_kmh: BTreeMap<String, u32>,
    surfaces_kmh: BTreeMap<String, u32>,
    only_with_leave: Vec<String>,
    access: Vec<AccessKey>,
    kept_out_by: Vec<String>,
    one_way: Rule,
    turns: Rule,
    counts_as: Vec<String>,
    signs: Signs,
    size: Size,
    barriers: barriers::Record,
}

/// 通行档案 what moves along the roads.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    name: String,
    label: Label,
    speeds: BTreeMap<Class, Speed>,
    surfaces: BTreeMap<String, Speed>,
    only_with_leave: Vec<Class>,
    pub(crate) access: Vec<AccessKey>,
    pub(crate) kept_out_by: Vec<String>,
    pub(crate) one_way: Rule,
    turns: Rule,
    /// What it is in the words of turn restrictions.
    counts_as: Vec<String>,
    pub(crate) signs: Signs,
    pub(crate) size: Size,
    barriers: Barriers,
}

impl Default for Profile {
    /// The fire engine, as `fire_engine` has it; a test holds both together.
    fn default() -> Self {
        let speeds = SpeedTable::default();
        let for_feet = [Class::Footway, Class::Path, Class::Steps, Class::Cycleway];
        let driven = Class::ALL.into_iter();
        let driven = driven.filter(|class| !for_feet.contains(class));
        let key = |key: &str, past_barriers: Option<Passing>| AccessKey {
            key: key.to_owned(),
            gives_leave: past_barriers.is_some(),
            past_barriers,
        };
        Self {
            name: "fire_engine".to_owned(),
            label: Label {
                zh: "消防车".to_owned(),
                en: "Fire engine".to_owned(),
            },
            speeds: driven.map(|class| (class, speeds.speed(class))).collect(),
            surfaces: BTreeMap::new(),
            only_with_leave: vec![Class::Pedestrian, Class::Track],
            access: vec![
                key("emergency", Some(Passing::OpensInS(15))),
                key("motor_vehicle", Some(Passing::Free)),
                key("vehicle", None),
                key("access", None),
            ],
            kept_out_by: vec!["no".to_owned()],
            one_way: Rule::Obeyed,
            turns: Rule::Ignored,
            counts_as: ["emergency", "hgv", "motor_vehicle", "vehicle"]
                .map(str::to_owned)
                .to_vec(),
            signs: Signs::Respected,
            size: Size::default(),
            barriers: Barriers::default(),
        }
    }
}

const READY: [(&str, &str); 4] = [
    (
        "fire_engine",
        include_str!("../../profiles/fire_engine.json"),
    ),
    (
        "light_vehicle",
        include_str!("../../profiles/light_vehicle.json"),
    ),
    (
        "micro_station",
        include_str!("../../profiles/micro_station.json"),
    ),
    (
        "electric_cart",
        include_str!("../../profiles/electric_cart.json"),
    ),
];

impl Profile {
    /// The names of those that stand ready.
    pub fn names() -> impl Iterator<Item = &'static str> {
        READY.into_iter().map(|(name, _)| name)
    }

    /// One that stands ready.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, json) = READY.into_iter().find(|(ready, _)| *ready == name)?;
        // A test reads them all.
        Self::from_json(json).ok()
    }

    /// From a record.
    ///
    /// # Errors
    /// [`ProfileError`]: an unknown or missing field, and whatever is absurd.
    pub fn from_json(json: &str) -> Result<Self, ProfileError> {
        let record: Record = serde_json::from_str(json)?;
        let mut speeds = BTreeMap::new();
        for (word, kmh) in &record.speeds_kmh {
            let class = class("speeds_kmh", word)?;
            speeds.insert(class, speed("speeds_kmh", word, *kmh)?);
        }
        if speeds.is_empty() {
            return Err(ProfileError::NoRoad);
        }
        let mut surfaces = BTreeMap::new();
        for (word, kmh) in record.surfaces_kmh {
            let speed = speed("surfaces_kmh", &word, kmh)?;
            surfaces.insert(word, speed);
        }
        let leave = record.only_with_leave.iter();
        let leave: Result<Vec<Class>, _> =
            leave.map(|word| class("only_with_leave", word)).collect();
        believed(record.size)?;
        barriers::believed_keys(&record.access)?;
        Ok(Self {
            name: record.name,
            label: record.label,
            speeds,
            surfaces,
            only_with_leave: leave?,
            access: record.access,
            kept_out_by: record.kept_out_by,
            one_way: record.one_way,
            turns: record.turns,
            counts_as: record.counts_as,
            signs: record.signs,
            size: record.size,
            barriers: Barriers::from_record(record.barriers)?,
        })
    }

    /// Its key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is called, in Chinese and in English.
    #[must_use]
    pub fn label(&self) -> [&str; 2] {
        [&self.label.zh, &self.label.en]
    }

    /// The table of its speeds. What signs and surfaces say stands with the roads that are read for it.
    #[must_use]
    pub fn speeds(&self) -> SpeedTable {
        let speeds = self.speeds.iter();
        speeds.fold(SpeedTable::default(), |table, (class, speed)| {
            table.with(*class, *speed)
        })
    }

    /// Whether it moves on roads of this class at all.
    #[must_use]
    pub fn drives_on(&self, class: Class) -> bool {
        self.speeds.contains_key(&class)
    }

    /// How it gets past a barrier. Sizes decide first, then a word that keeps it out, then the kind and
    /// whether it is locked; a word that lets it in makes that easier and never harder.
    #[must_use]
    pub fn passing(&self, barrier: &Barrier) -> Passing {
        self.barriers.passing(barrier, self)
    }

    /// Whether a turn that this rule forbids is forbidden to it. An engine on an urgent task is bound by no
    /// direction where it is safe (《道路交通安全法》第五十三条), and its profile says so.
    #[must_use]
    pub fn is_bound_by(&self, rule: &TurnRule) -> bool {
        let is_meant = |word: &String| self.counts_as.contains(word);
        self.turns == Rule::Obeyed
            && rule.only_for.as_ref().is_none_or(is_meant)
            && !rule.except.iter().any(is_meant)
    }

    pub(crate) fn wants_leave(&self, class: Class) -> bool {
        self.only_with_leave.contains(&class)
    }

    pub(crate) fn on_surface(&self, surface: &str) -> Option<Speed> {
        self.surfaces.get(surface).copied()
    }
}

fn class(field: &'static str, word: &str) -> Result<Class, ProfileError> {
    Class::from_highway(word).ok_or_else(|| ProfileError::Class {
        field,
        class: word.to_owned(),
    })
}

fn speed(field: &str, word: &str, kmh: u32) -> Result<Speed, ProfileError> {
    let believed = Speed::from_kmh(kmh).filter(|_| kmh <= FASTEST);
    believed.ok_or_else(|| ProfileError::Speed {
        field: format!("{field}.{word}"),
        kmh,
    })
}

fn believed(size: Size) -> Result<(), ProfileError> {
    let parts = [
        ("weight_t", size.weight_t),
        ("height_m", size.height_m),
        ("width_m", size.width_m),
    ];
    for (field, value) in parts {
        if value.is_some_and(|value| !(value > 0.0 && value < 200.0)) {
            return Err(ProfileError::Size(field));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
