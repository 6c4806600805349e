//! Edges of periods in the city's time, and figures that stand at a period's end.

use serde_json::json;

use crate::house::{House, on_both_engines, region, value, whole};
use crate::samples::{AT_TIMES, HOLDING, OLD, ON_DAYS, Thing};

#[tokio::test]
async fn a_moment_belongs_to_the_day_of_the_city() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        for (at, size) in [
            ("2025-10-31T15:59:59.999999Z", "1"),
            ("2025-10-31T16:00:00Z", "2.5"),
            ("2025-11-30T15:59:59.999999Z", "4"),
            ("2025-11-30T16:00:00Z", "8"),
        ] {
            house
                .add::<Thing>(json!({"name": at, "state": "intact", "region": "140802",
                    "time": at, "size": size}))
                .await;
        }
        let city = region(&house.metrics, "1408").await;
        for (period, tenths) in [
            ("2025-10", 10),
            ("2025-11", 65),
            ("2025-12", 80),
            ("2025-11-01", 25),
            ("2025-11-30", 40),
            ("2025-Q4", 155),
            ("2025-11-02..2025-12-01", 120),
        ] {
            let found = value(&house.metrics, &AT_TIMES, &city, period).await;
            assert_eq!(
                found,
                Ok(metric::Exact::ratio(tenths, 10).unwrap()),
                "{period}"
            );
        }
        house.close().await;
    })
    .await;
}

#[tokio::test]
async fn days_and_dated_states_count_where_they_stand() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        for (day, since, until) in [
            ("2025-01-31", "2023-01-01", None),
            ("2025-02-01", "2025-02-01", Some("2025-02-01")),
            ("2025-02-28", "2025-03-01", Some("2025-12-31")),
        ] {
            house
                .add::<Thing>(json!({"name": day, "state": "intact", "region": "140802",
                    "day": day, "since": since, "until": until}))
                .await;
        }
        let city = region(&house.metrics, "1408").await;
        let metrics = &house.metrics;
        let of = async |metric, period| value(metrics, metric, &city, period).await;
        assert_eq!(of(&ON_DAYS, "2025-01").await, whole(1));
        assert_eq!(of(&ON_DAYS, "2025-02").await, whole(2));
        assert_eq!(
            of(&ON_DAYS, "2025-W05").await,
            whole(2),
            "27 January to 2 February"
        );
        assert_eq!(of(&ON_DAYS, "2025-03").await, whole(0));
        assert_eq!(of(&HOLDING, "2025-01").await, whole(1));
        assert_eq!(
            of(&HOLDING, "2025-02-01").await,
            whole(2),
            "its last day is inside"
        );
        assert_eq!(of(&HOLDING, "2025-02").await, whole(1));
        assert_eq!(of(&HOLDING, "2025").await, whole(2));
        assert_eq!(of(&OLD, "2024-12").await, whole(0));
        assert_eq!(
            of(&OLD, "2025-01-01").await,
            whole(1),
            "two years to the day"
        );
        assert_eq!(
            of(&HOLDING, "2022").await.unwrap_err().code(),
            "before_data"
        );
        house.close().await;
    })
    .await;
}
