//! 材料 the papers of a study: what it counts, as it was read when the study was asked, and what was found.
//! Each is written once, as JSON in a text, because a table of coverage is no row of a register.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use serde::{Deserialize, Serialize};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as Id};
use store::ddl::{column, nullable, table, unique};
use store::{Migration, TableKind};

/// What a study counts.
pub(crate) const QUESTION: &str = "question";
/// What was found.
pub(crate) const FINDINGS: &str = "findings";

/// A paper of a study.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "siting_paper")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// Always 1: what was written is not changed.
    #[serde(skip)]
    pub(crate) version: i64,
    pub(crate) study: Uuid,
    /// The study's region.
    pub(crate) region: Option<String>,
    /// [`QUESTION`] or [`FINDINGS`].
    pub(crate) part: String,
    /// JSON.
    pub(crate) text: String,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl store::Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl journal::Record for Model {
    const KIND: &'static str = "siting_paper";
    const MERGE: journal::MergeRule = journal::MergeRule::Latest;

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
        self.region.clone()
    }
}

/// Its table, frozen.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("station_planning_0001_papers")
            .tables(vec![papers()])
            .indexes(vec![one_of_each()]),
    ]
}

fn papers() -> TableCreateStatement {
    let columns = vec![
        column("id", Id),
        column("version", BigInt),
        column("study", Id),
        nullable("region", Text),
        column("part", Text),
        column("text", Text),
    ];
    table("siting_paper", &["id"], columns)
}

fn one_of_each() -> IndexCreateStatement {
    unique("siting_paper_part", "siting_paper", &["study", "part"])
}

/// The text of a paper.
pub(crate) async fn text_of(
    store: &store::Store,
    study: Uuid,
    part: &str,
) -> Result<Option<String>, store::StoreError> {
    let found = Entity::find()
        .filter(Column::Study.eq(study))
        .filter(Column::Part.eq(part))
        .one(store.reader())
        .await?;
    Ok(found.map(|paper| paper.text))
}
