//! `fengsui pack check`: what a city's pack lacks, before the city sits in front of it.
//!
//! Everything is read by the very code that serves it, in a house of its own that is thrown away; each
//! part is looked at even where another fails, so that one run tells all. What only a person who knows
//! the city would miss (a county in no assessed area, outlines that overlap) is looked for here.

mod areas;
mod names;
mod outlines;
mod recipe;
mod regions;
mod rules;
mod sample;
mod trial;

use std::fmt;
use std::path::Path;

use base::Clock;

use super::{City, Facts, Pack};

/// Beijing time, in seconds east.
const CHINA_SECONDS: i32 = 8 * 3600;
/// Who issues China's holidays.
const STATE_COUNCIL: &str = "国务院";

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// The city does not start, or shows something wrong.
    Error,
    /// It works; somebody should know.
    Warning,
}

/// One thing that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) weight: Weight,
    /// The file, and where in it.
    pub(crate) place: String,
    pub(crate) words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        };
        write!(f, "{weight}: {}: {}", self.place, self.words)
    }
}

/// What was found so far.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, place: impl Into<String>, words: impl Into<String>) {
        self.add(Weight::Error, place.into(), words.into());
    }

    fn warning(&mut self, place: impl Into<String>, words: impl Into<String>) {
        self.add(Weight::Warning, place.into(), words.into());
    }

    fn add(&mut self, weight: Weight, place: String, words: String) {
        self.0.push(Finding {
            weight,
            place,
            words,
        });
    }

    /// What a part gives, or a finding of why it does not.
    fn of<T>(&mut self, place: &str, part: anyhow::Result<T>) -> Option<T> {
        part.map_err(|error| self.error(place, format!("{error:#}")))
            .ok()
    }

    /// Whether nothing weighs as an error.
    fn is_clean(&self) -> bool {
        self.0.iter().all(|one| one.weight != Weight::Error)
    }

    /// All of them, the errors first.
    fn into_list(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|one| one.weight);
        self.0
    }
}

/// Checks the pack in a folder.
///
/// # Errors
/// No room for the house that it is tried in; what is wrong with the pack is no error.
pub(crate) async fn check(folder: &Path, clock: &Clock) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Findings::default();
    if !folder.is_dir() {
        findings.error(folder.display().to_string(), "there is no such folder");
        return Ok(findings.into_list());
    }
    let pack = Pack::new(Some(folder.to_owned()));
    let city = findings.of("city.json", pack.city());
    let frame = city
        .as_ref()
        .and_then(|city| findings.of("city.json", city.frame()));
    if frame.is_some_and(|frame| frame.offset.seconds() != CHINA_SECONDS) {
        let words = "utc_offset says when the days of metrics begin; screens, numbers, deadlines and \
                     files reckon in +08:00 all the same";
        findings.warning("city.json", words);
        let notices = pack.texts("calendar").unwrap_or_default();
        if notices.iter().any(|(_, text)| text.contains(STATE_COUNCIL)) {
            let words =
                "utc_offset says that the city is not in China, and these are China's holidays";
            findings.warning("calendar", words);
        }
    }
    let facts = facts(&pack, &mut findings);
    match &facts {
        Some(facts) => of_regions(&pack, city.as_ref(), facts, &mut findings),
        None => findings.warning(
            "registers",
            "what names regions is looked at once every file here can be read",
        ),
    }
    names::check(&pack, &mut findings);
    rules::check(&pack, clock, &mut findings);
    for (name, plan) in findings.of("plan-*", pack.plans()).unwrap_or_default() {
        findings.of(&name, plan);
    }
    for (name, scheme) in findings
        .of("evaluation", pack.evaluations())
        .unwrap_or_default()
    {
        findings.of(&name, scheme);
    }
    for name in names_below(folder) {
        if !Pack::reads(&name) {
            findings.warning(name, "nothing reads this file; is its name right?");
        }
    }
    if let Some(facts) = facts {
        trial::check(&pack, clock, facts, &mut findings).await?;
    }
    Ok(findings.into_list())
}

/// Looks at whatever names regions.
fn of_regions(
    pack: &Pack,
    city: Option<&City>,
    facts: &[(String, Facts)],
    findings: &mut Findings,
) {
    let codes = regions::codes(pack, city, facts, findings);
    areas::check(facts, &codes, findings);
    outlines::check(pack, &codes, findings);
    sample::check(pack, &codes, findings);
    recipe::check(pack, &codes, findings);
}

/// The rows that the pack carries, each file under its name; nothing where one cannot be read, since
/// every region of that file would be missed in every other.
fn facts(pack: &Pack, findings: &mut Findings) -> Option<Vec<(String, Facts)>> {
    let texts = findings.of("registers", pack.texts("registers"))?;
    let read = |(stem, text): (String, String)| {
        let name = format!("registers/{stem}.json");
        let read = serde_json::from_str(&text).map_err(anyhow::Error::from);
        findings.of(&name, read).map(|facts| (name, facts))
    };
    let all: Vec<_> = texts.into_iter().map(read).collect();
    all.into_iter().collect()
}

/// The names of all files below a folder, as the pack calls them.
fn names_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                names.push(name.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    names
}
