//! The city pack: a folder of data, or the one that the build put into the binary. docs/NEW-CITY.md
//! says what each of its files is.

pub(crate) mod check;
mod land;
pub(crate) mod skeleton;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::tz::Offset;
use metric::CityFrame;
use rust_embed::Embed;
use serde::Deserialize;
use serde_json::{Map, Value};
use wire::gb26875::Dialect;

use base::RegionCode;
use calendar::OfficeHours;
use map::BaseMap;
use monitor::Dialects;
use plan_audit::Plan;
use rules::{Scheme, Versions};

/// Its folders of which every file with that ending is read.
const FOLDERS: [(&str, &str); 6] = [
    ("calendar", "json"),
    ("dialects", "json"),
    ("documents", "typ"),
    (EVALUATION, "json"),
    ("loops", "json"),
    ("registers", "json"),
];
/// Its folder of the evaluation's versions.
const EVALUATION: &str = "evaluation";
/// What the name of a folder begins with that holds a plan.
const PLAN: &str = "plan-";
/// Its other files.
const CITY: &str = "city.json";
const OFFICE_HOURS: &str = "office_hours.json";
const DOCUMENTS: &str = "documents/settings.json";
const OUTLINES: &str = "map/counties.geojson";
const PLACES: &str = "map/places.json";
const REGIONS: &str = "regions/townships_villages.csv";
const SAMPLE: &str = "sample/city.json";
const RECIPE: &str = "demo/city.json";

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
    /// Its offset from UTC, such as `+08:00`: by it its days begin.
    utc_offset: String,
}

impl City {
    /// What metrics need to know of it.
    pub(crate) fn frame(&self) -> anyhow::Result<CityFrame> {
        let text = &self.utc_offset;
        let unread = || format!("utc_offset '{text}' of city.json is not written as +08:00");
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => bail!(unread()),
        };
        let (hours, minutes) = rest.split_once(':').with_context(unread)?;
        let (hours, minutes): (i32, i32) = (hours.parse()?, minutes.parse()?);
        let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60));
        Ok(CityFrame {
            region: self.region.clone(),
            offset: offset.with_context(unread)?,
        })
    }
}

/// All that is wrong as one error, a line each.
fn all_of(errors: &[impl ToString]) -> anyhow::Error {
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    anyhow::Error::msg(told.join("\n"))
}

