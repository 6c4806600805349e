//! `fengsui evaluate`: the plan, and how far it is carried out.

mod report;
mod score;
mod sight;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use plan_audit::{Finding, audit};
use rules::{Item, Scheme, Versions, sentence};
use serde_json::{Value, json};

use crate::pack::Pack;

/// What is asked for.
#[derive(Subcommand)]
pub(crate) enum EvaluateCommand {
    /// 规划审计 hold a pack's plans against themselves: sums, shares, growth, names, counts, targets, points
    /// that cannot be right together. Read each finding before you believe it.
    Audit {
        /// The pack's folder; the built-in city when not given.
        #[arg(long)]
        pack: Option<PathBuf>,
        /// The findings as one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// 考核项 the items of the evaluation that is in force in a year, each with its points and the rule by
    /// which it is scored, worded from its data.
    Items {
        /// Which year.
        #[arg(long)]
        year: i32,
        /// The pack's folder; the built-in city when not given.
        #[arg(long)]
        pack: Option<PathBuf>,
        /// The items as one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// 得分 what an area gets for a year, item by item, from what stands in a database. Points are a span
    /// while something is not known.
    Score(score::ScoreArgs),
    /// 排名 all areas by what they get for a year.
    Ranking(score::RankingArgs),
    /// 考核报告 the report of a year as a PDF.
    Report(report::ReportArgs),
}

/// Carries it out.
pub(crate) async fn run(command: EvaluateCommand) -> anyhow::Result<()> {
    match command {
        EvaluateCommand::Audit { pack, json } => audited(pack, json),
        EvaluateCommand::Items { year, pack, json } => items(year, pack, json),
        EvaluateCommand::Score(args) => score::score(args).await,
        EvaluateCommand::Ranking(args) => score::ranking(args).await,
        EvaluateCommand::Report(args) => report::report(args).await,
    }
}

/// The versions of a pack's evaluation; an error where it has none, or one that cannot be read.
fn versions(pack: &Pack) -> anyhow::Result<Versions> {
    let versions = pack.versions()?;
    if versions.all().is_empty() {
        bail!(
            "the pack has no evaluation: a file such as evaluation/2021.json, see docs/NEW-CITY.md"
        );
    }
    Ok(versions)
}

fn items(year: i32, pack: Option<PathBuf>, json: bool) -> anyhow::Result<()> {
    let versions = versions(&Pack::new(pack))?;
    let scheme = versions.of_year(year)?;
    let mut out = std::io::stdout().lock();
    if json {
        let all: Vec<Value> = scheme
            .items()
            .map(|item| item_as_json(scheme, item))
            .collect();
        writeln!(out, "{:#}", Value::Array(all))?;
        return Ok(());
    }
    for item in scheme.items() {
        let rule = sentence(scheme, item);
        writeln!(out, "L{} {} {}", item.line, item.points, item.name.zh)?;
        writeln!(out, "    {}", rule.zh)?;
        writeln!(out, "    {}: {}", item.name.en, rule.en)?;
    }
    Ok(())
}

fn item_as_json(scheme: &Scheme, item: &Item) -> Value {
    let facts = scheme.facts_of(item);
    let facts: Vec<Value> = facts
        .map(|fact| json!({ "key": fact.key, "name": fact.name, "metric": fact.metric }))
        .collect();
    json!({
        "version": scheme.version,
        "key": item.key,
        "line": item.line,
        "name": item.name,
        "points": item.points.to_string(),
        "rule": sentence(scheme, item),
        "facts": facts,
    })
}

fn audited(pack: Option<PathBuf>, json: bool) -> anyhow::Result<()> {
    let plans = Pack::new(pack).plans()?;
    if plans.is_empty() {
        bail!("the pack has no plan: a folder such as plan-145, see docs/NEW-CITY.md");
    }
    let mut out = std::io::stdout().lock();
    let mut all = Vec::new();
    for (name, plan) in plans {
        let plan = plan.with_context(|| format!("{name} of the pack cannot be read"))?;
        let findings = audit(&plan);
        if json {
            all.extend(findings.iter().map(|one| as_json(&name, one)));
            continue;
        }
        writeln!(out, "{name}: {} findings", findings.len())?;
        for one in &findings {
            let sure = one.confidence.hundredths();
            writeln!(out, "L{} {sure}% {}", one.line, one.message.zh)?;
            writeln!(out, "    {}", one.message.en)?;
        }
    }
    if json {
        writeln!(out, "{:#}", Value::Array(all))?;
    }
    Ok(())
}

fn as_json(plan: &str, one: &Finding) -> Value {
    json!({
        "plan": plan,
        "kind": one.kind,
        "line": one.line,
        "subject": one.subject,
        "printed": one.printed,
        "computed": one.computed,
        "against": one.against,
        "message": one.message.zh,
        "message_en": one.message.en,
        "confidence": one.confidence,
    })
}
