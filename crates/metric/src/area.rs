//! Areas: sets of regions that figures are given for.
//!
//! A region is the set of itself. An assessed area 考核单元 is what its row in the register
//! `assessed_area` includes, without what it carves out; a development zone lies in no figure of
//! the county around it (DESIGN, decision 6).

use base::{RegionCode, Uuid};
use register::{Direction, FieldDef, Filter, Ledger, LedgerError, Operator, Query, Stored, Value};
use serde_json::json;

use crate::when::filter;

/// A set of regions with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its name for programs: a region's code, or an assessed area's id.
    pub key: String,
    /// Its name for people, where one is entered.
    pub name: String,
    /// The assessed area that it is, if it is one.
    pub assessed: Option<Uuid>,
    /// The regions in it, with everything in them.
    pub includes: Vec<RegionCode>,
    /// The regions that are not, with everything in them.
    pub excludes: Vec<RegionCode>,
}

/// Why an area cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum AreaError {
    /// The row does not say regions.
    #[error("the assessed area '{0}' does not name its regions by their codes")]
    NoRegions(String),
    /// The register refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Area {
    /// Whether a row of this region counts in it.
    #[must_use]
    pub fn holds(&self, region: &str) -> bool {
        let covers =
            |codes: &[RegionCode]| codes.iter().any(|code| region.starts_with(code.as_str()));
        covers(&self.includes) && !covers(&self.excludes)
    }

    /// The filters of a register's list that show its rows of this area.
    #[must_use]
    pub fn filters(&self, scope: &FieldDef) -> Vec<Filter> {
        let codes =
            |codes: &[RegionCode]| json!(codes.iter().map(RegionCode::as_str).collect::<Vec<_>>());
        let mut filters = vec![filter(scope.name, Operator::Within, codes(&self.includes))];
        if !self.excludes.is_empty() {
            filters.push(filter(scope.name, Operator::Outside, codes(&self.excludes)));
        }
        filters
    }
}

/// The set of one region.
#[must_use]
pub fn region_area(code: RegionCode, name: String) -> Area {
    Area {
        key: code.to_string(),
        name,
        assessed: None,
        includes: vec![code],
        excludes: Vec::new(),
    }
}

/// The assessed areas that are in use, in their order.
///
/// # Errors
/// [`AreaError`].
pub async fn areas_of(ledger: &Ledger) -> Result<Vec<Area>, AreaError> {
    let mut areas = Vec::new();
    let mut query = Query {
        sort: vec![("rank".to_owned(), Direction::Ascending)],
        limit: 500,
        ..Query::default()
    };
    loop {
        let page = ledger.list(&query).await?;
        for row in &page.rows {
            areas.push(area_of(ledger, row)?);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(areas);
        }
    }
}

fn area_of(ledger: &Ledger, row: &Stored) -> Result<Area, AreaError> {
    let text = |field: &str| match row.value(ledger.def(), field) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let codes = |field: &str| {
        let words = text(field).split_whitespace();
        let read: Result<Vec<RegionCode>, _> = words.map(str::parse).collect();
        read.map_err(|_| AreaError::NoRegions(text("name").to_owned()))
    };
    let includes = codes("includes")?;
    if includes.is_empty() {
        return Err(AreaError::NoRegions(text("name").to_owned()));
    }
    Ok(Area {
        key: row.id.to_string(),
        name: text("name").to_owned(),
        assessed: Some(row.id),
        includes,
        excludes: codes("excludes")?,
    })
}
