//! What the plan's own registers and the city's nouns count for the evaluation: fires of closed years, projects,
//! control rooms, grid cells, venues.

use city::nouns::{ControlRoom, ControlRoomOperator, EducationVenue, Grid, GridTraining};
use evaluate::{FireFund, FireStatistic, Project};
use serde_json::{Value as Json, json};

use crate::world::{COUNTY, TOWN, World, ZONE, fact, on_both_engines, points};

const START: &str = "2023-11-20T01:00:00Z";

async fn number(world: &World, year: i32, item: &str, key: &str) -> Option<String> {
    let item = world.item(year, world.county, item).await;
    let fact = fact(&item, key);
    assert_eq!(fact.from, "metric");
    fact.found[0].number.clone()
}

async fn year(world: &World, region: &str, year: i32, changes: Json) {
    let mut row = json!({
        "name": format!("{region} {year}"), "region": region, "year": year, "fires": 50,
        "deaths": 0, "injuries": 1, "loss": "120.00", "rural_fires": 20, "rural_deaths": 0,
        "residents": 800_000, "rural_residents": 400_000, "gdp": "300.00", "source": "统计年报",
    });
    for (key, value) in changes.as_object().unwrap() {
        row[key] = value.clone();
    }
    world.enter::<FireStatistic>(row).await;
}

#[tokio::test]
async fn a_closed_year_gives_the_rates_of_its_area_and_no_other() {
    on_both_engines(START, |world| async move {
        let open = world.item(2022, world.county, "fire_rate").await;
        assert_eq!(points(&open), "0–1", "nobody entered the year");
        year(&world, COUNTY, 2022, json!({})).await;
        year(
            &world,
            COUNTY,
            2021,
            json!({ "rural_fires": 24, "deaths": 1 }),
        )
        .await;
        year(
            &world,
            ZONE,
            2022,
            json!({ "fires": 90, "residents": 100_000, "rural_residents": 0 }),
        )
        .await;
        // 50 of 800,000: 0.625 of 10,000; 120 × 10,000 yuan of 300 × 100,000,000: 4,000.
        assert_eq!(
            number(&world, 2022, "fire_rate", "fire_rate")
                .await
                .as_deref(),
            Some("0.625")
        );
        assert_eq!(
            number(&world, 2022, "loss_rate", "fire_loss_rate")
                .await
                .as_deref(),
            Some("4000")
        );
        assert_eq!(
            number(&world, 2022, "death_rate", "fire_death_rate")
                .await
                .as_deref(),
            Some("0")
        );
        assert_eq!(
            number(&world, 2021, "death_rate", "fire_death_rate")
                .await
                .as_deref(),
            Some("0.125")
        );
        assert_eq!(
            points(&world.item(2022, world.county, "fire_rate").await),
            "1"
        );
        assert_eq!(
            points(&world.item(2022, world.zone, "fire_rate").await),
            "0"
        );
        // Held against the year before: 20 after 24 is less, none after none counts as fallen.
        assert_eq!(
            points(&world.item(2022, world.county, "rural_fires").await),
            "1.5"
        );
        assert_eq!(
            points(&world.item(2021, world.county, "rural_fires").await),
            "0–1.5"
        );
        // Nobody lives in the country of the zone: unknown, and no division.
        assert_eq!(
            points(&world.item(2022, world.zone, "rural_fires").await),
            "0–1.5"
        );
    })
    .await;
}

#[tokio::test]
async fn operators_are_held_against_what_the_rooms_need_on_the_years_last_day() {
    on_both_engines(START, |world| async move {
        let room = json!({
            "name": "甲楼控制室", "region": TOWN, "address": "河东东街", "operators_needed": 6,
            "since": "2019-01-01",
        });
        let room = world.enter::<ControlRoom>(room).await;
        let closed = json!({
            "name": "乙楼控制室", "region": TOWN, "address": "河东东街", "operators_needed": 6,
            "since": "2019-01-01", "until": "2021-12-01",
        });
        world.enter::<ControlRoom>(closed).await;
        for (number, certified, until) in [
            ("1", "2020-03-01", Json::Null),
            ("2", "2021-03-01", Json::Null),
            ("3", "2022-03-01", Json::Null),
            ("4", "2020-03-01", json!("2022-06-01")),
        ] {
            let operator = json!({
                "certificate": number, "name": "张三", "room": room.to_string(), "region": TOWN,
                "grade": "intermediate", "certified_on": certified, "since": "2020-03-01",
                "until": until,
            });
            world.enter::<ControlRoomOperator>(operator).await;
        }
        let rate = async |year| {
            number(
                &world,
                year,
                "control_room_certificates",
                "control_room_certified_rate",
            )
            .await
        };
        assert_eq!(rate(2021).await.as_deref(), Some("50"));
        assert_eq!(rate(2022).await.as_deref(), Some("50"));
    })
    .await;
}

