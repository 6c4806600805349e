//! A fresh database on each engine for each story, with its metrics.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Timestamp, Uuid};
use jiff::tz::Offset;
use journal::{Actor, Journal, JournalConfig};
use metric::{
    Area as Set, CityFrame, Exact, MetricDef, MetricTarget, Metrics, Moment, Period, Reading,
    Reason,
};
use register::{Author, Catalogue, Ledger, Register, RegisterDef, Stored, migrations_of, shape_of};
use serde_json::{Map, Value as Json};
use store::{Schema, Store, StoreConfig};
pub use testbed::on_both_engines;

use crate::samples::{Area, DEFS, Region, Thing};

const DEFS_OF_REGISTERS: [&RegisterDef; 4] =
    [Thing::DEF, Region::DEF, Area::DEF, MetricTarget::DEF];

pub struct House {
    pub journal: Journal,
    pub catalogue: Arc<Catalogue>,
    pub metrics: Metrics,
}

impl House {
    pub async fn open(url: &str) -> Self {
        Self::at(url, Clock::system()).await
    }

    pub async fn at(url: &str, clock: Clock) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let mut schema = Schema::new();
        schema.add(journal::migrations(), &journal::table_shapes());
        schema.add(register::migrations(), &register::table_shapes());
        for def in DEFS_OF_REGISTERS {
            schema.add(migrations_of(def), &[shape_of(def)]);
        }
        schema.migrate(&store).await.unwrap();
        let journal = Journal::open(store, clock, JournalConfig::default())
            .await
            .unwrap();
        let catalogue = Arc::new(Catalogue::new(DEFS_OF_REGISTERS).unwrap());
        let metrics = metrics(&journal, &catalogue);
        Self {
            journal,
            catalogue,
            metrics,
        }
    }

    /// Metrics that have counted nothing yet.
    pub fn fresh(&self) -> Metrics {
        metrics(&self.journal, &self.catalogue)
    }

    pub fn ledger<R: Register>(&self) -> Ledger {
        Ledger::new(R::DEF, self.journal.clone(), Arc::clone(&self.catalogue))
    }

    pub async fn add<R: Register>(&self, json: Json) -> Stored {
        self.ledger::<R>()
            .create(&clerk(), &object(json))
            .await
            .unwrap()
    }

    /// Waits until all that was written has a position, and returns the last.
    pub async fn settled(&self) -> i64 {
        let mut last = 0;
        for def in DEFS_OF_REGISTERS {
            loop {
                let waiting = self.journal.snapshot(def.key).await.unwrap();
                let (head, rest) = (waiting.head(), waiting.unsealed().len());
                waiting.close().await.unwrap();
                if rest == 0 && *self.journal.head().borrow() >= head {
                    last = head;
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        last
    }

    pub async fn close(self) {
        self.journal.close().await;
        self.journal.store().close().await;
    }
}

fn metrics(journal: &Journal, catalogue: &Arc<Catalogue>) -> Metrics {
    let city = CityFrame {
        region: "1408".parse().unwrap(),
        offset: Offset::constant(8),
    };
    Metrics::new(DEFS.to_vec(), journal.clone(), Arc::clone(catalogue), city).unwrap()
}

pub async fn reading(
    metrics: &Metrics,
    metric: &'static MetricDef,
    area: &Set,
    period: &str,
    moment: Moment,
) -> Reading {
    let period: Period = period.parse().unwrap();
    let areas = std::slice::from_ref(area);
    let read = metrics
        .readings(metric, areas, &[period], moment)
        .await
        .unwrap();
    read.0.into_iter().flatten().next().unwrap()
}

pub async fn value(
    metrics: &Metrics,
    metric: &'static MetricDef,
    area: &Set,
    period: &str,
) -> Result<Exact, Reason> {
    reading(metrics, metric, area, period, metrics.now())
        .await
        .value
}

pub async fn region(metrics: &Metrics, code: &str) -> Set {
    metrics.region(code.parse().unwrap()).await.unwrap()
}

pub fn whole(number: i128) -> Result<Exact, Reason> {
    Ok(Exact::whole(number))
}

pub fn clerk() -> Author {
    Author::person(Actor::account(Uuid::from_u128(7)))
}

pub fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}
