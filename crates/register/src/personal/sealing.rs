//! Sealing the personal values of a row that is about to be written.

use base::Label;
use seal::{Lookup, SealError, Subject};
use store::Row;
use zeroize::Zeroizing;

use super::fields;
use crate::{Fault, FaultCode, Faults, FieldDef, Ledger, LedgerError, Stored, Value};

/// Values ready to be written, and the rows that go beside them.
pub(crate) struct SealedRow {
    pub(crate) row: Stored,
    pub(crate) beside: Vec<Row>,
}

impl Ledger {
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
