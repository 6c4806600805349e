//! What the years closed with: fires, funds, and which projects were finished.

use register::{Stored, Value};
use serde_json::{Value as Json, json};

use super::super::registers::row;
use super::{Rows, Stage, day};

/// Residents of an area whose region has no census, such as a development zone.
const UNCOUNTED: i64 = 90_000;
/// Of a hundred residents so many live in the country.
const RURAL: i64 = 52;
/// Yuan of GDP for each resident and year, about what the plan's base year had.
const GDP_EACH: f64 = 34_000.0;

pub(super) async fn enter(stage: &Stage<'_>) -> anyhow::Result<usize> {
    let to = stage.to;
    let mut entered = to
        .enter("fire_statistic", fires(stage).await?.into_iter())
        .await?;
    entered += to.enter("fire_fund", funds(stage).into_iter()).await?;
    entered += to.enter("project", bases(stage).into_iter()).await?;
    Ok(entered + to.amend("project", finished(stage).await?).await?)
}

async fn fires(stage: &Stage<'_>) -> anyhow::Result<Rows> {
    let (def, regions) = stage.to.all("region").await?;
    let text = |row: &Stored, field: &str| {
        let value = row.value(def, field).and_then(Value::as_text);
        value.unwrap_or_default().to_owned()
    };
    let residents = |code: &str| {
        let found = regions.iter().find(|row| text(row, "code") == code);
        match found.and_then(|row| row.value(def, "residents")) {
            Some(Value::Integer(residents)) => *residents,
            _ => UNCOUNTED,
        }
    };
    let mut random = stage.dice(20);
    let first = stage.years.years[0];
    let mut rows = Rows::new();
    for area in &stage.areas.0 {
        let counted = residents(area.region());
        let carved_out = area.excludes.iter().map(|code| residents(code));
        let residents = (counted - carved_out.sum::<i64>()).max(1);
        for year in stage.years() {
            let luck = area.luck_in(year, first);
            // Around the 0.65 of 10,000 residents, 0.07 deaths of 100,000 and 7,800 yuan that the plan asks for.
            let rate = 0.78 - 0.22 * luck + random.between(-0.06, 0.06);
            let fires = (rate * residents as f64 / 10_000.0).round().max(1.0);
            let deaths = usize::from(random.share() > 0.45 + 0.5 * luck);
            let gdp = residents as f64 * GDP_EACH * 1.06_f64.powi(i32::from(year - first)) / 1e8;
            let loss = gdp * (9_000.0 - 2_300.0 * luck + random.between(-400.0, 400.0)) / 1e4;
            let rural = (fires * (0.62 - 0.03 * f64::from(year - first))
                + random.between(-2.0, 2.0))
            .round();
            let rural = rural.clamp(0.0, fires);
            rows.push(row([
                (
                    "name",
                    json!(stage.marked(&format!("{} {year}", area.name))),
                ),
                ("region", json!(area.region())),
                ("year", json!(year)),
                ("fires", json!(fires as i64)),
                ("deaths", json!(deaths)),
                ("injuries", json!(random.below(3))),
                ("loss", hundredths(loss)),
                ("rural_fires", json!(rural as i64)),
                ("rural_deaths", json!(deaths.min(random.below(2)))),
                ("residents", json!(residents)),
                ("rural_residents", json!(residents * RURAL / 100)),
                ("gdp", hundredths(gdp)),
                ("source", json!(stage.marked("演示数据"))),
            ]));
        }
    }
    Ok(rows)
}

fn funds(stage: &Stage<'_>) -> Rows {
    let mut random = stage.dice(21);
    let first = stage.years.years[0];
    let kinds = [
        ("running", "业务经费", 300.0),
        ("brigades", "专职队经费", 180.0),
        ("facilities", "设施建设", 120.0),
    ];
    let mut rows = Rows::new();
    for area in &stage.areas.0 {
        for (kind, words, base) in kinds {
            let mut amount = base * random.between(0.6, 1.6);
            for year in stage.years() {
                // Most years bring more; where things go badly, some bring less.
                let luck = area.luck_in(year, first);
                amount *= random.between(0.9 + 0.1 * luck, 1.12);
                let name = format!("{} {year} {words}", area.name);
                rows.push(row([
                    ("name", json!(stage.marked(&name))),
                    ("region", json!(area.region())),
                    ("year", json!(year)),
                    ("kind", json!(kind)),
                    ("amount", hundredths(amount)),
                    ("source", json!(stage.marked("演示数据"))),
                ]));
            }
        }
    }
    rows
}

/// Bases for training and logistics, in some areas.
fn bases(stage: &Stage<'_>) -> Rows {
    let mut random = stage.dice(22);
    let [first, last] = stage.years.years;
    let mut rows = Rows::new();
    for area in stage.areas.0.iter().step_by(4) {
        let (kind, words) = if rows.len().is_multiple_of(2) {
            ("training_base", "训练基地")
        } else {
            ("logistics_base", "战勤保障基地")
        };
        let drawn = random.between(0.5, 0.85);
        let year = (first..=last).find(|year| drawn < area.luck_in(*year, first));
        rows.push(row([
            (
                "name",
                json!(stage.marked(&format!("{}{words}", area.name))),
            ),
            ("kind", json!(kind)),
            ("region", json!(area.region())),
            ("begins_on", json!(day(first, 3, 1))),
            ("due_on", json!(day(last, 12, 31))),
            (
                "completed_on",
                year.map_or(Json::Null, |year| json!(day(year, 11, 20))),
            ),
        ]));
    }
    rows
}

/// The plan's own projects that are due: most are finished in their year, one some months late.
async fn finished(stage: &Stage<'_>) -> anyhow::Result<Rows> {
    let mut random = stage.dice(23);
    let (def, projects) = stage.to.all("project").await?;
    let mut rows = Rows::new();
    for project in &projects {
        let due = match project.value(def, "due_on") {
            Some(Value::Date(due)) => due.civil(),
            _ => continue,
        };
        let open = project.value(def, "completed_on") == Some(&Value::Empty);
        if project.synthetic || !open {
            continue;
        }
        let late = random.below(3) == 0;
        let (year, month) = if late {
            (due.year() + 1, 4)
        } else {
            (due.year(), 12)
        };
        let name = project.value(def, "name").and_then(Value::as_text);
        rows.push(row([
            ("name", json!(name)),
            (
                "completed_on",
                json!(day(year, month, 20 + random.below(8))),
            ),
            ("remarks", json!(stage.marked("竣工验收日为演示数据"))),
        ]));
    }
    Ok(rows)
}

/// A number with two digits behind the point, as registers take it.
fn hundredths(number: f64) -> Json {
    json!(format!("{number:.2}"))
}
