//! All rooms of the house, and how they are put together. A new capability is one crate and a line
//! in [`declarations`] and [`House::build`].

use std::sync::Arc;

use access::{Access, AccessConfig, OperationRule};
use api::{Parts, Transport};
use axum::Router;
use capability::{Capability, Declaration, Diagram, Ledgered, Platform};
use city::City;
use city::nouns::Region;
use dispatch::Dispatch;
use jobs::{Job, Jobs};
use jobs_api::Upkeep;
use journal::{Journal, Records};
use loops::LoopDef;
use map::CityMap;
use metric::{MetricDef, MetricTarget, Metrics};
use monitor::{Dialects, GatewayConfig, GatewayHandle, Monitor};
use outbox::{Channel, ChannelName, Outbox};
use readiness::Readiness;
use register::{Catalogue, CoverageDef, Ledger, Register};
use seal::Seal;
use store::Schema;
use tokio::sync::watch;
use utoipa::openapi::OpenApi;

use crate::pack::Pack;
use crate::screens::{self, Page};
use crate::upkeep::{
    CaseClocks, Delivery, MapChanges, MetricCounts, PersonalKeys, RegionTree, RegisterIndex, SentMessages,
    Sessions, Telemetry,
};

/// What every room declares, before anything runs.
fn declarations() -> Vec<Declaration> {
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
        jobs,
        upkeep,
        targets,
        cases,
        City::declaration(),
        Dispatch.declare(),
        Monitor::declaration(),
        Readiness.declare(),
    ]
}

/// All registers 台账 of the program.
fn ledgers() -> Vec<Ledgered> {
    declarations()
        .into_iter()
        .flat_map(|room| room.registers)
        .collect()
}

/// What rows of registers must have in others.
fn coverages() -> Vec<&'static CoverageDef> {
    declarations()
        .into_iter()
        .flat_map(|room| room.coverages)
        .collect()
}

/// All metrics 指标 of the program.
pub(crate) fn metrics() -> Vec<&'static MetricDef> {
    let rooms = declarations().into_iter();
    rooms.flat_map(|room| room.metrics).collect()
}

/// All loops 闭环 of the program.
fn loop_defs() -> Vec<LoopDef> {
    declarations()
        .into_iter()
        .flat_map(|room| room.loops)
        .collect()
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
    for room in declarations() {
        schema.add(room.migrations, &room.tables);
        for ledger in room.registers {
            let shape = register::shape_of(ledger.def);
            schema.add(register::migrations_of(ledger.def), &[shape]);
        }
    }
    schema
}

/// The kinds of journalled records of the program.
pub(crate) fn records() -> Records {
    let mut records = Records::new();
    records.extend([journal::merge_record_def()]);
    declarations().into_iter().for_each(|room| {
        records.extend(room.records);
        records.extend(room.registers.iter().map(Ledgered::record));
    });
    records
}

/// The state machines of the program.
pub(crate) fn diagrams() -> Vec<Diagram> {
    let drawn = |def: LoopDef| Diagram {
        name: def.key(),
        mermaid: def.mermaid(),
    };
    declarations()
        .into_iter()
        .flat_map(|room| room.diagrams)
        .chain(loop_defs().into_iter().map(drawn))
        .collect()
}

/// What a house is built with, beside its journal.
#[derive(Default)]
pub(crate) struct Fittings {
    /// Sessions and locks.
    pub(crate) access: AccessConfig,
    /// How browsers come here.
    pub(crate) transport: Transport,
    /// The screens.
    pub(crate) page: Option<Page>,
    /// Personal values, where a master key was read.
    pub(crate) seal: Option<Seal>,
    /// Townships and villages, for a house that has none.
    pub(crate) region_tree: Option<String>,
    /// The ways out.
    pub(crate) channels: Vec<Arc<dyn Channel>>,
}

/// The rooms put together over one journal.
pub(crate) struct House {
    /// Screens and API, behind the gate.
    pub(crate) router: Router,
    /// The API's document.
    pub(crate) openapi: OpenApi,
    /// What runs beside the requests, not yet started.
    pub(crate) jobs: Jobs,
    /// For the gateway, which the binary starts at an address of its own.
    monitor: Monitor,
}

