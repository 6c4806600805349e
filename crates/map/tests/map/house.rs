//! Two registers with shapes over a fresh database on each engine.

use std::sync::Arc;

use access::{Pass, Role, Sets};
use api::Caller;
use base::{Clock, Line, Polygon, RegionCode, Uuid};
use futures_util::future::join_all;
use journal::{Actor, Journal, JournalConfig};
use register::{Author, Catalogue, Choice, Ledger, Register, RegisterDef, migrations_of, shape_of};
use serde_json::Value as Json;
use store::{Schema, Store, StoreConfig};
pub use testbed::on_both_engines;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ZoneState {
    #[choice(label(zh = "开放", en = "Open"), tone = "good")]
    Open,
    #[choice(label(zh = "封闭", en = "Closed"), tone = "bad")]
    Closed,
}

/// Rows that are areas.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "zone",
    label(zh = "禁停区", en = "No-parking zone"),
    title = "name",
    scope = "region",
    geometry = "area",
    colour = "state",
    permission = "city"
)]
pub struct Zone {
    #[field(label(zh = "名称", en = "Name"), list)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), filter)]
    pub state: ZoneState,
    #[field(label(zh = "区域", en = "Region"), filter)]
    pub region: RegionCode,
    #[field(label(zh = "范围", en = "Area"))]
    pub area: Option<Polygon>,
}

/// Cases that are lines: a loop writes its rows.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "closure",
    label(zh = "道路封闭", en = "Closed road"),
    title = "name",
    geometry = "way",
    permission = "city",
    managed
)]
pub struct Closure {
    #[field(label(zh = "名称", en = "Name"), list)]
    pub name: String,
    #[field(label(zh = "路段", en = "Way"))]
    pub way: Line,
}

fn defs() -> [&'static RegisterDef; 2] {
    [Zone::DEF, Closure::DEF]
}

pub struct House {
    journal: Journal,
    catalogue: Arc<Catalogue>,
}

impl House {
    pub async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let mut schema = Schema::new();
        schema.add(journal::migrations(), &journal::table_shapes());
        schema.add(register::migrations(), &register::table_shapes());
        for def in defs() {
            schema.add(migrations_of(def), &[shape_of(def)]);
        }
        schema.migrate(&store).await.unwrap();
        let config = JournalConfig::default();
        let journal = Journal::open(store, Clock::system(), config).await.unwrap();
        let catalogue = Arc::new(Catalogue::new(defs()).unwrap());
        Self { journal, catalogue }
    }

    pub fn ledger<R: Register>(&self) -> Ledger {
        Ledger::new(R::DEF, self.journal.clone(), Arc::clone(&self.catalogue))
    }

    pub async fn create(&self, ledger: &Ledger, row: Json) {
        let Json::Object(fields) = row else {
            panic!("{row} is no object");
        };
        let clerk = Author::person(Actor::account(Uuid::from_u128(7)));
        ledger.create(&clerk, &fields).await.unwrap();
    }

    /// Many at a time, so that they share commits.
    pub async fn create_all(&self, ledger: &Ledger, rows: impl Iterator<Item = Json>) {
        let rows: Vec<Json> = rows.collect();
        for some in rows.chunks(200) {
            join_all(some.iter().map(|row| self.create(ledger, row.clone()))).await;
        }
    }

    pub async fn close(self) {
        self.journal.close().await;
        self.journal.store().close().await;
    }
}

/// Who sees the whole city.
pub fn city_wide() -> Caller {
    let account = Uuid::from_u128(9);
    Caller {
        account,
        username: "leader".to_owned(),
        display_name: "领导".to_owned(),
        role: Role::Leader,
        areas: Vec::new(),
        pass: Pass::of_account(account, Role::Leader, &Sets::default()),
    }
}
