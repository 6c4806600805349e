//! 今日路况 the closures in force, put to use on the roads of this process, and each closure's state as time
//! goes by.

use std::time::Duration;

use async_trait::async_trait;
use base::{Clock, Label, Timestamp};
use jobs::{About, Alone, Failure, Outcome, Reconcile};
use journal::{Actor, ChangeSet, CommitError, Journal, Lane};
use register::{Choice as _, Entered, entered};
use routing::{Hindrance, RoadBook};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, IntoCondition};
use store::Store;

use crate::CityError;
use crate::nouns::{ClosureState, RoadClosure};

/// Puts what is in force to use. Every process drives on its own roads.
pub(crate) struct RoadsToday {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) roads: RoadBook,
}

#[async_trait]
impl Reconcile for RoadsToday {
    fn about(&self) -> About {
        About::new("roads_today", Label::new("今日路况", "Roads today"))
    }

    fn period(&self) -> Duration {
        Duration::from_secs(1)
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let hindrances = in_force(&self.store, self.clock.now()).await?;
        let book = self.roads.clone();
        let many = hindrances.len() as u64;
        let changed = tokio::task::spawn_blocking(move || book.hinder(hindrances)).await?;
        let label = Label::new("处管制生效", "closures put to use");
        Ok(match changed {
            true => Outcome::nothing().with(label, many),
            false => Outcome::nothing(),
        })
    }
}

/// Writes down which closures have begun and which are over, so that lists and the map show it.
pub(crate) struct ClosureStates {
    pub(crate) journal: Journal,
    pub(crate) clock: Clock,
}

#[async_trait]
impl Reconcile for ClosureStates {
    fn about(&self) -> About {
        let label = Label::new("道路管制起止", "Closures begun and over");
        About::new("closure_states", label)
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let now = self.clock.now();
        let mut changed = 0;
        for mut closure in unsettled(self.journal.store(), now).await? {
            let state = closure.state_at(now);
            if closure.state == Some(state) {
                continue;
            }
            closure.state = Some(state);
            let change = closure.write(verb(state), now)?;
            let set = ChangeSet::new(Lane::Dispatch, Actor::system("roads")).with(change);
            // Somebody else was first: the next round sees what they made of it.
            match self.journal.submit(set).await {
                Ok(_) => changed += 1,
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let label = Label::new("处管制起止", "closures begun or over");
        Ok(Outcome::nothing().with(label, changed))
    }
}

const fn verb(state: ClosureState) -> &'static str {
    match state {
        ClosureState::Planned => "planned",
        ClosureState::InForce => "came_into_force",
        ClosureState::Over => "ended",
    }
}

/// What hinders at a moment, by the closures' ids.
async fn in_force(store: &Store, now: Timestamp) -> Result<Vec<Hindrance>, CityError> {
    let begun = Expr::col(Alias::new("begins_at")).lte(now.as_micros());
    let closures = entered::<RoadClosure>(store, not_over(now).add(begun)).await?;
    Ok(closures.iter().map(|one| one.hindrance()).collect())
}

/// Those whose state may have to be written.
async fn unsettled(store: &Store, now: Timestamp) -> Result<Vec<Entered<RoadClosure>>, CityError> {
    let state = || Expr::col(Alias::new("state"));
    let open = Cond::any()
        .add(state().is_null())
        .add(state().ne(ClosureState::Over.key()))
        .add(not_over(now));
    let in_use = Expr::col(Alias::new("retired_at")).is_null();
    Ok(entered(store, Cond::all().add(in_use).add(open)).await?)
}

fn not_over(now: Timestamp) -> Cond {
    let end = || Expr::col(Alias::new("ends_at"));
    let in_use = Expr::col(Alias::new("retired_at")).is_null();
    let goes_on = Cond::any()
        .add(end().is_null())
        .add(end().gt(now.as_micros()));
    Cond::all().add(in_use).add(goes_on.into_condition())
}
