//! 缺口 gaps: what rows of one register must have in another, and which do not.
//!
//! "Each township has a first responsible" is a [`CoverageDef`]: the register whose rows need
//! something, the register whose rows fill it, how one leads to the other, and one [`Slot`] for each
//! thing that is needed. The answer holds for a day: a filling row counts from its first day to its
//! last. Retired rows neither need nor fill.
//!
//! A list is read whole, in the order of its regions: it is for registers up to some ten thousands
//! of rows that need something.

use base::{Date, RegionCode, Uuid};
use journal::visible;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{ConnectionTrait, QueryResult};
use store::Store;

use crate::query::within;
use crate::{Catalogue, Label, LedgerError, RegisterDef};

/// What rows of a register must have in another.
#[derive(Debug)]
pub struct CoverageDef {
    /// Its name for programs, for ever.
    pub key: &'static str,
    /// The name of the list of gaps.
    pub label: Label,
    /// The register whose rows need something.
    pub needing: &'static str,
    /// The register whose rows fill it.
    pub filling: &'static str,
    /// How a filling row says whose need it fills.
    pub link: Link,
    /// What is needed.
    pub slots: &'static [Slot],
    /// The filling register's field with the first day on which a row counts.
    pub since: Option<&'static str>,
    /// The filling register's field with the last day.
    pub until: Option<&'static str>,
    /// The sets of regions that gaps are counted by.
    pub groups: Option<Groups>,
}

/// How a filling row says whose need it fills: the same value in two fields.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The filling register's field.
    pub from: &'static str,
    /// The needing register's field, or `id` for a reference.
    pub to: &'static str,
}

/// One thing that is needed.
#[derive(Debug)]
pub struct Slot {
    /// Its name for programs.
    pub key: &'static str,
    /// Its name for people.
    pub label: Label,
    /// Which rows need it: each of these fields has one of its values.
    pub needed_where: &'static [(&'static str, &'static [&'static str])],
    /// Which rows fill it: each of these fields has its value.
    pub filled_where: &'static [(&'static str, &'static str)],
}

/// A register of sets of regions: codes in a text, with spaces between.
#[derive(Clone, Copy, Debug)]
pub struct Groups {
    /// The register.
    pub register: &'static str,
    /// Its field with the regions in a set.
    pub includes: &'static str,
    /// Its field with the regions carved out of it.
    pub excludes: &'static str,
}

/// How a slot of a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// The row does not need it.
    NotNeeded,
    /// Somebody fills it.
    Filled,
    /// Nobody does.
    Missing,
}

/// A row that needs something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The needing row.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its region, where its register knows one.
    pub region: Option<String>,
    /// The value by which filling rows lead to it.
    pub link: String,
    /// How its slots stand, in the order of the declaration.
    pub slots: Vec<SlotState>,
}

impl Covered {
    /// Whether something is missing.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        self.slots.contains(&SlotState::Missing)
    }
}

impl CoverageDef {
    /// What of the declaration does not fit the registers; a test holds this empty.
    #[must_use]
    pub fn misfits(&self, catalogue: &Catalogue) -> Vec<String> {
        let mut asked = vec![
            (self.filling, Some(self.link.from)),
            (self.filling, self.since),
            (self.filling, self.until),
            (self.needing, Some(self.link.to).filter(|to| *to != "id")),
        ];
        for slot in self.slots {
            let needed = slot.needed_where.iter();
            asked.extend(needed.map(|(field, _)| (self.needing, Some(*field))));
            let filled = slot.filled_where.iter();
            asked.extend(filled.map(|(field, _)| (self.filling, Some(*field))));
        }
        if let Some(groups) = self.groups {
            asked.push((groups.register, Some(groups.includes)));
            asked.push((groups.register, Some(groups.excludes)));
        }
        let fits = |register: &str, field: Option<&str>| {
            let def = catalogue.get(register);
            def.is_some_and(|def| field.is_none_or(|field| def.field(field).is_some()))
        };
        let wrong = asked
            .into_iter()
            .filter(|(register, field)| !fits(register, *field));
        wrong
            .map(|(register, field)| format!("{}: {register}.{field:?}", self.key))
            .collect()
    }

