//! Rows as the API shows them.

use std::collections::BTreeMap;

use api::{ApiTime, Problem};
use base::Uuid;
use register::{Ledger, Personal, RegisterDef, Stored, Value, to_json};
use seal::Opened;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use crate::problem::of_ledger;

/// A row of a register.
#[derive(Serialize, ToSchema)]
pub struct RegisterRow {
    /// Its id.
    pub id: Uuid,
    /// Its version; the ETag.
    pub(crate) version: i64,
    /// Since when it is out of use 停用.
    #[schema(required)]
    retired_at: Option<ApiTime>,
    /// Made up for a demonstration.
    synthetic: bool,
    created_at: ApiTime,
    /// Its values by field; what each holds the register's description tells.
    pub values: Map<String, Json>,
    /// What the rows and regions that it refers to are called, by field.
    pub titles: BTreeMap<&'static str, String>,
    /// The fields whose values are covered.
    masked: Vec<&'static str>,
    /// By covered field: a mark that is another one when the value behind the mask is.
    marks: BTreeMap<&'static str, String>,
    /// The fields whose values were erased for good 已删除.
    erased: Vec<&'static str>,
}

/// Rows with the titles of what they refer to.
pub(crate) async fn rows(
    ledger: &Ledger,
    stored: Vec<Stored>,
) -> Result<Vec<RegisterRow>, Problem> {
    let mut titles = ledger.titles(&stored).await.map_err(of_ledger)?;
    let regions = ledger.region_names(&stored).await.map_err(of_ledger)?;
    for (titles, regions) in titles.iter_mut().zip(regions) {
        titles.extend(regions);
    }
    let personal = ledger.personal(&stored).await.map_err(of_ledger)?;
    let def = ledger.def();
    let shown = stored.into_iter().zip(titles).zip(&personal);
    Ok(shown
        .map(|((row, titles), personal)| shown_row(def, &row, titles, personal))
        .collect())
}

/// One row with the titles of what it refers to.
pub(crate) async fn row(ledger: &Ledger, stored: Stored) -> Result<RegisterRow, Problem> {
    let mut shown = rows(ledger, vec![stored]).await?;
    shown.pop().ok_or_else(Problem::not_found)
}

fn shown_row(
    def: &RegisterDef,
    row: &Stored,
    titles: BTreeMap<&'static str, String>,
    personal: &Personal,
) -> RegisterRow {
    let mut values = to_json(def, &row.values);
    let (mut masked, mut erased) = (Vec::new(), Vec::new());
    let mut marks = BTreeMap::new();
    for field in def.fields.iter().filter(|field| field.personal) {
        let Some(covered) = personal.covered(field) else {
            continue;
        };
        values.insert(field.name.to_owned(), Json::String(covered));
        masked.push(field.name);
        if let Some(mark) = row.value(def, field.name).and_then(mark_of) {
            marks.insert(field.name, mark);
        }
        if personal.get(field.name) == Some(&Opened::Erased) {
            erased.push(field.name);
        }
    }
    RegisterRow {
        id: row.id,
        version: row.version,
        retired_at: row.retired_at.map(Into::into),
        synthetic: row.synthetic,
        created_at: row.created_at.into(),
        values,
        titles,
        masked,
        marks,
        erased,
    }
}

/// Letters of a sealed text's nonce, which is random and new at every sealing: they tell that a
/// value is another one, and nothing of it.
const MARK: std::ops::Range<usize> = 3..15;

fn mark_of(value: &Value) -> Option<String> {
    match value {
        Value::Sealed(text) => text.get(MARK).map(str::to_owned),
        _ => None,
    }
}
