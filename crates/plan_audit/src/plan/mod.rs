//! The plan as data: what it prints, where, and what of. Nothing in it says what is wrong.
//!
//! A pack keeps it as JSON files of any division; all of them together are one [`Plan`]. Numbers are
//! texts exactly as printed, misprints included, each with the line of the plan's text.

mod facilities;
mod prose;
mod read;
mod scores;
mod table;

pub use facilities::{Project, ProjectList, Schedule, Scheduled, Standard};
pub use prose::{
    Growth, Indicator, Milestone, Minimum, NameList, Product, Requirement, Share, Statement,
    Target, Title,
};
pub use read::PlanError;
pub use scores::{Block, Chapter, Deduction, Item};
pub use table::{Column, Row, Table};

use serde::Deserialize;

use crate::names::{plain, plain_letters};
use crate::period::Period;

/// A five-year plan as data.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// The years it plans for, as `2021-2025`.
    pub period: String,
    /// Which areas make up which.
    pub areas: Vec<AreaParts>,
    /// Names for the same area or quantity.
    pub aliases: Vec<Alias>,
    /// Tables of figures.
    pub tables: Vec<Table>,
    /// Figures in sentences.
    pub statements: Vec<Statement>,
    /// Growth in sentences.
    pub growths: Vec<Growth>,
    /// Shares in sentences whose parts are printed beside them.
    pub shares: Vec<Share>,
    /// Products in sentences whose factors are printed beside them.
    pub products: Vec<Product>,
    /// What is to be reached by when.
    pub targets: Vec<Target>,
    /// What every year is measured by.
    pub requirements: Vec<Requirement>,
    /// What is to be finished by when.
    pub milestones: Vec<Milestone>,
    /// Shares of a whole that every year has to bring.
    pub minimums: Vec<Minimum>,
    /// Headline indicators.
    pub indicators: Vec<Indicator>,
    /// Lists of names.
    pub lists: Vec<NameList>,
    /// Numbered titles: contents, headings, boxes.
    pub titles: Vec<Title>,
    /// The evaluation's chapters with their blocks and items.
    pub evaluation: Vec<Chapter>,
    /// Lists of building projects.
    pub projects: Vec<ProjectList>,
    /// Sentences that say which project is finished when.
    pub schedules: Vec<Schedule>,
    /// What projects of a class have to be like.
    pub standards: Vec<Standard>,
}

/// An area and what it is made of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaParts {
    /// The whole.
    pub name: String,
    /// Its parts, none of them twice, together all of it.
    pub parts: Vec<String>,
}

/// A name and what else the plan calls the same thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The name that counts.
    pub name: String,
    /// Others for it.
    pub also: Vec<String>,
}

impl Plan {
    /// The one name of an area or a quantity, whatever the plan calls it in this place.
    pub fn called(&self, name: &str) -> String {
        let name = plain(name);
        self.aliases
            .iter()
            .find(|alias| {
                alias
                    .also
                    .iter()
                    .any(|also| plain_letters(also).eq(name.chars()))
            })
            .map_or(name, |alias| plain(&alias.name))
    }

    /// The parts of an area by the names that count; empty for one that has none.
    pub fn parts(&self, area: &str) -> Vec<String> {
        self.areas
            .iter()
            .find(|whole| self.called(&whole.name) == area)
            .map(|whole| whole.parts.iter().map(|part| self.called(part)).collect())
            .unwrap_or_default()
    }

    /// The area that is part of no other: the first that is named with parts.
    pub fn whole(&self) -> String {
        self.areas
            .first()
            .map(|whole| self.called(&whole.name))
            .unwrap_or_default()
    }

    /// The name that counts of the area that is meant where `area` is printed; the whole for nothing.
    pub fn area(&self, area: Option<&str>) -> String {
        area.map_or_else(|| self.whole(), |area| self.called(area))
    }

    /// The years it plans for.
    pub fn years(&self) -> Option<Period> {
        Period::named(&self.period)
    }
}
