//! A small city in a fresh database on each engine, with a clock that the story moves.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use access::{Role, account};
use base::{Clock, Timestamp, Uuid, Wgs84};
use capability::Platform;
use city::{City, Responder};
use dispatch::machine::assignment::AssignmentStep;
use dispatch::{Call, Desk, Dispatch, IncidentFile, IncidentKind, NewCall, Seat, Told};
use journal::{Actor, Change, ChangeSet, CommitError, Journal, JournalConfig, Lane, Records};
use register::{Catalogue, Register as _};
use routing::RoadBook;
use store::{Schema, Store, StoreConfig};
use testbed::Beginning;

pub struct World {
    pub journal: Journal,
    pub desk: Desk,
    pub clock: Clock,
    pub seat: Seat,
    pub responders: Vec<Responder>,
}

impl World {
    async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let start: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let clock = Clock::manual(start);
        let journal = Journal::open(store, clock.clone(), JournalConfig::default())
            .await
            .unwrap();
        let loaded = city::sample::load(&journal, &sample()).await.unwrap();
        assert_eq!(
            (loaded.stations, loaded.responders, loaded.transmitters),
            (8, 24, 6)
        );
        let again = city::sample::load(&journal, &sample()).await.unwrap();
        assert_eq!(
            again,
            city::sample::Loaded::default(),
            "loading twice adds nothing"
        );
        let seat = Seat {
            actor: Actor::account(account(&journal, "dispatcher1", "王接警").await),
            areas: Vec::new(),
        };
        Self {
            desk: Desk::new(journal.clone(), &catalogue()),
            responders: city::responders(journal.store()).await.unwrap(),
            clock,
            seat,
            journal,
        }
    }

    pub fn platform(&self) -> Platform {
        Platform {
            journal: self.journal.clone(),
            clock: self.clock.clone(),
            roads: RoadBook::default(),
        }
    }

    /// A second dispatcher.
    pub async fn colleague(&self) -> Seat {
        Seat {
            actor: Actor::account(account(&self.journal, "dispatcher2", "李调度").await),
            areas: Vec::new(),
        }
    }

    /// A fire in the town's centre.
    pub async fn fire(&self) -> IncidentFile {
        self.desk
            .open_from_call(&self.seat, call(IncidentKind::Fire, 2))
            .await
            .unwrap()
    }

    /// The responder whose name begins so.
    pub fn responder(&self, name: &str) -> &Responder {
        let found = self
            .responders
            .iter()
            .find(|one| one.name.starts_with(name));
        found.unwrap_or_else(|| panic!("the sample has no {name}"))
    }

    pub async fn responder_now(&self, id: Uuid) -> Responder {
        let found = city::responder_by_id(self.journal.store(), id)
            .await
            .unwrap();
        found.unwrap()
    }

    /// Sends responders to an incident as it stands.
    pub async fn send(&self, file: &IncidentFile, responders: &[Uuid]) -> IncidentFile {
        let incident = &file.incident;
        let sent = self
            .desk
            .order(&self.seat, incident.id, incident.version, responders);
        sent.await.unwrap()
    }

    /// Takes the next step of a responder's assignment.
    pub async fn step(&self, file: &IncidentFile, responder: Uuid, step: AssignmentStep) {
        let file = self
            .desk
            .incident(&self.seat, file.incident.id)
            .await
            .unwrap();
        let mut assignments = file.assignments.iter();
        let one = assignments
            .find(|one| one.responder_id == responder)
            .unwrap();
        let done = self
            .desk
            .progress_assignment(&self.seat, one.id, one.version, step, None);
        done.await.unwrap();
    }

    /// Changes a responder as a terminal or a station officer would; again when another was faster.
    pub async fn change_responder(&self, id: Uuid, change: impl Fn(&mut Responder)) {
        loop {
            let mut responder = self.responder_now(id).await;
            change(&mut responder);
            let changed = Change::of(&responder, "reported", self.clock.now()).unwrap();
            let set = ChangeSet::new(Lane::Device, Actor::system("test")).with(changed);
            match self.journal.submit(set).await {
                Err(CommitError::Conflict { .. }) => {}
                other => {
                    other.unwrap();
                    break;
                }
            }
        }
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// The registers of the city and of this room, without anything that seals: who calls here says nothing of themselves.
pub fn catalogue() -> Arc<Catalogue> {
    let city = City::declaration().registers;
    let defs = city.iter().map(|ledger| ledger.def).chain([Call::DEF]);
    Arc::new(Catalogue::new(defs).unwrap())
}

/// Empty databases with all tables.
pub static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(access::migrations(), &access::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    schema.add(jobs::migrations(), &jobs::table_shapes());
    for room in [City::declaration(), Dispatch::declaration()] {
        room.add_tables(&mut schema);
    }
    schema.migrate(&store).await.unwrap();
    assert!(schema.undeclared_tables(&store).await.unwrap().is_empty());
    store.close().await;
}

pub fn records() -> Records {
    let mut records = Records::new();
    records.extend(access::record_defs());
    for room in [City::declaration(), Dispatch::declaration()] {
        room.add_records(&mut records);
    }
    records
}

pub fn call(kind: IncidentKind, level: i32) -> NewCall {
    NewCall {
        kind,
        level,
        address: "中城街道某小区 3 号楼(样例)".to_owned(),
        location: Wgs84::from_degrees(110.9970, 35.0280),
        unit: None,
        told: Told {
            said: Some("三楼冒烟".to_owned()),
            ..Told::default()
        },
    }
}

fn sample() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join("packs/yuncheng/sample/city.json")).unwrap()
}

async fn account(journal: &Journal, username: &str, display_name: &str) -> Uuid {
    let now = journal.clock().now();
    let account = account::Model {
        id: journal.new_id(),
        version: 0,
        username: username.to_owned(),
        display_name: display_name.to_owned(),
        role: Role::Dispatcher.to_string(),
        locale: "zh".to_owned(),
        areas: "[]".to_owned(),
        sectors: None,
        unit: None,
        clients: None,
        organisation: None,
        disabled: false,
        created_at: now.into(),
    };
    let set = ChangeSet::new(Lane::Dispatch, Actor::system("test"))
        .with(Change::of(&account, "created", now).unwrap());
    journal.submit(set).await.unwrap();
    account.id
}

/// Tells the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    let tell = async |url: String| story(World::open(&url).await).await;
    TABLES.on_both_engines(tell).await;
}
