//! The whole life of an incident, and what the timeline tells of it.

use dispatch::machine::assignment::{AssignmentState, AssignmentStep};
use dispatch::machine::incident::{IncidentAction, IncidentState};
use dispatch::{Closure, IncidentKind, IncidentStep};
use journal::{Actor, ChangeSet, Lane};
use ports::IncidentFromAlarm;

use crate::world::on_both_engines;

fn closure() -> Closure {
    Closure {
        outcome_kind: IncidentKind::Fire,
        summary: "厨房起火,出一枪扑灭。".to_owned(),
        people_rescued: 2,
        property_saved_fen: Some(5_000_000),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_call_to_the_end_and_open_again() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let file = world.fire().await;
        let id = file.incident.id;
        assert_eq!(file.incident.number, "2026-000001");
        assert_eq!(file.incident.region.as_deref(), Some("140802"));
        assert_eq!(file.incident.version, 1);

        world.pass(30);
        let engine = world.responder("中城1号水罐车").id;
        let micro = world.responder("解放路社区微型消防站").id;
        let file = desk.order(seat, id, 1, &[engine, micro]).await.unwrap();
        assert_eq!(
            file,
            desk.incident(seat, id).await.unwrap(),
            "the answer is what stands"
        );
        assert_eq!(file.incident.dispatched_at, Some(world.clock.now().into()));
        let sent = |name: &str| {
            let found = file
                .assignments
                .iter()
                .find(|one| one.responder_name.starts_with(name));
            found.unwrap().clone()
        };
        let (first, second) = (sent("中城1号"), sent("解放路"));
        assert_eq!(first.station_name.as_deref(), Some("中城站（样例）"));

        for (step, version) in [
            (AssignmentStep::Acknowledged, 1),
            (AssignmentStep::TurnedOut, 2),
            (AssignmentStep::OnScene, 3),
            (AssignmentStep::WaterOn, 4),
        ] {
            world.pass(45);
            let moved = desk
                .progress_assignment(seat, first.id, version, step, None)
                .await
                .unwrap();
            assert_eq!(moved.version, version + 1);
        }
        let (other, _) = desk.assignment(seat, second.id).await.unwrap();
        assert_eq!(other, second, "a step of one assignment touches no other");
        let file = desk.incident(seat, id).await.unwrap();
        assert!(file.incident.first_on_scene_at.is_some());
        assert_eq!(
            file.incident.state,
            IncidentState::Open,
            "a crew's step is not the incident's"
        );

        let version = file.incident.version;
        let file = desk
            .progress_incident(seat, id, version, IncidentStep::UnderControl)
            .await
            .unwrap();
        let file = desk
            .progress_incident(seat, id, file.incident.version, IncidentStep::Extinguished)
            .await
            .unwrap();
        let (first, _) = desk.assignment(seat, first.id).await.unwrap();
        assert_eq!(
            first.state,
            AssignmentState::WaterOn,
            "an incident's step moves no crew"
        );

        let why = Some("火已扑灭,不必前往".to_owned());
        let step = AssignmentStep::Cancelled;
        desk.progress_assignment(seat, second.id, 1, step, why)
            .await
            .unwrap();
        let step = AssignmentStep::Released;
        let first = desk
            .progress_assignment(seat, first.id, 5, step, None)
            .await
            .unwrap();
        assert_eq!(world.responder_now(engine).await.assignment_id, None);

        world.pass(60);
        let file = desk
            .close(seat, id, file.incident.version, closure())
            .await
            .unwrap();
        assert_eq!(file.incident.state, IncidentState::Closed);
        assert_eq!(file.allowed_actions(), [IncidentAction::Reopen]);

        let step = AssignmentStep::Returned;
        desk.progress_assignment(seat, first.id, 6, step, None)
            .await
            .unwrap();
        let file = desk
            .reopen(seat, id, file.incident.version, "复燃")
            .await
            .unwrap();
        assert_eq!(file.incident.state, IncidentState::Open);
        assert_eq!(
            (file.incident.closed_at, file.incident.outcome_kind),
            (None, None)
        );

        // It stays open, whatever else happens around it and however long.
        world.pass(30 * 24 * 3600);
        let other = world.fire().await;
        desk.order(seat, other.incident.id, 1, &[engine])
            .await
            .unwrap();
        let file = desk.incident(seat, id).await.unwrap();
        assert_eq!(file.incident.state, IncidentState::Open);
        assert!(file.allowed_actions().contains(&IncidentAction::Close));
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_everything_in_order() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let file = world.fire().await;
        let id = file.incident.id;
        let engine = world.responder("东城1号水罐车").id;
        let file = desk.order(seat, id, 1, &[engine]).await.unwrap();
        let sent = file.assignments[0].id;
        let step = AssignmentStep::OnScene;
        desk.progress_assignment(seat, sent, 1, step, None)
            .await
            .unwrap();
        let colleague = world.colleague().await;
        let file = desk
            .raise_level(&colleague, id, 3, 3, "火势蔓延")
            .await
            .unwrap();
        let step = AssignmentStep::Released;
        desk.progress_assignment(seat, sent, 2, step, None)
            .await
            .unwrap();
        let file = desk
            .close(seat, id, file.incident.version, closure())
            .await
            .unwrap();
        desk.reopen(seat, id, file.incident.version, "复燃")
            .await
            .unwrap();

        let items = loop {
            let items = desk.timeline(seat, id).await.unwrap();
            if items.iter().all(|item| item.position.is_some()) {
                break items;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        };
        let told: Vec<_> = items
            .iter()
            .map(|item| (&*item.subject_kind, &*item.verb, &*item.actor_name))
            .collect();
        assert_eq!(
            told,
            [
                ("call", "received", "王接警"),
                ("incident", "opened", "王接警"),
                ("incident", "dispatched", "王接警"),
                ("assignment", "ordered", "王接警"),
                ("assignment", "on_scene", "王接警"),
                ("incident", "first_on_scene", "王接警"),
                ("incident", "raised", "李调度"),
                ("assignment", "released", "王接警"),
                ("incident", "closed", "王接警"),
                ("incident", "reopened", "王接警"),
            ]
        );
        assert!(items.is_sorted_by_key(|item| item.position));
        assert_eq!(items[4].detail["responder_name"], "东城1号水罐车（样例）");
        assert_eq!(
            items[4].detail["on_scene_at"],
            "2026-11-23T08:00:00.000000Z"
        );
        assert!(
            !items[4].detail.contains_key("ordered_at"),
            "only what changed is told"
        );
        assert_eq!(
            (&items[6].detail["level"], &items[6].detail["reason"]),
            (&3.into(), &"火势蔓延".into())
        );
        assert_eq!(items[8].detail["outcome_summary"], "厨房起火,出一枪扑灭。");
        assert!(
            items[9].detail["closed_at"].is_null(),
            "{:?}",
            items[9].detail
        );
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_becomes_an_incident_that_its_asker_writes() {
    on_both_engines(|world| async move {
        let port =
            dispatch::Dispatch::new(crate::world::catalogue()).open_incident(&world.platform());
        let alarm = world.journal.new_id();
        let request = IncidentFromAlarm {
            alarm,
            address: "盐湖商业广场 二层 7 回路 12 号烟感".to_owned(),
            location: None,
            region: Some("140802002".to_owned()),
            unit: None,
            received_at: world.clock.now(),
            note: Some("现场属实".to_owned()),
        };
        let prepared = port.prepare_from_alarm(request.clone()).await.unwrap();
        assert!(
            world.desk.incident(&world.seat, prepared.id).await.is_err(),
            "not written yet"
        );
        let rival = port.prepare_from_alarm(request).await.unwrap();
        let set = |change| ChangeSet::new(Lane::Dispatch, Actor::system("test")).with(change);
        world.journal.submit(set(prepared.change)).await.unwrap();
        let file = world.desk.incident(&world.seat, prepared.id).await.unwrap();
        assert_eq!(file.incident.alarm_id, Some(alarm));
        assert_eq!(file.incident.number, "2026-000001");
        // A number is a guess until it is written: the second of two has to ask again.
        let refusal = world.journal.submit(set(rival.change)).await.unwrap_err();
        assert!(
            matches!(refusal, journal::CommitError::Duplicate),
            "{refusal:?}"
        );
        world.journal.close().await;
    })
    .await;
}
