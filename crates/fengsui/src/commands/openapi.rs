//! `fengsui openapi`: the document that the screens' client is generated from.

use std::path::Path;

use anyhow::Context;
use base::Clock;
use journal::{Journal, JournalConfig};
use store::{Store, StoreConfig};

use crate::declared;
use crate::pack::Pack;
use crate::rooms;

/// Writes the OpenAPI document of this program.
pub(crate) async fn run(out: &Path) -> anyhow::Result<()> {
    let document = document().await?;
    std::fs::write(out, document).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{}", out.display());
    Ok(())
}

/// The document, from the same routers that serve; they want a journal, so they get an empty one.
async fn document() -> anyhow::Result<String> {
    let scratch = tempfile::tempdir()?;
    let url = format!("sqlite:{}", scratch.path().join("scratch.db").display());
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let fittings = rooms::Fittings::bare(&journal, scratch.path())?;
    let house = rooms::House::build(&journal, fittings, &Pack::new(None), &stopped)?;
    let text = house.openapi.to_pretty_json()?;
    journal.close().await;
    journal.store().close().await;
    Ok(text + "\n")
}
