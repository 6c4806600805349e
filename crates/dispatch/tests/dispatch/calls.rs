//! Several calls about one event, what a station sees of it, and where the force is.

use base::{Uuid, Wgs84};
use dispatch::{Closure, Dispatch, DispatchError, IncidentKind, Seat, Told};

use crate::world::{call, on_both_engines};

#[test]
fn what_is_frozen_stays_frozen() {
    let registers = Dispatch::declaration().registers;
    let text: String = registers
        .iter()
        .map(|one| register::lock_text(one.def))
        .collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/record/registers.lock");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(file).unwrap_or_default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_caller_adds_to_what_is_known_and_takes_nothing_away() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let mut first = call(IncidentKind::Fire, 2);
        first.told.storey = Some(" 3 层 ".to_owned());
        let file = desk.open_from_call(seat, first).await.unwrap();
        assert_eq!(file.incident.storey.as_deref(), Some("3 层"));
        let id = file.incident.id;
        world.pass(60);
        let second = Told {
            trapped: Some(2),
            said: Some("阳台上有人呼救".to_owned()),
            ..Told::default()
        };
        let after = desk.add_call(seat, id, second).await.unwrap();
        assert_eq!(
            (after.incident.version, after.incident.trapped),
            (2, Some(2))
        );
        assert_eq!(
            after.incident.storey.as_deref(),
            Some("3 层"),
            "what was not said stays"
        );
        // Who says nothing new of the scene changes nothing of the incident.
        let third = Told {
            said: Some("还在烧".to_owned()),
            ..Told::default()
        };
        let after = desk.add_call(seat, id, third.clone()).await.unwrap();
        assert_eq!(after.incident.version, 2);
        assert_eq!(
            desk.incident(seat, id).await.unwrap().incident,
            after.incident
        );

        let lines = desk.timeline(seat, id).await.unwrap();
        let verbs: Vec<&str> = lines.iter().map(|line| line.verb.as_str()).collect();
        assert_eq!(
            verbs,
            ["received", "opened", "received", "supplemented", "received"]
        );
        assert_eq!(lines[2].detail["said"], "阳台上有人呼救");
        assert!(
            lines
                .iter()
                .all(|line| !line.detail.contains_key("caller_phone"))
        );

        let end = Closure {
            outcome_kind: IncidentKind::Fire,
            summary: "扑灭".to_owned(),
            people_rescued: 2,
            property_saved_fen: None,
        };
        desk.close(seat, id, 2, end).await.unwrap();
        let late = desk.add_call(seat, id, third).await;
        assert!(matches!(late, Err(DispatchError::State(_))), "{late:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_held_against_what_is_open_near_and_young() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let file = world.fire().await;
        let here = file.incident.location().unwrap();
        let beside = Wgs84 {
            longitude_e7: here.longitude_e7 + 20_000,
            ..here
        };
        let far = Wgs84 {
            longitude_e7: here.longitude_e7 + 100_000,
            ..here
        };
        let found = desk.nearby(seat, beside).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].incident.id, file.incident.id);
        assert!(
            (found[0].distance.0 - 182.0).abs() < 5.0,
            "{:?}",
            found[0].distance
        );
        assert!(desk.nearby(seat, far).await.unwrap().is_empty());
        let elsewhere = Seat {
            areas: vec!["140881".parse().unwrap()],
            ..seat.clone()
        };
        assert!(desk.nearby(&elsewhere, here).await.unwrap().is_empty());
        world.pass(3 * 3_600 + 1);
        assert!(desk.nearby(seat, here).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_sees_its_own_orders_until_they_have_ended() {
    use dispatch::machine::assignment::AssignmentStep as Step;
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let file = world.fire().await;
        let own = world
            .responders
            .iter()
            .find(|one| one.station_id.is_some() && one.in_service);
        let own = own.unwrap();
        let station = own.station_id.unwrap();
        let other = world.responders.iter();
        let other = other
            .filter(|one| one.in_service && one.station_id.is_some())
            .find(|one| one.station_id != Some(station));
        let other = other.unwrap();
        let ids = [own.id, other.id];
        desk.order(seat, file.incident.id, 1, &ids).await.unwrap();
        let orders = desk.orders(seat, station).await.unwrap();
        assert_eq!(orders.len(), 1);
        assert_eq!(orders[0].assignment.responder_id, own.id);
        assert_eq!(orders[0].file.assignments.len(), 2, "with whom");
        let nowhere = Seat {
            areas: vec!["140881".parse().unwrap()],
            ..seat.clone()
        };
        assert!(desk.orders(&nowhere, station).await.unwrap().is_empty());
        assert!(desk.orders(seat, Uuid::nil()).await.unwrap().is_empty());
        let id = orders[0].assignment.id;
        for (version, step) in (1..).zip([Step::Acknowledged, Step::OnScene, Step::Released]) {
            desk.progress_assignment(seat, id, version, step, None)
                .await
                .unwrap();
            assert_eq!(desk.orders(seat, station).await.unwrap().len(), 1);
        }
        desk.progress_assignment(seat, id, 4, Step::Returned, None)
            .await
            .unwrap();
        assert!(desk.orders(seat, station).await.unwrap().is_empty());
    })
    .await;
}
