//! Many rows checked at once, for files: a question to the database for each field that needs one,
//! not for each row.
//!
//! A row of a file is a new one, or a change of the standing row that holds the same value in the
//! register's first unique field; a field that the file does not have stays as it is there.

use std::collections::{HashMap, HashSet};

use base::{Label, Uuid};
use journal::visible;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Map, Value as Json};

use crate::row::to_columns;
use crate::{
    Catalogue, Fault, FaultCode, Faults, FieldDef, FieldKind, Ledger, LedgerError, Personal,
    Reference, RegisterDef, Stored, Value, check, input, personal, to_json,
};

/// What a row of a file becomes.
#[derive(Clone, Debug)]
pub enum Plan {
    /// A new row of these values.
    Create(Vec<Value>),
    /// A change of a standing row.
    Update {
        /// The row as it stands.
        current: Box<Stored>,
        /// What it becomes.
        values: Vec<Value>,
    },
    /// It stands like this already.
    Unchanged,
}

/// Unique values that earlier rows of the same file hold.
#[derive(Debug, Default)]
pub struct Seen(HashSet<(usize, String)>);

/// The standing rows that hold a unique value, by field and value.
type Holders = HashMap<(usize, String), Stored>;

impl Ledger {
    /// Checks rows of a file; each becomes a plan or everything that is wrong with it.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn plan(
        &self,
        inputs: Vec<Map<String, Json>>,
        seen: &mut Seen,
    ) -> Result<Vec<Result<Plan, Faults>>, LedgerError> {
        let def = self.def();
        let given: Vec<Vec<Value>> = inputs
            .iter()
            .map(|input| input::read_row(def, input, &mut Faults::new()))
            .collect();
        let holders = self.holders(&given).await?;
        let standing: Vec<Option<Stored>> = given
            .iter()
            .map(|given| standing(def, given, &holders))
            .collect();
        let changed: Vec<Stored> = standing.iter().flatten().cloned().collect();
        let mut personal = self.personal(&changed).await?.into_iter();
        let mut rows = Vec::with_capacity(inputs.len());
        for (input, current) in inputs.into_iter().zip(standing) {
            let current = current.and_then(|row| Some((row, personal.next()?)));
            rows.push(whole(self.catalogue(), def, input, current));
        }
        let all_values = rows.iter().map(|row| row.values.as_slice());
        let referred = self.referred(all_values).await?;
        let finished = rows.into_iter().map(|mut row| {
            check_references(def, &mut row, &referred);
            check_unique(def, &mut row, &holders, seen);
            row.plan()
        });
        Ok(finished.collect())
    }

    /// The rows in use of another register that are called so, by title.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn called(
        &self,
        register: &str,
        titles: &HashSet<String>,
    ) -> Result<HashMap<String, Vec<Uuid>>, LedgerError> {
        let mut found: HashMap<String, Vec<Uuid>> = HashMap::new();
        let Some(target) = self
            .catalogue()
            .get(register)
            .filter(|_| !titles.is_empty())
        else {
            return Ok(found);
        };
        let select = Query::select()
            .columns(["id", target.title].map(Alias::new))
            .from(Alias::new(target.key))
            .cond_where(visible(target.key))
            .and_where(Expr::col(Alias::new("retired_at")).is_null())
            .and_where(Expr::col(Alias::new(target.title)).is_in(titles.iter().cloned()))
            .to_owned();
        let store = self.journal().store();
        for row in store.reader().query_all_raw(store.build(&select)).await? {
            let title: String = row.try_get("", target.title)?;
            found.entry(title).or_default().push(row.try_get("", "id")?);
        }
        Ok(found)
    }

    async fn holders(&self, given: &[Vec<Value>]) -> Result<Holders, LedgerError> {
        let def = self.def();
        let store = self.journal().store();
        let mut holders = Holders::new();
        for (at, field) in unique_fields(def) {
            let values = given.iter().filter_map(|values| values.get(at));
            let asked: Vec<SimpleExpr> = values.filter_map(|value| bound(field, value)).collect();
            if asked.is_empty() {
                continue;
            }
            let mut select = check::from(def);
            select
                .columns(Stored::columns(def).map(Alias::new))
                .and_where(Expr::col(Alias::new(field.name)).is_in(asked));
            for row in store.reader().query_all_raw(store.build(&select)).await? {
                let stored = Stored::read(def, &row)?;
                if let Some(value) = stored.values.get(at) {
                    holders.insert((at, spelled(value)), stored);
                }
            }
        }
        Ok(holders)
    }

    /// Of the rows that are referred to: whether each is retired. Those that are missing do not
    /// exist.
    async fn referred<'v>(
        &self,
        rows: impl Iterator<Item = &'v [Value]>,
    ) -> Result<HashMap<Uuid, bool>, LedgerError> {
        let mut asked: HashMap<&'static str, HashSet<Uuid>> = HashMap::new();
        for values in rows {
            for (field, value) in self.def().fields.iter().zip(values) {
                if let (FieldKind::Reference(target), Value::Reference(Reference(id))) =
                    (field.kind, value)
                {
                    asked.entry(target).or_default().insert(*id);
                }
            }
        }
        let mut found = HashMap::new();
        for (register, ids) in asked {
            found.extend(self.retired_among(register, ids).await?);
        }
        Ok(found)
    }

    async fn retired_among(
        &self,
        register: &str,
        ids: HashSet<Uuid>,
    ) -> Result<Vec<(Uuid, bool)>, DbErr> {
        let Some(target) = self.catalogue().get(register) else {
            return Ok(Vec::new());
        };
        let mut select = check::from(target);
        select
            .columns(["id", "retired_at"].map(Alias::new))
            .and_where(Expr::col(Alias::new("id")).is_in(ids));
        let store = self.journal().store();
        let rows = store.reader().query_all_raw(store.build(&select)).await?;
        rows.iter()
            .map(|row| {
                let retired: Option<i64> = row.try_get("", "retired_at")?;
                Ok((row.try_get("", "id")?, retired.is_some()))
            })
            .collect()
    }
}

