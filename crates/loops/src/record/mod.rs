//! The journalled records of the loops and their tables.
//!
//! A case is a row of its loop's register (what it is about) and one [`case`] (where it stands with
//! whom and until when); every action writes both in one change set.

pub mod case;
pub mod comment;
pub mod document;
pub mod link;
mod migrations;

pub use migrations::{migrations, record_defs, table_shapes};

/// Implements `Record` and `Table` for a model with `id`, `version` and `region`.
macro_rules! journalled {
    ($kind:literal) => {
        /// None.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}
        impl ActiveModelBehavior for ActiveModel {}

        impl store::Table for Entity {
            const KIND: store::TableKind = store::TableKind::Journalled;
        }

        impl journal::Record for Model {
            const KIND: &'static str = $kind;
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
    };
}
pub(crate) use journalled;
