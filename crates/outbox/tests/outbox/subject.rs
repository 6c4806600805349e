//! A small journalled subject for the tests: a named counter.

use journal::{Actor, Change, ChangeSet, Lane, Record};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use serde::{Deserialize, Serialize};
use store::ddl::ColumnKind;
use store::{Migration, Table, TableKind, ddl};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[serde(skip)]
    pub version: i64,
    pub name: String,
    pub value: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "counter";

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

#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("test_0001_counter")
            .tables(tables())
            .indexes(indexes()),
    ]
}

fn tables() -> Vec<TableCreateStatement> {
    let columns = vec![
        ddl::column("id", ColumnKind::Uuid),
        ddl::column("version", ColumnKind::BigInt),
        ddl::column("name", ColumnKind::Text),
        ddl::column("value", ColumnKind::BigInt),
    ];
    vec![ddl::table("counter", &["id"], columns)]
}

fn indexes() -> Vec<IndexCreateStatement> {
    Vec::new()
}

impl Model {
    pub fn new(id: Uuid, name: &str) -> Self {
        Self {
            id,
            version: 0,
            name: name.to_owned(),
            value: 0,
        }
    }

    /// A set that writes this state.
    pub fn set(&self, lane: Lane) -> ChangeSet {
        let now = base::Clock::system().now();
        let change = Change::of(self, "counted", now).unwrap();
        ChangeSet::new(lane, Actor::system("test")).with(change)
    }
}
