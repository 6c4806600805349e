//! 个人信息 personal fields on their way in and out of a ledger: sealed per row before they are
//! written, opened for checks and masks, shown to a person for a reason only.
//!
//! Invariants: a change holds no personal value in the clear; a value that was not touched keeps
//! its sealed text, so that it is no change; of a row whose key was destroyed nothing opens, its
//! old plain values in the journal included, as far as this engine shows them.
//!
//! A row of the time before its fields were sealed is read as it is and sealed when it is written
//! next, or by [`Ledger::seal_standing`]. What the journal held of it in the clear stays there:
//! hashes cover those bytes.

use std::collections::BTreeMap;

use base::{Label, Uuid};
use journal::{Actor, Lane};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, LikeExpr};
use seal::{Lookup, Normal, Opened, Reader, Seal, SealError, Subject};
use serde_json::{Map, Value as Json, json};
use store::Row;
use zeroize::Zeroizing;

use crate::{
    Author, Fault, FaultCode, Faults, FieldDef, FieldKind, Ledger, LedgerError, Pattern,
    RegisterDef, Stored, Value, check, mask,
};

/// Rows that are sealed at a time.
const SLICE: u64 = 200;

/// The personal values of one row, as far as there are any.
#[derive(Clone, Debug, Default)]
pub struct Personal(BTreeMap<&'static str, Opened>);

impl Personal {
    /// What became of a field's value; `None` for an empty field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Opened> {
        self.0.get(field)
    }

    /// The value, where it opens.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        match self.0.get(field) {
            Some(Opened::Value(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether the row's values were erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.0.values().any(|opened| *opened == Opened::Erased)
    }

    /// What everybody who may see the row sees of a field; `None` for an empty field.
    #[must_use]
    pub fn covered(&self, field: &FieldDef) -> Option<String> {
        let shown = match self.0.get(field.name)? {
            Opened::Value(text) => mask::mask_of(field).of(text),
            Opened::Erased | Opened::Unreadable => mask::NOTHING.to_owned(),
        };
        Some(shown)
    }
}

/// The fields of a register that are about a person, with their places.
pub(crate) fn fields(
    def: &RegisterDef,
) -> impl Iterator<Item = (usize, &'static FieldDef)> + use<> {
    let all: &'static [FieldDef] = def.fields;
    all.iter().enumerate().filter(|(_, field)| field.personal)
}

impl FieldDef {
    /// How an equal value of the field is found, where it is personal and a line of text: the only
    /// question that a list answers about a personal field.
    #[must_use]
    pub const fn lookup(&self) -> Option<Normal> {
        match (self.personal, self.kind, self.pattern) {
            (true, FieldKind::Text, Some(Pattern::Phone)) => Some(Normal::Phone),
            (true, FieldKind::Text, Some(Pattern::IdNumber)) => Some(Normal::IdNumber),
            (true, FieldKind::Text, _) => Some(Normal::Exact),
            _ => None,
        }
    }
}

/// What an input says for a personal field that stays as it is.
pub(crate) fn keeps() -> Json {
    json!({ "kept": true })
}

/// Values ready to be written, and the rows that go beside them.
pub(crate) struct SealedRow {
    pub(crate) row: Stored,
    pub(crate) beside: Vec<Row>,
}

impl Ledger {
    fn seal(&self) -> Result<&Seal, LedgerError> {
        self.catalogue().seal().ok_or(LedgerError::NoSeal)
    }

    /// The personal values of each of `rows`, with one read of their keys. For masks and for the
    /// machine's own work: a person reads a value by [`Ledger::uncover`].
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn personal(&self, rows: &[Stored]) -> Result<Vec<Personal>, LedgerError> {
        let def = self.def();
        let mut texts: Vec<(Uuid, &str, &str)> = Vec::new();
        let mut plain: Vec<Uuid> = Vec::new();
        for row in rows {
            for (at, field) in fields(def) {
                match row.values.get(at) {
                    Some(Value::Sealed(text)) => texts.push((row.id, field.name, text)),
                    Some(Value::Text(_)) => plain.push(row.id),
                    _ => {}
                }
            }
        }
        let (mut opened, mut erased) = (Vec::new().into_iter(), Default::default());
        if let Some(seal) = self.catalogue().seal() {
            if !texts.is_empty() {
                opened = seal.open_all(def.key, &texts).await?.into_iter();
            }
            if !plain.is_empty() {
                erased = seal.erased(def.key, &plain).await?;
            }
        }
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut personal = Personal::default();
            for (at, field) in fields(def) {
                let value = match row.values.get(at) {
                    Some(Value::Sealed(_)) => opened.next().unwrap_or(Opened::Unreadable),
                    Some(Value::Text(_)) if erased.contains(&row.id) => Opened::Erased,
                    Some(Value::Text(text)) => Opened::Value(Zeroizing::new(text.clone())),
                    _ => continue,
                };
                personal.0.insert(field.name, value);
            }
            all.push(personal);
        }
        Ok(all)
    }

    /// The personal values of one row.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn personal_of(&self, row: &Stored) -> Result<Personal, LedgerError> {
        let mut all = self.personal(std::slice::from_ref(row)).await?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Opens personal fields of rows for a person: first the journal notes who reads which fields
    /// of which rows and why, then the values are given. Whether the person may is decided above.
    ///
    /// # Errors
    /// [`SealError::Reason`] before anything is noted; the journal's and the database's refusals.
    pub async fn uncover(
        &self,
        actor: Actor,
        lane: Lane,
        reason: &str,
        rows: &[Stored],
        wanted: &[&str],
    ) -> Result<Vec<Personal>, LedgerError> {
        let reader = Reader {
            actor,
            lane,
            reason,
        };
        let holds = |row: &Stored| -> Vec<&str> {
            let filled = fields(self.def()).filter(|(at, field)| {
                let value = row.values.get(*at);
                wanted.contains(&field.name) && value.is_some_and(|value| !value.is_empty())
            });
            filled.map(|(_, field)| field.name).collect()
        };
        let noted = rows
            .iter()
            .map(|row| (row.id, holds(row), row.region(self.def())));
        let noted = noted.filter(|(_, fields, _)| !fields.is_empty()).collect();
        let seal = self.seal()?;
        seal.note_readings(&reader, self.def().key, noted).await?;
        let mut all = self.personal(rows).await?;
        for personal in &mut all {
            personal.0.retain(|field, _| wanted.contains(field));
        }
        Ok(all)
    }

    /// The rows whose personal field has this value.
    ///
    /// # Errors
    /// [`LedgerError::Query`] for a field that is not found so; the database's refusal.
    pub async fn found_by(&self, field: &str, value: &str) -> Result<Vec<Uuid>, LedgerError> {
        let def = self.def();
        let declared = def.field(field).map(|(_, field)| field);
        let normal = declared.and_then(|field| Some((field, field.lookup()?)));
        let Some((field, normal)) = normal else {
            let register = def.key;
            let field = field.to_owned();
            return Err(crate::QueryError::UnknownField { register, field }.into());
        };
        Ok(self
            .seal()?
            .find(def.key, field.name, value, normal)
            .await?)
    }

    /// 删除个人信息 erases the personal values of a row for good: what its table still holds in the
    /// clear is sealed first, then the key is destroyed with a journalled act. Again changes nothing.
    ///
    /// # Errors
    /// [`SealError::Reason`], or the database's refusal.
    pub async fn erase(&self, actor: Actor, id: Uuid, reason: &str) -> Result<(), LedgerError> {
        let row = self.standing(id).await?;
        if is_plain(self.def(), &row) {
            self.write_sealed(row.clone()).await?;
        }
        let subject = Subject::new(self.def().key, id);
        let region = row.region(self.def());
        Ok(self.seal()?.erase(actor, subject, reason, region).await?)
    }

    /// Seals what stands in the clear in this register's table, and forgets keys of rows that never
    /// came to be. Idempotent; gives the number of rows that were sealed. Entries that the journal
    /// holds already keep what they say.
    ///
    /// # Errors
    /// The database's and the journal's refusals; what was sealed stays sealed.
    pub async fn seal_standing(&self) -> Result<u64, LedgerError> {
        let def = self.def();
        if fields(def).next().is_none() {
            return Ok(0);
        }
        let day = std::time::Duration::from_secs(24 * 3600);
        let yesterday = self.clock().now().minus(day);
        self.seal()?.sweep(def.key, def.key, yesterday).await?;
        let (mut sealed, mut after) = (0, Uuid::nil());
        loop {
            let rows = self.plain_rows(after).await?;
            let Some(last) = rows.last() else {
                return Ok(sealed);
            };
            after = last.id;
            for row in rows {
                match self.write_sealed(row).await {
                    Ok(()) => sealed += 1,
                    // Somebody wrote it meanwhile, and sealed it; an erased one stays as it is.
                    Err(LedgerError::Conflict { .. } | LedgerError::Faults(_)) => {}
                    Err(other) => return Err(other),
                }
            }
        }
    }

    async fn plain_rows(&self, after: Uuid) -> Result<Vec<Stored>, LedgerError> {
        let def = self.def();
        let mut plain = Condition::any();
        for (_, field) in fields(def) {
            let column = || Expr::col(Alias::new(field.name));
            let filled = column().is_not_null();
            plain = plain.add(filled.and(column().like(LikeExpr::new("s1.%")).not()));
        }
        let mut select = check::from(def);
        select
            .columns(Stored::columns(def).map(Alias::new))
            .and_where(Expr::col(Alias::new("id")).gt(after))
            .cond_where(plain)
            .order_by(Alias::new("id"), sea_orm::Order::Asc)
            .limit(SLICE);
        let store = self.journal().store();
        let rows = store.reader().query_all_raw(store.build(&select)).await?;
        let rows = rows.iter().map(|row| Stored::read(def, row));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    async fn write_sealed(&self, row: Stored) -> Result<(), LedgerError> {
        let author = Author {
            actor: Actor::system("seal"),
            lane: Lane::Import,
            synthetic: row.synthetic,
        };
        let version = row.version + 1;
        self.write(&author, Stored { version, ..row }, None, "sealed")
            .await?;
        Ok(())
    }

    /// The row with its personal values sealed, and the keys and digests that go beside it. A value
    /// that is sealed already stays; `before` tells which digests have to go.
    pub(crate) async fn sealed(
        &self,
        mut row: Stored,
        before: Option<&Stored>,
    ) -> Result<SealedRow, LedgerError> {
        let def = self.def();
        let mut beside = Vec::new();
        let all: Vec<(usize, &FieldDef)> = fields(def).collect();
        let plain = |at: &usize| match row.values.get(*at) {
            Some(Value::Text(text)) => Some(Zeroizing::new(text.clone())),
            _ => None,
        };
        let fresh: Vec<_> = all
            .iter()
            .filter_map(|(at, field)| Some((*at, *field, plain(at)?)))
            .collect();
        let is_new = row.version == 1;
        let held = |at: usize| before.and_then(|before| before.values.get(at));
        let emptied = all.iter().filter(|(at, _)| {
            row.values.get(*at).is_some_and(Value::is_empty)
                && held(*at).is_some_and(|value| !value.is_empty())
        });
        let emptied: Vec<&FieldDef> = emptied.map(|(_, field)| *field).collect();
        if fresh.is_empty() && emptied.is_empty() {
            return Ok(SealedRow { row, beside });
        }
        let seal = self.seal()?;
        let subject = Subject::new(def.key, row.id);
        if !fresh.is_empty() {
            let values: Vec<(&str, &str)> = fresh
                .iter()
                .map(|(_, field, text)| (field.name, text.as_str()))
                .collect();
            let sealed = if is_new {
                seal.seal_new(subject, &values)
            } else {
                seal.seal(subject, &values).await
            };
            let sealed = sealed.map_err(|error| refused(error, &fresh))?;
            for ((at, ..), text) in fresh.iter().zip(sealed.texts) {
                if let Some(value) = row.values.get_mut(*at) {
                    *value = Value::Sealed(text);
                }
            }
            beside.extend(sealed.beside);
        }
        let found = fresh
            .iter()
            .map(|(_, field, text)| (*field, Some(text.as_str())));
        for (field, value) in found.chain(emptied.into_iter().map(|field| (field, None))) {
            if let Some(normal) = field.lookup() {
                let shared = Lookup::Shared;
                let row = seal.lookup_row(subject, field.name, value, shared, normal);
                beside.push(row.await?);
            }
        }
        Ok(SealedRow { row, beside })
    }

    /// The input of a change in which personal fields that came back covered, or not at all, stay
    /// as they are: who does not see a value cannot have meant to change it.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn keeping_covered(
        &self,
        current: &Stored,
        input: Map<String, Json>,
    ) -> Result<Map<String, Json>, LedgerError> {
        let personal = self.personal_of(current).await?;
        Ok(keeping(self.def(), &personal, input))
    }
}

