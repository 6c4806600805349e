//! Targets are rows of a register: of a region, of an assessed area, of a period.

use metric::{Exact, MetricTarget};
use serde_json::json;

use crate::house::{House, on_both_engines, region};
use crate::samples::{Area, INTACT_RATE, ON_DAYS};

#[tokio::test]
async fn a_target_is_of_its_area_and_period() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let area = house
            .add::<Area>(json!({"name": "盐湖区", "rank": 1, "county": "140802",
                "includes": "140802", "excludes": "140802404"}))
            .await;
        let target = async |metric: &str, assessed: Option<String>, period: &str, value: &str| {
            house
                .add::<MetricTarget>(json!({"metric": metric, "region": "140802",
                    "assessed_area": assessed, "period": period, "value": value,
                    "source": "规划 L585"}))
                .await;
        };
        target("intact_rate", Some(area.id.to_string()), "2025", "95").await;
        target("intact_rate", None, "2025", "80.5").await;
        target("intact_rate", None, "2025-Q1", "70").await;
        target("on_days", None, "2025", "12").await;
        let metrics = &house.metrics;
        let county = region(metrics, "140802").await;
        let assessed = metrics.assessed_areas().await.unwrap().remove(0);
        let areas = [county, assessed];
        let of = async |metric, period: &str| {
            let period = period.parse().unwrap();
            metrics
                .targets(metric, &areas, period, metrics.now())
                .await
                .unwrap()
        };
        let number = |over, under| Exact::ratio(over, under);
        let whole = |number| Some(Exact::whole(number));
        assert_eq!(of(&INTACT_RATE, "2025").await, [number(805, 10), whole(95)]);
        assert_eq!(of(&INTACT_RATE, "2025-Q1").await, [whole(70), whole(95)]);
        assert_eq!(of(&INTACT_RATE, "2024").await, [None, None]);
        // Of what happens in a period, a year's target is none of a month's.
        assert_eq!(of(&ON_DAYS, "2025").await, [whole(12), None]);
        assert_eq!(of(&ON_DAYS, "2025-03").await, [None, None]);
        // Two targets for one thing are none.
        target("on_days", None, "2025", "13").await;
        house.settled().await;
        metrics.catch_up().await.unwrap();
        assert_eq!(of(&ON_DAYS, "2025").await, [None, None]);
        house.close().await;
    })
    .await;
}