impl House {
    /// Starts the gateway that devices dial.
    pub(crate) async fn start_gateway(
        &self,
        journal: &Journal,
        dialects: Dialects,
        config: GatewayConfig,
    ) -> std::io::Result<GatewayHandle> {
        let platform = Platform {
            journal: journal.clone(),
            clock: journal.clock().clone(),
        };
        self.monitor
            .start_gateway(&platform, dialects, config)
            .await
    }

    /// Builds the house. `stop` turns true when the server ends.
    pub(crate) fn build(
        journal: &Journal,
        fittings: Fittings,
        pack: &Pack,
        stop: &watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let catalogue = Arc::new(catalogue()?);
        let platform = Platform {
            journal: journal.clone(),
            clock: journal.clock().clone(),
        };
        let metrics = Metrics::new(
            metrics(),
            journal.clone(),
            Arc::clone(&catalogue),
            pack.city()?.frame()?,
        )?;
        let layers = declarations().into_iter().flat_map(|room| room.layers);
        let layers = layers.collect();
        let city_map = CityMap::new(&platform, &catalogue, layers, pack.base_map()?);
        let dispatch = Dispatch::new();
        let monitor = Monitor::new(dispatch.open_incident(&platform));
        let city = City::default();
        let rooms: [&dyn Capability; 4] = [&city, &dispatch, &monitor, &Readiness];
        let cases = crate::loops::cases(journal, &catalogue, loop_defs(), pack)?;
        let access = Access::new(journal.clone(), fittings.access);
        let outbox = Outbox::new(journal.store().clone(), journal.clock().clone());
        let served: Arc<[ChannelName]> = fittings.channels.iter().map(|way| way.name()).collect();
        let of_rooms = rooms.iter().flat_map(|room| room.jobs(&platform));
        let own = own_jobs(&access, &outbox, fittings.seal, fittings.channels)?;
        let mut jobs = Jobs::new(journal.clone());
        let ledger = |def| Ledger::new(def, journal.clone(), Arc::clone(&catalogue));
        let tree = fittings.region_tree.map(|csv| {
            let regions = ledger(Region::DEF);
            Job::reconcile(RegionTree { regions, csv })
        });
        let of_mechanisms = [
            Job::reconcile(CaseClocks(cases.clone())),
            Job::reconcile(RegisterIndex::new(journal, &catalogue)),
            Job::stand(MetricCounts(metrics.clone())),
            Job::stand(MapChanges(city_map.clone())),
        ];
        for job in of_rooms.chain(own).chain(of_mechanisms).chain(tree) {
            jobs.add(job)?;
        }
        let upkeep = Upkeep {
            board: jobs.board(),
            outbox,
            served,
            journal: journal.clone(),
        };
        let rules: Vec<OperationRule> = declarations()
            .iter()
            .flat_map(|room| room.rules.iter().copied())
            .chain(register_api::rules(&catalogue))
            .chain(map::RULES.iter().copied())
            .collect();
        let routers = rooms
            .iter()
            .map(|room| room.routes(&platform))
            .chain([
                register_api::router(&platform, &catalogue, coverages()),
                city_map.router(),
                metric_api::router(&platform, &metrics),
                loops_api::router(cases),
                jobs_api::router(upkeep),
            ])
            .collect();
        let mut parts = Parts::new(journal.clone(), access, stop.clone());
        parts.events.extend(register_api::events(&catalogue));
        parts.events.extend(loops_api::events());
        parts.transport = fittings.transport;
        let screens = |page| Router::new().fallback(screens::serve).with_state(page);
        parts.screens = fittings.page.map(screens);
        let (router, openapi) = api::assemble(parts, rules, routers);
        Ok(Self {
            router,
            openapi,
            jobs,
            monitor,
        })
    }
}

/// The jobs of the house itself.
fn own_jobs(
    access: &Access,
    outbox: &Outbox,
    seal: Option<Seal>,
    channels: Vec<Arc<dyn Channel>>,
) -> anyhow::Result<Vec<Job>> {
    let journal = access.journal();
    let mut jobs = vec![
        Job::reconcile(Sessions(access.clone())),
        Job::reconcile(Telemetry {
            store: journal.store().clone(),
            clock: journal.clock().clone(),
        }),
        Job::reconcile(SentMessages(outbox.clone())),
    ];
    jobs.extend(seal.map(PersonalKeys).map(Job::reconcile));
    if !channels.is_empty() {
        jobs.push(Job::stand(Delivery::by(outbox.clone(), channels)?));
    }
    Ok(jobs)
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
