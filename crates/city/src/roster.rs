//! 力量名册 all responders at hand, read again when one of them changed.
//!
//! A city has some thousand, and each glance at an incident ranks them all. What changed is seen by the sum
//! of their versions, which only grows: the answer is never older than the question, on every node.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect};
use store::Store;

use crate::responder::entity::{Column, Entity};
use crate::{CityError, Responder, responders};

/// After so long all are read again, whatever the versions say: two ledgers that were brought together may
/// agree on a version and not on what it says.
const LONGEST: Duration = Duration::from_secs(60);

/// All responders of one database. Clones share what was read.
#[derive(Clone)]
pub struct Roster {
    store: Store,
    kept: Arc<RwLock<Option<Kept>>>,
}

#[derive(Clone)]
struct Kept {
    mark: Mark,
    read_at: Instant,
    all: Arc<[Arc<Responder>]>,
}

/// How many there are, and the sum of their versions.
type Mark = (i64, Option<i64>);

impl Roster {
    /// Of this database.
    #[must_use]
    pub fn new(store: &Store) -> Self {
        Self {
            store: store.clone(),
            kept: Arc::default(),
        }
    }

    /// All responders as they stand, by id.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn all(&self) -> Result<Arc<[Arc<Responder>]>, CityError> {
        // The mark first: a change between the two is read again next time.
        let mark = self.mark().await?;
        let kept = (self.kept.read())
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(kept) = kept
            && kept.mark == mark
            && kept.read_at.elapsed() < LONGEST
        {
            return Ok(kept.all);
        }
        let read_at = Instant::now();
        let all: Arc<[_]> = responders(&self.store)
            .await?
            .into_iter()
            .map(Arc::new)
            .collect();
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Kept {
            mark,
            read_at,
            all: Arc::clone(&all),
        });
        Ok(all)
    }

    async fn mark(&self) -> Result<Mark, CityError> {
        let select = Entity::find()
            .select_only()
            .expr(Column::Id.count())
            .expr(Column::Version.sum().cast_as("bigint"));
        let mark = select.into_tuple().one(self.store.reader()).await?;
        Ok(mark.unwrap_or_default())
    }
}
