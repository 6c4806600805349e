//! A small city with two areas, one carved out of the other, in a fresh database on each engine; its
//! evaluation is the built-in pack's.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Timestamp, Uuid};
use bytes::Bytes;
use calendar::{Calendar, OfficeHours};
use city::City;
use city::nouns::AssessedArea;
use evaluate::{Assessed, Evaluate, EvaluationEntry, Evaluations, ScoreItem};
use files::{About, Files, Limits, Place, Subject};
use jiff::tz::Offset;
use journal::{Actor, Journal, JournalConfig};
use loops::{
    Address, Addresses, Answer, CaseFile, Cases, Evidence, House, Input, LoopError, Person, Press,
    PressError, PrintJob, RuleBook, TakenOver,
};
use metric::{CityFrame, MetricDef, MetricTarget, Metrics, Moment};
use register::{Author, Catalogue, Ledger, Register, RegisterDef};
use rules::{Scheme, Versions};
use seal::{MasterKeys, Seal};
use serde_json::{Value as Json, json};
use store::{Schema, Store, StoreConfig, StoreError};
use testbed::Beginning;

use crate::sessions::GovernmentSession;
pub use crate::told::{
    clerk, fact, faults, input, item_of, leader, nothing, office, person, points, reason,
};

pub const ENTRY: &str = "evaluation_entry";
pub const CORRECTION: &str = "evaluation_correction";
pub const COUNTY: &str = "140802";
pub const TOWN: &str = "140802001";
pub const ZONE: &str = "140802404";

struct NoPress;

impl Press for NoPress {
    fn version(&self, name: &str) -> Result<u32, PressError> {
        Err(PressError::Broken(name.to_owned()))
    }
    fn number(&self, mark: &str, _: u16, _: u32) -> Result<String, PressError> {
        Err(PressError::Number(mark.to_owned()))
    }
    fn print(&self, job: PrintJob) -> Answer<'_, Vec<u8>, PressError> {
        Box::pin(async move { Err(PressError::Broken(job.title)) })
    }
}

struct NoTelephones;

impl Addresses for NoTelephones {
    fn of_organisation(&self, _: Uuid) -> Answer<'_, Vec<Address>, StoreError> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

struct Attached(Store);

impl Evidence for Attached {
    fn count<'a>(&'a self, register: &'static str, row: Uuid) -> Answer<'a, u64, StoreError> {
        Box::pin(async move { Ok(files::count_of(&self.0, register, row).await.unwrap()) })
    }
}

pub struct World {
    pub journal: Journal,
    pub clock: Clock,
    pub cases: Cases,
    pub evaluations: Evaluations,
    catalogue: Arc<Catalogue>,
    files: Files,
    _folder: tempfile::TempDir,
    /// 盐湖区 without the zone.
    pub county: Uuid,
    /// 运城经济开发区, carved out of it.
    pub zone: Uuid,
}

fn registers() -> Vec<&'static RegisterDef> {
    let rooms = [City::declaration(), Evaluate::declaration()];
    let mut defs: Vec<_> = rooms
        .iter()
        .flat_map(|room| room.registers.iter().map(|ledger| ledger.def))
        .collect();
    defs.extend([MetricTarget::DEF, GovernmentSession::DEF]);
    defs
}

fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    schema.add(seal::migrations(), &seal::table_shapes());
    schema.add(access::migrations(), &access::table_shapes());
    schema.add(outbox::migrations(), &outbox::table_shapes());
    schema.add(files::migrations(), &files::table_shapes());
    schema.add(loops::record::migrations(), &loops::record::table_shapes());
    for room in [City::declaration(), Evaluate::declaration()] {
        room.add_tables(&mut schema);
    }
    for def in [MetricTarget::DEF, GovernmentSession::DEF] {
        schema.add(register::migrations_of(def), &[register::shape_of(def)]);
    }
    schema
}

/// Empty databases with all tables.
static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    schema().migrate(&store).await.unwrap();
    store.close().await;
}

fn pack(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/yuncheng");
    std::fs::read_to_string(root.join(name)).unwrap()
}

fn offset() -> Offset {
    Offset::constant(8)
}

fn declared_metrics() -> Vec<&'static MetricDef> {
    let rooms = [City::declaration(), Evaluate::declaration()];
    rooms.into_iter().flat_map(|room| room.metrics).collect()
}

