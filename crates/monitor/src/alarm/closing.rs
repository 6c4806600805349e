//! Closes alarms whose incident was closed, by following the journal.
//!
//! Invariant: idempotent: an alarm that is closed already is left alone, so that a page may come
//! twice.

use async_trait::async_trait;
use base::{Label, Uuid};
use jobs::{About, Failure, Follow, Outcome};
use journal::{Actor, Change, ChangeSet, Journal, Lane, Sealed};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::desk::step;
use super::machine::Action;
use crate::records::{device_alarm, monitor_cursor};

/// The follower's name and, before jobs had cursors of their own, that of its cursor here.
const NAME: &str = "close_with_incidents";

/// The follower.
pub(crate) struct CloseWithIncidents {
    journal: Journal,
}

impl CloseWithIncidents {
    pub(crate) fn new(journal: &Journal) -> Self {
        let journal = journal.clone();
        Self { journal }
    }
}

#[async_trait]
impl Follow for CloseWithIncidents {
    fn about(&self) -> About {
        let label = Label::new("警情结案后报警归档", "Alarms closed with their incidents");
        About::new(NAME, label)
    }

    /// Where an older program's cursor stands; a new house has none.
    async fn first_position(&self) -> Result<i64, Failure> {
        let older = monitor_cursor::Entity::find_by_id(NAME)
            .one(self.journal.store().reader())
            .await?;
        Ok(older.map_or(0, |cursor| cursor.position))
    }

    async fn follow(&self, page: &[Sealed]) -> Result<Outcome, Failure> {
        let mut closed = 0;
        for Sealed { entry, .. } in page {
            if entry.kind == "incident" && entry.verb == "closed" {
                closed += close_alarms_of(&self.journal, entry.subject).await?;
            }
        }
        let label = Label::new("起报警已归档", "alarms closed");
        Ok(Outcome::nothing().with(label, closed))
    }
}

/// How many were closed.
async fn close_alarms_of(journal: &Journal, incident: Uuid) -> Result<u64, Failure> {
    let mut closed = 0;
    let alarms = device_alarm::Entity::find()
        .filter(device_alarm::Column::IncidentId.eq(incident))
        .all(journal.store().reader())
        .await?;
    for mut alarm in alarms {
        let Some(next) = alarm.state.after(Action::Close) else {
            continue;
        };
        let now = journal.clock().now();
        step(&mut alarm, next, now);
        let set = ChangeSet::new(Lane::Dispatch, Actor::system("monitor"))
            .with(Change::of(&alarm, "closed", now)?);
        journal.submit(set).await?;
        closed += 1;
    }
    Ok(closed)
}
