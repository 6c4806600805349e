//! The regions of a pack: codes, each with a name, a level and a region that it lies in.

use std::collections::BTreeMap;

use base::{RegionCode, RegionLevel};
use serde_json::{Map, Value as Json};

use super::Findings;
use crate::pack::{City, Facts, Pack, REGIONS};

/// The names of the regions, by their codes.
pub(super) type Codes = BTreeMap<String, String>;

/// All regions that the pack names, those of the register and those of the tree.
pub(super) fn codes(
    pack: &Pack,
    city: Option<&City>,
    facts: &[(String, Facts)],
    findings: &mut Findings,
) -> Codes {
    let mut codes = Codes::new();
    for (file, facts) in facts.iter().filter(|(_, facts)| facts.register == "region") {
        for (row, number) in facts.rows.iter().zip(1..) {
            let text = |name: &str| row.get(name).and_then(Json::as_str).unwrap_or_default();
            let place = format!("{file}, row {number}");
            let region = [text("code"), text("name"), text("level")];
            add(&mut codes, &place, region, findings);
        }
    }
    let tree = findings.of(REGIONS, pack.region_tree()).unwrap_or_default();
    for (line, number) in tree.lines().zip(1..) {
        let place = format!("{REGIONS}, line {number}");
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        match cells.as_slice() {
            ["code", "name", "level"] if number == 1 => {}
            _ if number == 1 => findings.error(place, "the heading is not code,name,level"),
            [""] => {}
            [code, name, level] => add(&mut codes, &place, [code, name, level], findings),
            _ => findings.error(place, "a region has three cells: code, name and level"),
        }
    }
    outside(city, &codes, findings);
    codes
}

fn add(codes: &mut Codes, place: &str, [code, name, level]: [&str; 3], findings: &mut Findings) {
    let code: RegionCode = match code.parse() {
        Ok(code) => code,
        Err(error) => return findings.error(place, format!("{error}")),
    };
    let levels: &[&str] = match code.level() {
        RegionLevel::City => &["city"],
        RegionLevel::County => &["county"],
        RegionLevel::Township => &["township", "zone"],
        RegionLevel::Village => &["village"],
    };
    if !levels.contains(&level) {
        let fit = levels.join(" or ");
        let words = format!("{code} {name} is a {fit} by its digits and is called '{level}'");
        findings.error(place, words);
    }
    if name.is_empty() {
        findings.error(place, format!("{code} has no name"));
    }
    if let Some(other) = codes.insert(code.to_string(), name.to_owned()) {
        findings.error(
            place,
            format!("{code} stands here for {name} and earlier for {other}"),
        );
    }
}

/// Regions that lie in none that the pack knows, and a city that is not among them.
fn outside(city: Option<&City>, codes: &Codes, findings: &mut Findings) {
    let Some(city) = city else { return };
    let whole = city.region.as_str();
    if !codes.contains_key(whole) {
        let words = format!("the city, {whole}, is no row of the register 'region'");
        findings.error("registers", words);
    }
    let mut lost: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for code in codes.keys().filter(|code| *code != whole) {
        if !code.starts_with(whole) {
            findings.error(
                "registers",
                format!("{code} does not lie in the city, {whole}"),
            );
            continue;
        }
        let above = match code.len() {
            12 => code.get(..9),
            9 => code.get(..6),
            _ => Some(whole),
        };
        let above = above.unwrap_or(whole);
        if !codes.contains_key(above) {
            lost.entry(above).or_default().push(code);
        }
    }
    for (above, below) in lost {
        let some = below.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let words = format!(
            "{above} is not there, and {} lie in it: {some}",
            below.len()
        );
        findings.error(REGIONS, words);
    }
}

/// The codes of a text of codes with spaces between.
pub(super) fn listed<'a>(row: &'a Map<String, Json>, field: &str) -> Vec<&'a str> {
    let text = row.get(field).and_then(Json::as_str).unwrap_or_default();
    text.split_whitespace().collect()
}
