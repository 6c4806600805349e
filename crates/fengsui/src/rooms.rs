//! All rooms of the house, and how they are put together. A new capability is one crate and a line
//! in [`declared::all`] and [`House::build`].

use std::path::Path;
use std::sync::Arc;

use access::{Access, AccessConfig, OperationRule};
use api::{Parts, Transport};
use axum::Router;
use capability::{Capability, Platform};
use city::City;
use city::nouns::Region;
use dispatch::Dispatch;
use evaluate::{Evaluate, Evaluations};
use files::{Files, Limits, Place};
use jobs::{Job, Jobs};
use jobs_api::Upkeep;
use journal::Journal;
use map::CityMap;
use metric::Metrics;
use monitor::{Dialects, GatewayConfig, GatewayHandle, Monitor};
use outbox::{Channel, ChannelName, Outbox};
use readiness::Readiness;
use register::{Ledger, Register};
use register_api::{Address, Shelf};
use routing::RoadBook;
use seal::{MasterKeys, Seal};
use station_planning::StationPlanning;
use tokio::sync::watch;
use utoipa::openapi::OpenApi;

use crate::declared;
use crate::pack::Pack;
use crate::screens::{self, Page};
use crate::upkeep::{
    AttachmentContents, CaseClocks, Delivery, MapChanges, MetricCounts, PersonalKeys,
    PersonalValues, RegionTree, RegisterIndex, RoadFile, SentMessages, Sessions, Telemetry,
};

/// What a house is built with, beside its journal.
pub(crate) struct Fittings {
    /// What seals personal values.
    pub(crate) seal: Seal,
    /// Attachments and labels.
    pub(crate) shelf: Shelf,
    /// Sessions and locks.
    pub(crate) access: AccessConfig,
    /// How browsers come here.
    pub(crate) transport: Transport,
    /// The screens.
    pub(crate) page: Option<Page>,
    /// Townships and villages, for a house that has none.
    pub(crate) region_tree: Option<String>,
    /// The roads.
    pub(crate) roads: RoadBook,
    /// The ways out.
    pub(crate) channels: Vec<Arc<dyn Channel>>,
}

impl Fittings {
    /// A house without screens and ways out, with keys and attachments in a folder of its own: for
    /// the API's document and for measuring.
    pub(crate) fn bare(journal: &Journal, folder: &Path) -> anyhow::Result<Self> {
        let keys = MasterKeys::create(&folder.join("personal-keys"))?;
        let place = Place::folder(&folder.join("files"))?;
        Ok(Self {
            seal: Seal::new(journal.clone(), keys),
            shelf: Shelf {
                files: Files::new(journal.clone(), place, Limits::default()),
                address: Address::AsAsked("http"),
            },
            access: AccessConfig::default(),
            transport: Transport::Plain,
            page: None,
            region_tree: None,
            roads: RoadBook::default(),
            channels: Vec::new(),
        })
    }
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
    roads: RoadBook,
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
            roads: self.roads.clone(),
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
        let frame = pack.city()?.frame()?;
        let versions = Arc::new(pack.readable_versions()?);
        let judges = evaluate::judges(
            &versions,
            &declared::metrics(),
            journal.clock(),
            frame.offset,
        );
        let catalogue = declared::catalogue()?.sealed_by(fittings.seal.clone());
        let catalogue = Arc::new(catalogue.judged_by(judges));
        let platform = Platform {
            journal: journal.clone(),
            clock: journal.clock().clone(),
            roads: fittings.roads.clone(),
        };
        let metrics = Metrics::new(
            declared::metrics(),
            journal.clone(),
            Arc::clone(&catalogue),
            frame,
        )?;
        let layers = declared::all().into_iter().flat_map(|room| room.layers);
        let layers = layers.collect();
        let city_map = CityMap::new(&platform, &catalogue, layers, pack.base_map()?);
        let dispatch = Dispatch::new(Arc::clone(&catalogue));
        let monitor = Monitor::new(dispatch.open_incident(&platform));
        let city = City::default();
        let press = crate::loops::press(pack)?;
        let planning = StationPlanning::new(city_map.clone(), Arc::clone(&press));
        let evaluations = Evaluations::new(metrics.clone(), versions, journal.clone());
        let evaluate = Evaluate::new(evaluations, city_map.clone(), Arc::clone(&press));
        let rooms: [&dyn Capability; 6] =
            [&city, &dispatch, &monitor, &Readiness, &planning, &evaluate];
        let cases = crate::loops::cases(journal, &catalogue, declared::loop_defs(), (pack, press))?;
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
            Job::reconcile(PersonalValues::new(journal, &catalogue)),
            Job::reconcile(AttachmentContents(fittings.shelf.files.clone())),
            Job::reconcile(RoadFile(fittings.roads.clone())),
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
        let rules: Vec<OperationRule> = declared::all()
            .iter()
            .flat_map(|room| room.rules.iter().copied())
            .chain(register_api::rules(&catalogue))
            .chain(map::RULES.iter().copied())
            .collect();
        let routers = rooms
            .iter()
            .map(|room| room.routes(&platform))
            .chain([
                register_api::router(
                    &platform,
                    &catalogue,
                    declared::coverages(),
                    &fittings.shelf,
                ),
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
            roads: fittings.roads,
        })
    }
}

/// The jobs of the house itself.
fn own_jobs(
    access: &Access,
    outbox: &Outbox,
    seal: Seal,
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
        Job::reconcile(PersonalKeys(seal)),
    ];
    if !channels.is_empty() {
        jobs.push(Job::stand(Delivery::by(outbox.clone(), channels)?));
    }
    Ok(jobs)
}
