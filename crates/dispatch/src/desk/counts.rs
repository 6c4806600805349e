//! What is open now by level, and how today went: how many incidents, how long from the order to
//! moving wheels and to the scene.

use base::{Timestamp, first_id_of};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use std::time::Duration;

use super::list::in_areas;
use super::{Desk, Seat};
use crate::DispatchError;
use crate::machine::Machine as _;
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentState;
use crate::record::{Assignment, IncidentKind, assignment, incident};

/// A time of today, told from those orders that have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeOfToday {
    /// Orders of today that were not cancelled.
    pub ordered: u64,
    /// Those of them that have both ends of the time.
    pub measured: u64,
    /// The middle one of these, the lower of two; none while nothing is measured.
    pub median: Option<Duration>,
}

/// Incidents of a seat, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentCounts {
    /// When the day began.
    pub since: Timestamp,
    /// Open ones by kind and level; none where there are none.
    pub open: Vec<(IncidentKind, i32, u64)>,
    /// Those that were opened today by where they stand; every state, also with none.
    pub today: Vec<(IncidentState, u64)>,
    /// From the order to turning out 下达到出动.
    pub turn_out: TimeOfToday,
    /// From the order to the scene 下达到到场.
    pub arrival: TimeOfToday,
}

impl Desk {
    /// The incidents of a seat, counted now.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn counts(&self, seat: &Seat) -> Result<IncidentCounts, DispatchError> {
        let since = calendar::day_began(self.journal().clock().now());
        let orders = self.orders_since(seat, since).await?;
        Ok(IncidentCounts {
            since,
            open: self.open_by_level(seat).await?,
            today: self.today_by_state(seat, since).await?,
            turn_out: time_of(&orders, |one| one.turned_out_at),
            arrival: time_of(&orders, |one| one.on_scene_at),
        })
    }

    async fn open_by_level(
        &self,
        seat: &Seat,
    ) -> Result<Vec<(IncidentKind, i32, u64)>, DispatchError> {
        let counted: Vec<(IncidentKind, i32, i64)> = incident::Entity::find()
            .filter(incident::Column::State.is_in(IncidentState::still_open()))
            .filter(in_areas(&seat.areas))
            .select_only()
            .columns([incident::Column::Kind, incident::Column::Level])
            .column_as(incident::Column::Id.count(), "count")
            .group_by(incident::Column::Kind)
            .group_by(incident::Column::Level)
            .into_tuple()
            .all(self.store().reader())
            .await?;
        let counted = counted.into_iter();
        let mut open: Vec<_> = counted
            .map(|(kind, level, count)| (kind, level, count.unsigned_abs()))
            .collect();
        // The gravest first.
        open.sort_by_key(|(kind, level, _)| (-level, *kind as u8));
        Ok(open)
    }

    async fn today_by_state(
        &self,
        seat: &Seat,
        since: Timestamp,
    ) -> Result<Vec<(IncidentState, u64)>, DispatchError> {
        let counted: Vec<(IncidentState, i64)> = incident::Entity::find()
            .filter(opened_since(since))
            .filter(in_areas(&seat.areas))
            .select_only()
            .column(incident::Column::State)
            .column_as(incident::Column::Id.count(), "count")
            .group_by(incident::Column::State)
            .into_tuple()
            .all(self.store().reader())
            .await?;
        let of = |state: IncidentState| {
            let found = counted.iter().find(|(one, _)| *one == state);
            (state, found.map_or(0, |(_, count)| count.unsigned_abs()))
        };
        Ok(IncidentState::STATES.iter().copied().map(of).collect())
    }

    /// The orders of today to incidents of the seat; a city gives some hundreds.
    async fn orders_since(
        &self,
        seat: &Seat,
        since: Timestamp,
    ) -> Result<Vec<Assignment>, DispatchError> {
        let mut orders = assignment::Entity::find()
            .filter(assignment::Column::Id.gte(first_id_since(since)))
            .filter(assignment::Column::OrderedAt.gte(store::Time::from(since)))
            .filter(assignment::Column::State.ne(AssignmentState::Cancelled))
            .all(self.store().reader())
            .await?;
        if seat.areas.is_empty() {
            return Ok(orders);
        }
        let asked: HashSet<_> = orders.iter().map(|one| one.incident_id).collect();
        let own: Vec<base::Uuid> = incident::Entity::find()
            .filter(incident::Column::Id.is_in(asked))
            .filter(in_areas(&seat.areas))
            .select_only()
            .column(incident::Column::Id)
            .into_tuple()
            .all(self.store().reader())
            .await?;
        let own: HashSet<_> = own.into_iter().collect();
        orders.retain(|one| own.contains(&one.incident_id));
        Ok(orders)
    }
}

/// Incidents that were opened then or later.
pub(super) fn opened_since(since: Timestamp) -> Condition {
    Condition::all()
        .add(incident::Column::Id.gte(first_id_since(since)))
        .add(incident::Column::OpenedAt.gte(store::Time::from(since)))
}

/// Ids ascend with time, so the key bounds what is looked at; an hour before, because a record of
/// another node has its id from that node's clock.
fn first_id_since(since: Timestamp) -> base::Uuid {
    first_id_of(since.minus(Duration::from_secs(3600)))
}

fn time_of(orders: &[Assignment], end: impl Fn(&Assignment) -> Option<store::Time>) -> TimeOfToday {
    let taken = |one: &Assignment| {
        let end: Timestamp = end(one)?.into();
        Some(end.since(one.ordered_at.into()))
    };
    let mut times: Vec<Duration> = orders.iter().filter_map(taken).collect();
    times.sort_unstable();
    TimeOfToday {
        ordered: orders.len() as u64,
        measured: times.len() as u64,
        median: times.get(times.len().saturating_sub(1) / 2).copied(),
    }
}
