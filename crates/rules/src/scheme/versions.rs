//! Versions of an evaluation: which one is in force.

use base::Date;

use super::Scheme;

/// All versions of one evaluation, in any order.
#[derive(Clone, Debug, Default)]
pub struct Versions(Vec<Scheme>);

/// Why no version can be named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// None is.
    #[error("no version of the evaluation is in force on {day}; enter one that begins by then")]
    NoneInForce {
        /// The day.
        day: String,
    },
    /// More than one is.
    #[error("{} are in force on {day}; end all but one before it", versions.join(" and "))]
    SeveralInForce {
        /// The day.
        day: String,
        /// Their names.
        versions: Vec<String>,
    },
}

impl Versions {
    /// These versions. What is wrong with one day is told when that day is asked for, so that a bad new
    /// version leaves the old years alone.
    #[must_use]
    pub const fn new(versions: Vec<Scheme>) -> Self {
        Self(versions)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Scheme] {
        &self.0
    }

    /// The one version in force on a day.
    ///
    /// # Errors
    /// None is, or several are.
    pub fn in_force(&self, day: Date) -> Result<&Scheme, VersionError> {
        let on_day =
            |scheme: &&Scheme| scheme.from <= day && scheme.until.is_none_or(|until| day <= until);
        let found: Vec<&Scheme> = self.0.iter().filter(on_day).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(VersionError::NoneInForce {
                day: day.to_string(),
            }),
            several => {
                let mut versions: Vec<String> =
                    several.iter().map(|one| one.version.clone()).collect();
                versions.sort();
                Err(VersionError::SeveralInForce {
                    day: day.to_string(),
                    versions,
                })
            }
        }
    }

    /// The version by which a year is evaluated: the one in force on its last day, since a year's
    /// adjustment is made before the year begins.
    ///
    /// # Errors
    /// None is in force then, or several are.
    pub fn of_year(&self, year: i32) -> Result<&Scheme, VersionError> {
        let day = format!("{year:04}-12-31");
        match day.parse() {
            Ok(day) => self.in_force(day),
            Err(_) => Err(VersionError::NoneInForce { day }),
        }
    }
}
