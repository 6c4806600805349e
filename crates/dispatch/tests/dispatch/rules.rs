//! Rules that no screen may talk around.

use std::time::Duration;

use dispatch::machine::assignment::AssignmentStep;
use dispatch::machine::incident::IncidentAction;
use dispatch::{
    Closure, DispatchError, IncidentFilter, IncidentKind, IncidentNarrowing, IncidentStep, Seat,
};

use crate::world::{call, on_both_engines};

fn closure() -> Closure {
    Closure {
        outcome_kind: IncidentKind::Fire,
        summary: "扑灭".to_owned(),
        people_rescued: 0,
        property_saved_fen: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_with_force_still_out_names_it() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let id = world.fire().await.incident.id;
        let engine = world.responder("西城1号水罐车").id;
        let file = desk.order(seat, id, 1, &[engine]).await.unwrap();
        assert!(!file.allowed_actions().contains(&IncidentAction::Close));
        let refusal = desk.close(seat, id, 2, closure()).await.unwrap_err();
        let DispatchError::StillOut(names) = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(names, ["西城1号水罐车（样例）"]);
        let sent = file.assignments[0].id;
        let step = AssignmentStep::Cancelled;
        desk.progress_assignment(seat, sent, 1, step, None)
            .await
            .unwrap();
        let without = Closure {
            summary: "  ".to_owned(),
            ..closure()
        };
        let refusal = desk.close(seat, id, 2, without).await.unwrap_err();
        assert!(matches!(
            refusal,
            DispatchError::Invalid {
                field: "summary",
                ..
            }
        ));
        desk.close(seat, id, 2, closure()).await.unwrap();
        let refusal = desk.order(seat, id, 3, &[engine]).await.unwrap_err();
        assert!(matches!(refusal, DispatchError::State(_)), "{refusal:?}");
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_is_never_lowered() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let id = world.fire().await.incident.id;
        for level in [2, 1, 0, -3, 6] {
            let refusal = desk
                .raise_level(seat, id, 1, level, "试")
                .await
                .unwrap_err();
            assert!(
                matches!(refusal, DispatchError::Invalid { field: "level", .. }),
                "{level}"
            );
        }
        let refusal = desk.raise_level(seat, id, 1, 4, " ").await.unwrap_err();
        assert!(matches!(
            refusal,
            DispatchError::Invalid {
                field: "reason",
                ..
            }
        ));
        let file = desk.raise_level(seat, id, 1, 4, "有人被困").await.unwrap();
        assert_eq!(file.incident.level, 4);
        let file = desk.close(seat, id, 2, closure()).await.unwrap();
        assert_eq!(file.incident.level, 4);
        let file = desk.reopen(seat, id, 3, "复燃").await.unwrap();
        assert_eq!(file.incident.level, 4, "not by reopening either");
        let refusal = desk
            .open_from_call(seat, call(IncidentKind::Rescue, 5))
            .await
            .unwrap_err();
        assert!(matches!(
            refusal,
            DispatchError::Invalid { field: "level", .. }
        ));
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saw_an_older_state_hears_the_present_one() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let id = world.fire().await.incident.id;
        let step = IncidentStep::UnderControl;
        let now = desk.progress_incident(seat, id, 1, step).await.unwrap();
        let refusal = desk.progress_incident(seat, id, 1, step).await.unwrap_err();
        let DispatchError::StaleIncident(current) = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(*current, now);
        let refusal = desk.progress_incident(seat, id, 2, step).await.unwrap_err();
        assert!(matches!(refusal, DispatchError::State(_)), "{refusal:?}");
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_do_not_leak() {
    on_both_engines(|world| async move {
        let desk = &world.desk;
        let id = world.fire().await.incident.id;
        let seat_of = |code: &str| Seat {
            actor: world.seat.actor.clone(),
            areas: vec![code.parse().unwrap()],
        };
        let (near, far) = (seat_of("140802"), seat_of("140881"));
        assert!(desk.incident(&near, id).await.is_ok());
        let all = IncidentFilter::All;
        assert_eq!(
            desk.incidents(&near, all, IncidentNarrowing::default(), 10, None)
                .await
                .unwrap()
                .items
                .len(),
            1
        );
        assert!(
            desk.incidents(&far, all, IncidentNarrowing::default(), 10, None)
                .await
                .unwrap()
                .items
                .is_empty()
        );
        for refusal in [
            desk.incident(&far, id).await.err(),
            desk.timeline(&far, id).await.err(),
            desk.candidates(&far, id).await.err(),
            desk.close(&far, id, 1, closure()).await.err(),
        ] {
            assert!(
                matches!(refusal, Some(DispatchError::NotFound)),
                "{refusal:?}"
            );
        }
        let own = desk
            .open_from_call(&far, call(IncidentKind::Fire, 1))
            .await
            .unwrap();
        assert!(desk.incident(&far, own.incident.id).await.is_ok());
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_pages_of_the_newest_first() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let mut opened = Vec::new();
        for _ in 0..5 {
            opened.insert(0, world.fire().await.incident.id);
        }
        desk.close(seat, opened[1], 1, closure()).await.unwrap();
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = desk
                .incidents(
                    seat,
                    IncidentFilter::Open,
                    IncidentNarrowing::default(),
                    2,
                    after,
                )
                .await
                .unwrap();
            seen.extend(page.items.iter().map(|file| file.incident.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let closed = opened.remove(1);
        assert_eq!(seen, opened);
        let page = desk
            .incidents(
                seat,
                IncidentFilter::Closed,
                IncidentNarrowing::default(),
                50,
                None,
            )
            .await
            .unwrap();
        assert_eq!((page.items.len(), page.items[0].incident.id), (1, closed));
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn today_is_counted_and_its_times_are_of_what_was_measured() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let none = desk.counts(seat).await.unwrap();
        assert_eq!((none.open.len(), none.turn_out.median), (0, None));
        // Yesterday's: open still, and no part of today.
        let old = world.fire().await.incident.id;
        world.pass(24 * 3600);
        let id = world.fire().await.incident.id;
        let sent = ["中城1号水罐车", "解放路社区微型消防站"];
        let sent = sent.map(|name| world.responder(name).id);
        let file = desk.order(seat, id, 1, &sent).await.unwrap();
        for step in [
            AssignmentStep::Acknowledged,
            AssignmentStep::TurnedOut,
            AssignmentStep::OnScene,
        ] {
            world.pass(45);
            let one = file.assignments[0].id;
            let (now, _) = desk.assignment(seat, one).await.unwrap();
            desk.progress_assignment(seat, one, now.version, step, None)
                .await
                .unwrap();
        }
        let counts = desk.counts(seat).await.unwrap();
        assert_eq!(counts.open, [(IncidentKind::Fire, 2, 2)]);
        let today: u64 = counts.today.iter().map(|(_, count)| count).sum();
        assert_eq!(today, 1);
        assert_eq!((counts.turn_out.ordered, counts.turn_out.measured), (2, 1));
        assert_eq!(counts.turn_out.median, Some(Duration::from_secs(90)));
        assert_eq!(counts.arrival.median, Some(Duration::from_secs(135)));
        let narrowed = |narrowing| async move {
            let page = desk.incidents(seat, IncidentFilter::Open, narrowing, 10, None);
            let items = page.await.unwrap().items;
            items.iter().map(|one| one.incident.id).collect::<Vec<_>>()
        };
        let since = Some(counts.since);
        let of_today = IncidentNarrowing {
            since,
            ..IncidentNarrowing::default()
        };
        assert_eq!(narrowed(of_today).await, [id]);
        let of_level = |level| IncidentNarrowing {
            level: Some(level),
            kind: Some(IncidentKind::Fire),
            ..IncidentNarrowing::default()
        };
        assert_eq!(narrowed(of_level(2)).await, [id, old]);
        assert!(narrowed(of_level(3)).await.is_empty());
        let far = Seat {
            actor: seat.actor.clone(),
            areas: vec!["140881".parse().unwrap()],
        };
        let elsewhere = desk.counts(&far).await.unwrap();
        assert_eq!((elsewhere.open.len(), elsewhere.turn_out.ordered), (0, 0));
        world.journal.close().await;
    })
    .await;
}
