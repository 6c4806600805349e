//! `fengsui evaluate score` and `ranking`: what stands in a database, scored without a server.

use std::io::Write as _;

use anyhow::{Context as _, bail};
use base::Clock;
use clap::Args;
use evaluate::{AreaScore, EvaluationSpan, ScoreFound, ScoreItem, ScoreRow, Scoreboard};

use super::sight::{Asked, Sight};

/// Options of `score`.
#[derive(Args)]
pub(crate) struct ScoreArgs {
    /// The area: its region's code, its name or its id.
    #[arg(long)]
    area: String,
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: Asked,
}

/// Options of `ranking`.
#[derive(Args)]
pub(crate) struct RankingArgs {
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: Asked,
}

/// Prints what an area gets.
///
/// # Errors
/// No database, no version of the evaluation for the year, no such area.
pub(super) async fn score(args: ScoreArgs) -> anyhow::Result<()> {
    let sight = Sight::open(&args.asked).await?;
    let told = told(&sight, &args).await;
    sight.close().await;
    let told = told?;
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &told)?;
        writeln!(out)?;
        return Ok(());
    }
    print_row(&mut out, &told.standing)?;
    for item in told.blocks.iter().flat_map(|block| &block.items) {
        print_item(&mut out, item)?;
    }
    Ok(())
}

async fn told(sight: &Sight, args: &ScoreArgs) -> anyhow::Result<AreaScore> {
    let (assessed, before) = sight.of_year(args.asked.year).await?;
    let named = |area: &&metric::Area| area.name == args.area;
    let by_name = || assessed.areas.iter().find(named);
    let Some(area) = assessed.area(&args.area).or_else(by_name) else {
        let all = assessed.areas.iter();
        let all: Vec<String> = all
            .map(|area| format!("{} {}", codes(&area.includes), area.name))
            .collect();
        bail!(
            "no assessed area is '{}'; there are: {}",
            args.area,
            all.join(", ")
        );
    };
    let now = Clock::system().now();
    let told = AreaScore::of(&assessed, before.as_deref(), area, now);
    told.context("the area was not scored")
}

fn codes(codes: &[base::RegionCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(base::RegionCode::as_str).collect();
    codes.join(" ")
}

/// Prints all areas by what they get.
///
/// # Errors
/// No database, no version of the evaluation for the year, no areas.
pub(super) async fn ranking(args: RankingArgs) -> anyhow::Result<()> {
    let sight = Sight::open(&args.asked).await?;
    let of_year = sight.of_year(args.asked.year).await;
    sight.close().await;
    let (assessed, before) = of_year?;
    let now = Clock::system().now();
    let board = Scoreboard::of(&assessed, before.as_deref(), |_| true, now);
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &board)?;
        writeln!(out)?;
        return Ok(());
    }
    for row in &board.items {
        print_row(&mut out, row)?;
    }
    Ok(())
}

fn print_row(out: &mut impl std::io::Write, row: &ScoreRow) -> std::io::Result<()> {
    let (best, worst) = (row.place.best, row.place.worst);
    let place = if best == worst {
        format!("{best}")
    } else {
        format!("{best}–{worst}")
    };
    let grades = [&row.grade.least, &row.grade.most];
    let mut grades: Vec<&str> = grades
        .into_iter()
        .flatten()
        .map(|one| one.zh.as_str())
        .collect();
    grades.dedup();
    let change = row.change.as_ref().map(span);
    writeln!(
        out,
        "{place}\t{}\t{} / {}\t{}\t同比 {}\t不明 {}",
        row.area.name,
        span(&row.total.got),
        row.total.of,
        grades.join("–"),
        change.as_deref().unwrap_or("-"),
        row.unknown,
    )
}

fn print_item(out: &mut impl std::io::Write, item: &ScoreItem) -> std::io::Result<()> {
    let got = span(&item.tally.got);
    writeln!(
        out,
        "L{} {got} / {} {}",
        item.line, item.tally.of, item.name.zh
    )?;
    for fact in &item.facts {
        for found in &fact.found {
            let member = found.member.as_deref().unwrap_or_default();
            let said = said(found);
            writeln!(out, "    {} {member} [{}] {said}", fact.name.zh, fact.from)?;
        }
    }
    for correction in &item.corrections {
        writeln!(out, "    更正 {} {}", correction.points, correction.why)?;
    }
    Ok(())
}

fn said(found: &ScoreFound) -> String {
    if let Some(unknown) = &found.unknown {
        return unknown.zh.clone();
    }
    let done = found
        .done
        .map(|done| if done { "是" } else { "否" }.to_owned());
    let events = found
        .events
        .as_ref()
        .map(|events| format!("{}起", events.len()));
    let said = found.number.clone().or(done).or(events);
    said.unwrap_or_default()
}

/// Points as `3`, or `0–3` while something is not known.
fn span(span: &EvaluationSpan) -> String {
    if span.least == span.most {
        span.least.clone()
    } else {
        format!("{}–{}", span.least, span.most)
    }
}
