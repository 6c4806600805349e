//! What rules a pack gives: calendar, office hours, loops, documents, dialects.

use base::Clock;
use calendar::Calendar;
use loops::RuleBook;
use wire::gb26875::Dialect;

use super::Findings;
use crate::declared;
use crate::pack::skeleton::WANTED;
use crate::pack::{DOCUMENTS, OFFICE_HOURS, Pack};

/// Reads each file by itself, then what they are together.
pub(super) fn check(pack: &Pack, clock: &Clock, findings: &mut Findings) {
    calendars(pack, clock, findings);
    findings.of(OFFICE_HOURS, pack.office_hours());
    let templates = findings.of(DOCUMENTS, crate::loops::templates(pack));
    loops(pack, &templates.unwrap_or_default(), findings);
    each(pack, "dialects", findings, Dialect::from_json);
}

/// Reads every file of a folder, each by itself; gives the texts that could be read.
fn each<T, E: std::error::Error + Send + Sync + 'static>(
    pack: &Pack,
    folder: &str,
    findings: &mut Findings,
    read: impl Fn(&str) -> Result<T, E>,
) -> Vec<String> {
    let texts = findings.of(folder, pack.texts(folder)).unwrap_or_default();
    let mut good = Vec::new();
    for (stem, text) in texts {
        let done = read(&text).map_err(anyhow::Error::from);
        let place = format!("{folder}/{stem}.json");
        good.extend(findings.of(&place, done).map(|_| text));
    }
    good
}

fn calendars(pack: &Pack, clock: &Clock, findings: &mut Findings) {
    let read = |text: &str| Calendar::from_json([text]);
    let texts = each(pack, "calendar", findings, read);
    let all = Calendar::from_json(texts.iter().map(String::as_str));
    let all = findings.of("calendar", all.map_err(anyhow::Error::from));
    let years: Vec<i16> = all
        .iter()
        .flat_map(Calendar::years)
        .map(|(year, _)| year)
        .collect();
    for (one, next) in years.iter().zip(years.iter().skip(1)) {
        for missing in one + 1..*next {
            findings.error(
                "calendar",
                format!("the year {missing} is missing between {one} and {next}"),
            );
        }
    }
    let Ok(today) = calendar::date_of(clock.now()) else {
        return;
    };
    match years.last() {
        None => findings.error(
            "calendar",
            "no year has its holidays: no deadline can be counted",
        ),
        Some(last) if *last < today.year() => findings.error(
            "calendar",
            format!("holidays end with {last}: today's deadlines cannot be counted"),
        ),
        Some(last) if *last == today.year() => findings.warning(
            "calendar",
            format!("holidays end with {last}: a deadline beyond it cannot be counted"),
        ),
        Some(_) => {}
    }
}

fn loops(pack: &Pack, templates: &[String], findings: &mut Findings) {
    let texts = each(pack, "loops", findings, |text| RuleBook::from_json([text]));
    let unfounded = texts.iter().filter(|text| text.contains(WANTED)).count();
    if unfounded > 0 {
        let words = format!("{unfounded} files do not say yet what their rules rest on ('basis')");
        findings.warning("loops", words);
    }
    let book = RuleBook::from_json(texts.iter().map(String::as_str));
    let Some(book) = findings.of("loops", book.map_err(anyhow::Error::from)) else {
        return;
    };
    for def in declared::loop_defs() {
        findings.of("loops", book.fits(&def).map_err(anyhow::Error::from));
    }
    for (key, template) in book.templates() {
        if !templates.iter().any(|known| known == template) {
            let words = format!("'{key}' prints with '{template}', which is not in documents");
            findings.error("loops", words);
        }
    }
}
