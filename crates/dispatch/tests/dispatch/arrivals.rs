//! When those on the way are there.

use std::time::Duration;

use base::{Timestamp, Uuid, Wgs84};
use dispatch::machine::assignment::AssignmentStep;
use dispatch::{Arrival, IncidentFile, IncidentKind, NewCall};
use store::Time;

use crate::world::{World, call, on_both_engines};

async fn arrivals(world: &World, of: &IncidentFile) -> Vec<Arrival> {
    let told = world.desk.arrivals(&world.seat, of.incident.id).await;
    told.unwrap()
}

fn seconds_left(world: &World, one: &Arrival) -> f64 {
    let at = one.arrives_at.unwrap();
    at.since(world.clock.now()).as_secs_f64()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_moves_with_the_engine_and_ends_at_the_scene() {
    on_both_engines(|world| async move {
        let file = world.fire().await;
        assert!(arrivals(&world, &file).await.is_empty(), "nobody was sent");
        let fire = file.incident.location().unwrap();
        let [near, other] = ["特勤", "西城"].map(|name| world.responder(name).id);
        let file = world.send(&file, &[near, other]).await;
        // Ordered: the drive begins a minute after the order.
        let first = arrivals(&world, &file).await;
        assert_eq!(first.len(), 2);
        let of = |all: &[Arrival], responder: Uuid| {
            let assignment = file.assignments.iter();
            let mut assignment = assignment.filter(|one| one.responder_id == responder);
            let id = assignment.next().unwrap().id;
            all.iter().find(|one| one.assignment == id).cloned()
        };
        let ordered = of(&first, near).unwrap();
        let drive = ordered.travel.unwrap().seconds;
        assert!(
            (seconds_left(&world, &ordered) - drive - 60.0).abs() < 2.0,
            "{ordered:?}"
        );

        // Turned out after 40 s, and measured half the way there: half the drive is left.
        world.pass(40);
        world.step(&file, near, AssignmentStep::Acknowledged).await;
        world.step(&file, near, AssignmentStep::TurnedOut).await;
        world.pass(30);
        let station = ordered_from(&world, near).await;
        let half = |a: i32, b: i32| i32::midpoint(a, b);
        let midway = Wgs84 {
            longitude_e7: half(station.longitude_e7, fire.longitude_e7),
            latitude_e7: half(station.latitude_e7, fire.latitude_e7),
        };
        let now: Time = world.clock.now().into();
        world
            .change_responder(near, |one| {
                one.longitude_e7 = Some(midway.longitude_e7);
                one.latitude_e7 = Some(midway.latitude_e7);
                one.position_at = Some(now);
            })
            .await;
        let moving = of(&arrivals(&world, &file).await, near).unwrap();
        assert_eq!(moving.position_age, Some(Duration::ZERO));
        assert!(
            (seconds_left(&world, &moving) - drive / 2.0).abs() < 3.0,
            "{moving:?} of {drive}"
        );

        // Silent for longer than a position counts: it has driven from its station since it turned out, and
        // who should be there already is told as due now.
        world.pass(3_600);
        let silent = of(&arrivals(&world, &file).await, near).unwrap();
        assert_eq!(silent.position_age, None);
        assert_eq!(silent.arrives_at, Some(world.clock.now()));

        world.step(&file, near, AssignmentStep::OnScene).await;
        assert_eq!(of(&arrivals(&world, &file).await, near), None);
        assert_eq!(arrivals(&world, &file).await.len(), 1);
        world.journal.close().await;
    })
    .await;
}

async fn ordered_from(world: &World, responder: Uuid) -> Wgs84 {
    let responder = world.responder_now(responder).await;
    let stations = city::stations(world.journal.store()).await.unwrap();
    let station = stations
        .iter()
        .find(|one| Some(one.id) == responder.station_id);
    station.unwrap().position
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_incident_is_not_known_nobody_has_an_estimate() {
    on_both_engines(|world| async move {
        let call = NewCall {
            location: None,
            ..call(IncidentKind::Fire, 1)
        };
        let file = world.desk.open_from_call(&world.seat, call).await.unwrap();
        let file = world.send(&file, &[world.responder("特勤").id]).await;
        let told = arrivals(&world, &file).await;
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].arrives_at, told[0].travel),
            (None::<Timestamp>, None)
        );
        world.journal.close().await;
    })
    .await;
}
