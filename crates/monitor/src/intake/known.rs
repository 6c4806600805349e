//! What is known of one source while its frames are planned: its device, its recent frames, its
//! open alarms, the states of its points.
//!
//! Invariant: this is a copy of what the database says plus what the change set in hand is about
//! to write. It is thrown away when that set is not written, so that it never runs ahead.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base::{Timestamp, Uuid};
use city::nouns::Transmitter;
use register::Entered;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, Time};
use wire::gb26875::{Address, AddressOrder, Dialect};

use super::dialects::Dialects;
use crate::records::{device_alarm, device_point, device_upload};

/// How long a device's record is believed before it is read again.
const DEVICE_FRESH: Duration = Duration::from_secs(30);
/// Most points of a source that are kept in memory; a read by key costs little.
const POINTS: usize = 2_048;
/// Most recent frames that are kept or read back for one source.
const RECENT: usize = 4_096;

/// 16 bytes of SM3 over type and application data unit.
pub(crate) type Fingerprint = [u8; 16];

/// Why it could not be read.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// The device.
    #[error(transparent)]
    City(#[from] city::CityError),
    /// The rest.
    #[error("the database does not answer")]
    Database(#[from] sea_orm::DbErr),
}

/// An alarm that is open, with the repeats that were not worth an entry yet.
pub(crate) struct Open {
    pub(crate) alarm: device_alarm::Model,
    pub(crate) unwritten: i32,
}

pub(crate) struct Known {
    pub(crate) device: Entered<Transmitter>,
    pub(crate) dialect: Arc<Dialect>,
    device_read: Timestamp,
    /// The last frame of each command and sequence number. Only the last: a device that does not
    /// count still changes its news, and the same news after other news is news again.
    recent: HashMap<(u8, u16), (Fingerprint, Timestamp)>,
    /// By alarm key: see [`alarm_key`].
    pub(crate) open: HashMap<String, Open>,
    open_fresh: bool,
    pub(crate) points: HashMap<Uuid, Option<device_point::Model>>,
}

impl Known {
    /// Reads all that is known of `source`.
    pub(crate) async fn load(
        store: &Store,
        dialects: &Dialects,
        source: i64,
        now: Timestamp,
        window: Duration,
        unregistered: impl FnOnce() -> Entered<Transmitter>,
    ) -> Result<Self, KnownError> {
        let device = match find_device(store, dialects, source).await? {
            Some(device) => device,
            None => unregistered(),
        };
        let mut known = Self {
            dialect: dialects.of(dialect_of(&device)),
            device,
            device_read: now,
            recent: recent_uploads(store, source, now.minus(window)).await?,
            open: HashMap::new(),
            open_fresh: false,
            points: HashMap::new(),
        };
        known.read_open(store, source).await?;
        Ok(known)
    }

    /// Reads the device's record again when it is old: somebody may have registered it.
    pub(crate) async fn refresh_device(
        &mut self,
        store: &Store,
        dialects: &Dialects,
        source: i64,
        now: Timestamp,
    ) -> Result<(), KnownError> {
        if now.since(self.device_read) < DEVICE_FRESH || self.device.version == 0 {
            return Ok(());
        }
        if let Some(device) = find_device(store, dialects, source).await? {
            self.dialect = dialects.of(dialect_of(&device));
            self.device = device;
        }
        self.device_read = now;
        Ok(())
    }

    /// Makes sure that the open alarms are those of the database now: people judge them meanwhile,
    /// and a fire must not be taken for the repeat of an alarm that was put away a second ago.
    pub(crate) async fn refresh_open(
        &mut self,
        store: &Store,
        source: i64,
    ) -> Result<(), KnownError> {
        if std::mem::take(&mut self.open_fresh) {
            return Ok(());
        }
        self.read_open(store, source).await?;
        self.open_fresh = false;
        Ok(())
    }

    async fn read_open(&mut self, store: &Store, source: i64) -> Result<(), KnownError> {
        let alarms = device_alarm::Entity::find()
            .filter(device_alarm::Column::SourceAddress.eq(source))
            .filter(device_alarm::Column::OpenPoint.is_not_null())
            .all(store.reader())
            .await?;
        let mut before = std::mem::take(&mut self.open);
        for alarm in alarms {
            let Some(key) = alarm.open_point.clone() else {
                continue;
            };
            let same = before.remove(&key).filter(|old| old.alarm.id == alarm.id);
            let unwritten = same.map_or(0, |old| old.unwritten);
            self.open.insert(key, Open { alarm, unwritten });
        }
        self.open_fresh = true;
        Ok(())
    }

    /// Whether any alarm is open, as far as is known.
    pub(crate) fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Reads the points of `ids` that are not known yet.
    pub(crate) async fn read_points(
        &mut self,
        store: &Store,
        ids: Vec<Uuid>,
    ) -> Result<(), KnownError> {
        if self.points.len() > POINTS {
            self.points.clear();
        }
        let unknown = |id: &Uuid| !self.points.contains_key(id);
        let missing: Vec<Uuid> = ids.into_iter().filter(unknown).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let found = device_point::Entity::find()
            .filter(device_point::Column::Id.is_in(missing.iter().copied()))
            .all(store.reader())
            .await?;
        self.points.extend(missing.into_iter().map(|id| (id, None)));
        let found = found.into_iter().map(|point| (point.id, Some(point)));
        self.points.extend(found);
        Ok(())
    }

    /// Whether this frame is a resend of one that is stored already; notes it when it is not.
    pub(crate) fn is_resend(
        &mut self,
        key: (u8, u16),
        fingerprint: Fingerprint,
        arrived: Timestamp,
        window: Duration,
    ) -> bool {
        let resend = self
            .recent
            .get(&key)
            .is_some_and(|(known, at)| *known == fingerprint && arrived.since(*at) <= window);
        if !resend {
            if self.recent.len() >= RECENT {
                self.recent
                    .retain(|_, (_, at)| arrived.since(*at) <= window);
            }
            if self.recent.len() >= RECENT {
                self.recent.clear();
            }
            self.recent.insert(key, (fingerprint, arrived));
        }
        resend
    }
}

/// The device of an address: the number as the standard reads it, or the other way round where the
/// model of the device that is found so writes its address that way.
async fn find_device(
    store: &Store,
    dialects: &Dialects,
    source: i64,
) -> Result<Option<Entered<Transmitter>>, KnownError> {
    if let Some(device) = city::transmitter_by_address(store, source).await? {
        return Ok(Some(device));
    }
    let wire = u64::try_from(source).ok().and_then(Address::new);
    let Some(reversed) = wire.and_then(|wire| i64::try_from(wire.reversed().number()).ok()) else {
        return Ok(None);
    };
    if reversed == source {
        return Ok(None);
    }
    let device = city::transmitter_by_address(store, reversed).await?;
    Ok(device.filter(|device| {
        let dialect = dialects.of(dialect_of(device));
        dialect.source_address_order == AddressOrder::WireOrder
    }))
}

/// The key of its dialect; none is the standard's way.
fn dialect_of(device: &Transmitter) -> &str {
    device.dialect.as_deref().unwrap_or("standard")
}

/// The frames of the last minutes: a range of the key, since ids ascend with time.
async fn recent_uploads(
    store: &Store,
    source: i64,
    from: Timestamp,
) -> Result<HashMap<(u8, u16), (Fingerprint, Timestamp)>, KnownError> {
    let rows: Vec<(i32, i32, Vec<u8>, Time)> = device_upload::Entity::find()
        .select_only()
        .column(device_upload::Column::Command)
        .column(device_upload::Column::Sequence)
        .column(device_upload::Column::Fingerprint)
        .column(device_upload::Column::ArrivedAt)
        .filter(device_upload::Column::Source.eq(source))
        .filter(device_upload::Column::Id.gte(first_id_of(from)))
        .order_by_desc(device_upload::Column::Id)
        .limit(RECENT as u64)
        .into_tuple()
        .all(store.reader())
        .await?;
    let mut recent = HashMap::new();
    // Newest last, so that it stays.
    for (command, sequence, fingerprint, arrived) in rows.into_iter().rev() {
        let key = u8::try_from(command).ok().zip(u16::try_from(sequence).ok());
        if let (Some(key), Ok(fingerprint)) = (key, Fingerprint::try_from(fingerprint)) {
            recent.insert(key, (fingerprint, arrived.into()));
        }
    }
    Ok(recent)
}

/// The lowest UUID version 7 of a moment (RFC 9562 §5.7: 48 bits of milliseconds first).
fn first_id_of(time: Timestamp) -> Uuid {
    let millis = u128::from(time.as_micros().max(0).unsigned_abs() / 1_000);
    Uuid::from_u128(millis << 80)
}
