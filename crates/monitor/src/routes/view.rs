//! Alarms as the API shows them.

use api::{ApiLocation, ApiTime, Freshness};
use base::{Uuid, Wgs84};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::gb26875::{ComponentType, Name, SystemType};

use crate::alarm::{self, AlarmFile, Outcome, State};
use crate::records::device_alarm::Cause;

/// 报警信息 a device alarm.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Alarm)]
pub struct Alarm {
    id: Uuid,
    version: i64,
    state: State,
    cause: Cause,
    /// 1: a person or water says fire; 2: a detector or a whole system says so.
    priority: i32,
    device: AlarmDevice,
    /// Empty where the transmitter itself rings.
    point: Option<AlarmPoint>,
    system_name_zh: Option<&'static str>,
    system_name_en: Option<&'static str>,
    component_name_zh: Option<&'static str>,
    component_name_en: Option<&'static str>,
    region: Option<String>,
    /// By the panel's clock, which may be wrong.
    occurred_at: Option<ApiTime>,
    /// By the transmitter's clock, which may be wrong.
    sent_at: Option<ApiTime>,
    /// By our clock.
    received_at: ApiTime,
    last_received_at: ApiTime,
    repeat_count: i32,
    /// The device says test (bit 0 clear); many do on real alarms.
    bit0_test: bool,
    restored_at: Option<ApiTime>,
    verified: Option<Verified>,
    incident_id: Option<Uuid>,
    /// What may be done now: `verify`, `escalate`.
    allowed_actions: Vec<&'static str>,
}

/// The device that speaks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlarmDevice {
    id: Uuid,
    source_address: i64,
    name: String,
    unit_name: String,
    /// Where the premises are, in words; empty for a stranger.
    address: String,
    location: Option<ApiLocation>,
    registered: bool,
    /// When two live connections last claimed its address at once.
    address_clash_at: Option<ApiTime>,
}

/// How many alarms stand somewhere.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AlarmCount {
    state: State,
    count: u64,
}

impl From<(State, u64)> for AlarmCount {
    fn from((state, count): (State, u64)) -> Self {
        Self { state, count }
    }
}

/// Alarms counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlarmCounts {
    /// When today began.
    since: ApiTime,
    /// Those that came today, by where they stand now; every state, also with none.
    today: Vec<AlarmCount>,
    /// Those that ask for attention, whenever they came.
    open: Vec<AlarmCount>,
    /// When the oldest came that nobody has looked at.
    #[schema(required)]
    oldest_waiting_at: Option<ApiTime>,
    as_of: ApiTime,
    position: i64,
}

impl AlarmCounts {
    pub(super) fn of(counts: alarm::AlarmCounts, freshness: Freshness) -> Self {
        Self {
            since: counts.since.into(),
            today: counts.today.into_iter().map(Into::into).collect(),
            open: counts.open.into_iter().map(Into::into).collect(),
            oldest_waiting_at: counts.oldest_waiting_at.map(Into::into),
            as_of: freshness.as_of.into(),
            position: freshness.position,
        }
    }
}

/// The point that rings.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlarmPoint {
    system_type: i32,
    system_address: i32,
    component_type: Option<i32>,
    component_address: Option<i64>,
    label: String,
    description: String,
}

/// A judgement 核警结论.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Verified {
    outcome: Outcome,
    by: String,
    at: ApiTime,
    note: Option<String>,
}

/// What a person judges.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// The judgement.
    pub outcome: Outcome,
    /// Why; required where it overturns another.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a person adds when an alarm becomes an incident.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// For whoever takes the incident.
    #[serde(default)]
    pub note: Option<String>,
}

/// The incident that an alarm became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IncidentOfAlarm {
    /// Its id.
    pub id: Uuid,
    /// Its number for people.
    pub number: String,
}

impl From<AlarmFile> for Alarm {
    fn from(AlarmFile { alarm, device }: AlarmFile) -> Self {
        let code = |code: i32| u8::try_from(code).ok();
        let system = alarm.system_type.and_then(code);
        let system = system.and_then(|kind| SystemType(kind).name());
        let component = alarm.component_type.and_then(code);
        let component = component.and_then(|kind| ComponentType(kind).name());
        let point = alarm.system_type.zip(alarm.system_address);
        let judged = alarm.outcome.zip(alarm.verified_by).zip(alarm.verified_at);
        Self {
            id: alarm.id,
            version: alarm.version,
            state: alarm.state,
            cause: alarm.cause,
            priority: alarm.priority,
            device: AlarmDevice {
                id: alarm.device_id,
                source_address: alarm.source_address,
                name: device.as_ref().map_or_else(String::new, |d| d.name.clone()),
                unit_name: told(device.as_ref().and_then(|d| d.unit_name.clone())),
                address: told(device.as_ref().and_then(|d| d.address.clone())),
                location: device.as_ref().and_then(|d| d.position).map(location),
                registered: device
                    .as_ref()
                    .is_some_and(|d| d.registered && d.retired_at.is_none()),
                address_clash_at: device.and_then(|d| d.address_clash_at).map(Into::into),
            },
            point: point.map(|(system_type, system_address)| AlarmPoint {
                system_type,
                system_address,
                component_type: alarm.component_type,
                component_address: alarm.component_address,
                label: alarm.label,
                description: alarm.description,
            }),
            system_name_zh: system.map(zh),
            system_name_en: system.map(en),
            component_name_zh: component.map(zh),
            component_name_en: component.map(en),
            region: alarm.region,
            occurred_at: alarm.occurred_at.map(Into::into),
            sent_at: alarm.sent_at.map(Into::into),
            received_at: alarm.received_at.into(),
            last_received_at: alarm.last_received_at.into(),
            repeat_count: alarm.repeat_count,
            bit0_test: alarm.device_says_test,
            restored_at: alarm.restored_at.map(Into::into),
            verified: judged.map(|((outcome, by), at)| Verified {
                outcome,
                by,
                at: at.into(),
                note: alarm.verify_note,
            }),
            incident_id: alarm.incident_id,
            allowed_actions: alarm.state.allowed(),
        }
    }
}

impl Alarm {
    /// Its version; the ETag.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }
}

fn location(at: Wgs84) -> ApiLocation {
    at.into()
}

fn told(text: Option<String>) -> String {
    text.unwrap_or_default()
}

const fn zh(name: Name) -> &'static str {
    name.zh
}

const fn en(name: Name) -> &'static str {
    name.en
}
