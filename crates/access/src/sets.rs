//! Sets: where an account may act. Decided here and nowhere else.
//!
//! Four sets bind an account: areas (region codes), sectors 行业 (a sector department's), the own
//! unit, and client units (a service body's customers). Areas and sectors narrow each other, own and
//! client units are one set: a subject is inside when **every** set that is there holds it. A
//! subject that does not know what a set asks for is outside of it.
//!
//! Invariant: [`Scope::admits`] and [`Scope::narrowing`] say the same of every subject; a test holds
//! them against each other.

use std::fmt;
use std::str::FromStr;

use base::{RegionCode, Uuid};
use serde::{Deserialize, Serialize};

use crate::role::{Binding, Role};

/// 行业 a sector as the registers write it: 1 to 40 of a–z, 0–9, `_`, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sector(String);

/// A text that names no sector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no sector: write 1 to 40 of a-z, 0-9, '_', a letter first")]
pub struct SectorError(String);

impl Sector {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Sector {
    type Err = SectorError;

    fn from_str(text: &str) -> Result<Self, SectorError> {
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if first && text.len() <= 40 && text.bytes().all(known) {
            Ok(Self(text.to_owned()))
        } else {
            Err(SectorError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Sector {
    type Error = SectorError;

    fn try_from(text: String) -> Result<Self, SectorError> {
        text.parse()
    }
}

impl From<Sector> for String {
    fn from(sector: Sector) -> Self {
        sector.0
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The sets that bind an account or a token, as they are written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets {
    /// Regions with everything in them; none means the whole city.
    pub areas: Vec<RegionCode>,
    /// Sectors; none means all.
    pub sectors: Vec<Sector>,
    /// The own unit 本单位.
    pub unit: Option<Uuid>,
    /// 服务对象 the units that a service body works for.
    pub clients: Vec<Uuid>,
    /// 所属机构 the organisation that the account acts for. It narrows nothing: it is who one is, and
    /// what is asked of that organisation is asked of the account.
    pub organisation: Option<Uuid>,
}

/// Why sets do not go with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetsError {
    /// The role has nothing without an area.
    #[error("this role needs at least one area")]
    AreaMissing,
    /// The role has nothing without a unit.
    #[error("this role needs its own unit or client units")]
    UnitMissing,
    /// The role is not bound by units.
    #[error("this role is not bound to units")]
    UnitsUnfit,
    /// The role is not bound by sectors.
    #[error("this role is not bound to sectors")]
    SectorsUnfit,
    /// More entries than a set holds.
    #[error("a set holds at most 500 entries")]
    TooMany,
}

/// A set holds no more: it goes into every list's question.
const MOST: usize = 500;

impl Sets {
    /// Areas alone; none means the whole city.
    #[must_use]
    pub fn of_areas(areas: Vec<RegionCode>) -> Self {
        Self {
            areas,
            ..Self::default()
        }
    }

    /// Whether these sets go with a role.
    ///
    /// # Errors
    /// [`SetsError`].
    pub fn fit(&self, role: Role) -> Result<(), SetsError> {
        let most = [self.areas.len(), self.sectors.len(), self.clients.len()];
        if most.into_iter().any(|count| count > MOST) {
            return Err(SetsError::TooMany);
        }
        let binding = role.binding();
        if !self.sectors.is_empty() && !matches!(binding, Binding::Sectors | Binding::Any) {
            return Err(SetsError::SectorsUnfit);
        }
        if self.has_units() && !matches!(binding, Binding::Units | Binding::Any) {
            return Err(SetsError::UnitsUnfit);
        }
        match binding {
            Binding::Areas if self.areas.is_empty() => Err(SetsError::AreaMissing),
            Binding::Units if !self.has_units() => Err(SetsError::UnitMissing),
            _ => Ok(()),
        }
    }

    /// Whether units or sectors bind: then operations whose subjects know their region alone have
    /// nothing to show.
    #[must_use]
    pub fn bind_closer_than_regions(&self) -> bool {
        self.has_units() || !self.sectors.is_empty()
    }

    fn has_units(&self) -> bool {
        self.unit.is_some() || !self.clients.is_empty()
    }

    fn units(&self) -> Vec<Uuid> {
        self.unit.iter().chain(&self.clients).copied().collect()
    }
}

/// What is known of a subject that somebody wants to see or change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Its region code.
    pub region: Option<&'a str>,
    /// The unit it belongs to; for a unit itself, its id.
    pub unit: Option<Uuid>,
    /// The sector it belongs to.
    pub sector: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// A subject that knows its region and nothing else.
    #[must_use]
    pub const fn in_region(region: Option<&'a str>) -> Self {
        Self {
            region,
            unit: None,
            sector: None,
        }
    }
}

/// Which of the sets' questions the rows of a table can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knows {
    /// A column with the region code.
    pub region: bool,
    /// A column with the unit.
    pub unit: bool,
    /// A column with the sector.
    pub sector: bool,
}

/// How a list narrows its question to what an account may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// There is nothing to see: ask nothing.
    Nothing,
    /// Rows for which each list that is not empty holds: the region begins with one of `regions`
    /// (and is a valid code), the unit is one of `units`, the sector one of `sectors`. Three empty
    /// lists are everything. An empty column is outside of a list that is there.
    Within {
        /// Region codes; prefixes.
        regions: Vec<RegionCode>,
        /// Units.
        units: Vec<Uuid>,
        /// Sectors.
        sectors: Vec<Sector>,
    },
}

/// Where somebody may act. The default is nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Option<Bounds>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bounds {
    areas: Vec<RegionCode>,
    sectors: Vec<Sector>,
    units: Vec<Uuid>,
}

impl Scope {
    /// The scope of a role with these sets; sets that do not go with the role are nowhere.
    #[must_use]
    pub fn of(role: Role, sets: &Sets) -> Self {
        if sets.fit(role).is_err() {
            return Self(None);
        }
        Self(Some(Bounds {
            areas: sets.areas.clone(),
            sectors: sets.sectors.clone(),
            units: sets.units(),
        }))
    }

