//! Puts the factors of the register to use on the roads of this process.

use std::time::Duration;

use async_trait::async_trait;
use base::{Clock, Label};
use jobs::{About, Failure, Outcome, Reconcile};
use register::entered;
use routing::{Factor, LearnParameters, Learned, Mover, RoadBook};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use store::Store;

use super::learned_pace::LearnedPace;

/// The job.
pub(crate) struct PacesToday {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) roads: RoadBook,
}

#[async_trait]
impl Reconcile for PacesToday {
    fn about(&self) -> About {
        let label = Label::new("车速系数启用", "Learned speeds put to use");
        About::new("paces_today", label)
    }

    fn period(&self) -> Duration {
        Duration::from_secs(10)
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let Some(roads) = self.roads.plain() else {
            return Ok(Outcome::nothing());
        };
        let column = |name: &'static str| Expr::col(Alias::new(name));
        let in_use = Cond::all()
            .add(column("retired_at").is_null())
            .add(column("in_use").eq(true));
        let rows = entered::<LearnedPace>(&self.store, in_use).await?;
        let here = |network: Option<&str>| network.is_none_or(|network| network == roads.tag());
        let factors: Vec<Factor> = rows
            .iter()
            .filter(|row| here(row.network.as_deref()))
            .filter_map(|row| row.factor())
            .collect();
        let many = factors.len() as u64;
        let learned =
            (many > 0).then(|| Learned::kept(Mover::FireEngine, roads.tag().to_owned(), factors));
        let part = LearnParameters::default().part_at(self.clock.now());
        let book = self.roads.clone();
        let put = move || book.pace(learned.into_iter().collect(), part);
        let label = Label::new("项车速系数启用", "factors put to use");
        Ok(match tokio::task::spawn_blocking(put).await? {
            true => Outcome::nothing().with(label, many),
            false => Outcome::nothing(),
        })
    }
}
