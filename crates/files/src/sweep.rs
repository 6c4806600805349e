//! Contents that nothing refers to: of uploads whose entry was never written, and of attachments
//! that were removed.

use std::collections::HashSet;

use base::Timestamp;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt as _};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::attachment::{Column, Entity};
use crate::place::{CONTENTS, SMALL, path_of};
use crate::{Files, FilesError};

/// Contents that are looked up at a time.
const SLICE: usize = 500;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Contents that stand.
    pub seen: u64,
    /// Contents that were taken away.
    pub gone: u64,
}

impl Files {
    /// Takes away contents that nothing refers to and that are older than the grace, both of them
    /// and of the last removal that let go of them. Idempotent; any number may run at once.
    ///
    /// # Errors
    /// The store's or the database's refusal; what was taken away stays away.
    pub async fn sweep(&self) -> Result<Swept, FilesError> {
        let mut swept = Swept::default();
        let before = self.journal().clock().now().minus(self.limits().grace);
        let root = Path::from(CONTENTS);
        let store = &self.place().store;
        let mut listed = store.list(Some(&root)).try_chunks(SLICE);
        while let Some(slice) = listed.try_next().await.map_err(|chunk| chunk.1)? {
            swept.seen += slice.len() as u64;
            for digest in self.unreferred(&slice, before).await? {
                self.take_away(&digest).await?;
                swept.gone += 1;
            }
        }
        Ok(swept)
    }

    /// The digests of old contents that no attachment refers to since `before`.
    async fn unreferred(
        &self,
        slice: &[ObjectMeta],
        before: Timestamp,
    ) -> Result<Vec<String>, FilesError> {
        let is_old =
            |meta: &&ObjectMeta| meta.last_modified.timestamp_micros() < before.as_micros();
        let old: Vec<String> = slice
            .iter()
            .filter(is_old)
            .filter_map(|meta| meta.location.filename().map(str::to_owned))
            .collect();
        if old.is_empty() {
            return Ok(old);
        }
        let holds = Condition::any()
            .add(Column::RemovedAt.is_null())
            .add(Column::RemovedAt.gte(store::Time::from(before)));
        let held: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Digest)
            .distinct()
            .filter(Column::Digest.is_in(old.iter().cloned()))
            .filter(holds)
            .into_tuple()
            .all(self.journal().store().reader())
            .await?;
        let held: HashSet<String> = held.into_iter().collect();
        Ok(old.into_iter().filter(|one| !held.contains(one)).collect())
    }

    async fn take_away(&self, digest: &str) -> Result<(), FilesError> {
        for root in [SMALL, CONTENTS] {
            match self.place().store.delete(&path_of(root, digest)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
