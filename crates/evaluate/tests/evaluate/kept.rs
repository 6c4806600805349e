//! What was worked out is kept until something changes, and a change costs no scan.

use std::sync::Arc;

use city::nouns::Unit;
use serde_json::json;

use crate::world::{TOWN, on_both_engines, points};

const START: &str = "2023-11-20T01:00:00Z";

#[tokio::test]
async fn asked_again_it_is_the_same_and_one_change_scans_nothing() {
    on_both_engines(START, |world| async move {
        let unit = |name: &str| {
            json!({ "name": name, "kind": "school", "region": TOWN, "address": "东街" })
        };
        world.enter::<Unit>(unit("一中")).await;
        let first = world.year(2023).await;
        let again = world.year(2023).await;
        assert!(Arc::ptr_eq(&first, &again));
        let scans = world.evaluations.metrics().figures().scans;
        world.enter::<Unit>(unit("二中")).await;
        let said = json!({
            "year": 2023, "area": world.county.to_string(), "fact": "adverts_published",
            "done": true, "name": "刊播",
        });
        world.verified(said).await;
        let moved = world.year(2023).await;
        assert!(!Arc::ptr_eq(&first, &moved));
        assert_eq!(points(&crate::world::item_of(&moved, world.county, "public_adverts")), "1");
        assert_eq!(world.evaluations.metrics().figures().scans, scans);
    })
    .await;
}
