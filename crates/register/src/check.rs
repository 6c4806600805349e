//! Checks that need the database: references and uniqueness.
//!
//! Both ask before the write and are not a lock. Of two writers of one unique value the unique
//! index stops the second, and the same question then names the field. A reference may be retired
//! in the moment in which another row begins to refer to it; the row then refers to a retired one,
//! which reading allows.

use base::{Label, Uuid};
use journal::visible;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr};
use store::Store;

use crate::row::to_columns;
use crate::{
    Catalogue, Fault, FaultCode, Faults, FieldDef, FieldKind, Keeper, Reference, Referrer,
    RegisterDef, Value,
};

/// Complains about references to rows that do not exist or are retired. What `before` referred to
/// already may stay.
pub(crate) async fn references(
    store: &Store,
    catalogue: &Catalogue,
    def: &RegisterDef,
    values: &[Value],
    before: Option<&[Value]>,
    faults: &mut Faults,
) -> Result<(), DbErr> {
    for (at, (field, value)) in def.fields.iter().zip(values).enumerate() {
        let (FieldKind::Reference(target), Value::Reference(Reference(id))) = (field.kind, value)
        else {
            continue;
        };
        if before.and_then(|before| before.get(at)) == Some(value) {
            continue;
        }
        let stands = match catalogue.get(target) {
            Some(target) => retired_of(store, target, *id).await?,
            None => None,
        };
        match stands {
            Some(None) => {}
            stands => faults.add(bad_reference(field, stands.is_some())),
        }
    }
    Ok(())
}

/// Since when a row is retired; the outer `None` when there is no such row.
async fn retired_of(
    store: &Store,
    def: &RegisterDef,
    id: Uuid,
) -> Result<Option<Option<i64>>, DbErr> {
    let mut select = from(def);
    select
        .column(Alias::new("retired_at"))
        .and_where(Expr::col(Alias::new("id")).eq(id));
    let found = store.reader().query_one_raw(store.build(&select)).await?;
    found.map(|row| row.try_get("", "retired_at")).transpose()
}

/// Complains about unique values that another row than `own` holds, hidden rows included: the
/// index counts them too.
pub(crate) async fn uniqueness(
    store: &Store,
    def: &RegisterDef,
    own: Option<Uuid>,
    values: &[Value],
    faults: &mut Faults,
) -> Result<(), DbErr> {
    for (field, value) in def.fields.iter().zip(values) {
        if !field.unique || value.is_empty() {
            continue;
        }
        if let Some(retired) = holder(store, def, field, value, own).await? {
            faults.add(not_unique(field, retired));
        }
    }
    Ok(())
}

/// The complaint about a reference to a row that is retired, or to none.
pub(crate) fn bad_reference(field: &FieldDef, retired: bool) -> Fault {
    if retired {
        let message = Label::new(
            "所引用的记录已停用，请另选",
            "the row it refers to is retired; choose another",
        );
        return Fault::new(field.name, FaultCode::RetiredReference, message);
    }
    let message = Label::new(
        "所引用的记录不存在，请另选",
        "there is no row of this id; choose another",
    );
    Fault::new(field.name, FaultCode::UnknownReference, message)
}

/// The complaint about a value that another row holds.
pub(crate) fn not_unique(field: &FieldDef, retired: bool) -> Fault {
    let message = if retired {
        Label::new(
            "已有一条停用的记录使用此值，可恢复那条记录",
            "a retired row holds this value; restore that one",
        )
    } else {
        Label::new("已有另一条记录使用此值", "another row holds this value")
    };
    Fault::new(field.name, FaultCode::NotUnique, message)
}

/// Whether the row that holds the value is retired, when there is one.
async fn holder(
    store: &Store,
    def: &RegisterDef,
    field: &FieldDef,
    value: &Value,
    own: Option<Uuid>,
) -> Result<Option<bool>, DbErr> {
    let mut select = Query::select();
    select
        .column(Alias::new("retired_at"))
        .from(Alias::new(def.key))
        .limit(1);
    for column in to_columns(field, value) {
        select.and_where(Expr::col(Alias::new(field.name)).eq(Expr::value(column)));
    }
    if let Some(own) = own {
        select.and_where(Expr::col(Alias::new("id")).ne(own));
    }
    let found = store.reader().query_one_raw(store.build(&select)).await?;
    let Some(row) = found else { return Ok(None) };
    let retired: Option<i64> = row.try_get("", "retired_at")?;
    Ok(Some(retired.is_some()))
}

/// The rows in use that refer to a row of `def`. Cases do not count: they tell what was, and a closed
/// one would hold its subject for ever.
pub(crate) async fn referrers(
    store: &Store,
    catalogue: &Catalogue,
    def: &RegisterDef,
    id: Uuid,
) -> Result<Vec<Referrer>, DbErr> {
    let mut found = Vec::new();
    let referring = catalogue.referring_to(def.key);
    for (other, field) in referring.filter(|(other, _)| other.keeper == Keeper::People) {
        let mut select = from(other);
        select
            .expr_as(Expr::col(Alias::new("id")).count(), Alias::new("rows"))
            .and_where(Expr::col(Alias::new(field.name)).eq(id))
            .and_where(Expr::col(Alias::new("retired_at")).is_null());
        let row = store.reader().query_one_raw(store.build(&select)).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        if let (1.., Ok(rows)) = (rows, u64::try_from(rows)) {
            found.push(Referrer {
                register: other.key,
                label: other.label,
                field: field.name,
                rows,
            });
        }
    }
    Ok(found)
}

/// A question to the rows of a register that can be seen.
pub(crate) fn from(def: &RegisterDef) -> SelectStatement {
    let mut select = Query::select();
    select
        .from(Alias::new(def.key))
        .cond_where(visible(def.key));
    select
}
