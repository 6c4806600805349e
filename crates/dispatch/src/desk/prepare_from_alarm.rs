//! 转警情 preparing an incident from a device alarm, for monitoring to write beside its own change.

use journal::Change;
use ports::{Answer, IncidentFromAlarm, OpenIncident, PortError, PreparedIncident};

use super::open::{fresh, region_for};
use super::{Desk, number};
use crate::DispatchError;
use crate::record::{Incident, IncidentSource};

impl Desk {
    async fn prepare_from_alarm(
        &self,
        request: IncidentFromAlarm,
    ) -> Result<PreparedIncident, DispatchError> {
        let now = self.now();
        let id = self.journal.new_id();
        let region = match request.region {
            Some(region) => Some(region),
            None => region_for(self.store(), request.location, &[]).await?,
        };
        let incident = Incident {
            number: number::next(self.store(), now).await?,
            alarm_id: Some(request.alarm),
            longitude_e7: request.location.map(|at| at.longitude_e7),
            latitude_e7: request.location.map(|at| at.latitude_e7),
            region,
            unit_id: request.unit,
            note: request.note,
            ..fresh(id, IncidentSource::DeviceAlarm, request.address, now)
        };
        let change = Change::of(&incident, "opened", now)?;
        Ok(PreparedIncident {
            id,
            number: incident.number,
            change,
        })
    }
}

impl OpenIncident for Desk {
    /// The number is a guess until the asking room commits; on `CommitError::Duplicate` ask again.
    fn prepare_from_alarm(&self, request: IncidentFromAlarm) -> Answer<'_, PreparedIncident> {
        Box::pin(async move {
            let prepared = self.prepare_from_alarm(request).await;
            prepared.map_err(|error| PortError::Unavailable(Box::new(error)))
        })
    }
}