    /// Whether the subject is inside.
    #[must_use]
    pub fn admits(&self, subject: &Subject<'_>) -> bool {
        let Some(bounds) = &self.0 else { return false };
        let units = &bounds.units;
        covers(&bounds.areas, subject.region)
            && (units.is_empty() || subject.unit.is_some_and(|unit| units.contains(&unit)))
            && (bounds.sectors.is_empty()
                || subject
                    .sector
                    .is_some_and(|sector| bounds.sectors.iter().any(|one| one.as_str() == sector)))
    }

    /// Everywhere: the program's own doing.
    pub(crate) fn everywhere() -> Self {
        Self(Some(Bounds::default()))
    }

    /// Whether everything that these sets name is inside: nobody gives away more than they hold.
    #[must_use]
    pub fn holds(&self, sets: &Sets) -> bool {
        fn within<T>(own: &[T], given: &[T], has: impl Fn(&T, &T) -> bool) -> bool {
            // No set is everything: it fits into no set that is there.
            own.is_empty()
                || !given.is_empty() && given.iter().all(|one| own.iter().any(|own| has(own, one)))
        }
        self.0.as_ref().is_some_and(|own| {
            within(&own.areas, &sets.areas, RegionCode::contains)
                && within(&own.sectors, &sets.sectors, Sector::eq)
                && within(&own.units, &sets.units(), Uuid::eq)
        })
    }

    /// What a list of rows that know this much must narrow to.
    #[must_use]
    pub fn narrowing(&self, knows: Knows) -> Narrowing {
        let Some(bounds) = &self.0 else {
            return Narrowing::Nothing;
        };
        let blind = !bounds.areas.is_empty() && !knows.region
            || !bounds.units.is_empty() && !knows.unit
            || !bounds.sectors.is_empty() && !knows.sector;
        if blind {
            return Narrowing::Nothing;
        }
        Narrowing::Within {
            regions: bounds.areas.clone(),
            units: bounds.units.clone(),
            sectors: bounds.sectors.clone(),
        }
    }
}

/// Whether an account with these areas may see or change a subject in `region`; none of them means
/// the whole city. A subject whose region nobody knows belongs to those who answer for the whole
/// city only.
#[must_use]
pub fn covers(areas: &[RegionCode], region: Option<&str>) -> bool {
    areas.is_empty()
        || region
            .and_then(|text| text.parse::<RegionCode>().ok())
            .is_some_and(|region| areas.iter().any(|area| area.contains(&region)))
}

#[cfg(test)]
#[path = "sets_tests.rs"]
mod tests;
