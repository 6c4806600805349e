//! Lists of incidents, newest first, by key.

use std::collections::HashMap;

use base::{RegionCode, Timestamp, Uuid};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use store::Store;
use tiles::Bounds;
use utoipa::ToSchema;

use super::counts::opened_since;
use super::{Desk, IncidentFile, Seat};
use crate::DispatchError;
use crate::machine::incident::IncidentState;
use crate::record::{Assignment, Incident, IncidentKind, assignment, incident};

/// Which incidents a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentFilter {
    /// Those that are not closed.
    Open,
    /// Those that are closed.
    Closed,
    /// All.
    #[default]
    All,
}

/// What a list is narrowed to beside its filter; what is empty narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IncidentNarrowing {
    /// Those that stand there.
    pub only: Option<IncidentState>,
    /// Those of this kind.
    pub kind: Option<IncidentKind>,
    /// Those of this level.
    pub level: Option<i32>,
    /// Those that were opened then or later.
    pub since: Option<Timestamp>,
}

/// A page of incidents and the key of the next one.
#[derive(Clone, Debug)]
pub struct IncidentPage {
    /// The incidents, newest first.
    pub items: Vec<IncidentFile>,
    /// Where the next page begins, when there is one.
    pub next: Option<Uuid>,
}

impl Desk {
    /// A page of at most `limit` incidents behind `after`.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn incidents(
        &self,
        seat: &Seat,
        filter: IncidentFilter,
        narrowing: IncidentNarrowing,
        limit: u64,
        after: Option<Uuid>,
    ) -> Result<IncidentPage, DispatchError> {
        let mut select = incident::Entity::find().filter(in_areas(&seat.areas));
        select = match filter {
            IncidentFilter::Open => {
                select.filter(incident::Column::State.is_in(IncidentState::still_open()))
            }
            IncidentFilter::Closed => {
                select.filter(incident::Column::State.eq(IncidentState::Closed))
            }
            IncidentFilter::All => select,
        };
        if let Some(only) = narrowing.only {
            select = select.filter(incident::Column::State.eq(only));
        }
        if let Some(kind) = narrowing.kind {
            select = select.filter(incident::Column::Kind.eq(kind));
        }
        if let Some(level) = narrowing.level {
            select = select.filter(incident::Column::Level.eq(level));
        }
        if let Some(since) = narrowing.since {
            select = select.filter(opened_since(since));
        }
        if let Some(after) = after {
            select = select.filter(incident::Column::Id.lt(after));
        }
        let mut incidents = select
            .order_by_desc(incident::Column::Id)
            .limit(limit.saturating_add(1))
            .all(self.store().reader())
            .await?;
        let shown = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = incidents.len() > shown;
        incidents.truncate(shown);
        let next = incidents.last().filter(|_| more).map(|one| one.id);
        let ids = incidents.iter().map(|one| one.id);
        let mut sent = self.sent_to(ids).await?;
        let items = incidents.into_iter().map(|incident| IncidentFile {
            assignments: sent.remove(&incident.id).unwrap_or_default(),
            incident,
        });
        Ok(IncidentPage {
            items: items.collect(),
            next,
        })
    }

    async fn sent_to(
        &self,
        incidents: impl Iterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Vec<Assignment>>, DispatchError> {
        let rows = assignment::Entity::find()
            .filter(assignment::Column::IncidentId.is_in(incidents))
            .order_by_asc(assignment::Column::Id)
            .all(self.store().reader())
            .await?;
        let mut sent: HashMap<Uuid, Vec<Assignment>> = HashMap::new();
        for row in rows {
            sent.entry(row.incident_id).or_default().push(row);
        }
        Ok(sent)
    }
}

/// At most `limit` open incidents whose place lies in the box, newest first.
pub(crate) async fn open_in(
    store: &Store,
    seat: &Seat,
    bounds: Bounds,
    limit: u64,
) -> Result<Vec<Incident>, DispatchError> {
    use incident::Column::{LatitudeE7, LongitudeE7};
    let inside = bounds.parts().fold(Condition::any(), |any, part| {
        let all = Condition::all()
            .add(LongitudeE7.into_expr().gte(part.west))
            .add(LongitudeE7.into_expr().lt(part.east))
            .add(LatitudeE7.into_expr().gte(part.south))
            .add(LatitudeE7.into_expr().lt(part.north));
        any.add(all)
    });
    let found = incident::Entity::find()
        .filter(in_areas(&seat.areas))
        .filter(incident::Column::State.is_in(IncidentState::still_open()))
        .filter(inside)
        .order_by_desc(incident::Column::Id)
        .limit(limit)
        .all(store.reader())
        .await?;
    Ok(found)
}

/// The incidents of a seat: a code lies in an area when it begins with the area's digits.
pub(super) fn in_areas(areas: &[RegionCode]) -> Condition {
    if areas.is_empty() {
        return Condition::all();
    }
    areas.iter().fold(Condition::any(), |any, area| {
        any.add(incident::Column::Region.starts_with(area.as_str()))
    })
}
