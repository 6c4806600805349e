//! A house of its own for the pack, built as the real one is and thrown away.

use std::sync::Arc;

use base::{Clock, Language};
use city::nouns::Region;
use journal::{Journal, JournalConfig};
use register::{Ledger, LedgerError, Register as _};
use store::{Store, StoreConfig};

use super::Findings;
use crate::pack::{Facts, Pack, REGIONS, SAMPLE};
use crate::{declared, facts, rooms};

/// Enters everything that the pack brings, row by row, and opens the house.
pub(super) async fn check(
    pack: &Pack,
    clock: &Clock,
    brought: Vec<(String, Facts)>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let url = format!("sqlite:{}", scratch.path().join("pack.db").display());
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, clock.clone(), JournalConfig::default()).await?;
    for (file, facts) in brought {
        rows(&journal, &file, facts, findings).await?;
    }
    if let Ok(tree) = pack.region_tree() {
        let catalogue = Arc::new(declared::catalogue()?);
        let regions = Ledger::new(Region::DEF, journal.clone(), catalogue);
        let brought = city::facts::load_tree(&regions, &tree).await;
        findings.of(REGIONS, brought.map_err(anyhow::Error::from));
    }
    if let Ok(sample) = pack.sample() {
        let brought = city::sample::load(&journal, &sample).await;
        findings.of(SAMPLE, brought.map_err(anyhow::Error::from));
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let fittings = rooms::Fittings::bare(&journal, scratch.path())?;
    if findings.is_clean() {
        let house = rooms::House::build(&journal, fittings, pack, &stopped);
        findings.of("the whole pack", house.map(drop));
    }
    stop.send_replace(true);
    journal.close().await;
    journal.store().close().await;
    Ok(())
}

async fn rows(
    journal: &Journal,
    file: &str,
    facts: Facts,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    if facts.source.trim().is_empty() {
        findings.error(
            file,
            "the source is not named: facts without one are not believed",
        );
    }
    let Some(filling) = findings.of(file, facts::Filling::of(journal, &facts.register)) else {
        return Ok(());
    };
    for (row, number) in facts.rows.into_iter().zip(1..) {
        let Err(error) = filling.enter(row).await else {
            continue;
        };
        let place = format!("{file}, row {number}");
        match error.downcast_ref::<LedgerError>() {
            Some(LedgerError::Faults(faults)) => {
                for fault in faults.iter() {
                    let words = fault.text(Language::En);
                    findings.error(place.clone(), format!("{}: {words}", fault.field));
                }
            }
            _ => findings.error(place, format!("{error:#}")),
        }
    }
    Ok(())
}
