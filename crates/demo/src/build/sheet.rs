//! Rows into registers, as an import of a file enters them: checked one by one, staged in pieces, shown
//! at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Context, bail};
use base::Uuid;
use journal::{Actor, Journal, Lane};
use register::{Author, Catalogue, Ledger, Query, RegisterDef, Seen, Stored};
use serde_json::{Map, Value as Json};

use super::Site;
use crate::made::City;

/// Rows of one piece: some hundred keep other writers quick.
const PIECE: usize = 512;

/// Changes of rows that stand go with the flip, which carries 2,000.
const A_FLIP: usize = 1_000;

pub(super) struct Sheet {
    journal: Journal,
    catalogue: Arc<Catalogue>,
}

impl Sheet {
    pub(super) fn of(site: &Site) -> Self {
        Self {
            journal: site.journal.clone(),
            catalogue: Arc::clone(&site.catalogue),
        }
    }

    fn ledger(&self, register: &str) -> anyhow::Result<Ledger> {
        let def = self.catalogue.get(register);
        let def = def.with_context(|| format!("'{register}' is no register"))?;
        Ok(Ledger::new(
            def,
            self.journal.clone(),
            Arc::clone(&self.catalogue),
        ))
    }

    /// Whether this city was begun here: its first organisation is there.
    pub(super) async fn stands(&self, city: &City) -> anyhow::Result<bool> {
        let first = city.recipe.organisations.first();
        let first = first.map(|body| city.recipe.marked(&body.name));
        Ok(!self
            .ids("organisation", first.into_iter())
            .await?
            .is_empty())
    }

    /// Whether nobody entered anything that a city begins with.
    pub(super) async fn is_new(&self) -> anyhow::Result<bool> {
        for register in ["organisation", "unit", "fire_station", "transmitter"] {
            if self.holds(register).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Enters rows, unless the register has one with the title of the first; how many were entered.
    pub(super) async fn enter(
        &self,
        register: &str,
        rows: impl Iterator<Item = Map<String, Json>>,
    ) -> anyhow::Result<usize> {
        let ledger = self.ledger(register)?;
        let mut rows = rows.peekable();
        let Some(first) = rows.peek() else {
            return Ok(0);
        };
        let title = first.get(ledger.def().title).and_then(Json::as_str);
        let title = title.unwrap_or_default().to_owned();
        if !ledger
            .called(register, &HashSet::from([title]))
            .await?
            .is_empty()
        {
            return Ok(0);
        }
        Self::write(&ledger, rows).await
    }

    /// Writes into rows that stand, known by what is unique in them; how many.
    pub(super) async fn amend(
        &self,
        register: &str,
        rows: Vec<Map<String, Json>>,
    ) -> anyhow::Result<usize> {
        let ledger = self.ledger(register)?;
        let mut entered = 0;
        for some in rows.chunks(A_FLIP) {
            entered += Self::write(&ledger, some.iter().cloned()).await?;
        }
        Ok(entered)
    }

    /// All rows in use of a register of some thousand.
    pub(super) async fn all(
        &self,
        register: &str,
    ) -> anyhow::Result<(&'static RegisterDef, Vec<Stored>)> {
        let ledger = self.ledger(register)?;
        let mut query = Query {
            limit: 500,
            ..Query::default()
        };
        let mut all = Vec::new();
        loop {
            let page = ledger.list(&query).await?;
            all.extend(page.rows);
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok((ledger.def(), all)),
            }
        }
    }

    /// Whether the register holds anything.
    pub(super) async fn holds(&self, register: &str) -> anyhow::Result<bool> {
        let any = Query {
            limit: 1,
            retired: true,
            ..Query::default()
        };
        Ok(!self.ledger(register)?.list(&any).await?.rows.is_empty())
    }

    async fn write(
        ledger: &Ledger,
        mut rows: impl Iterator<Item = Map<String, Json>>,
    ) -> anyhow::Result<usize> {
        let register = ledger.def().key;
        let author = Author {
            actor: Actor::system("demo"),
            lane: Lane::Import,
            synthetic: true,
        };
        let mut staged = ledger.stage(author).await?;
        let (mut seen, mut entered) = (Seen::default(), 0);
        loop {
            let piece: Vec<Map<String, Json>> = rows.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                break;
            }
            let mut plans = Vec::with_capacity(piece.len());
            for plan in ledger.plan(piece, &mut seen).await? {
                match plan {
                    Ok(plan) => plans.push(plan),
                    Err(faults) => bail!(
                        "row {} of '{register}': {faults:?}",
                        entered + plans.len() + 1
                    ),
                }
            }
            entered += plans.len();
            staged.add_planned(plans).await?;
        }
        staged.flip().await?;
        Ok(entered)
    }

    /// The ids of the rows that are called so; of several, the first.
    pub(super) async fn ids(
        &self,
        register: &str,
        titles: impl Iterator<Item = String>,
    ) -> anyhow::Result<HashMap<String, Uuid>> {
        let ledger = self.ledger(register)?;
        let titles: Vec<String> = titles.collect();
        let mut ids = HashMap::with_capacity(titles.len());
        for some in titles.chunks(PIECE) {
            let some: HashSet<String> = some.iter().cloned().collect();
            let found = ledger.called(register, &some).await?;
            ids.extend(
                found
                    .into_iter()
                    .filter_map(|(title, ids)| Some((title, *ids.first()?))),
            );
        }
        Ok(ids)
    }
}
