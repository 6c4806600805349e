//! Every number opens its rows: the list of its filters shows as many as it counted.

use metric::{Formula, Period};
use register::{Query, Register};
use serde_json::json;

use crate::house::{House, clerk, on_both_engines, region};
use crate::samples::{Area, DEFS, Region, Thing};

#[tokio::test]
async fn each_count_equals_the_list_of_its_filters() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        house
            .add::<Area>(json!({"name": "盐湖区", "rank": 1, "county": "140802",
                "includes": "140802 140821001", "excludes": "140802404"}))
            .await;
        for code in ["1408", "140802", "140802404", "140821"] {
            house
                .add::<Region>(json!({"code": code, "name": code, "residents": 10}))
                .await;
        }
        let mut last = None;
        for n in 0..60 {
            let region = ["140802", "140802404", "140821001", "140821"][n % 4];
            let state = ["intact", "broken"][n % 2];
            let day = format!("2025-{:02}-{:02}", n % 12 + 1, n % 28 + 1);
            let row = house
                .add::<Thing>(json!({"name": format!("{n}"), "region": region,
                    "state": state, "size": format!("{}.5", n % 9),
                    "day": day, "time": format!("{day}T16:00:00Z"),
                    "since": (n % 3 > 0).then(|| day.clone()),
                    "until": (n % 5 == 0).then_some("2025-12-31"),
                    "owner": last.filter(|_| n % 7 == 0).map(|id: base::Uuid| id.to_string())}))
                .await;
            if n % 13 == 5 {
                let ledger = house.ledger::<Thing>();
                ledger.retire(&clerk(), row.id, row.version).await.unwrap();
            } else {
                last = Some(row.id);
            }
        }
        house.settled().await;
        let metrics = &house.metrics;
        let mut areas = metrics.assessed_areas().await.unwrap();
        areas.push(region(metrics, "1408").await);
        let today = metrics.now().today;
        let periods: Vec<Period> = [
            "2025-06",
            "2025",
            "2025-02-10..2025-09-20",
            &today.to_string(),
        ]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
        let mut opened = 0;
        for def in DEFS {
            let now = metrics.now();
            let read = metrics
                .readings(def, &areas, &periods, now)
                .await
                .unwrap()
                .0;
            for leaf in read.iter().flatten().flat_map(|reading| &reading.leaves) {
                if leaf.past {
                    continue;
                }
                let rows = if leaf.register.key == Thing::DEF.key {
                    count(&house.ledger::<Thing>(), &leaf.filters).await
                } else {
                    count(&house.ledger::<Region>(), &leaf.filters).await
                };
                assert_eq!(rows, leaf.rows, "{}: {:?}", def.key, leaf.filters);
                opened += 1;
            }
            let leaves = def.formula.sources().count();
            assert!(
                read.iter()
                    .flatten()
                    .all(|reading| reading.leaves.len() == leaves)
            );
            assert!(matches!(def.formula, Formula::Of(_)) == (leaves == 1));
        }
        assert!(opened > 60, "only {opened} lists were opened");
        house.close().await;
    })
    .await;
}

async fn count(ledger: &register::Ledger, filters: &[register::Filter]) -> i64 {
    let query = Query {
        filters: filters.to_vec(),
        limit: 500,
        ..Query::default()
    };
    i64::try_from(ledger.list(&query).await.unwrap().rows.len()).unwrap()
}
