//! The ways to a page's rows. Each asks an inner question that the database can answer in one
//! manner only (a LIMIT stands between it and the conditions), and the conditions of the rows
//! that come out of it: so plans do not hang on statistics.

use journal::{STAGED, visible};
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, Func, Query as Sql, SelectStatement, UnionType,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult};
use store::{Engine, Store};

use super::order::{Empties, OrderedBy, Position, Reach, branches, put_in_order};
use super::stretch::{self, Stretch};
use super::{Filter, Operator, Query, filter, places};
use crate::index;
use crate::table::{NUMBER, columns_of};
use crate::{FieldDef, FieldKind, LedgerError, RegisterDef, Stored, Value};

/// Rows that a walk along an order looks at first; then twice as many each time.
const FIRST_STEP: u64 = 1_000;
const LONGEST_STEP: u64 = 64_000;

/// A question and the snapshot that it is asked in.
pub(super) struct Ways<'a> {
    pub(super) store: &'a Store,
    pub(super) snapshot: &'a DatabaseTransaction,
    pub(super) def: &'static RegisterDef,
    pub(super) query: &'a Query,
    pub(super) order: &'a OrderedBy,
    pub(super) conditions: &'a Condition,
    pub(super) behind: Option<&'a Position>,
    pub(super) wanted: u64,
}

