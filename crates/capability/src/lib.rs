//! What a room of floor 3 or 4 hands to the binary: a new capability is one crate and one line.

mod layer;

use std::future::Future;
use std::pin::Pin;

use access::OperationRule;
use base::Clock;
use journal::{Journal, RecordDef};
use register::{Register, RegisterDef};
use store::{Migration, TableShape};
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;

pub use crate::layer::{
    LayerDef, LayerFact, LayerFeature, LayerQuestion, LayerSource, LayerWord, Seen,
};

/// Everything a room declares before anything runs.
#[derive(Default)]
pub struct Declaration {
    /// The room's name.
    pub name: &'static str,
    /// Its migrations, frozen, in order.
    pub migrations: Vec<Migration>,
    /// Its tables.
    pub tables: Vec<&'static TableShape>,
    /// The kinds of its journalled records, but for those of its registers.
    pub records: Vec<RecordDef>,
    /// Its registers 台账: with tables, migrations, records, operations and screens of their own.
    pub registers: Vec<Ledgered>,
    /// What it shows on the map 一张图 beside its registers.
    pub layers: Vec<LayerDef>,
    /// Which permission each of its operations asks for; an operation without a rule is denied.
    pub rules: &'static [OperationRule],
    /// Its state machines as Mermaid text.
    pub diagrams: Vec<Diagram>,
}

/// A register that a room declares: its descriptor, and how the journal reads its entries.
#[derive(Clone, Copy)]
pub struct Ledgered {
    /// The descriptor.
    pub def: &'static RegisterDef,
    record: fn() -> RecordDef,
}

impl Ledgered {
    /// The register that `R` declares.
    #[must_use]
    pub fn of<R: Register>() -> Self {
        Self {
            def: R::DEF,
            record: register::record_def_of::<R>,
        }
    }

    /// How the journal's entries become its rows.
    #[must_use]
    pub fn record(&self) -> RecordDef {
        (self.record)()
    }
}

/// A state machine drawn from its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// The machine's name.
    pub name: &'static str,
    /// Mermaid `stateDiagram-v2` text.
    pub mermaid: String,
}

/// What the running rooms stand on.
#[derive(Clone)]
pub struct Platform {
    /// The journal, and through it the database.
    pub journal: Journal,
    /// The clock.
    pub clock: Clock,
}

/// What a job does, given the sign to stop.
pub type Run = Box<dyn FnOnce(watch::Receiver<bool>) -> Running + Send>;
/// A job at work.
pub type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A task that runs beside the requests until `stop` turns true.
pub struct Job {
    /// Its name, for the log and the status page.
    pub name: &'static str,
    /// Starts it.
    pub run: Run,
}

/// A room.
pub trait Capability: Send + Sync {
    /// What it declares.
    fn declare(&self) -> Declaration;
    /// Its operations under `/api/v1`.
    fn routes(&self, platform: &Platform) -> OpenApiRouter;
    /// Its jobs.
    fn jobs(&self, platform: &Platform) -> Vec<Job> {
        let _ = platform;
        Vec::new()
    }
}
