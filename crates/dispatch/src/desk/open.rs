//! 受理 opening an incident from a call.

use base::{RegionCode, Timestamp, Uuid, Wgs84};
use city::nouns::FireStation;
use journal::{Change, ChangeSet, CommitError, Lane};
use store::Store;

use super::{Desk, IncidentFile, Seat, Told, number, required};
use crate::DispatchError;
use crate::machine::incident::IncidentState;
use crate::record::{CallPart, Incident, IncidentKind, IncidentSource};

/// What the call taker wrote down.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// What it is.
    pub kind: IncidentKind,
    /// 火警等级
    pub level: i32,
    /// Where, in words.
    pub address: String,
    /// Where on the map.
    pub location: Option<Wgs84>,
    /// The registered unit 单位 at which it is, when the call taker found it.
    pub unit: Option<Uuid>,
    /// What was said, and who said it.
    pub told: Told,
}

impl Desk {
    /// Opens an incident from a call.
    ///
    /// # Errors
    /// [`DispatchError::Invalid`]; what the journal refuses.
    pub async fn open_from_call(
        &self,
        seat: &Seat,
        call: NewCall,
    ) -> Result<IncidentFile, DispatchError> {
        let address = required(
            &call.address,
            500,
            DispatchError::invalid("address", "请填写地址。", "Say where it is."),
            DispatchError::invalid(
                "address",
                "地址不超过 500 字。",
                "Use 500 characters at most.",
            ),
        )?;
        if !(1..=call.kind.highest_level()).contains(&call.level) {
            return Err(DispatchError::invalid(
                "level",
                "等级为 1 到 5,抢险救援为 1 到 4。",
                "The level lies between 1 and 5, for a rescue between 1 and 4.",
            ));
        }
        let now = self.now();
        let mut incident = fresh(self.journal.new_id(), IncidentSource::Call, address, now);
        incident.kind = call.kind;
        incident.level = call.level;
        incident.longitude_e7 = call.location.map(|at| at.longitude_e7);
        incident.latitude_e7 = call.location.map(|at| at.latitude_e7);
        incident.region = region_for(self.store(), call.location, &seat.areas).await?;
        incident.unit_id = call.unit;
        let told = call.told.trimmed();
        incident.note.clone_from(&told.said);
        told.facts_into(&mut incident);
        self.write_new(seat, incident, &told).await
    }

    async fn write_new(
        &self,
        seat: &Seat,
        mut incident: Incident,
        told: &Told,
    ) -> Result<IncidentFile, DispatchError> {
        let _one_at_a_time = self.numbering.lock().await;
        let mut left = super::ATTEMPTS;
        loop {
            let now = incident.opened_at.into();
            incident.number = number::next(self.store(), now).await?;
            let set = ChangeSet::new(Lane::Dispatch, seat.actor.clone());
            let set = self
                .with_call(set, seat, &incident, (CallPart::First, told), now)
                .await?
                .with(Change::of(&incident, "opened", now)?);
            left -= 1;
            match self.journal.submit(set).await {
                // Another process took the number between our look and our commit.
                Err(CommitError::Duplicate) if left > 0 => {}
                Err(other) => return Err(other.into()),
                Ok(_) => break,
            }
        }
        incident.version = 1;
        Ok(IncidentFile {
            incident,
            assignments: Vec::new(),
        })
    }
}

/// An open incident of the first level about which nothing else is known.
pub(super) fn fresh(id: Uuid, source: IncidentSource, address: String, now: Timestamp) -> Incident {
    Incident {
        id,
        version: 0,
        number: String::new(),
        kind: IncidentKind::Fire,
        level: 1,
        state: IncidentState::Open,
        source,
        alarm_id: None,
        address,
        longitude_e7: None,
        latitude_e7: None,
        region: None,
        opened_at: now.into(),
        dispatched_at: None,
        first_on_scene_at: None,
        under_control_at: None,
        extinguished_at: None,
        closed_at: None,
        outcome_kind: None,
        outcome_summary: None,
        people_rescued: None,
        property_saved_fen: None,
        note: None,
        trapped: None,
        storey: None,
        burning: None,
        unit_id: None,
        ordered_count: 0,
        reason: None,
    }
}

/// Digits of a county's code.
const COUNTY: usize = 6;

/// The region of a place: the county of the nearest station, since the outlines of regions are not
/// in the city yet. A seat that answers for some regions only never opens what it cannot see.
pub(super) async fn region_for(
    store: &Store,
    location: Option<Wgs84>,
    areas: &[RegionCode],
) -> Result<Option<String>, DispatchError> {
    let stations = match location {
        Some(_) => city::stations(store).await?,
        None => Vec::new(),
    };
    let nearest = location.and_then(|here| {
        let far = |one: &FireStation| one.position.distance(here).0;
        stations.iter().min_by(|a, b| far(a).total_cmp(&far(b)))
    });
    let county = nearest.and_then(|one| one.region.as_str().get(..COUNTY).map(str::to_owned));
    if access::covers(areas, county.as_deref()) {
        Ok(county)
    } else {
        Ok(areas.first().map(ToString::to_string))
    }
}
