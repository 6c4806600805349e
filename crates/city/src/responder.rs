//! 出动力量 responders: whatever can be sent.

use base::{Uuid, Wgs84};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::Store;

use crate::CityError;

pub use self::entity::{Model as Responder, ResponderKind};

/// The table.
pub mod entity {
    use journal::{MergeRule, Record};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::{Table, TableKind, Time};

    use crate::nouns::VehicleClass;

    /// What kind of force it is.
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
    pub enum ResponderKind {
        /// 消防车
        Vehicle,
        /// 班组
        Crew,
        /// 微型消防站
        MicroStation,
        /// 乡镇专职消防队
        TownBrigade,
    }

    /// A responder.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "responder")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row: the lock of "no unit on two scenes".
        #[serde(skip)]
        pub version: i64,
        /// Its name.
        pub name: String,
        /// Its kind.
        pub kind: ResponderKind,
        /// What a vehicle is made for, when that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub class: Option<VehicleClass>,
        /// The station it belongs to, when it belongs to one.
        pub station_id: Option<Uuid>,
        /// Its region code.
        pub region: String,
        /// East of Greenwich, 1e-7 degrees, when known.
        pub longitude_e7: Option<i32>,
        /// North of the equator, 1e-7 degrees, when known.
        pub latitude_e7: Option<i32>,
        /// When the position was measured; none for a fixed place.
        pub position_at: Option<Time>,
        /// Whether it is fit for duty.
        pub in_service: bool,
        /// The assignment it is on now; none when it can be sent.
        pub assignment_id: Option<Uuid>,
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
        const KIND: &'static str = "responder";
        const MERGE: MergeRule = MergeRule::Latest;

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

impl Responder {
    /// Its own last position, when it has one.
    #[must_use]
    pub fn position(&self) -> Option<Wgs84> {
        crate::position(self.longitude_e7, self.latitude_e7)
    }
}

/// All responders, by id. A city has some hundreds.
///
/// # Errors
/// The database's refusal.
pub async fn responders(store: &Store) -> Result<Vec<Responder>, CityError> {
    let select = entity::Entity::find().order_by_asc(entity::Column::Id);
    Ok(select.all(store.reader()).await?)
}

/// Those that are fit for duty, busy or not.
///
/// # Errors
/// The database's refusal.
pub async fn responders_in_service(store: &Store) -> Result<Vec<Responder>, CityError> {
    let select = entity::Entity::find()
        .filter(entity::Column::InService.eq(true))
        .order_by_asc(entity::Column::Id);
    Ok(select.all(store.reader()).await?)
}

/// One responder.
///
/// # Errors
/// The database's refusal.
pub async fn responder_by_id(store: &Store, id: Uuid) -> Result<Option<Responder>, CityError> {
    Ok(entity::Entity::find_by_id(id).one(store.reader()).await?)
}

/// Those of `ids` that exist, by id.
///
/// # Errors
/// The database's refusal.
pub async fn responders_by_ids(store: &Store, ids: &[Uuid]) -> Result<Vec<Responder>, CityError> {
    let select = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(entity::Column::Id);
    Ok(select.all(store.reader()).await?)
}