/// As [`Ledger::keeping_covered`], of a row whose values are at hand.
pub(crate) fn keeping(
    def: &RegisterDef,
    personal: &Personal,
    mut input: Map<String, Json>,
) -> Map<String, Json> {
    for (_, field) in fields(def) {
        let Some(shown) = personal.covered(field) else {
            continue;
        };
        let given = input.get(field.name);
        if given.is_none_or(|given| given.as_str() == Some(&shown)) {
            input.insert(field.name.to_owned(), keeps());
        }
    }
    input
}

/// The input with the values that stay written out, and the fields that stay although nobody can
/// read them.
pub(crate) fn opened_input(
    def: &RegisterDef,
    personal: &Personal,
    mut input: Map<String, Json>,
) -> (Map<String, Json>, Vec<&'static str>) {
    let mut closed = Vec::new();
    for (_, field) in fields(def) {
        if input.get(field.name) != Some(&keeps()) {
            continue;
        }
        match personal.get(field.name) {
            Some(Opened::Value(text)) => {
                input.insert(field.name.to_owned(), Json::String(text.to_string()));
            }
            Some(_) => {
                input.insert(field.name.to_owned(), Json::Null);
                closed.push(field.name);
            }
            None => {
                input.insert(field.name.to_owned(), Json::Null);
            }
        }
    }
    (input, closed)
}

