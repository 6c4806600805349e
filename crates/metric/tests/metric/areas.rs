//! Areas are sets: what is carved out of a county counts in the zone alone.

use serde_json::json;

use crate::house::{House, on_both_engines, region, value, whole};
use crate::samples::{Area, PEOPLE, PER_RESIDENT, Region, THINGS, Thing};

#[tokio::test]
async fn a_zone_lies_in_no_figure_of_its_county() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        for (name, rank, includes, excludes) in [
            ("盐湖区", 1, "140802", Some("140802404 140802405")),
            ("开发区", 2, "140802404 140802405 140802405001", None),
        ] {
            house
                .add::<Area>(json!({"name": name, "rank": rank, "county": "140802",
                    "includes": includes, "excludes": excludes}))
                .await;
        }
        for code in [
            "140802",
            "140802001",
            "140802404",
            "140802405001",
            "140821",
            "1408",
        ] {
            house
                .add::<Thing>(json!({"name": code, "state": "intact", "region": code}))
                .await;
        }
        house
            .add::<Thing>(json!({"name": "nowhere", "state": "intact"}))
            .await;
        let metrics = &house.metrics;
        let areas = metrics.assessed_areas().await.unwrap();
        let of = async |at: usize| value(metrics, &THINGS, &areas[at], "2099").await;
        // The year 2099 has not begun.
        assert!(of(0).await.is_err());
        let of = async |at: usize| {
            let today = metrics.now().today.to_string();
            value(metrics, &THINGS, &areas[at], &today).await
        };
        assert_eq!(of(0).await, whole(2));
        assert_eq!(of(1).await, whole(2));
        let today = metrics.now().today.to_string();
        for (code, count) in [("140802", 4), ("1408", 6), ("140802405", 1), ("140823", 0)] {
            let area = region(metrics, code).await;
            assert_eq!(
                value(metrics, &THINGS, &area, &today).await,
                whole(count),
                "{code}"
            );
        }
        house.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_entered_for_regions_is_known_or_not() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        for (code, residents) in [
            ("140802", Some(900)),
            ("140802404", None),
            ("140821", Some(400)),
            ("140821001", Some(7)),
        ] {
            house
                .add::<Region>(json!({"code": code, "name": code, "residents": residents}))
                .await;
        }
        house
            .add::<Area>(json!({"name": "盐湖区", "rank": 1, "county": "140802",
                "includes": "140802", "excludes": "140802404"}))
            .await;
        house
            .add::<Thing>(json!({"name": "one", "state": "intact", "region": "140821"}))
            .await;
        let metrics = &house.metrics;
        let today = metrics.now().today.to_string();
        let people = async |code: &str| {
            let area = region(metrics, code).await;
            value(metrics, &PEOPLE, &area, &today).await
        };
        assert_eq!(
            people("140821").await,
            whole(400),
            "its own, not that of its parts"
        );
        assert_eq!(
            people("1408").await,
            whole(1300),
            "of its parts, for its own is not entered"
        );
        assert_eq!(people("140802404").await.unwrap_err().code(), "not_entered");
        assert_eq!(people("140899").await.unwrap_err().code(), "not_entered");
        let area = &metrics.assessed_areas().await.unwrap()[0];
        let carved = value(metrics, &PEOPLE, area, &today).await;
        let reason = carved.unwrap_err();
        assert!(
            reason.text(base::Language::Zh).contains("140802404"),
            "{reason:?}"
        );
        let county = region(metrics, "140821").await;
        let rate = value(metrics, &PER_RESIDENT, &county, &today)
            .await
            .unwrap();
        assert_eq!(rate.shown(3), "2.500");
        // Once the zone's people are entered, both are known.
        let zone = house.ledger::<Region>();
        let row = zone.list(&register::Query::default()).await.unwrap().rows;
        let row = row
            .iter()
            .find(|row| row.region(zone.def()).as_deref() == Some("140802404"));
        let row = row.unwrap();
        let input = json!({"code": "140802404", "name": "区", "residents": 50});
        let input = crate::house::object(input);
        zone.update(&crate::house::clerk(), row.id, row.version, &input)
            .await
            .unwrap();
        house.settled().await;
        metrics.catch_up().await.unwrap();
        assert_eq!(value(metrics, &PEOPLE, area, &today).await, whole(850));
        house.close().await;
    })
    .await;
}
