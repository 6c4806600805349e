//! Who could go: everybody is ranked, and what is not known is said.

use base::Wgs84;
use capability::Platform;
use dispatch::{Desk, DispatchError, IncidentKind, NewCall, Unavailable};
use roads::{Class, Direction, Draft, SpeedTable, Street};
use routing::{RoadBook, RoadSource, Roads};

use crate::world::{call, on_both_engines};

#[tokio::test(flavor = "multi_thread")]
async fn all_are_ranked_and_the_reasons_said() {
    on_both_engines(|world| async move {
        let (desk, seat) = (&world.desk, &world.seat);
        let id = world.fire().await.incident.id;
        let busy = world.responder("中城1号水罐车").id;
        desk.order(seat, id, 1, &[busy]).await.unwrap();
        let here = Wgs84::from_degrees(110.9971, 35.0281).unwrap();
        let now = world.clock.now();
        let live = world.responder("安邑1号水罐车").id;
        let stale = world.responder("安邑2号水罐车").id;
        for moving in [live, stale] {
            world
                .change_responder(moving, |one| {
                    one.longitude_e7 = Some(here.longitude_e7);
                    one.latitude_e7 = Some(here.latitude_e7);
                    one.position_at = Some(now.into());
                })
                .await;
        }
        world.pass(601);
        let later = world.clock.now();
        world
            .change_responder(live, |one| one.position_at = Some(later.into()))
            .await;
        let lost = world.responder("姚孟1号小型水罐车").id;
        world
            .change_responder(lost, |one| one.station_id = None)
            .await;
        world.pass(7);

        let ranked = desk.candidates(seat, id).await.unwrap();
        assert_eq!(ranked.items.len(), 24, "every responder is there");
        let of = |id| {
            ranked
                .items
                .iter()
                .find(|one| one.responder.id == id)
                .unwrap()
        };
        assert_eq!(ranked.items[0].responder.id, live, "the nearest leads");
        assert_eq!(of(live).position_age.map(|age| age.as_secs()), Some(7));
        assert_eq!(of(busy).unavailable, Some(Unavailable::Busy));
        assert_eq!(of(stale).unavailable, Some(Unavailable::StalePosition));
        assert_eq!(of(stale).position_age.map(|age| age.as_secs()), Some(608));
        assert_eq!(of(stale).travel, None, "no time from a place it has left");
        assert_eq!(of(lost).unavailable, Some(Unavailable::NoPosition));
        let off = world.responder("西城2号水罐车").id;
        assert_eq!(of(off).unavailable, Some(Unavailable::OutOfService));
        let first_out = ranked
            .items
            .iter()
            .position(|one| one.unavailable.is_some())
            .unwrap();
        let (able, unable) = ranked.items.split_at(first_out);
        assert!(unable.iter().all(|one| one.unavailable.is_some()));
        assert!(able.is_sorted_by_key(|one| one.travel.unwrap().seconds));
        // 1.3 × distance at 40 km/h.
        let travel = able[1].travel.unwrap();
        let expected = travel.distance.0 * 1.3 / (40.0 / 3.6);
        assert!(travel.straight_line && (travel.seconds - expected).abs() <= 0.5);

        // What is shown as forbidden is refused; what is only unknown may be sent by voice.
        let refusal = desk.order(seat, id, 2, &[off]).await.unwrap_err();
        let DispatchError::Taken(taken) = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(taken[0].why, Unavailable::OutOfService);
        desk.order(seat, id, 2, &[stale]).await.unwrap();

        // The next glance knows what happened since, also where one became fit what another lost.
        world
            .change_responder(off, |one| one.in_service = true)
            .await;
        let next = desk.candidates(seat, id).await.unwrap();
        let why = |id| {
            let one = next.items.iter().find(|one| one.responder.id == id);
            one.unwrap().unavailable
        };
        assert_eq!(why(off), None);
        assert_eq!(why(stale), Some(Unavailable::Busy));
        world.journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_place_nobody_has_a_time() {
    on_both_engines(|world| async move {
        let unknown = NewCall {
            location: None,
            ..call(IncidentKind::Fire, 1)
        };
        let file = world
            .desk
            .open_from_call(&world.seat, unknown)
            .await
            .unwrap();
        let ranked = world
            .desk
            .candidates(&world.seat, file.incident.id)
            .await
            .unwrap();
        assert_eq!(ranked.items.len(), 24);
        assert!(ranked.items.iter().all(|one| one.travel.is_none()));
        let able = ranked
            .items
            .iter()
            .filter(|one| one.unavailable.is_none())
            .count();
        assert_eq!(able, 23, "one is out of service");
        world.journal.close().await;
    })
    .await;
}

/// The special station stands nearest, and its only road leads around by the west station.
pub fn detour(from: Wgs84, by: Wgs84, to: Wgs84) -> RoadBook {
    let mut draft = Draft::new();
    let [from, by, to] = [from, by, to].map(|place| draft.junction(place).unwrap());
    for (from, to) in [(from, by), (by, to)] {
        let street = Street {
            from,
            to,
            via: &[],
            class: Class::Primary,
            direction: Direction::Both,
            limits: [None; 2],
            name: "解放路",
        };
        draft.street(&street).unwrap();
    }
    let network = draft.finish(&SpeedTable::default());
    RoadBook::of(Roads::of(network, RoadSource::openstreetmap()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_near_by_road_leads_and_who_is_off_the_roads_is_told_by_straight_line() {
    on_both_engines(|world| async move {
        let stations = city::stations(world.journal.store()).await.unwrap();
        let station = |name: &str| stations.iter().find(|one| one.name.starts_with(name));
        let [near, around] = ["特勤站", "西城站"].map(|name| station(name).unwrap().position);
        let file = world.fire().await;
        let fire = file.incident.location().unwrap();
        assert!(near.distance(fire).0 < around.distance(fire).0);
        let desk = Desk::of(
            &Platform {
                roads: detour(near, around, fire),
                ..world.platform()
            },
            &crate::world::catalogue(),
        );
        let ranked = desk
            .candidates(&world.seat, file.incident.id)
            .await
            .unwrap();
        let of = |name: &str| {
            let mut items = ranked.items.iter();
            items.position(|one| {
                one.station_name
                    .as_deref()
                    .is_some_and(|at| at.starts_with(name))
            })
        };
        let [first, second] = ["西城站", "特勤站"].map(|name| of(name).unwrap());
        let travel = |place: usize| ranked.items[place].travel.unwrap();
        assert!(first < second, "the road decides and not the map");
        let (short, long) = (around.distance(fire).0, near.distance(around).0);
        assert!((travel(second).distance.0 - short - long).abs() < 5.0);
        // A primary road at 50 km/h.
        let expected = (short + long) / (50.0 / 3.6);
        assert!((travel(second).seconds - expected).abs() <= 2.0);
        assert!(!travel(first).straight_line && !travel(second).straight_line);
        // 安邑 lies kilometres off this road.
        let off_the_roads = travel(of("安邑站").unwrap());
        assert!(off_the_roads.straight_line);
        world.journal.close().await;
    })
    .await;
}
