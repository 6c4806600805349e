//! Learns factors anew when there are drives that were not learned from, and writes what changed.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base::{Clock, Label, Timestamp, Uuid};
use jobs::{About, Alone, Failure, Outcome, Reconcile};
use journal::{Actor, ChangeSet, Journal, Lane};
use register::{Entered, entered};
use routing::{LearnParameters, Learned, Mover, Pace, RoadBook, Roads, Trip};
use sea_orm::sea_query::Cond;

use super::drive;
use super::learned_pace::LearnedPace;

/// Older drives tell of other roads and other traffic.
const LEARNED_FROM: Duration = Duration::from_secs(365 * 24 * 3_600);
/// Longer no drive is kept.
const KEPT: Duration = Duration::from_secs(2 * 365 * 24 * 3_600);
/// Each so-many-th drive is held back to judge by.
const HELD_BACK: usize = 5;

/// The job.
pub(crate) struct LearnPaces {
    pub(crate) journal: Journal,
    pub(crate) clock: Clock,
    pub(crate) roads: RoadBook,
}

#[async_trait]
impl Reconcile for LearnPaces {
    fn about(&self) -> About {
        About::new("learn_paces", Label::new("车速学习", "Speeds learned"))
    }

    fn period(&self) -> Duration {
        Duration::from_secs(6 * 3_600)
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let (store, now) = (self.journal.store(), self.clock.now());
        drive::forget_before(store, now.minus(KEPT)).await?;
        let (Some(roads), Some(latest)) = (self.roads.plain(), drive::latest(store).await?) else {
            return Ok(Outcome::nothing());
        };
        let rows = entered::<LearnedPace>(store, Cond::all()).await?;
        if rows.iter().any(|row| knows(row, roads.tag(), latest)) {
            return Ok(Outcome::nothing());
        }
        let trips = drive::trips_since(store, now.minus(LEARNED_FROM)).await?;
        let network = roads.tag().to_owned();
        let learned = tokio::task::spawn_blocking(move || learned(&roads, &trips)).await?;
        let factors = learned.iter().flat_map(Learned::factors);
        let found: Vec<LearnedPace> = factors
            .filter_map(|factor| LearnedPace::of(factor, &network, now))
            .collect();
        let many = self.write(rows, found, now).await?;
        let label = Label::new("项车速系数已更新", "factors written");
        Ok(Outcome::nothing().with(label, many))
    }
}

/// Whether this row was learned on this network after the latest drive.
fn knows(row: &LearnedPace, network: &str, latest: Timestamp) -> bool {
    row.network.as_deref() == Some(network) && row.learned_at.is_some_and(|at| at > latest)
}

/// What the drives teach; none where those that were held back are told no better with it. It takes the
/// processor: seconds for some thousand drives.
fn learned(roads: &Arc<Roads>, trips: &[Trip]) -> Option<Learned> {
    let terms = LearnParameters::default();
    let observe = |trips: &[Trip]| roads.observe(Mover::FireEngine, trips, &terms);
    let (mut taught, mut held_back) = (Vec::new(), Vec::new());
    for (number, trip) in trips.iter().enumerate() {
        let is_held = number % HELD_BACK == HELD_BACK - 1;
        let part = if is_held { &mut held_back } else { &mut taught };
        part.push(trip.clone());
    }
    let tried = Learned::of(&observe(&taught));
    let judged = observe(&held_back);
    let with = judged.miss(|part| tried.pace(part))?;
    let without = judged.miss(|_| Pace::default())?;
    if with.mean_share >= without.mean_share {
        return None;
    }
    Some(Learned::of(&observe(trips)))
}

impl LearnPaces {
    /// Writes what is new, and retires what nothing supports any more. What somebody set by hand stays as
    /// long as nothing is learned in its place.
    async fn write(
        &self,
        mut rows: Vec<Entered<LearnedPace>>,
        found: Vec<LearnedPace>,
        now: Timestamp,
    ) -> Result<u64, Failure> {
        let mut set = ChangeSet::new(Lane::Import, Actor::system("roads"));
        let mut many = 0;
        for row in &mut rows {
            let is_found = found.iter().any(|one| one.name == row.name);
            let is_learned = row.trips.is_some();
            if !is_found && is_learned && row.retired_at.is_none() {
                row.retired_at = Some(now);
                set = set.with(row.write("retired", now)?);
                many += 1;
            }
        }
        for one in found {
            let stands = rows.iter_mut().find(|row| row.name == one.name);
            let change = match stands {
                Some(row) if row.retired_at.is_none() && row.says_the_same(&one) => continue,
                Some(row) => {
                    let in_use = row.in_use;
                    **row = LearnedPace { in_use, ..one };
                    row.retired_at = None;
                    row.write("learned", now)?
                }
                None => Entered::new(Uuid::now_v7(), one, now).write("learned", now)?,
            };
            set = set.with(change);
            many += 1;
        }
        if many > 0 {
            self.journal.submit(set).await?;
        }
        Ok(many)
    }
}
