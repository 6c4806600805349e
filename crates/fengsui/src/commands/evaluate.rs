//! `fengsui evaluate`: the plan, and how far it is carried out.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use plan_audit::{Finding, audit};
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
}

/// Carries it out.
pub(crate) fn run(command: EvaluateCommand) -> anyhow::Result<()> {
    let EvaluateCommand::Audit { pack, json } = command;
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
