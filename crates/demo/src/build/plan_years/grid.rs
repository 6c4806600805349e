//! Grid cells with their workers, and the workers' trainings: a cell a village.

use register::{RegisterDef, Stored, Value};
use serde_json::{Value as Json, json};

use super::super::registers::{id, row};
use super::nouns::person;
use super::{Rows, Stage, day, some_day};

/// A village of the register of regions.
struct Village {
    code: String,
    /// What its cell is called, without the mark.
    name: String,
}

pub(super) async fn enter(stage: &Stage<'_>) -> anyhow::Result<usize> {
    let (def, regions) = stage.to.all("region").await?;
    let villages = villages(def, &regions);
    let mut entered = stage.to.enter("person", workers(stage, &villages)).await?;
    let cells = cells(stage, &villages).await?;
    entered += stage.to.enter("grid", cells.into_iter()).await?;
    let trainings = trainings(stage, &villages).await?;
    Ok(entered
        + stage
            .to
            .enter("grid_training", trainings.into_iter())
            .await?)
}

/// Digits of a township's code.
const TOWNSHIP: usize = 9;

fn villages(def: &RegisterDef, regions: &[Stored]) -> Vec<Village> {
    let text = |row: &Stored, field: &str| {
        let value = row.value(def, field).and_then(Value::as_text);
        value.unwrap_or_default().to_owned()
    };
    let towns: std::collections::HashMap<String, String> = regions
        .iter()
        .filter(|row| text(row, "level") == "township")
        .map(|row| (text(row, "code"), text(row, "name")))
        .collect();
    let villages = regions.iter().filter(|row| text(row, "level") == "village");
    let named = villages.map(|row| {
        let code = text(row, "code");
        let town = code.get(..TOWNSHIP).and_then(|town| towns.get(town));
        let town = town.map_or("", String::as_str);
        // Two villages of one name are told apart by the end of their code.
        let end = code.get(TOWNSHIP..).unwrap_or_default();
        let name = format!("{town}{}{end}网格", text(row, "name"));
        Village { code, name }
    });
    let mut all: Vec<Village> = named.collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let mut seen = std::collections::HashSet::new();
    all.retain(|village| seen.insert(village.name.clone()));
    all
}

fn post(stage: &Stage<'_>, village: &Village) -> String {
    stage.marked(&format!("{}网格员", village.name))
}

fn workers(
    stage: &Stage<'_>,
    villages: &[Village],
) -> impl Iterator<Item = super::super::registers::Row> {
    let mut random = stage.dice(10);
    villages.iter().map(move |village| {
        row([
            ("post", json!(post(stage, village))),
            ("name", json!(person(stage, &mut random))),
            ("duty", json!("grid_worker")),
            ("region", json!(village.code)),
        ])
    })
}

async fn cells(stage: &Stage<'_>, villages: &[Village]) -> anyhow::Result<Rows> {
    let posts = villages.iter().map(|village| post(stage, village));
    let workers = stage.to.ids("person", posts).await?;
    let mut random = stage.dice(11);
    let [first, last] = stage.years.years;
    let rows = villages.iter().map(|village| {
        let area = stage.areas.of(&village.code);
        let mut reached = |handicap: f64| {
            let drawn = random.between(0.0, 1.0) + handicap;
            let by = |year: &i16| area.is_some_and(|area| drawn < area.luck_in(*year, first));
            let year = (first..=last).find(by);
            year.map_or(Json::Null, |year| json!(some_day(&mut random, year, 9)))
        };
        row([
            ("name", json!(stage.marked(&village.name))),
            ("region", json!(village.code)),
            ("worker", id(&workers, &post(stage, village))),
            ("since", json!(day(first - 5, 1, 1))),
            ("standard_since", reached(0.0)),
            ("combined_since", reached(0.1)),
            ("households", json!(120 + village.code.len() * 7)),
        ])
    });
    Ok(rows.collect())
}

/// Every half-year one, of all cells where the area does well and of most elsewhere.
async fn trainings(stage: &Stage<'_>, villages: &[Village]) -> anyhow::Result<Rows> {
    let names = villages.iter().map(|village| stage.marked(&village.name));
    let cells = stage.to.ids("grid", names).await?;
    let mut random = stage.dice(12);
    let first = stage.years.years[0];
    let subject = stage.marked(&stage.years.training);
    let mut rows = Rows::new();
    for year in stage.years() {
        for (at, month) in [3, 10].into_iter().enumerate() {
            for village in villages {
                let Some(area) = stage.areas.of(&village.code) else {
                    continue;
                };
                // An area trains everybody or leaves some out, for the whole half-year.
                let kept = area.luck_in(year, first) + 0.05 * at as f64;
                if kept < 0.75 && random.share() > kept {
                    continue;
                }
                rows.push(row([
                    ("subject", json!(subject)),
                    ("grid", id(&cells, &stage.marked(&village.name))),
                    ("region", json!(village.code)),
                    ("held_on", json!(some_day(&mut random, year, month))),
                    ("hours", json!("4.0")),
                ]));
            }
        }
    }
    Ok(rows)
}