/// Rows of a register that the pack carries: facts, with their source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    /// The register's key.
    pub(crate) register: String,
    /// Where the facts are from.
    pub(crate) source: String,
    /// The rows, as the API takes them; a reference is `{"title": …}`.
    pub(crate) rows: Vec<Map<String, Value>>,
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
        let text = self.text(CITY)?;
        serde_json::from_str(&text).context("city.json of the pack cannot be read")
    }

    /// The synthetic sample of stations, responders and transmitters.
    pub(crate) fn sample(&self) -> anyhow::Result<String> {
        self.text(SAMPLE)
    }

    /// The townships and villages of the city: a table of code, name and level.
    pub(crate) fn region_tree(&self) -> anyhow::Result<String> {
        self.text(REGIONS)
    }

    /// 底图 the base map; nothing on it where the pack has none.
    pub(crate) fn base_map(&self) -> anyhow::Result<BaseMap> {
        if !self.has_map() {
            return Ok(BaseMap::blank());
        }
        let outlines = self.text(OUTLINES)?;
        let places = self.text(PLACES)?;
        BaseMap::read(&outlines, &places).context("the pack's base map cannot be read")
    }

    fn has_map(&self) -> bool {
        let folder = self.0.as_ref();
        folder.is_none_or(|pack| pack.join("map").exists())
    }

    /// All dialects of device models, each under the name of its file.
    pub(crate) fn dialects(&self) -> anyhow::Result<Dialects> {
        let mut dialects = Dialects::default();
        for name in self.names("dialects", "json")? {
            let dialect = Dialect::from_json(&self.text(&name)?)
                .with_context(|| format!("{name} of the pack is no dialect"))?;
            if let Some(key) = Path::new(&name).file_stem().and_then(|stem| stem.to_str()) {
                dialects.insert(key, dialect);
            }
        }
        Ok(dialects)
    }

    /// The rows of registers that the pack carries, those that others refer to first.
    pub(crate) fn facts(&self) -> anyhow::Result<Vec<Facts>> {
        let read = |name: String| {
            serde_json::from_str(&self.text(&name)?)
                .with_context(|| format!("{name} of the pack cannot be read"))
        };
        self.names("registers", "json")?
            .into_iter()
            .map(read)
            .collect()
    }

    /// 规划 the plans that the pack carries, by the names of their folders; each may be one that cannot be
    /// read.
    pub(crate) fn plans(&self) -> anyhow::Result<Vec<(String, anyhow::Result<Plan>)>> {
        let folders = self.folders()?.into_iter();
        let plans = folders.filter(|folder| folder.starts_with(PLAN));
        Ok(plans
            .map(|folder| {
                let plan = self.plan(&folder);
                (folder, plan)
            })
            .collect())
    }

    /// 考核评价体系 the versions of the evaluation, by the names of their files; each may be one that cannot be
    /// read.
    pub(crate) fn evaluations(&self) -> anyhow::Result<Vec<(String, anyhow::Result<Scheme>)>> {
        if !self.folders()?.iter().any(|folder| folder == EVALUATION) {
            return Ok(Vec::new());
        }
        let texts = self.texts(EVALUATION)?.into_iter();
        let read = texts.map(|(stem, text)| {
            let name = format!("{EVALUATION}/{stem}.json");
            let scheme = Scheme::read(&name, &text).map_err(|errors| all_of(&errors));
            (name, scheme)
        });
        Ok(read.collect())
    }

    /// The versions of the evaluation, all of which have to be read.
    pub(crate) fn versions(&self) -> anyhow::Result<Versions> {
        let read = self.evaluations()?.into_iter().map(|(name, scheme)| {
            scheme.with_context(|| format!("{name} of the pack cannot be read"))
        });
        Ok(Versions::new(read.collect::<Result<_, _>>()?))
    }

    /// Those versions that can be read, a word in the log about the others: a city whose evaluation is
    /// being written goes on taking calls, and the years of the others are told as not evaluated.
    pub(crate) fn readable_versions(&self) -> anyhow::Result<Versions> {
        let mut readable = Vec::new();
        for (name, scheme) in self.evaluations()? {
            match scheme {
                Ok(scheme) => readable.push(scheme),
                Err(error) => tracing::warn!(name, "no version of the evaluation: {error:#}"),
            }
        }
        Ok(Versions::new(readable))
    }

    fn plan(&self, folder: &str) -> anyhow::Result<Plan> {
        let files = self.texts(folder)?;
        let parts: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes()))
            .collect();
        Plan::from_parts(&parts).map_err(|errors| all_of(&errors))
    }

    /// The names of its folders.
    fn folders(&self) -> anyhow::Result<Vec<String>> {
        let mut names: Vec<String> = match &self.0 {
            Some(pack) => std::fs::read_dir(pack)
                .with_context(|| format!("there is no pack in {}", pack.display()))?
                .filter_map(Result::ok)
                .filter(|entry| entry.path().is_dir())
                .filter_map(|entry| entry.file_name().into_string().ok())
                .collect(),
            None => BuiltIn::iter()
                .filter_map(|name| Some(name.split_once('/')?.0.to_owned()))
                .collect(),
        };
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Whether a file of this name is read; what is Markdown is a remark.
    fn reads(name: &str) -> bool {
        let known = [
            CITY,
            OFFICE_HOURS,
            DOCUMENTS,
            OUTLINES,
            PLACES,
            REGIONS,
            SAMPLE,
            RECIPE,
        ];
        let path = Path::new(name);
        let (folder, end) = (path.parent(), path.extension());
        let in_folder = |(of, ending): &(&str, &str)| {
            folder == Some(Path::new(of)) && end.is_some_and(|end| end == *ending)
        };
        let of_plan = folder.is_some_and(|folder| folder.to_string_lossy().starts_with(PLAN));
        (of_plan && end.is_some_and(|end| end == "json"))
            || known.contains(&name)
            || FOLDERS.iter().any(in_folder)
            || end.is_some_and(|end| end == "md")
    }

    pub(crate) fn text(&self, name: &str) -> anyhow::Result<String> {
        match &self.0 {
            Some(folder) => read(&folder.join(name)),
            None => match BuiltIn::get(name) {
                Some(file) => Ok(String::from_utf8_lossy(&file.data).into_owned()),
                None => bail!("the built-in pack has no {name}"),
            },
        }
    }

    /// 作息时间 the office hours.
    pub(crate) fn office_hours(&self) -> anyhow::Result<OfficeHours> {
        OfficeHours::from_json(&self.text(OFFICE_HOURS)?)
            .context("office_hours.json of the pack cannot be read")
    }

    /// How documents are numbered and set.
    pub(crate) fn document_settings(&self) -> anyhow::Result<String> {
        self.text(DOCUMENTS)
    }

    /// The JSON files of a folder, by the names before their ends.
    pub(crate) fn texts(&self, folder: &str) -> anyhow::Result<Vec<(String, String)>> {
        self.files(folder, "json")
    }

    /// The files of a folder whose names end so, by the names before their ends.
    pub(crate) fn files(&self, folder: &str, end: &str) -> anyhow::Result<Vec<(String, String)>> {
        let names = self.names(folder, end)?.into_iter();
        let read = names.map(|name| {
            let text = self.text(&name)?;
            let stem = Path::new(&name).file_stem().and_then(|stem| stem.to_str());
            Ok((stem.unwrap_or(&name).to_owned(), text))
        });
        read.collect()
    }

    fn names(&self, folder: &str, end: &str) -> anyhow::Result<Vec<String>> {
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
        names.retain(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|found| found == end)
        });
        names.sort();
        Ok(names)
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
