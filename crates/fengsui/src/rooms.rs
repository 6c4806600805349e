//! All rooms of the house, and how they are put together. A new capability is one crate and a line
//! in [`declarations`] and [`House::build`].

use std::sync::Arc;

use access::{Access, AccessConfig, OperationRule};
use api::{Parts, Transport};
use axum::Router;
use base::Timestamp;
use capability::{Capability, Declaration, Diagram, Job, Ledgered, Platform};
use city::City;
use dispatch::Dispatch;
use journal::{Journal, Records};
use map::BaseMap;
use monitor::{Dialects, GatewayConfig, GatewayHandle, Monitor};
use register::Catalogue;
use seal::Seal;
use store::{Schema, Store, TableKind};
use tokio::sync::watch;
use utoipa::openapi::OpenApi;

use crate::screens::{self, Page};

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
    vec![
        platform,
        personal,
        City.declare(),
        Dispatch.declare(),
        Monitor::declaration(),
    ]
}

/// All registers 台账 of the program.
fn ledgers() -> Vec<Ledgered> {
    declarations()
        .into_iter()
        .flat_map(|room| room.registers)
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
    declarations()
        .into_iter()
        .flat_map(|room| room.diagrams)
        .collect()
}

/// The rooms put together over one journal.
pub(crate) struct House {
    /// Screens and API, behind the gate.
    pub(crate) router: Router,
    /// The API's document.
    pub(crate) openapi: OpenApi,
    /// What runs beside the requests.
    pub(crate) jobs: Vec<Job>,
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
        access: AccessConfig,
        transport: Transport,
        page: Option<Page>,
        base_map: BaseMap,
        stop: &watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let catalogue = Arc::new(catalogue()?);
        let platform = Platform {
            journal: journal.clone(),
            clock: journal.clock().clone(),
        };
        let dispatch = Dispatch::new();
        let monitor = Monitor::new(dispatch.open_incident(&platform));
        let rooms: [&dyn Capability; 3] = [&City, &dispatch, &monitor];
        let rules: Vec<OperationRule> = declarations()
            .iter()
            .flat_map(|room| room.rules.iter().copied())
            .chain(register_api::rules(&catalogue))
            .chain(map::RULES.iter().copied())
            .collect();
        let layers = declarations().into_iter().flat_map(|room| room.layers);
        let routers = rooms
            .iter()
            .map(|room| room.routes(&platform))
            .chain([
                register_api::router(&platform, &catalogue),
                map::router(&platform, &catalogue, layers.collect(), base_map),
            ])
            .collect();
        let mut jobs: Vec<Job> = rooms.iter().flat_map(|room| room.jobs(&platform)).collect();
        jobs.push(telemetry_job(
            journal.store().clone(),
            journal.clock().clone(),
        ));
        let access = Access::new(journal.clone(), access);
        jobs.push(session_job(access.clone()));
        let mut parts = Parts::new(journal.clone(), access, stop.clone());
        parts.events.extend(register_api::events(&catalogue));
        parts.transport = transport;
        parts.screens = page.map(|page| Router::new().fallback(screens::serve).with_state(page));
        let (router, openapi) = api::assemble(parts, rules, routers);
        Ok(Self {
            router,
            openapi,
            jobs,
            monitor,
        })
    }
}

/// How long a session that ended stays in its table; its journalled record stays for ever.
const KEEP_ENDED: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 3600);

/// Ends sessions that ran out and clears away those that ended long ago. Idempotent; runs at the
/// start and every hour.
fn session_job(access: Access) -> Job {
    every_hour("sessions", move || {
        let access = access.clone();
        async move {
            match access.tend_sessions(KEEP_ENDED).await {
                Ok(tended) => tracing::debug!(?tended, "sessions were put in order"),
                Err(error) => tracing::warn!(%error, "sessions were not put in order"),
            }
        }
    })
}

/// Wraps keys of personal values anew after a change of the master key. Idempotent; runs at the
/// start and every hour, because another process may still write under the earlier key.
pub(crate) fn rewrap_job(seal: Seal) -> Job {
    every_hour("personal keys", move || {
        let seal = seal.clone();
        async move {
            match seal.rewrap().await {
                Ok(0) => {}
                Ok(wrapped) => tracing::info!(wrapped, "keys of personal values wrapped anew"),
                Err(error) => tracing::error!(%error, "keys of personal values were not wrapped"),
            }
        }
    })
}

/// A job that does its work at the start and every hour until it is told to stop.
fn every_hour<F, Fut>(name: &'static str, mut work: F) -> Job
where
    F: FnMut() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let run = move |mut stop: watch::Receiver<bool>| -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            while !*stop.borrow() {
                work().await;
                tokio::select! {
                    () = tokio::time::sleep(HOUR) => {}
                    _ = stop.changed() => {}
                }
            }
        })
    };
    Job {
        name,
        run: Box::new(run),
    }
}

/// How long readings stay in SQLite's main file, where the gateway looks for resends.
const KEEP_AT_HAND: std::time::Duration = std::time::Duration::from_secs(24 * 3600);
const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);

/// Keeps telemetry in order: partitions ahead on PostgreSQL, old readings into their month's file
/// on SQLite. Idempotent; runs at the start and every hour.
fn telemetry_job(store: Store, clock: base::Clock) -> Job {
    every_hour("telemetry", move || {
        let (store, clock) = (store.clone(), clock.clone());
        async move {
            if let Err(error) = keep_telemetry(&store, clock.now()).await {
                tracing::warn!(%error, "telemetry was not put in order; trying again in an hour");
            }
        }
    })
}

async fn keep_telemetry(store: &Store, now: Timestamp) -> Result<(), store::StoreError> {
    let tables: Vec<_> = schema().of_kind(TableKind::Telemetry).collect();
    store.prepare_months(&tables, now).await?;
    let moved = store
        .move_telemetry(&tables, now.minus(KEEP_AT_HAND))
        .await?;
    if moved > 0 {
        tracing::info!(moved, "readings went to the files of their months");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use store::StoreConfig;

    use super::*;

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
