//! From drives to the times that are told: recorded, learned, put to use, switched off.

use std::time::Duration;

use base::{Timestamp, Uuid, Wgs84};
use capability::{Capability as _, Platform};
use city::ResponderKind;
use city::position::entity::position_report;
use dispatch::machine::assignment::AssignmentStep;
use dispatch::{Desk, Dispatch, LearnedPace, PacedClass};
use jobs::{Jobs, RunningJobs, Signal};
use journal::{Actor, ChangeSet, Lane};
use register::{Entered, entered};
use sea_orm::sea_query::Cond;
use sea_orm::{ConnectionTrait as _, Statement};
use store::{Row, RowMode, WriteBatch};

use crate::candidates::detour;
use crate::world::{World, catalogue, on_both_engines};

/// They drive at five sevenths of the road's 50 km/h.
const TOOK: f64 = 1.4;
const DRIVES: usize = 12;

struct Rig {
    world: World,
    platform: Platform,
    vehicles: [Uuid; 2],
    from: Wgs84,
    to: Wgs84,
}

impl Rig {
    async fn new(world: World) -> Self {
        let stations = city::stations(world.journal.store()).await.unwrap();
        let station = |name: &str| stations.iter().find(|one| one.name.starts_with(name));
        let [near, around] = ["特勤站", "西城站"].map(|name| station(name).unwrap().position);
        let fire = crate::world::call(dispatch::IncidentKind::Fire, 2)
            .location
            .unwrap();
        let vehicles = world.responders.iter().filter(|one| {
            one.kind == ResponderKind::Vehicle && one.in_service && one.assignment_id.is_none()
        });
        let vehicles: Vec<Uuid> = vehicles.map(|one| one.id).take(2).collect();
        Self {
            platform: Platform {
                roads: detour(near, around, fire),
                ..world.platform()
            },
            vehicles: vehicles.try_into().unwrap(),
            from: around,
            to: fire,
            world,
        }
    }

    fn jobs(&self) -> (RunningJobs, Vec<Signal>) {
        let mut jobs = Jobs::new(self.world.journal.clone());
        let all = Dispatch::new(catalogue()).jobs(&self.platform);
        let signals = all.into_iter().map(|job| jobs.add(job).unwrap());
        let signals = signals.collect();
        (jobs.start(), signals)
    }

    /// One drive from the order to the arrival, heard of every ten seconds.
    async fn drive(&self, vehicle: Uuid) {
        let world = &self.world;
        let file = world.fire().await;
        let file = world.send(&file, &[vehicle]).await;
        for step in [AssignmentStep::Acknowledged, AssignmentStep::TurnedOut] {
            world.step(&file, vehicle, step).await;
        }
        let seconds = self.from.distance(self.to).0 / (50.0 / 3.6) * TOOK;
        let mut batch = WriteBatch::default();
        let mut driven = 0.0;
        while driven < seconds {
            let report = self.report(vehicle, driven / seconds);
            batch.push(Row::of(&report, RowMode::Ignore));
            world.pass(10);
            driven += 10.0;
        }
        let transaction = world.journal.store().begin().await.unwrap();
        transaction.commit(batch).await.unwrap();
        for step in [
            AssignmentStep::OnScene,
            AssignmentStep::Released,
            AssignmentStep::Returned,
        ] {
            world.step(&file, vehicle, step).await;
        }
        world.pass(600);
    }

    fn report(&self, vehicle: Uuid, share: f64) -> position_report::Model {
        let between = |from: i32, to: i32| from + (f64::from(to - from) * share).round() as i32;
        let now: Timestamp = self.world.clock.now();
        position_report::Model {
            subject: vehicle,
            id: Uuid::now_v7(),
            kind: "responder".to_owned(),
            source: "test".to_owned(),
            longitude_e7: between(self.from.longitude_e7, self.to.longitude_e7),
            latitude_e7: between(self.from.latitude_e7, self.to.latitude_e7),
            measured_at: now.into(),
            received_at: now.into(),
            clock_wrong: false,
            speed: None,
            heading: None,
            accuracy: None,
        }
    }

    async fn kept(&self) -> i64 {
        let store = self.world.journal.store();
        let count = Statement::from_string(
            store.reader().get_database_backend(),
            "SELECT COUNT(*) AS many FROM recorded_drive",
        );
        let row = store.reader().query_one_raw(count).await.unwrap().unwrap();
        row.try_get("", "many").unwrap()
    }

    async fn paces(&self) -> Vec<Entered<LearnedPace>> {
        entered::<LearnedPace>(self.world.journal.store(), Cond::all())
            .await
            .unwrap()
    }

    /// How long the desk says that it takes from the west station.
    async fn told(&self) -> f64 {
        let world = &self.world;
        let file = world.fire().await;
        let desk = Desk::of(&self.platform, &catalogue());
        let ranked = desk
            .candidates(&world.seat, file.incident.id)
            .await
            .unwrap();
        let west = |one: &&dispatch::Candidate| {
            one.station_name
                .as_deref()
                .is_some_and(|name| name.starts_with("西城站"))
        };
        let one = ranked.items.iter().find(west).unwrap();
        let travel = one.travel.unwrap();
        assert!(!travel.straight_line);
        travel.seconds
    }
}

/// Looks again until it is so; half a minute at most.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..300 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn drives_teach_what_the_desk_tells_until_somebody_switches_it_off() {
    on_both_engines(|world| async move {
        let rig = Rig::new(world).await;
        let (running, signals) = rig.jobs();
        let [_, learn, today] = signals.as_slice() else {
            panic!("three jobs")
        };
        let before = rig.told().await;
        for number in 0..DRIVES {
            rig.drive(rig.vehicles[number % 2]).await;
        }
        until("all drives kept", async || {
            rig.kept().await == DRIVES as i64
        })
        .await;

        learn.poke();
        until("factors", async || !rig.paces().await.is_empty()).await;
        let paces = rig.paces().await;
        let whole_day = |one: &&Entered<LearnedPace>| one.part.is_none();
        let primary = paces.iter().filter(whole_day);
        let mut primary = primary.filter(|one| one.class == Some(PacedClass::Primary));
        let primary = primary.next().unwrap();
        assert!((primary.per_mille - 1_400).abs() <= 60, "{primary:?}");
        assert_eq!((primary.trips, primary.vehicles), (Some(12), Some(2)));
        assert!(primary.in_use && primary.retired_at.is_none());

        today.poke();
        let longer = async || (rig.told().await / before - TOOK).abs() < 0.06;
        until("told by what was learned", longer).await;

        // Switched off by a person, all of them.
        for mut one in paces {
            one.in_use = false;
            let change = one.write("edited", rig.world.clock.now()).unwrap();
            let set = ChangeSet::new(Lane::Dispatch, Actor::system("test")).with(change);
            rig.world.journal.submit(set).await.unwrap();
        }
        today.poke();
        let as_ever = async || (rig.told().await - before).abs() < 1.0;
        until("told as ever", as_ever).await;

        // More drives are learned from, and do not switch it on.
        rig.world.pass(3_600);
        rig.drive(rig.vehicles[0]).await;
        until("one more", async || rig.kept().await == DRIVES as i64 + 1).await;
        learn.poke();
        let learned_again = async || {
            let mut paces = rig.paces().await.into_iter();
            paces.any(|one| one.trips == Some(13))
        };
        until("learned again", learned_again).await;
        assert!(rig.paces().await.iter().all(|one| !one.in_use));
        today.poke();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!((rig.told().await - before).abs() < 1.0);
        running.stop().await;
        rig.world.journal.close().await;
    })
    .await;
}