/// A row of the file on its way.
struct Row {
    current: Option<Stored>,
    values: Vec<Value>,
    faults: Faults,
}

impl Row {
    fn plan(self) -> Result<Plan, Faults> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(match self.current {
            None => Plan::Create(self.values),
            Some(current) if current.values == self.values => Plan::Unchanged,
            Some(current) => Plan::Update {
                current: Box::new(current),
                values: self.values,
            },
        })
    }
}

/// The row with what stands where the file says nothing, and what is wrong with it.
fn whole(
    catalogue: &Catalogue,
    def: &RegisterDef,
    input: Map<String, Json>,
    current: Option<(Stored, Personal)>,
) -> Row {
    let nothing = Personal::default();
    let (input, closed) = match &current {
        None => personal::opened_input(def, &nothing, input),
        Some((current, stands)) => {
            let mut all = to_json(def, &current.values);
            all.extend(personal::keeping(def, stands, input));
            personal::opened_input(def, stands, all)
        }
    };
    let mut faults = Faults::new();
    let mut values = input::read_fields(def, &input, &closed, &mut faults);
    if let Some((current, _)) = &current {
        personal::resealed(def, current, &nothing, &closed, &mut values);
    }
    let mut complaints = Faults::new();
    catalogue.judge(def, &values, &mut complaints);
    faults.add_about_other_fields(complaints);
    let current = current.map(|(current, stands)| {
        personal::resealed(def, &current, &stands, &[], &mut values);
        current
    });
    Row {
        current,
        values,
        faults,
    }
}

fn standing(def: &RegisterDef, given: &[Value], holders: &Holders) -> Option<Stored> {
    let (at, _) = unique_fields(def).next()?;
    let value = given.get(at).filter(|value| !value.is_empty())?;
    holders.get(&(at, spelled(value))).cloned()
}

fn check_references(def: &RegisterDef, row: &mut Row, referred: &HashMap<Uuid, bool>) {
    for (at, (field, value)) in def.fields.iter().zip(&row.values).enumerate() {
        let (FieldKind::Reference(_), Value::Reference(Reference(id))) = (field.kind, value) else {
            continue;
        };
        let before = row.current.as_ref().and_then(|row| row.values.get(at));
        if before == Some(value) {
            continue;
        }
        match referred.get(id) {
            Some(false) => {}
            stands => row
                .faults
                .add(check::bad_reference(field, stands.is_some())),
        }
    }
}

fn check_unique(def: &RegisterDef, row: &mut Row, holders: &Holders, seen: &mut Seen) {
    let own = row.current.as_ref();
    for (at, field) in unique_fields(def) {
        let Some(value) = row.values.get(at).filter(|value| !value.is_empty()) else {
            continue;
        };
        let place = (at, spelled(value));
        let holder = holders.get(&place);
        if holder.is_some_and(|holder| holder.retired_at.is_some()) {
            row.faults.add(check::not_unique(field, true));
        } else if holder.is_some_and(|holder| own.is_none_or(|own| own.id != holder.id)) {
            row.faults.add(check::not_unique(field, false));
        }
        if !seen.0.insert(place) {
            let message = Label::new(
                "本文件中前面已有一行使用此值",
                "an earlier row of this file holds this value",
            );
            row.faults
                .add(Fault::new(field.name, FaultCode::NotUnique, message));
        }
    }
}

fn unique_fields(def: &RegisterDef) -> impl Iterator<Item = (usize, &'static FieldDef)> + use<> {
    let fields: &'static [FieldDef] = def.fields;
    fields.iter().enumerate().filter(|(_, field)| field.unique)
}

fn bound(field: &FieldDef, value: &Value) -> Option<SimpleExpr> {
    if value.is_empty() {
        return None;
    }
    to_columns(field, value).into_iter().next().map(Expr::value)
}

/// A value as a text that tells it from others of its field.
fn spelled(value: &Value) -> String {
    crate::form::value_to_body(value).to_string()
}
