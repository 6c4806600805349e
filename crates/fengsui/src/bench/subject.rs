//! The journalled subject of the benchmarks: the size of a device's state.

use journal::{Actor, Change, ChangeSet, Lane, Record};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::TableCreateStatement;
use serde::{Deserialize, Serialize};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as UuidColumn};
use store::{Migration, Table, TableKind, ddl};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "bench_point")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    #[serde(skip)]
    pub(crate) version: i64,
    pub(crate) device: i64,
    pub(crate) state: i64,
    pub(crate) label: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "bench_point";

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

pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration::new("bench_0001_point").tables(tables())]
}

fn tables() -> Vec<TableCreateStatement> {
    let columns = vec![
        ddl::column("id", UuidColumn),
        ddl::column("version", BigInt),
        ddl::column("device", BigInt),
        ddl::column("state", BigInt),
        ddl::column("label", Text),
    ];
    vec![ddl::table("bench_point", &["id"], columns)]
}

impl Model {
    pub(crate) fn new(id: Uuid, device: i64) -> Self {
        Self {
            id,
            version: 0,
            device,
            state: 2,
            label: "三层走廊东侧点型光电感烟".to_owned(),
        }
    }

    pub(crate) fn set(&self, lane: Lane, clock: &base::Clock) -> anyhow::Result<ChangeSet> {
        let change = Change::of(self, "reported", clock.now())?;
        Ok(ChangeSet::new(lane, Actor::device(self.device)).with(change))
    }
}
