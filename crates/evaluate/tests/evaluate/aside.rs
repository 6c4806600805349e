//! What does not fit the evaluation of its year is left aside and told, and all areas are scored.

use access::Role;
use base::Timestamp;
use evaluate::{AreaScore, Assessed, Scoreboard};
use serde_json::json;

use crate::world::{
    CORRECTION, ENTRY, clerk, fact, office, on_both_engines, person, points, reason,
};

const START: &str = "2023-11-20T01:00:00Z";

fn reasons(assessed: &Assessed) -> Vec<&str> {
    let all = assessed.set_aside.iter();
    all.map(|one| one.why.zh.as_str()).collect()
}

#[tokio::test]
async fn an_entry_that_fits_nothing_is_left_aside_and_all_are_scored() {
    on_both_engines(START, |world| async move {
        let area = world.county.to_string();
        let about = |fact: &str, further: serde_json::Value| {
            let mut values = json!({ "year": 2023, "area": area, "fact": fact, "name": "旧填报" });
            for (key, value) in further.as_object().unwrap() {
                values[key] = value.clone();
            }
            values
        };
        let strays = [
            about("adverts", json!({ "done": true })),
            about("adverts_published", json!({ "number": "3" })),
            about("adverts_published", json!({ "done": true, "member": "H1" })),
            about(
                "government_fire_sessions",
                json!({ "number": "1", "member": "Q9" }),
            ),
            about("government_fire_sessions", json!({ "number": "1" })),
            about("city_reserve_built", json!({ "done": true })),
        ];
        for stray in strays {
            world.unjudged(&clerk(), ENTRY, stray).await;
        }
        let correction = json!({
            "year": 2023, "area": area, "item": "adverts", "points": "1", "why": "旧更正",
            "decided_by": "市考核办",
        });
        world.unjudged(&office(), CORRECTION, correction).await;
        world
            .verified(about("adverts_published", json!({ "done": true })))
            .await;

        let assessed = world.year(2023).await;
        assert_eq!(assessed.evaluation.scores.len(), 2);
        let item = crate::world::item_of(&assessed, world.county, "public_adverts");
        assert_eq!(points(&item), "1", "what fits counts beside what does not");
        let said = reasons(&assessed);
        assert_eq!(said.len(), 7, "{said:?}");
        // A fact that the evaluation knows is called by its name, and an area by its own.
        let about_adverts = said.iter().filter(|why| why.contains("刊播消防公益广告"));
        assert_eq!(about_adverts.count(), 2, "{said:?}");
        assert!(said.iter().all(|why| why.contains("盐湖区")), "{said:?}");
        assert!(said.iter().any(|why| why.contains("Q9")), "{said:?}");
    })
    .await;
}

#[tokio::test]
async fn who_answers_for_the_area_is_told_and_nobody_else() {
    on_both_engines(START, |world| async move {
        let stray = json!({
            "year": 2023, "area": world.county.to_string(), "fact": "adverts", "done": true,
            "name": "旧填报",
        });
        let case = world.unjudged(&clerk(), ENTRY, stray).await;
        let now = Timestamp::from_micros(0);
        let told = |assessed: &Assessed, key: String| {
            let area = assessed.area(&key).unwrap();
            let board = Scoreboard::of(assessed, None, |one| one.key == key, now);
            let own = AreaScore::of(assessed, None, area, now).unwrap();
            (board.set_aside, own.set_aside)
        };
        let assessed = world.year(2023).await;
        let (board, own) = told(&assessed, world.county.to_string());
        assert_eq!((board.len(), own.len()), (1, 1));
        assert_eq!(own[0].case, case.case.row.to_string());
        assert_eq!(own[0].subject, "旧填报");
        assert!(own[0].reason.en.contains("adverts"), "{:?}", own[0].reason);
        let (board, own) = told(&assessed, world.zone.to_string());
        assert_eq!((board.len(), own.len()), (0, 0));
        // Taken back, it says nothing any more; as of then it is still told.
        let then = world
            .evaluations
            .metrics()
            .moment_of(world.settled().await)
            .await;
        let then = then.unwrap().unwrap();
        let judged = person(Role::Leader, &["140802"]);
        world
            .act(&judged, &case, "withdraw", &reason("键已改名"))
            .await
            .unwrap();
        assert!(world.year(2023).await.set_aside.is_empty());
        let past = world.evaluations.of_year(2023, then).await.unwrap();
        assert_eq!(past.set_aside.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_metric_that_does_not_exist_is_called_by_what_it_would_count() {
    on_both_engines(START, |world| async move {
        let item = world.item(2023, world.county, "government_sessions").await;
        let half = &fact(&item, "government_fire_sessions").found[0];
        let why = half.unknown.as_ref().unwrap();
        assert!(why.zh.contains("政府研究部署消防工作"), "{}", why.zh);
        assert!(!why.zh.contains("government"), "{}", why.zh);
    })
    .await;
}
