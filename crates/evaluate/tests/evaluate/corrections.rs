//! Corrections, and where the areas stand.

use base::Timestamp;
use evaluate::Scoreboard;
use serde_json::json;

use crate::world::{CORRECTION, input, office, on_both_engines, points, reason};

const START: &str = "2023-11-20T01:00:00Z";

#[tokio::test]
async fn a_correction_moves_the_item_until_it_is_withdrawn() {
    on_both_engines(START, |world| async move {
        let said = json!({
            "year": 2023, "area": world.county.to_string(), "fact": "adverts_published",
            "done": true, "name": "刊播",
        });
        world.verified(said).await;
        let less = input(json!({
            "year": 2023, "area": world.county.to_string(), "item": "public_adverts",
            "points": "-0.5", "why": "只刊播半年", "decided_by": "市考核办",
        }));
        let case = world
            .cases
            .open(&office(), CORRECTION, &less)
            .await
            .unwrap();
        let item = world.item(2023, world.county, "public_adverts").await;
        assert_eq!(points(&item), "0.5");
        assert_eq!(item.corrections[0].why, "只刊播半年");
        assert_eq!(item.corrections[0].case, case.case.row.to_string());
        // Another year and another area are left alone.
        assert_eq!(
            points(&world.item(2022, world.county, "public_adverts").await),
            "0–1"
        );
        assert_eq!(
            points(&world.item(2023, world.zone, "public_adverts").await),
            "0–1"
        );
        world
            .act(&office(), &case, "withdraw", &reason("复核后撤销"))
            .await
            .unwrap();
        let item = world.item(2023, world.county, "public_adverts").await;
        assert_eq!((points(&item).as_str(), item.corrections.len()), ("1", 0));
    })
    .await;
}

#[tokio::test]
async fn the_scoreboard_ranks_all_and_shows_those_that_the_caller_answers_for() {
    on_both_engines(START, |world| async move {
        let said = json!({
            "year": 2023, "area": world.county.to_string(), "fact": "adverts_published",
            "done": true, "name": "刊播",
        });
        world.verified(said).await;
        let assessed = world.year(2023).await;
        let now = world.evaluations.metrics().now();
        let before = world.evaluations.year_before(2023, now).await.unwrap();
        let told = Timestamp::from_micros(0);
        let board = Scoreboard::of(&assessed, before.as_deref(), |_| true, told);
        assert!(board.complete);
        assert_eq!((board.year_before, board.items.len()), (Some(2022), 2));
        let own = |area: &metric::Area| area.name == "盐湖区";
        let board = Scoreboard::of(&assessed, before.as_deref(), own, told);
        assert_eq!(
            (board.complete, board.areas, board.items.len()),
            (false, 2, 1)
        );
        let row = &board.items[0];
        // Nearly nothing is known of either: each may still be first.
        assert_eq!((row.place.best, row.place.worst), (1, 2));
        assert_eq!(row.total.of, "100");
        assert!(row.unknown > 50, "{}", row.unknown);
        // One point is surely won, and the year before is as open as this one.
        let sum: f64 = row
            .chapters
            .iter()
            .map(|part| part.tally.got.least.parse::<f64>().unwrap())
            .sum();
        assert_eq!(sum.to_string(), row.total.got.least);
        let change = row.change.as_ref().unwrap();
        assert!(change.least.starts_with('-') && !change.most.starts_with('-'));
        // 2020 was never evaluated, so 2021 has nothing to be held against.
        assert!(
            world
                .evaluations
                .year_before(2021, now)
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}
