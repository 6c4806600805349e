//! Rows as the API shows them.

use std::collections::BTreeMap;

use api::{ApiTime, Problem};
use base::Uuid;
use register::{Ledger, RegisterDef, Stored, cover, to_json};
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
    /// What the rows that it refers to are called, by field.
    pub titles: BTreeMap<&'static str, String>,
    /// The fields whose values are covered.
    masked: Vec<&'static str>,
}

/// Rows with the titles of what they refer to.
pub(crate) async fn rows(
    ledger: &Ledger,
    stored: Vec<Stored>,
) -> Result<Vec<RegisterRow>, Problem> {
    let titles = ledger.titles(&stored).await.map_err(of_ledger)?;
    let def = ledger.def();
    let shown = stored.into_iter().zip(titles);
    Ok(shown
        .map(|(row, titles)| shown_row(def, &row, titles))
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
) -> RegisterRow {
    let (values, masked) = covered(def, to_json(def, &row.values));
    RegisterRow {
        id: row.id,
        version: row.version,
        retired_at: row.retired_at.map(Into::into),
        synthetic: row.synthetic,
        created_at: row.created_at.into(),
        values,
        titles,
        masked,
    }
}

/// The values with personal fields covered, and which those are.
pub(crate) fn covered(
    def: &RegisterDef,
    mut values: Map<String, Json>,
) -> (Map<String, Json>, Vec<&'static str>) {
    let mut names = Vec::new();
    for field in def.fields.iter().filter(|field| field.personal) {
        if let Some(value) = values.get_mut(field.name).filter(|value| !value.is_null()) {
            *value = cover(value);
            names.push(field.name);
        }
    }
    (values, names)
}
