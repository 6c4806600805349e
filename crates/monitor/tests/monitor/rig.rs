//! A journal, a gateway and a look into the tables.

use std::future::{Future, ready};
use std::path::Path;
use std::sync::Arc;

use ::capability::{Capability, Platform};
use base::{Clock, Uuid};
use city::nouns::Transmitter;
use journal::{Change, Journal, JournalConfig};
use monitor::records::{device_alarm, device_point, device_upload};
use monitor::{Dialects, GatewayConfig, GatewayHandle, Monitor};
use ports::{Answer, IncidentFromAlarm, OpenIncident, PreparedIncident};
use register::Entered;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::{Schema, Store, StoreConfig};
use testbed::Beginning;

use crate::device::Device;

pub struct Rig {
    pub journal: Journal,
    pub gateway: GatewayHandle,
    pub platform: Platform,
    pub monitor: Monitor,
}

/// Empty databases with all tables.
pub static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(jobs::migrations(), &jobs::table_shapes());
    for room in [
        city::City::declaration(),
        Monitor::new(Arc::new(IncidentBook)).declare(),
        incident::declare(),
    ] {
        room.add_tables(&mut schema);
    }
    schema.migrate(&store).await.unwrap();
    assert_eq!(schema.undeclared_tables(&store).await.unwrap(), [""; 0]);
    store.close().await;
}

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    TABLES.on_both_engines(story).await;
}

/// Runs a story that has nothing to do with the engine.
pub async fn on_sqlite<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    TABLES.on_sqlite(story).await;
}

impl Rig {
    pub async fn start(url: &str) -> Self {
        Self::with(url, |_| {}).await
    }

    pub async fn with(url: &str, set: impl FnOnce(&mut GatewayConfig)) -> Self {
        let monitor = Monitor::new(Arc::new(IncidentBook));
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let clock = Clock::system();
        let journal = Journal::open(store, clock.clone(), JournalConfig::default());
        let journal = journal.await.unwrap();
        let platform = Platform {
            journal: journal.clone(),
            clock,
            roads: routing::RoadBook::default(),
        };
        let mut config =
            GatewayConfig::new("127.0.0.1:0".parse().unwrap(), "1408".parse().unwrap());
        set(&mut config);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/yuncheng/dialects");
        let dialects = Dialects::read(Path::new(folder)).unwrap();
        let gateway = monitor
            .start_gateway(&platform, dialects, config)
            .await
            .unwrap();
        Self {
            journal,
            gateway,
            platform,
            monitor,
        }
    }

    pub async fn dial(&self, source: u64) -> Device {
        Device::dial(self.gateway.address(), source).await
    }

    pub async fn stop(self) {
        self.gateway.stop().await;
        self.journal.close().await;
        self.journal.store().close().await;
    }

    pub async fn uploads(&self, source: i64) -> Vec<device_upload::Model> {
        device_upload::Entity::find()
            .filter(device_upload::Column::Source.eq(source))
            .order_by_asc(device_upload::Column::Id)
            .all(self.journal.store().reader())
            .await
            .unwrap()
    }

    pub async fn alarms(&self, source: i64) -> Vec<device_alarm::Model> {
        device_alarm::Entity::find()
            .filter(device_alarm::Column::SourceAddress.eq(source))
            .order_by_asc(device_alarm::Column::Id)
            .all(self.journal.store().reader())
            .await
            .unwrap()
    }

    pub async fn points(&self, source: i64) -> Vec<device_point::Model> {
        device_point::Entity::find()
            .filter(device_point::Column::SourceAddress.eq(source))
            .all(self.journal.store().reader())
            .await
            .unwrap()
    }

    pub async fn device(&self, source: i64) -> Entered<Transmitter> {
        let found = city::transmitter_by_address(self.journal.store(), source)
            .await
            .unwrap();
        found.expect("the device has a record")
    }
}

/// Stands for dispatch: incidents are records of a kind of the same name.
struct IncidentBook;

impl OpenIncident for IncidentBook {
    fn prepare_from_alarm(&self, request: IncidentFromAlarm) -> Answer<'_, PreparedIncident> {
        let incident = incident::Model {
            id: Uuid::now_v7(),
            version: 0,
            state: "open".to_owned(),
        };
        let change = Change::of(&incident, "opened", request.received_at).unwrap();
        Box::pin(ready(Ok(PreparedIncident {
            id: incident.id,
            number: "2026112300001".to_owned(),
            change,
        })))
    }
}

pub mod incident {
    use ::capability::Declaration;
    use journal::{Record, RecordDef};
    use sea_orm::entity::prelude::*;
    use sea_orm::sea_query::TableCreateStatement;
    use serde::{Deserialize, Serialize};
    use store::ddl::{self, ColumnKind};
    use store::{Migration, Table, TableKind, shape_of};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "incident")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[serde(skip)]
        pub version: i64,
        pub state: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Table for Entity {
        const KIND: TableKind = TableKind::Journalled;
    }

    impl Record for Model {
        const KIND: &'static str = "incident";
        fn id(&self) -> Uuid {
            self.id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn set_version(&mut self, version: i64) {
            self.version = version;
        }
    }

    fn migrations() -> Vec<Migration> {
        vec![Migration::new("test_0001_incident").tables(tables())]
    }

    fn tables() -> Vec<TableCreateStatement> {
        let columns = vec![
            ddl::column("id", ColumnKind::Uuid),
            ddl::column("version", ColumnKind::BigInt),
            ddl::column("state", ColumnKind::Text),
        ];
        vec![ddl::table("incident", &["id"], columns)]
    }

    pub fn declare() -> Declaration {
        Declaration {
            name: "incident book",
            migrations: migrations(),
            tables: vec![shape_of::<Entity>()],
            records: vec![RecordDef::of::<Model>()],
            ..Declaration::default()
        }
    }
}
