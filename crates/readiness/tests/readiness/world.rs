//! A small city in a fresh database on each engine, with a clock that the story moves.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use access::{Pass, Role, Sets};
use base::{Clock, RegionCode, Timestamp, Uuid};
use calendar::{Calendar, OfficeHours};
use capability::Capability as _;
use city::City;
use city::nouns::{Organisation, WaterSource, WaterState};
use journal::{Actor, Journal, JournalConfig, Records, export_tables, rebuild_into};
use loops::{
    Address, Addresses, Answer, CaseFile, Cases, House, Input, LoopDef, LoopError, Person, Press,
    PressError, PrintJob, RuleBook,
};
use readiness::{Readiness, WaterRepair};
use register::{Author, Catalogue, Ledger, Register};
use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Query};
use serde_json::{Map, Value as Json, json};
use store::{Schema, Store, StoreConfig, StoreError};
use testbed::Beginning;

pub const KEY: &str = "water_repair";
pub const PLACE: &str = "140802001";

/// A press that writes what it was given.
struct Typewriter;

impl Press for Typewriter {
    fn version(&self, template: &str) -> Result<u32, PressError> {
        assert_eq!(template, "repair-notice");
        Ok(3)
    }
    fn number(&self, mark: &str, year: u16, serial: u32) -> Result<String, PressError> {
        Ok(format!("{mark}〔{year}〕{serial}号"))
    }
    fn print(&self, job: PrintJob) -> Answer<'_, Vec<u8>, PressError> {
        Box::pin(async move { Ok(format!("{} {} {}", job.number, job.title, job.data).into()) })
    }
}

/// Every organisation has a telephone.
struct Directory;

impl Addresses for Directory {
    fn of_organisation(&self, _: Uuid) -> Answer<'_, Vec<Address>, StoreError> {
        let address = Address {
            channel: outbox::ChannelName::Sms,
            to: "13812345678".to_owned(),
        };
        Box::pin(async move { Ok(vec![address]) })
    }
}

pub struct World {
    pub cases: Cases,
    pub clock: Clock,
    pub journal: Journal,
    catalogue: Arc<Catalogue>,
    /// 盐湖区的水源
    pub source: Uuid,
    /// The water company.
    pub company: Uuid,
}

fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    schema.add(access::migrations(), &access::table_shapes());
    schema.add(outbox::migrations(), &outbox::table_shapes());
    schema.add(loops::record::migrations(), &loops::record::table_shapes());
    for room in [City::declaration(), Readiness.declare()] {
        room.add_tables(&mut schema);
    }
    schema
}

/// Empty databases with all tables.
static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    schema().migrate(&store).await.unwrap();
    let undeclared = schema().undeclared_tables(&store).await.unwrap();
    assert_eq!(undeclared, Vec::<String>::new());
    store.close().await;
}

fn records() -> Records {
    let mut records = Records::new();
    records.extend(access::record_defs());
    records.extend(loops::record::record_defs());
    for room in [City::declaration(), Readiness.declare()] {
        room.add_records(&mut records);
    }
    records
}

fn pack(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/yuncheng");
    std::fs::read_to_string(root.join(name)).unwrap()
}

impl World {
    async fn open(url: &str, start: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let start: Timestamp = start.parse().unwrap();
        let clock = Clock::manual(start);
        let journal = Journal::open(store, clock.clone(), JournalConfig::default())
            .await
            .unwrap();
        let rooms = [City::declaration(), Readiness.declare()];
        let defs = rooms.iter().flat_map(|room| &room.registers);
        let catalogue = Arc::new(Catalogue::new(defs.map(|ledger| ledger.def)).unwrap());
        let cases = Self::cases_over(&journal, &catalogue);
        let mut world = Self {
            cases,
            clock,
            journal,
            catalogue,
            source: Uuid::nil(),
            company: Uuid::nil(),
        };
        world.company = world
            .enter::<Organisation>(json!({
                "name": "盐湖供水公司", "kind": "other", "region": "140802",
            }))
            .await;
        world.source = world.hydrant("XH-001", PLACE).await;
        world
    }

    /// What a second process would have over the same database.
    fn cases_over(journal: &Journal, catalogue: &Arc<Catalogue>) -> Cases {
        let years = (2021..=2026).map(|year| pack(&format!("calendar/{year}.json")));
        let years: Vec<String> = years.collect();
        let calendar = Calendar::from_json(years.iter().map(String::as_str)).unwrap();
        let hours = OfficeHours::from_json(&pack("office_hours.json")).unwrap();
        let rules = pack("loops/water_repair.json");
        Cases::new(House {
            journal: journal.clone(),
            catalogue: Arc::clone(catalogue),
            loops: vec![LoopDef::of::<WaterRepair>()],
            calendar: Arc::new(calendar.with_office_hours(hours)),
            rules: Arc::new(RuleBook::from_json([rules.as_str()]).unwrap()),
            press: Arc::new(Typewriter),
            addresses: Arc::new(Directory),
            evidence: None,
        })
        .unwrap()
    }

