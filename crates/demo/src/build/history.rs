//! The year before: alarms and incidents that are over, taken over as a city takes over what an older
//! system kept.

use std::collections::HashMap;

use base::{Timestamp, Uuid};
use city::nouns::Transmitter;
use dispatch::Desk;
use journal::Actor;
use monitor::alarm::{Outcome, PastAlarm, take_over};
use register::entered;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};

use super::Site;
use super::past::{Judged, Past, Rang, past};
use crate::made::{City, SYSTEM};

/// Enters what is not there; how many alarms and incidents.
pub(super) async fn enter(city: &City, site: &Site) -> anyhow::Result<usize> {
    let Some(until) = begun(city, site).await? else {
        return Ok(0);
    };
    let Past { alarms, incidents } = past(city, until);
    let devices = devices(site).await?;
    let alarms: Vec<PastAlarm> = alarms
        .iter()
        .filter_map(|rang| past_alarm(city, rang, &devices))
        .collect();
    let actor = Actor::system("demo");
    let desk = Desk::new(site.journal.clone(), &site.catalogue);
    let entered = desk.take_over(&actor, incidents).await?;
    Ok(entered + take_over(&site.journal, &actor, &alarms).await?)
}

/// When the city was made: history ends there, also for a builder that goes on later.
async fn begun(city: &City, site: &Site) -> anyhow::Result<Option<Timestamp>> {
    let stations = city::stations(site.journal.store()).await?;
    let made = stations.into_iter().filter(|row| {
        row.synthetic && city.stations.iter().any(|station| station.name == row.name)
    });
    let made = made.filter_map(|row| row.id.get_timestamp());
    let first = made.map(|time| time.to_unix()).min();
    let micros = first.and_then(|(seconds, nanos)| {
        i64::try_from(seconds)
            .ok()?
            .checked_mul(1_000_000)?
            .checked_add(i64::from(nanos / 1_000))
    });
    Ok(micros.map(Timestamp::from_micros))
}

/// The transmitters of the made-up city, by their addresses on the wire.
async fn devices(site: &Site) -> anyhow::Result<HashMap<i64, Uuid>> {
    let synthetic = Expr::col(Alias::new("synthetic")).eq(true);
    let rows = entered::<Transmitter>(site.journal.store(), synthetic).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.source_address, row.id))
        .collect())
}

fn past_alarm(city: &City, rang: &Rang, devices: &HashMap<i64, Uuid>) -> Option<PastAlarm> {
    let unit = city.units.get(rang.unit)?;
    let point = unit.points().nth(rang.point)?;
    let device = devices.get(&i64::try_from(unit.source_address).ok()?)?;
    Some(PastAlarm {
        id: rang.id,
        device: (*device, unit.source_address),
        system: SYSTEM,
        component: (point.component.0, point.address),
        description: point.place(),
        region: city.region(&unit.spot)?.clone(),
        received_at: rang.at,
        restored_at: rang.verified_at,
        outcome: match rang.judged {
            Judged::False => Outcome::FalseAlarm,
            Judged::Test => Outcome::Test,
            Judged::Real => Outcome::Real,
        },
        verified_at: rang.verified_at,
        verified_by: city.recipe.marked("值班员"),
        note: rang.note.clone(),
        incident: rang.incident,
    })
}