/// Puts the sealed texts back in the place of values that did not change.
pub(crate) fn resealed(
    def: &RegisterDef,
    current: &Stored,
    personal: &Personal,
    closed: &[&str],
    values: &mut [Value],
) {
    for (at, field) in fields(def) {
        let (Some(value), Some(stands)) = (values.get_mut(at), current.values.get(at)) else {
            continue;
        };
        let same = value.as_text().is_some() && value.as_text() == personal.value(field.name);
        if same || closed.contains(&field.name) {
            *value = stands.clone();
        }
    }
}

fn is_plain(def: &RegisterDef, row: &Stored) -> bool {
    fields(def).any(|(at, _)| matches!(row.values.get(at), Some(Value::Text(_))))
}

fn refused(
    error: SealError,
    fresh: &[(usize, &'static FieldDef, Zeroizing<String>)],
) -> LedgerError {
    if !matches!(error, SealError::Erased { .. }) {
        return error.into();
    }
    let mut faults = Faults::new();
    for (_, field, _) in fresh {
        let message = Label::new(
            "此记录的个人信息已依法删除，不能再填写；请新建记录",
            "the personal values of this row were erased and are not written again; enter a new row",
        );
        faults.add(Fault::new(field.name, FaultCode::Rule, message));
    }
    LedgerError::Faults(faults)
}
