//! How many alarms came today and where they stand, how many wait, and since when the oldest does.

use api::Caller;
use base::{Timestamp, first_id_of};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::time::Duration;

use super::desk::{AlarmDesk, AlarmError};
use super::machine::State;
use crate::records::device_alarm::{Column, Entity};

/// Alarms in a caller's areas, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmCounts {
    /// When the day began.
    pub since: Timestamp,
    /// Of those that came since then, how many stand where; every state, also with none.
    pub today: Vec<(State, u64)>,
    /// Of all that ask for attention, whenever they came, how many stand where.
    pub open: Vec<(State, u64)>,
    /// When the oldest came that nobody has looked at.
    pub oldest_waiting_at: Option<Timestamp>,
}

impl AlarmDesk {
    /// The alarms in the caller's areas, counted now.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn counts(&self, caller: &Caller) -> Result<AlarmCounts, AlarmError> {
        let since = calendar::day_began(self.journal().clock().now());
        let open: Vec<State> = State::ALL.into_iter().filter(|s| s.is_open()).collect();
        let today = Entity::find().filter(came_since(since));
        let standing = Entity::find().filter(Column::State.is_in(open.iter().copied()));
        let oldest: Option<store::Time> = Entity::find()
            .select_only()
            .column(Column::ReceivedAt)
            .filter(Column::State.eq(State::Ringing))
            .filter(in_areas(caller))
            .order_by_asc(Column::Id)
            .into_tuple()
            .one(self.journal().store().reader())
            .await?;
        Ok(AlarmCounts {
            since,
            today: self.by_state(caller, today, &State::ALL).await?,
            open: self.by_state(caller, standing, &open).await?,
            oldest_waiting_at: oldest.map(Into::into),
        })
    }

    async fn by_state(
        &self,
        caller: &Caller,
        select: Select<Entity>,
        states: &[State],
    ) -> Result<Vec<(State, u64)>, AlarmError> {
        let counted: Vec<(State, i64)> = select
            .filter(in_areas(caller))
            .select_only()
            .column(Column::State)
            .column_as(Column::Id.count(), "count")
            .group_by(Column::State)
            .into_tuple()
            .all(self.journal().store().reader())
            .await?;
        let of = |state: State| {
            let found = counted.iter().find(|(one, _)| *one == state);
            found.map_or(0, |(_, count)| count.unsigned_abs())
        };
        Ok(states.iter().map(|state| (*state, of(*state))).collect())
    }
}

/// Alarms that came then or later. Ids ascend with arrival, so the key bounds what is looked at; it
/// begins an hour before, because an alarm of another node has its id from that node's clock.
pub(super) fn came_since(since: Timestamp) -> Condition {
    let first = first_id_of(since.minus(Duration::from_secs(3600)));
    Condition::all()
        .add(Column::Id.gte(first))
        .add(Column::ReceivedAt.gte(store::Time::from(since)))
}

/// The alarms of a caller: a code lies in an area when it begins with the area's digits.
pub(crate) fn in_areas(caller: &Caller) -> Condition {
    if caller.areas.is_empty() {
        return Condition::all();
    }
    caller.areas.iter().fold(Condition::any(), |any, area| {
        any.add(Column::Region.starts_with(area.as_str()))
    })
}
