//! An entry from its hand to the score, and back.

use access::Role;
use evaluate::EntryState;
use loops::{LoopError, With};
use serde_json::{Value as Json, json};

use crate::world::{
    COUNTY, World, clerk, fact, input, leader, nothing, office, on_both_engines, person, points,
    reason,
};

const START: &str = "2023-11-20T01:00:00Z";
const ITEM: &str = "public_adverts";
const FACT: &str = "adverts_published";

fn said(world: &World, done: bool) -> Json {
    json!({
        "year": 2023, "area": world.county.to_string(), "fact": FACT, "done": done,
        "name": "县电视台黄金时段播出",
    })
}

async fn reason_of(world: &World) -> Option<&'static str> {
    let item = world.item(2023, world.county, ITEM).await;
    fact(&item, FACT).found[0].reason
}

#[tokio::test]
async fn it_counts_when_both_levels_stand_by_it_and_there_is_evidence() {
    on_both_engines(START, |world| async move {
        assert_eq!(reason_of(&world).await, Some("not_entered"));
        let case = world.entered(said(&world, true)).await.unwrap();
        assert_eq!(case.case.region.as_deref(), Some(COUNTY));
        assert_eq!(case.case.with(), With::Role(Role::Leader));
        assert_eq!(reason_of(&world).await, Some("unconfirmed"));

        let bare = world.act(&leader(), &case, "attest", &nothing()).await;
        assert!(matches!(bare, Err(LoopError::EvidenceMissing)));
        let attachment = world.shown(&case).await;
        let case = world
            .act(&leader(), &case, "attest", &nothing())
            .await
            .unwrap();
        assert_eq!(case.case.with(), With::Role(Role::Planner));
        // Nobody of the county looks at the county's evidence for the city.
        let own = person(Role::Planner, &[COUNTY]);
        let refused = world.act(&own, &case, "verify", &nothing()).await;
        assert!(matches!(refused, Err(LoopError::NotYours)));
        assert_eq!(reason_of(&world).await, Some("unconfirmed"));

        let case = world
            .act(&office(), &case, "verify", &nothing())
            .await
            .unwrap();
        assert_eq!(case.case.with(), With::Nobody);
        let item = world.item(2023, world.county, ITEM).await;
        assert_eq!(points(&item), "1");
        let told = &fact(&item, FACT).found[0];
        assert_eq!(told.done, Some(true));
        assert_eq!(told.cases, [case.case.row.to_string()]);
        assert_eq!(told.attachments, [attachment.to_string()]);
        // It is this area's and no other's.
        let other = world.item(2023, world.zone, ITEM).await;
        assert_eq!(points(&other), "0–1");
    })
    .await;
}

#[tokio::test]
async fn evidence_that_is_taken_away_takes_the_fact_with_it() {
    on_both_engines(START, |world| async move {
        let case = world.entered(said(&world, true)).await.unwrap();
        let attachment = world.shown(&case).await;
        let case = world
            .act(&leader(), &case, "attest", &nothing())
            .await
            .unwrap();
        let case = world
            .act(&office(), &case, "verify", &nothing())
            .await
            .unwrap();
        let then = world.settled().await;
        assert_eq!(points(&world.item(2023, world.county, ITEM).await), "1");

        world.hidden(&case, attachment).await;
        let item = world.item(2023, world.county, ITEM).await;
        assert_eq!(points(&item), "0–1");
        assert_eq!(fact(&item, FACT).found[0].reason, Some("no_evidence"));
        // The entry is as it was, and so is the score of then.
        assert_eq!(world.entry(case.case.row).await.state, EntryState::Verified);
        let moment = world.evaluations.metrics().moment_of(then).await.unwrap();
        let past = world
            .item_at(2023, world.county, ITEM, moment.unwrap())
            .await;
        assert_eq!(points(&past), "1");
        assert_eq!(
            fact(&past, FACT).found[0].attachments,
            [attachment.to_string()]
        );
    })
    .await;
}

