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
    let catalogue = Arc::new(declared::catalogue()?);
    let author = Author {
        actor: Actor::system("pack"),
        lane: Lane::Import,
        synthetic: false,
    };
    for file in facts {
        let def = catalogue
            .get(&file.register)
            .with_context(|| format!("the pack fills '{}', which is no register", file.register))?;
        let ledger = Ledger::new(def, journal.clone(), Arc::clone(&catalogue));
        let any = Query {
            limit: 1,
            retired: true,
            ..Query::default()
        };
        if !ledger.list(&any).await?.rows.is_empty() {
            continue;
        }
        let mut rows = Vec::with_capacity(file.rows.len());
        for row in file.rows {
            rows.push(resolved(journal, &catalogue, &ledger, row).await?);
        }
        for some in rows.chunks(SOME) {
            try_join_all(some.iter().map(|row| ledger.create(&author, row)))
                .await
                .with_context(|| format!("the pack's rows of '{}' do not hold", def.key))?;
        }
        tracing::info!(
            register = def.key,
            rows = rows.len(),
            source = file.source,
            "filled"
        );
    }
    Ok(())
}

/// The row with the ids of the rows that it refers to by their titles.
async fn resolved(
    journal: &Journal,
    catalogue: &Arc<Catalogue>,
    ledger: &Ledger,
    mut row: Map<String, Json>,
) -> anyhow::Result<Map<String, Json>> {
    for field in ledger.def().fields {
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
        let def = catalogue.get(target).context("a reference leads nowhere")?;
        let ledger = Ledger::new(def, journal.clone(), Arc::clone(catalogue));
        let found = titled(&ledger, title).await?;
        let id =
            found.with_context(|| format!("the pack refers to '{title}', which is not there"))?;
        *given = Json::from(id.id.to_string());
    }
    Ok(row)
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
