//! What does not fit the evaluation of its year is refused at its field.

use access::Role;
use serde_json::{Value as Json, json};

use crate::world::{
    CORRECTION, ENTRY, World, clerk, faults, input, office, on_both_engines, person,
};

const START: &str = "2023-11-20T01:00:00Z";

fn with(world: &World, changes: &Json) -> Json {
    let mut values = json!({
        "year": 2023, "area": world.county.to_string(), "fact": "adverts_published", "done": true,
        "name": "刊播",
    });
    for (key, value) in changes.as_object().unwrap() {
        values[key] = value.clone();
    }
    values
}

#[tokio::test]
async fn an_entry_that_does_not_fit_is_refused_at_its_field() {
    on_both_engines(START, |world| async move {
        let cases = [
            (json!({ "year": 2020 }), vec!["year"]),
            (json!({ "year": 2024 }), vec!["year"]),
            (json!({ "fact": "adverts" }), vec!["fact"]),
            // It is counted, and nobody says how many there are.
            (json!({ "fact": "high_risk_units", "done": null, "number": "3" }), vec!["fact"]),
            (
                json!({ "fact": "commercial_complexes", "done": null, "number": "3" }),
                vec!["fact"],
            ),
            (json!({ "area": null }), vec!["area"]),
            (json!({ "fact": "city_reserve_built" }), vec!["area"]),
            (json!({ "member": "H1" }), vec!["member"]),
            (json!({ "fact": "government_fire_sessions", "done": null, "number": "1" }), vec!["member"]),
            (
                json!({ "fact": "government_fire_sessions", "member": "Q1", "done": null, "number": "1" }),
                vec!["member"],
            ),
            (json!({ "done": null }), vec!["done"]),
            (json!({ "number": "3" }), vec!["number"]),
            (json!({ "before": "3" }), vec!["before"]),
            (json!({ "events": "一起" }), vec!["events"]),
            (json!({ "fact": "larger_fires_by_neglect" }), vec!["events"]),
        ];
        for (changes, expected) in cases {
            let refused = world.entered(with(&world, &changes)).await;
            assert_eq!(faults(refused), expected, "{changes}");
        }
        world.entered(with(&world, &json!({}))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn words_say_the_year_the_version_and_what_to_choose() {
    on_both_engines(START, |world| async move {
        let told = async |changes: Json| {
            let refused = world.entered(with(&world, &changes)).await;
            let Err(loops::LoopError::Faults(faults)) = refused else {
                panic!("{changes} was taken");
            };
            let fault = faults.iter().next().unwrap().clone();
            [base::Language::Zh, base::Language::En].map(|language| fault.text(language))
        };
        let [zh, en] = told(json!({ "fact": "adverts" })).await;
        assert!(zh.contains("2023年") && zh.contains("adverts"), "{zh}");
        assert!(en.contains("plan-145-2021"), "{en}");
        let [zh, _] = told(json!({ "year": 2020 })).await;
        assert!(zh.contains("2020"), "{zh}");
        let some = json!({ "fact": "sector_campaign_held", "member": "交通" });
        let [zh, _] = told(some).await;
        assert!(zh.contains("教育、民政"), "{zh}");
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_does_not_fit_is_refused_at_its_field() {
    on_both_engines(START, |world| async move {
        let good = json!({
            "year": 2023, "area": world.county.to_string(), "item": "public_adverts",
            "points": "-0.5", "why": "只刊播半年", "decided_by": "市考核办",
        });
        let cases = [
            ("item", json!("adverts")),
            ("year", json!(2020)),
            ("points", json!("0")),
            ("points", json!("1.5")),
            ("points", json!("-1.5")),
            ("why", json!("")),
            ("decided_by", Json::Null),
        ];
        for (field, value) in cases {
            let mut bad = good.clone();
            bad[field] = value;
            let refused = world.cases.open(&office(), CORRECTION, &input(bad)).await;
            assert_eq!(faults(refused), [field]);
        }
        world
            .cases
            .open(&office(), CORRECTION, &input(good))
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_enters_for_others_or_corrects_their_own() {
    on_both_engines(START, |world| async move {
        let stranger = person(Role::Supervisor, &["140821"]);
        let entry = input(with(&world, &json!({})));
        let elsewhere = world.cases.open(&stranger, ENTRY, &entry).await;
        assert_eq!(faults(elsewhere), ["region"]);
        let correction = input(json!({
            "year": 2023, "area": world.county.to_string(), "item": "public_adverts",
            "points": "0.5", "why": "应得", "decided_by": "本县",
        }));
        for who in [clerk(), person(Role::Planner, &["140802"])] {
            let refused = world.cases.open(&who, CORRECTION, &correction).await;
            assert!(matches!(refused, Err(loops::LoopError::NotYours)));
        }
    })
    .await;
}
