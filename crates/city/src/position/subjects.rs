//! Who can have a position: what they are called and where they belong.

use std::collections::HashMap;

use base::Uuid;
use register::{Register, RegisterDef};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use super::PositionKind;
use crate::nouns::{Person, Vehicle};

/// What is known of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) title: String,
    pub(super) region: Option<String>,
}

/// Subjects by kind and id.
pub(super) type Subjects = HashMap<(PositionKind, Uuid), Subject>;

/// Ids of one question to the database.
const SLICE: usize = 500;

/// Those of `asked` that are there and in use.
pub(super) async fn find(
    store: &Store,
    asked: impl IntoIterator<Item = (PositionKind, Uuid)>,
) -> Result<Subjects, DbErr> {
    let mut by_kind: HashMap<PositionKind, Vec<Uuid>> = HashMap::new();
    for (kind, id) in asked {
        by_kind.entry(kind).or_default().push(id);
    }
    let mut found = Subjects::new();
    for (kind, mut ids) in by_kind {
        ids.sort_unstable();
        ids.dedup();
        for slice in ids.chunks(SLICE) {
            let mut select = of_kind(kind);
            select.and_where(Expr::col(Alias::new("id")).is_in(slice.iter().copied()));
            for row in store.reader().query_all_raw(store.build(&select)).await? {
                let subject = Subject {
                    title: row.try_get_by_index(1)?,
                    region: row.try_get_by_index(2)?,
                };
                found.insert((kind, row.try_get_by_index(0)?), subject);
            }
        }
    }
    Ok(found)
}

/// Id, title and region of all of a kind.
fn of_kind(kind: PositionKind) -> SelectStatement {
    match kind {
        PositionKind::Vehicle => of_register(Vehicle::DEF),
        PositionKind::Person => of_register(Person::DEF),
        PositionKind::Responder => Query::select()
            .columns(["id", "name", "region"].map(Alias::new))
            .from(Alias::new("responder"))
            .to_owned(),
    }
}

fn of_register(def: &'static RegisterDef) -> SelectStatement {
    let region = def.scope.unwrap_or(def.title);
    Query::select()
        .columns(["id", def.title, region].map(Alias::new))
        .from(Alias::new(def.key))
        .cond_where(journal::visible(def.key))
        .and_where(Expr::col(Alias::new("retired_at")).is_null())
        .to_owned()
}