/// These metrics of the city.
fn metrics(
    journal: &Journal,
    catalogue: &Arc<Catalogue>,
    defs: Vec<&'static MetricDef>,
) -> Metrics {
    let frame = CityFrame {
        region: "1408".parse().unwrap(),
        offset: offset(),
    };
    Metrics::new(defs, journal.clone(), Arc::clone(catalogue), frame).unwrap()
}

fn versions() -> Arc<Versions> {
    let scheme = Scheme::read("2021.json", &pack("evaluation/2021.json")).unwrap();
    Arc::new(Versions::new(vec![scheme]))
}

fn cases(journal: &Journal, catalogue: &Arc<Catalogue>) -> Cases {
    let years: Vec<String> = (2021..=2026)
        .map(|year| pack(&format!("calendar/{year}.json")))
        .collect();
    let calendar = Calendar::from_json(years.iter().map(String::as_str)).unwrap();
    let hours = OfficeHours::from_json(&pack("office_hours.json")).unwrap();
    let rules = [ENTRY, CORRECTION].map(|key| pack(&format!("loops/{key}.json")));
    let rules = RuleBook::from_json(rules.iter().map(String::as_str)).unwrap();
    Cases::new(House {
        journal: journal.clone(),
        catalogue: Arc::clone(catalogue),
        loops: Evaluate::declaration().loops,
        calendar: Arc::new(calendar.with_office_hours(hours)),
        rules: Arc::new(rules),
        press: Arc::new(NoPress),
        addresses: Arc::new(NoTelephones),
        evidence: Some(Arc::new(Attached(journal.store().clone()))),
    })
    .unwrap()
}

impl World {
    async fn open(url: &str, start: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let start: Timestamp = start.parse().unwrap();
        let clock = Clock::manual(start);
        let journal = Journal::open(store, clock.clone(), JournalConfig::default());
        let journal = journal.await.unwrap();
        let catalogue = Catalogue::new(registers()).unwrap();
        let judges = evaluate::judges(&versions(), &declared_metrics(), &clock, offset());
        let keys = MasterKeys::from_text(&"5a".repeat(32)).unwrap();
        let catalogue = catalogue.sealed_by(Seal::new(journal.clone(), keys));
        let catalogue = Arc::new(catalogue.judged_by(judges));
        let folder = tempfile::tempdir().unwrap();
        let place = Place::folder(folder.path()).unwrap();
        let metrics = metrics(&journal, &catalogue, declared_metrics());
        let mut world = Self {
            cases: cases(&journal, &catalogue),
            evaluations: Evaluations::new(metrics, versions(), journal.clone()),
            files: Files::new(journal.clone(), place, Limits::default()),
            _folder: folder,
            county: Uuid::nil(),
            zone: Uuid::nil(),
            clock,
            journal,
            catalogue,
        };
        world.county = world
            .enter::<AssessedArea>(json!({
                "name": "盐湖区", "rank": 1, "county": COUNTY, "includes": COUNTY, "excludes": ZONE,
            }))
            .await;
        world.zone = world
            .enter::<AssessedArea>(json!({
                "name": "运城经济开发区", "rank": 2, "county": COUNTY, "includes": ZONE,
            }))
            .await;
        world
    }

    /// The same city with a metric more, and nothing else changed.
    pub fn with_metric(&self, metric: &'static MetricDef) -> Evaluations {
        let mut defs = declared_metrics();
        defs.push(metric);
        let metrics = metrics(&self.journal, &self.catalogue, defs);
        Evaluations::new(metrics, versions(), self.journal.clone())
    }

    /// The same city as it was before the evaluation's own registers had metrics.
    pub fn before_own_metrics(mut self) -> Self {
        let defs = City::declaration().metrics;
        let judges = evaluate::judges(&versions(), &defs, &self.clock, offset());
        let catalogue = Catalogue::new(registers()).unwrap().judged_by(judges);
        let catalogue = Arc::new(catalogue);
        self.cases = cases(&self.journal, &catalogue);
        let metrics = metrics(&self.journal, &catalogue, defs);
        self.evaluations = Evaluations::new(metrics, versions(), self.journal.clone());
        self
    }

    pub async fn enter<R: Register>(&self, values: Json) -> Uuid {
        let author = Author::person(Actor::system("test"));
        let catalogue = Arc::clone(&self.catalogue);
        let ledger = Ledger::new(R::DEF, self.journal.clone(), catalogue);
        let made = ledger.create(&author, values.as_object().unwrap()).await;
        made.unwrap().id
    }

