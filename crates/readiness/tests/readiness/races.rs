//! Several at once: one wins, the others are told, and nothing happens twice.

use std::collections::BTreeSet;

use loops::LoopError;
use serde_json::json;

use crate::world::{KEY, PLACE, officer, on_both_engines, person, reason, values};

const START: &str = "2026-03-02T01:00:00Z";

#[tokio::test]
async fn of_two_who_act_at_once_one_is_shown_what_the_other_did() {
    on_both_engines(START, |world| async move {
        let case = world.reported().await;
        let (one, two) = (officer(), officer());
        let assign = values(json!({ "maintainer": world.company.to_string() }));
        let cancel = reason("误报");
        let (first, second) = tokio::join!(
            world.act(&one, &case, "assign", &assign),
            world.act(&two, &case, "cancel", &cancel),
        );
        let refused = match (first, second) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            other => panic!("{other:?}"),
        };
        let LoopError::Stale(stands) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(stands.case.step, 2);
        world.rebuilt_equal().await;
    })
    .await;
}

#[tokio::test]
async fn orders_that_are_assigned_at_once_have_numbers_of_their_own() {
    on_both_engines(START, |world| async move {
        let crew = person(access::Role::StationCrew);
        let mut orders = Vec::new();
        for at in 0..12 {
            let source = world.hydrant(&format!("XH-1{at:02}"), PLACE).await;
            let fault = values(json!({
                "source": source.to_string(), "fault": "leak", "description": "漏水",
            }));
            orders.push(world.cases.open(&crew, KEY, &fault).await.unwrap());
        }
        let assign = values(json!({ "maintainer": world.company.to_string() }));
        let mut running = Vec::new();
        for order in orders {
            let (cases, assign) = (world.cases.clone(), assign.clone());
            running.push(tokio::spawn(async move {
                let (row, step) = (order.case.row, order.case.step);
                let case = cases
                    .act(&officer(), row, step, "assign", &assign)
                    .await
                    .unwrap();
                let documents = cases.documents(&officer(), case.case.row).await.unwrap();
                documents[0].serial
            }));
        }
        let mut serials = BTreeSet::new();
        for one in running {
            assert!(serials.insert(one.await.unwrap()));
        }
        assert_eq!(serials, (1..=12).collect());
    })
    .await;
}

#[tokio::test]
async fn a_bulk_act_answers_for_each_case() {
    on_both_engines(START, |world| async move {
        let crew = person(access::Role::StationCrew);
        let first = world.reported().await;
        let source = world.hydrant("XH-002", PLACE).await;
        let fault = values(json!({
            "source": source.to_string(), "fault": "no_water", "description": "不出水",
        }));
        let second = world.cases.open(&crew, KEY, &fault).await.unwrap();
        let all = [
            (first.case.row, 1),
            (second.case.row, 7),
            (base::Uuid::nil(), 1),
        ];
        let done = world
            .cases
            .act_on_all(&officer(), &all, "cancel", &reason("清理"))
            .await;
        assert!(done[0].is_ok());
        assert!(matches!(done[1], Err(LoopError::Stale(_))));
        assert!(matches!(done[2], Err(LoopError::NotFound)));
    })
    .await;
}