impl Ways<'_> {
    /// Looks at the rows that the index names, and at those that it does not know yet: the first that
    /// stand behind a place.
    pub(super) async fn among_numbers(
        &self,
        numbers: &[i64],
        behind: Option<&Position>,
        most: u64,
    ) -> Result<Vec<Stored>, LedgerError> {
        let mut named = self.inner();
        named.and_where(Expr::col(Alias::new(NUMBER)).in_subquery(self.listed(numbers)));
        let mut unknown = self.inner();
        unknown.and_where(Expr::col(Alias::new(NUMBER)).is_null());
        named.union(UnionType::All, unknown).limit(i64::MAX as u64);
        self.best_of(named, behind, most).await
    }

    /// Looks at the rows of a condition that an index of the database serves.
    pub(super) async fn among_indexed(
        &self,
        driving: Condition,
        most: usize,
    ) -> Result<Vec<Stored>, LedgerError> {
        let mut inner = self.inner();
        inner.cond_where(driving).limit(most as u64);
        self.best_of(inner, self.behind, self.wanted).await
    }

    /// Of the filters that the register's index knows nothing about, the one that an index of the
    /// database serves and that leaves fewest rows, when it leaves no more than `most`.
    pub(super) async fn indexed_and_few(
        &self,
        most: usize,
    ) -> Result<Option<Condition>, LedgerError> {
        let mut best: Option<(usize, Condition)> = None;
        let served = self.query.filters.iter().filter(|one| self.is_served(one));
        let served = served.map(|one| filter::condition(self.store.engine(), self.def, one));
        let boxed = self.query.inside.as_ref();
        let boxed = boxed.map(|bounds| Ok(places::inside(self.def, bounds)));
        for condition in served.chain(boxed) {
            let condition = condition?;
            let at_most = best.as_ref().map_or(most, |(rows, _)| *rows);
            let rows = self.count(condition.clone(), at_most + 1).await?;
            if rows <= at_most {
                best = Some((rows, condition));
            }
        }
        Ok(best.map(|(_, condition)| condition))
    }

    /// How many rows a condition leaves that an index of the database serves, counted up to `most`.
    async fn count(&self, condition: Condition, most: usize) -> Result<usize, LedgerError> {
        let mut some = Sql::select();
        some.expr_as(Expr::value(1), Alias::new("one"))
            .from(Alias::new(self.def.key))
            .cond_where(condition)
            .limit(most as u64);
        let count = Sql::select()
            .expr_as(Expr::col(Alias::new("one")).count(), Alias::new("rows"))
            .from_subquery(some, Alias::new("some"))
            .to_owned();
        let row = self
            .snapshot
            .query_one_raw(self.store.build(&count))
            .await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        Ok(usize::try_from(rows).unwrap_or(usize::MAX))
    }

    /// Whether there are no more than so many rows that the index does not know.
    pub(super) async fn unknown_are_at_most(&self, most: usize) -> Result<bool, LedgerError> {
        let unknown = Condition::all().add(Expr::col(Alias::new(NUMBER)).is_null());
        Ok(self.count(unknown, most + 1).await? <= most)
    }

    /// Reads rows in order until there are enough; `None` when that took more than `patience`.
    pub(super) async fn along_order(
        &self,
        patience: Option<u64>,
    ) -> Result<Option<Vec<Stored>>, LedgerError> {
        let mut rows: Vec<Stored> = Vec::new();
        let mut from: Option<Position> = self.behind.cloned();
        let (mut step, mut seen) = (FIRST_STEP, 0);
        let (stretches, reach) = stretch::of_order(self.def, self.query, self.order)?;
        'from_here: loop {
            let behind = |stretch: &Stretch| stretch.behind(self.order, from.as_ref(), reach);
            let branches: Vec<Condition> = stretches.iter().flat_map(behind).collect();
            for branch in branches {
                if patience.is_some_and(|patience| seen > patience) {
                    return Ok(None);
                }
                let mut inner = self.inner();
                inner.cond_where(branch.clone()).limit(step);
                self.in_order(&mut inner, Empties::Apart);
                let left = self.wanted.saturating_sub(rows.len() as u64);
                rows.extend(self.asked_of(inner, left).await?);
                if rows.len() as u64 >= self.wanted {
                    return Ok(Some(rows));
                }
                if let Some(last) = self.at(branch, step - 1).await? {
                    seen += step;
                    step = Ord::min(step * 2, LONGEST_STEP);
                    from = Some(last);
                    continue 'from_here;
                }
            }
            return Ok(Some(rows));
        }
    }

    /// The rows whose ids a question gives, whole and in order: one question, because each row that
    /// comes out of a database costs more than finding it there.
    async fn whole(&self, ids: SelectStatement) -> Result<Vec<Stored>, LedgerError> {
        let mut select = Sql::select();
        select
            .columns(Stored::columns(self.def).map(Alias::new))
            .from(Alias::new(self.def.key))
            .and_where(Expr::col(Alias::new("id")).in_subquery(ids));
        self.in_order(&mut select, Empties::Among);
        self.read(&select).await
    }

    /// The rows of a question.
    pub(super) async fn read(&self, select: &SelectStatement) -> Result<Vec<Stored>, LedgerError> {
        let found = self
            .snapshot
            .query_all_raw(self.store.build(select))
            .await?;
        let rows = found.iter().map(|row| Stored::read(self.def, row));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn in_order(&self, select: &mut SelectStatement, empties: Empties) {
        put_in_order(select, self.store.engine(), self.order, empties);
    }

    /// Rows with the columns that the conditions and the order ask for. Those that are still hidden are
    /// among them, so that the place of a row in an index is told by the index alone.
    fn inner(&self) -> SelectStatement {
        let mut inner = Sql::select();
        inner
            .from(Alias::new(self.def.key))
            .columns(["id", "retired_at", "search", STAGED].map(Alias::new));
        let filtered = self.query.filters.iter();
        let filtered = filtered.filter_map(|one| Some(self.def.field(&one.field)?.1));
        let ordered = self.order.iter().map(|(_, field, _)| *field);
        let scope = self
            .def
            .scope
            .and_then(|name| Some(self.def.field(name)?.1));
        let owner = self.query.owners.as_ref();
        let owner = owner.and_then(|owners| owners.field(self.def));
        let boxed = self.query.inside.as_ref();
        let boxed = boxed.and_then(|_| places::geometry_field(self.def));
        let of_asker = scope.into_iter().chain(owner).chain(boxed);
        let mut fields: Vec<&FieldDef> = filtered.chain(ordered).chain(of_asker).collect();
        fields.sort_by_key(|field| field.name);
        fields.dedup_by_key(|field| field.name);
        let columns = fields.into_iter().flat_map(columns_of);
        inner.columns(columns.map(|(name, _)| Alias::new(name)));
        inner
    }

    /// Of the rows of an inner question those behind a place that fulfil the conditions, the first in
    /// order.
    async fn best_of(
        &self,
        inner: SelectStatement,
        behind: Option<&Position>,
        most: u64,
    ) -> Result<Vec<Stored>, LedgerError> {
        let behind = branches(self.order, behind, Reach::All);
        let behind = behind.into_iter().fold(Condition::any(), Condition::add);
        let mut select = self.conditioned(inner);
        select.cond_where(behind).limit(most);
        self.in_order(&mut select, Empties::Among);
        self.whole(select).await
    }

    /// Of the rows of an inner question, in its order, the first that fulfil the conditions.
    async fn asked_of(
        &self,
        inner: SelectStatement,
        most: u64,
    ) -> Result<Vec<Stored>, LedgerError> {
        let mut select = self.conditioned(inner);
        select.limit(most);
        self.whole(select).await
    }

    fn conditioned(&self, inner: SelectStatement) -> SelectStatement {
        let mut select = Sql::select();
        select
            .column(Alias::new("id"))
            .from_subquery(inner, Alias::new(self.def.key))
            .cond_where(visible(self.def.key))
            .cond_where(self.conditions.clone());
        select
    }

    /// The place of the row so many rows into a branch.
    async fn at(&self, branch: Condition, offset: u64) -> Result<Option<Position>, LedgerError> {
        let mut select = Sql::select();
        let columns = self
            .order
            .iter()
            .flat_map(|(_, field, _)| columns_of(field));
        select
            .from(Alias::new(self.def.key))
            .column(Alias::new("id"))
            .columns(columns.map(|(name, _)| Alias::new(name)))
            .cond_where(branch)
            .limit(1)
            .offset(offset);
        self.in_order(&mut select, Empties::Apart);
        let found = self
            .snapshot
            .query_one_raw(self.store.build(&select))
            .await?;
        let read = |row: QueryResult| {
            let values = self.order.iter();
            let values = values.map(|(_, field, _)| crate::row::read_column(field, &row));
            let values = values.collect::<Result<Vec<Value>, _>>()?;
            Ok::<_, sea_orm::DbErr>((values, row.try_get("", "id")?))
        };
        Ok(found.map(read).transpose()?)
    }

    /// Numbers as a question; one parameter however many there are.
    fn listed(&self, numbers: &[i64]) -> SelectStatement {
        let mut select = Sql::select();
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let listed = texts.join(",");
        match self.store.engine() {
            Engine::Sqlite => {
                let listed = format!("[{listed}]");
                let each = Func::cust(Alias::new("json_each")).arg(listed);
                select
                    .column(Alias::new("value"))
                    .from_function(each, Alias::new("listed"));
            }
            Engine::Postgres => {
                let parts = Func::cust(Alias::new("string_to_array"))
                    .arg(listed)
                    .arg(",");
                let each = Func::cust(Alias::new("unnest")).arg(parts);
                let number = Expr::col(Alias::new("listed")).cast_as(Alias::new("bigint"));
                select
                    .expr(number)
                    .from_function(each, Alias::new("listed"));
            }
        }
        select
    }

    /// Whether an index of the database finds the rows of a filter.
    fn is_served(&self, asked: &Filter) -> bool {
        let Some((_, field)) = self.def.field(&asked.field) else {
            return false;
        };
        if index::has_clause(self.def, asked) {
            return false;
        }
        match asked.operator {
            Operator::NotEqual
            | Operator::Contains
            | Operator::Empty
            | Operator::Outside
            | Operator::AtLeastOrEmpty => false,
            _ => !matches!(field.kind, FieldKind::Choices(_)),
        }
    }
}
