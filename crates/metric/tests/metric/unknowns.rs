//! What is not known is said so, and why; a nought is a nought that was counted.

use serde_json::json;

use crate::house::{House, clerk, on_both_engines, region, value, whole};
use crate::samples::{INTACT_RATE, ON_DAYS, THINGS, Thing};

#[tokio::test]
async fn an_empty_register_knows_nothing() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let metrics = &house.metrics;
        let (city, other) = (
            region(metrics, "1408").await,
            region(metrics, "140821").await,
        );
        let today = metrics.now().today.to_string();
        let code = async |metric, area, period: &str| {
            value(metrics, metric, area, period)
                .await
                .unwrap_err()
                .code()
        };
        assert_eq!(code(&THINGS, &city, &today).await, "nothing_entered");
        assert_eq!(code(&INTACT_RATE, &city, &today).await, "nothing_entered");
        assert_eq!(code(&THINGS, &city, "2020").await, "before_data");
        assert_eq!(code(&THINGS, &city, "2999").await, "not_begun");
        let made = house
            .add::<Thing>(json!({"name": "a", "state": "broken", "region": "140802",
                "day": "2025-05-05"}))
            .await;
        house.settled().await;
        metrics.catch_up().await.unwrap();
        assert_eq!(value(metrics, &THINGS, &city, &today).await, whole(1));
        assert_eq!(
            value(metrics, &THINGS, &other, &today).await,
            whole(0),
            "it was counted"
        );
        assert_eq!(value(metrics, &INTACT_RATE, &city, &today).await, whole(0));
        assert_eq!(
            code(&INTACT_RATE, &other, &today).await,
            "nothing_to_divide_by"
        );
        assert_eq!(code(&ON_DAYS, &city, "2024").await, "before_data");
        assert_eq!(value(metrics, &ON_DAYS, &city, "2025-06").await, whole(0));
        // A retired row counts nowhere, and comes back when it is restored.
        let ledger = house.ledger::<Thing>();
        let retired = ledger
            .retire(&clerk(), made.id, made.version)
            .await
            .unwrap();
        house.settled().await;
        metrics.catch_up().await.unwrap();
        assert_eq!(code(&THINGS, &city, &today).await, "nothing_entered");
        assert_eq!(
            value(&house.fresh(), &THINGS, &city, &today).await,
            value(metrics, &THINGS, &city, &today).await
        );
        ledger
            .restore(&clerk(), retired.id, retired.version)
            .await
            .unwrap();
        house.settled().await;
        metrics.catch_up().await.unwrap();
        assert_eq!(value(metrics, &THINGS, &city, &today).await, whole(1));
        house.close().await;
    })
    .await;
}
