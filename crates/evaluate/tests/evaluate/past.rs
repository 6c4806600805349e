//! Any past date as it was shown then.

use city::nouns::Unit;
use serde_json::json;

use crate::world::{CORRECTION, TOWN, fact, input, office, on_both_engines, points, reason};

const START: &str = "2023-11-20T01:00:00Z";

#[tokio::test]
async fn a_past_day_is_answered_from_the_journal() {
    on_both_engines(START, |world| async move {
        let area = world.county.to_string();
        let unit = |name: &str| {
            json!({
                "name": name, "kind": "commercial_complex", "region": TOWN, "address": "东街",
            })
        };
        world.enter::<Unit>(unit("商城一")).await;
        let said = json!({
            "year": 2023, "area": area, "fact": "adverts_published", "done": true, "name": "刊播",
        });
        let case = world.verified(said).await;
        let less = input(json!({
            "year": 2023, "area": area, "item": "public_adverts", "points": "-0.5",
            "why": "只刊播半年", "decided_by": "市考核办",
        }));
        world
            .cases
            .open(&office(), CORRECTION, &less)
            .await
            .unwrap();
        world.settled().await;

        world.to("2023-12-20T01:00:00Z");
        world.enter::<Unit>(unit("商城二")).await;
        world
            .act(&office(), &case, "withdraw", &reason("误填"))
            .await
            .unwrap();
        let today = world.item(2023, world.county, "public_adverts").await;
        assert_eq!(points(&today), "0–0.5");

        let day: base::Date = "2023-11-30".parse().unwrap();
        let then = world
            .evaluations
            .metrics()
            .moment_on(day.civil())
            .await
            .unwrap();
        let item = world
            .item_at(2023, world.county, "public_adverts", then)
            .await;
        assert_eq!(points(&item), "0.5");
        let kinds = world.item_at(2023, world.county, "four_kinds", then).await;
        let complexes = fact(&kinds, "commercial_complexes");
        assert_eq!(complexes.found[0].number.as_deref(), Some("1"));
        let address = &complexes.metric.as_ref().unwrap().address;
        let position = then.position.unwrap();
        assert!(
            address.ends_with(&format!("&as_of=position:{position}")),
            "{address}"
        );
        // Before anybody entered anything.
        let day: base::Date = "2023-10-01".parse().unwrap();
        let early = world
            .evaluations
            .metrics()
            .moment_on(day.civil())
            .await
            .unwrap();
        let item = world
            .item_at(2023, world.county, "public_adverts", early)
            .await;
        assert_eq!(points(&item), "0–1");
    })
    .await;
}
