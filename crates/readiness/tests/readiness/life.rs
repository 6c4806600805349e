//! One order to its end, with everything that hangs on it.

use base::Language;
use city::nouns::WaterState;
use loops::With;
use readiness::RepairState;

use crate::world::{officer, on_both_engines, reason, repaired};

const START: &str = "2026-03-02T01:00:00Z";

#[tokio::test]
async fn an_order_goes_to_its_end_and_the_source_follows() {
    on_both_engines(START, |world| async move {
        let officer = officer();
        let case = world.reported().await;
        assert_eq!(case.case.title, "XH-001");
        assert_eq!(case.case.region.as_deref(), Some(crate::world::PLACE));
        assert_eq!(case.case.with().kind(), "role");
        assert_eq!(world.state_of_source().await, WaterState::Broken);

        let case = world
            .act(
                &officer,
                &case,
                "assign",
                &crate::world::values(
                    serde_json::json!({ "maintainer": world.company.to_string() }),
                ),
            )
            .await
            .unwrap();
        assert_eq!(case.case.with(), With::Organisation(world.company));
        let documents = world
            .cases
            .documents(&officer, case.case.row)
            .await
            .unwrap();
        assert_eq!(documents[0].number, "运消水修〔2026〕1号");

        let plumber = world.plumber();
        let case = world
            .act(&plumber, &case, "repair", &repaired("2026-03-02"))
            .await
            .unwrap();
        let case = world
            .act(&officer, &case, "send_back", &reason("仍有渗漏"))
            .await
            .unwrap();
        assert_eq!(case.case.state, "assigned");
        let case = world
            .act(&plumber, &case, "repair", &repaired("2026-03-02"))
            .await
            .unwrap();
        assert_eq!(world.state_of_source().await, WaterState::Broken);
        let case = world
            .act(&officer, &case, "accept", &reason("出水正常"))
            .await
            .unwrap();

        assert_eq!(world.state_of_source().await, WaterState::Intact);
        assert!(case.case.closed_at.is_some() && case.case.due_at.is_none());
        assert_eq!(case.case.with(), With::Nobody);
        let order = world.repair_of(case.case.row).await;
        assert_eq!(
            (order.state, order.sent_back),
            (RepairState::Closed, Some(1))
        );

        let story = world
            .cases
            .story(&officer, case.case.row, Language::Zh)
            .await
            .unwrap();
        let verbs: Vec<&str> = story.iter().map(|line| line.verb.as_str()).collect();
        for verb in [
            "report",
            "assign",
            "issued",
            "repair",
            "send_back",
            "accept",
        ] {
            assert!(verbs.contains(&verb), "{verb} is not in {verbs:?}");
        }
        let sent_back = story.iter().find(|line| line.verb == "send_back").unwrap();
        assert_eq!(sent_back.text.as_deref(), Some("仍有渗漏"));
        world.rebuilt_equal().await;
    })
    .await;
}

#[tokio::test]
async fn a_document_is_the_same_whenever_it_is_printed() {
    on_both_engines(START, |world| async move {
        let case = world.assigned().await;
        let row = case.case.row;
        let document = world.cases.documents(&officer(), row).await.unwrap()[0].id;
        let (_, first) = world.cases.pdf(&officer(), row, document).await.unwrap();
        world.to("2026-05-01T01:00:00Z");
        let input = repaired("2026-03-03");
        world
            .act(&world.plumber(), &case, "repair", &input)
            .await
            .unwrap();
        let (_, again) = world.cases.pdf(&officer(), row, document).await.unwrap();
        assert_eq!(first, again);
        let text = String::from_utf8(first).unwrap();
        for told in ["盐湖供水公司", "XH-001", "漏水", "2026-03-11"] {
            assert!(text.contains(told), "{told} is not in {text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_source_can_be_reported_again_when_its_order_is_closed() {
    on_both_engines(START, |world| async move {
        let case = world.reported().await;
        let crew = crate::world::person(access::Role::StationCrew);
        let twice = world
            .cases
            .open(&crew, crate::world::KEY, &world.fault())
            .await;
        let Err(loops::LoopError::Faults(faults)) = twice else {
            panic!("a second open order of one source");
        };
        assert!(faults.is_at("under_repair"));
        world
            .act(&officer(), &case, "cancel", &reason("误报"))
            .await
            .unwrap();
        world
            .cases
            .open(&crew, crate::world::KEY, &world.fault())
            .await
            .unwrap();
    })
    .await;
}
