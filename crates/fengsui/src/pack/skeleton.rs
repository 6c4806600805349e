//! The beginning of a pack: what holds in every city of the country is taken over from the built-in
//! one (holidays, dialects, documents, rules of loops), the rest is there and empty.

use std::path::Path;

use anyhow::{Context, ensure};
use base::RegionCode;
use serde_json::{Value as Json, json};

use super::{BuiltIn, CITY, OFFICE_HOURS, Pack, REGIONS, SAMPLE};

/// Folders that are taken over.
const TAKEN_OVER: [&str; 4] = ["calendar/", "dialects/", "documents/", "loops/"];

/// Stands where the city has to say what it goes by.
pub(super) const WANTED: &str = "（待填：本市的依据）";

/// The city that a pack is begun for.
pub(crate) struct City {
    /// Its code.
    pub(crate) region: RegionCode,
    /// Its name in Chinese, without 市.
    pub(crate) zh: String,
    /// Its name in English.
    pub(crate) en: String,
    /// Its offset from UTC, as `+08:00`.
    pub(crate) utc_offset: String,
}

/// Writes the files into a folder that is not there yet; gives their names.
///
/// # Errors
/// A folder that is there, and what the disk refuses.
pub(crate) fn write(folder: &Path, city: &City) -> anyhow::Result<Vec<String>> {
    ensure!(
        !folder.exists(),
        "{} is there already; a pack is begun in a new folder",
        folder.display()
    );
    let mut files = taken_over(city)?;
    files.extend(own(city)?);
    for (name, text) in &files {
        let path = folder.join(name);
        let above = path.parent().unwrap_or(folder);
        let written = std::fs::create_dir_all(above).and_then(|()| std::fs::write(&path, text));
        written.with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

/// The files that every city begins with. Where they name the built-in city they name this one.
fn taken_over(city: &City) -> anyhow::Result<Vec<(String, String)>> {
    let pack = Pack::new(None);
    let built_in = pack.city()?.name.zh;
    let first = |name: &str| name.chars().take(1).collect::<String>();
    let marks = [first(&built_in), first(&city.zh)].map(|mark| format!("\"{mark}消"));
    let [of_built_in, of_city] = marks;
    let mut names: Vec<String> = BuiltIn::iter().map(|name| name.into_owned()).collect();
    names.retain(|name| name == OFFICE_HOURS || TAKEN_OVER.iter().any(|of| name.starts_with(of)));
    names.sort();
    let read = |name: String| {
        let text = pack.text(&name)?.replace(&built_in, &city.zh);
        let text = text.replace(&of_built_in, &of_city);
        let text = if name.starts_with("loops/") {
            without_basis(&text)
        } else {
            text
        };
        Ok((name, text))
    };
    names.into_iter().map(read).collect()
}

/// The rules of a loop without what they rest on: the plan of one city is no basis for another's.
fn without_basis(text: &str) -> String {
    let line = |line: &str| match line.split_once("\"basis\":") {
        Some((before, _)) => format!("{before}\"basis\": \"{WANTED}\",\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The files that are the city's alone.
fn own(city: &City) -> anyhow::Result<Vec<(String, String)>> {
    let region = city.region.as_str();
    let about = json!({
        "region": region,
        "utc_offset": city.utc_offset,
        "name": {"zh": city.zh, "en": city.en},
    });
    let regions = json!({
        "register": "region",
        "source": "",
        "rows": [{"code": region, "name": city.zh, "level": "city"}],
    });
    let areas = json!({"register": "assessed_area", "source": "", "rows": []});
    let sample = json!({"note": "", "stations": [], "responders": [], "transmitters": []});
    let written = |name: &str, value: &Json| {
        let text = serde_json::to_string_pretty(value)?;
        Ok::<_, anyhow::Error>((name.to_owned(), text + "\n"))
    };
    Ok(vec![
        written(CITY, &about)?,
        written("registers/1_region.json", &regions)?,
        written("registers/2_assessed_area.json", &areas)?,
        written(SAMPLE, &sample)?,
        (REGIONS.to_owned(), "code,name,level\n".to_owned()),
    ])
}