#[tokio::test]
async fn it_is_sent_back_amended_and_withdrawn() {
    on_both_engines(START, |world| async move {
        let case = world.entered(said(&world, false)).await.unwrap();
        world.shown(&case).await;
        let case = world
            .act(&leader(), &case, "attest", &nothing())
            .await
            .unwrap();
        let silent = world.act(&office(), &case, "send_back", &nothing()).await;
        assert_eq!(crate::world::faults(silent), ["reason"]);
        let case = world
            .act(&office(), &case, "send_back", &reason("材料与结论不符"))
            .await;
        let case = case.unwrap();
        assert_eq!(case.case.state, "returned");
        let amended = input(json!({ "done": true, "note": "附播出单" }));
        let case = world.act(&clerk(), &case, "amend", &amended).await.unwrap();
        assert_eq!(case.case.state, "entered");
        let case = world
            .act(&leader(), &case, "attest", &nothing())
            .await
            .unwrap();
        let case = world
            .act(&office(), &case, "verify", &nothing())
            .await
            .unwrap();
        assert_eq!(points(&world.item(2023, world.county, ITEM).await), "1");

        let case = world
            .act(&leader(), &case, "withdraw", &reason("播出单有误"))
            .await
            .unwrap();
        assert!(case.case.closed_at.is_some());
        assert_eq!(reason_of(&world).await, Some("withdrawn"));
        // What was taken back is entered anew.
        world.verified(said(&world, false)).await;
        assert_eq!(points(&world.item(2023, world.county, ITEM).await), "0");
    })
    .await;
}

#[tokio::test]
async fn entries_that_disagree_decide_nothing_until_one_is_withdrawn() {
    on_both_engines(START, |world| async move {
        world.verified(said(&world, true)).await;
        let wrong = world.verified(said(&world, false)).await;
        assert_eq!(reason_of(&world).await, Some("entries_disagree"));
        let gone = world
            .act(&office(), &wrong, "withdraw", &reason("误填"))
            .await;
        gone.unwrap();
        assert_eq!(points(&world.item(2023, world.county, ITEM).await), "1");
    })
    .await;
}

#[tokio::test]
async fn what_is_the_whole_citys_counts_for_every_area_and_is_entered_by_the_city() {
    on_both_engines(START, |world| async move {
        let built = json!({
            "year": 2023, "fact": "city_reserve_built", "done": true, "name": "市级储备库验收",
        });
        // Who is bound to a county has nothing to say of the whole city.
        let bound = world.entered(built.clone()).await;
        assert_eq!(crate::world::faults(bound), ["region"]);
        let city = person(Role::Supervisor, &[]);
        let opened = world
            .cases
            .open(&city, crate::world::ENTRY, &input(built))
            .await;
        let case = opened.unwrap();
        world.shown(&case).await;
        let head = person(Role::Leader, &[]);
        let case = world.act(&head, &case, "attest", &nothing()).await.unwrap();
        world
            .act(&office(), &case, "verify", &nothing())
            .await
            .unwrap();
        for area in [world.county, world.zone] {
            let item = world.item(2023, area, "reserves").await;
            assert_eq!(fact(&item, "city_reserve_built").found[0].done, Some(true));
            assert_eq!(points(&item), "1–2");
        }
    })
    .await;
}

#[tokio::test]
async fn a_fall_is_held_against_the_year_befores_own_entry() {
    on_both_engines(START, |world| async move {
        let world = world.before_own_metrics();
        let rate = |year: i32, fact: &str, number: &str| {
            json!({
                "year": year, "area": world.county.to_string(), "fact": fact, "number": number,
                "name": "农村火灾统计",
            })
        };
        for (year, fires, deaths) in [(2022, "0.7", "0.1"), (2023, "0.6", "0.05")] {
            world.verified(rate(year, "rural_fire_rate", fires)).await;
            world
                .verified(rate(year, "rural_fire_death_rate", deaths))
                .await;
        }
        let item = world.item(2023, world.county, "rural_fires").await;
        assert_eq!(points(&item), "1.5");
        // Nothing is known of the year before that.
        let first = world.item(2022, world.county, "rural_fires").await;
        assert_eq!(points(&first), "0–1.5");
    })
    .await;
}
