//! The facts of a city that a pack brings in bulk: its townships and villages.
//!
//! They come into a house that has none, all of them in one flip, and never again: from then on the
//! register is kept by people. Nothing here is made up, so nothing is marked synthetic.

use journal::{Actor, Lane};
use register::{Author, Filter, Ledger, LedgerError, Operator, Plan, Query};
use serde_json::{Map, Value as Json, json};

use crate::CityError;

/// Rows that are checked and written at a time.
const SLICE: usize = 400;

/// Brings townships and villages into the register of regions when no township was ever entered;
/// gives how many. `csv` has the columns code, name and level, in this order under a heading.
///
/// # Errors
/// [`CityError::Facts`] with the first line that is no region; the journal's and the database's
/// refusals. Nothing is written then.
pub async fn load_tree(ledger: &Ledger, csv: &str) -> Result<u64, CityError> {
    if has_townships(ledger).await? {
        return Ok(0);
    }
    let lines = csv.lines().skip(1).filter(|line| !line.trim().is_empty());
    let rows = lines.map(region).collect::<Result<Vec<_>, _>>()?;
    load(ledger, rows).await
}

fn region(line: &str) -> Result<Map<String, Json>, CityError> {
    let mut cells = line.split(',');
    let (Some(code), Some(name), Some(level), None) =
        (cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return Err(CityError::Facts(line.to_owned()));
    };
    let row = [("code", code), ("name", name), ("level", level)];
    let row = row.map(|(field, text)| (field.to_owned(), json!(text.trim())));
    Ok(row.into_iter().collect())
}

/// Retired ones too: what people took away does not come back.
async fn has_townships(ledger: &Ledger) -> Result<bool, LedgerError> {
    let one = Query {
        filters: vec![Filter {
            field: "level".to_owned(),
            operator: Operator::Equal,
            value: json!("township"),
        }],
        limit: 1,
        retired: true,
        ..Query::default()
    };
    Ok(!ledger.list(&one).await?.rows.is_empty())
}

async fn load(ledger: &Ledger, rows: Vec<Map<String, Json>>) -> Result<u64, CityError> {
    let author = Author {
        actor: Actor::system("pack"),
        lane: Lane::Import,
        synthetic: false,
    };
    let (mut staged, mut seen) = (ledger.stage(author).await?, Default::default());
    let mut loaded = 0;
    for some in rows.chunks(SLICE) {
        let planned = ledger.plan(some.to_vec(), &mut seen).await?;
        let plans = planned.into_iter().zip(some).map(|(plan, row)| {
            let named = |_| CityError::Facts(Json::Object(row.clone()).to_string());
            plan.map_err(named)
        });
        let plans: Vec<Plan> = plans.collect::<Result<_, _>>()?;
        loaded += u64::try_from(plans.len()).unwrap_or(u64::MAX);
        staged.add_planned(plans).await?;
    }
    staged.flip().await?;
    Ok(loaded)
}