    pub fn ledger<R: Register>(&self) -> Ledger {
        Ledger::new(R::DEF, self.journal.clone(), Arc::clone(&self.catalogue))
    }

    async fn enter<R: Register>(&self, values: Json) -> Uuid {
        let author = Author::person(Actor::system("test"));
        let values = values.as_object().unwrap().clone();
        self.ledger::<R>()
            .create(&author, &values)
            .await
            .unwrap()
            .id
    }

    pub async fn hydrant(&self, name: &str, region: &str) -> Uuid {
        self.enter::<WaterSource>(json!({
            "name": name, "kind": "hydrant", "state": "intact", "region": region,
            "address": "河东东街口", "checked_on": "2025-12-01",
            "maintainer": self.company.to_string(),
        }))
        .await
    }

    pub async fn state_of_source(&self) -> WaterState {
        let row = self.ledger::<WaterSource>().get(self.source).await.unwrap();
        row.unwrap().record::<WaterSource>().unwrap().state
    }

    pub async fn repair_of(&self, row: Uuid) -> WaterRepair {
        let row = self.ledger::<WaterRepair>().get(row).await.unwrap();
        row.unwrap().record::<WaterRepair>().unwrap()
    }

    pub fn fault(&self) -> Input {
        values(json!({
            "source": self.source.to_string(), "fault": "leak", "description": "栓口漏水",
        }))
    }

    /// Reports the fault of the source.
    pub async fn reported(&self) -> CaseFile {
        let crew = person(Role::StationCrew);
        self.cases.open(&crew, KEY, &self.fault()).await.unwrap()
    }

    /// Reports and assigns.
    pub async fn assigned(&self) -> CaseFile {
        let case = self.reported().await;
        let input = values(json!({ "maintainer": self.company.to_string() }));
        self.act(&officer(), &case, "assign", &input).await.unwrap()
    }

    pub async fn act(
        &self,
        person: &Person,
        case: &CaseFile,
        action: &str,
        input: &Input,
    ) -> Result<CaseFile, LoopError> {
        let (row, step) = (case.case.row, case.case.step);
        self.cases.act(person, row, step, action, input).await
    }

    /// Who acts for the water company.
    pub fn plumber(&self) -> Person {
        person_of(
            Role::Agency,
            &Sets {
                organisation: Some(self.company),
                ..Sets::default()
            },
        )
    }

    pub fn to(&self, time: &str) {
        let time: Timestamp = time.parse().unwrap();
        self.clock.advance(time.since(self.clock.now()));
    }

    pub async fn count(&self, table: &str) -> i64 {
        let store = self.journal.store();
        let count = Query::select()
            .expr_as(Expr::col(Asterisk).count(), Alias::new("n"))
            .from(Alias::new(table))
            .to_owned();
        let row = store
            .reader()
            .query_one_raw(store.build(&count))
            .await
            .unwrap();
        row.unwrap().try_get("", "n").unwrap()
    }

    /// Rebuilds every table from the journal into a fresh database and compares everything.
    pub async fn rebuilt_equal(&self) {
        for _ in 0..400 {
            if self.count("journal_pending").await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let again = TABLES.sqlite().await;
        let target = Store::open(&StoreConfig::new(again.url())).await.unwrap();
        rebuild_into(self.journal.store(), &records(), &target)
            .await
            .unwrap();
        let stands = export_tables(self.journal.store(), &records(), |_| ())
            .await
            .unwrap();
        let again = export_tables(&target, &records(), |_| ()).await.unwrap();
        assert_eq!(stands, again);
        target.close().await;
    }
}

pub fn values(values: Json) -> Input {
    Input {
        values: values.as_object().unwrap().clone(),
        reason: None,
    }
}

pub fn reason(text: &str) -> Input {
    Input {
        values: Map::new(),
        reason: Some(text.to_owned()),
    }
}

pub fn repaired(on: &str) -> Input {
    values(json!({ "repaired_on": on, "work_done": "更换阀芯", "pressure": "0.35" }))
}

pub fn person_of(role: Role, sets: &Sets) -> Person {
    Person {
        pass: Pass::of_account(Uuid::now_v7(), role, sets),
        role,
    }
}

/// Somebody of a role, for the whole city or, where the role asks for it, for 盐湖.
pub fn person(role: Role) -> Person {
    let area: RegionCode = "140802".parse().unwrap();
    let sets = match role {
        Role::GridWorker | Role::TownshipOfficer => Sets::of_areas(vec![area]),
        _ => Sets::default(),
    };
    person_of(role, &sets)
}

/// Who assigns and accepts.
pub fn officer() -> Person {
    person(Role::LogisticsOfficer)
}

/// Tells the same story on both engines, from the given moment on.
pub async fn on_both_engines<F, Fut>(start: &str, story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    let tell = async |url: String| story(World::open(&url, start).await).await;
    TABLES.on_both_engines(tell).await;
}
