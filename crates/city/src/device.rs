//! 用户信息传输装置 the transmitters that units' panels speak through.

use base::{Uuid, Wgs84};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::Store;

use crate::CityError;

pub use self::entity::Model as Device;

/// The table.
pub mod entity {
    use journal::Record;
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::{Table, TableKind, Time};

    /// A device that the centre listens to.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "device")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// 源地址 its address on the wire (GB/T 26875.3 §7: six bytes), below 2^48.
        pub source_address: i64,
        /// Its name.
        pub name: String,
        /// 单位 the unit whose premises it watches.
        pub unit_name: String,
        /// Where the premises are that it watches, in words: what a crew is told, so not the room it hangs in.
        pub address: String,
        /// The key of its dialect in the city's pack.
        pub dialect: String,
        /// Its region code.
        pub region: String,
        /// East of Greenwich, 1e-7 degrees, when known.
        pub longitude_e7: Option<i32>,
        /// North of the equator, 1e-7 degrees, when known.
        pub latitude_e7: Option<i32>,
        /// Whether the centre has accepted it; a stranger is heard but marked.
        pub registered: bool,
        /// Whether it was made up for a demonstration.
        pub synthetic: bool,
        /// When two live connections last claimed its address at once.
        pub address_clash_at: Option<Time>,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Table for Entity {
        const KIND: TableKind = TableKind::Journalled;
    }

    impl Record for Model {
        const KIND: &'static str = "device";

        fn id(&self) -> Uuid {
            self.id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn set_version(&mut self, version: i64) {
            self.version = version;
        }
        fn region(&self) -> Option<String> {
            Some(self.region.clone())
        }
    }
}

impl Device {
    /// Where it hangs, when that is known.
    #[must_use]
    pub fn position(&self) -> Option<Wgs84> {
        crate::position(self.longitude_e7, self.latitude_e7)
    }
}

/// All devices, by id.
///
/// # Errors
/// The database's refusal.
pub async fn devices(store: &Store) -> Result<Vec<Device>, CityError> {
    let select = entity::Entity::find().order_by_asc(entity::Column::Id);
    Ok(select.all(store.reader()).await?)
}

/// The device of a wire address.
///
/// # Errors
/// The database's refusal.
pub async fn device_by_address(store: &Store, address: i64) -> Result<Option<Device>, CityError> {
    let select = entity::Entity::find().filter(entity::Column::SourceAddress.eq(address));
    Ok(select.one(store.reader()).await?)
}

/// One device.
///
/// # Errors
/// The database's refusal.
pub async fn device_by_id(store: &Store, id: Uuid) -> Result<Option<Device>, CityError> {
    Ok(entity::Entity::find_by_id(id).one(store.reader()).await?)
}
