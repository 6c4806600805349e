//! The evaluation: points of chapters, blocks and items, and what can be taken off.

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::read_number;
use crate::message::Detail;
use crate::names::plain;
use crate::plan::{Block, Chapter, Deduction, Item};
use crate::report::Report;

/// What all chapters together have.
const ALL: i64 = 100;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let chapters = &reading.plan.evaluation;
    for chapter in chapters {
        let parts = chapter.blocks.iter().map(|block| block.points.as_str());
        sum(&chapter.name, chapter.line, &chapter.points, parts, report);
        for block in &chapter.blocks {
            let once = once(block, report);
            let parts = once.iter().map(|item| item.points.as_str());
            sum(&block.name, block.line, &block.points, parts, report);
            for item in once {
                of_item(reading, item, report);
            }
        }
    }
    whole(chapters, report);
}

fn points(text: &str) -> Exact {
    read_number(text, "").map_or(Exact::ZERO, |number| number.value)
}

fn sum<'p>(
    name: &str,
    line: u32,
    printed: &str,
    parts: impl Iterator<Item = &'p str>,
    report: &mut Report,
) {
    let parts: Vec<Exact> = parts.map(points).collect();
    let sum = parts
        .iter()
        .try_fold(Exact::ZERO, |sum, part| sum.plus(*part));
    let Some(sum) = sum.filter(|sum| !parts.is_empty() && *sum != points(printed)) else {
        return;
    };
    let detail = Detail::Points {
        subject: plain(name),
    };
    report.add(Finding::new(
        line,
        printed,
        sum.text(2),
        Confidence::ARITHMETIC,
        detail,
    ));
}

fn whole(chapters: &[Chapter], report: &mut Report) {
    let sum = chapters.iter().try_fold(Exact::ZERO, |sum, chapter| {
        sum.plus(points(&chapter.points))
    });
    let wrong = sum.filter(|sum| !chapters.is_empty() && *sum != Exact::whole(ALL));
    if let Some((sum, first)) = wrong.zip(chapters.first()) {
        let detail = Detail::Points {
            subject: "总分".to_owned(),
        };
        report.add(Finding::new(
            first.line,
            ALL.to_string(),
            sum.text(2),
            Confidence::ARITHMETIC,
            detail,
        ));
    }
}

/// The items of a block without those that stand there twice, which are told.
fn once<'p>(block: &'p Block, report: &mut Report) -> Vec<&'p Item> {
    let mut kept: Vec<&Item> = Vec::new();
    for item in &block.items {
        let first = kept
            .iter()
            .find(|other| plain(&other.name) == plain(&item.name));
        if let Some(first) = first {
            let detail = Detail::Twice {
                item: plain(&item.name),
            };
            let at = format!("L{}", first.line);
            let finding = Finding::new(item.line, &item.points, at, Confidence::ARITHMETIC, detail);
            report.add(finding.against([first.line]));
        } else {
            kept.push(item);
        }
    }
    kept
}

fn of_item(reading: &Reading, item: &Item, report: &mut Report) {
    sum(
        &item.name,
        item.line,
        &item.points,
        item.parts.iter().map(String::as_str),
        report,
    );
    let Some(deduction) = &item.deduction else {
        return;
    };
    let (times, lines) = times(reading, deduction);
    let most = points(&deduction.points).times(Exact::whole(times));
    let Some(most) = most.filter(|most| *most > points(&item.points)) else {
        return;
    };
    let confidence = if deduction.each.is_some() {
        Confidence::LOOK
    } else {
        Confidence::PLAIN
    };
    let detail = Detail::Deduction {
        item: plain(&item.name),
        times: format!("{times}×{}", deduction.points),
    };
    let finding = Finding::new(item.line, &item.points, most.text(2), confidence, detail);
    report.add(finding.against(lines.into_iter().chain([deduction.line])));
}

/// How often it is taken off: for each condition, or for each of what a statement counts.
fn times(reading: &Reading, deduction: &Deduction) -> (i64, Vec<u32>) {
    let counted = deduction.each.as_ref().and_then(|each| {
        let quantity = reading.plan.called(each);
        let fact = reading
            .facts
            .iter()
            .find(|fact| fact.key.quantity == quantity)?;
        let count = fact.number.value.text(0).parse().ok()?;
        Some((count, vec![fact.line]))
    });
    counted.unwrap_or((i64::from(deduction.times), Vec::new()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(block: &str, items: &[Value]) -> Value {
        json!({ "evaluation": [
            { "line": 1, "name": "预防", "points": "10", "blocks": [{ "line": 2, "name": "监管", "points": block, "items": items }] },
            { "line": 9, "name": "基础", "points": "90", "blocks": [] }] })
    }

    fn item(line: u32, name: &str, points: &str) -> Value {
        json!({ "line": line, "name": name, "points": points })
    }

    #[test]
    fn points_add_up_from_item_to_block_to_chapter() {
        assert!(found(&plan("10", &[item(3, "甲", "8.5"), item(4, "乙", "1.5")])).is_empty());
        let told = found(&plan("10", &[item(3, "甲", "8.5"), item(4, "乙", "1")]));
        assert_eq!(told, [(2, "10".into(), "9.5".into())]);
    }

    #[test]
    fn an_item_that_stands_there_twice_is_told_once_and_not_counted() {
        let told = found(&plan(
            "10",
            &[item(3, "甲", "8"), item(4, "乙", "2"), item(5, "乙", "2")],
        ));
        assert_eq!(told, [(5, "2".into(), "L4".into())]);
    }

    #[test]
    fn more_than_all_points_can_be_taken_off() {
        let deducting = |times: u32| {
            let mut item = item(3, "甲", "10");
            item["deduction"] = json!({ "line": 3, "points": "5", "times": times });
            found(&plan("10", &[item]))
        };
        assert!(deducting(2).is_empty());
        assert_eq!(deducting(3), [(3, "10".into(), "15".into())]);
    }
}