#[tokio::test]
async fn workers_trained_in_each_half_year_are_counted_by_cell() {
    on_both_engines(START, |world| async move {
        let mut cells = Vec::new();
        for name in ["一格", "二格"] {
            let cell = json!({ "name": name, "region": TOWN, "since": "2020-01-01" });
            cells.push(world.enter::<Grid>(cell).await);
        }
        for (cell, day) in [
            (0, "2022-03-01"),
            (0, "2022-05-01"),
            (1, "2022-04-01"),
            (0, "2022-09-01"),
        ] {
            let training = json!({
                "subject": "初起火灾处置", "grid": cells[cell].to_string(), "region": TOWN,
                "held_on": day,
            });
            world.enter::<GridTraining>(training).await;
        }
        let item = world.item(2022, world.county, "grassroots").await;
        let halves: Vec<_> = fact(&item, "grid_worker_training_rate")
            .found
            .iter()
            .map(|half| half.number.as_deref())
            .collect();
        assert_eq!(halves, [Some("100"), Some("50")]);
    })
    .await;
}

#[tokio::test]
async fn a_venue_counts_from_the_day_it_opens_and_by_its_level() {
    on_both_engines(START, |world| async move {
        for (name, level, region, open) in [
            ("市馆", "city", "1408", json!("2022-11-09")),
            ("县馆", "county", COUNTY, json!("2023-06-01")),
            ("在建馆", "county", ZONE, Json::Null),
        ] {
            let venue =
                json!({ "name": name, "level": level, "region": region, "open_since": open });
            world.enter::<EducationVenue>(venue).await;
        }
        let of = async |year, area| points(&world.item(year, area, "education_bases").await);
        assert_eq!(of(2022, world.county).await, "0.5");
        assert_eq!(of(2023, world.county).await, "1");
        assert_eq!(of(2023, world.zone).await, "0.5", "it is not open yet");
    })
    .await;
}

#[tokio::test]
async fn stations_that_are_due_are_asked_for_and_late_ones_count_from_their_day() {
    on_both_engines(START, |world| async move {
        for (name, due, done) in [
            ("甲站", "2022-11-30", "2022-10-01"),
            ("乙站", "2022-12-31", "2023-04-01"),
        ] {
            let project = json!({
                "name": name, "kind": "station", "region": TOWN, "due_on": due,
                "completed_on": done,
            });
            world.enter::<Project>(project).await;
        }
        let rate = |year| number(&world, year, "stations", "station_completion_rate");
        assert_eq!(rate(2022).await.as_deref(), Some("50"));
        // Where nothing is due, the item is met by its exemption.
        assert_eq!(
            points(&world.item(2023, world.county, "stations").await),
            "4"
        );
        assert_eq!(
            points(&world.item(2022, world.county, "stations").await),
            "0"
        );
    })
    .await;
}

#[tokio::test]
async fn funds_of_a_year_are_added_up_by_region() {
    on_both_engines(START, |world| async move {
        for (name, year, amount) in [
            ("甲", 2021, "100.50"),
            ("乙", 2021, "20.25"),
            ("丙", 2022, "7.00"),
        ] {
            let fund = json!({
                "name": name, "region": COUNTY, "year": year, "kind": "running",
                "amount": amount, "source": "决算",
            });
            world.enter::<FireFund>(fund).await;
        }
        world.settled().await;
        let metrics = world.evaluations.metrics();
        metrics.catch_up().await.unwrap();
        let areas = metrics.assessed_areas().await.unwrap();
        let period = "2021".parse().unwrap();
        let funds = metrics.get("fire_funds").unwrap();
        let read = metrics
            .readings(funds, &areas, &[period], metrics.now())
            .await
            .unwrap()
            .0;
        let shown = read[0][0].value.clone().unwrap();
        assert_eq!((shown.over(), shown.under()), (483, 4), "120.75");
        let zone = read[1][0].value.as_ref().unwrap_err();
        assert_eq!(
            zone.code(),
            "nothing_of_year",
            "nobody entered what the zone spent"
        );
    })
    .await;
}
