//! From an extract to a graph.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use roads::{Hierarchy, Limits, Network, Profile, Report, TurnCounts};
use serde_json::{Value, json};

pub(super) fn run(
    extract: &Path,
    out: &Path,
    profile: &str,
    in_json: bool,
) -> anyhow::Result<String> {
    let began = Instant::now();
    let profile = profile_of(profile)?;
    let source = File::open(extract);
    let source = source.with_context(|| format!("cannot open {}", extract.display()))?;
    let read = roads::read_for(source, &Limits::default(), &profile);
    let read = read.with_context(|| format!("{} is not brought in", extract.display()))?;
    let (network, report) = Network::of(&read, &profile.speeds())?;
    drop(read);
    ensure!(
        report.arcs > 0,
        "{} holds no road for {}",
        extract.display(),
        profile.name()
    );
    let hierarchy = Hierarchy::of(&network)?;
    let mut file = Vec::new();
    network.write_with(hierarchy.order(), &mut file)?;
    std::fs::write(out, &file).with_context(|| format!("cannot write {}", out.display()))?;
    let seconds = began.elapsed().as_secs_f64();
    Ok(if in_json {
        json!({
            "profile": profile.name(),
            "ways": report.counts.ways,
            "ways_taken": report.counts.ways_taken,
            "barriers": barriers(&report),
            "turn_restrictions": turns(report.turns),
            "junctions": report.junctions,
            "stretches": report.stretches,
            "arcs": report.arcs,
            "hierarchy_arcs": hierarchy.arcs(),
            "joined": { "junctions": report.strong.junctions, "arcs": report.strong.arcs },
            "left_apart": { "parts": report.strong.parts.saturating_sub(1),
                "junctions": left_apart(&report) },
            "bytes": file.len(),
            "seconds": seconds,
        })
        .to_string()
    } else {
        format!(
            "{}: {} of {} ways, {} junctions, {} arcs; {} arcs in the hierarchy\n{}\
             in use is the largest part in which all lead to all: {} junctions, {} arcs; \
             {} junctions in {} smaller parts stand apart\n\
             {}: {} KB, {seconds:.1} s",
            profile.name(),
            report.counts.ways_taken,
            report.counts.ways,
            report.junctions,
            report.arcs,
            hierarchy.arcs(),
            barriers_in_words(&report) + &turns_in_words(report.turns),
            report.strong.junctions,
            report.strong.arcs,
            left_apart(&report),
            report.strong.parts.saturating_sub(1),
            out.display(),
            file.len() / 1024,
        )
    })
}

/// By kind, what becomes of the barriers on roads.
fn barriers(report: &Report) -> Value {
    let kinds = report.barriers.iter().map(|count| {
        let became = json!({ "all": count.all, "free": count.free, "delaying": count.delaying,
            "closed": count.closed, "aside": count.aside });
        (count.kind.name().to_owned(), became)
    });
    Value::Object(kinds.collect())
}

fn barriers_in_words(report: &Report) -> String {
    let kinds = report.barriers.iter().map(|count| {
        format!(
            "{}: {} on roads, {} free, {} after a delay, {} closed, {} where they stop nothing\n",
            count.kind.name(),
            count.all,
            count.free,
            count.delaying,
            count.closed,
            count.aside,
        )
    });
    kinds.collect()
}

/// Which turn restrictions are followed, and why the others are not.
fn turns(turns: TurnCounts) -> Value {
    json!({ "all": turns.all, "followed": turns.followed, "over_ways": turns.over_ways,
        "at_hours": turns.at_hours, "off_roads": turns.off_roads, "unclear": turns.unclear })
}

fn turns_in_words(turns: TurnCounts) -> String {
    format!(
        "turn restrictions: {}, {} followed; not followed {} over ways, {} that count at some hours, \
         {} off these roads, {} unclear\n",
        turns.all, turns.followed, turns.over_ways, turns.at_hours, turns.off_roads, turns.unclear,
    )
}

fn left_apart(report: &Report) -> usize {
    let joined = usize::try_from(report.strong.junctions).unwrap_or(usize::MAX);
    report.junctions.saturating_sub(joined)
}

/// One that stands ready, or a file.
fn profile_of(name: &str) -> anyhow::Result<Profile> {
    if let Some(ready) = Profile::named(name) {
        return Ok(ready);
    }
    if !Path::new(name).exists() {
        let names: Vec<&str> = Profile::names().collect();
        bail!(
            "there is no profile {name:?}, and no file of that name; there are {}",
            names.join(", ")
        );
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("cannot read {name}"))?;
    Profile::from_json(&text).with_context(|| format!("{name} is no profile"))
}
