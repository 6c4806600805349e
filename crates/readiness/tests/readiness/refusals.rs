//! What is refused, and in which words.

use access::{Role, Sets};
use loops::LoopError;
use register::FaultCode;
use serde_json::json;

use crate::world::{
    KEY, World, officer, on_both_engines, person, person_of, reason, repaired, values,
};

const START: &str = "2026-03-02T01:00:00Z";

fn codes(error: &LoopError) -> Vec<(String, FaultCode)> {
    let LoopError::Faults(faults) = error else {
        panic!("{error:?}");
    };
    faults
        .iter()
        .map(|fault| (fault.field.clone(), fault.code))
        .collect()
}

#[tokio::test]
async fn what_is_missing_or_not_asked_for_is_told_at_its_field() {
    on_both_engines(START, |world| async move {
        let crew = person(Role::StationCrew);
        let empty = world
            .cases
            .open(&crew, KEY, &values(json!({})))
            .await
            .unwrap_err();
        let told = codes(&empty);
        for field in ["source", "fault", "description"] {
            assert!(
                told.contains(&(field.to_owned(), FaultCode::Required)),
                "{told:?}"
            );
        }
        let case = world.reported().await;
        let meddles = values(json!({
            "maintainer": world.company.to_string(), "state": "closed", "sent_back": 9,
        }));
        let refused = world
            .act(&officer(), &case, "assign", &meddles)
            .await
            .unwrap_err();
        let told = codes(&refused);
        for field in ["state", "sent_back"] {
            assert!(
                told.contains(&(field.to_owned(), FaultCode::UnknownField)),
                "{told:?}"
            );
        }
        let silent = world
            .act(&officer(), &case, "cancel", &reason("  "))
            .await
            .unwrap_err();
        assert_eq!(codes(&silent), [("reason".to_owned(), FaultCode::Required)]);
        let case = world.assigned_from(&case).await;
        let early = world
            .act(&world.plumber(), &case, "repair", &repaired("2026-03-01"))
            .await;
        assert_eq!(
            codes(&early.unwrap_err()),
            [("repaired_on".to_owned(), FaultCode::Rule)]
        );
    })
    .await;
}

impl World {
    async fn assigned_from(&self, case: &loops::CaseFile) -> loops::CaseFile {
        let input = values(json!({ "maintainer": self.company.to_string() }));
        self.act(&officer(), case, "assign", &input).await.unwrap()
    }
}

#[tokio::test]
async fn who_may_not_is_refused_and_who_is_elsewhere_sees_nothing() {
    on_both_engines(START, |world| async move {
        let case = world.assigned().await;
        let stranger = person(Role::Agency);
        let refused = world
            .act(&stranger, &case, "repair", &repaired("2026-03-02"))
            .await;
        assert!(matches!(refused, Err(LoopError::NotYours)), "{refused:?}");
        let dispatcher = person(Role::Dispatcher);
        let refused = world
            .act(&dispatcher, &case, "cancel", &reason("误报"))
            .await;
        assert!(matches!(refused, Err(LoopError::NotYours)), "{refused:?}");
        let planner = world
            .cases
            .open(&person(Role::Planner), KEY, &world.fault())
            .await;
        assert!(matches!(planner, Err(LoopError::NotYours)), "{planner:?}");
        let unit = world
            .cases
            .case(&person(Role::Administrator), case.case.row)
            .await;
        assert!(matches!(unit, Err(LoopError::NotFound)), "{unit:?}");

        // Another county: neither the case, nor its story, nor a report there.
        let elsewhere = Sets::of_areas(vec!["140821".parse().unwrap()]);
        let grid = person_of(Role::GridWorker, &elsewhere);
        let row = case.case.row;
        assert!(matches!(
            world.cases.case(&grid, row).await,
            Err(LoopError::NotFound)
        ));
        let story = world.cases.story(&grid, row, base::Language::Zh).await;
        assert!(matches!(story, Err(LoopError::NotFound)));
        let said = world.cases.comment(&grid, row, "看见了").await;
        assert!(matches!(said, Err(LoopError::NotFound)));
        let source = world.hydrant("XH-009", crate::world::PLACE).await;
        let fault = values(json!({
            "source": source.to_string(), "fault": "leak", "description": "漏水",
        }));
        let refused = world.cases.open(&grid, KEY, &fault).await.unwrap_err();
        assert_eq!(codes(&refused), [("region".to_owned(), FaultCode::Rule)]);
    })
    .await;
}

#[tokio::test]
async fn a_state_without_the_action_shows_where_the_case_stands() {
    on_both_engines(START, |world| async move {
        let case = world.assigned().await;
        let refused = world
            .act(&officer(), &case, "accept", &values(json!({})))
            .await;
        let Err(LoopError::NotNow(stands)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(stands.case.state, "assigned");
        let unknown = world
            .act(&officer(), &case, "explode", &values(json!({})))
            .await;
        assert!(matches!(unknown, Err(LoopError::NotFound)));
    })
    .await;
}
