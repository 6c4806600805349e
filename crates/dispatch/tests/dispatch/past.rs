//! Incidents of before are taken over: once, under numbers of their years, beside those of today.

use std::time::Duration;

use base::{Timestamp, Uuid, Wgs84};
use city::ResponderKind;
use dispatch::machine::incident::IncidentState;
use dispatch::{IncidentFilter, IncidentKind, IncidentNarrowing, PastAssignment, PastIncident};
use journal::Actor;

use crate::world::{World, on_both_engines};

fn past(world: &World, id: u128, opened: &str) -> PastIncident {
    let opened_at: Timestamp = opened.parse().unwrap();
    let after = |minutes: u64| opened_at.plus(Duration::from_secs(60 * minutes));
    let engine = world.responder("中城1号水罐车");
    PastIncident {
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + id),
        kind: IncidentKind::Fire,
        level: 1,
        alarm_id: None,
        address: "解放路1号".to_owned(),
        location: Wgs84::from_degrees(111.0, 35.03).unwrap(),
        region: "140802001".parse().unwrap(),
        opened_at,
        under_control_at: Some(after(20)),
        extinguished_at: Some(after(30)),
        closed_at: after(50),
        summary: "已扑灭".to_owned(),
        people_rescued: 0,
        note: String::new(),
        sent: vec![PastAssignment {
            id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0001_0000_0000 + id),
            responder: (engine.id, engine.name.clone(), ResponderKind::Vehicle),
            station_name: Some("中城站".to_owned()),
            region: "140802001".parse().unwrap(),
            times: [1, 2, 3, 8, 40, 45].map(after),
        }],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_taken_over_once_under_numbers_of_its_years() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        assert_eq!(world.fire().await.incident.number, "2026-000001");
        let years = || {
            vec![
                past(&world, 1, "2025-12-31T10:00:00Z"),
                // The new year in China.
                past(&world, 2, "2025-12-31T17:00:00Z"),
                past(&world, 3, "2026-01-02T10:00:00Z"),
            ]
        };
        let actor = Actor::system("test");
        assert_eq!(desk.take_over(&actor, years()).await.unwrap(), 3);
        assert_eq!(desk.take_over(&actor, years()).await.unwrap(), 0);

        let closed = desk
            .incidents(
                seat,
                IncidentFilter::Closed,
                IncidentNarrowing::default(),
                10,
                None,
            )
            .await;
        let closed = closed.unwrap().items;
        let numbers: Vec<&str> = closed
            .iter()
            .map(|one| one.incident.number.as_str())
            .collect();
        assert_eq!(numbers, ["2026-000003", "2026-000002", "2025-000001"]);
        let first = closed.last().unwrap();
        assert_eq!(first.incident.state, IncidentState::Closed);
        assert_eq!(
            first.incident.first_on_scene_at,
            Some(first.assignments[0].on_scene_at.unwrap())
        );
        let told = desk.timeline(seat, first.incident.id).await.unwrap();
        assert!(
            told.iter().all(|line| line.verb == "taken_over"),
            "{told:?}"
        );

        // Who was sent then can be sent now, and the next number goes on.
        let engine = world.responder("中城1号水罐车").id;
        assert_eq!(world.responder_now(engine).await.assignment_id, None);
        assert_eq!(world.fire().await.incident.number, "2026-000004");
    })
    .await;
}
