//! The evaluations of all packs: they can be read, hold what their plan prints, and every rule reads as a
//! sentence. The sentences stand in files beside this test; `BLESS=1` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rules::{Item, Points, Scheme, sentence};
use serde_json::Value;

/// The files `packs/<pack>/evaluation/<version>.json`, each with its pack's folder.
fn files() -> Vec<(PathBuf, PathBuf)> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let entries = |of: &Path| -> Vec<PathBuf> {
        let read = fs::read_dir(of).into_iter().flatten();
        read.map(|entry| entry.unwrap().path()).collect()
    };
    let mut found: Vec<(PathBuf, PathBuf)> = entries(&packs)
        .into_iter()
        .flat_map(|pack| {
            let versions = entries(&pack.join("evaluation"));
            versions
                .into_iter()
                .map(move |version| (pack.clone(), version))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no pack has an evaluation");
    found
}

fn read(file: &Path) -> Scheme {
    let text = fs::read_to_string(file).unwrap();
    Scheme::read(&name(file), &text).unwrap_or_else(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The evaluation that hand-worked cases are about: the first version of the pack that has this plan.
pub(crate) fn of_plan(plan: &str) -> Scheme {
    let mut schemes = files().into_iter().map(|(_, file)| read(&file));
    schemes.find(|scheme| scheme.plan == plan).unwrap()
}

fn told(scheme: &Scheme) -> String {
    let mut text = String::new();
    for item in scheme.items() {
        let words = sentence(scheme, item);
        writeln!(text, "L{} {}（{}分）", item.line, item.name.zh, item.points).unwrap();
        writeln!(text, "    {}\n    {}", words.zh, words.en).unwrap();
    }
    text
}

#[test]
fn an_evaluation_says_which_figures_it_wants() {
    let scheme = of_plan("plan-145");
    assert_eq!(scheme.points, Points::hundredths(10_000));
    assert!(
        scheme
            .items()
            .all(|item| scheme.facts_of(item).next().is_some())
    );
    assert!(scheme.metrics().contains("control_room_certified_rate"));
    let falling: Vec<&str> = scheme.falling().into_iter().collect();
    assert_eq!(falling, ["rural_fire_death_rate", "rural_fire_rate"]);
}

#[test]
fn every_rule_reads_as_the_sentence_that_stands_beside_this_test() {
    for (pack, file) in files() {
        let sentences = told(&read(&file));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
            "tests/rules/sentences/{}-{}.txt",
            name(&pack),
            name(&file)
        ));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &sentences).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == sentences,
            "{} differs; BLESS=1 writes it anew:\n{sentences}",
            path.display()
        );
    }
}

/// What the plan's own data prints of the evaluation: rows by line and name, with their points.
fn printed(pack: &Path, plan: &str) -> BTreeMap<(u32, String, usize), Points> {
    let mut rows = BTreeMap::new();
    let entries = fs::read_dir(pack.join(plan)).unwrap();
    for path in entries.map(|entry| entry.unwrap().path()) {
        let value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let lists = |of: &Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
        let blocks: Vec<Value> = lists(&value, "evaluation")
            .iter()
            .flat_map(|one| lists(one, "blocks"))
            .collect();
        for row in blocks.iter().flat_map(|one| lists(one, "items")) {
            let line = u32::try_from(row["line"].as_u64().unwrap()).unwrap();
            let name = row["name"].as_str().unwrap().to_owned();
            let points = row["points"].as_str().unwrap().parse().unwrap();
            assert!(rows.insert((line, name, 0), points).is_none());
        }
    }
    rows
}

#[test]
fn every_printed_row_is_an_item_or_openly_set_aside_with_its_points() {
    for (pack, file) in files() {
        let scheme = read(&file);
        let key = |item: &Item| ((item.line, item.name.zh.clone(), 0), item.points);
        let mut ours: BTreeMap<_, _> = scheme.items().map(key).collect();
        for row in &scheme.set_aside {
            assert!(
                ours.insert((row.line, row.name.clone(), 0), row.points)
                    .is_none()
            );
        }
        assert_eq!(ours, printed(&pack, &scheme.plan));
    }
}

/// Behind this line the document is made from the data.
const MADE: &str =
    "<!-- From here on made by the tests of crates/rules: BLESS=1 cargo test -p rules -->\n";

fn listed(scheme: &Scheme) -> String {
    let mut text = format!(
        "\n## {}: {}, from {}\n",
        scheme.version, scheme.title.zh, scheme.from
    );
    writeln!(text, "\n{}", scheme.why.en).unwrap();
    for chapter in &scheme.chapters {
        writeln!(text, "\n### {} ({})", chapter.name.zh, chapter.points).unwrap();
        for block in &chapter.blocks {
            writeln!(text, "\n#### {} ({})", block.name.zh, block.points).unwrap();
            if let Some(reading) = &block.reading {
                writeln!(text, "\n*Our reading:* {}", reading.en).unwrap();
            }
            for item in &block.items {
                text += &listed_item(scheme, item);
            }
        }
    }
    writeln!(text, "\n### Set aside\n").unwrap();
    for row in &scheme.set_aside {
        writeln!(
            text,
            "- L{} {} ({}): {}",
            row.line, row.name, row.points, row.why.en
        )
        .unwrap();
    }
    text
}

fn listed_item(scheme: &Scheme, item: &Item) -> String {
    let words = sentence(scheme, item);
    let mut text = format!(
        "\n**L{} {}** ({}) `{}`  \n",
        item.line, item.name.zh, item.points, item.key
    );
    writeln!(text, "{}  \n{}\n", words.zh, words.en).unwrap();
    let told = scheme.facts_of(item).map(|fact| {
        let city = if fact.of == rules::Scope::City {
            ", of the whole city"
        } else {
            ""
        };
        match (&fact.metric, &fact.evidence) {
            (Some(_), Some(_)) => format!("`{}` (metric, else by hand{city})", fact.key),
            (Some(_), None) => format!("`{}` (metric{city})", fact.key),
            (None, _) => format!("`{}` (by hand{city})", fact.key),
        }
    });
    let told: Vec<String> = told.collect();
    writeln!(text, "- Facts: {}", told.join(", ")).unwrap();
    if let Some(reading) = &item.reading {
        writeln!(text, "- *Our reading:* {} ({})", reading.en, reading.zh).unwrap();
    }
    text
}

#[test]
fn the_document_lists_every_item_as_it_is_scored() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/evaluation-rules.md");
    let kept = fs::read_to_string(&path).unwrap();
    let (introduction, made) = kept.split_once(MADE).unwrap();
    let listed: String = files()
        .iter()
        .map(|(_, file)| listed(&read(file)))
        .collect();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{introduction}{MADE}{listed}")).unwrap();
    } else {
        assert!(
            made == listed,
            "docs/evaluation-rules.md differs; BLESS=1 writes it anew"
        );
    }
}
