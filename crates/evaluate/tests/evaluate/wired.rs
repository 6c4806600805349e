//! When a room brings the register behind an item, declaring its metric under the key that the evaluation
//! names is the only change.

use serde_json::json;

use crate::sessions::{GovernmentSession, SESSIONS};
use crate::world::{COUNTY, TOWN, fact, item_of, on_both_engines, points};

const START: &str = "2023-11-20T01:00:00Z";
const ITEM: &str = "government_sessions";
const FACT: &str = "government_fire_sessions";

#[tokio::test]
async fn declaring_its_metric_is_the_only_change_that_an_item_needs() {
    on_both_engines(START, |world| async move {
        for (name, day, region) in [
            ("上半年常务会", "2023-03-20", COUNTY),
            ("下半年常务会", "2023-09-20", TOWN),
        ] {
            let row = json!({ "name": name, "region": region, "held_on": day });
            world.enter::<GovernmentSession>(row).await;
        }
        // The register is there and its metric is not: nobody has entered anything.
        let unwired = world.item(2023, world.county, ITEM).await;
        assert_eq!(points(&unwired), "0–3");
        assert_eq!(fact(&unwired, FACT).from, "unknown");
        assert_eq!(fact(&unwired, FACT).found[0].reason, Some("no_metric"));
        // An entry counts as long as there is no metric.
        let area = world.county.to_string();
        for half in ["H1", "H2"] {
            let said = json!({
                "year": 2023, "area": area, "fact": FACT, "member": half, "number": "0",
                "name": "常务会议",
            });
            world.verified(said).await;
        }
        let entered = world.item(2023, world.county, ITEM).await;
        assert_eq!(
            (points(&entered).as_str(), fact(&entered, FACT).from),
            ("0", "entry")
        );

        let wired = world.with_metric(&SESSIONS);
        let now = wired.metrics().now();
        let assessed = wired.of_year(2023, now).await.unwrap();
        let counted = item_of(&assessed, world.county, ITEM);
        assert_eq!(
            (points(&counted).as_str(), fact(&counted, FACT).from),
            ("3", "metric")
        );
        let halves: Vec<_> = fact(&counted, FACT).found.iter().collect();
        assert_eq!(halves.len(), 2);
        assert!(
            halves
                .iter()
                .all(|half| half.number.as_deref() == Some("1"))
        );
        assert!(halves.iter().all(|half| half.cases.is_empty()));
        // The zone held none: that is known now, and costs it the item.
        let zone = item_of(&assessed, world.zone, ITEM);
        assert_eq!(points(&zone), "0");
        // A half-year that has not begun is not known, and no nought.
        let next = item_of(&wired.of_year(2024, now).await.unwrap(), world.county, ITEM);
        assert_eq!(points(&next), "0–3");
    })
    .await;
}
