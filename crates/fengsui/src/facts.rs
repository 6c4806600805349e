//! The pack's facts in the registers: regions, assessed areas, targets of the plan.
//!
//! A register is filled once, while it never held a row; from then on it is its keepers', and
//! nothing here writes over what they entered.

use std::sync::Arc;

use anyhow::{Context, bail};
use futures_util::future::try_join_all;
use journal::{Actor, Journal, Lane};
use register::{Author, Catalogue, FieldKind, Ledger, Query, Stored, Value};
use serde_json::{Map, Value as Json};

use crate::declared;
use crate::pack::Facts;

/// How many rows are entered at once.
const SOME: usize = 64;

/// Fills the registers that never held a row.
pub(crate) async fn load(journal: &Journal, facts: Vec<Facts>) -> anyhow::Result<()> {
    for file in facts {
        let filling = Filling::of(journal, &file.register)?;
        if filling.was_filled().await? {
            continue;
        }
        let mut rows = Vec::with_capacity(file.rows.len());
        for row in file.rows {
            rows.push(filling.resolved(row).await?);
        }
        let key = filling.ledger.def().key;
        for some in rows.chunks(SOME) {
            let written = some
                .iter()
                .map(|row| filling.ledger.create(&filling.author, row));
            try_join_all(written)
                .await
                .with_context(|| format!("the pack's rows of '{key}' do not hold"))?;
        }
        tracing::info!(
            register = key,
            rows = rows.len(),
            source = file.source,
            "filled"
        );
    }
    Ok(())
}

/// A register that the pack fills.
pub(crate) struct Filling {
    journal: Journal,
    catalogue: Arc<Catalogue>,
    ledger: Ledger,
    author: Author,
}

impl Filling {
    /// The filling of the register with this key.
    pub(crate) fn of(journal: &Journal, key: &str) -> anyhow::Result<Self> {
        let catalogue = Arc::new(declared::catalogue()?);
        let def = catalogue
            .get(key)
            .with_context(|| format!("the pack fills '{key}', which is no register"))?;
        Ok(Self {
            ledger: Ledger::new(def, journal.clone(), Arc::clone(&catalogue)),
            journal: journal.clone(),
            catalogue,
            author: Author {
                actor: Actor::system("pack"),
                lane: Lane::Import,
                synthetic: false,
            },
        })
    }

    /// Enters one row.
    pub(crate) async fn enter(&self, row: Map<String, Json>) -> anyhow::Result<()> {
        let row = self.resolved(row).await?;
        self.ledger.create(&self.author, &row).await?;
        Ok(())
    }

    async fn was_filled(&self) -> anyhow::Result<bool> {
        let any = Query {
            limit: 1,
            retired: true,
            ..Query::default()
        };
        Ok(!self.ledger.list(&any).await?.rows.is_empty())
    }

    /// The row with the ids of the rows that it refers to by their titles.
    async fn resolved(&self, mut row: Map<String, Json>) -> anyhow::Result<Map<String, Json>> {
        for field in self.ledger.def().fields {
            let FieldKind::Reference(target) = field.kind else {
                continue;
            };
            let Some(given) = row.get_mut(field.name) else {
                continue;
            };
            let Some(title) = given.get("title").and_then(Json::as_str) else {
                bail!(
                    "'{}' of the pack is not written as {{\"title\": …}}",
                    field.name
                );
            };
            let def = self.catalogue.get(target);
            let def = def.context("a reference leads nowhere")?;
            let ledger = Ledger::new(def, self.journal.clone(), Arc::clone(&self.catalogue));
            let found = titled(&ledger, title).await?;
            let found = found
                .with_context(|| format!("the pack refers to '{title}', which is not there"))?;
            *given = Json::from(found.id.to_string());
        }
        Ok(row)
    }
}

async fn titled(ledger: &Ledger, title: &str) -> anyhow::Result<Option<Stored>> {
    let mut query = Query {
        limit: 500,
        ..Query::default()
    };
    loop {
        let page = ledger.list(&query).await?;
        let is_it = |row: &Stored| {
            let name = row.value(ledger.def(), ledger.def().title);
            name.and_then(Value::as_text) == Some(title)
        };
        if let Some(found) = page.rows.into_iter().find(is_it) {
            return Ok(Some(found));
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(None);
        }
    }
}
