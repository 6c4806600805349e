//! Random rows and changes: what is kept equals what is counted anew and what one counts by hand;
//! and as of a position it equals what was shown there.

use std::collections::BTreeMap;
use std::time::Duration;

use base::{Clock, Uuid};
use metric::{Area as Set, MetricDef, Metrics, Moment, Period, Reading};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use register::{Stored, Value};
use serde_json::{Value as Json, json};

use crate::house::{House, clerk, object, on_both_engines, region, time};
use crate::samples::{
    AT_TIMES, BROKEN_OR_LARGE, HOLDING, INTACT_RATE, LESS, OLD, ON_DAYS, OWNERS, THINGS, Thing,
};

const REGIONS: [&str; 6] = [
    "140802",
    "140802001",
    "140802404",
    "140821",
    "140821100200",
    "1408",
];
const DAYS: [&str; 5] = [
    "2024-12-31",
    "2025-01-01",
    "2025-03-31",
    "2025-04-01",
    "2026-06-30",
];
const PERIODS: [&str; 5] = ["2024", "2025", "2025-Q1", "2025-04", "2026-06"];
const METRICS: [&MetricDef; 9] = [
    &THINGS,
    &INTACT_RATE,
    &ON_DAYS,
    &AT_TIMES,
    &HOLDING,
    &BROKEN_OR_LARGE,
    &LESS,
    &OWNERS,
    &OLD,
];

/// One change of one row; the numbers choose among what there is.
#[derive(Clone, Debug)]
struct Act {
    row: usize,
    what: u8,
    fields: [u8; 7],
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (any::<usize>(), 0..6_u8, any::<[u8; 7]>());
    let act = act.prop_map(|(row, what, fields)| Act { row, what, fields });
    prop::collection::vec(act, 30..60)
}

fn body(act: &Act, first: Option<Uuid>) -> Json {
    let pick = |at: usize, all: &[&str]| {
        let chosen = usize::from(act.fields[at]) % (all.len() + 1);
        all.get(chosen).map_or(Json::Null, |word| json!(word))
    };
    let state = ["intact", "broken"][usize::from(act.fields[0]) % 2];
    let since = pick(4, &DAYS[..3]);
    let at = pick(
        3,
        &[
            "2024-12-31T16:00:00Z",
            "2025-03-31T15:59:59Z",
            "2025-03-31T16:00:00Z",
        ],
    );
    json!({
        "name": format!("thing {}", act.fields[6]),
        "state": state,
        "region": pick(1, &REGIONS),
        "size": format!("{}.{}", act.fields[2] % 12, act.fields[2] % 10),
        "day": pick(5, &DAYS),
        "time": at,
        "since": since,
        "until": pick(6, &DAYS),
        "owner": if act.fields[6].is_multiple_of(3) { first.map(|id| id.to_string()) } else { None },
    })
}

async fn perform(house: &House, rows: &mut Vec<Stored>, act: &Act) {
    let ledger = house.ledger::<Thing>();
    let first = rows
        .iter()
        .find(|row| row.retired_at.is_none())
        .map(|row| row.id);
    let at = act.row % rows.len().max(1);
    match (act.what, rows.get(at).cloned()) {
        (0..=2, _) | (_, None) => {
            let made = ledger
                .create(&clerk(), &object(body(act, first)))
                .await
                .unwrap();
            rows.push(made);
        }
        (3, Some(row)) if row.retired_at.is_none() => {
            // A row that others refer to stays.
            if let Ok(row) = ledger.retire(&clerk(), row.id, row.version).await {
                rows[at] = row;
            }
        }
        (_, Some(row)) if row.retired_at.is_some() => {
            if let Ok(row) = ledger.restore(&clerk(), row.id, row.version).await {
                rows[at] = row;
            }
        }
        (_, Some(row)) => {
            let input = object(body(act, first.filter(|id| *id != row.id)));
            rows[at] = ledger
                .update(&clerk(), row.id, row.version, &input)
                .await
                .unwrap();
        }
    }
}

type Shown = BTreeMap<String, String>;

async fn shown(metrics: &Metrics, areas: &[Set], moment: Moment) -> Shown {
    let periods: Vec<Period> = PERIODS.iter().map(|text| text.parse().unwrap()).collect();
    let mut all = Shown::new();
    for metric in METRICS {
        let read = metrics
            .readings(metric, areas, &periods, moment)
            .await
            .unwrap();
        for (area, of_area) in areas.iter().zip(read.0) {
            for reading in of_area {
                let name = format!("{} {} {}", metric.key, area.key, reading.period);
                all.insert(name, spelled(&reading));
            }
        }
    }
    all
}

fn spelled(reading: &Reading) -> String {
    let leaves = reading
        .leaves
        .iter()
        .map(|leaf| leaf.rows)
        .collect::<Vec<_>>();
    format!("{:?} of {leaves:?}", reading.value)
}

/// By hand: the rows of an area whose dates hold at a day's end, one of the simplest metrics.
fn holding_by_hand(rows: &[Stored], area: &Set, day: &str) -> usize {
    let held = |row: &&Stored| {
        let text = |field| {
            row.value(<Thing as register::Register>::DEF, field)
                .unwrap()
        };
        let region = text("region").as_text().unwrap_or_default();
        let day: base::Date = day.parse().unwrap();
        let begun = matches!(text("since"), Value::Date(since) if *since <= day);
        let ended = matches!(text("until"), Value::Date(until) if *until < day);
        row.retired_at.is_none() && area.holds(region) && begun && !ended
    };
    rows.iter().filter(held).count()
}

