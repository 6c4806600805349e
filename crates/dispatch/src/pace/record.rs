//! Keeps where a vehicle was on its way, as soon as it has arrived.

use async_trait::async_trait;
use base::{Label, Timestamp, Uuid};
use city::ResponderKind;
use jobs::{About, Failure, Follow, Outcome};
use journal::Sealed;
use sea_orm::EntityTrait as _;
use store::{Row, RowMode, Store, StoreError, WriteBatch};

use super::drive::{self, recorded_drive};
use crate::DispatchError;
use crate::machine::Machine as _;
use crate::machine::assignment::AssignmentState;
use crate::record::assignment;

/// The follower.
pub(crate) struct RecordDrives(pub(crate) Store);

#[async_trait]
impl Follow for RecordDrives {
    fn about(&self) -> About {
        let label = Label::new("行车轨迹留存", "Drives kept to learn from");
        About::new("record_drives", label)
    }

    async fn follow(&self, page: &[Sealed]) -> Result<Outcome, Failure> {
        let mut batch = WriteBatch::default();
        let mut many = 0;
        for Sealed { entry, .. } in page {
            let arrived = entry.verb == AssignmentState::OnScene.word();
            if entry.kind != "assignment" || !arrived {
                continue;
            }
            if let Some(drive) = drive_of(&self.0, entry.subject).await? {
                batch.push(Row::of(&drive, RowMode::Ignore));
                many += 1;
            }
        }
        if many > 0 {
            let transaction = self.0.begin().await?;
            let committed = transaction.commit(batch).await;
            committed.map_err(StoreError::from)?;
        }
        let label = Label::new("次行车已留存", "drives kept");
        Ok(Outcome::nothing().with(label, many))
    }
}

/// The drive of an assignment that has arrived; none of who has no wheels of its own, or whose beginning
/// nobody noted.
async fn drive_of(
    store: &Store,
    assignment: Uuid,
) -> Result<Option<recorded_drive::Model>, DispatchError> {
    let found = assignment::Entity::find_by_id(assignment)
        .one(store.reader())
        .await?;
    let Some(found) = found.filter(|one| one.responder_kind == ResponderKind::Vehicle) else {
        return Ok(None);
    };
    let Some((from, to)) = found.turned_out_at.zip(found.on_scene_at) else {
        return Ok(None);
    };
    let times = [Timestamp::from(from), Timestamp::from(to)];
    let track = city::position::track_of_responder(store, found.responder_id, times).await?;
    // Of two places nothing is learned.
    if track.len() < 3 {
        return Ok(None);
    }
    Ok(drive::kept((found.id, found.responder_id), times, &track).ok())
}
