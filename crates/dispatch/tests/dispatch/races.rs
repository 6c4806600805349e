//! Several people at once: a responder is on one scene, and the others hear which and where.

use std::collections::BTreeSet;

use dispatch::machine::assignment::AssignmentStep;
use dispatch::{Closure, DispatchError, IncidentKind, Unavailable};
use futures_util::future::{join, join_all};

use crate::world::{call, on_both_engines};

#[tokio::test(flavor = "multi_thread")]
async fn one_vehicle_goes_to_one_of_two_incidents() {
    on_both_engines(|world| async move {
        let colleague = world.colleague().await;
        let desk = &world.desk;
        for round in 0..5 {
            let (a, b) = (world.fire().await.incident, world.fire().await.incident);
            let engine = world.responder("特勤1号水罐车").id;
            let (one, other) = join(
                desk.order(&world.seat, a.id, 1, &[engine]),
                desk.order(&colleague, b.id, 1, &[engine]),
            )
            .await;
            let (won, lost, where_to) = match (one, other) {
                (Ok(won), Err(lost)) => (won, lost, &a.number),
                (Err(lost), Ok(won)) => (won, lost, &b.number),
                both => panic!("round {round}: {both:?}"),
            };
            let DispatchError::Taken(taken) = lost else {
                panic!("the loser hears which responder is gone, not {lost:?}");
            };
            assert_eq!(taken.len(), 1);
            assert!(taken[0].name.starts_with("特勤1号水罐车"));
            assert_eq!(taken[0].why, Unavailable::Busy);
            assert_eq!(taken[0].incident_number.as_ref(), Some(where_to));
            let sent = won.assignments[0].id;
            assert_eq!(world.responder_now(engine).await.assignment_id, Some(sent));
            let step = AssignmentStep::Cancelled;
            desk.progress_assignment(&world.seat, sent, 1, step, None)
                .await
                .unwrap();
        }
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_units_assignment_is_left_alone_and_the_whole_order_refused() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let engine = world.responder("中城1号水罐车").id;
        let free = world.responder("中城2号泡沫车").id;
        let first = world.fire().await.incident;
        let file = desk.order(seat, first.id, 1, &[engine]).await.unwrap();
        let sent = file.assignments[0].id;
        let step = AssignmentStep::TurnedOut;
        let before = desk
            .progress_assignment(seat, sent, 1, step, None)
            .await
            .unwrap();

        let second = world.fire().await.incident;
        let refusal = desk
            .order(seat, second.id, 1, &[free, engine])
            .await
            .unwrap_err();
        assert!(
            matches!(&refusal, DispatchError::Taken(t) if t.len() == 1),
            "{refusal:?}"
        );
        let (after, _) = desk.assignment(seat, sent).await.unwrap();
        assert_eq!(after, before);
        assert_eq!(
            world.responder_now(free).await.assignment_id,
            None,
            "all or none"
        );
        let untouched = desk.incident(seat, second.id).await.unwrap();
        assert_eq!(
            (untouched.incident.version, untouched.assignments.len()),
            (1, 0)
        );

        // Released, it goes to the second; its return from the first then frees nothing.
        let step = AssignmentStep::Released;
        desk.progress_assignment(seat, sent, 2, step, None)
            .await
            .unwrap();
        let file = desk.order(seat, second.id, 1, &[engine]).await.unwrap();
        let step = AssignmentStep::Returned;
        desk.progress_assignment(seat, sent, 3, step, None)
            .await
            .unwrap();
        let held_by = world.responder_now(engine).await.assignment_id;
        assert_eq!(held_by, Some(file.assignments[0].id));
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_report_does_not_lose_an_order() {
    on_both_engines(|world| async move {
        let engine = world.responder("北城1号水罐车").id;
        let incident = world.fire().await.incident;
        let now = world.clock.now();
        let report = world.change_responder(engine, |one| one.position_at = Some(now.into()));
        let wanted = [engine];
        let ordered = world.desk.order(&world.seat, incident.id, 1, &wanted);
        let (ordered, ()) = join(ordered, report).await;
        assert_eq!(ordered.unwrap().assignments.len(), 1);
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_an_incident_that_is_being_closed() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let engine = world.responder("安邑1号水罐车").id;
        for _ in 0..5 {
            let id = world.fire().await.incident.id;
            let closure = Closure {
                outcome_kind: IncidentKind::FalseCall,
                summary: "误报".to_owned(),
                people_rescued: 0,
                property_saved_fen: None,
            };
            let (ordered, closed) = join(
                desk.order(seat, id, 1, &[engine]),
                desk.close(seat, id, 1, closure),
            )
            .await;
            assert!(ordered.is_ok() != closed.is_ok(), "{ordered:?} {closed:?}");
            if let Ok(file) = ordered {
                let step = AssignmentStep::Cancelled;
                let sent = file.assignments[0].id;
                desk.progress_assignment(seat, sent, 1, step, None)
                    .await
                    .unwrap();
            }
        }
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_single_and_have_no_gaps() {
    on_both_engines(|world| async move {
        // Two desks, as two processes would be: the index decides, not a lock of ours.
        let other = dispatch::Desk::new(world.journal.clone(), &crate::world::catalogue());
        let openings = (0..12).map(|n| {
            let desk = if n % 2 == 0 { &world.desk } else { &other };
            desk.open_from_call(&world.seat, call(IncidentKind::Assistance, 1))
        });
        let opened = join_all(openings).await;
        let numbers: BTreeSet<String> = opened
            .into_iter()
            .map(|file| file.unwrap().incident.number)
            .collect();
        let expected: BTreeSet<String> = (1..=12).map(|n| format!("2026-{n:06}")).collect();
        assert_eq!(numbers, expected);
        world.pass(60 * 24 * 3600);
        assert_eq!(world.fire().await.incident.number, "2027-000001");
        world.journal.close().await;
    })
    .await;
}