async fn areas(metrics: &Metrics) -> Vec<Set> {
    let mut areas = Vec::new();
    for code in ["1408", "140802", "140821", "140821100"] {
        areas.push(region(metrics, code).await);
    }
    let mut carved = areas[1].clone();
    carved.key = "carved".to_owned();
    carved.excludes = vec!["140802404".parse().unwrap()];
    areas.push(carved);
    areas
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_counts_equal_fresh_ones_and_the_past_is_as_it_was_shown() {
    on_both_engines(|url| async move {
        let start = time("2026-11-01T00:00:00Z");
        let clock = Clock::manual(start);
        let house = House::at(&url, clock.clone()).await;
        let mut runner = TestRunner::new(Config::default());
        let acts = acts().new_tree(&mut runner).unwrap().current();
        let areas = areas(&house.metrics).await;
        let mut rows = Vec::new();
        let mut remembered: Vec<(i64, Moment, Shown)> = Vec::new();
        for (at, act) in acts.iter().enumerate() {
            perform(&house, &mut rows, act).await;
            if at % 9 != 8 {
                continue;
            }
            let position = house.settled().await;
            house.metrics.catch_up().await.unwrap();
            let now = house.metrics.now();
            let kept = shown(&house.metrics, &areas, now).await;
            let fresh = shown(&house.fresh(), &areas, now).await;
            assert_eq!(kept, fresh, "after {:?}", &acts[..=at]);
            for area in &areas {
                let name = format!("holding {} 2025", area.key);
                let by_hand = holding_by_hand(&rows, area, "2025-12-31");
                let said = format!("over: {by_hand}, under: 1");
                assert!(
                    kept[&name].contains(&said) || kept[&name].contains("Err"),
                    "{name}: {} and not {by_hand} after {:?}",
                    kept[&name],
                    &acts[..=at]
                );
            }
            remembered.push((position, now, kept));
            clock.advance(Duration::from_secs(3 * 24 * 3600));
        }
        let others = house.fresh();
        for (position, then, kept) in &remembered {
            let moment = others.moment_of(*position).await.unwrap().unwrap();
            assert_eq!(
                (moment.today, moment.position),
                (then.today, Some(*position))
            );
            let past = shown(&others, &areas, moment).await;
            assert_eq!(&past, kept, "as of {position}");
            // The second time it is remembered and not reckoned.
            assert_eq!(&shown(&others, &areas, moment).await, kept);
        }
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_follower_moves_counts_by_itself() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let metrics = house.metrics.clone();
        let following = tokio::spawn(async move { metrics.follow(stopped).await });
        let city = region(&house.metrics, "1408").await;
        let areas = std::slice::from_ref(&city);
        let today: Period = house.metrics.now().today.to_string().parse().unwrap();
        let rows = async || {
            let now = house.metrics.now();
            let read = house
                .metrics
                .readings(&THINGS, areas, &[today], now)
                .await
                .unwrap();
            read.0[0][0].leaves[0].rows
        };
        assert_eq!(rows().await, 0);
        let scans = house.metrics.figures().scans;
        for count in 1..=20_i64 {
            house
                .add::<Thing>(json!({"name": "one more", "state": "intact", "region": "140802"}))
                .await;
            let deadline = std::time::Instant::now() + Duration::from_secs(10);
            while rows().await != count {
                assert!(
                    std::time::Instant::now() < deadline,
                    "the count stays behind {count}"
                );
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        let figures = house.metrics.figures();
        // Of the first values, one count and one question whether there is anything at all.
        assert!(figures.scans <= scans + 1, "it counted anew: {figures:?}");
        assert!(figures.moved >= 20);
        stop.send_replace(true);
        following.await.unwrap();
        house.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_carries_no_dates_is_seen_as_it_stood_at_the_periods_end() {
    on_both_engines(|url| async move {
        let clock = Clock::manual(time("2026-01-31T12:00:00Z"));
        let house = House::at(&url, clock.clone()).await;
        let thing = json!({"name": "a", "state": "intact", "region": "140802"});
        let row = house.add::<Thing>(thing).await;
        house.settled().await;
        clock.advance(Duration::from_secs(20 * 24 * 3600));
        let ledger = house.ledger::<Thing>();
        let broken = object(json!({"name": "a", "state": "broken", "region": "140821"}));
        ledger
            .update(&clerk(), row.id, row.version, &broken)
            .await
            .unwrap();
        house.settled().await;
        clock.advance(Duration::from_secs(20 * 24 * 3600));
        let city = region(&house.metrics, "1408").await;
        let county = region(&house.metrics, "140802").await;
        let of = async |metric, area, period| {
            let read = crate::house::value(&house.metrics, metric, area, period).await;
            read.map(|value| value.shown(2))
                .map_err(|reason| reason.code())
        };
        assert_eq!(
            of(&INTACT_RATE, &city, "2026-01").await,
            Ok("1.00".to_owned())
        );
        assert_eq!(
            of(&INTACT_RATE, &city, "2026-02").await,
            Ok("0.00".to_owned())
        );
        assert_eq!(of(&THINGS, &county, "2026-01").await, Ok("1.00".to_owned()));
        assert_eq!(
            of(&THINGS, &county, "2026").await,
            Ok("0.00".to_owned()),
            "today"
        );
        assert_eq!(of(&THINGS, &city, "2025-12").await, Err("before_data"));
        house.close().await;
    })
    .await;
}
