//! What rows that are referred to are called: a page shows names, not ids.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::Uuid;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use crate::{Catalogue, FieldKind, Reference, RegisterDef, Stored, Value};

/// For each row, the titles of what its references lead to, by field. One statement a register
/// that is referred to, whatever the number of rows. A retired row has its title too.
pub(crate) async fn of_referred(
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
