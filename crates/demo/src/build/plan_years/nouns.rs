//! Control rooms with their operators, education venues, open days.

use base::Random;
use serde_json::{Value as Json, json};

use super::super::registers::{id, placed, row};
use super::{Rows, Stage, day, some_day};

/// Operators that a control room needs (规划附件4).
const POSTS: usize = 6;

pub(super) async fn enter(stage: &Stage<'_>) -> anyhow::Result<usize> {
    let to = stage.to;
    let mut entered = to
        .enter("control_room", rooms(stage).await?.into_iter())
        .await?;
    let operators = operators(stage).await?;
    entered += to
        .enter("control_room_operator", operators.into_iter())
        .await?;
    entered += to
        .enter("education_venue", venues(stage).into_iter())
        .await?;
    let open_days = open_days(stage).await?;
    Ok(entered + to.enter("open_day", open_days.into_iter()).await?)
}

fn room_name(stage: &Stage<'_>, unit: &str) -> String {
    let plain = unit.trim_end_matches(stage.city.recipe.mark.as_str());
    stage.marked(&format!("{plain}消防控制室"))
}

async fn rooms(stage: &Stage<'_>) -> anyhow::Result<Rows> {
    let city = stage.city;
    let names = city.units.iter().map(|unit| unit.name.clone());
    let units = stage.to.ids("unit", names).await?;
    let mut random = stage.dice(1);
    let rooms = city.units.iter().filter(|unit| unit.control_room);
    let rows = rooms.map(|unit| {
        let year = 2010 + below(&mut random, 11);
        let since = some_day(&mut random, year, 5);
        placed(
            city,
            &unit.spot,
            [
                ("name", json!(room_name(stage, &unit.name))),
                ("unit", id(&units, &unit.name)),
                ("operators_needed", json!(POSTS)),
                ("duty_phone", json!(unit.person.1)),
                ("since", json!(since)),
            ],
        )
    });
    Ok(rows.collect())
}

/// Of the posts of each room so many are filled with a certificate as its area came to by each year.
async fn operators(stage: &Stage<'_>) -> anyhow::Result<Rows> {
    let city = stage.city;
    let with_room = || city.units.iter().filter(|unit| unit.control_room);
    let names = with_room().map(|unit| room_name(stage, &unit.name));
    let rooms = stage.to.ids("control_room", names).await?;
    let mut random = stage.dice(2);
    let [first, last] = stage.years.years;
    let mut rows = Rows::new();
    for unit in with_room() {
        let Some(region) = city.region(&unit.spot) else {
            continue;
        };
        let area = stage.areas.of(region.as_str());
        for post in 0..POSTS {
            let drawn = random.between(0.0, 1.12);
            let certified = |year: &i16| {
                let area = area.map_or(0.5, |area| area.luck_in(*year, first));
                drawn < area
            };
            let Some(year) = ((first - 1)..=last).find(certified) else {
                continue;
            };
            let name = person(stage, &mut random);
            let day = some_day(&mut random, year, 3);
            let grade = if post == 0 {
                "advanced"
            } else {
                "intermediate"
            };
            let number = unit.source_address * 10 + u64::try_from(post).unwrap_or_default();
            rows.push(row([
                ("certificate", json!(stage.marked(&format!("{number:010}")))),
                ("name", json!(name)),
                ("room", id(&rooms, &room_name(stage, &unit.name))),
                ("region", json!(region.as_str())),
                ("grade", json!(grade)),
                ("certified_on", json!(day)),
                ("since", json!(day)),
            ]));
        }
    }
    Ok(rows)
}

/// One of the city, and one of each area that came so far.
fn venues(stage: &Stage<'_>) -> Rows {
    let [first, last] = stage.years.years;
    let words = &stage.years.venues;
    let venue = |name: String, level: &str, region: &str, open: Json| {
        row([
            ("name", json!(stage.marked(&name))),
            ("level", json!(level)),
            ("region", json!(region)),
            ("open_since", open),
        ])
    };
    let city = stage.site.region.as_str();
    let open = json!(day(first, 11, 9));
    let mut rows = vec![venue(words.of_city.clone(), "city", city, open)];
    let mut random = stage.dice(3);
    for area in &stage.areas.0 {
        let drawn = random.between(0.45, 0.95);
        let year = (first..=last).find(|year| drawn < area.luck_in(*year, first));
        // One that is being built has no day.
        let open = year.map_or(Json::Null, |year| json!(some_day(&mut random, year, 6)));
        let name = format!("{}{}", area.name, words.of_county);
        rows.push(venue(name, "county", area.region(), open));
    }
    rows
}

/// Every station half a day a month, where its area keeps to it.
async fn open_days(stage: &Stage<'_>) -> anyhow::Result<Rows> {
    let city = stage.city;
    let names = city.stations.iter().map(|station| station.name.clone());
    let stations = stage.to.ids("fire_station", names).await?;
    let mut random = stage.dice(4);
    let first = stage.years.years[0];
    let name = stage.marked(&stage.years.open_day);
    let mut rows = Rows::new();
    for year in stage.years() {
        for station in &city.stations {
            let Some(region) = city.region(&station.spot) else {
                continue;
            };
            let area = stage.areas.of(region.as_str());
            let luck = area.map_or(0.5, |area| area.luck_in(year, first));
            for month in 1..=12 {
                if random.share() > 0.6 + 0.4 * luck {
                    continue;
                }
                let hours = ["4.0", "4.0", "8.0"];
                rows.push(row([
                    ("name", json!(name)),
                    ("station", id(&stations, &station.name)),
                    ("region", json!(region.as_str())),
                    ("held_on", json!(some_day(&mut random, year, month))),
                    ("hours", json!(random.one(&hours).copied().unwrap_or("4.0"))),
                    ("visitors", json!(20 + random.below(180))),
                ]));
            }
        }
    }
    Ok(rows)
}

/// A person's name.
pub(super) fn person(stage: &Stage<'_>, random: &mut Random) -> String {
    let recipe = &stage.city.recipe;
    let family = random.one(&recipe.families).map_or("", String::as_str);
    let given = random.one(&recipe.given).map_or("", String::as_str);
    format!("{family}{given}")
}

/// A small whole number below a limit.
fn below(random: &mut Random, limit: usize) -> i16 {
    i16::try_from(random.below(limit)).unwrap_or_default()
}
