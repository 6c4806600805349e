//! Drives as they were recorded: from the wheels' turning to the arrival.

use base::{Timestamp, Uuid, Wgs84};
use routing::{Fix, Mover, Trip};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as Id};
use store::ddl::{column, index, table};
use store::{Migration, Store, StoreError, Time, WriteBatch};

use crate::DispatchError;

/// The most drives that are learned from, the latest of them.
const MOST: u64 = 20_000;

/// The migration, frozen.
pub(crate) fn migration() -> Migration {
    let columns = vec![
        column("id", Id),
        column("vehicle", Id),
        column("turned_out_at", BigInt),
        column("on_scene_at", BigInt),
        column("fixes", Text),
    ];
    Migration::new("dispatch_0003_recorded_drive")
        .tables(vec![table("recorded_drive", &["id"], columns)])
        .indexes(vec![index(
            "recorded_drive_time",
            "recorded_drive",
            &["on_scene_at"],
        )])
}

/// The table as an entity.
pub(crate) mod recorded_drive {
    use sea_orm::entity::prelude::*;
    use store::{Table, TableKind, Time};

    /// A drive; its id is its assignment's.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recorded_drive")]
    pub struct Model {
        /// The assignment.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Which responder drove.
        pub vehicle: Uuid,
        /// 出动
        pub turned_out_at: Time,
        /// 到场
        pub on_scene_at: Time,
        /// Where it was: JSON, `[milliseconds since it turned out, longitude, latitude]` each, the degrees
        /// times 1e7.
        pub fixes: String,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Table for Entity {
        const KIND: TableKind = TableKind::Operational;
    }
}

/// A drive as it is kept.
pub(super) fn kept(
    (id, vehicle): (Uuid, Uuid),
    [turned_out_at, on_scene_at]: [Timestamp; 2],
    track: &[(Timestamp, Wgs84)],
) -> Result<recorded_drive::Model, serde_json::Error> {
    let begin = turned_out_at.as_micros();
    let fix = |(at, place): &(Timestamp, Wgs84)| {
        let milliseconds = (at.as_micros() - begin) / 1_000;
        (milliseconds, place.longitude_e7, place.latitude_e7)
    };
    let fixes: Vec<(i64, i32, i32)> = track.iter().map(fix).collect();
    Ok(recorded_drive::Model {
        id,
        vehicle,
        turned_out_at: turned_out_at.into(),
        on_scene_at: on_scene_at.into(),
        fixes: serde_json::to_string(&fixes)?,
    })
}

/// A kept drive as a trip; one that cannot be read teaches nothing.
fn trip(drive: &recorded_drive::Model) -> Trip {
    let fixes: Vec<(i64, i32, i32)> = serde_json::from_str(&drive.fixes).unwrap_or_default();
    let begin = Timestamp::from(drive.turned_out_at).as_micros();
    let fix = |(milliseconds, longitude_e7, latitude_e7): (i64, i32, i32)| Fix {
        at: Timestamp::from_micros(begin.saturating_add(milliseconds.saturating_mul(1_000))),
        place: Wgs84 {
            longitude_e7,
            latitude_e7,
        },
    };
    Trip {
        vehicle: drive.vehicle,
        mover: Mover::FireEngine,
        fixes: fixes.into_iter().map(fix).collect(),
    }
}

/// When the latest drive ended that is kept.
pub(super) async fn latest(store: &Store) -> Result<Option<Timestamp>, DispatchError> {
    let latest = recorded_drive::Entity::find()
        .order_by_desc(recorded_drive::Column::OnSceneAt)
        .one(store.reader())
        .await?;
    Ok(latest.map(|drive| drive.on_scene_at.into()))
}

/// The drives that ended since, as trips.
pub(super) async fn trips_since(
    store: &Store,
    since: Timestamp,
) -> Result<Vec<Trip>, DispatchError> {
    let drives = recorded_drive::Entity::find()
        .filter(recorded_drive::Column::OnSceneAt.gte(Time::from(since)))
        .order_by_desc(recorded_drive::Column::OnSceneAt)
        .limit(MOST)
        .all(store.reader())
        .await?;
    Ok(drives.iter().map(trip).collect())
}

/// Forgets the drives that ended before; tells how many.
pub(super) async fn forget_before(store: &Store, before: Timestamp) -> Result<u64, DispatchError> {
    let delete = Query::delete()
        .from_table(recorded_drive::Entity)
        .cond_where(recorded_drive::Column::OnSceneAt.lt(Time::from(before)))
        .to_owned();
    let mut transaction = store.begin().await?;
    let gone = transaction.execute(store.build(&delete)).await?;
    let committed = transaction.commit(WriteBatch::default()).await;
    committed.map_err(StoreError::from)?;
    Ok(gone)
}
