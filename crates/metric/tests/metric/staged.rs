//! An import's rows are there from their flip and get positions later: they count once.

use serde_json::json;

use crate::house::{House, clerk, object, on_both_engines, region, value, whole};
use crate::samples::{THINGS, Thing};

#[tokio::test]
async fn staged_rows_count_from_their_flip_and_once() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        house
            .add::<Thing>(json!({"name": "first", "state": "intact", "region": "140802"}))
            .await;
        house.settled().await;
        let (kept, late) = (house.fresh(), house.fresh());
        let city = region(&kept, "1408").await;
        let today = kept.now().today.to_string();
        assert_eq!(value(&kept, &THINGS, &city, &today).await, whole(1));
        let ledger = house.ledger::<Thing>();
        let mut staged = ledger.stage(clerk()).await.unwrap();
        let rows: Vec<_> = (0..700)
            .map(|n| {
                object(json!({"name": format!("row {n}"), "state": "broken", "region": "140821"}))
            })
            .collect();
        assert!(staged.add(&rows).await.unwrap().is_empty());
        house.settled().await;
        kept.catch_up().await.unwrap();
        assert_eq!(
            value(&kept, &THINGS, &city, &today).await,
            whole(1),
            "hidden rows do not count"
        );
        assert_eq!(
            value(&house.fresh(), &THINGS, &city, &today).await,
            whole(1)
        );
        staged.flip().await.unwrap();
        // Counted between the flip and the positions: what comes later is in it already.
        assert_eq!(value(&late, &THINGS, &city, &today).await, whole(701));
        house.settled().await;
        for metrics in [&kept, &late] {
            metrics.catch_up().await.unwrap();
            assert_eq!(value(metrics, &THINGS, &city, &today).await, whole(701));
        }
        house.close().await;
    })
    .await;
}
