//! Building projects: names and years in sentences against the table, facts against the standard of
//! their class.

use crate::exact::{Exact, Interval};
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::{factor, read_number, read_range};
use crate::message::Detail;
use crate::names::{abbreviates, plain, shared};
use crate::period::Period;
use crate::plan::{Project, Schedule, Scheduled, Standard};
use crate::report::Report;

/// Words that describe a project and are no part of its name.
const DESCRIBING: [&str; 4] = ["新建", "改建", "扩建", "规划"];
/// Of a hundred letters that two spellings of one name share at least.
const ALIKE: usize = 80;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for schedule in &reading.plan.schedules {
        let lists = reading
            .plan
            .projects
            .iter()
            .filter(|list| list.of == schedule.of);
        let projects: Vec<&Project> = lists.flat_map(|list| &list.items).collect();
        scheduled(schedule, &projects, report);
    }
    for project in reading.plan.projects.iter().flat_map(|list| &list.items) {
        dates(project, report);
        standards(reading, project, report);
    }
}

/// An end before its beginning, by months where both are printed.
fn dates(project: &Project, report: &mut Report) {
    let (Some(begins), Some(ends)) = (&project.begins, &project.ends) else {
        return;
    };
    if month(begins)
        .zip(month(ends))
        .is_some_and(|(begins, ends)| ends < begins)
    {
        let detail = Detail::Dates {
            project: plain(&project.name),
        };
        report.add(Finding::new(
            project.line,
            ends,
            begins,
            Confidence::ARITHMETIC,
            detail,
        ));
    }
}

/// Year and month of `2021年11月`.
fn month(date: &str) -> Option<(i32, u32)> {
    let date = plain(date);
    let (_, month) = date.split_once('年')?;
    Some((
        Period::named(&date)?.from,
        month.trim_end_matches('月').parse().ok()?,
    ))
}

fn scheduled(schedule: &Schedule, projects: &[&Project], report: &mut Report) {
    let mut named: Vec<u32> = Vec::new();
    for entry in &schedule.names {
        match matching(entry, projects) {
            Match::Same(project) => {
                named.push(project.line);
                year(&entry.name, entry.year, schedule.line, project, report);
            }
            Match::Alike(project) => {
                named.push(project.line);
                let detail = Detail::Spelling {
                    list: schedule.of.clone(),
                };
                let finding = Finding::new(
                    schedule.line,
                    &entry.name,
                    &project.name,
                    Confidence::LIKELY,
                    detail,
                );
                report.add(finding.against([project.line]));
                year(&entry.name, entry.year, schedule.line, project, report);
            }
            Match::None(nearest) => {
                let detail = Detail::Unlisted {
                    list: schedule.of.clone(),
                };
                let nearest = nearest
                    .map(|project| project.name.clone())
                    .unwrap_or_default();
                report.add(Finding::new(
                    schedule.line,
                    &entry.name,
                    nearest,
                    Confidence::PLAIN,
                    detail,
                ));
            }
        }
    }
    let Some(rest) = schedule.rest else {
        return;
    };
    for project in projects
        .iter()
        .filter(|project| !named.contains(&project.line))
    {
        year(&project.name, rest, schedule.line, project, report);
    }
}

/// The year of a sentence against the end in the table, where one is printed.
fn year(name: &str, year: i32, line: u32, project: &Project, report: &mut Report) {
    let Some(ends) = &project.ends else {
        return;
    };
    if Period::named(ends).is_some_and(|end| end.to != year) {
        let detail = Detail::Schedule {
            project: plain(name),
        };
        let finding = Finding::new(line, year.to_string(), ends, Confidence::PLAIN, detail);
        report.add(finding.against([project.line]));
    }
}

enum Match<'p> {
    /// The name, shortened or described.
    Same(&'p Project),
    /// Nearly the name, in no shortened form of it.
    Alike(&'p Project),
    /// No name; the nearest one.
    None(Option<&'p Project>),
}

fn matching<'p>(entry: &Scheduled, projects: &[&'p Project]) -> Match<'p> {
    let wanted = bare(&entry.name, "");
    let same = |project: &&&Project| {
        let (name, described) = (bare(&project.name, ""), bare(&entry.name, &project.class));
        [&wanted, &described]
            .iter()
            .any(|short| abbreviates(short, &name) || abbreviates(&name, short))
    };
    let fitting: Vec<&&Project> = projects.iter().filter(same).collect();
    // Of several, the one whose name leaves least unsaid.
    if let Some(project) = fitting
        .into_iter()
        .max_by_key(|project| alike(&wanted, &project.name))
    {
        return Match::Same(project);
    }
    let nearest = projects
        .iter()
        .max_by_key(|project| alike(&wanted, &project.name));
    match nearest {
        Some(project) if alike(&wanted, &project.name) >= ALIKE => Match::Alike(project),
        other => Match::None(other.copied()),
    }
}

/// A name without what describes it, and without the words of its class.
fn bare(name: &str, class: &str) -> String {
    let mut bare = plain(name);
    for word in DESCRIBING {
        bare = bare.replace(word, "");
    }
    let class = class_word(class);
    if class.is_empty() {
        bare
    } else {
        bare.replace(&class, "")
    }
}

/// Of a hundred letters of both names, how many they share.
fn alike(one: &str, other: &str) -> usize {
    let letters = one.chars().count() + other.chars().count();
    200 * shared(one, &plain(other)) / letters.max(1)
}

/// 普通一级站, 普通一级消防站 and 普通一级 are one class.
fn class_word(class: &str) -> String {
    let class = plain(class);
    let short = class
        .trim_end_matches("站")
        .trim_end_matches("消防")
        .trim_end_matches("救援");
    short.to_owned()
}

