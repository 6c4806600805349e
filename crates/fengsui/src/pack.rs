//! The city pack: a folder of data, or the one that the build put into the binary.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rust_embed::Embed;
use serde::Deserialize;
use wire::gb26875::Dialect;

use base::RegionCode;
use map::BaseMap;
use monitor::Dialects;

#[derive(Embed)]
#[folder = "../../packs/yuncheng"]
struct BuiltIn;

/// What the pack says of its city.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct City {
    /// Its region code.
    pub(crate) region: RegionCode,
    /// Its name.
    pub(crate) name: Name,
}

/// A name in the two languages.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Name {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// Where a pack's files come from.
pub(crate) struct Pack(Option<PathBuf>);

impl Pack {
    /// The pack in this folder, or the built-in one.
    pub(crate) const fn new(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    /// The city.
    pub(crate) fn city(&self) -> anyhow::Result<City> {
        let text = self.text("city.json")?;
        serde_json::from_str(&text).context("city.json of the pack cannot be read")
    }

    /// The synthetic sample of stations, responders and devices.
    pub(crate) fn sample(&self) -> anyhow::Result<String> {
        self.text("sample/city.json")
    }

    /// 底图 the base map.
    pub(crate) fn base_map(&self) -> anyhow::Result<BaseMap> {
        let outlines = self.text("map/counties.geojson")?;
        let places = self.text("map/places.json")?;
        BaseMap::read(&outlines, &places).context("the pack's base map cannot be read")
    }

    /// All dialects of device models, each under the name of its file.
    pub(crate) fn dialects(&self) -> anyhow::Result<Dialects> {
        let mut dialects = Dialects::default();
        for name in self.names("dialects")? {
            let dialect = Dialect::from_json(&self.text(&name)?)
                .with_context(|| format!("{name} of the pack is no dialect"))?;
            if let Some(key) = Path::new(&name).file_stem().and_then(|stem| stem.to_str()) {
                dialects.insert(key, dialect);
            }
        }
        Ok(dialects)
    }

    fn text(&self, name: &str) -> anyhow::Result<String> {
        match &self.0 {
            Some(folder) => read(&folder.join(name)),
            None => match BuiltIn::get(name) {
                Some(file) => Ok(String::from_utf8_lossy(&file.data).into_owned()),
                None => bail!("the built-in pack has no {name}"),
            },
        }
    }

    fn names(&self, folder: &str) -> anyhow::Result<Vec<String>> {
        let mut names: Vec<String> = match &self.0 {
            Some(pack) => std::fs::read_dir(pack.join(folder))
                .with_context(|| format!("the pack has no folder {folder}"))?
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .map(|name| format!("{folder}/{name}"))
                .collect(),
            None => BuiltIn::iter()
                .map(|name| name.into_owned())
                .filter(|name| name.starts_with(&format!("{folder}/")))
                .collect(),
        };
        names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "json"));
        names.sort();
        Ok(names)
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
