//! The dialects of a city's device models, by key: one JSON file each in the city's pack.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wire::gb26875::{Dialect, DialectError};

/// Every dialect by its key, the name of its file; the standard for every other model.
#[derive(Clone, Debug, Default)]
pub struct Dialects {
    standard: Arc<Dialect>,
    by_key: HashMap<String, Arc<Dialect>>,
}

/// Why dialects could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DialectsError {
    /// The folder or a file.
    #[error("the dialects in {0} cannot be read")]
    Read(PathBuf, #[source] std::io::Error),
    /// What stands in a file.
    #[error("the dialect file {0} is wrong")]
    Content(PathBuf, #[source] DialectError),
}

impl Dialects {
    /// Reads every `*.json` of a folder; its name without the ending is the key.
    ///
    /// # Errors
    /// [`DialectsError`] names the file and what to put right.
    pub fn read(folder: &Path) -> Result<Self, DialectsError> {
        let unreadable = |error| DialectsError::Read(folder.to_owned(), error);
        let mut by_key = HashMap::new();
        for file in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = file.map_err(unreadable)?.path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let text = std::fs::read_to_string(&path)
                .map_err(|error| DialectsError::Read(path.clone(), error))?;
            let dialect = Dialect::from_json(&text)
                .map_err(|error| DialectsError::Content(path.clone(), error))?;
            if let Some(key) = path.file_stem().and_then(|stem| stem.to_str()) {
                by_key.insert(key.to_owned(), Arc::new(dialect));
            }
        }
        let standard = by_key.get("standard").cloned().unwrap_or_default();
        Ok(Self { standard, by_key })
    }

    /// Adds or replaces one.
    pub fn insert(&mut self, key: &str, dialect: Dialect) {
        self.by_key.insert(key.to_owned(), Arc::new(dialect));
    }

    /// The dialect of a key; the standard where the key is unknown.
    #[must_use]
    pub fn of(&self, key: &str) -> Arc<Dialect> {
        Arc::clone(self.by_key.get(key).unwrap_or(&self.standard))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packs_dialects_can_be_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/yuncheng/dialects");
        let dialects = Dialects::read(Path::new(folder)).unwrap();
        assert_eq!(dialects.of("extinguisher-gateway").idle_limit_seconds, 600);
        assert_eq!(dialects.of(""), dialects.of("a model nobody knows"));
    }
}