fn standards(reading: &Reading, project: &Project, report: &mut Report) {
    let of_class = |standard: &&Standard| class_word(&standard.class) == class_word(&project.class);
    for standard in reading.plan.standards.iter().filter(of_class) {
        let Some(printed) = project.facts.get(&standard.fact) else {
            continue;
        };
        let (Some(fact), Some(range)) = (read_fact(printed), range(standard)) else {
            continue;
        };
        // A printed range is within the standard where both ends are.
        if range.holds(fact.low) && range.holds(fact.high) {
            continue;
        }
        let fits = reading.plan.standards.iter().find(|other| {
            other.fact == standard.fact
                && other.source == standard.source
                && class_word(&other.class) != class_word(&standard.class)
                && self::range(other)
                    .is_some_and(|range| range.holds(fact.low) && range.holds(fact.high))
        });
        let detail = Detail::Standard {
            project: plain(&project.name),
            class: plain(&project.class),
            fact: plain(&standard.fact),
            source: standard.source.clone(),
            fits: fits.map(|other| other.class.clone()),
        };
        let asked = format!("{}–{} {}", standard.low, standard.high, standard.measure);
        let confidence = confidence(standard, fact, range);
        report.add(Finding::new(
            project.line,
            printed,
            asked,
            confidence,
            detail,
        ));
    }
}

/// An unverified standard is worth a look, unless the fact is off by more than the standard may be.
fn confidence(standard: &Standard, fact: Interval, range: Interval) -> Confidence {
    let twice = |value: Exact| value.times(Exact::whole(2));
    let far = twice(range.high).is_some_and(|most| fact.low > most)
        || twice(fact.high).is_some_and(|most| most < range.low);
    match (standard.verified, far) {
        (true, _) => Confidence::PLAIN,
        (false, true) => Confidence::LIKELY,
        (false, false) => Confidence::LOOK,
    }
}

fn range(standard: &Standard) -> Option<Interval> {
    let end = |text: &str| read_number(text, &standard.measure)?.scaled();
    Some(Interval {
        low: end(&standard.low)?,
        high: end(&standard.high)?,
    })
}

/// A fact with its measure behind it: `4000 m²`, `1.5 亩`, `300 m²-400 m²`.
fn read_fact(printed: &str) -> Option<Interval> {
    let measure = ["亩", "公顷"]
        .into_iter()
        .find(|measure| printed.contains(measure));
    let measure = measure.unwrap_or_default();
    debug_assert!(
        measure.is_empty() || factor(measure) != Exact::ONE,
        "a unit of land"
    );
    read_range(printed, measure)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(names: &[(&str, i32)], rest: Option<i32>) -> Value {
        let project = |line: u32, name: &str, ends: Option<&str>| {
            json!({ "line": line, "area": "甲", "name": name,
            "class": "小型站", "facts": { "占地面积": "800 m ²" }, "ends": ends })
        };
        let names: Vec<Value> = names
            .iter()
            .map(|(name, year)| json!({ "name": name, "year": year }))
            .collect();
        json!({ "projects": [{ "of": "新建站", "items": [project(10, "甲县学府街消防站", Some("2022年8月")),
                project(11, "湖滨工业园区东消防站", None), project(12, "东街消防站", Some("2023年6月"))] }],
            "schedules": [{ "line": 5, "of": "新建站", "names": names, "rest": rest }],
            "standards": [{ "class": "小型", "fact": "占地面积", "low": "600", "high": "1000", "measure": "m²", "source": "标准", "verified": true }] })
    }

    #[test]
    fn shortened_and_described_names_are_the_same() {
        assert!(
            found(&plan(
                &[("甲县新建消防站", 2022), ("东街小型消防站", 2023)],
                None
            ))
            .is_empty()
        );
    }

    #[test]
    fn a_name_that_is_not_listed_and_one_that_is_spelled_otherwise() {
        let told = found(&plan(
            &[("河滨西路消防站", 2022), ("湖滨区工业园东区消防站", 2024)],
            None,
        ));
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told.iter()
                .any(|(_, printed, other)| printed == "湖滨区工业园东区消防站"
                    && other == "湖滨工业园区东消防站")
        );
    }

    #[test]
    fn years_are_held_against_the_table_for_the_named_and_for_the_rest() {
        let told = found(&plan(&[("甲县学府街消防站", 2021)], Some(2025)));
        assert_eq!(
            told,
            [
                (5, "2021".into(), "2022年8月".into()),
                (5, "2025".into(), "2023年6月".into())
            ]
        );
    }

    #[test]
    fn an_end_before_its_beginning() {
        let mut plan = plan(&[], None);
        plan["projects"][0]["items"][0]["begins"] = json!("2022年9月");
        assert_eq!(found(&plan), [(10, "2022年8月".into(), "2022年9月".into())]);
        plan["projects"][0]["items"][0]["begins"] = json!("2021年11月");
        assert!(found(&plan).is_empty());
    }

    #[test]
    fn a_fact_outside_the_standard_of_its_class() {
        let mut plan = plan(&[], None);
        plan["projects"][0]["items"][1]["facts"]["占地面积"] = json!("300 m ² -400 m ²");
        assert_eq!(
            found(&plan),
            [(11, "300 m ² -400 m ²".into(), "600–1000 m²".into())]
        );
        plan["projects"][0]["items"][1]["facts"]["占地面积"] = json!("1.2 亩");
        assert!(found(&plan).is_empty());
    }
}
