//! What rows and regions that are referred to are called: a page shows names, not ids and codes.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::{Uuid, run_on};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use crate::{Catalogue, FieldKind, Ledger, LedgerError, Reference, RegisterDef, Stored, Value};

/// Digits of the codes of a county, a township and a village: each is the beginning of the next.
const STEPS: [usize; 3] = [6, 9, 12];

impl Ledger {
    /// What the rows that each of `rows` refers to are called, by field.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn titles(
        &self,
        rows: &[Stored],
    ) -> Result<Vec<BTreeMap<&'static str, String>>, LedgerError> {
        let store = self.journal().store();
        Ok(of_referred(store, self.catalogue(), self.def(), rows).await?)
    }

    /// What the regions of each of `rows` are called, with what they lie in, by field.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn region_names(
        &self,
        rows: &[Stored],
    ) -> Result<Vec<BTreeMap<&'static str, String>>, LedgerError> {
        let store = self.journal().store();
        Ok(of_regions(store, self.catalogue(), self.def(), rows).await?)
    }

    /// What regions are called, each with what it lies in, by code (盐湖区中城街道); those that nobody
    /// knows are left out.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn names_of_regions(
        &self,
        codes: &[&str],
    ) -> Result<HashMap<String, String>, LedgerError> {
        let store = self.journal().store();
        Ok(of_codes(store, self.catalogue(), codes).await?)
    }
}

/// For each row, the titles of what its references lead to, by field. One statement a register
/// that is referred to, whatever the number of rows. A retired row has its title too.
async fn of_referred(
    store: &Store,
    catalogue: &Catalogue,
    def: &RegisterDef,
    rows: &[Stored],
) -> Result<Vec<BTreeMap<&'static str, String>>, DbErr> {
    let mut asked: HashMap<&'static str, HashSet<Uuid>> = HashMap::new();
    for (_, target, id) in rows.iter().flat_map(|row| references(def, row)) {
        asked.entry(target).or_default().insert(id);
    }
    let mut titles: HashMap<Uuid, String> = HashMap::new();
    for (key, ids) in asked {
        if let Some(target) = catalogue.get(key) {
            titles.extend(titles_of(store, target, ids).await?);
        }
    }
    let of_row = |row| {
        let named = references(def, row)
            .filter_map(|(field, _, id)| Some((field, titles.get(&id)?.clone())));
        named.collect()
    };
    Ok(rows.iter().map(of_row).collect())
}

/// For each row, what its regions are called, by field, each with what it lies in, as an address has
/// it: 盐湖区中城街道. One statement, whatever the number of rows.
async fn of_regions(
    store: &Store,
    catalogue: &Catalogue,
    def: &RegisterDef,
    rows: &[Stored],
) -> Result<Vec<BTreeMap<&'static str, String>>, DbErr> {
    let names = names_of(store, catalogue, def, rows).await?;
    let of_row = |row| {
        let placed = regions(def, row);
        placed
            .filter_map(|(field, code)| Some((field, name_of(code, &names)?)))
            .collect()
    };
    Ok(rows.iter().map(of_row).collect())
}

fn references<'a>(
    def: &RegisterDef,
    row: &'a Stored,
) -> impl Iterator<Item = (&'static str, &'static str, Uuid)> + use<'a> {
    let fields = def.fields.iter().zip(&row.values);
    fields.filter_map(|(field, value)| match (field.kind, value) {
        (FieldKind::Reference(target), Value::Reference(Reference(id))) => {
            Some((field.name, target, *id))
        }
        _ => None,
    })
}

async fn titles_of(
    store: &Store,
    target: &RegisterDef,
    ids: HashSet<Uuid>,
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let select = Query::select()
        .columns(["id", target.title].map(Alias::new))
        .from(Alias::new(target.key))
        .and_where(Expr::col(Alias::new("id")).is_in(ids))
        .to_owned();
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    found
        .iter()
        .map(|row| {
            let title: Option<String> = row.try_get("", target.title)?;
            Ok((row.try_get("", "id")?, title.unwrap_or_default()))
        })
        .collect()
}

fn regions<'a>(
    def: &RegisterDef,
    row: &'a Stored,
) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
    let fields = def.fields.iter().zip(&row.values);
    fields.filter_map(|(field, value)| match (field.kind, value) {
        (FieldKind::Region, Value::Text(code)) => Some((field.name, code.as_str())),
        _ => None,
    })
}

/// The codes on the way to a region: its county's, its township's and its own.
fn way_to(code: &str) -> impl Iterator<Item = &str> {
    let shorter = STEPS.into_iter().filter_map(|digits| code.get(..digits));
    let own = (!STEPS.contains(&code.len())).then_some(code);
    shorter.chain(own)
}

/// A region with what it lies in; nothing where its own name is unknown.
fn name_of(code: &str, names: &HashMap<String, String>) -> Option<String> {
    names.get(code)?;
    let way = way_to(code).filter_map(|part| names.get(part));
    Some(run_on(way.map(String::as_str)))
}

/// The names of all regions on the way to those of the rows, by code. The register of regions
/// itself shows its codes.
async fn names_of(
    store: &Store,
    catalogue: &Catalogue,
    def: &RegisterDef,
    rows: &[Stored],
) -> Result<HashMap<String, String>, DbErr> {
    if catalogue
        .regions()
        .is_some_and(|(target, _)| target.key == def.key)
    {
        return Ok(HashMap::new());
    }
    let codes = rows.iter().flat_map(|row| regions(def, row));
    names_on_the_way(store, catalogue, codes.map(|(_, code)| code)).await
}

/// What these regions are called, each with what it lies in, by code; an unknown one is left out.
async fn of_codes(
    store: &Store,
    catalogue: &Catalogue,
    codes: &[&str],
) -> Result<HashMap<String, String>, DbErr> {
    let names = names_on_the_way(store, catalogue, codes.iter().copied()).await?;
    let named = codes
        .iter()
        .filter_map(|code| Some(((*code).to_owned(), name_of(code, &names)?)));
    Ok(named.collect())
}

async fn names_on_the_way(
    store: &Store,
    catalogue: &Catalogue,
    codes: impl Iterator<Item = &str>,
) -> Result<HashMap<String, String>, DbErr> {
    let codes: HashSet<&str> = codes.flat_map(way_to).collect();
    let Some((target, code)) = catalogue.regions().filter(|_| !codes.is_empty()) else {
        return Ok(HashMap::new());
    };
    let select = Query::select()
        .columns([code.name, target.title].map(Alias::new))
        .from(Alias::new(target.key))
        .and_where(Expr::col(Alias::new(code.name)).is_in(codes))
        .to_owned();
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    found
        .iter()
        .map(|row| {
            let title: Option<String> = row.try_get("", target.title)?;
            Ok((row.try_get("", code.name)?, title.unwrap_or_default()))
        })
        .collect()
}
