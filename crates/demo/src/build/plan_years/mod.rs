//! 规划期 the years of the plan as they did not happen: control rooms with operators, grid cells, venues, open
//! days, what years closed with, and what was entered for the evaluation and confirmed.
//!
//! Each assessed area has a luck of its own that grows from year to year, so that the fourteen differ and get
//! better; some things nobody entered.

mod closed;
mod entries;
mod grid;
mod nouns;
mod value;

use std::time::Instant;

use base::{Random, Uuid};
use register::Value;

use super::Site;
use super::registers::Row;
use super::sheet::Sheet;
use super::told;
use crate::made::City;
use crate::recipe::PlanYears;

/// Enters what is not there; where the recipe says no years, nothing.
pub(super) async fn enter(
    city: &City,
    site: &Site,
    to: &Sheet,
    say: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<()> {
    let Some(years) = &city.recipe.plan_years else {
        return Ok(());
    };
    let areas = Areas::read(to, city.recipe.seed).await?;
    let stage = Stage {
        city,
        site,
        to,
        years,
        areas: &areas,
    };
    let begun = Instant::now();
    let entered = nouns::enter(&stage).await?;
    told(
        say,
        "控制室、基地与开放日 control rooms, venues, open days",
        entered,
        begun,
    );
    let begun = Instant::now();
    let entered = grid::enter(&stage).await?;
    told(
        say,
        "网格与网格员培训 grid cells and trainings",
        entered,
        begun,
    );
    let begun = Instant::now();
    let entered = closed::enter(&stage).await?;
    told(
        say,
        "火灾统计、经费与项目 closed years and projects",
        entered,
        begun,
    );
    let begun = Instant::now();
    let entered = entries::enter(&stage).await?;
    told(say, "考核填报 evaluation entries", entered, begun);
    Ok(())
}

/// What all parts stand on.
struct Stage<'s> {
    city: &'s City,
    site: &'s Site,
    to: &'s Sheet,
    years: &'s PlanYears,
    areas: &'s Areas,
}

impl Stage<'_> {
    fn dice(&self, part: u64) -> Random {
        Random::new(self.city.recipe.seed ^ 0x91a0 ^ part << 32)
    }

    fn marked(&self, name: &str) -> String {
        self.city.recipe.marked(name)
    }

    fn years(&self) -> impl Iterator<Item = i16> + use<> {
        let [first, last] = self.years.years;
        first..=last
    }
}

/// The assessed areas of the city.
struct Areas(Vec<Area>);

/// An assessed area.
struct Area {
    id: Uuid,
    name: String,
    includes: Vec<String>,
    excludes: Vec<String>,
    /// How well it does in the first year, between 0 and 1.
    luck: f64,
}

/// How much better an area gets in a year.
const GROWTH: f64 = 0.055;

impl Areas {
    async fn read(to: &Sheet, seed: u64) -> anyhow::Result<Self> {
        let mut random = Random::new(seed ^ 0xa7ea);
        let (def, rows) = to.all("assessed_area").await?;
        let codes = |row: &register::Stored, field: &str| {
            let text = row.value(def, field).and_then(Value::as_text);
            let codes = text.unwrap_or_default().split_whitespace();
            codes.map(str::to_owned).collect()
        };
        let mut areas: Vec<Area> = rows
            .iter()
            .map(|row| Area {
                id: row.id,
                name: row
                    .value(def, "name")
                    .and_then(Value::as_text)
                    .unwrap_or_default()
                    .to_owned(),
                includes: codes(row, "includes"),
                excludes: codes(row, "excludes"),
                luck: 0.0,
            })
            .collect();
        areas.sort_by(|a, b| a.includes.cmp(&b.includes));
        for area in &mut areas {
            area.luck = random.between(0.5, 0.78);
        }
        Ok(Self(areas))
    }

    /// The area that a region lies in.
    fn of(&self, code: &str) -> Option<&Area> {
        let lies_in = |codes: &[String]| codes.iter().any(|one| code.starts_with(one.as_str()));
        let mut areas = self.0.iter();
        areas.find(|area| lies_in(&area.includes) && !lies_in(&area.excludes))
    }
}

impl Area {
    /// How well it does in a year of the plan.
    fn luck_in(&self, year: i16, first: i16) -> f64 {
        (self.luck + GROWTH * f64::from(year - first)).min(0.98)
    }

    /// The region that stands for it.
    fn region(&self) -> &str {
        self.includes.first().map_or("", String::as_str)
    }
}

/// `2023-04-09`
fn day(year: i16, month: usize, day: usize) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// A day of a month by chance; the 29th and later are left to those that have them.
fn some_day(random: &mut Random, year: i16, month: usize) -> String {
    day(year, month, 1 + random.below(28))
}

type Rows = Vec<Row>;
