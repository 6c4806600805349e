//! Closes alarms whose incident was closed, by following the journal.
//!
//! Invariants: idempotent (an alarm that is closed already is left alone), so that the cursor may
//! lag behind; what fails is tried again and never skipped.

use std::time::Duration;

use base::Uuid;
use journal::{Actor, Change, ChangeSet, CommitError, Journal, JournalError, Lane, Sealed};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{Row, RowMode};
use tokio::sync::watch;

use super::desk::step;
use super::machine::Action;
use crate::records::{device_alarm, monitor_cursor};

/// The cursor's name, for ever.
const NAME: &str = "close_with_incidents";
/// How many positions the cursor may lag behind while nothing concerns it.
const LAG: i64 = 2_000;
/// How long to wait before trying again.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Debug, thiserror::Error)]
enum ClosingError {
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error(transparent)]
    Canonical(#[from] base::CanonicalError),
}

/// Runs until `stop` turns true or the journal is closed.
pub(crate) async fn close_with_incidents(journal: Journal, mut stop: watch::Receiver<bool>) {
    loop {
        let ended = tokio::select! {
            ended = follow(&journal) => ended,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        match ended {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "closing alarms with their incidents pauses"),
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn follow(journal: &Journal) -> Result<(), ClosingError> {
    let stored = monitor_cursor::Entity::find_by_id(NAME)
        .one(journal.store().reader())
        .await?;
    let mut noted = stored.map_or(0, |cursor| cursor.position);
    let mut follower = journal.follow(noted);
    loop {
        let page = follower.next().await?;
        if page.is_empty() {
            return Ok(());
        }
        let mut closed = false;
        for Sealed { entry, .. } in &page {
            if entry.kind == "incident" && entry.verb == "closed" {
                close_alarms_of(journal, entry.subject).await?;
                closed = true;
            }
        }
        if closed || follower.position() - noted >= LAG {
            noted = follower.position();
            let cursor = monitor_cursor::Model {
                name: NAME.to_owned(),
                position: noted,
            };
            let set = ChangeSet::new(Lane::Device, Actor::system("monitor"));
            let row = Row::of(&cursor, RowMode::Upsert);
            journal.submit(set.beside(row)).await?;
        }
    }
}

async fn close_alarms_of(journal: &Journal, incident: Uuid) -> Result<(), ClosingError> {
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
    }
    Ok(())
}
