//! What a synthetic city is made of, as its pack says it in `demo/city.json`: how many of what, and
//! the words that names are put together from.

use base::RegionCode;
use dispatch::IncidentKind;
use serde::Deserialize;

/// A recipe. Every list holds at least one thing ([`Recipe::from_json`]).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// A remark: which counts are facts, and of what year.
    pub note: String,
    /// What stands behind every name that is made up.
    pub mark: String,
    /// Another seed makes another city of the same size.
    pub seed: u64,
    /// The roads.
    pub roads: RoadRecipe,
    /// The counties.
    pub counties: Vec<County>,
    /// The beginnings of units' names.
    pub stems: Vec<String>,
    /// Kinds of key units 消防安全重点单位.
    pub units: Vec<UnitRecipe>,
    /// The ends of small premises' names 小场所.
    pub small_premises: Vec<String>,
    /// Family names.
    pub families: Vec<String>,
    /// Given names.
    pub given: Vec<String>,
    /// What stands before the number on a vehicle's plate.
    #[serde(default)]
    pub plates: String,
    /// Kinds of vehicles.
    pub vehicles: Vec<VehicleRecipe>,
    /// Words about water sources.
    pub water: WaterRecipe,
    /// What operators write when they verify an alarm.
    pub alarms: AlarmRecipe,
    /// What people call 119 for.
    pub calls: Vec<CallRecipe>,
    /// Organisations: the fire brigade and service bodies.
    pub organisations: Vec<OrganisationRecipe>,
    /// How much happens.
    pub pace: Pace,
    /// Micro-stations 微型消防站 that belong to key units; those of communities stand with the counties.
    pub micro_stations_of_units: usize,
    /// Detectors of a key unit, at least and at most.
    pub points_of_a_unit: [usize; 2],
    /// Stand-alone alarms 独立式烟感 of all small premises together.
    pub standalone_alarms: usize,
    /// The years of the plan that lie behind the city; without them nothing of the evaluation is made up.
    pub plan_years: Option<PlanYears>,
}

/// What is made up of the years of a plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanYears {
    /// The first and the last.
    pub years: [i16; 2],
    /// Departments, where an evaluation asks of each and lists none.
    pub departments: Vec<String>,
    /// What education venues are called.
    pub venues: VenueWords,
    /// What an open day of a station is called.
    pub open_day: String,
    /// What grid workers are trained in.
    pub training: String,
}

/// What education venues 消防科普教育基地 are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueWords {
    /// The city's.
    pub of_city: String,
    /// A county's, behind its name.
    pub of_county: String,
}

/// What roads are drawn and named by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadRecipe {
    /// Roughly so many junctions.
    pub junctions: u32,
    /// What the map says of them.
    pub source: Words,
    /// The beginnings of streets' names.
    pub stems: Vec<String>,
    /// Behind the stem of a street from west to east.
    pub across: String,
    /// Behind the stem of one from south to north.
    pub along: String,
    /// Before the number of a county road.
    pub county_road: String,
    /// The name of the expressway.
    pub expressway: String,
}

/// A text in two languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A county and what stands in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// Its region code.
    pub region: RegionCode,
    /// Its name in other names.
    pub short: String,
    /// Its seat: longitude and latitude.
    pub seat: [f64; 2],
    /// Key units.
    pub key_units: usize,
    /// Small premises.
    pub small_premises: usize,
    /// Hydrants, without those of what is set apart.
    pub hydrants: usize,
    /// Micro-stations of communities.
    pub micro_stations: usize,
    /// Full-time brigades of towns 乡镇专职消防队.
    pub town_brigades: usize,
    /// Fire stations.
    pub stations: Vec<Station>,
    /// Areas of it that count by themselves.
    #[serde(default)]
    pub set_apart: Vec<SetApart>,
}

/// An area inside a county that counts by itself, such as a development zone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetApart {
    /// Its region code, of a township's length.
    pub region: RegionCode,
    /// Its name.
    pub name: String,
    /// Its hydrants.
    pub hydrants: usize,
}

/// A fire station.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Its class, as the register has it.
    pub class: String,
    /// The classes of its vehicles.
    pub vehicles: Vec<String>,
}

