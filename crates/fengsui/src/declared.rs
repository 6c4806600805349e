//! What every room of the house declares, before anything runs: its tables, records, registers,
//! loops, metrics, layers and rules. [`crate::rooms`] builds the house from it.

use capability::{Capability, Declaration, Diagram, Ledgered};
use city::City;
use dispatch::Dispatch;
use evaluate::Evaluate;
use journal::Records;
use loops::LoopDef;
use metric::{MetricDef, MetricTarget};
use monitor::Monitor;
use readiness::Readiness;
use register::{Catalogue, CoverageDef};
use station_planning::StationPlanning;
use store::Schema;

/// What every room declares, before anything runs.
pub(crate) fn all() -> Vec<Declaration> {
    let platform = Declaration {
        name: "access",
        migrations: access::migrations(),
        tables: access::table_shapes(),
        records: access::record_defs(),
        ..Declaration::default()
    };
    let personal = Declaration {
        name: "seal",
        migrations: seal::migrations(),
        tables: seal::table_shapes(),
        records: seal::record_defs(),
        ..Declaration::default()
    };
    let attachments = Declaration {
        name: "files",
        migrations: files::migrations(),
        tables: files::table_shapes(),
        records: files::record_defs(),
        ..Declaration::default()
    };
    let views = Declaration {
        name: "register_api",
        migrations: register_api::migrations(),
        tables: register_api::table_shapes(),
        ..Declaration::default()
    };
    let jobs = Declaration {
        name: "jobs",
        migrations: jobs::migrations(),
        tables: jobs::table_shapes(),
        ..Declaration::default()
    };
    let upkeep = Declaration {
        name: "upkeep",
        migrations: jobs_api::migrations(),
        tables: jobs_api::table_shapes(),
        records: jobs_api::record_defs(),
        rules: jobs_api::RULES,
        ..Declaration::default()
    };
    let targets = Declaration {
        name: "metric",
        registers: vec![Ledgered::of::<MetricTarget>()],
        rules: metric_api::RULES,
        ..Declaration::default()
    };
    let cases = Declaration {
        name: "loops",
        migrations: loops::record::migrations(),
        tables: loops::record::table_shapes(),
        records: loops::record::record_defs(),
        rules: loops_api::RULES,
        ..Declaration::default()
    };
    vec![
        platform,
        personal,
        attachments,
        views,
        jobs,
        upkeep,
        targets,
        cases,
        City::declaration(),
        Dispatch::declaration(),
        Monitor::declaration(),
        Readiness.declare(),
        StationPlanning::declaration(),
        Evaluate::declaration(),
    ]
}

/// All registers 台账 of the program.
fn ledgers() -> Vec<Ledgered> {
    all().into_iter().flat_map(|room| room.registers).collect()
}

/// What rows of registers must have in others.
pub(crate) fn coverages() -> Vec<&'static CoverageDef> {
    all().into_iter().flat_map(|room| room.coverages).collect()
}

/// All metrics 指标 of the program.
pub(crate) fn metrics() -> Vec<&'static MetricDef> {
    let rooms = all().into_iter();
    rooms.flat_map(|room| room.metrics).collect()
}

/// All loops 闭环 of the program.
pub(crate) fn loop_defs() -> Vec<LoopDef> {
    all().into_iter().flat_map(|room| room.loops).collect()
}

/// All registers of the program, and who refers to whom.
pub(crate) fn catalogue() -> anyhow::Result<Catalogue> {
    Ok(Catalogue::new(ledgers().iter().map(|ledger| ledger.def))?)
}

/// The tables and migrations of the program.
pub(crate) fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(outbox::migrations(), &outbox::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    for room in all() {
        room.add_tables(&mut schema);
    }
    schema
}

/// The kinds of journalled records of the program.
pub(crate) fn records() -> Records {
    let mut records = Records::new();
    records.extend([journal::merge_record_def()]);
    all().iter().for_each(|room| room.add_records(&mut records));
    records
}

/// The state machines of the program.
pub(crate) fn diagrams() -> Vec<Diagram> {
    let drawn = |def: LoopDef| Diagram {
        name: def.key(),
        mermaid: def.mermaid(),
    };
    all()
        .into_iter()
        .flat_map(|room| room.diagrams)
        .chain(loop_defs().into_iter().map(drawn))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use store::{Store, StoreConfig, TableKind};

    use super::*;

    #[test]
    fn what_rows_must_have_fits_their_registers() {
        let catalogue = catalogue().unwrap();
        let misfits = coverages()
            .into_iter()
            .flat_map(|coverage| coverage.misfits(&catalogue));
        assert_eq!(misfits.collect::<Vec<_>>(), [""; 0]);
    }

    #[tokio::test]
    async fn every_table_is_declared_and_every_journalled_one_can_be_rebuilt() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("house.db").display());
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let schema = schema();
        schema.migrate(&store).await.unwrap();
        assert_eq!(schema.undeclared_tables(&store).await.unwrap(), [""; 0]);
        let rebuilt: BTreeSet<_> = records().iter().map(|def| def.shape.name.clone()).collect();
        let journalled: BTreeSet<_> = schema
            .of_kind(TableKind::Journalled)
            .map(|shape| shape.name.clone())
            .collect();
        assert_eq!(rebuilt, journalled);
        store.close().await;
    }
}
