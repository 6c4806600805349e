//! How far each origin's entries are numbered.
//!
//! Every entry keeps the sequence of the node and epoch that wrote it. For entries written here the
//! sequence is counted when they are sealed; entries of other nodes brought theirs along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::Uuid;
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use store::ddl::ColumnKind;
use store::{Row, RowMode, Store, StoreError, WriteTransaction};

use super::waiting::Waiting;
use crate::Node;
use crate::tables::origin;

type Origin = (String, i32);

/// The counters of the origins that a sealing meets.
pub(super) struct Origins {
    last: BTreeMap<Origin, i64>,
    /// Origins whose entries are counted here. How far the others are known is for whoever
    /// received them to say: their entries may be sealed before all of them are here.
    counted: BTreeSet<Origin>,
    brought: HashMap<Uuid, i64>,
}

impl Origins {
    pub(super) async fn of(
        store: &Store,
        transaction: &mut WriteTransaction,
        here: &Node,
        waiting: &[Waiting],
    ) -> Result<Self, StoreError> {
        let met: BTreeSet<Origin> = waiting.iter().map(|entry| entry.origin.clone()).collect();
        let mut last = BTreeMap::new();
        for origin in met {
            let sequence = match stored(store, transaction, &origin).await? {
                Some(sequence) => sequence,
                None => before_counters(store, transaction).await?,
            };
            last.insert(origin, sequence);
        }
        let of_others: Vec<Uuid> = waiting
            .iter()
            .filter(|entry| {
                (entry.origin.0.as_str(), entry.origin.1) != (here.id.as_str(), here.epoch)
            })
            .map(|entry| entry.id)
            .collect();
        let brought = brought_along(store, transaction, of_others).await?;
        let counted = BTreeSet::new();
        Ok(Self {
            last,
            counted,
            brought,
        })
    }

    /// The sequence of an entry at its origin.
    pub(super) fn sequence_of(&mut self, entry: &Waiting) -> i64 {
        if let Some(sequence) = self.brought.get(&entry.id) {
            return *sequence;
        }
        self.counted.insert(entry.origin.clone());
        let last = self.last.entry(entry.origin.clone()).or_insert(0);
        *last += 1;
        *last
    }

    /// The counters as rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        let counted = |(origin, _): &(&Origin, &i64)| self.counted.contains(*origin);
        self.last
            .iter()
            .filter(counted)
            .map(|((node, epoch), sequence)| {
                let model = origin::Model {
                    node: node.clone(),
                    epoch: *epoch,
                    sequence: *sequence,
                };
                Row::of(&model, RowMode::Upsert)
            })
    }
}

async fn stored(
    store: &Store,
    transaction: &mut WriteTransaction,
    (node, epoch): &Origin,
) -> Result<Option<i64>, StoreError> {
    let select = Query::select()
        .column(Alias::new("sequence"))
        .from(Alias::new("journal_origin"))
        .and_where(Expr::col(Alias::new("node")).eq(node.as_str()))
        .and_where(Expr::col(Alias::new("epoch")).eq(*epoch))
        .to_owned();
    one_number(store, transaction, &select).await
}

/// Where counting goes on in a database that was written before there were counters: it holds
/// entries of one origin only, and its last seal tells how many. 0 in any other database.
async fn before_counters(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<i64, StoreError> {
    let any = Query::select()
        .column(Alias::new("sequence"))
        .from(Alias::new("journal_origin"))
        .limit(1)
        .to_owned();
    if one_number(store, transaction, &any).await?.is_some() {
        return Ok(0);
    }
    let newest = Query::select()
        .column(Alias::new("node_sequence"))
        .from(Alias::new("journal_seal"))
        .order_by(Alias::new("position"), sea_orm::Order::Desc)
        .limit(1)
        .to_owned();
    Ok(one_number(store, transaction, &newest).await?.unwrap_or(0))
}

async fn one_number(
    store: &Store,
    transaction: &mut WriteTransaction,
    select: &SelectStatement,
) -> Result<Option<i64>, StoreError> {
    let rows = transaction
        .rows(store.build(select), &[ColumnKind::BigInt])
        .await?;
    Ok(match rows.first().map(Vec::as_slice) {
        Some([Value::BigInt(number)]) => *number,
        _ => None,
    })
}

/// The sequences that entries of other nodes brought along.
async fn brought_along(
    store: &Store,
    transaction: &mut WriteTransaction,
    mut ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, i64>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    if let Some(last) = ids.last().copied() {
        // Padded to a power of two, so that few statement texts occur and the engine knows them.
        ids.resize(ids.len().next_power_of_two(), last);
    }
    let select = Query::select()
        .columns(["entry", "node_sequence"].map(Alias::new))
        .from(Alias::new("journal_received"))
        .and_where(Expr::col(Alias::new("entry")).is_in(ids))
        .to_owned();
    let columns = &[ColumnKind::Uuid, ColumnKind::BigInt];
    let rows = transaction.rows(store.build(&select), columns).await?;
    let pairs = rows
        .into_iter()
        .filter_map(|row| match <[Value; 2]>::try_from(row) {
            Ok([Value::Uuid(Some(entry)), Value::BigInt(Some(sequence))]) => {
                Some((entry, sequence))
            }
            _ => None,
        });
    Ok(pairs.collect())
}