    /// The rows that need something on this day, with how it stands; of these regions alone, when
    /// some are named.
    ///
    /// # Errors
    /// The database's refusal. Of a register that nobody declared there are no rows.
    pub async fn covered(
        &self,
        store: &Store,
        catalogue: &Catalogue,
        on: Date,
        regions: Option<&[RegionCode]>,
    ) -> Result<Vec<Covered>, LedgerError> {
        let Some(needing) = catalogue.get(self.needing) else {
            return Ok(Vec::new());
        };
        let mut select = self.question(needing, on);
        let scope = needing.scope.and_then(|name| needing.field(name));
        if let (Some(regions), Some((_, field))) = (regions, scope) {
            let nothing = Condition::any().add(Expr::value(1).eq(0));
            let seen = regions
                .iter()
                .fold(nothing, |seen, region| seen.add(within(field, region)));
            select.cond_where(seen);
        }
        let rows = store.reader().query_all_raw(store.build(&select)).await?;
        let rows = rows.iter().map(|row| self.read(needing, row));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn question(&self, needing: &RegisterDef, on: Date) -> SelectStatement {
        let of_needing =
            |field: &'static str| Expr::col((Alias::new(needing.key), Alias::new(field)));
        let mut select = Query::select();
        select
            .from(Alias::new(needing.key))
            .expr_as(of_needing("id"), Alias::new("id"))
            .expr_as(of_needing(needing.title), Alias::new("title"))
            .expr_as(of_needing(self.link.to), Alias::new("link"))
            .cond_where(visible(needing.key))
            .and_where(of_needing("retired_at").is_null());
        if let Some(scope) = needing.scope {
            select
                .expr_as(of_needing(scope), Alias::new("region"))
                .order_by((Alias::new(needing.key), Alias::new(scope)), Order::Asc);
        }
        select.order_by((Alias::new(needing.key), Alias::new("id")), Order::Asc);
        let mut any = Condition::any();
        for (at, slot) in self.slots.iter().enumerate() {
            let needed = slot
                .needed_where
                .iter()
                .fold(Condition::all(), |all, (field, values)| {
                    all.add(of_needing(field).is_in(values.iter().copied()))
                });
            let filled = Expr::exists(self.filled(needing, slot, on));
            let state = Expr::case(
                needed.clone(),
                Expr::case(filled, Expr::value(FILLED)).finally(Expr::value(MISSING)),
            )
            .finally(Expr::value(NOT_NEEDED));
            select.expr_as(state, Alias::new(column(at)));
            any = any.add(needed);
        }
        select.cond_where(any);
        select
    }

    /// The rows that fill a slot of the needing row.
    fn filled(&self, needing: &RegisterDef, slot: &Slot, on: Date) -> SelectStatement {
        let of_filling =
            |field: &'static str| Expr::col((Alias::new(self.filling), Alias::new(field)));
        let mut select = Query::select();
        select
            .expr(Expr::value(1))
            .from(Alias::new(self.filling))
            .cond_where(visible(self.filling))
            .and_where(of_filling("retired_at").is_null())
            .and_where(
                of_filling(self.link.from)
                    .equals((Alias::new(needing.key), Alias::new(self.link.to))),
            );
        for (field, value) in slot.filled_where {
            select.and_where(of_filling(field).eq(*value));
        }
        // Days sort as their texts.
        let day = on.to_string();
        let open_or = |field: &'static str, bound: SimpleExpr| {
            Condition::any().add(of_filling(field).is_null()).add(bound)
        };
        if let Some(since) = self.since {
            select.cond_where(open_or(since, of_filling(since).lte(day.clone())));
        }
        if let Some(until) = self.until {
            select.cond_where(open_or(until, of_filling(until).gte(day)));
        }
        select
    }

    fn read(&self, needing: &RegisterDef, row: &QueryResult) -> Result<Covered, sea_orm::DbErr> {
        let state = |at: usize| {
            let state: i32 = row.try_get("", &column(at))?;
            Ok::<_, sea_orm::DbErr>(match state {
                FILLED => SlotState::Filled,
                MISSING => SlotState::Missing,
                _ => SlotState::NotNeeded,
            })
        };
        let region = match needing.scope {
            Some(_) => row.try_get("", "region")?,
            None => None,
        };
        let id: Uuid = row.try_get("", "id")?;
        let link = if self.link.to == "id" {
            id.to_string()
        } else {
            let link: Option<String> = row.try_get("", "link")?;
            link.unwrap_or_default()
        };
        let title: Option<String> = row.try_get("", "title")?;
        Ok(Covered {
            id,
            title: title.unwrap_or_default(),
            region,
            link,
            slots: (0..self.slots.len()).map(state).collect::<Result<_, _>>()?,
        })
    }
}

const NOT_NEEDED: i32 = 0;
const FILLED: i32 = 1;
const MISSING: i32 = 2;

fn column(at: usize) -> String {
    format!("slot_{at}")
}