/// A kind of key unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRecipe {
    /// As the register has it.
    pub kind: String,
    /// Its share of all, beside the others'.
    pub share: usize,
    /// The ends of their names.
    pub names: Vec<String>,
    /// Floor area in m², at least and at most.
    pub floor_area: [usize; 2],
    /// Storeys, at least and at most.
    pub storeys: [usize; 2],
    /// How many of a hundred have a control room.
    pub control_room: usize,
}

/// A class of vehicle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleRecipe {
    /// As the register has it.
    pub class: String,
    /// What crews call it.
    pub name: String,
    /// Its model.
    pub model: String,
    /// Litres of water.
    pub water: Option<i64>,
    /// Litres of foam.
    pub foam: Option<i64>,
    /// Reach in decimetres.
    pub reach: Option<i64>,
    /// Seats.
    pub seats: i64,
}

/// What is wrong with water sources, and what natural ones are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaterRecipe {
    /// Of broken ones.
    pub broken: Vec<String>,
    /// Of those out of use.
    pub out_of_use: Vec<String>,
    /// Natural intakes.
    pub natural: Vec<String>,
}

/// Notes of operators, by what they found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmRecipe {
    /// 误报
    pub false_notes: Vec<String>,
    /// 测试
    pub test_notes: Vec<String>,
    /// 属实
    pub real_notes: Vec<String>,
}

/// A kind of call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecipe {
    /// What it is.
    pub kind: IncidentKind,
    /// Its share of all, beside the others'.
    pub share: usize,
    /// What callers say.
    pub what: Vec<String>,
    /// How it ends.
    pub ends: Vec<String>,
    /// Minutes at the scene, at least and at most.
    pub minutes: [usize; 2],
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationRecipe {
    /// Its name.
    pub name: String,
    /// As the register has it.
    pub kind: String,
}

/// How much happens in a day of the city's own clock.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Device alarms.
    pub alarms_a_day: f64,
    /// Faults of devices.
    pub faults_a_day: f64,
    /// Calls.
    pub calls_a_day: f64,
    /// Days of history behind today.
    pub days_of_history: u32,
}

/// A recipe that nothing can be made from.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// It is not of the expected form.
    #[error("it is no recipe of a synthetic city: {0}")]
    Form(#[from] serde_json::Error),
    /// A list that has to hold something is empty.
    #[error("'{0}' is empty")]
    Empty(&'static str),
    /// A station has a vehicle of a class that no recipe says.
    #[error("'{station}' has a vehicle of class '{class}', which 'vehicles' does not know")]
    Vehicle {
        /// The station.
        station: String,
        /// The class.
        class: String,
    },
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`].
    pub fn from_json(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = serde_json::from_str(text)?;
        let lists = [
            ("counties", recipe.counties.is_empty()),
            ("stems", recipe.stems.is_empty()),
            (
                "units",
                recipe.units.iter().all(|unit| unit.names.is_empty()),
            ),
            ("small_premises", recipe.small_premises.is_empty()),
            ("families", recipe.families.is_empty()),
            ("given", recipe.given.is_empty()),
            ("roads.stems", recipe.roads.stems.is_empty()),
            (
                "calls",
                recipe.calls.iter().all(|call| call.what.is_empty()),
            ),
        ];
        if let Some((list, _)) = lists.into_iter().find(|(_, empty)| *empty) {
            return Err(RecipeError::Empty(list));
        }
        let stations = recipe.counties.iter().flat_map(|county| &county.stations);
        for station in stations {
            let unknown = |class: &&String| recipe.vehicle(class).is_none();
            if let Some(class) = station.vehicles.iter().find(unknown) {
                return Err(RecipeError::Vehicle {
                    station: station.name.clone(),
                    class: class.clone(),
                });
            }
        }
        Ok(recipe)
    }

    /// The regions that it names.
    pub fn counties(&self) -> impl Iterator<Item = &RegionCode> {
        let apart = self.counties.iter().flat_map(|county| &county.set_apart);
        let counties = self.counties.iter().map(|county| &county.region);
        counties.chain(apart.map(|area| &area.region))
    }

    /// What is said of a class of vehicles.
    #[must_use]
    pub fn vehicle(&self, class: &str) -> Option<&VehicleRecipe> {
        self.vehicles.iter().find(|one| one.class == class)
    }

    /// A name with the mark behind it.
    #[must_use]
    pub fn marked(&self, name: &str) -> String {
        format!("{name}{}", self.mark)
    }
}
