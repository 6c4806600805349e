//! 消防救援站 fire stations.

use base::{Uuid, Wgs84};
use sea_orm::{EntityTrait, QueryOrder};
use store::Store;

use crate::CityError;

pub use self::entity::{Model as FireStation, StationClass};

/// The table.
pub mod entity {
    use journal::Record;
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::{Table, TableKind};

    /// 站级 the class of a station (建标152-2017).
    #[derive(
        Clone,
        Copy,
        Debug,
        PartialEq,
        Eq,
        EnumIter,
        DeriveActiveEnum,
        Serialize,
        Deserialize,
        utoipa::ToSchema,
    )]
    #[serde(rename_all = "snake_case")]
    #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
    pub enum StationClass {
        /// 普通一级
        OrdinaryFirst,
        /// 普通二级
        OrdinarySecond,
        /// 小型
        Small,
        /// 特勤
        Special,
        /// 战勤保障
        Logistics,
    }

    /// A fire station.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "fire_station")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// Its name.
        pub name: String,
        /// Its class.
        pub class: StationClass,
        /// Its region code.
        pub region: String,
        /// East of Greenwich, 1e-7 degrees.
        pub longitude_e7: i32,
        /// North of the equator, 1e-7 degrees.
        pub latitude_e7: i32,
        /// Whether it was made up for a demonstration.
        pub synthetic: bool,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Table for Entity {
        const KIND: TableKind = TableKind::Journalled;
    }

    impl Record for Model {
        const KIND: &'static str = "fire_station";

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

impl FireStation {
    /// Where it stands.
    #[must_use]
    pub const fn position(&self) -> Wgs84 {
        Wgs84 {
            longitude_e7: self.longitude_e7,
            latitude_e7: self.latitude_e7,
        }
    }
}

/// All stations, by id. A city has some dozens.
///
/// # Errors
/// The database's refusal.
pub async fn stations(store: &Store) -> Result<Vec<FireStation>, CityError> {
    let select = entity::Entity::find().order_by_asc(entity::Column::Id);
    Ok(select.all(store.reader()).await?)
}

/// One station.
///
/// # Errors
/// The database's refusal.
pub async fn station_by_id(store: &Store, id: Uuid) -> Result<Option<FireStation>, CityError> {
    Ok(entity::Entity::find_by_id(id).one(store.reader()).await?)
}
