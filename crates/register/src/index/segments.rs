//! Segments as they stand in their table.

use base::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, Value};
use store::{Row, RowMode, Store, StoreError, WriteBatch};

use super::tables::{SEGMENT, segment_shape};
use crate::RegisterDef;

/// Whether a segment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Its postings are being written.
    Building,
    /// It answers questions.
    Active,
    /// Its rows have other numbers by now; its postings are being taken away.
    Leaving,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Active => "active",
            Self::Leaving => "leaving",
        }
    }

    fn of(text: &str) -> Self {
        match text {
            "building" => Self::Building,
            "active" => Self::Active,
            _ => Self::Leaving,
        }
    }
}

/// A run of numbers.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Its first number.
    pub(super) first: i64,
    /// How many it holds; at most [`super::bits::PLACES`].
    pub(super) size: i64,
    pub(super) state: State,
    /// See [`super::tokens::made_for`].
    pub(super) made_for: String,
    pub(super) built_at: Timestamp,
}

impl Segment {
    /// The number behind its last.
    pub(super) const fn end(&self) -> i64 {
        self.first + self.size
    }

    /// Writes it as it is now.
    pub(super) async fn note(
        &self,
        store: &Store,
        def: &RegisterDef,
        mode: RowMode,
    ) -> Result<(), StoreError> {
        let values: Vec<Value> = vec![
            def.key.into(),
            self.first.into(),
            self.size.into(),
            self.state.as_str().into(),
            self.made_for.clone().into(),
            self.built_at.as_micros().into(),
        ];
        let mut batch = WriteBatch::default();
        batch.push(Row {
            shape: segment_shape(),
            mode,
            values,
        });
        store.write(batch).await
    }
}

/// All segments of a register, by their numbers.
pub(super) async fn of_register(
    connection: &impl ConnectionTrait,
    store: &Store,
    def: &RegisterDef,
) -> Result<Vec<Segment>, DbErr> {
    let select = Query::select()
        .columns(["first", "size", "state", "made_for", "built_at"].map(Alias::new))
        .from(Alias::new(SEGMENT))
        .and_where(Expr::col(Alias::new("register")).eq(def.key))
        .order_by(Alias::new("first"), Order::Asc)
        .to_owned();
    let rows = connection.query_all_raw(store.build(&select)).await?;
    let read = |row: &sea_orm::QueryResult| {
        let state: String = row.try_get("", "state")?;
        Ok(Segment {
            first: row.try_get("", "first")?,
            size: row.try_get("", "size")?,
            state: State::of(&state),
            made_for: row.try_get("", "made_for")?,
            built_at: Timestamp::from_micros(row.try_get("", "built_at")?),
        })
    };
    rows.iter().map(read).collect()
}
