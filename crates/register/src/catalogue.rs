//! All registers of the program: who refers to whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use seal::Seal;

use crate::{Faults, FieldDef, FieldKind, RegisterDef, Value};

/// What looks at a row's values beside its register's own rules, because it knows what no declaration does:
/// a city's evaluation, read from its pack. It complains at fields, as rules do, and asks no database.
pub type Judge = dyn Fn(&[Value], &mut Faults) + Send + Sync;

/// The registers, by key.
#[derive(Default)]
pub struct Catalogue {
    registers: BTreeMap<&'static str, &'static RegisterDef>,
    seal: Option<Seal>,
    judges: BTreeMap<&'static str, Arc<Judge>>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.registers.keys()).finish()
    }
}

/// Registers that do not fit each other: a defect of ours, found when the program starts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Two registers want one key.
    #[error("two registers have the key '{0}'")]
    Twice(&'static str),
    /// A reference leads nowhere.
    #[error("'{register}.{field}' refers to '{target}', and no register has this key")]
    UnknownTarget {
        /// The register.
        register: &'static str,
        /// Its field.
        field: &'static str,
        /// What it refers to.
        target: &'static str,
    },
}

impl Catalogue {
    /// The catalogue of these registers.
    ///
    /// # Errors
    /// [`CatalogueError`].
    pub fn new(
        defs: impl IntoIterator<Item = &'static RegisterDef>,
    ) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        for def in defs {
            if catalogue.registers.insert(def.key, def).is_some() {
                return Err(CatalogueError::Twice(def.key));
            }
        }
        for (register, field, target) in catalogue.references() {
            if !catalogue.registers.contains_key(target) {
                return Err(CatalogueError::UnknownTarget {
                    register: register.key,
                    field: field.name,
                    target,
                });
            }
        }
        Ok(catalogue)
    }

    /// The same registers, whose personal fields this seals and opens. Without one no personal value
    /// is written, and none that is sealed can be read.
    #[must_use]
    pub fn sealed_by(self, seal: Seal) -> Self {
        Self {
            seal: Some(seal),
            ..self
        }
    }

    /// The same registers, of which each of these is judged by its judge too, wherever its rows come from.
    #[must_use]
    pub fn judged_by(
        mut self,
        judges: impl IntoIterator<Item = (&'static RegisterDef, Arc<Judge>)>,
    ) -> Self {
        let judges = judges.into_iter();
        self.judges
            .extend(judges.map(|(def, judge)| (def.key, judge)));
        self
    }

    /// Asks the rules across fields of a register, and its judge where it has one.
    pub(crate) fn judge(&self, def: &RegisterDef, values: &[Value], complaints: &mut Faults) {
        (def.rules)(values, complaints);
        if let Some(judge) = self.judges.get(def.key) {
            judge(values, complaints);
        }
    }

    /// What seals personal fields.
    #[must_use]
    pub fn seal(&self) -> Option<&Seal> {
        self.seal.as_ref()
    }

    /// The register of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'static RegisterDef> {
        self.registers.get(key).copied()
    }

    /// All registers, by key.
    pub fn iter(&self) -> impl Iterator<Item = &'static RegisterDef> {
        self.registers.values().copied()
    }

    /// The register that names regions, and its field with their codes: the one in which a region's
    /// code is unique.
    #[must_use]
    pub fn regions(&self) -> Option<(&'static RegisterDef, &'static FieldDef)> {
        self.iter().find_map(|def| {
            let names = |field: &&FieldDef| field.kind == FieldKind::Region && field.unique;
            def.fields.iter().find(names).map(|field| (def, field))
        })
    }

    /// The fields that refer to this register.
    pub(crate) fn referring_to(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (&'static RegisterDef, &'static FieldDef)> {
        self.references()
            .filter(move |(_, _, target)| *target == key)
            .map(|(def, field, _)| (def, field))
    }

    fn references(
        &self,
    ) -> impl Iterator<Item = (&'static RegisterDef, &'static FieldDef, &'static str)> {
        self.iter().flat_map(|def| {
            let of_field = move |field: &'static FieldDef| match field.kind {
                FieldKind::Reference(target) => Some((def, field, target)),
                _ => None,
            };
            def.fields.iter().filter_map(of_field)
        })
    }
}
