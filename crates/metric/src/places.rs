//! Areas by what the registers of regions and assessed areas hold.

use base::RegionCode;
use register::{Direction, Filter, Operator, Query, Value};
use serde_json::Value as Json;

use crate::{Area, Metrics, MetricsError, areas_of, region_area};

/// The register of assessed areas.
const ASSESSED_AREA: &str = "assessed_area";
/// The register of regions.
const REGION: &str = "region";

impl Metrics {
    /// The assessed areas, in their order.
    ///
    /// # Errors
    /// The database's refusal, or an area whose regions cannot be read.
    pub async fn assessed_areas(&self) -> Result<Vec<Area>, MetricsError> {
        match self.ledger(ASSESSED_AREA) {
            Some(ledger) => Ok(areas_of(&ledger).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The area of a region, with the name that is entered for it.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn region(&self, code: RegionCode) -> Result<Area, MetricsError> {
        let named = self
            .regions(std::slice::from_ref(&code), Within::Exactly)
            .await?;
        let name = named.into_iter().next().map(|area| area.name);
        Ok(region_area(code, name.unwrap_or_default()))
    }

    /// The regions one level below another that are entered, by code.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn parts_of(&self, code: &RegionCode) -> Result<Vec<Area>, MetricsError> {
        self.regions(std::slice::from_ref(code), Within::Below)
            .await
    }

    async fn regions(
        &self,
        codes: &[RegionCode],
        within: Within,
    ) -> Result<Vec<Area>, MetricsError> {
        let Some(ledger) = self.ledger(REGION) else {
            return Ok(Vec::new());
        };
        let mut areas = Vec::new();
        for code in codes {
            let mut query = within.query(code);
            loop {
                let page = ledger.list(&query).await?;
                for row in &page.rows {
                    let text = |field: &str| {
                        let value = row.value(ledger.def(), field);
                        value
                            .and_then(Value::as_text)
                            .unwrap_or_default()
                            .to_owned()
                    };
                    if let Ok(found) = text("code").parse::<RegionCode>()
                        && within.takes(code, &found)
                    {
                        areas.push(region_area(found, text("name")));
                    }
                }
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
        }
        Ok(areas)
    }
}

/// Which regions are looked for.
#[derive(Clone, Copy)]
enum Within {
    Exactly,
    Below,
}

impl Within {
    fn query(self, code: &RegionCode) -> Query {
        let operator = match self {
            Self::Exactly => Operator::Equal,
            Self::Below => Operator::Within,
        };
        Query {
            filters: vec![Filter {
                field: "code".to_owned(),
                operator,
                value: Json::from(code.as_str()),
            }],
            sort: vec![("code".to_owned(), Direction::Ascending)],
            limit: 500,
            ..Query::default()
        }
    }

    fn takes(self, code: &RegionCode, found: &RegionCode) -> bool {
        let (above, length) = (code.as_str().len(), found.as_str().len());
        match self {
            Self::Exactly => code == found,
            Self::Below => matches!((above, length), (4, 6) | (6, 9) | (9, 12)),
        }
    }
}