    /// Waits until all that was written has a position; the last one.
    pub async fn settled(&self) -> i64 {
        loop {
            let waiting = self.journal.snapshot(ENTRY).await.unwrap();
            let (head, rest) = (waiting.head(), waiting.unsealed().len());
            waiting.close().await.unwrap();
            let pending = self.pending().await;
            if rest == 0 && pending == 0 && *self.journal.head().borrow() >= head {
                return *self.journal.head().borrow();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn pending(&self) -> usize {
        let mut all = 0;
        for kind in registers().iter().map(|def| def.key).chain(["attachment"]) {
            let waiting = self.journal.snapshot(kind).await.unwrap();
            all += waiting.unsealed().len();
            waiting.close().await.unwrap();
        }
        all
    }

    /// Now, after all that was written has its position.
    pub async fn year(&self, year: i32) -> Arc<Assessed> {
        self.settled().await;
        let now = self.evaluations.metrics().now();
        self.evaluations.of_year(year, now).await.unwrap()
    }

    pub async fn item(&self, year: i32, area: Uuid, item: &str) -> ScoreItem {
        let assessed = self.year(year).await;
        item_of(&assessed, area, item)
    }

    pub async fn item_at(&self, year: i32, area: Uuid, item: &str, moment: Moment) -> ScoreItem {
        let assessed = self.evaluations.of_year(year, moment).await.unwrap();
        item_of(&assessed, area, item)
    }

    /// Enters something for a fact of the county area.
    pub async fn entered(&self, values: Json) -> Result<CaseFile, LoopError> {
        self.cases.open(&clerk(), ENTRY, &input(values)).await
    }

    /// Enters or corrects past the judges, as rows do that are older than the evaluation's version.
    pub async fn unjudged(&self, person: &Person, key: &str, values: Json) -> CaseFile {
        let catalogue = Arc::new(Catalogue::new(registers()).unwrap());
        let cases = cases(&self.journal, &catalogue);
        cases.open(person, key, &input(values)).await.unwrap()
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

    /// Entered, shown, attested and verified.
    pub async fn verified(&self, values: Json) -> CaseFile {
        let case = self.entered(values).await.unwrap();
        self.shown(&case).await;
        let case = self
            .act(&leader(), &case, "attest", &nothing())
            .await
            .unwrap();
        self.act(&office(), &case, "verify", &nothing())
            .await
            .unwrap()
    }

    /// Hangs something on a case.
    pub async fn shown(&self, case: &CaseFile) -> Uuid {
        let piece = Bytes::from_static(b"minutes of a session");
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(piece)]);
        let upload = self.files.receive(None, pieces).await.unwrap();
        let about = About {
            subject: subject(case),
            name: "纪要.txt",
            actor: Actor::system("test"),
        };
        self.files.keep(upload, about).await.unwrap().id
    }

    /// Hangs one thing on all of them.
    pub async fn shown_together(&self, taken: &[TakenOver]) {
        let on: Vec<Subject<'_>> = taken
            .iter()
            .map(|one| Subject {
                kind: ENTRY,
                id: one.row,
                region: one.region.clone(),
            })
            .collect();
        let (first, others) = on.split_first().unwrap();
        let piece = Bytes::from_static(b"minutes of all sessions");
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(piece)]);
        let upload = self.files.receive(None, pieces).await.unwrap();
        let actor = Actor::system("test");
        let about = About {
            subject: first.clone(),
            name: "纪要汇编.txt",
            actor: actor.clone(),
        };
        let kept = self.files.keep(upload, about).await.unwrap();
        self.files.share(&kept, others, actor).await.unwrap();
    }

    /// Takes it away again.
    pub async fn hidden(&self, case: &CaseFile, attachment: Uuid) {
        let subject = subject(case);
        let actor = Actor::system("test");
        self.files
            .remove(actor, &subject, attachment)
            .await
            .unwrap();
    }

    pub async fn entry(&self, row: Uuid) -> EvaluationEntry {
        let catalogue = Arc::clone(&self.catalogue);
        let ledger = Ledger::new(EvaluationEntry::DEF, self.journal.clone(), catalogue);
        let row = ledger.get(row).await.unwrap().unwrap();
        row.record().unwrap()
    }

    pub fn to(&self, time: &str) {
        let time: Timestamp = time.parse().unwrap();
        self.clock.advance(time.since(self.clock.now()));
    }
}

fn subject(case: &CaseFile) -> Subject<'static> {
    Subject {
        kind: ENTRY,
        id: case.case.row,
        region: case.case.region.clone(),
    }
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
