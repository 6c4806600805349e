//! The tables and sentences of the report.

use std::collections::{BTreeMap, BTreeSet};

use rules::{ItemScore, Points, Span, Step, Verdict};

use super::Years;
use super::charts::ranked;
use crate::Assessed;
use crate::view_area::flat;

/// Rows of a table in the report; the rest is in the system.
const MOST_ROWS: usize = 40;
/// Letters of a reason in a table.
const LONGEST: usize = 150;

/// Points as `3`, or `0–3` while something is not known.
pub(super) fn span(span: Span) -> String {
    if span.least == span.most {
        span.least.to_string()
    } else {
        format!("{}–{}", span.least, span.most)
    }
}

/// 同比 with its sign: between two numbers below nothing a dash cannot be told from a minus.
fn changed(span: Span) -> String {
    let signed = |points: Points| {
        let plus = if points > Points::NONE { "+" } else { "" };
        format!("{plus}{points}")
    };
    if span.least == span.most {
        signed(span.least)
    } else {
        format!("{}至{}", signed(span.least), signed(span.most))
    }
}

fn grade(assessed: &Assessed, least: Option<&str>, most: Option<&str>) -> String {
    let name = |key: &str| {
        let found = assessed.scheme.grades.iter().find(|grade| grade.key == key);
        found.map(|grade| grade.name.zh.clone())
    };
    let mut names: Vec<String> = [least, most]
        .into_iter()
        .flatten()
        .filter_map(name)
        .collect();
    names.dedup();
    names.join("–")
}

/// Who stood where, and how much of it is sure.
pub(super) fn summary(years: &Years) -> String {
    let of = &years.of;
    let ranked = ranked(of);
    let (Some((first, best)), Some((last, worst))) = (ranked.first(), ranked.last()) else {
        return "没有被考核单位。".to_owned();
    };
    let points = best.total.of;
    let mut text = format!("本年度考核{}个单位，总分{points}分。", ranked.len());
    let open = ranked
        .iter()
        .filter(|(_, score)| !is_sure(score.total.got))
        .count();
    if open == 0 {
        text.push_str(&format!(
            "得分最高的是{}（{}分），最低的是{}（{}分）。",
            first.name, best.total.got.least, last.name, worst.total.got.least
        ));
    } else {
        text.push_str(&format!(
            "其中{open}个单位有尚不明确的事项，得分和名次以区间表示，不明事项全部补齐并核验后才能定案；按已确定的得分，最高的是{}（{}分），最低的是{}（{}分）。",
            first.name,
            span(best.total.got),
            last.name,
            span(worst.total.got)
        ));
    }
    let mut grades: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (_, score) in &ranked {
        let sure = score
            .least_grade
            .as_deref()
            .filter(|_| score.least_grade == score.most_grade);
        *grades.entry(sure).or_default() += 1;
    }
    let named = of.scheme.grades.iter().filter_map(|grade| {
        let many = grades.get(&Some(grade.key.as_str()))?;
        Some(format!("{}{many}个", grade.name.zh))
    });
    let mut named: Vec<String> = named.collect();
    named.extend(grades.get(&None).map(|many| format!("等次未定{many}个")));
    text.push_str(&format!("{}。", named.join("，")));
    text
}

const fn is_sure(span: Span) -> bool {
    span.least.in_hundredths() == span.most.in_hundredths()
}

/// Labels and values.
pub(super) fn terms(years: &Years) -> Vec<[String; 2]> {
    let of = &years.of;
    let facts: BTreeSet<&str> = of
        .evaluation
        .scores
        .iter()
        .flat_map(unknown_facts)
        .collect();
    vec![
        [
            "考核体系".to_owned(),
            format!("{}（版本 {}）", of.scheme.title.zh, of.scheme.version),
        ],
        [
            "统计截止".to_owned(),
            format!("{}，账本位置 {}", of.moment.today, of.position),
        ],
        [
            "考核项".to_owned(),
            format!("{}项", of.scheme.items().count()),
        ],
        [
            "不明事项".to_owned(),
            format!("{}项（见第六节）", facts.len()),
        ],
    ]
}

