//! Facts that registers answer: who gets what for which rows, and what nobody knows.

use city::nouns::{Unit, WaterSource};
use metric::MetricTarget;
use serde_json::json;

use crate::world::{TOWN, World, ZONE, fact, on_both_engines, points};

const START: &str = "2023-11-20T01:00:00Z";

async fn hydrant(world: &World, name: &str, region: &str) {
    world
        .enter::<WaterSource>(json!({
            "name": name, "kind": "hydrant", "state": "intact", "region": region,
            "address": "河东东街口", "checked_on": "2023-11-01",
        }))
        .await;
}

async fn target(world: &World, region: &str, area: base::Uuid, period: &str, value: &str) {
    world
        .enter::<MetricTarget>(json!({
            "metric": "street_hydrants", "region": region, "assessed_area": area.to_string(),
            "period": period, "value": value, "source": "规划附件2",
        }))
        .await;
}

#[tokio::test]
async fn hydrants_are_held_against_the_total_that_the_plan_asks_of_the_area() {
    on_both_engines(START, |world| async move {
        let empty = world.item(2023, world.county, "water_sources").await;
        assert_eq!(points(&empty), "0–3");
        let rate = fact(&empty, "street_hydrant_completion_rate");
        assert_eq!((rate.from, rate.found[0].reason), ("metric", Some("said")));

        target(&world, "140802", world.county, "2023", "2").await;
        target(&world, "140802", world.county, "2022", "1").await;
        target(&world, ZONE, world.zone, "2023", "1").await;
        hydrant(&world, "XH-1", TOWN).await;
        hydrant(&world, "XH-2", ZONE).await;
        // The zone's hydrant is the zone's and not the county's.
        let half = world.item(2023, world.county, "water_sources").await;
        let rate = fact(&half, "street_hydrant_completion_rate");
        assert_eq!(rate.found[0].number.as_deref(), Some("50"));
        assert_eq!(points(&half), "0");
        let zone = world.item(2023, world.zone, "water_sources").await;
        assert_eq!(points(&zone), "3");

        hydrant(&world, "XH-3", TOWN).await;
        let whole = world.item(2023, world.county, "water_sources").await;
        assert_eq!(points(&whole), "3");
        let metric = fact(&whole, "street_hydrant_completion_rate")
            .metric
            .as_ref();
        let address = format!(
            "/api/v1/metrics/street_hydrant_completion_rate?period=2023&area={}",
            world.county
        );
        assert_eq!(metric.unwrap().address, address);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_exempts_once_that_is_known() {
    on_both_engines(START, |world| async move {
        let unit = |name: &str, kind: &str, region: &str| {
            json!({ "name": name, "kind": kind, "region": region, "address": "河东东街 1 号" })
        };
        let before = world.item(2023, world.county, "four_kinds").await;
        let complexes = fact(&before, "commercial_complexes");
        assert_eq!(complexes.from, "metric");
        assert!(
            complexes.found[0].unknown.is_some(),
            "an empty register is no nought"
        );
        // An exemption that nobody entered is none, and told from what is not asked.
        assert_eq!(fact(&before, "chemical_clusters").from, "unclaimed");
        let early = world.item(2021, world.county, "education_bases").await;
        assert_eq!(fact(&early, "county_education_bases").from, "not_asked");

        world.enter::<Unit>(unit("中学", "school", TOWN)).await;
        world.enter::<Unit>(unit("商城", "commercial_complex", ZONE)).await;
        let none = world.item(2023, world.county, "four_kinds").await;
        let complexes = fact(&none, "commercial_complexes");
        assert_eq!(complexes.found[0].number.as_deref(), Some("0"));
        let exempt = none.steps.iter().any(|step| step.zh.contains("除外"));
        assert!(exempt, "{:?}", none.steps);
        let one = world.item(2023, world.zone, "four_kinds").await;
        let complexes = fact(&one, "commercial_complexes");
        assert_eq!(complexes.found[0].number.as_deref(), Some("1"));
    })
    .await;
}
