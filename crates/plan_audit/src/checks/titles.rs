//! Titles: the contents against the headings, numbers in their order, titles of one set that differ by
//! one letter where they mean the same.

use std::collections::BTreeMap;

use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::message::Detail;
use crate::names::{distance, plain};
use crate::plan::Title;
use crate::report::Report;

/// Shorter beginnings are alike by chance.
const FEWEST_LETTERS: usize = 6;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let titles = &reading.plan.titles;
    for (nth, title) in titles.iter().enumerate() {
        for other in titles.iter().skip(nth + 1) {
            if title.set == other.set {
                almost_equal(title, other, report);
            } else if title.number == other.number {
                renamed(title, other, report);
            }
        }
    }
    let mut sets: BTreeMap<&str, Vec<&Title>> = BTreeMap::new();
    for title in titles {
        sets.entry(&title.set).or_default().push(title);
    }
    for set in sets.values() {
        numbering(set, report);
    }
}

/// One number, two titles.
fn renamed(first: &Title, later: &Title, report: &mut Report) {
    let (title, other) = (plain(&later.title), plain(&first.title));
    if title != other {
        let detail = Detail::Title {
            number: later.number.clone(),
            set: first.set.clone(),
        };
        let finding = Finding::new(later.line, title, other, Confidence::PLAIN, detail);
        report.add(finding.against([first.line]));
    }
}

/// 某某设施工程（站）and 某某设工程（栓）: what stands before the brackets is meant to be the same.
fn almost_equal(first: &Title, later: &Title, report: &mut Report) {
    let stem = |title: &Title| {
        plain(&title.title)
            .split('(')
            .next()
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let (one, other) = (stem(first), stem(later));
    let (letters, others) = (one.chars().count(), other.chars().count());
    let near = letters.abs_diff(others) <= 1 && letters.min(others) >= FEWEST_LETTERS;
    if !near || distance(&one, &other) != 1 {
        return;
    }
    // Left out more often than put in: the shorter one is told.
    let (told, against) = if one.chars().count() < other.chars().count() {
        (first, later)
    } else {
        (later, first)
    };
    let detail = Detail::AlmostEqual {
        set: told.set.clone(),
    };
    let finding = Finding::new(
        told.line,
        plain(&told.title),
        plain(&against.title),
        Confidence::PLAIN,
        detail,
    );
    report.add(finding.against([against.line]));
}

/// Plain numbers of a set follow each other by one.
fn numbering(set: &[&Title], report: &mut Report) {
    for (before, title) in set.iter().zip(set.iter().skip(1)) {
        let (Ok(last), Ok(this)) = (before.number.parse::<u32>(), title.number.parse::<u32>())
        else {
            return;
        };
        if this != last + 1 {
            let detail = Detail::Numbering {
                set: title.set.clone(),
            };
            let finding = Finding::new(
                title.line,
                &title.number,
                (last + 1).to_string(),
                Confidence::PLAIN,
                detail,
            );
            report.add(finding.against([before.line]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(titles: &[(u32, &str, &str, &str)]) -> Value {
        let titles: Vec<Value> = titles
            .iter()
            .map(|(line, set, number, title)| json!({ "line": line, "set": set, "number": number, "title": title }))
            .collect();
        json!({ "titles": titles })
    }

    #[test]
    fn the_heading_that_the_contents_call_otherwise() {
        let told = found(&plan(&[
            (1, "目录", "一(1)", "加强成果应用"),
            (9, "正文", "一(1)", "加强成果转化应用"),
            (2, "目录", "一(2)", "强 化评估"),
            (10, "正文", "一(2)", "强化评估"),
        ]));
        assert_eq!(
            told,
            [(9, "加强成果转化应用".into(), "加强成果应用".into())]
        );
    }

    #[test]
    fn a_letter_that_is_left_out_before_the_brackets() {
        let told = found(&plan(&[
            (1, "专栏", "1", "公共供水设改造工程（站）"),
            (2, "专栏", "2", "公共供水设施改造工程（栓）"),
        ]));
        assert_eq!(told[0].0, 1);
        assert!(
            found(&plan(&[
                (1, "专栏", "1", "甲级工程"),
                (2, "专栏", "2", "乙级工程")
            ]))
            .is_empty()
        );
    }

    #[test]
    fn a_number_that_is_left_out() {
        assert_eq!(
            found(&plan(&[(1, "专栏", "01", "甲"), (2, "专栏", "03", "乙")])),
            [(2, "03".into(), "2".into())]
        );
    }
}