fn unknown_facts(score: &rules::Score) -> impl Iterator<Item = &str> {
    let missing = score.items().flat_map(|item| &item.unknown);
    missing.map(|missing| missing.fact.as_str())
}

/// 名次 place, area, points, grade, 同比, facts that are not known.
pub(super) fn ranking(years: &Years) -> Vec<[String; 6]> {
    let of = &years.of;
    let rows = of.evaluation.ranking.iter().filter_map(|standing| {
        let area = of.area(&standing.area)?;
        let score = of.score(area)?;
        let places = standing.places;
        let place = if places.best == places.worst {
            places.best.to_string()
        } else {
            format!("{}–{}", places.best, places.worst)
        };
        let earlier = years.before.as_ref().and_then(|before| before.score(area));
        let change = earlier.map_or_else(
            || "—".to_owned(),
            |earlier| {
                let (now, then) = (score.total.got, earlier.total.got);
                let (least, most) = (now.least.minus(then.most), now.most.minus(then.least));
                changed(Span::between(least, most))
            },
        );
        let unknown: BTreeSet<&str> = unknown_facts(score).collect();
        Some([
            place,
            area.name.clone(),
            span(score.total.got),
            grade(
                of,
                score.least_grade.as_deref(),
                score.most_grade.as_deref(),
            ),
            change,
            unknown.len().to_string(),
        ])
    });
    rows.collect()
}

pub(super) fn chapter_names(assessed: &Assessed) -> Vec<String> {
    let chapters = assessed.scheme.chapters.iter();
    chapters
        .map(|chapter| format!("{}（{}）", chapter.name.zh, chapter.points))
        .collect()
}

/// Area, and its points by chapter.
pub(super) fn chapters(assessed: &Assessed) -> Vec<Vec<String>> {
    let rows = ranked(assessed).into_iter().map(|(area, score)| {
        let points = score.chapters.iter().map(|chapter| span(chapter.tally.got));
        std::iter::once(area.name.clone()).chain(points).collect()
    });
    rows.collect()
}

/// Area, its points in each year, and their mean where all are sure.
pub(super) fn history(years: &Years) -> Vec<Vec<String>> {
    let rows = ranked(&years.of).into_iter().map(|(area, _)| {
        let of_years = years
            .all
            .iter()
            .map(|one| one.score(area).map(|score| score.total.got));
        let of_years: Vec<Option<Span>> = of_years.collect();
        let sure: Option<Vec<i64>> = of_years
            .iter()
            .map(|got| {
                got.filter(|got| is_sure(*got))
                    .map(|got| got.least.in_hundredths())
            })
            .collect();
        let mean = sure.map_or_else(
            || "—".to_owned(),
            |sure| {
                let many = i64::try_from(sure.len()).unwrap_or(i64::MAX).max(1);
                Points::hundredths((sure.iter().sum::<i64>() + many / 2) / many).to_string()
            },
        );
        let said = of_years
            .iter()
            .map(|got| got.map_or_else(|| "—".to_owned(), span));
        std::iter::once(area.name.clone())
            .chain(said)
            .chain([mean])
            .collect()
    });
    rows.collect()
}

/// 失分 of an item over all areas: what is surely lost, by how many, and what is open.
#[derive(Clone, Copy)]
struct Loss {
    lost: Points,
    areas: usize,
    open: Points,
}

