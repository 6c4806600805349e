//! What a room of floor 3 or 4 hands to the binary: a new capability is one crate and one line.

mod layer;

use access::OperationRule;
use base::Clock;
use jobs::Job;
use journal::{Journal, RecordDef, Records};
use loops::LoopDef;
use metric::MetricDef;
use register::{CoverageDef, Register, RegisterDef};
use routing::RoadBook;
use store::{Migration, Schema, TableShape};
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
    /// What rows of its registers must have in others.
    pub coverages: Vec<&'static CoverageDef>,
    /// Its metrics 指标: numbers that somebody is judged by, over registers of any room.
    pub metrics: Vec<&'static MetricDef>,
    /// Its loops 闭环: each carries cases in one of its registers.
    pub loops: Vec<LoopDef>,
    /// What it shows on the map 一张图 beside its registers.
    pub layers: Vec<LayerDef>,
    /// Which permission each of its operations asks for; an operation without a rule is denied.
    pub rules: &'static [OperationRule],
    /// Its state machines as Mermaid text.
    pub diagrams: Vec<Diagram>,
}

impl Declaration {
    /// Adds its tables and those of its registers.
    pub fn add_tables(&self, schema: &mut Schema) {
        schema.add(self.migrations.clone(), &self.tables);
        for ledger in &self.registers {
            let shape = register::shape_of(ledger.def);
            schema.add(register::migrations_of(ledger.def), &[shape]);
        }
    }

    /// Adds the kinds of its records and those of its registers.
    pub fn add_records(&self, records: &mut Records) {
        records.extend(self.records.iter().copied());
        records.extend(self.registers.iter().map(Ledgered::record));
    }
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
    /// 路网 the roads.
    pub roads: RoadBook,
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
