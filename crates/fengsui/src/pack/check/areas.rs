//! 考核单元 assessed areas share the city out: every region lies in exactly one of them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Findings;
use super::regions::{Codes, listed};
use crate::pack::Facts;

/// An area by its codes.
struct Area<'a> {
    name: &'a str,
    includes: Vec<&'a str>,
    excludes: Vec<&'a str>,
}

impl Area<'_> {
    fn has(&self, code: &str) -> bool {
        let under = |above: &&str| code.starts_with(*above);
        self.includes.iter().any(under) && !self.excludes.iter().any(under)
    }
}

/// Looks for regions in no area and in several, and for codes of areas that are no regions.
pub(super) fn check(facts: &[(String, Facts)], codes: &Codes, findings: &mut Findings) {
    let assessed = facts.iter();
    let assessed = assessed.filter(|(_, facts)| facts.register == "assessed_area");
    for (file, facts) in assessed {
        let mut areas = Vec::new();
        for (row, number) in facts.rows.iter().zip(1..) {
            let name = row.get("name").and_then(Json::as_str).unwrap_or_default();
            let (includes, excludes) = (listed(row, "includes"), listed(row, "excludes"));
            for code in includes.iter().chain(&excludes) {
                if !codes.contains_key(*code) {
                    let words = format!("{name} names {code}, which is no region of this pack");
                    findings.error(format!("{file}, row {number}"), words);
                }
            }
            areas.push(Area {
                name,
                includes,
                excludes,
            });
        }
        shared_out(file, &areas, codes, findings);
    }
}

/// Every region that holds no other must lie in one area.
fn shared_out(file: &str, areas: &[Area<'_>], codes: &Codes, findings: &mut Findings) {
    let mut wrong: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    let mut all = codes.keys().peekable();
    while let Some(code) = all.next() {
        // In their order a region comes right before those that lie in it.
        if all
            .peek()
            .is_some_and(|next| next.starts_with(code.as_str()))
        {
            continue;
        }
        let holders = areas.iter().filter(|area| area.has(code));
        let holders: Vec<&str> = holders.map(|area| area.name).collect();
        if holders.len() != 1 {
            wrong.entry(holders).or_default().push(code);
        }
    }
    for (holders, regions) in wrong {
        let name = |code: &&str| {
            let name = codes.get(*code).map_or("", String::as_str);
            format!("{code} {name}")
        };
        let some: Vec<String> = regions.iter().take(3).map(name).collect();
        let some = some.join(", ");
        let more = regions.len().saturating_sub(3);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let words = match holders.as_slice() {
            [] => format!("a hole: in no assessed area lie {some}{more}"),
            _ => format!("an overlap: in {} lie {some}{more}", holders.join(" and ")),
        };
        findings.error(file, words);
    }
}