/// Item, line of the plan, points, areas that lost, points lost, points that are open; the dearest first.
pub(super) fn lost(assessed: &Assessed) -> Vec<[String; 6]> {
    let mut losses: BTreeMap<&str, Loss> = BTreeMap::new();
    for item in assessed
        .evaluation
        .scores
        .iter()
        .flat_map(|score| score.items())
    {
        let none = Loss {
            lost: Points::NONE,
            areas: 0,
            open: Points::NONE,
        };
        let loss = losses.entry(item.key.as_str()).or_insert(none);
        let surely = item.tally.of.minus(item.tally.got.most);
        loss.areas += usize::from(surely > Points::NONE);
        loss.lost = loss.lost.plus(surely);
        loss.open = loss
            .open
            .plus(item.tally.got.most.minus(item.tally.got.least));
    }
    let mut all: Vec<(&str, Loss)> = losses
        .into_iter()
        .filter(|(_, loss)| loss.areas > 0)
        .collect();
    all.sort_by_key(|(key, loss)| (std::cmp::Reverse(loss.lost), *key));
    let rows = all.into_iter().filter_map(|(key, loss)| {
        let item = assessed.scheme.item(key)?;
        Some([
            item.name.zh.clone(),
            format!("第{}行", item.line),
            item.points.to_string(),
            loss.areas.to_string(),
            loss.lost.to_string(),
            loss.open.to_string(),
        ])
    });
    rows.take(MOST_ROWS).collect()
}

/// Fact, areas in which it is not known, what there is to show for it.
pub(super) fn unknown(assessed: &Assessed) -> Vec<[String; 3]> {
    let mut areas: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for score in &assessed.evaluation.scores {
        for fact in unknown_facts(score) {
            areas.entry(fact).or_default().insert(&score.area);
        }
    }
    let mut all: Vec<(&str, usize)> = areas
        .into_iter()
        .map(|(fact, of)| (fact, of.len()))
        .collect();
    all.sort_by_key(|(fact, areas)| (std::cmp::Reverse(*areas), *fact));
    let rows = all.into_iter().filter_map(|(key, areas)| {
        let fact = assessed.scheme.fact(key)?;
        let evidence = fact.evidence.as_ref().map(|words| words.zh.clone());
        Some([
            fact.name.zh.clone(),
            format!("{areas}个"),
            evidence.unwrap_or_default(),
        ])
    });
    rows.take(MOST_ROWS).collect()
}

/// Area, item, points, why, by whom and when.
pub(super) fn corrections(assessed: &Assessed) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for (area, score) in ranked(assessed) {
        for item in score.items() {
            for step in flat(&item.steps) {
                let Step::Corrected(one) = step else { continue };
                rows.push([
                    area.name.clone(),
                    name_of(assessed, &item.key),
                    one.points.to_string(),
                    one.why.clone(),
                    format!("{}，{}", one.by, one.on),
                ]);
            }
        }
    }
    rows
}

fn name_of(assessed: &Assessed, item: &str) -> String {
    let item = assessed.scheme.item(item);
    item.map(|item| item.name.zh.clone()).unwrap_or_default()
}

/// For each area its name, its points, and the items in which it surely lost: item, got, why.
pub(super) fn areas(assessed: &Assessed) -> Vec<serde_json::Value> {
    let of_area = ranked(assessed).into_iter().map(|(area, score)| {
        let lost = score
            .items()
            .filter(|item| item.tally.got.most < item.tally.of);
        let rows = lost.map(|item| {
            [
                name_of(assessed, &item.key),
                format!("{} / {}", span(item.tally.got), item.tally.of),
                why(assessed, item),
            ]
        });
        serde_json::json!({
            "name": area.name,
            "points": span(score.total.got),
            "lost": rows.collect::<Vec<_>>(),
        })
    });
    of_area.collect()
}

/// What was missed or is not known, and what that cost, as one text.
fn why(assessed: &Assessed, item: &ItemScore) -> String {
    let mut steps = flat(&item.steps);
    steps.retain(|step| match step {
        Step::Compared(one) => matches!(one.verdict, Verdict::Missed | Verdict::Open),
        Step::NotDue { .. } => false,
        _ => true,
    });
    let words = steps.iter().map(|step| step.words(&assessed.scheme).zh);
    let words: Vec<String> = words.collect();
    let text = words.join("；");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
